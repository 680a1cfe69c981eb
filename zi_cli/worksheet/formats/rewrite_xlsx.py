"""Sheets and shared texts of .xlsx in any other form than the ordinary one, parsed and written anew in that form."""

import re

from zi_cli.findings.record import column_letters
from zi_cli.worksheet.formats.limits import BARIS, parse_xml
from zi_cli.worksheet.formats.package_xlsx import escape
from zi_cli.worksheet.formats.walk_xlsx import Cell, Cells, Texts

_RENTANG = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?")


def rewritten_sheet(isi: bytes, bagian: str, jumlah_teks: int, *, rumus: bool) -> bytes:
    """``sheetData`` of the sheet part in ordinary form; raises ``Damaged`` and ``LimitExceeded``.

    With *rumus* it keeps what its formulas say, else only that there is one.
    """
    baca = _Rewriter(bagian, jumlah_teks, rumus=rumus)
    parse_xml(isi, baca.begin, baca.end, baca.huruf, ruang_nama=True)
    return baca.data()


def rewritten_texts(isi: bytes, bagian: str) -> tuple[str, int]:
    """The shared texts in ordinary form (what ``sst`` holds) and their number; raises as :func:`rewritten_sheet`."""
    baca = Texts(bagian)
    parse_xml(isi, baca.begin, baca.end, baca.huruf, ruang_nama=True)
    return "".join(f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in baca.teks), len(baca.teks)


class _Rewriter(Cells):
    """Collects cells as they are written in ordinary form."""

    def __init__(self, bagian: str, jumlah_teks: int, *, rumus: bool) -> None:
        super().__init__(bagian, jumlah_teks, BARIS)
        self._simpan_rumus = rumus
        self._sel: dict[int, dict[int, str]] = {}

    def data(self) -> bytes:
        """The cells in order, as ``sheetData``."""
        potongan = ["<sheetData>"]
        for nomor in sorted(self._sel):
            sel = "".join(f'<c r="{column_letters(k - 1)}{nomor}"{isi}' for k, isi in self._sel[nomor].items())
            potongan.append(f'<row r="{nomor}">{sel}</row>')
        return ("".join(potongan) + "</sheetData>").encode("utf-8", "surrogatepass")

    def take(self, sel: Cell) -> None:
        """Note the cell."""
        sebaris = self._sel.setdefault(sel.baris, {})
        if sel.kolom in sebaris:
            raise self.refused("sel ada dua kali")
        sebaris[sel.kolom] = self._written(sel)

    def _written(self, sel: Cell) -> str:
        """What follows the address of the cell in ordinary form."""
        kepala = f' s="{sel.gaya}" t="{sel.tipe}">'
        if sel.tipe == "inlineStr":
            return f'{kepala}<is><t xml:space="preserve">{escape(sel.nilai or "")}</t></is></c>'
        kepala += self._formula(sel) if sel.rumus is not None else ""
        if sel.nilai is None:
            return f"{kepala}</c>"
        return f"{kepala}<v>{escape(sel.nilai)}</v></c>"

    def _formula(self, sel: Cell) -> str:
        a = sel.atribut_rumus
        if a.get("t") in ("array", "dataTable") and _RENTANG.fullmatch(a.get("ref", "")):
            teks = escape(sel.rumus or "") if self._simpan_rumus else ""
            return f'<f t="{a["t"]}" ref="{a["ref"]}">{teks}</f>'
        if not self._simpan_rumus or not (a.get("t", "normal") + a.get("si", "")).isalnum():
            return "<f></f>"
        bersama = f' t="{a["t"]}" si="{a.get("si", "")}"' if "t" in a else ""
        return f"<f{bersama}>{escape(sel.rumus or '')}</f>"
