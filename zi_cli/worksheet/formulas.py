"""Formulas of score cells: a typed number among formulas, a formula unlike its neighbours."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.recognise.labels import potong

#: A column "otherwise holds formulas" from this share of its cells on.
_MAYORITAS = 0.6
_SEJENIS_MINIMAL = 3
_ACUAN = re.compile(r"(?<![A-Za-z_.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(])")


def check_formulas(berkas: Path, ws: Worksheet, instrumen: Instrumen) -> list[Temuan]:
    """Findings LKE310 and LKE311 about the score and percentage cells of *ws*.

    Reads formulas with openpyxl; the file must have passed the limits already, and be .xlsx or
    .xlsm (other formats hold no formulas that can be read: no finding).
    """
    if berkas.suffix.lower() not in (".xlsx", ".xlsm"):
        return []
    from openpyxl import load_workbook

    buku = load_workbook(berkas, read_only=True, keep_links=False)
    try:
        isi: dict[tuple[str, int, int], object] = {}
        perlu = _sel_nilai(ws)
        for lembar in {s.lembar for _, s, _ in perlu}:
            dicari = {(s.baris, s.kolom) for _, s, _ in perlu if s.lembar == lembar}
            atas = max(b for b, _ in dicari)
            for r, baris in enumerate(buku[lembar].iter_rows(min_row=1, max_row=atas, values_only=True), 1):
                for k, nilai in enumerate(baris):
                    if (r, k) in dicari:
                        isi[lembar, r, k] = nilai
    finally:
        buku.close()
    return list(_banding(perlu, isi, instrumen))


def _sel_nilai(ws: Worksheet) -> list[tuple[str, Sel, tuple[str, str]]]:
    """(kode, cell, column identity) of every score and percentage cell that is not blank."""
    return [
        (kode, isian.sel, (p, peran))
        for p, kolom in ws.penilai.items()
        for peran, isi in (("nilai", kolom.nilai), ("persen", kolom.persen))
        for kode, isian in isi.items()
    ]


def _banding(
    perlu: list[tuple[str, Sel, tuple[str, str]]], isi: dict[tuple[str, int, int], object], instrumen: Instrumen
) -> Iterator[Temuan]:
    per_kolom: dict[tuple[str, str], list[tuple[str, Sel, object]]] = defaultdict(list)
    for kode, sel, kolom in perlu:
        per_kolom[kolom].append((kode, sel, isi.get((sel.lembar, sel.baris, sel.kolom))))
    for daftar in per_kolom.values():
        rumus = [(kode, sel, v) for kode, sel, v in daftar if isinstance(v, str) and v.startswith("=")]
        if len(rumus) < _MAYORITAS * len(daftar):
            continue
        for kode, sel, v in daftar:
            if isinstance(v, int | float):
                yield make_temuan("LKE310", sel, kode, indikator=kode, isi=f"{v:.15g}")
        sejenis: dict[object, list[tuple[str, Sel, str, str]]] = defaultdict(list)
        for kode, sel, v in rumus:
            sejenis[_jenis(instrumen.per_kode[kode], instrumen)].append((kode, sel, v, _bentuk(v, sel)))
        for anggota in sejenis.values():
            bentuk, banyak = Counter(b for *_, b in anggota).most_common(1)[0]
            if banyak < _SEJENIS_MINIMAL or banyak < _MAYORITAS * len(anggota):
                continue
            for kode, sel, v, b in anggota:
                if b != bentuk:
                    yield make_temuan("LKE311", sel, kode, indikator=kode, rumus=potong(v), banyak=banyak)


def _jenis(b: Baris, instrumen: Instrumen) -> object:
    """Rows whose formulas should look alike: same kind, same answer type or number of children."""
    return (b.jenis, b.jenis_jawaban, len(instrumen.anak.get(b.kode, ())))


def _bentuk(rumus: str, sel: Sel) -> str:
    """The formula with its references relative to its own cell, as R1C1 notation has them."""
    from openpyxl.utils import column_index_from_string

    def ganti(m: re.Match[str]) -> str:
        kolom = column_index_from_string(m[2]) - 1
        k = f"C{kolom}" if m[1] else f"C[{kolom - sel.kolom}]"
        b = f"R{m[4]}" if m[3] else f"R[{int(m[4]) - sel.baris}]"
        return b + k

    return _ACUAN.sub(ganti, rumus.upper())
