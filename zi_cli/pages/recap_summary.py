"""The sheet Ringkasan of rekap.xlsx: identity of the run, and groups with live sums over the sheet Rekap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zi_cli.batch.recap import FINAL_TAHAP, YA, GrupRekap, Rekap
from zi_cli.files import real_path
from zi_cli.findings.record import column_letters
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.report.xlsx_base import Penulis, SheetColumn, storable_text
from zi_cli.scoring.result import MEMENUHI
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.text import path_text
from zi_cli.version import __version__
from zi_cli.views.identity import proposal_day

if TYPE_CHECKING:
    from zi_cli.report.xlsx_sheet import Lembar


class Ringkasan:
    """Writes the sheet Ringkasan."""

    def __init__(self, writer: Penulis, rekap: Rekap) -> None:
        self.penulis = writer
        self.gaya = writer.gaya
        self.rekap = rekap

    def write(self) -> None:
        """Identity of the run, then the groups with live sums over the sheet Rekap."""
        sheet = self.penulis.new_sheet("Ringkasan")
        columns = self._group_columns()
        row = 0
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, "Rekap evaluasi Zona Integritas", self.gaya["judul"])
        for label, content in self._identity_rows():
            row += 1
            sheet.write_string(row, 0, label, self.gaya["label"])
            sheet.write_string(row, 1, storable_text(content), self.gaya["polos"])
        header = row + 2
        self.penulis.prepare(sheet, [SheetColumn(k[0], k[1]) for k in columns], header, cetak=True)
        start = header + 1
        grup = self.rekap.grup
        for b, g in enumerate(grup, start=start):
            sheet.write_string(b, 0, storable_text(g.nama), self.gaya["teks"])
            figure = _group_figures(g)
            for k, (_, _, key, formula, style) in enumerate(columns[1:], start=1):
                sheet.write_formula(b, k, formula(b + 1), self.gaya[style], figure[key])
        self._write_sums(sheet, columns, start, start + len(grup))
        sheet.autofilter(header, 0, max(header, start + len(grup) - 1), len(columns) - 1)

    def _identity_rows(self) -> list[tuple[str, str]]:
        r = self.rekap
        changed = f"; diperketat: {', '.join(r.ambang.diubah)}" if r.ambang.diubah else ""
        files = []
        if r.konfigurasi.berkas is not None:
            files.append(("Konfigurasi", f"{path_text(r.konfigurasi.berkas.name)}, SHA-256 {r.konfigurasi.sha256}"))
        if r.kelayakan is not None:
            k = r.kelayakan
            day = proposal_day(k.tanggal, mentioned=k.tanggal_disebut)
            content = f"{path_text(k.daftar.berkas.name)}, SHA-256 {k.daftar.sha256}, syarat per {day}"
            files.append(("Daftar satker", content))
        return [
            ("Folder", r.folder.name or real_path(r.folder).name),
            *files,
            ("Instrumen", f"{r.instrumen.nama}, {r.instrumen.dasar_hukum}"),
            ("Ambang", f"{r.ambang.nama}, {r.ambang.sumber}, {r.ambang.diverifikasi}{changed}"),
            ("Program", f"zi {__version__}"),
            (
                "Berkas",
                f"{r.file_count} ditemukan, {len(r.satker)} satker dinilai, {r.unused_count} versi lain, "
                f"{len(r.gagal)} gagal dibaca, {sum(x.jumlah for x in r.dilewati.values())} dilewati",
            ),
            *(
                [("Tahap", f"pendahuluan: hanya {r.instrumen.nama_komponen[0]} yang menentukan")]
                if r.pendahuluan
                else []
            ),
            ("Mencetak", "Ringkasan dan Rekap; lembar lain sesudah Tata Letak Halaman > Area Cetak > Hapus Area Cetak"),
        ]

    def _group_columns(self) -> list[tuple[str, float, str, Any, str]]:
        """(heading, width, key, formula of a row number, format) of the group table."""
        span = self._column_range

        def same_group(b: int) -> str:
            # Not COUNTIF: a group may be named ">5" or "A*", and EXACT knows large from small letters.
            return f"--EXACT({span('grup')},$A{b})"

        def sum_of(key: str) -> Any:
            return lambda b: f"=SUMPRODUCT({same_group(b)},{span(key)})"

        def count_of(key: str, word: str) -> Any:
            return lambda b: f'=SUMPRODUCT({same_group(b)},--EXACT({span(key)},"{word}"))'

        def mean_of(key: str) -> Any:
            return lambda b: _mean_formula(same_group(b), span(key), *self._filter(key, span("tahap")))

        failed = f"'Gagal dibaca'!$B$2:$B${max(2, len(self.rekap.gagal) + 1)}"
        lulus = [(p, 9.0, p.lower(), count_of(p.lower(), MEMENUHI), "bulat") for p in PREDIKAT]
        terus = [("Diteruskan", 11.0, "diteruskan", count_of("diteruskan", YA), "bulat")]
        if self.rekap.pendahuluan:
            lulus = []
        elif not any(self.rekap.awal(s) for s in self.rekap.satker):
            terus = []
        eligible = (
            [("Layak", 9.0, "layak", count_of("layak", ELIGIBILITY_WORDS[True]), "bulat")]
            if self.rekap.kelayakan
            else []
        )
        drivers, results = self.rekap.instrumen.nama_komponen
        return [
            ("Kanwil", 48.0, "", None, "teks"),
            ("Satker", 9.0, "satker", lambda b: f"=SUMPRODUCT({same_group(b)})", "bulat"),
            *lulus,
            *eligible,
            *terus,
            (f"Rata-rata {drivers}", 12.0, "pengungkit", mean_of("pengungkit"), "angka"),
            (f"Rata-rata {results}", 12.0, "hasil", mean_of("hasil"), "angka"),
            ("Rata-rata total", 12.0, "total", mean_of("total"), "angka"),
            ("Kesalahan", 10.0, "galat", sum_of("galat"), "bulat"),
            ("Peringatan", 12.0, "peringatan", sum_of("peringatan"), "bulat"),
            ("Gagal dibaca", 9.0, "gagal", lambda b: f"=SUMPRODUCT(--EXACT({failed},$A{b}))", "bulat"),
        ]

    def _write_sums(self, sheet: Lembar, columns: list[tuple[str, float, str, Any, str]], start: int, row: int) -> None:
        """The last row: sums, and means over all satker."""
        sheet.write_string(row, 0, "Jumlah", self.gaya["jumlah_teks"])
        figure = _group_figures(self.rekap.everyone)
        for k, (_, _, key, _, style) in enumerate(columns[1:], start=1):
            if style == "bulat":
                h = column_letters(k)
                formula = f"=SUM({h}{start + 1}:{h}{max(row, start + 1)})"
            else:
                saring = self._filter(key, self._column_range("tahap"))
                formula = _mean_formula(f"ISNUMBER({self._column_range(key)})*1", self._column_range(key), *saring)
            sheet.write_formula(row, k, formula, self.gaya[f"jumlah_{style}"], figure[key])

    def _filter(self, key: str, tahap: str) -> tuple[str, ...]:
        """The further condition of a mean: Hasil and total count only where Hasil is assessed."""
        return (f'--EXACT({tahap},"{FINAL_TAHAP}")',) if key in ("hasil", "total") else ()

    def _column_range(self, key: str) -> str:
        """The cells of a column of the sheet Rekap."""
        h = column_letters(self.rekap.columns.index(key))
        return f"Rekap!${h}$2:${h}${max(2, len(self.rekap.satker) + 1)}"


def _group_figures(g: GrupRekap) -> dict[str, float | str]:
    """The figures of a group by column; a mean of nothing is blank."""
    rata: dict[str, float | str] = {k: "" if n is None else n for k, n in g.rata_rata.items()}
    lulus = {p.lower(): n for p, n in g.memenuhi.items()}
    temuan = {"galat": g.galat, "peringatan": g.peringatan}
    eligible: dict[str, float | str] = {} if g.layak is None else {"layak": g.layak}
    return {"satker": g.satker, **lulus, **eligible, "diteruskan": g.diteruskan, **rata, **temuan, "gagal": g.gagal}


def _mean_formula(*syarat_dan_nilai: str) -> str:
    """A mean over the rows that meet every condition; the second argument is the range of values."""
    first, nilai, *other = syarat_dan_nilai
    syarat = ",".join([first, *other])
    return f'=IF(SUMPRODUCT({syarat})=0,"",SUMPRODUCT({syarat},{nilai})/SUMPRODUCT({syarat}))'
