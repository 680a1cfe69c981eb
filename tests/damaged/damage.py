"""Damages of a file by kind: what a disk, an editor or a stranger may make of it."""

from __future__ import annotations

import codecs
import copy
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

#: Texts that command a terminal, turn text round, or can't be seen.
HOSTILE = "\u001b[31mQZ\u009b2J\u202egnp\u2066\u200b\u2060\ufeffA\u2028B\u0007\r\nC"
_HUGE = 10**400
_DEEP = 100_000


class Damage(NamedTuple):
    """What became of a file: its new bytes; *broken*: no reader of this kind of file can make sense of them."""

    name: str
    data: bytes
    broken: bool


def damages(kind: str, data: bytes) -> Iterator[Damage]:
    """All damages of a file of *kind* that holds *data*."""
    of_kind = {"json": _of_json, "jsonl": _of_lines, "toml": _of_toml, "csv": _of_csv, "zip": _of_zip}.get(kind)
    for name, new in (*_of_bytes(data), *(of_kind(data) if of_kind else ())):
        if new != data:
            yield Damage(name, new, unreadable(kind, new, data))


def unreadable(kind: str, new: bytes, data: bytes) -> bool:
    """Whether *new* is no such document as *data* at all; lines and tables of text always say something."""
    try:
        if kind == "json":
            document = json.loads(new, object_pairs_hook=_once)
            return not isinstance(document, dict) or document.get("skema") != json.loads(data).get("skema")
        if kind == "toml":
            # The mark that Notepad writes is no part of the text.
            tomllib.loads(new.removeprefix(codecs.BOM_UTF8).decode())
        if kind == "zip":
            with zipfile.ZipFile(io.BytesIO(new)) as z:
                return not z.namelist()
    except (ValueError, RecursionError, zipfile.BadZipFile):
        return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


Bytes = tuple[str, bytes]


