"""rekap.xlsx: the recap as a workbook, written row by row in constant memory.

XlsxWriter, not openpyxl: it writes a formula together with its value, so that a viewer which does not
recalculate shows the sums as well, and it never holds a sheet in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.batch.recap import RankedSatker, Rekap, kolom_area
from zi_cli.batch.versions import age_text
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import KATA_TINGKAT
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pages.recap_summary import Ringkasan
from zi_cli.report.workbook import CREATED
from zi_cli.report.xlsx_base import BARIS_MAKS, Penulis, SheetColumn, storable_text
from zi_cli.scoring.result import BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI
from zi_cli.scoring.words import KATA_LAYAK, PENGUNGKIT_MEMENUHI, PENGUNGKIT_TERBUKA
from zi_cli.version import __version__

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from zi_cli.pengajuan.eligibility import HasilSatker
    from zi_cli.report.xlsx_sheet import Lembar

#: Print scale in percent of sheets too wide for one page.
_SKALA_LEBAR = 50


def write_xlsx(rekap: Rekap, tujuan: Path) -> None:
    """Write *rekap* to *tujuan*."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(tujuan), {"constant_memory": True, "tmpdir": str(tujuan.parent)}) as buku:
        sifat = {"title": "Rekap evaluasi Zona Integritas", "comments": f"zi {__version__}", "created": CREATED}
        buku.set_properties(sifat)
        _Lembaran(buku, rekap).semua()


