"""rekap.xlsx: the recap as a workbook, written row by row in constant memory.

XlsxWriter, not openpyxl: it writes a formula together with its value, so that a viewer which does not
recalculate shows the sums as well, and it never holds a sheet in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.batch.recap import RankedSatker, Rekap, area_columns
from zi_cli.batch.versions import age_text
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import TINGKAT_WORDS
from zi_cli.forms.verdict_formulas import text_literal
from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.pages.recap_summary import Ringkasan
from zi_cli.report.workbook import CREATED
from zi_cli.report.xlsx_base import MAX_ROWS, Penulis, SheetColumn
from zi_cli.scoring.result import BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI
from zi_cli.scoring.words import ELIGIBILITY_WORDS, drivers_met, drivers_open
from zi_cli.version import __version__

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from zi_cli.pengajuan.eligibility import HasilSatker
    from zi_cli.report.xlsx_sheet import Lembar

#: Print scale in percent of sheets too wide for one page.
_SCALE_WIDTH = 50


def write_xlsx(rekap: Rekap, target: Path) -> None:
    """Write *rekap* to *target*."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(target), {"constant_memory": True, "tmpdir": str(target.parent)}) as book:
        traits = {"title": "Rekap evaluasi Zona Integritas", "comments": f"zi {__version__}", "created": CREATED}
        book.set_properties(traits)
        _Lembaran(book, rekap).write_all()