def _of_bytes(data: bytes) -> Iterator[Bytes]:
    yield "empty", b""
    for n, part in enumerate((1, len(data) // 4, len(data) // 2, len(data) - len(data) // 10 - 2)):
        yield f"cut {n}", data[:part]
    yield "other bytes", b"\xff\xfe\x80\xc3(" * 40
    yield "one wrong byte", data[: len(data) // 2] + b"\xc3\x28\x80" + data[len(data) // 2 + 3 :]
    yield "nul bytes", b"\0" * max(1, len(data))
    yield "nul at the end", data[: len(data) // 2] + b"\0" * (len(data) - len(data) // 2)
    rng = Random(len(data))
    for n in range(8 if data else 0):
        flipped = bytearray(data)
        for at in rng.choices(range(len(data)), k=1 + n % 3):
            flipped[at] ^= 1 << rng.randrange(8)
        yield f"flipped {n}", bytes(flipped)
    yield "longer", data + HOSTILE.encode()
    yield "utf-8 with a mark", b"\xef\xbb\xbf" + data
    yield "utf-16", data.decode("utf-8", "replace").encode("utf-16")
    yield "deep", b'{"a":' * _DEEP
    yield "deep list", b"[" * _DEEP
    yield "null", b"null"
    yield "list", b"[]"
    yield "a text", HOSTILE.encode()


def _places(isi: Any, jalur: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if jalur:
        yield jalur
    anak = isi.items() if isinstance(isi, dict) else enumerate(isi) if isinstance(isi, list) else ()
    for kunci, nilai in anak:
        yield from _places(nilai, (*jalur, kunci))


def kinds_of_place(isi: Any) -> list[tuple[Any, ...]]:
    """The first place of every kind: numbers of a list, and keys that are names, are one kind."""
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for j in _places(isi):
        kind = tuple("#" if isinstance(k, int) or not re.fullmatch("[a-z_0-9]+", k) else k for k in j)
        seen.setdefault(kind, j)
    return list(seen.values())


def changed(isi: Any, jalur: tuple[Any, ...], what: Callable[[Any, Any], None]) -> Any:
    """A copy of *isi* in which *what* was done at *jalur* (container, key)."""
    baru = copy.deepcopy(isi)
    *induk, kunci = jalur
    at = baru
    for k in induk:
        at = at[k]
    what(at, kunci)
    return baru


def _set(value: object) -> Callable[[Any, Any], None]:
    def put(at: Any, key: Any) -> None:
        at[key] = value

    return put


def _drop(at: Any, key: Any) -> None:
    del at[key]


def _twice(at: Any, key: Any) -> None:
    if isinstance(at, list):
        at.append(at[key])


VALUES: dict[str, object] = {
    "null": None, "true": True, "number": 7, "negative": -1, "fraction": 0.5, "huge": 10**30, "text": "x",
    "empty text": "", "list": [], "object": {}, "list of one": [0], "object of one": {"x": 1},
    "hostile": HOSTILE, "path": "../../../etc/passwd", "long": "a" * 5000,
}  # fmt: skip


def document_damages(isi: Any) -> Iterator[Bytes]:
    """Every value of a document by turns something else."""
    for jalur in kinds_of_place(isi):
        where = ".".join(map(str, jalur))
        lama: Any = isi
        for k in jalur:
            lama = lama[k]
        for name, value in VALUES.items():
            if value != lama:
                yield f"{where} = {name}", _json(changed(isi, jalur, _set(value)))
        yield f"{where} removed", _json(changed(isi, jalur, _drop))
        if isinstance(jalur[-1], int):
            yield f"{where} twice", _json(changed(isi, jalur, _twice))
        else:
            yield f"{where} renamed", _json(changed(isi, jalur, lambda at, k: at.update({k + HOSTILE: at.pop(k)})))
        text = _json(changed(isi, jalur, _set("@@")))
        yield f"{where} = number without end", text.replace(b'"@@"', b"9" * 400)
        yield f"{where} = 1e999", text.replace(b'"@@"', b"1e999")
        yield f"{where} = deep", text.replace(b'"@@"', b"[" * 2000 + b"]" * 2000)
        yield f"{where} = half a character", text.replace(b'"@@"', b'"\\ud800"')
    if isinstance(isi, dict):
        yield "unknown key", _json({**isi, HOSTILE: HOSTILE})
        if "skema" in isi:
            yield "wrong schema", _json({**isi, "skema": "zi.lain/1"})
            yield "next schema", _json({**isi, "skema": str(isi["skema"])[:-1] + "2"})
            yield "key twice", _json(isi)[:-1] + b',"skema":"zi.lain/9"}'


def _json(isi: Any) -> bytes:
    return json.dumps(isi).encode("utf-8", "surrogatepass")


def _of_json(data: bytes) -> Iterator[Bytes]:
    yield "NaN", re.sub(rb": ?(\d+)", b":NaN", data, count=1) if re.search(rb": ?\d", data) else b"NaN"
    yield from document_damages(json.loads(data))


def _of_lines(data: bytes) -> Iterator[Bytes]:
    lines = data.splitlines()
    for n, line in enumerate(lines[:2]):
        parts = line.split(b"\t")
        for m, part in enumerate(parts):
            for name, new in document_damages(json.loads(part)):
                row = b"\t".join([*parts[:m], new, *parts[m + 1 :]])
                yield f"line {n}.{m} {name}", b"\n".join([*lines[:n], row, *lines[n + 1 :], b""])
    yield "torn", data[: -max(2, len(lines[-1]) // 2)]
    yield "line twice", data + lines[-1] + b"\n"


def _of_toml(data: bytes) -> Iterator[Bytes]:
    text = data.decode()
    lines = text.split("\n")
    toml = {
        "true": "true", "number": "7", "huge": "9" * 400, "fraction": "0.5", "nan": "nan", "empty": '""',
        "text": '"x"', "list": "[]", "table": "{}", "date": "2027-01-01", "infinite": "inf",
        "deep": "[" * 2000 + "]" * 2000, "hostile": '"' + "".join(f"\\U{ord(c):08x}" for c in HOSTILE) + '"',
        "long": '"' + "a" * 5000 + '"', "raw": f'"{HOSTILE}"', "none": "",
    }  # fmt: skip
    for n, line in enumerate(lines):
        if re.match(r"[a-z_]+ *=", line):
            key = line.partition("=")[0].strip()
            for name, value in toml.items():
                yield f"{key} = {name}", "\n".join([*lines[:n], f"{key} = {value}", *lines[n + 1 :]]).encode()
            yield f"{key} removed", "\n".join([*lines[:n], *lines[n + 1 :]]).encode()
            yield f"{key} twice", "\n".join([*lines[:n], line, line, *lines[n + 1 :]]).encode()
            yield f"{key} unknown", "\n".join([*lines[:n], "x" + line, *lines[n:]]).encode()
    yield "unknown key", b"tidak_ada = 1\n" + data
    yield "unknown part", data + b"\n[tidak_ada]\na = 1\n"
    yield "deep key", data + b"\n[" + b".".join([b"a"] * 5000) + b"]\n"


def _of_csv(data: bytes) -> Iterator[Bytes]:
    text = data.decode("utf-8-sig")
    lines = text.splitlines()
    yield "no head", "\n".join(lines[1:]).encode()
    yield "head alone", (lines[0] + "\n").encode()
    yield "other head", "\n".join(["x" + lines[0], *lines[1:]]).encode()
    yield "column gone", "\n".join(s.rpartition(",")[0] for s in lines).encode()
    yield "column more", "\n".join(s + ",x" for s in lines).encode()
    yield "a row short", "\n".join([*lines[:-1], lines[-1].rpartition(",")[0]]).encode()
    yield "a quote open", (text + '"x,').encode()
    yield "row twice", (text.rstrip("\n") + "\n" + lines[-1] + "\n").encode()
    yield "a field too long", "\n".join([*lines, "a" * 200_000]).encode()
    cells = lines[-1].split(",")
    for n in range(len(cells)):
        for name, value in {"hostile": f'"{HOSTILE}"', "empty": "", "path": "../../x", "formula": "=1+1"}.items():
            yield (
                f"cell {n} {name}",
                "\n".join([*lines[:-1], ",".join([*cells[:n], value, *cells[n + 1 :]])]).encode(),
            )
    for n, h in enumerate(lines[0].split(",")):
        head = lines[0].split(",")
        yield (
            f"head {h} hostile",
            "\n".join([",".join([*head[:n], f'"{HOSTILE}"', *head[n + 1 :]]), *lines[1:]]).encode(),
        )


def _of_zip(data: bytes) -> Iterator[Bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = {i.filename: z.read(i) for i in z.infolist()}
    for name in sorted(parts):
        yield f"without {name}", _zipped({k: v for k, v in parts.items() if k != name})
        yield f"{name} empty", _zipped(parts | {name: b""})
        yield f"{name} cut", _zipped(parts | {name: parts[name][: len(parts[name]) // 2]})
    yield "no parts", _zipped({})
    yield "another archive", _zipped({HOSTILE: b"x"})


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()