class _Lembaran(Penulis):
    """Writes the sheets of one recap, in the order they are shown."""

    def __init__(self, buku: Workbook, rekap: Rekap) -> None:
        super().__init__(buku)
        self.rekap = rekap

    def semua(self) -> None:
        """All sheets; those about the preliminary stage or a predicate only where they apply."""
        r = self.rekap
        Ringkasan(self, r).write()
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
            self.syarat()
            self.tanpa_lke(r.kelayakan.tanpa_lke)
        if r.versi:
            self.versi()
        if r.dilewati:
            self.dilewati()

    # --- sheets ------------------------------------------------------------------------------

    def rekap_satker(self) -> None:
        """One row a satker with figures, verdicts, failing thresholds and findings."""
        r = self.rekap
        lembar = self.lembar("Rekap")
        area = [SheetColumn(f"{n} {r.instrumen.nama_area[n]} (%)", 11, "angka") for n in r.instrumen.nama_area]
        kolom = [
            SheetColumn("No.", 6, "bulat"),
            *((SheetColumn("Kode", 9),) if r.kelayakan else ()),
            *(
                SheetColumn("Satker", 38, "lipat"),
                SheetColumn("Kanwil", 25, "lipat"),
                SheetColumn("Tahun", 6.5, "tahun"),
            ),
            *(SheetColumn("Tahap", 11), SheetColumn("Penilai", 8), *area),
            *(
                SheetColumn("Pengungkit", 11, "angka"),
                SheetColumn("Hasil", 9, "angka"),
                SheetColumn("Total", 9, "tebal"),
            ),
            *(SheetColumn(p, 20, "lipat") for p in PREDIKAT),
            *((SheetColumn("Usulan", 9), SheetColumn("Layak", 17)) if r.kelayakan else ()),
            *(SheetColumn("Total maks.", 9, "angka"), SheetColumn("Tanpa jawaban", 9, "bulat")),
            *(SheetColumn(f"Ambang {p} tidak tercapai", 46) for p in PREDIKAT),
            *(
                SheetColumn("Kesalahan", 10, "bulat"),
                SheetColumn("Peringatan", 11, "bulat"),
                SheetColumn("Info", 7, "bulat"),
            ),
            SheetColumn("Diteruskan", 10.5),
            *((SheetColumn("Alasan", 70),) if r.kelayakan else ()),
            *(SheetColumn("Berkas", 48), SheetColumn("SHA-256", 68)),
        ]
        self.prepare(lembar, kolom, 0, kunci=3 if r.kelayakan else 2, cetak=True)
        # On paper figures and verdicts, one page wide; reasons and sources are for the screen.
        lembar.print_area(
            0, 0, max(1, len(r.satker)), max(i for i, c in enumerate(kolom) if c.judul in (*PREDIKAT, "Layak"))
        )
        self.fill(lembar, kolom, r.baris())
        akhir = max(1, len(r.satker))
        self._warna_area(lembar, akhir)
        for k in (i for i, c in enumerate(kolom) if c.judul in (*PREDIKAT, "Layak")):
            for kata, gaya in _WARNA_PUTUSAN.items():
                syarat = {"type": "cell", "criteria": "==", "value": f'"{kata}"', "format": self.gaya[gaya]}
                lembar.conditional_format(1, k, akhir, k, syarat)

    def per_indikator(self) -> None:
        """The matrix satker × indicator: value 0 to 1, blank where there is no usable answer."""
        lembar = self.lembar("Per indikator")
        indikator = self.rekap.instrumen.indikator
        kolom = [
            SheetColumn("Satker", 38),
            SheetColumn("Kanwil", 24),
            *(SheetColumn(b.kode, 6.5, "rasio") for b in indikator),
        ]
        self.prepare(lembar, kolom, 0, kunci=1, putar=2, skala=_SKALA_LEBAR)
        for k, b in enumerate(indikator, start=2):
            lembar.write_comment(0, k, f"Baris {b.nomor}: {b.teks}", {"x_scale": 2})
        awal = self.cell_starts(kolom)
        for r, s in enumerate(self.rekap.satker, start=1):
            nilai = self.rekap.matriks(s)
            lembar.write_cells(r, [storable_text(s.sebutan), storable_text(s.grup), *nilai], awal, kosong=False)
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
            *(SheetColumn("Satker", 34), SheetColumn("Kanwil", 22), SheetColumn("Tingkat", 11), SheetColumn("Kode", 9)),
            *(
                SheetColumn("Sel", 16),
                SheetColumn("Indikator", 13),
                SheetColumn("Pesan", 90, "lipat"),
                SheetColumn("Berkas", 40),
            ),
        ]
        isi = self._baris_temuan()
        nomor = 1
        while True:
            lembar = self.lembar("Temuan" if nomor == 1 else f"Temuan {nomor}")
            self.prepare(lembar, kolom, 0)
            ditulis = self.fill(lembar, kolom, isi)
            for kata, gaya in ((KATA_TINGKAT["galat"], "merah"), (KATA_TINGKAT["peringatan"], "kuning")):
                syarat = {"type": "cell", "criteria": "==", "value": f'"{kata}"', "format": self.gaya[gaya]}
                lembar.conditional_format(1, 2, max(1, ditulis), 2, syarat)
            if ditulis < BARIS_MAKS - 1:
                return
            nomor += 1

    def gagal(self) -> None:
        """Files that gave no result, with the reason and what to do."""
        lembar = self.lembar("Gagal dibaca")
        kolom = [
            *(SheetColumn("Berkas", 60), SheetColumn("Kanwil", 26), SheetColumn("Kode", 9)),
            *(SheetColumn("Sebab", 80, "lipat"), SheetColumn("Perbaikan", 60, "lipat")),
        ]
        self.prepare(lembar, kolom, 0)
        self.fill(
            lembar,
            kolom,
            (
                (g.nama, g.grup, g.temuan.kode, g.temuan.pesan, CATALOGUE[g.temuan.kode].perbaikan)
                for g in self.rekap.gagal
            ),
        )

    def usulan(self, nama: str, daftar: Sequence[RankedSatker]) -> None:
        """A list of satker to propose, or to pass on to the next assessor."""
        lembar, penilai = self.lembar(nama), self.rekap.instrumen.penilai
        kolom = [
            *(SheetColumn("No.", 6, "bulat"), SheetColumn("Satker", 44), SheetColumn("Kanwil", 28)),
            *(
                SheetColumn("Pengungkit", 11, "angka"),
                SheetColumn("Hasil", 9, "angka"),
                SheetColumn("Total", 9, "tebal"),
            ),
            *(SheetColumn("Penilai", 22), SheetColumn("Usulan di berkas", 10)),
            *(SheetColumn("Kesalahan", 10, "bulat"), SheetColumn("Berkas", 48)),
        ]
        self.prepare(lembar, kolom, 0)
        self.fill(
            lembar,
            kolom,
            (
                (i, s.sebutan, s.grup, r.pengungkit, r.hasil, r.total, penilai.nama(r.penilai), r.usulan,
                 s.jumlah_temuan()[0], r.nama)
                for i, (s, r) in enumerate(((s, s.ringkas) for s in daftar), start=1)
            ),
        )  # fmt: skip

    def syarat(self) -> None:
        """The matrix satker × requirement: met, not met, or no data; blank where it does not apply."""
        lembar = self.lembar("Syarat")
        hasil = [(s, h) for s in self.rekap.satker if (h := self.rekap.hasil_syarat(s)) is not None]
        label = {x.kode: x.label for _, h in hasil for x in h.syarat}
        kolom = [
            *(SheetColumn("Satker", 38), SheetColumn("Kanwil", 22), SheetColumn("Usulan", 8), SheetColumn("Layak", 12)),
            *(SheetColumn(teks, 15, "lipat") for teks in label.values()),
            SheetColumn("Alasan", 90, "lipat"),
        ]
        self.prepare(lembar, kolom, 0, kunci=1)
        baris = (
            (s.sebutan, s.grup, h.usulan, KATA_LAYAK[h.layak],
             *({x.kode: _KATA_SYARAT[x.memenuhi] for x in h.syarat}.get(k) for k in label),
             "; ".join(h.alasan))
            for s, h in hasil
        )  # fmt: skip
        self.fill(lembar, kolom, baris)
        for kata, gaya in {**_WARNA_PUTUSAN, **_WARNA_SYARAT}.items():
            aturan = {"type": "cell", "criteria": "==", "value": f'"{kata}"', "format": self.gaya[gaya]}
            lembar.conditional_format(1, 3, max(1, len(hasil)), len(kolom) - 2, aturan)

    def tanpa_lke(self, daftar: Sequence[HasilSatker]) -> None:
        """Rows of the register that propose something and have no worksheet in the folder."""
        lembar = self.lembar("Tanpa LKE")
        kolom = [
            *(SheetColumn("Kode", 14), SheetColumn("Satker", 44), SheetColumn("Usulan", 9)),
            *(SheetColumn("Layak", 12), SheetColumn("Alasan", 110, "lipat")),
        ]
        self.prepare(lembar, kolom, 0)
        self.fill(lembar, kolom, ((h.kode, h.nama, h.usulan, KATA_LAYAK[h.layak], "; ".join(h.alasan)) for h in daftar))

    def versi(self) -> None:
        """Satker found in several files: which file counts, and why."""
        lembar, penilai = self.lembar("Versi"), self.rekap.instrumen.penilai
        kolom = [
            *(
                SheetColumn("Satker", 38),
                SheetColumn("Dipakai", 9),
                SheetColumn("Berkas", 60),
                SheetColumn("Keterangan", 52, "lipat"),
            ),
            *(SheetColumn("Alasan", 52, "lipat"), SheetColumn("Total", 9, "angka"), SheetColumn("SHA-256", 68)),
        ]
        self.prepare(lembar, kolom, 0)
        self.fill(
            lembar,
            kolom,
            (
                (anggota[0].sebutan, "tidak" if i else "ya", s.ringkas.nama, age_text(s.ringkas, penilai),
                 "" if i else v.alasan, s.ringkas.total, s.ringkas.sha256)
                for v, anggota in self.rekap.versi
                for i, s in enumerate(anggota)
            ),
        )  # fmt: skip

    def dilewati(self) -> None:
        """Files passed over, by reason, with the first names."""
        lembar = self.lembar("Dilewati")
        kolom = [SheetColumn("Alasan", 44), SheetColumn("Jumlah", 9, "bulat"), SheetColumn("Contoh", 110, "lipat")]
        self.prepare(lembar, kolom, 0)
        self.fill(lembar, kolom, ((a, x.jumlah, "\n".join(x.contoh[:20])) for a, x in self.rekap.dilewati.items()))

    # --- parts of sheets -----------------------------------------------------------------------

    def _warna_area(self, lembar: Lembar, akhir: int) -> None:
        """Red below the area's percentage for WBK, yellow below the one for WBBM."""
        kolom = self.rekap.kolom
        for nama, a in zip(
            kolom_area(self.rekap.instrumen), (a for a in self.rekap.ambang.daftar if a.satuan == "persen"), strict=True
        ):
            k = kolom.index(nama)
            for p, gaya in zip(PREDIKAT, ("merah", "kuning"), strict=True):
                syarat = {"type": "cell", "criteria": "<", "value": float(a.minimal[p]), "format": self.gaya[gaya]}
                lembar.conditional_format(1, k, akhir, k, {**syarat, "stop_if_true": True})

    def _baris_temuan(self) -> Iterable[tuple[Any, ...]]:
        for s in self.rekap.satker:
            for t in self.rekap.temuan(s):
                yield (
                    s.sebutan, s.grup, KATA_TINGKAT[t["tingkat"]], t["kode"], t["sel"], t["indikator"],
                    t["pesan"], s.ringkas.nama,
                )  # fmt: skip


_KATA_SYARAT = {True: "ya", False: "tidak", None: "belum ada data"}
_WARNA_SYARAT = {_KATA_SYARAT[True]: "hijau", _KATA_SYARAT[False]: "merah", _KATA_SYARAT[None]: "kuning"}
_WARNA_PUTUSAN = {
    MEMENUHI: "hijau",
    PENGUNGKIT_MEMENUHI: "hijau",
    BELUM_PASTI: "kuning",
    PENGUNGKIT_TERBUKA: "kuning",
    BELUM_MEMENUHI: "merah",
    KATA_LAYAK[True]: "hijau",
    KATA_LAYAK[False]: "merah",
    KATA_LAYAK[None]: "kuning",
}
