"""Where evidence lies: short folder names by area and indicator, and the indicator that a path belongs to."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from zi_cli.folder.discover import EVIDENCE_LIST
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.text import file_part

#: The table of documents and the notes of ours in a tree; none of these is evidence.
TABLE_NAME = EVIDENCE_LIST
README_NAME = "BACA.txt"
#: The states of the quarters, kept beside the table.
STATE_NAME = "keadaan-bukti.json"
#: Folder of a work folder below which every satker's evidence lies, in a folder whose name begins with its kode.
FOLDER_BUKTI = "bukti"
#: Characters of the name of an area's folder.
_AREA_LENGTH = 24
_TRIWULAN = re.compile(r"(?<![a-z0-9])(?:tw|triwulan|tri wulan|q|kuartal)[ ._-]*(iv|i{1,3}|[1-4])(?![a-z0-9])")
_ROMAWI = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def area_of(instrumen: Instrumen, code: str) -> str | None:
    """Number of the area of indicator *code*; None for one of Hasil."""
    for n in instrumen.nama_area:
        if any(code.startswith(f"{b}.") for b in instrumen.area_halves(n)):
            return n
    return None


def area_title(instrumen: Instrumen, code: str) -> str:
    """Area of indicator *code* in words, or the component's name."""
    n = area_of(instrumen, code)
    return instrumen.simpul_title(instrumen.peran.hasil) if n is None else f"{n} {instrumen.nama_area[n]}"


def indicator_folder(instrumen: Instrumen, b: Baris) -> str:
    """Path of the folder of an indicator below the tree's root, with slashes."""
    title = area_title(instrumen, b.kode)
    if len(title) > _AREA_LENGTH:
        title = title[: _AREA_LENGTH + 1].rpartition(" ")[0] or title
    return f"{file_part(title, length=_AREA_LENGTH)}/{b.kode}"


@lru_cache(maxsize=4)
def _code_by_key(instrumen: Instrumen) -> dict[str, str]:
    return {_key(b.kode): b.kode for b in instrumen.baris}


@lru_cache(maxsize=4)
def _code_pattern(instrumen: Instrumen) -> re.Pattern[str]:
    """What looks like a kode, however divided: made of parts as most have them (A.I.1.i.a), or as *instrumen* has."""
    start = {b.kode.partition(".")[0] for b in instrumen.indikator}
    others = {x for b in instrumen.indikator for x in b.kode.split(".")[1:]}
    milik = ["|".join(re.escape(x) for x in sorted(part, key=len, reverse=True)) for part in (start, others)]
    return re.compile(rf"(?:{milik[0]}|[A-Z])(?:[ ._-]*(?:{milik[1]}|[IVX]+|[ivx]+|\d{{1,2}}|[a-z])(?![A-Za-z0-9]))+")


def _key(text: str) -> str:
    return re.sub(r"[ ._-]+", ".", text.strip()).strip(".").casefold()


def named_after(folder: Path, code: str | None) -> list[Path]:
    """What lies in *folder* under a name that begins with a satker's *code*, whole."""
    if not code or not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.name.startswith(code) and not p.name[len(code) :][:1].isalnum())


def evidence_folder(root: Path, code: str | None) -> Path | None:
    """The folder of a satker's evidence below the work folder *root*; None when there is none."""
    return next((p for p in named_after(root / FOLDER_BUKTI, code) if p.is_dir()), None)


def find_code(instrumen: Instrumen, name: str) -> str | None:
    """The kode that the name of a folder or file begins with ("A.I.1.i.a SK Tim"), its points however written.

    A kode of the instrument, or an indicator's with more behind it; what only looks like a kode is given as it is.
    """
    match = _code_pattern(instrumen).match(name)
    if match is None:
        return None
    present = _code_by_key(instrumen)
    parts = _key(match[0]).split(".")
    if (whole := present.get(".".join(parts))) is not None:
        return whole if len(parts) > 1 else None
    for n in range(len(parts) - 1, 1, -1):
        code = present.get(".".join(parts[:n]))
        if code is not None and instrumen.per_kode[code].jenis == "indikator":
            return code
    return re.sub(r"[ _-]+", ".", match[0]).strip(".") if len(parts) > 2 else None


def indicator_of_path(instrumen: Instrumen, parts: Sequence[str]) -> tuple[str | None, str | None]:
    """The indicator that the parts of a path name, the innermost counts; and a kode that is no indicator's."""
    foreign = None
    for name in reversed(parts):
        code = find_code(instrumen, name)
        if code is None:
            continue
        b = instrumen.per_kode.get(code)
        if b is None:
            foreign = foreign or code
        elif b.jenis == "indikator":
            return code, foreign
    return None, foreign


def quarter_of_path(parts: Sequence[str]) -> int | None:
    """The quarter (1 to 4) that a path names ("TW2", "Triwulan III"), the innermost counts."""
    for name in reversed(parts):
        match = _TRIWULAN.search(name.casefold().replace("_", " "))
        if match is not None:
            return _ROMAWI.get(match[1]) or int(match[1])
    return None


def indicators(instrumen: Instrumen) -> Iterator[Baris]:
    """The indicators area by area, the way the tree has them; those of Hasil last."""
    order = {n: i for i, n in enumerate(instrumen.nama_area)}
    yield from sorted(instrumen.indikator, key=lambda b: order.get(area_of(instrumen, b.kode) or "", len(order)))
