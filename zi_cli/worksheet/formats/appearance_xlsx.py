"""What the cells of an .xlsx workbook look like, asked for only where it decides: hidden, covered, shown otherwise."""

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from math import inf

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.cells_xlsx import SharedStrings
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.package_xlsx import read_relations
from zi_cli.worksheet.formats.palette_xlsx import PUTIH, Font, FontElements, Rgb, blends, shades, some_vanish
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet
from zi_cli.worksheet.formats.sheet_view import (
    HURUF_BESAR,
    Odd,
    Place,
    Range,
    Rule,
    SheetView,
    covers_content,
    out_of_row,
    within,
)
from zi_cli.worksheet.formats.styles_xlsx import Differential, Style, Styles, out_of_place, styled_odd
from zi_cli.worksheet.formats.view_xlsx import read_view

_GAYA = rb' s="([0-9]+)"'
_KODE = rb"_x[0-9A-Fa-f]{4}_"
_BIASA = Style("General", "")
_AWAL_SEL = rb'<c r="[A-Z]+[0-9]+"'
#: Bytes of a sheet in which single cells are searched for; in a larger one their places are noted once.
_CARI_LANGSUNG = 300_000
_HITAM = (0, 0, 0)


class SheetSource(NamedTuple):
    """A sheet part: its name, its bytes, and its cells in the one ordinary form."""

    bagian: str
    mentah: bytes
    polos: PlainSheet


