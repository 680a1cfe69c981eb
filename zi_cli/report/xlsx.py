"""rekap.xlsx: the recap as a workbook, written row by row in constant memory.

XlsxWriter, not openpyxl: it writes a formula together with its value, so that a viewer which does not
recalculate shows the sums as well, and it never holds a sheet in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zi_cli import __version__
from zi_cli.bahasa import tanggal
from zi_cli.batch.rekap import (
    BELUM_PASTI,
    KATA_LAYAK,
    LAYAK_TERUS,
    MEMENUHI,
    TIDAK,
    TIDAK_TERUS,
    Rekap,
    Satker,
    kolom_area,
)
from zi_cli.batch.versi import uraian_umur
from zi_cli.findings.katalog import KATALOG
from zi_cli.instrumen.model import PREDIKAT
from zi_cli.worksheet.model import NAMA_PENILAI

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from zi_cli.pengajuan.kelayakan import HasilSatker

_BARIS_MAKS = 1_048_576
_TEKS_MAKS = 32_000
_HURUF = "Calibri"
#: Height of a line of text, in points.
_TINGGI = 13.5
#: Print scale in percent of sheets too wide for one page.
_SKALA_LEBAR = 50


class Kolom(NamedTuple):
    """One column: heading, width in characters, and the format of its cells."""

    judul: str
    lebar: float
    gaya: str = "teks"


def tulis_xlsx(rekap: Rekap, tujuan: Path) -> None:
    """Write *rekap* to *tujuan*."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(tujuan), {"constant_memory": True, "tmpdir": str(tujuan.parent)}) as buku:
        buku.set_properties({"title": "Rekap evaluasi Zona Integritas", "comments": f"zi {__version__}"})
        _Penulis(buku, rekap).semua()


