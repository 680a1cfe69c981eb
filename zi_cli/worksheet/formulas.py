"""Formulas of score cells: a typed number among formulas, a formula unlike its neighbours."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.worksheet.formats.formulas_xlsx import Formula, Place
from zi_cli.worksheet.formats.open import open_with_formulas
from zi_cli.worksheet.formats.strict_xlsx import column_number
from zi_cli.worksheet.model import Isian, Worksheet
from zi_cli.worksheet.recognise.labels import potong

#: A column "otherwise holds formulas" from this share of its cells on.
_MAYORITAS = 0.6
_SEJENIS_MINIMAL = 3
_ACUAN = re.compile(r"(?<![A-Za-z_.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(])")


def check_formulas(berkas: Path, ws: Worksheet, instrumen: Instrumen, *, sandi: str | None = None) -> list[Temuan]:
    """Findings LKE310 and LKE311 about the score and percentage cells of *ws*.

    Formulas are read of .xlsx and .xlsm files; those of other formats can't be (no finding). Raises
    ``UnreadableInput`` when the file has changed into one that can't be read.
    """
    perlu = _sel_nilai(ws)
    _, rumus = open_with_formulas(berkas, sandi=sandi)
    return list(_banding(perlu, rumus, instrumen))


def _sel_nilai(ws: Worksheet) -> list[tuple[str, Isian, tuple[str, str]]]:
    """(kode, cell, column identity) of every score and percentage cell that is not blank."""
    return [
        (kode, isian, (p, peran))
        for p, kolom in ws.penilai.items()
        for peran, isi in (("nilai", kolom.nilai), ("persen", kolom.persen))
        for kode, isian in isi.items()
    ]


def _banding(
    perlu: list[tuple[str, Isian, tuple[str, str]]], rumus: Mapping[str, Mapping[Place, Formula]], instrumen: Instrumen
) -> Iterator[Temuan]:
    per_kolom: dict[tuple[str, str], list[tuple[str, Isian, Formula | None]]] = defaultdict(list)
    for kode, isian, kolom in perlu:
        sel = isian.sel
        per_kolom[kolom].append((kode, isian, rumus.get(sel.lembar, {}).get((sel.baris, sel.kolom))))
    for daftar in per_kolom.values():
        berumus = [(kode, isian.sel, f) for kode, isian, f in daftar if f is not None]
        if len(berumus) < _MAYORITAS * len(daftar):
            continue
        for kode, isian, f in daftar:
            if f is None and isinstance(isian.nilai, int | float):
                yield make_temuan("LKE310", isian.sel, kode, indikator=kode, isi=f"{isian.nilai:.15g}")
        sejenis: dict[object, list[tuple[str, Sel, Formula, str]]] = defaultdict(list)
        for kode, sel, f in berumus:
            sejenis[_jenis(instrumen.per_kode[kode], instrumen)].append((kode, sel, f, _bentuk(f)))
        for anggota in sejenis.values():
            bentuk, banyak = Counter(b for *_, b in anggota).most_common(1)[0]
            if banyak < _SEJENIS_MINIMAL or banyak < _MAYORITAS * len(anggota):
                continue
            for kode, sel, f, b in anggota:
                if b != bentuk:
                    yield make_temuan("LKE311", sel, kode, indikator=kode, rumus=potong(f"={f.teks}"), banyak=banyak)


def _jenis(b: Baris, instrumen: Instrumen) -> object:
    """Rows whose formulas should look alike: same kind, same answer type or number of children."""
    return (b.jenis, b.jenis_jawaban, len(instrumen.anak.get(b.kode, ())))


def _bentuk(rumus: Formula) -> str:
    """The formula with its references relative to the cell it is written in, as R1C1 notation has them."""
    baris, kolom = rumus.asal

    def ganti(m: re.Match[str]) -> str:
        ke = column_number(m[2]) - 1
        k = f"C{ke}" if m[1] else f"C[{ke - kolom}]"
        b = f"R{m[4]}" if m[3] else f"R[{int(m[4]) - baris}]"
        return b + k

    return _ACUAN.sub(ganti, rumus.teks.upper())
