"""The rubric that a worksheet carries itself: the text beside each row that says which answer is which."""

from collections.abc import Mapping

from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import strip_controls
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.model import BELUM_DIHITUNG
from zi_cli.worksheet.read import find_layout

#: Longest text a cell of a workbook holds.
_TEKS_MAKS = 32767


def read_rubric(buku: Workbook, instrumen: Instrumen) -> Mapping[str, str]:
    """Texts of the column of criteria, by kode of the row; empty where there is no such column.

    Raises ``UnreadableInput`` (LKE105) when *buku* holds no worksheet.
    """
    tata, _ = find_layout(buku, instrumen)
    kolom: dict[int, int] = {}
    for b in tata.bagian:
        for k, t in b.kepala.kolom:
            if t.peran == "kriteria":
                kolom.setdefault(b.indeks, k)
    hasil: dict[str, str] = {}
    for kode, lembar, r, _ in tata.letak:
        baris = buku.lembar[lembar][1][r]
        k = kolom.get(lembar, len(baris))
        isi = baris[k] if k < len(baris) else ""
        if isinstance(isi, str) and isi != BELUM_DIHITUNG and (teks := strip_controls(isi).strip()):
            hasil[kode] = teks[:_TEKS_MAKS]
    return hasil
