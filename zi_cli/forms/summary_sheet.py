"""Sheet "Ringkasan": areas, thresholds and verdicts per assessor, with a chart of the areas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import cycle

from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms import addresses as d
from zi_cli.forms import verdict_formulas as kata
from zi_cli.forms.addresses import RINGKASAN
from zi_cli.forms.content import Formulir, as_double
from zi_cli.forms.counts_sheet import LembarHitungan
from zi_cli.forms.cover_sheet import sel_identitas
from zi_cli.forms.reference_sheet import label_ambang, nama_ambang
from zi_cli.forms.styles import (
    ABU,
    BIRU_MUDA,
    BULAT,
    DUA,
    HIJAU,
    PERSEN,
    SALAH,
    TEKS_HIJAU,
    TEKS_SALAH,
    Gaya,
)
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, MEMENUHI, Penilaian
from zi_cli.scoring.verdict import ambang_value, belongs_to_pengungkit
from zi_cli.scoring.words import PENGUNGKIT_MEMENUHI
from zi_cli.worksheet.model import Penilai

_KOLOM_LABEL, _KOLOM_BOBOT, _KOLOM_PENILAI = 0, 1, 3
_LEBAR_LABEL, _LEBAR_ANGKA = 62, 12
#: Rows the chart takes: a share of its own and one for the bars of each assessor.
_BARIS_GRAFIK, _BARIS_PER_PENILAI = 12, 3


@dataclass
class LembarRingkasan:
    """Writes the summary."""

    buku: Workbook
    ws: Worksheet
    formulir: Formulir
    denah: d.CellPlan
    g: Gaya
    hitungan: LembarHitungan
    _sel_area: dict[tuple[str, Penilai], str] = field(default_factory=dict)
    _sel_syarat: dict[tuple[str, Predikat, Penilai], str] = field(default_factory=dict)

    def write(self) -> None:
        """Write verdicts, areas, chart and thresholds, in that order down the sheet."""
        ws, g = self.ws, self.g
        ws.hide_gridlines(2)
        ws.set_column(_KOLOM_LABEL, _KOLOM_LABEL, _LEBAR_LABEL, g())
        ws.set_column(_KOLOM_BOBOT, self._kolom_akhir, _LEBAR_ANGKA, g())
        ws.write_string(0, 0, "Ringkasan Penilaian", g(bold=True, font_size=14))
        self._identitas()
        baris_putusan = 4
        baris_area = baris_putusan + 6 + len(PREDIKAT)
        baris_grafik = self._area(baris_area) + 1
        tinggi = _BARIS_GRAFIK + _BARIS_PER_PENILAI * len(self.denah.penilai)
        akhir = self._ambang(baris_grafik + tinggi, baris_putusan + 1)
        lebar = sum(7 * w + 5 for w in (_LEBAR_LABEL, *[_LEBAR_ANGKA] * self._kolom_akhir))
        seri = [(self.denah.nama_penilai(p), self._kolom(p) + 2) for p in self.denah.penilai]
        kategori = (baris_area + 2, baris_area + 1 + len(self.formulir.instrumen.nama_area))
        grafik = area_chart(self.buku, seri, kategori, (lebar, 20 * (tinggi - 1)))
        ws.insert_chart(baris_grafik, 0, grafik, {"object_position": 2, "description": "Grafik batang area pengungkit"})
        self._pokok(baris_putusan)
        ws.write_string(akhir + 1, 0, self._sumber(), g(italic=True, font_size=9))
        ws.print_area(0, 0, akhir + 1, self._kolom_akhir)
        ws.fit_to_pages(1, 1)

    @property
    def _kolom_akhir(self) -> int:
        return _KOLOM_PENILAI + 3 * len(self.denah.penilai) - 1

    def _identitas(self) -> None:
        """Satker and year, repeated from the cover."""
        n = self.formulir.identitas
        satker, tahun = (f"{d.SAMPUL}!{sel_identitas(x)}" for x in ("satker", "tahun"))
        self.ws.write_formula(1, 0, f'={satker}&""', self.g(bold=True, font_size=12), n.satker)
        rumus = f'=IF({tahun}="","","Tahun "&{tahun})'
        self.ws.write_formula(2, 0, rumus, self.g(), f"Tahun {n.tahun}" if n.tahun else "")

    def _sumber(self) -> str:
        a = self.formulir.ambang
        ubah = f" Diperketat: {'; '.join(a.diubah)}." if a.diubah else ""
        return f"Ambang {a.nama}: {a.sumber}; {a.diverifikasi}.{ubah}"

    def _kolom(self, p: Penilai) -> int:
        return _KOLOM_PENILAI + 3 * self.denah.penilai.index(p)

    def _kepala_penilai(self, baris: int, judul: str, *kiri: str) -> None:
        self.ws.write_string(baris, _KOLOM_LABEL, judul, self.g.kepala(align="left"))
        if len(kiri) == 1:
            self.ws.merge_range(baris, _KOLOM_BOBOT, baris, _KOLOM_BOBOT + 1, kiri[0], self.g.kepala())
        else:
            for geser, teks in enumerate(kiri):
                self.ws.write_string(baris, _KOLOM_BOBOT + geser, teks, self.g.kepala())
        for p in self.denah.penilai:
            k = self._kolom(p)
            self.ws.merge_range(baris, k, baris, k + 2, self.denah.nama_penilai(p), self.g.kepala())

    # --- the figures at the top ---------------------------------------------------------------

    def _pokok(self, baris: int) -> None:
        """Stage, blanks, total, highest possible total and the verdicts."""
        self._kepala_penilai(baris, "Putusan", "")
        label = ("Tahap", "Indikator tanpa jawaban", "Nilai total", "Nilai tertinggi yang masih mungkin")
        for geser, teks in enumerate((*label, *(f"Putusan {x}" for x in PREDIKAT)), 1):
            self.ws.write_string(baris + geser, 0, teks, self.g.tabel(bold=True))
            self.ws.merge_range(baris + geser, 1, baris + geser, 2, "", self.g.tabel())
        tebal = {"align": "center", "bold": True}
        for p in self.denah.penilai:
            k = self._kolom(p)
            penilaian = self.formulir.penilaian.get(p)
            isi: list[tuple[str, float | int | str, str]] = [
                (self._rumus_tahap(p), kata.stage(penilaian), "General"),
                (f"={self.denah.kosong(p)}", self._jumlah_kosong(penilaian), BULAT),
                (f"={self._total(p)}", self.formulir.nilai(p, "total") if penilaian else 0.0, DUA),
                (
                    f"={self._total(p)}+{self.denah.kosong(p, self.denah.rentang(d.BOBOT))}",
                    as_double(penilaian.nilai_maks if penilaian else self._bobot_total()),
                    DUA,
                ),
            ]
            tahap = d.alamat(baris + 1, k)
            for predikat in PREDIKAT:
                isi.append((self._rumus_putusan(p, predikat, tahap), kata.verdict(penilaian, predikat), "General"))
            for geser, (rumus, nilai, bentuk) in enumerate(isi, 1):
                sel = self.g.tabel(num_format=bentuk, text_wrap=bentuk == "General", font_size=9, **tebal)
                self.ws.merge_range(baris + geser, k, baris + geser, k + 2, "", sel)
                self.ws.write_formula(baris + geser, k, rumus, sel, nilai)
            putusan = (baris + 5, k, baris + 4 + len(PREDIKAT), k + 2)
            self._color(putusan, d.alamat(baris + 5, k, kolom_tetap=True))

    def _color(self, rentang: tuple[int, int, int, int], sel: str) -> None:
        for cocok, warna, teks in (
            ((BELUM_MEMENUHI,), SALAH, TEKS_SALAH),
            ((MEMENUHI, PENGUNGKIT_MEMENUHI), HIJAU, TEKS_HIJAU),
        ):
            rumus = "=OR(" + ",".join(f'{sel}="{c}"' for c in cocok) + ")"
            sifat = self.g.polos(bg_color=warna, font_color=teks)
            self.ws.conditional_format(*rentang, {"type": "formula", "criteria": rumus, "format": sifat})

    def _total(self, p: Penilai) -> str:
        return self.denah.sel(p, "nilai", self._kode_total(), lembar=True)

    def _kode_total(self) -> str:
        return next(b.kode for b in self.formulir.instrumen.baris if b.jenis == "total" and "." not in b.kode)

    def _bobot_total(self) -> Fraction:
        return self.formulir.instrumen.bobot(self._kode_total())

    def _jumlah_kosong(self, penilaian: Penilaian | None) -> int:
        return len(penilaian.kosong) if penilaian else len(self.formulir.instrumen.indikator)

    def _rumus_tahap(self, p: Penilai) -> str:
        """Not assessed, preliminary (every cell of Hasil blank) or final, as in ``scoring.penilaian``."""
        semua = self.denah.rentang(self.denah.kolom(p, "jawaban"))
        hasil = [self.denah.sel(p, "jawaban", k, lembar=True) for k in sorted(self.formulir.instrumen.baris_hasil)]
        panjang = "+".join(f"LEN(TRIM({x}))" for x in hasil)
        return (
            f'=IFERROR(IF(SUMPRODUCT(LEN(TRIM({semua})))=0,"{BELUM_DINILAI}",'
            f'IF({panjang}=0,"{kata.PENDAHULUAN}","{kata.AKHIR}")),"{kata.AKHIR}")'
        )

    def _rumus_putusan(self, p: Penilai, predikat: Predikat, tahap: str) -> str:
        daftar, instrumen = self.formulir.ambang.daftar, self.formulir.instrumen
        semua = [self._sel_syarat[a.kode, predikat, p] for a in daftar]
        pengungkit = [s for a, s in zip(daftar, semua, strict=True) if belongs_to_pengungkit(a, instrumen)]
        return kata.verdict_formula(tahap, semua, pengungkit)

    # --- areas and chart ------------------------------------------------------------------------

    def _area(self, baris: int) -> int:
        """Table of the areas, Pengungkit, Hasil and total; returns the next free row."""
        i = self.formulir.instrumen
        self._kepala_penilai(baris, "Area dan komponen", "Bobot")
        baris += 1
        self.ws.write_blank(baris, 0, None, self.g.tabel(bg_color=BIRU_MUDA))
        self.ws.merge_range(baris, 1, baris, 2, "", self.g.tabel(bg_color=BIRU_MUDA))
        for p in self.denah.penilai:
            for geser, teks in enumerate((*i.nama_belahan, "% area")):
                self.ws.write_string(
                    baris, self._kolom(p) + geser, teks, self.g.tabel(bold=True, align="center", bg_color=BIRU_MUDA)
                )
        for nomor, nama in i.nama_area.items():
            baris += 1
            self._baris_area(baris, nomor, nama)
        for b in i.baris:
            if (
                b.jenis == "komponen"
                or (b.jenis == "aspek" and b.induk != self._pertama())
                or b.kode == self._kode_total()
            ):
                baris += 1
                self._baris_simpul(baris, b.kode, i.judul_simpul(b.kode), tebal=b.jenis != "aspek")
        return baris + 1

    def _pertama(self) -> str:
        return self.formulir.instrumen.peran.pengungkit

    def _baris_area(self, baris: int, nomor: str, nama: str) -> None:
        i = self.formulir.instrumen
        self.ws.write_string(baris, 0, f"{nomor}. {nama}", self.g.tabel())
        tengah = self.g.tabel(num_format=DUA, align="center")
        self.ws.merge_range(baris, 1, baris, 2, as_double(i.bobot_area(nomor)), tengah)
        bobot = d.alamat(baris, 1, kolom_tetap=True)
        for p in self.denah.penilai:
            k = self._kolom(p)
            for geser, kode in enumerate(i.bagian_area(nomor)):
                self.ws.write_formula(
                    baris,
                    k + geser,
                    f"={self.denah.sel(p, 'nilai', kode, lembar=True)}",
                    self.g.tabel(num_format=DUA, align="center"),
                    self.formulir.nilai(p, kode),
                )
            bagian = f"{d.alamat(baris, k)}+{d.alamat(baris, k + 1)}"
            persen = sum(self.formulir.nilai(p, x) for x in i.bagian_area(nomor)) / as_double(i.bobot_area(nomor))
            self.ws.write_formula(
                baris, k + 2, f"=({bagian})/{bobot}", self.g.tabel(num_format=PERSEN, align="center", bold=True), persen
            )
            self._sel_area[nomor, p] = d.alamat(baris, k + 2)

    def _baris_simpul(self, baris: int, kode: str, teks: str, *, tebal: bool) -> None:
        sifat = {"bold": tebal, "bg_color": ABU} if tebal else {}
        self.ws.write_string(baris, 0, teks if tebal else f"   {teks}", self.g.tabel(**sifat))
        bobot = self.formulir.instrumen.bobot(kode)
        self.ws.merge_range(baris, 1, baris, 2, as_double(bobot), self.g.tabel(num_format=DUA, align="center", **sifat))
        for p in self.denah.penilai:
            k = self._kolom(p)
            dua = self.g.tabel(num_format=DUA, align="center", **sifat)
            nilai = self.formulir.nilai(p, "total" if kode == self._kode_total() else kode)
            self.ws.merge_range(baris, k, baris, k + 1, "", dua)
            self.ws.write_formula(baris, k, f"={self.denah.sel(p, 'nilai', kode, lembar=True)}", dua, nilai)
            rumus = f"={d.alamat(baris, k)}/{d.alamat(baris, 1, kolom_tetap=True)}"
            persen = self.g.tabel(num_format=PERSEN, align="center", **sifat)
            self.ws.write_formula(baris, k + 2, rumus, persen, nilai / as_double(bobot))

    # --- thresholds -----------------------------------------------------------------------------

    def _ambang(self, baris: int, baris_tahap: int) -> int:
        """Table of all thresholds; returns the last row. *baris_tahap* holds the stages."""
        self._kepala_penilai(baris, "Ambang", *(f"Minimal {x}" for x in PREDIKAT))
        self.ws.set_row(baris, 30)
        baris += 1
        for kolom in range(_KOLOM_PENILAI):
            self.ws.write_blank(baris, kolom, None, self.g.tabel(bg_color=BIRU_MUDA))
        for p in self.denah.penilai:
            for geser, teks in enumerate(("Nilai", *PREDIKAT)):
                judul = self.g.tabel(bold=True, align="center", bg_color=BIRU_MUDA)
                self.ws.write_string(baris, self._kolom(p) + geser, teks, judul)
        for ambang in self.formulir.ambang.daftar:
            baris += 1
            bentuk = PERSEN if ambang.satuan == "persen" else DUA
            self.ws.write_string(baris, 0, label_ambang(self.formulir, ambang), self.g.tabel(text_wrap=True))
            for geser, predikat in enumerate(PREDIKAT, 1):
                tengah = self.g.tabel(num_format=bentuk, align="center")
                minimal = _dalam_sel(ambang, ambang.minimal[predikat])
                self.ws.write_formula(baris, geser, f"={nama_ambang(ambang.kode, predikat)}", tengah, minimal)
            for p in self.denah.penilai:
                self._syarat(baris, ambang, p, d.alamat(baris_tahap, self._kolom(p)))
        return baris

    def _syarat(self, baris: int, ambang: Ambang, p: Penilai, tahap: str) -> None:
        """One threshold of one assessor: the value, and for each predicate whether it is met."""
        instrumen = self.formulir.instrumen
        k, penilaian = self._kolom(p), self.formulir.penilaian.get(p)
        if ambang.satuan == "persen":
            asal = self._sel_area[ambang.simpul, p]
        else:
            asal = self.denah.sel(p, "nilai", kata.node_row(ambang, instrumen), lembar=True)
        nilai = _dalam_sel(ambang, ambang_value(ambang, penilaian.nilai, instrumen)) if penilaian else 0.0
        bentuk = PERSEN if ambang.satuan == "persen" else DUA
        self.ws.write_formula(baris, k, f"={asal}", self.g.tabel(num_format=bentuk, align="center"), nilai)
        for geser, predikat in enumerate(PREDIKAT, 1):
            batas = d.alamat(baris, geser, kolom_tetap=True)
            rumus = kata.threshold_formula(
                tahap, *self.hitungan.batas(ambang, p), batas, pengungkit=belongs_to_pengungkit(ambang, instrumen)
            )
            tersimpan = kata.threshold(penilaian, ambang, predikat)
            kecil = self.g.tabel(align="center", font_size=8, text_wrap=True)
            self.ws.write_formula(baris, k + geser, rumus, kecil, tersimpan)
            self._sel_syarat[ambang.kode, predikat, p] = d.alamat(baris, k + geser)
        self._color((baris, k + 1, baris, k + 2), d.alamat(baris, k + 1))


def _dalam_sel(ambang: Ambang, nilai: Fraction) -> float:
    """A figure in points as it is, one in percent as the ratio a cell with % holds."""
    return as_double(nilai / 100 if ambang.satuan == "persen" else nilai)


_WARNA_SERI = ("#2F5597", "#ED7D31", "#70AD47", "#7030A0", "#00B0F0", "#A5A5A5", "#C00000", "#806000")
_GARIS = {"visible": True, "line": {"color": "#D9D9D9"}}


def area_chart(
    buku: Workbook, seri: Sequence[tuple[str, int]], baris: tuple[int, int], ukuran: tuple[int, int]
) -> ChartBar:
    """The chart, one series per (name, column) of *seri*, over the rows *baris* (first, last) of the summary.

    *ukuran* is width and height in pixels. Values are shares of each area's weight.
    """
    grafik = buku.add_chart({"type": "bar"})
    pertama, akhir = baris
    for (nama, kolom), warna in zip(seri, cycle(_WARNA_SERI), strict=False):
        grafik.add_series(
            {
                "name": nama,
                "categories": [RINGKASAN, pertama, 0, akhir, 0],
                "values": [RINGKASAN, pertama, kolom, akhir, kolom],
                "fill": {"color": warna},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0%", "font": {"size": 8}},
            }
        )
    grafik.set_title({"name": "Capaian area pengungkit (% dari bobot area)", "name_font": {"size": 11}})
    grafik.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": _GARIS})
    grafik.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    grafik.set_legend({"position": "bottom"} if len(seri) > 1 else {"none": True})
    grafik.set_size({"width": ukuran[0], "height": ukuran[1]})
    return grafik