class _Penulis:
    """Writes the sheets of one recap, in the order they are shown."""

    def __init__(self, buku: Workbook, rekap: Rekap) -> None:
        self.buku = buku
        self.rekap = rekap
        self.satker = rekap.tabel
        self.grup = rekap.tabel_grup
        self.gaya = _gaya(buku)

    def semua(self) -> None:
        """All sheets; those about the preliminary stage or a predicate only where they apply."""
        r = self.rekap
        self.ringkasan()
        self.rekap_satker()
        self.per_indikator()
        self.temuan()
        self.gagal()
        if not r.pendahuluan:
            for p in PREDIKAT:
                self.usulan(f"Usulan {p}", r.calon(p))
        if r.pendahuluan or any(r.awal(s) for s in r.satker):
            self.usulan("Layak diteruskan", r.diteruskan())
        if r.kelayakan is not None:
            self.tanpa_lke(r.kelayakan.tanpa_lke)
        if r.versi:
            self.versi()
        if r.dilewati:
            self.dilewati()

    # --- sheets ------------------------------------------------------------------------------

    def ringkasan(self) -> None:
        """Identity of the run, then the groups with live sums over the sheet Rekap."""
        lembar = self.buku.add_worksheet("Ringkasan")
        kolom = self._kolom_grup()
        baris = 0
        lembar.set_row(baris, 24)
        lembar.write_string(baris, 0, "Rekap evaluasi Zona Integritas", self.gaya["judul"])
        for label, isi in self._identitas():
            baris += 1
            lembar.write_string(baris, 0, label, self.gaya["label"])
            lembar.write_string(baris, 1, _teks(isi), self.gaya["polos"])
        kepala = baris + 2
        self._siapkan(lembar, [Kolom(k[0], k[1]) for k in kolom], kepala)
        awal = kepala + 1
        for i, (nama, angka) in enumerate(zip(self.grup.index, self.grup.to_dict("records"), strict=True)):
            b = awal + i
            lembar.write_string(b, 0, _teks(str(nama)), self.gaya["teks"])
            for k, (_, _, kunci, rumus, gaya) in enumerate(kolom[1:], start=1):
                nilai = angka[kunci]
                lembar.write_formula(b, k, rumus(b + 1), self.gaya[gaya], "" if nilai != nilai else nilai)
        self._jumlah(lembar, kolom, awal, awal + len(self.grup))
        lembar.autofilter(kepala, 0, max(kepala, awal + len(self.grup) - 1), len(kolom) - 1)

    def rekap_satker(self) -> None:
        """One row a satker with figures, verdicts, failing thresholds and findings."""
        r = self.rekap
        lembar = self.buku.add_worksheet("Rekap")
        area = [Kolom(f"{n} {r.instrumen.nama_area[n]} (%)", 10.5, "angka") for n in r.instrumen.nama_area]
        kolom = [
            *(Kolom("No.", 6, "bulat"), Kolom("Satker", 36), Kolom("Grup", 20), Kolom("Tahun", 6.5, "tahun")),
            *(Kolom("Tahap", 11), Kolom("Penilai", 8), *area),
            *(Kolom("Pengungkit", 11, "angka"), Kolom("Hasil", 9, "angka"), Kolom("Total", 9, "tebal")),
            *(Kolom(p, 14.5) for p in PREDIKAT),
            *(Kolom("Total maks.", 9, "angka"), Kolom("Tanpa jawaban", 9, "bulat")),
            *(Kolom(f"Ambang {p} tidak tercapai", 46, "lipat") for p in PREDIKAT),
            *(Kolom("Galat", 7, "bulat"), Kolom("Peringatan", 11, "bulat"), Kolom("Info", 7, "bulat")),
            *((Kolom("Usulan", 9), Kolom("Layak", 12), Kolom("Alasan", 70, "lipat")) if r.kelayakan else ()),
            *(Kolom("Berkas", 48), Kolom("SHA-256", 68)),
        ]
        self._siapkan(lembar, kolom, 0, kunci=2, skala=_SKALA_LEBAR)
        # Figures and verdicts on one sheet of paper, reasons and sources on the next.
        lembar.set_v_pagebreaks([1 + max(i for i, c in enumerate(kolom) if c.judul in PREDIKAT)])
        self._isi(lembar, kolom, self.satker.itertuples(index=False, name=None))
        akhir = max(1, len(self.satker))
        self._warna_area(lembar, akhir)
        for k in (i for i, c in enumerate(kolom) if c.judul in (*PREDIKAT, "Layak")):
            for kata, gaya in _WARNA_PUTUSAN.items():
                syarat = {"type": "cell", "criteria": "==", "value": f'"{kata}"', "format": self.gaya[gaya]}
                lembar.conditional_format(1, k, akhir, k, syarat)

    def per_indikator(self) -> None:
        """The matrix satker × indicator: value 0 to 1, blank where there is no usable answer."""
        lembar = self.buku.add_worksheet("Per indikator")
        indikator = self.rekap.instrumen.indikator
        kolom = [Kolom("Satker", 38), Kolom("Grup", 24), *(Kolom(b.kode, 6.5, "rasio") for b in indikator)]
        self._siapkan(lembar, kolom, 0, kunci=1, putar=2, skala=_SKALA_LEBAR)
        for k, b in enumerate(indikator, start=2):
            lembar.write_comment(0, k, f"Baris {b.nomor}: {b.teks}", {"x_scale": 2})
        tulis, rasio, teks = lembar.write_number, self.gaya["rasio"], self.gaya["teks"]
        for r, s in enumerate(self.rekap.satker, start=1):
            lembar.write_string(r, 0, _teks(s.sebutan), teks)
            lembar.write_string(r, 1, _teks(s.ringkas.grup), teks)
            for k, nilai in enumerate(self.rekap.baca(s.letak)[0], start=2):
                if nilai is not None:
                    tulis(r, k, nilai, rasio)
        skala = {"type": "3_color_scale", "min_color": "#F8CBAD", "mid_color": "#FFF2CC", "max_color": "#C6E0B4"}
        tetap = {
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": 0,
            "mid_value": 0.5,
            "max_value": 1,
        }
        lembar.conditional_format(1, 2, max(1, len(self.rekap.satker)), len(kolom) - 1, skala | tetap)

    def temuan(self) -> None:
        """Every finding of every ranked satker; further sheets when one is not enough."""
        kolom = [
            *(Kolom("Satker", 34), Kolom("Grup", 22), Kolom("Tingkat", 11), Kolom("Kode", 9)),
            *(Kolom("Sel", 16), Kolom("Indikator", 13), Kolom("Pesan", 90, "lipat"), Kolom("Berkas", 40)),
        ]
        isi = self._baris_temuan()
        nomor = 1
        while True:
            lembar = self.buku.add_worksheet("Temuan" if nomor == 1 else f"Temuan {nomor}")
            self._siapkan(lembar, kolom, 0)
            ditulis = self._isi(lembar, kolom, isi)
            for kata, gaya in (("galat", "merah"), ("peringatan", "kuning")):
                syarat = {"type": "cell", "criteria": "==", "value": f'"{kata}"', "format": self.gaya[gaya]}
                lembar.conditional_format(1, 2, max(1, ditulis), 2, syarat)
            if ditulis < _BARIS_MAKS - 1:
                return
            nomor += 1

    def gagal(self) -> None:
        """Files that gave no result, with the reason and what to do."""
        lembar = self.buku.add_worksheet("Gagal dibaca")
        kolom = [
            *(Kolom("Berkas", 60), Kolom("Grup", 26), Kolom("Kode", 9)),
            *(Kolom("Sebab", 80, "lipat"), Kolom("Perbaikan", 60, "lipat")),
        ]
        self._siapkan(lembar, kolom, 0)
        self._isi(
            lembar,
            kolom,
            (
                (g.nama, g.grup, g.temuan.kode, g.temuan.pesan, KATALOG[g.temuan.kode].perbaikan)
                for g in self.rekap.gagal
            ),
        )

    def usulan(self, nama: str, daftar: Sequence[Satker]) -> None:
        """A list of satker to propose, or to pass on to the next assessor."""
        lembar = self.buku.add_worksheet(nama)
        kolom = [
            *(Kolom("No.", 6, "bulat"), Kolom("Satker", 44), Kolom("Grup", 28)),
            *(Kolom("Pengungkit", 11, "angka"), Kolom("Hasil", 9, "angka"), Kolom("Total", 9, "tebal")),
            *(Kolom("Penilai", 22), Kolom("Usulan di berkas", 10), Kolom("Galat", 7, "bulat"), Kolom("Berkas", 48)),
        ]
        self._siapkan(lembar, kolom, 0)
        self._isi(
            lembar,
            kolom,
            (
                (i, s.sebutan, r.grup, r.pengungkit, r.hasil, r.total, NAMA_PENILAI[r.penilai], r.usulan,
                 s.jumlah_temuan()[0], r.nama)
                for i, (s, r) in enumerate(((s, s.ringkas) for s in daftar), start=1)
            ),
        )  # fmt: skip

    def tanpa_lke(self, daftar: Sequence[HasilSatker]) -> None:
        """Rows of the register that propose something and have no worksheet in the folder."""
        lembar = self.buku.add_worksheet("Tanpa LKE")
        kolom = [
            *(Kolom("Kode", 14), Kolom("Satker", 44), Kolom("Usulan", 9)),
            *(Kolom("Layak", 12), Kolom("Alasan", 110, "lipat")),
        ]
        self._siapkan(lembar, kolom, 0)
        self._isi(lembar, kolom, ((h.kode, h.nama, h.usulan, KATA_LAYAK[h.layak], "; ".join(h.alasan)) for h in daftar))

    def versi(self) -> None:
        """Satker found in several files: which file counts, and why."""
        lembar = self.buku.add_worksheet("Versi")
        kolom = [
            *(Kolom("Satker", 38), Kolom("Dipakai", 9), Kolom("Berkas", 60), Kolom("Keterangan", 52, "lipat")),
            *(Kolom("Alasan", 52, "lipat"), Kolom("Total", 9, "angka"), Kolom("SHA-256", 68)),
        ]
        self._siapkan(lembar, kolom, 0)
        self._isi(
            lembar,
            kolom,
            (
                (anggota[0].sebutan, "tidak" if i else "ya", s.ringkas.nama, uraian_umur(s.ringkas),
                 "" if i else v.alasan, s.ringkas.total, s.ringkas.sha256)
                for v, anggota in self.rekap.versi
                for i, s in enumerate(anggota)
            ),
        )  # fmt: skip

    def dilewati(self) -> None:
        """Files passed over, by reason, with the first names."""
        lembar = self.buku.add_worksheet("Dilewati")
        kolom = [Kolom("Alasan", 44), Kolom("Jumlah", 9, "bulat"), Kolom("Contoh", 110, "lipat")]
        self._siapkan(lembar, kolom, 0)
        self._isi(lembar, kolom, ((a, x.jumlah, "\n".join(x.contoh[:20])) for a, x in self.rekap.dilewati.items()))

    # --- parts of sheets -----------------------------------------------------------------------

    def _identitas(self) -> list[tuple[str, str]]:
        r = self.rekap
        diubah = f"; diperketat: {', '.join(r.ambang.diubah)}" if r.ambang.diubah else ""
        berkas = []
        if r.konfigurasi.berkas is not None:
            berkas.append(("Konfigurasi", f"{r.konfigurasi.berkas.name}, SHA-256 {r.konfigurasi.sha256}"))
        if r.kelayakan is not None:
            k = r.kelayakan
            isi = f"{k.daftar.berkas.name}, SHA-256 {k.daftar.sha256}, syarat per {tanggal(k.tanggal)}"
            berkas.append(("Daftar satker", isi))
        return [
            ("Folder", r.folder.name or str(r.folder)),
            *berkas,
            ("Instrumen", f"{r.instrumen.nama}, {r.instrumen.dasar_hukum}"),
            ("Ambang", f"{r.ambang.nama}, {r.ambang.sumber}, {r.ambang.diverifikasi}{diubah}"),
            ("Program", f"zi {__version__}"),
            (
                "Berkas",
                f"{r.jumlah_berkas} ditemukan, {len(r.satker)} satker dinilai, {r.jumlah_tak_dipakai} versi lain, "
                f"{len(r.gagal)} gagal dibaca, {sum(x.jumlah for x in r.dilewati.values())} dilewati",
            ),
            *([("Tahap", "pendahuluan: hanya Pengungkit yang menentukan")] if r.pendahuluan else []),
        ]

    def _kolom_grup(self) -> list[tuple[str, float, str, Any, str]]:
        """(heading, width, key, formula of a row number, format) of the group table."""
        nama = list(self.satker.columns)
        akhir = max(2, len(self.satker) + 1)

        def rentang(kunci: str) -> str:
            huruf = _huruf(nama.index(kunci))
            return f"Rekap!${huruf}$2:${huruf}${akhir}"

        def sama(b: int) -> str:
            # Not COUNTIF: a group may be named ">5" or "A*", and EXACT knows large from small letters.
            return f"--EXACT({rentang('grup')},$A{b})"

        def jumlah(kunci: str) -> Any:
            return lambda b: f"=SUMPRODUCT({sama(b)},{rentang(kunci)})"

        def cacah(kunci: str, kata: str) -> Any:
            return lambda b: f'=SUMPRODUCT({sama(b)},--EXACT({rentang(kunci)},"{kata}"))'

        def rata(kunci: str) -> Any:
            return lambda b: f'=IF($B{b}=0,"",SUMPRODUCT({sama(b)},{rentang(kunci)})/$B{b})'

        gagal = f"'Gagal dibaca'!$B$2:$B${max(2, len(self.rekap.gagal) + 1)}"
        lulus = [(p, 9.0, p.lower(), cacah(p.lower(), MEMENUHI), "bulat") for p in PREDIKAT]
        terus = [("Diteruskan", 11.0, "diteruskan", cacah("wbk", LAYAK_TERUS), "bulat")]
        if self.rekap.pendahuluan:
            lulus = []
        elif not any(self.rekap.awal(s) for s in self.rekap.satker):
            terus = []
        return [
            ("Grup", 30.0, "", None, "teks"),
            ("Satker", 9.0, "satker", lambda b: f"=SUMPRODUCT({sama(b)})", "bulat"),
            *lulus,
            *terus,
            ("Rata-rata Pengungkit", 12.0, "pengungkit", rata("pengungkit"), "angka"),
            ("Rata-rata Hasil", 12.0, "hasil", rata("hasil"), "angka"),
            ("Rata-rata total", 12.0, "total", rata("total"), "angka"),
            ("Galat", 9.0, "galat", jumlah("galat"), "bulat"),
            ("Peringatan", 12.0, "peringatan", jumlah("peringatan"), "bulat"),
            ("Gagal dibaca", 9.0, "gagal", lambda b: f"=SUMPRODUCT(--EXACT({gagal},$A{b}))", "bulat"),
        ]

    def _jumlah(self, lembar: Worksheet, kolom: list[tuple[str, float, str, Any, str]], awal: int, baris: int) -> None:
        """The last row: sums, and means weighted by the number of satker."""
        lembar.write_string(baris, 0, "Jumlah", self.gaya["jumlah_teks"])
        banyak = int(self.grup["satker"].sum())
        nilai: float | str
        for k, (_, _, kunci, _, gaya) in enumerate(kolom[1:], start=1):
            huruf = _huruf(k)
            rentang = f"{huruf}{awal + 1}:{huruf}{max(baris, awal + 1)}"
            if gaya == "bulat":
                rumus = f"=SUM({rentang})"
                nilai = int(self.grup[kunci].sum())
            else:
                satker = f"$B${awal + 1}:$B${max(baris, awal + 1)}"
                rumus = f'=IF($B{baris + 1}=0,"",SUMPRODUCT({satker},{rentang})/$B{baris + 1})'
                nilai = float((self.grup[kunci].fillna(0) * self.grup["satker"]).sum()) / banyak if banyak else ""
            lembar.write_formula(baris, k, rumus, self.gaya[f"jumlah_{gaya}"], nilai)

    def _warna_area(self, lembar: Worksheet, akhir: int) -> None:
        """Red below the area's percentage for WBK, yellow below the one for WBBM."""
        kolom = list(self.satker.columns)
        for nama, a in zip(
            kolom_area(self.rekap.instrumen), (a for a in self.rekap.ambang.daftar if a.satuan == "persen"), strict=True
        ):
            k = kolom.index(nama)
            for p, gaya in zip(PREDIKAT, ("merah", "kuning"), strict=True):
                syarat = {"type": "cell", "criteria": "<", "value": float(a.minimal[p]), "format": self.gaya[gaya]}
                lembar.conditional_format(1, k, akhir, k, {**syarat, "stop_if_true": True})

    def _siapkan(
        self,
        lembar: Worksheet,
        kolom: Sequence[Kolom],
        kepala: int,
        *,
        kunci: int = 0,
        putar: int | None = None,
        skala: int | None = None,
    ) -> None:
        """Headings, widths, frozen panes and print set-up of a table whose heading is row *kepala*.

        *kunci* columns stay in view; headings from column *putar* on are upright. Printed one page
        wide, or with *skala* (percent) over as many pages as it takes.
        """
        for k, c in enumerate(kolom):
            lembar.set_column(k, k, c.lebar)
        baris_judul = max(_baris_teks(c.judul, c.lebar) for c in kolom)
        lembar.set_row(kepala, 70 if putar is not None else 6 + _TINGGI * baris_judul)
        for k, c in enumerate(kolom):
            gaya = "kepala_putar" if putar is not None and k >= putar else "kepala"
            lembar.write_string(kepala, k, c.judul, self.gaya[gaya])
        lembar.freeze_panes(kepala + 1, kunci)
        lembar.repeat_rows(kepala)
        lembar.set_landscape()
        lembar.set_paper(9)  # A4
        lembar.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if skala is None:
            lembar.fit_to_pages(1, 0)
        else:
            lembar.set_print_scale(skala)
            lembar.repeat_columns(0, max(kunci - 1, 0))
        lembar.set_footer("&L&8&A&C&8Halaman &P dari &N&R&8zi " + __version__)
        lembar.hide_gridlines(2)

    def _isi(self, lembar: Worksheet, kolom: Sequence[Kolom], baris: Iterable[Sequence[Any]]) -> int:
        """Write table rows from row 1 on until the sheet is full; the number written."""
        gaya = [self.gaya[c.gaya] for c in kolom]
        lipat = [(k, c.lebar) for k, c in enumerate(kolom) if c.gaya == "lipat"]
        b = 0
        for b, sel in enumerate(baris, start=1):
            # Not every viewer fits rows to wrapped text by itself.
            tinggi = max((_baris_teks(sel[k], lebar) for k, lebar in lipat if isinstance(sel[k], str)), default=1)
            if tinggi > 1:
                lembar.set_row(b, _TINGGI * tinggi)
            for k, (isi, g) in enumerate(zip(sel, gaya, strict=True)):
                if isi is None or isi != isi:
                    lembar.write_blank(b, k, None, g)
                elif isinstance(isi, str):
                    lembar.write_string(b, k, _teks(isi), g)
                else:
                    lembar.write_number(b, k, isi, g)
            if b == _BARIS_MAKS - 1:
                break
        lembar.autofilter(0, 0, max(1, b), len(kolom) - 1)
        return b

    def _baris_temuan(self) -> Iterable[tuple[Any, ...]]:
        for s in self.rekap.satker:
            for t in json.loads(self.rekap.rekaman(s))["temuan"]:
                yield (
                    s.sebutan, s.ringkas.grup, t["tingkat"], t["kode"], t["sel"], t["indikator"], t["pesan"],
                    s.ringkas.nama,
                )  # fmt: skip