class Appearance:
    """Looks at single cells of a workbook; sheets are counted from 0 among those that were read."""

    def __init__(
        self, wadah: Container, lembar: tuple[SheetSource, ...], gaya: Styles, teks: SharedStrings, teks_mentah: bytes
    ) -> None:
        self._wadah = wadah
        self._lembar = lembar
        self._gaya = gaya
        self._teks = teks
        self._teks_mentah = teks_mentah
        self._tampilan: dict[int, SheetView] = {}
        self._tertutup: dict[int, list[Range]] = {}
        self._dipakai: dict[int, frozenset[int]] = {}
        self._letak: dict[int, dict[bytes, int]] = {}

    def view(self, lembar: int) -> SheetView:
        """The set-up of a sheet."""
        if lembar not in self._tampilan:
            sumber = self._lembar[lembar]
            v = read_view(sumber.mentah, sumber.polos.atribut if sumber.polos.asli else None)
            if relasi := read_relations(self._wadah, sumber.bagian):
                from zi_cli.worksheet.formats.tables_xlsx import read_surroundings

                sekitar = read_surroundings(self._wadah, relasi, v.gambar, self._gaya.tabel)
                v = v._replace(aturan=(*v.aturan, *sekitar))
            self._tampilan[lembar] = v
        return self._tampilan[lembar]

    def plain(self, lembar: int, baris: Sequence[Sequence[object]]) -> bool:
        """Whether nothing in the sheet (with values *baris*) could show a cell other than it is read.

        Numbers in formats of whole numbers may be rounded: see :meth:`rounds`.
        """
        v = self.view(lembar)
        if (
            self._ada_kode
            or v.ragam
            or self._ragam_samar
            or v.gambar
            or v.tanpa_nol
            or v.kaya
            or v.rendah
            or (v.rumus_tampil and self._lembar[lembar].polos.berumus)
            or self._uses(lembar, self._gaya.samar | self._gaya.angka)
        ):
            return False
        if any(a.tanpa_nilai or self._disguises(a) for a in v.aturan):
            return False
        return not any(covers_content(g, baris) for g in v.gabungan)

    def rounds(self, lembar: int) -> bool:
        """Whether some cell of the sheet is in a format of whole numbers."""
        return self._uses(lembar, self._gaya.bulat)

    def _uses(self, lembar: int, gaya: frozenset[int]) -> bool:
        if not gaya:
            return False
        if lembar not in self._dipakai:
            # A cell without a style of its own has the first one. A text that looks like a style only adds to them.
            isi = self._lembar[lembar].polos.isi
            self._dipakai[lembar] = frozenset(map(int, {b"0", *re.findall(_GAYA, isi)}))
        return not gaya.isdisjoint(self._dipakai[lembar])

    def _disguises(self, aturan: Rule) -> bool:
        dxf = self._differential(aturan)
        if dxf is not None and (dxf.format is not None or dxf.huruf is not None or dxf.samar):
            return True
        latar = {*self._grounds(aturan), *(dxf.latar if dxf is not None else ())}
        if not latar:
            return False
        tinta = {*self._gaya.huruf, _HITAM} - ({self._tinta_biasa} if aturan.tabel else set())
        tinta |= {w for ragam in self._ragam.values() for f in ragam if (w := self._gaya.palet.color(f.get("color")))}
        return any(blends(h, w, PUTIH) for h in tinta for w in latar)

    @property
    def _tinta_biasa(self) -> Rgb:
        """The ink of a cell that names no style."""
        return self._gaya.huruf[0] if self._gaya.huruf else _HITAM

    def _grounds(self, aturan: Rule) -> list[Rgb]:
        """The grounds that a scale of colours or a bar may give."""
        warna = [w for a in aturan.warna if (w := self._gaya.palet.color(dict(a))) is not None]
        return warna if aturan.tabel else shades(warna)

    def _differential(self, aturan: Rule) -> Differential | None:
        semua = self._gaya.dxf
        ada = aturan.dxf.isascii() and aturan.dxf.isdigit() and int(aturan.dxf) < len(semua)
        return semua[int(aturan.dxf)] if ada else None

    def odd(
        self, lembar: int, tempat: Place, nilai: object, *, gambar: bool = True, melintas: bool = True
    ) -> Odd | None:
        """Why *nilai* is not what is seen in the cell.

        A drawing over it counts only with *gambar*, that it is centred over several columns only with *melintas*.
        """
        tampilan = self.view(lembar)
        if tampilan.rumus_tampil and self._cell(lembar, tempat).find(b"<f") >= 0:
            return Odd("tampil sebagai rumusnya")
        sebab = self._look(lembar, tempat, nilai) or tampilan.odd(tempat, nilai)
        if sebab is not None:
            return sebab
        gaya = self._style(lembar, tempat)
        letak = out_of_place(gaya, nilai, tampilan.room(tempat[1]), melintas=melintas)
        if not letak and (tampilan.rendah or gaya.ukuran > HURUF_BESAR or (isinstance(nilai, str) and "\n" in nilai)):
            letak = out_of_row(nilai, gaya.ukuran, self._height(lembar, tempat[0]))
        if letak:
            return Odd(letak)
        if gambar and tampilan.gambar and within(tempat, self._covered(lembar)):
            return Odd("tertutup gambar atau kotak teks")
        return self._conditional(lembar, tempat, nilai) if tampilan.aturan else None

    def _height(self, lembar: int, baris: int) -> float:
        """How high a row is said to be, in points; infinite where that follows from its content."""
        sumber = self._lembar[lembar]
        if sumber.polos.asli:
            m = re.search(rb'<row r="%d"(?: [^>]*)? ht="([0-9.]+)"' % baris, sumber.mentah)
            return float(m[1]) if m is not None else inf
        return self.view(lembar).rendah.get(baris, inf)

    def formulas(self, lembar: int, kolom: Collection[int]) -> frozenset[Place]:
        """The cells of a sheet that hold formulas, in the columns *kolom* (from zero), or lie in the range of one."""
        polos = self._lembar[lembar].polos
        if not (polos.berumus and kolom):
            return frozenset()
        hasil: set[Place] = set()
        if polos.larik:
            from zi_cli.worksheet.formats.formula_ranges import spilled

            hasil.update(t for t, _ in spilled(polos.isi))
        if huruf := {h: k for k in kolom if (h := column_letters(k).encode()) in polos.berumus}:
            # Most columns of formulas are not asked for; a cell of another ends the match at its first letter.
            sendiri = re.findall(rb'<c r="(%s)([0-9]+)"[^>]*><f' % b"|".join(huruf), polos.isi)
            hasil.update((int(r), huruf[h]) for h, r in sendiri)
        return frozenset(hasil)

    def _look(self, lembar: int, tempat: Place, nilai: object) -> Odd | None:
        """By the cell's own style, and by how its text is written."""
        if isinstance(nilai, str):
            if self._ada_kode and self._escaped(lembar, tempat):
                return Odd("ditulis dengan kode huruf yang tidak dibaca sama oleh semua program")
            if ragam := self._runs(lembar, tempat):
                return ragam
            if not self._gaya.samar:
                return None
        elif isinstance(nilai, bool) or not isinstance(nilai, int | float):
            return None
        return styled_odd(self._style(lembar, tempat), nilai)

    def _runs(self, lembar: int, tempat: Place) -> Odd | None:
        """A run of the text in a font that hides or disguises it."""
        for huruf in self._fonts_of_runs(lembar, tempat):
            if huruf.samar:
                return Odd(f"sebagian tidak dapat dibaca: {huruf.samar}")
            if any(blends(huruf.warna, None, w) for w in self._grounds_of(lembar, tempat)):
                return Odd("sebagian tidak dapat dibaca: huruf sewarna latarnya")
        return None

    def _fonts_of_runs(self, lembar: int, tempat: Place) -> list[Font]:
        """The fonts of the runs of a text, none where it is in its cell's font."""
        ragam = self.view(lembar).ragam.get(f"{column_letters(tempat[1])}{tempat[0]}", ())
        if self._ragam:
            m = re.search(rb' t="s"><v>([0-9]+)', self._cell(lembar, tempat))
            ragam = self._ragam.get(int(m[1]), ragam) if m else ragam
        return [*map(self._gaya.palet.font, ragam)]

    @cached_property
    def _ragam(self) -> dict[int, list[FontElements]]:
        if self._teks_mentah.find(b"rPr") < 0:
            return {}
        from zi_cli.worksheet.formats.rich_text import read_runs

        return read_runs(self._teks_mentah)

    @cached_property
    def _ragam_samar(self) -> bool:
        """Whether some run of a shared text may be hidden or disguised on some ground of the workbook."""
        latar = {*self._gaya.latar, PUTIH}.union(*self._gaya.latar_lain)
        huruf = [self._gaya.palet.font(f) for ragam in self._ragam.values() for f in ragam]
        return any(h.samar for h in huruf) or any(blends(w, None, x) for w in {h.warna for h in huruf} for x in latar)

    def _ground(self, lembar: int, tempat: Place) -> Rgb:
        gaya = self._style_number(lembar, tempat)
        return self._gaya.latar[gaya] if gaya < len(self._gaya.latar) else PUTIH

    def _grounds_of(self, lembar: int, tempat: Place) -> tuple[Rgb, ...]:
        """The ground of a cell, and what else of a pattern or gradient its letters stand on."""
        gaya = self._style_number(lembar, tempat)
        lain = self._gaya.latar_lain[gaya] if gaya < len(self._gaya.latar_lain) else ()
        return (self._ground(lembar, tempat), *lain)

    def _ink(self, lembar: int, tempat: Place) -> Rgb:
        gaya = self._style_number(lembar, tempat)
        return self._gaya.huruf[gaya] if gaya < len(self._gaya.huruf) else _HITAM

    def _style(self, lembar: int, tempat: Place) -> Style:
        nomor = self._style_number(lembar, tempat)
        return self._gaya.xf[nomor] if nomor < len(self._gaya.xf) else _BIASA

    def _style_number(self, lembar: int, tempat: Place) -> int:
        m = re.search(_GAYA, self._cell(lembar, tempat))
        return int(m[1]) if m else 0

    def _cell(self, lembar: int, tempat: Place) -> bytes:
        """A cell as it is written, "" where none is."""
        isi = self._lembar[lembar].polos.isi
        alamat = f'<c r="{column_letters(tempat[1])}{tempat[0]}"'.encode()
        if len(isi) < _CARI_LANGSUNG:
            awal = isi.find(alamat)
        else:
            if lembar not in self._letak:
                self._letak[lembar] = {m[0]: m.start() for m in re.finditer(_AWAL_SEL, isi)}
            awal = self._letak[lembar].get(alamat, -1)
        akhir = isi.find(b">", awal) + 1
        if awal < 0 or isi[akhir - 2 : akhir] == b"/>":
            return isi[awal:akhir] if awal >= 0 else b""
        return isi[awal : isi.find(b"</c>", akhir)]

    @cached_property
    def _ada_kode(self) -> bool:
        return any(
            isi.find(b"_") >= 0 and isi.rfind(b"_x") >= 0 and re.search(_KODE, isi)
            for isi in (self._teks.isi, *(s.polos.isi for s in self._lembar))
        )

    def _escaped(self, lembar: int, tempat: Place) -> bool:
        """Whether the text has an escape that programs read differently: any in a cell, a letter's in a shared text."""
        sel = self._cell(lembar, tempat)
        m = re.search(rb' t="s"><v>([0-9]+)', sel)
        if m is None:
            return re.search(_KODE, sel) is not None
        return any(int(x[2:6], 16) >= 0x20 for x in re.findall(_KODE, self._satu_teks[int(m[1])]))

    @cached_property
    def _satu_teks(self) -> list[bytes]:
        return self._teks.isi.split(b"</si>")

    def _conditional(self, lembar: int, tempat: Place, nilai: object) -> Odd | None:
        semua = [a for a in self.view(lembar).aturan if within(tempat, a.daerah)]
        if not semua:
            return None
        tinta, latar = self._ink(lembar, tempat), self._ground(lembar, tempat)
        ragam = {h.warna for h in self._fonts_of_runs(lembar, tempat) if h.warna is not None}
        # Colours of letters and grounds that rules give, each with whether the rule gives the other as well.
        huruf_aturan: set[tuple[Rgb, bool]] = set()
        latar_aturan: set[tuple[Rgb, bool]] = set()
        for aturan in semua:
            dxf = self._differential(aturan)
            if dxf is not None and dxf.format is not None:
                satu = styled_odd(Style(dxf.format, "", (dxf.latar or (latar,))[0]), nilai)
                if satu is not None and not satu.bulat:
                    return Odd(f"dapat tampil lain oleh {aturan.sebab}")
            warna = () if aturan.tabel and (latar != PUTIH or tinta == self._tinta_biasa) else self._grounds(aturan)
            hilang = aturan.tanpa_nilai or any(blends(t, w, PUTIH) for t in {tinta, *ragam} for w in warna)
            if hilang or (dxf is not None and any(dxf.hides(t, latar) for t in {tinta, *ragam})):
                atau = " atau diganti" if aturan.tanpa_nilai else ""
                return Odd(f"dapat disembunyikan{atau} oleh {aturan.sebab}")
            latar_aturan.update((w, False) for w in warna)
            if dxf is not None:
                latar_aturan.update((w, dxf.huruf is not None) for w in dxf.latar)
                huruf_aturan.update({(dxf.huruf, bool(dxf.latar))} if dxf.huruf is not None else ())
        berdua = (
            ((h for h, _ in huruf_aturan), (w for w, lengkap in latar_aturan if not lengkap)),
            ((h for h, lengkap in huruf_aturan if not lengkap), (w for w, _ in latar_aturan)),
        )
        if any(some_vanish(h, w) for h, w in berdua):
            return Odd(f"dapat disembunyikan oleh {semua[0].sebab} dan aturan lain bersama-sama")
        return None

    def _covered(self, lembar: int) -> list[Range]:
        if lembar not in self._tertutup:
            from zi_cli.worksheet.formats.drawings_xlsx import covered
            from zi_cli.worksheet.formats.sizes_xlsx import read_grid

            tampilan, sumber = self.view(lembar), self._lembar[lembar]
            kisi = read_grid(sumber.mentah, tampilan)
            self._tertutup[lembar] = covered(self._wadah, sumber.bagian, tampilan.gambar, kisi)
        return self._tertutup[lembar]
