"""Sheet "Ringkasan": areas, thresholds and verdicts per assessor, with a chart of the six areas."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from zi_cli.instrumen.model import PREDIKAT, Ambang, Predikat
from zi_cli.scoring.model import Penilaian
from zi_cli.worksheet.formulir import denah as d
from zi_cli.worksheet.formulir.gaya import (
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
from zi_cli.worksheet.formulir.isi import Formulir, angka
from zi_cli.worksheet.formulir.referensi import label_ambang, nama_ambang
from zi_cli.worksheet.model import Penilai

#: Comparison with a threshold is on figures rounded to this many decimals: far finer than any answer,
#: coarse enough that a sum of doubles equal to the threshold on paper is equal here.
DIGIT_BANDING = 10

BELUM_DINILAI, PENDAHULUAN, AKHIR = "Belum dinilai", "Pendahuluan (Hasil belum dinilai)", "Akhir"
MEMENUHI, BELUM_MEMENUHI = "Memenuhi", "Belum memenuhi"
PENGUNGKIT_MEMENUHI, PENGUNGKIT_BELUM = "Pengungkit memenuhi", "Pengungkit belum memenuhi"

_WARNA_SERI = ("#2F5597", "#ED7D31", "#70AD47", "#7030A0", "#00B0F0", "#A5A5A5", "#C00000", "#806000")
_KOLOM_LABEL, _KOLOM_BOBOT, _KOLOM_PENILAI = 0, 1, 2


@dataclass
class LembarRingkasan:
    """Writes the summary; ``putusan`` and ``angka_pokok`` remember cells by assessor."""

    buku: Workbook
    ws: Worksheet
    formulir: Formulir
    denah: d.Denah
    g: Gaya
    _sel_area: dict[tuple[str, Penilai], str] = field(default_factory=dict)
    _sel_syarat: dict[tuple[str, Predikat, Penilai], str] = field(default_factory=dict)

    def tulis(self) -> None:
        """Write verdicts, areas, chart and thresholds, in that order down the sheet."""
        ws, g = self.ws, self.g
        ws.hide_gridlines(2)
        ws.set_column(_KOLOM_LABEL, _KOLOM_LABEL, 62, g())
        ws.set_column(_KOLOM_BOBOT, _KOLOM_BOBOT, 12, g())
        ws.set_column(_KOLOM_PENILAI, _KOLOM_PENILAI + 3 * len(self.denah.penilai) - 1, 11.5, g())
        ws.write_string(0, 0, "Ringkasan Penilaian", g(bold=True, font_size=14))
        n = self.formulir.identitas
        tahun = str(n.tahun) if n.tahun is not None else ""
        ws.write_formula(1, 0, f"={d.SAMPUL}!C6&\"\"", g(bold=True, font_size=12), n.satker)
        ws.write_formula(2, 0, f"=IF({d.SAMPUL}!C13=\"\",\"\",\"Tahun \"&{d.SAMPUL}!C13)", g(), f"Tahun {tahun}" if tahun else "")
        jumlah_pokok = 7
        baris_area = 4 + jumlah_pokok + 2
        baris_ambang = self._area(baris_area) + 18
        self._grafik(baris_area, baris_ambang - 17)
        akhir = self._ambang(baris_ambang)
        self._pokok(4)
        ws.write_string(akhir + 1, 0, self._sumber(), g(italic=True, font_size=9))
        ws.fit_to_pages(1, 1 if len(self.denah.penilai) == 1 else 0)
        ws.print_area(0, 0, akhir + 1, _KOLOM_PENILAI + 3 * len(self.denah.penilai) - 1)

    def _sumber(self) -> str:
        a = self.formulir.ambang
        ubah = f" Diperketat: {'; '.join(a.diubah)}." if a.diubah else ""
        return f"Ambang {a.nama}: {a.sumber}; {a.diverifikasi}.{ubah}"

    def _kolom(self, p: Penilai) -> int:
        return _KOLOM_PENILAI + 3 * self.denah.penilai.index(p)

    def _kepala_penilai(self, baris: int, judul: str, kiri: str) -> None:
        self.ws.write_string(baris, _KOLOM_LABEL, judul, self.g.kepala(align="left"))
        self.ws.write_string(baris, _KOLOM_BOBOT, kiri, self.g.kepala())
        for p in self.denah.penilai:
            k = self._kolom(p)
            self.ws.merge_range(baris, k, baris, k + 2, d.KEPALA_PENILAI[p], self.g.kepala())

    # --- the figures at the top ---------------------------------------------------------------

    def _pokok(self, baris: int) -> None:
        """Stage, blanks, total, highest possible total and the verdicts."""
        self._kepala_penilai(baris, "Putusan", "")
        label = ("Tahap", "Indikator tanpa jawaban", "Nilai total", "Nilai tertinggi yang masih mungkin")
        for geser, teks in enumerate((*label, *(f"Putusan {x}" for x in PREDIKAT)), 1):
            self.ws.write_string(baris + geser, 0, teks, self.g.tabel(bold=True))
            self.ws.write_blank(baris + geser, 1, None, self.g.tabel())
        tebal = {"align": "center", "bold": True}
        for p in self.denah.penilai:
            k = self._kolom(p)
            penilaian = self.formulir.penilaian.get(p)
            isi: list[tuple[str, float | int | str, str]] = [
                (self._rumus_tahap(p), _tahap(penilaian), "General"),
                (f"={self._kosong(p, '1')}", self._jumlah_kosong(penilaian), BULAT),
                (f"={self._total(p)}", self.formulir.nilai(p, "total") if penilaian else 0.0, DUA),
                (
                    f"={self._total(p)}+{self._kosong(p, self.denah.rentang(d.BOBOT))}",
                    angka(penilaian.nilai_maks if penilaian else self._bobot_total()),
                    DUA,
                ),
            ]
            tahap = xl_rowcol_to_cell(baris + 1, k)
            for predikat in PREDIKAT:
                isi.append((self._rumus_putusan(p, predikat, tahap), _putusan(penilaian, predikat), "General"))
            for geser, (rumus, nilai, bentuk) in enumerate(isi, 1):
                sel = self.g.tabel(num_format=bentuk, text_wrap=bentuk == "General", font_size=9, **tebal)
                self.ws.merge_range(baris + geser, k, baris + geser, k + 2, "", sel)
                self.ws.write_formula(baris + geser, k, rumus, sel, nilai)
            putusan = (baris + 5, k, baris + 4 + len(PREDIKAT), k + 2)
            self._warnai(putusan, xl_rowcol_to_cell(baris + 5, k, col_abs=True))

    def _warnai(self, rentang: tuple[int, int, int, int], sel: str) -> None:
        for cocok, warna, teks in (
            ((BELUM_MEMENUHI, PENGUNGKIT_BELUM), SALAH, TEKS_SALAH),
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

    def _kosong(self, p: Penilai, kali: str) -> str:
        """Sum of *kali* over the indicators without a usable answer."""
        pilihan = self.denah.rentang(d.PILIHAN)
        persen = self.denah.rentang(self.denah.kolom(p, "persen"))
        return f'SUMPRODUCT(({pilihan}<>"")*({pilihan}<>"Jumlah")*({persen}="")*{kali})'

    def _terisi(self, p: Penilai, kode: list[str]) -> str:
        """Number of indicators among *kode* that have a usable answer."""
        awal, akhir = (self.denah.baris(k) for k in (kode[0], kode[-1]))
        pilihan, persen = d.PILIHAN, self.denah.kolom(p, "persen")
        rentang = [
            f"'{d.LKE}'!{xl_rowcol_to_cell(awal, k, True, True)}:{xl_rowcol_to_cell(akhir, k, True, True)}"
            for k in (pilihan, persen)
        ]
        return f'SUMPRODUCT(({rentang[0]}<>"")*({rentang[1]}<>""))'

    def _rumus_tahap(self, p: Penilai) -> str:
        indikator = [b.kode for b in self.formulir.instrumen.indikator]
        akar = [b.kode for b in self.formulir.instrumen.baris if b.jenis == "komponen"]
        hasil = [k for k in indikator if k.startswith(f"{akar[-1]}.")]
        return (
            f'=IF({self._terisi(p, indikator)}=0,"{BELUM_DINILAI}",'
            f'IF({self._terisi(p, hasil)}=0,"{PENDAHULUAN}","{AKHIR}"))'
        )

    def _rumus_putusan(self, p: Penilai, predikat: Predikat, tahap: str) -> str:
        semua = [self._sel_syarat[a.kode, predikat, p] for a in self.formulir.ambang.daftar]
        pengungkit = [
            self._sel_syarat[a.kode, predikat, p] for a in self.formulir.ambang.daftar if self._milik_pengungkit(a)
        ]
        def lulus(sel: list[str]) -> str:
            return "AND(" + ",".join(f'{s}="{MEMENUHI}"' for s in sel) + ")"
        return (
            f'=IF({tahap}="{BELUM_DINILAI}","{BELUM_DINILAI}",IF({tahap}="{AKHIR}",'
            f'IF({lulus(semua)},"{MEMENUHI}","{BELUM_MEMENUHI}"),'
            f'IF({lulus(pengungkit)},"{PENGUNGKIT_MEMENUHI}","{PENGUNGKIT_BELUM}")))'
        )

    def _milik_pengungkit(self, a: Ambang) -> bool:
        pertama = next(b.kode for b in self.formulir.instrumen.baris if b.jenis == "komponen")
        return a.simpul in self.formulir.instrumen.nama_area or a.simpul == pertama

    # --- areas and chart ------------------------------------------------------------------------

    def _area(self, baris: int) -> int:
        """Table of the six areas, Pengungkit, Hasil and total; returns the next free row."""
        i = self.formulir.instrumen
        self._kepala_penilai(baris, "Area dan komponen", "Bobot")
        baris += 1
        self.ws.write_blank(baris, 0, None, self.g.tabel(bg_color=BIRU_MUDA))
        self.ws.write_blank(baris, 1, None, self.g.tabel(bg_color=BIRU_MUDA))
        for p in self.denah.penilai:
            for geser, teks in enumerate(("Pemenuhan", "Reform", "% area")):
                self.ws.write_string(
                    baris, self._kolom(p) + geser, teks, self.g.tabel(bold=True, align="center", bg_color=BIRU_MUDA)
                )
        for nomor, nama in i.nama_area.items():
            baris += 1
            self._baris_area(baris, nomor, nama)
        for b in i.baris:
            if b.jenis == "komponen" or (b.jenis == "aspek" and b.induk != self._pertama()) or b.kode == self._kode_total():
                baris += 1
                self._baris_simpul(baris, b.kode, b.teks, tebal=b.jenis != "aspek")
        return baris + 1

    def _pertama(self) -> str:
        return next(b.kode for b in self.formulir.instrumen.baris if b.jenis == "komponen")

    def _baris_area(self, baris: int, nomor: str, nama: str) -> None:
        i = self.formulir.instrumen
        self.ws.write_string(baris, 0, f"{nomor}. {nama}", self.g.tabel())
        self.ws.write_number(baris, 1, angka(i.bobot_area(nomor)), self.g.tabel(num_format=DUA, align="center"))
        bobot = xl_rowcol_to_cell(baris, 1, col_abs=True)
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
            bagian = f"{xl_rowcol_to_cell(baris, k)}+{xl_rowcol_to_cell(baris, k + 1)}"
            persen = sum(self.formulir.nilai(p, x) for x in i.bagian_area(nomor)) / angka(i.bobot_area(nomor))
            self.ws.write_formula(
                baris, k + 2, f"=({bagian})/{bobot}", self.g.tabel(num_format=PERSEN, align="center", bold=True), persen
            )
            self._sel_area[nomor, p] = xl_rowcol_to_cell(baris, k + 2)

    def _baris_simpul(self, baris: int, kode: str, teks: str, *, tebal: bool) -> None:
        sifat = {"bold": tebal, "bg_color": ABU} if tebal else {}
        self.ws.write_string(baris, 0, teks.capitalize() if tebal else f"   {teks.capitalize()}", self.g.tabel(**sifat))
        bobot = self.formulir.instrumen.bobot(kode)
        self.ws.write_number(baris, 1, angka(bobot), self.g.tabel(num_format=DUA, align="center", **sifat))
        for p in self.denah.penilai:
            k = self._kolom(p)
            dua = self.g.tabel(num_format=DUA, align="center", **sifat)
            nilai = self.formulir.nilai(p, "total" if kode == self._kode_total() else kode) if p in self.formulir.penilaian else 0.0
            self.ws.merge_range(baris, k, baris, k + 1, "", dua)
            self.ws.write_formula(baris, k, f"={self.denah.sel(p, 'nilai', kode, lembar=True)}", dua, nilai)
            rumus = f"={xl_rowcol_to_cell(baris, k)}/{xl_rowcol_to_cell(baris, 1, col_abs=True)}"
            persen = self.g.tabel(num_format=PERSEN, align="center", **sifat)
            self.ws.write_formula(baris, k + 2, rumus, persen, nilai / angka(bobot))

    def _grafik(self, baris_area: int, baris: int) -> None:
        """Bar chart of the areas: one series an assessor, percent of each area's weight."""
        grafik = self.buku.add_chart({"type": "bar"})
        pertama, akhir = baris_area + 2, baris_area + 1 + len(self.formulir.instrumen.nama_area)
        for nomor, p in enumerate(self.denah.penilai):
            grafik.add_series(
                {
                    "name": d.KEPALA_PENILAI[p],
                    "categories": [d.RINGKASAN, pertama, 0, akhir, 0],
                    "values": [d.RINGKASAN, pertama, self._kolom(p) + 2, akhir, self._kolom(p) + 2],
                    "fill": {"color": _WARNA_SERI[nomor]},
                    "gap": 60,
                    "data_labels": {"value": True, "num_format": "0%", "font": {"size": 8}},
                }
            )
        grafik.set_title({"name": "Capaian enam area pengungkit (% dari bobot area)", "name_font": {"size": 11}})
        grafik.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        grafik.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        if len(self.denah.penilai) == 1:
            grafik.set_legend({"none": True})
        else:
            grafik.set_legend({"position": "bottom"})
        grafik.set_size({"width": 860, "height": 330})
        self.ws.insert_chart(baris, 0, grafik, {"object_position": 2, "description": "Grafik batang capaian enam area"})

    # --- thresholds -----------------------------------------------------------------------------

    def _ambang(self, baris: int) -> int:
        """Table of all thresholds; returns the last row."""
        self._kepala_penilai(baris, "Ambang", "WBK / WBBM")
        for ambang in self.formulir.ambang.daftar:
            baris += 1
            persen = ambang.satuan == "persen"
            bentuk = PERSEN if persen else DUA
            self.ws.write_string(baris, 0, label_ambang(self.formulir, ambang), self.g.tabel(text_wrap=True))
            batas = [nama_ambang(ambang.kode, x) for x in PREDIKAT]
            pola = "0%" if persen else "0.00"
            teks = " / ".join(_tampil_ambang(ambang, x) for x in PREDIKAT)
            rumus = "=" + '&" / "&'.join(f'TEXT({n},"{pola}")' for n in batas)
            self.ws.write_formula(baris, 1, rumus, self.g.tabel(align="center"), teks)
            for p in self.denah.penilai:
                self._syarat(baris, ambang, p, bentuk)
        return baris

    def _syarat(self, baris: int, ambang: Ambang, p: Penilai, bentuk: str) -> None:
        k, penilaian = self._kolom(p), self.formulir.penilaian.get(p)
        if ambang.simpul in self.formulir.instrumen.nama_area:
            asal = self._sel_area[ambang.simpul, p]
        else:
            kode = self._kode_total() if ambang.simpul == "total" else ambang.simpul
            asal = self.denah.sel(p, "nilai", kode, lembar=True)
        hasil = {x: {h.kode: h for h in penilaian.putusan[x].ambang}[ambang.kode] for x in PREDIKAT} if penilaian else {}
        nilai = angka(hasil["WBK"].nilai) / (100 if ambang.satuan == "persen" else 1) if hasil else 0.0
        self.ws.write_formula(baris, k, f"={asal}", self.g.tabel(num_format=bentuk, align="center"), nilai)
        sel = xl_rowcol_to_cell(baris, k)
        for geser, predikat in enumerate(PREDIKAT, 1):
            batas = nama_ambang(ambang.kode, predikat)
            rumus = (
                f"=IF(ROUND({sel},{DIGIT_BANDING})>=ROUND({batas},{DIGIT_BANDING}),"
                f'"{MEMENUHI}","{BELUM_MEMENUHI}")'
            )
            lulus = bool(hasil) and hasil[predikat].memenuhi
            tersimpan = MEMENUHI if lulus else BELUM_MEMENUHI
            self.ws.write_formula(baris, k + geser, rumus, self.g.tabel(align="center", font_size=8), tersimpan)
            self._sel_syarat[ambang.kode, predikat, p] = xl_rowcol_to_cell(baris, k + geser)
        self._warnai((baris, k + 1, baris, k + 2), xl_rowcol_to_cell(baris, k + 1))


def _tampil_ambang(ambang: Ambang, predikat: Predikat) -> str:
    n = angka(ambang.minimal[predikat])
    return f"{n:.0f}%" if ambang.satuan == "persen" else f"{n:.2f}"


def _tahap(penilaian: Penilaian | None) -> str:
    if penilaian is None:
        return BELUM_DINILAI
    return AKHIR if penilaian.tahap == "akhir" else PENDAHULUAN


def _putusan(penilaian: Penilaian | None, predikat: Predikat) -> str:
    if penilaian is None:
        return BELUM_DINILAI
    hasil = penilaian.putusan[predikat]
    if penilaian.tahap == "akhir":
        return MEMENUHI if hasil.memenuhi else BELUM_MEMENUHI
    return PENGUNGKIT_MEMENUHI if hasil.pengungkit_memenuhi else PENGUNGKIT_BELUM
