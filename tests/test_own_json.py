"""Every record that zi writes comes back equal, and is refused, with file and key, once it is no longer what it was."""

from __future__ import annotations

import copy
import gc
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from msgspec.json import schema_components

from tests.portalrb.master import write
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from tests.test_records import COMMANDS, FOLDER, SAMPLES
from zi_cli.bukti.quarter_state import KeptStates
from zi_cli.cli import run_cli
from zi_cli.own_json import NotOurs, read_own
from zi_cli.portalrb.export import Manifest
from zi_cli.records.schema import OUTPUTS, record_types
from zi_cli.records.types.batch import ManifestRecord
from zi_cli.records.types.paket import ManifesPaketRecord
from zi_cli.records.types.surat import ManifesSuratRecord

ON = ["--tanggal", "2027-05-20"]
#: Outputs whose commands need what the others leave behind.
MORE = {
    "kerja": ["kerja", "usulan"],
    "tahap": ["tahap", "usulan", *ON],
    "tindak-lanjut": ["tindak-lanjut", "usulan"],
    "bukti": ["bukti", "periksa", "bukti", "--lke", "lke.xlsx", "--triwulan", "1", "--tahun", "2026"],
    "bukti-banding": ["bukti", "banding", "bukti", "bukti"],
    "paket": ["paket", "usulan", "--draf", *ON, "-o", "paket"],
    "surat-semua": ["surat", "semua", "usulan", *ON, "-o", "surat"],
    "surat-daftar": ["surat", "daftar"],
}
#: Records that only lie on the disk: their type, and the file they are in.
KEPT: dict[str, tuple[Any, str]] = {
    "manifes-batch": (ManifestRecord, "rekap/manifes.json"),
    "manifes-paket": (ManifesPaketRecord, "paket/*/manifes.json"),
    "manifes-surat": (ManifesSuratRecord, "surat/manifes.json"),
    "manifes-portalrb": (Manifest, "ekspor/manifes.json"),
    "bukti-keadaan": (KeptStates, "bukti/keadaan-bukti.json"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the commands read."""
    folder = tmp_path_factory.mktemp("rekaman")
    shutil.copytree(FOLDER, folder / "usulan")
    shutil.copy(SAMPLES / "lke-wbk.xlsx", folder / "lke.xlsx")
    write_csv(folder / "jawaban.csv", HEADINGS, rows(honest(150)))
    write(folder / "master.json")
    (folder / "token").write_text("a" * 40)
    return folder


@pytest.fixture(scope="module")
def documents(place: Path) -> dict[str, list[Any]]:
    """What every command prints as JSON, and what they left on the disk."""
    said: dict[str, list[Any]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for name, command in {**COMMANDS, **MORE}.items():
            output = place / "keluar.json"
            with output.open("w", encoding="utf-8") as f, pytest.MonkeyPatch.context() as inner:
                inner.setattr("sys.stdout", f)
                run_cli([*map(str, command), "--format", "json"])
            if name in ("plan", "bukti"):
                shutil.copy(output, {"plan": "rencana.json", "bukti": "bukti-periksa.json"}[name])
            said[name] = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
        for name, (_, pattern) in KEPT.items():
            said[name] = [json.loads(f.read_bytes()) for f in sorted(place.glob(pattern))]
    return said


def type_of(name: str, document: Any) -> Any:
    """The type of a document of *name*."""
    if name in KEPT:
        return KEPT[name][0]
    return next(t for t in record_types(name) if "skema" in document and _fits(document, t))


def _fits(document: Any, type_name: Any) -> bool:
    try:
        msgspec.convert(document, type_name)
    except msgspec.ValidationError:
        return False
    return True


NAMES = [*COMMANDS, *MORE, *KEPT]


@pytest.mark.parametrize("name", NAMES)
def test_every_record_comes_back_equal(name: str, documents: dict[str, list[Any]]) -> None:
    assert documents[name], name
    for d in documents[name]:
        read = read_own(json.dumps(d).encode(), type_of(name, d))
        assert json.loads(msgspec.json.encode(read)) == d


@pytest.mark.parametrize("name", NAMES)
def test_a_record_of_ours_is_never_read_twice_over(
    name: str, documents: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sound takes the short way, which neither keeps the document beside what it became nor walks both."""
    monkeypatch.setattr("zi_cli.own_json._told_apart", None)
    for d in documents[name]:
        text = json.dumps(d).encode()
        assert read_own(text, type_of(name, d)) == read_own(b"\xef\xbb\xbf" + text, type_of(name, d))
    assert gc.isenabled()


def test_every_output_is_among_them() -> None:
    # The same type as lint's rows of findings, of templates, of packages and addresses that are looked at elsewhere.
    assert set(OUTPUTS) - set(NAMES) == {"paket-periksa", "portalrb-periksa", "surat-periksa"}


def closed_schema(type_name: Any) -> dict[str, Any]:
    """The JSON Schema of a type, its objects closed: the same rules by another hand."""
    (head,), parts = schema_components([type_name])
    for p in parts.values():
        if "properties" in p:
            p["additionalProperties"] = False
    return {**head, "$defs": parts}


def places(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    if path:
        yield path
    for k in content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ():
        yield from places(content[k], (*path, k))


def short(content: Any) -> Any:
    """A document with two rows of each list and two of each map by kode: every kind of place is still in it."""
    if isinstance(content, list):
        return [short(x) for x in content[:2]]
    if isinstance(content, dict):
        by_code = sum("." in k for k in content) > 3
        return {k: short(v) for k, v in list(content.items())[: 2 if by_code else None]}
    return content


WRONG: list[Any] = [None, True, -1, 10**30, 0.5, "", "x", "a" * 300, [], [0], {}, {"x": 1}]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_is_exactly_what_the_schema_allows(name: str, documents: dict[str, list[Any]]) -> None:
    """A key gone or too many, another type, a figure out of range: refused with the key, or the schema allows it."""
    rng = random.Random(name)
    document = short(documents[name][0])
    type_name = type_of(name, document)
    judge = Draft202012Validator(closed_schema(type_name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    by_kind: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for p in places(document):
        by_kind.setdefault(tuple("#" if isinstance(k, int) or "." in k else k for k in p), []).append(p)
    refused = 0
    for paths in by_kind.values():
        path = rng.choice(paths)
        for change in ("gone", "more", rng.choice(WRONG), rng.choice(WRONG)):
            damaged = copy.deepcopy(document)
            *above, key = path
            inside = damaged
            for k in above:
                inside = inside[k]
            if change == "gone":
                del inside[key]
            elif change == "more":
                if not isinstance(inside, dict):
                    continue
                inside["asing"], key = 1, "asing"
            else:
                inside[key] = change
            try:
                read_own(json.dumps(damaged).encode(), type_name)
            except NotOurs as e:
                # Of a map whose keys are words of a list the schema does not say which: it allows more.
                assert change == "more" or not judge.is_valid(damaged), (path, change, str(e))
                told = next((k for k in reversed((*above, key)) if isinstance(k, str)), "")
                words = (told, above[-1] if above else "", "bukan dokumen")
                assert any(str(w) in str(e) for w in words if w != ""), (path, change, str(e))
                assert "\n" not in str(e) and not any(w in str(e) for w in ("Expected", "Object", "field"))
                refused += 1
            else:
                assert judge.is_valid(damaged), (path, change)
    assert refused > 3


#: The record's file, the command that reads it, and the exit code when it is refused.
READERS: dict[str, tuple[str, list[str], int]] = {
    "report": ("rekap/rekap.json", ["report", "rekap/rekap.json", "-o", "r.html", "--timpa"], 3),
    "letter": ("rekap/rekap.json", ["surat", "rekomendasi", "--dari", "rekap/rekap.json", *ON, "--nomor", "1"], 3),
    "plan": ("rencana.json", ["surat", "perbaikan", "lke.xlsx", "--rencana", "rencana.json", *ON, "--nomor", "1"], 3),
    "evidence": ("tw1.json", ["bukti", "banding", "tw1.json", "bukti"], 3),
    "kept evidence": (
        "bukti/keadaan-bukti.json",
        ["bukti", "periksa", "bukti", "--lke", "lke.xlsx", "--triwulan", "1", "--tahun", "2026"],
        4,
    ),
    "batch": ("rekap/manifes.json", ["batch", "usulan", *ON, "-o", "rekap", "--lanjut", "--pekerja", "1"], 4),
    "letters": ("surat/manifes.json", ["surat", "semua", "usulan", *ON, "-o", "surat"], 4),
    "export": ("ekspor/manifes.json", ["portalrb", "ekspor", "usulan", *ON, "-o", "ekspor", "--lanjut"], 4),
    "served export": ("ekspor/manifes.json", ["portalrb", "layani", "ekspor", "--token-berkas", "token"], 3),
    "package": ("paket/*/manifes.json", ["paket", "periksa", "PAKET"], 1),
}


def read_by(reader: str, place: Path) -> tuple[Path, list[str], int]:
    """The document that a command of READERS reads in *place*, the command, and how it ends where that is damaged."""
    shutil.copy(place / "bukti-periksa.json", place / "tw1.json")
    pattern, command, code = READERS[reader]
    file = sorted(place.glob(pattern))[0]
    return file, [str(file.parent) if c == "PAKET" else c for c in command], code


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("documents")
def test_every_reader_names_file_and_key(
    reader: str, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    file, command, code = read_by(reader, place)
    whole = file.read_bytes()
    document = json.loads(whole)
    gone = next(k for k in reversed(document) if k != "skema")
    told_as = {
        f"{gone} tidak ada": {k: v for k, v in document.items() if k != gone},
        "kunci asing tidak dikenal": {**document, "asing": 1},
        f"isi {gone} tidak sesuai": {**document, gone: 0.5},
        "bukan dokumen": {**document, "skema": "zi.lain/1"},
    }
    if "program" in document:
        told_as["ditulis zi 9.0.0, yang membaca zi"] = {**told_as[f"{gone} tidak ada"], "program": "zi 9.0.0"}
        told_as["ditulis zi 0.0.9, yang membaca zi"] = {**document, "asing": 1, "program": "zi 0.0.9"}
    for words, damaged in told_as.items():
        file.write_text(json.dumps(damaged), encoding="utf-8")
        capfd.readouterr()
        result = run_cli(command)
        out, err = capfd.readouterr()
        file.write_bytes(whole)
        told = [line for line in (out + err).splitlines() if words in line]
        assert result == code and told, (words, result, err)
        assert file.name in told[0], told


#: Readers of documents that are read and never written again.
READ_ALONE = ("report", "letter", "plan", "evidence")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("documents")
def test_what_a_newer_version_added_is_passed_over_where_nothing_is_written_back(
    reader: str, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Within one number of a schema keys may be added, at any depth; a record that is written again would lose them."""
    monkeypatch.chdir(place)
    # What is sound would be served for ever.
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    file, command, code = read_by(reader, place)
    whole = file.read_bytes()
    document = json.loads(whole)

    def grown(content: Any, *, record: bool) -> Any:
        """*content* with a key more in itself and in every record of its lists; maps by kode stay as they are."""
        if isinstance(content, list):
            return [grown(x, record=isinstance(x, dict)) for x in content]
        if not isinstance(content, dict):
            return content
        return {k: grown(v, record=False) for k, v in content.items()} | ({"asing": [1]} if record else {})

    results = {}
    for name, content in (("old", document), ("new", grown(document, record=True) | {"program": "zi 9.0.0"})):
        file.write_text(json.dumps(content), encoding="utf-8")
        capfd.readouterr()
        results[name] = run_cli(command)
        words = "".join(capfd.readouterr())
        file.write_bytes(whole)
    assert (results["new"] == results["old"] != code) == (reader in READ_ALONE), (results, words)
    assert ("tidak dikenal" in words) == (reader not in READ_ALONE)