class _Lembaran(Penulis):
    """Writes the sheets of one recap, in the order they are shown."""

    def __init__(self, book: Workbook, rekap: Rekap) -> None:
        super().__init__(book)
        self.rekap = rekap

    def write_all(self) -> None:
        """All sheets; those about the preliminary stage or a predicate only where they apply."""
        r = self.rekap
        Ringkasan(self, r).write()
        self.write_satker()
        self.per_indikator()
        self.temuan()
        self.write_failed()
        if not r.pendahuluan:
            for p in PREDIKAT:
                self.usulan(f"Usulan {p}", r.calon(p))
        if r.pendahuluan or any(r.awal(s) for s in r.satker):
            self.usulan("Layak diteruskan", r.forwarded())
        if r.kelayakan is not None:
            self.syarat()
            self.write_without_lke(r.kelayakan.tanpa_lke)
        if r.versi:
            self.write_versions()
        if r.dilewati:
            self.write_skipped()

    # --- sheets ------------------------------------------------------------------------------

    def write_satker(self) -> None:
        """One row a satker with figures, verdicts, failing thresholds and findings."""
        r = self.rekap
        sheet = self.new_sheet("Rekap")
        area = [SheetColumn(f"{n} {r.instrumen.nama_area[n]} (%)", 11, "angka") for n in r.instrumen.nama_area]
        columns = [
            SheetColumn("No.", 6, "bulat"),
            *((SheetColumn("Kode", 9),) if r.kelayakan else ()),
            *(
                SheetColumn("Satker", 38, "lipat"),
                SheetColumn("Kanwil", 25, "lipat"),
                SheetColumn("Tahun", 6.5, "tahun"),
            ),
            *(SheetColumn("Tahap", 11), SheetColumn("Penilai", 8), *area),
            *(
                *(SheetColumn(n, max(9, len(n) + 1), "angka") for n in self.rekap.instrumen.nama_komponen),
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
        self.prepare(sheet, columns, 0, key=3 if r.kelayakan else 2, cetak=True)
        # On paper figures and verdicts, one page wide; reasons and sources are for the screen.
        sheet.print_area(
            0, 0, max(1, len(r.satker)), max(i for i, c in enumerate(columns) if c.judul in (*PREDIKAT, "Layak"))
        )
        self.fill(sheet, columns, r.table_rows())
        end = max(1, len(r.satker))
        self._colour_areas(sheet, end)
        for k in (i for i, c in enumerate(columns) if c.judul in (*PREDIKAT, "Layak")):
            self._colour_words(sheet, (1, k, end, k), _putusan_colours(self.rekap.instrumen))

    def per_indikator(self) -> None:
        """The matrix satker × indicator: value 0 to 1, blank where there is no usable answer."""
        sheet = self.new_sheet("Per indikator")
        indikator = self.rekap.instrumen.indikator
        columns = [
            SheetColumn("Satker", 38),
            SheetColumn("Kanwil", 24),
            *(SheetColumn(b.kode, 6.5, "rasio") for b in indikator),
        ]
        self.prepare(sheet, columns, 0, key=1, turned=2, skala=_SCALE_WIDTH)
        for k, b in enumerate(indikator, start=2):
            sheet.write_comment(0, k, f"Baris {b.nomor}: {b.teks}", {"x_scale": 2})
        cells = self.column_cells(columns, empty=False)
        for r, s in enumerate(self.rekap.satker, start=1):
            sheet.write_cells(r, [s.called, s.grup, *self.rekap.indikator_ratios(s)], cells)
        skala = {"type": "3_color_scale", "min_color": "#F8CBAD", "mid_color": "#FFF2CC", "max_color": "#C6E0B4"}
        fixed = {
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": 0,
            "mid_value": 0.5,
            "max_value": 1,
        }
        sheet.conditional_format(1, 2, max(1, len(self.rekap.satker)), len(columns) - 1, skala | fixed)

    def temuan(self) -> None:
        """Every finding of every ranked satker; further sheets when one is not enough."""
        columns = [
            *(SheetColumn("Satker", 34), SheetColumn("Kanwil", 22), SheetColumn("Tingkat", 11), SheetColumn("Kode", 9)),
            *(
                SheetColumn("Sel", 16),
                SheetColumn("Indikator", 13),
                SheetColumn("Pesan", 90, "lipat"),
                SheetColumn("Berkas", 40),
            ),
        ]
        content = self._temuan_rows()
        number = 1
        while True:
            sheet = self.new_sheet("Temuan" if number == 1 else f"Temuan {number}")
            self.prepare(sheet, columns, 0)
            written = self.fill(sheet, columns, content)
            self._colour_words(
                sheet,
                (1, 2, max(1, written), 2),
                {TINGKAT_WORDS["galat"]: "merah", TINGKAT_WORDS["peringatan"]: "kuning"},
            )
            if written < MAX_ROWS - 1:
                return
            number += 1

    def write_failed(self) -> None:
        """Files that gave no result, with the reason and what to do."""
        sheet = self.new_sheet("Gagal dibaca")
        columns = [
            *(SheetColumn("Berkas", 60), SheetColumn("Kanwil", 26), SheetColumn("Kode", 9)),
            *(SheetColumn("Sebab", 80, "lipat"), SheetColumn("Perbaikan", 60, "lipat")),
        ]
        self.prepare(sheet, columns, 0)
        self.fill(
            sheet,
            columns,
            (
                (g.nama, g.grup, g.temuan.kode, g.temuan.pesan, CATALOGUE[g.temuan.kode].perbaikan)
                for g in self.rekap.gagal
            ),
        )

    def usulan(self, name: str, daftar: Sequence[RankedSatker]) -> None:
        """A list of satker to propose, or to pass on to the next assessor."""
        sheet, penilai = self.new_sheet(name), self.rekap.instrumen.penilai
        columns = [
            *(SheetColumn("No.", 6, "bulat"), SheetColumn("Satker", 44), SheetColumn("Kanwil", 28)),
            *(
                *(SheetColumn(n, max(9, len(n) + 1), "angka") for n in self.rekap.instrumen.nama_komponen),
                SheetColumn("Total", 9, "tebal"),
            ),
            *(SheetColumn("Penilai", 22), SheetColumn("Usulan di berkas", 10)),
            *(SheetColumn("Kesalahan", 10, "bulat"), SheetColumn("Berkas", 48)),
        ]
        self.prepare(sheet, columns, 0)
        self.fill(
            sheet,
            columns,
            (
                (i, s.called, s.grup, r.pengungkit, r.hasil, r.total, penilai.name_of(r.penilai), r.usulan,
                 s.temuan_counts()[0], r.nama)
                for i, (s, r) in enumerate(((s, s.ringkas) for s in daftar), start=1)
            ),
        )  # fmt: skip

    def syarat(self) -> None:
        """The matrix satker × requirement: met, not met, or no data; blank where it does not apply."""
        sheet = self.new_sheet("Syarat")
        results = [(s, h) for s in self.rekap.satker if (h := self.rekap.hasil_syarat(s)) is not None]
        label = {x.kode: x.label for _, h in results for x in h.syarat}
        columns = [
            *(SheetColumn("Satker", 38), SheetColumn("Kanwil", 22), SheetColumn("Usulan", 8), SheetColumn("Layak", 12)),
            *(SheetColumn(text, 15, "lipat") for text in label.values()),
            SheetColumn("Alasan", 90, "lipat"),
        ]
        self.prepare(sheet, columns, 0, key=1)
        row = (
            (s.called, s.grup, h.usulan, ELIGIBILITY_WORDS[h.layak],
             *({x.kode: _SYARAT_WORDS[x.memenuhi] for x in h.syarat}.get(k) for k in label),
             "; ".join(h.alasan))
            for s, h in results
        )  # fmt: skip
        self.fill(sheet, columns, row)
        self._colour_words(
            sheet,
            (1, 3, max(1, len(results)), len(columns) - 2),
            {**_putusan_colours(self.rekap.instrumen), **_SYARAT_COLOURS},
        )

    def write_without_lke(self, daftar: Sequence[HasilSatker]) -> None:
        """Rows of the register that propose something and have no worksheet in the folder."""
        sheet = self.new_sheet("Tanpa LKE")
        columns = [
            *(SheetColumn("Kode", 14), SheetColumn("Satker", 44), SheetColumn("Usulan", 9)),
            *(SheetColumn("Layak", 12), SheetColumn("Alasan", 110, "lipat")),
        ]
        self.prepare(sheet, columns, 0)
        self.fill(
            sheet,
            columns,
            ((h.kode, h.nama, h.usulan, ELIGIBILITY_WORDS[h.layak], "; ".join(h.alasan)) for h in daftar),
        )

    def write_versions(self) -> None:
        """Satker found in several files: which file counts, and why."""
        sheet, penilai = self.new_sheet("Versi"), self.rekap.instrumen.penilai
        columns = [
            *(
                SheetColumn("Satker", 38),
                SheetColumn("Dipakai", 9),
                SheetColumn("Berkas", 60),
                SheetColumn("Keterangan", 52, "lipat"),
            ),
            *(SheetColumn("Alasan", 52, "lipat"), SheetColumn("Total", 9, "angka"), SheetColumn("SHA-256", 68)),
        ]
        self.prepare(sheet, columns, 0)
        self.fill(
            sheet,
            columns,
            (
                (member[0].called, "tidak" if i else "ya", s.ringkas.nama, age_text(s.ringkas, penilai),
                 "" if i else v.alasan, s.ringkas.total, s.ringkas.sha256)
                for v, member in self.rekap.versi
                for i, s in enumerate(member)
            ),
        )  # fmt: skip

    def write_skipped(self) -> None:
        """Files passed over, by reason, with the first names."""
        sheet = self.new_sheet("Dilewati")
        columns = [SheetColumn("Alasan", 44), SheetColumn("Jumlah", 9, "bulat"), SheetColumn("Contoh", 110, "lipat")]
        self.prepare(sheet, columns, 0)
        self.fill(sheet, columns, ((a, x.jumlah, "\n".join(x.contoh[:20])) for a, x in self.rekap.dilewati.items()))

    # --- parts of sheets -----------------------------------------------------------------------

    def _colour_words(self, sheet: Lembar, span: tuple[int, int, int, int], styles: Mapping[str, str]) -> None:
        """The style of each word over the cells of *span* (first row and column, last row and column) that say it."""
        for word, style in styles.items():
            rule = {"type": "cell", "criteria": "==", "value": text_literal(word), "format": self.gaya[style]}
            sheet.conditional_format(*span, rule)

    def _colour_areas(self, sheet: Lembar, end: int) -> None:
        """Red below the area's percentage for WBK, yellow below the one for WBBM."""
        column = self.rekap.columns
        for name, a in zip(
            area_columns(self.rekap.instrumen),
            (a for a in self.rekap.ambang.daftar if a.satuan == "persen"),
            strict=True,
        ):
            k = column.index(name)
            for p, style in zip(PREDIKAT, ("merah", "kuning"), strict=True):
                syarat = {"type": "cell", "criteria": "<", "value": float(a.minimal[p]), "format": self.gaya[style]}
                sheet.conditional_format(1, k, end, k, {**syarat, "stop_if_true": True})

    def _temuan_rows(self) -> Iterable[tuple[Any, ...]]:
        for s in self.rekap.satker:
            for t in self.rekap.temuan(s):
                yield (
                    s.called, s.grup, TINGKAT_WORDS[t["tingkat"]], t["kode"], t["sel"], t["indikator"],
                    t["pesan"], s.ringkas.nama,
                )  # fmt: skip


_SYARAT_WORDS = {True: "ya", False: "tidak", None: "belum ada data"}
_SYARAT_COLOURS = {_SYARAT_WORDS[True]: "hijau", _SYARAT_WORDS[False]: "merah", _SYARAT_WORDS[None]: "kuning"}


def _putusan_colours(instrumen: Instrumen) -> dict[str, str]:
    return {
        MEMENUHI: "hijau",
        drivers_met(instrumen): "hijau",
        BELUM_PASTI: "kuning",
        drivers_open(instrumen): "kuning",
        BELUM_MEMENUHI: "merah",
        ELIGIBILITY_WORDS[True]: "hijau",
        ELIGIBILITY_WORDS[False]: "merah",
        ELIGIBILITY_WORDS[None]: "kuning",
    }
