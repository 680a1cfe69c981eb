"""Cells of a plain .xlsx sheet: how long its texts are, and which formulas were never calculated."""

import re
from functools import cached_property

from zi_cli.worksheet.formats.limits import SEL, TEKS, Budget, LimitExceeded, ribuan
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet, column_number

# Compiled where they are used: an ordinary sheet needs none of them.
_SEL_RAPI = rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,5}")?(?: t="(\w+)")?>'
_RUJUKAN_TEKS = rb' t="s"><v>(\d{1,7})</v></c>'
_RUJUKAN_TERPENDEK = len(b'<c t="s"><v>0</v></c>')
_GALAT = rb'(<c r="[A-Z0-9]+"(?: s="[0-9]+"|)) t="e">'
_RUMUS = rb"</f>|<f [^<>]*/>"
# Starts with the one letter that both ends of a formula share: the search looks for that letter first.
_RUMUS_KOSONG = rb"f(?:(?<=</f)>|(?<=<f) [^<>]*/>)(?:<v></v>|<v ?/>|<v>0</v>)?</c>"


class SharedStrings:
    """The shared texts, and upper bounds in bytes for how long they are.

    *bita_lembar* is the size of all sheets that may refer to them.
    """

    def __init__(self, isi: bytes, bita_lembar: int) -> None:
        self.isi = isi
        self._bita_lembar = bita_lembar

    @cached_property
    def pasti_muat(self) -> bool:
        """Whether the texts stay within the limit even if the sheets were nothing but references to the longest."""
        rujukan = self._bita_lembar // _RUJUKAN_TERPENDEK
        return rujukan * len(self.isi) <= TEKS or self._semua_dalam(TEKS // rujukan)

    @cached_property
    def terpanjang(self) -> int:
        """An upper bound in bytes for the longest text, found without looking at each."""
        for batas in (2048, 8192, 32_768):
            if self._semua_dalam(batas):
                return min(batas, len(self.isi))
        return len(self.isi)

    def _semua_dalam(self, batas: int) -> bool:
        """Whether every stretch of *batas* bytes holds a closing tag (one written otherwise does not count)."""
        p = 0
        while len(self.isi) - p > batas:
            p = self.isi.rfind(b"</si>", p + 1, p + batas)
            if p < 0:
                return False
        return True

    @cached_property
    def panjang(self) -> list[int]:
        """A bound for each text."""
        return [*map(len, self.isi.split(b"</si>"))]


def check_sheet(
    lembar: PlainSheet, takaran: Budget, teks: SharedStrings, hitung_ulang: bool
) -> tuple[bytes, list[tuple[int, int]]]:
    """Count the sheet in *takaran*; return the bytes to read and the formulas without a value.

    The library drops an error value and refuses the newer ones; turned into text both come through.
    """
    isi = lembar.isi
    if len(isi) > 8 * SEL and isi.count(b"</c>") > SEL:
        raise LimitExceeded(f"lebih dari {ribuan(SEL)} sel di satu lembar")
    rumus = _rumus_kosong(isi, hitung_ulang) if lembar.tanpa_hasil else []
    bita = 0
    if not teks.pasti_muat:
        bita = isi.count(b' t="s"') * teks.terpanjang
        if not takaran.fits(lembar.baris, lembar.kolom, bita):
            panjang = teks.panjang
            bita = sum(panjang[int(n)] for n in re.findall(_RUJUKAN_TEKS, isi))
    takaran.add_sheet(lembar.baris, lembar.kolom, bita)
    return re.sub(_GALAT, rb'\1 t="str">', isi) if isi.rfind(b' t="e"') >= 0 else isi, rumus


def _rumus_kosong(isi: bytes, hitung_ulang: bool) -> list[tuple[int, int]]:
    """Formulas whose cell holds no value.

    A value "" of type ``str`` is a result. Where the file asks to be calculated on opening and every
    formula of the sheet says 0, none was calculated: some programs write 0 beside each formula.
    """
    hasil: list[tuple[int, int]] = []
    nol: list[tuple[int, int]] = []
    for m in re.finditer(_RUMUS_KOSONG, isi):
        sel = re.compile(_SEL_RAPI).match(isi, isi.rfind(b"<c ", 0, m.start()))
        if sel is None:
            # Text that only looks like the end of a formula.
            continue
        if sel[3] == b"str" and b"<v" in m[0]:
            continue
        (nol if b"<v>0" in m[0] else hasil).append((int(sel[2]), column_number(sel[1].decode()) - 1))
    if hitung_ulang and nol and len(nol) == len(re.findall(_RUMUS, isi)):
        return nol
    return hasil