_WARNA_PUTUSAN = {
    MEMENUHI: "hijau",
    LAYAK_TERUS: "hijau",
    BELUM_PASTI: "kuning",
    TIDAK: "merah",
    KATA_LAYAK[True]: "hijau",
    KATA_LAYAK[False]: "merah",
    TIDAK_TERUS: "merah",
}


def _gaya(buku: Workbook) -> dict[str, Format]:
    dasar = {"font_name": _HURUF, "font_size": 10, "valign": "top"}
    sel = {**dasar, "border": 1, "border_color": "#BFBFBF"}
    # The quote prefix keeps text text when someone edits the cell, whatever it starts with.
    teks = {**sel, "quote_prefix": True}
    jumlah = {**sel, "bold": True, "bg_color": "#DDEBF7", "top": 2}
    kepala = {**sel, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "text_wrap": True, "align": "center"}
    bentuk: dict[str, dict[str, Any]] = {
        "judul": {**dasar, "bold": True, "font_size": 16, "font_color": "#1F4E78"},
        "label": {**dasar, "bold": True},
        "polos": {**dasar, "quote_prefix": True},
        "kepala": {**kepala, "valign": "vcenter"},
        "kepala_putar": {**kepala, "rotation": 90, "font_size": 8, "valign": "bottom"},
        "teks": teks,
        "lipat": {**teks, "text_wrap": True},
        "bulat": {**sel, "num_format": "#,##0"},
        "tahun": {**sel, "num_format": "0"},
        "angka": {**sel, "num_format": "0.00"},
        "rasio": {**sel, "num_format": "0.00", "font_size": 8},
        "tebal": {**sel, "num_format": "0.00", "bold": True},
        "jumlah_teks": jumlah,
        "jumlah_bulat": {**jumlah, "num_format": "#,##0"},
        "jumlah_angka": {**jumlah, "num_format": "0.00"},
        "hijau": {"bg_color": "#C6EFCE", "font_color": "#006100"},
        "kuning": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
        "merah": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    }
    return {nama: buku.add_format(b) for nama, b in bentuk.items()}


def _teks(teks: str) -> str:
    """*teks* as a cell can hold it: no control characters, cut at the sheet's limit."""
    if teks.isprintable() and len(teks) <= _TEKS_MAKS:
        return teks
    return "".join(c for c in teks if c == "\n" or c.isprintable() or c == "\u00a0")[:_TEKS_MAKS]


def _baris_teks(teks: str, lebar: float) -> int:
    """Lines that *teks* takes in a column of *lebar* characters, rather one more than one less."""
    return sum(1 + int(len(b) * 1.08 / lebar) for b in teks.split("\n"))


def _huruf(kolom: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    nama: str = xl_col_to_name(kolom)
    return nama
