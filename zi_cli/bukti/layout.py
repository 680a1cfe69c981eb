"""Where evidence lies: short folder names by area and indicator, and the indicator that a path belongs to."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from zi_cli.folder.discover import EVIDENCE_LIST
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.text import nama_berkas

#: The table of documents and the notes of ours in a tree; none of these is evidence.
NAMA_TABEL = EVIDENCE_LIST
NAMA_BACA = "BACA.txt"
#: The states of the quarters, kept beside the table.
NAMA_KEADAAN = "keadaan-bukti.json"
#: Folder of a work folder below which every satker's evidence lies, in a folder whose name begins with its kode.
FOLDER_BUKTI = "bukti"
#: Characters of the name of an area's folder.
_PANJANG_AREA = 24
_TRIWULAN = re.compile(r"(?<![a-z0-9])(?:tw|triwulan|tri wulan|q|kuartal)[ ._-]*(iv|i{1,3}|[1-4])(?![a-z0-9])")
_ROMAWI = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def area_of(instrumen: Instrumen, kode: str) -> str | None:
    """Number of the area of indicator *kode*; None for one of Hasil."""
    for n in instrumen.nama_area:
        if any(kode.startswith(f"{b}.") for b in instrumen.bagian_area(n)):
            return n
    return None


def area_title(instrumen: Instrumen, kode: str) -> str:
    """Area of indicator *kode* in words, or the component's name."""
    n = area_of(instrumen, kode)
    return instrumen.judul_simpul(instrumen.peran.hasil) if n is None else f"{n} {instrumen.nama_area[n]}"


def indicator_folder(instrumen: Instrumen, b: Baris) -> str:
    """Path of the folder of an indicator below the tree's root, with slashes."""
    judul = area_title(instrumen, b.kode)
    if len(judul) > _PANJANG_AREA:
        judul = judul[: _PANJANG_AREA + 1].rpartition(" ")[0] or judul
    return f"{nama_berkas(judul, panjang=_PANJANG_AREA)}/{b.kode}"


@lru_cache(maxsize=4)
def _kode_by_key(instrumen: Instrumen) -> dict[str, str]:
    return {_key(b.kode): b.kode for b in instrumen.baris}


@lru_cache(maxsize=4)
def _kode_pattern(instrumen: Instrumen) -> re.Pattern[str]:
    """What looks like a kode, however divided: made of parts as most have them (A.I.1.i.a), or as *instrumen* has."""
    awal = {b.kode.partition(".")[0] for b in instrumen.indikator}
    lain = {x for b in instrumen.indikator for x in b.kode.split(".")[1:]}
    milik = ["|".join(re.escape(x) for x in sorted(bagian, key=len, reverse=True)) for bagian in (awal, lain)]
    return re.compile(rf"(?:{milik[0]}|[A-Z])(?:[ ._-]*(?:{milik[1]}|[IVX]+|[ivx]+|\d{{1,2}}|[a-z])(?![A-Za-z0-9]))+")


def _key(teks: str) -> str:
    return re.sub(r"[ ._-]+", ".", teks.strip()).strip(".").casefold()


def named_after(folder: Path, kode: str | None) -> list[Path]:
    """What lies in *folder* under a name that begins with a satker's *kode*, whole."""
    if not kode or not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.name.startswith(kode) and not p.name[len(kode) :][:1].isalnum())


def evidence_folder(akar: Path, kode: str | None) -> Path | None:
    """The folder of a satker's evidence below the work folder *akar*; None when there is none."""
    return next((p for p in named_after(akar / FOLDER_BUKTI, kode) if p.is_dir()), None)


def find_kode(instrumen: Instrumen, nama: str) -> str | None:
    """The kode that the name of a folder or file begins with ("A.I.1.i.a SK Tim"), its points however written.

    A kode of the instrument, or an indicator's with more behind it; what only looks like a kode is given as it is.
    """
    cocok = _kode_pattern(instrumen).match(nama)
    if cocok is None:
        return None
    ada = _kode_by_key(instrumen)
    bagian = _key(cocok[0]).split(".")
    if (utuh := ada.get(".".join(bagian))) is not None:
        return utuh if len(bagian) > 1 else None
    for n in range(len(bagian) - 1, 1, -1):
        kode = ada.get(".".join(bagian[:n]))
        if kode is not None and instrumen.per_kode[kode].jenis == "indikator":
            return kode
    return re.sub(r"[ _-]+", ".", cocok[0]).strip(".") if len(bagian) > 2 else None


def indicator_of_path(instrumen: Instrumen, bagian: Sequence[str]) -> tuple[str | None, str | None]:
    """The indicator that the parts of a path name, the innermost counts; and a kode that is no indicator's."""
    asing = None
    for nama in reversed(bagian):
        kode = find_kode(instrumen, nama)
        if kode is None:
            continue
        b = instrumen.per_kode.get(kode)
        if b is None:
            asing = asing or kode
        elif b.jenis == "indikator":
            return kode, asing
    return None, asing


def quarter_of_path(bagian: Sequence[str]) -> int | None:
    """The quarter (1 to 4) that a path names ("TW2", "Triwulan III"), the innermost counts."""
    for nama in reversed(bagian):
        cocok = _TRIWULAN.search(nama.casefold().replace("_", " "))
        if cocok is not None:
            return _ROMAWI.get(cocok[1]) or int(cocok[1])
    return None


def indicators(instrumen: Instrumen) -> Iterator[Baris]:
    """The indicators area by area, the way the tree has them; those of Hasil last."""
    urutan = {n: i for i, n in enumerate(instrumen.nama_area)}
    yield from sorted(instrumen.indikator, key=lambda b: urutan.get(area_of(instrumen, b.kode) or "", len(urutan)))
