"""The sheet Ringkasan of rekap.xlsx: identity of the run, and groups with live sums over the sheet Rekap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zi_cli.batch.recap import TAHAP_AKHIR, YA, GrupRekap, Rekap
from zi_cli.files import real_path
from zi_cli.findings.record import column_letters
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.report.xlsx_base import Penulis, SheetColumn, storable_text
from zi_cli.scoring.result import MEMENUHI
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.text import path_text
from zi_cli.version import __version__
from zi_cli.views.identity import proposal_day

if TYPE_CHECKING:
    from zi_cli.report.xlsx_sheet import Lembar


class Ringkasan:
    """Writes the sheet Ringkasan."""

    def __init__(self, penulis: Penulis, rekap: Rekap) -> None:
        self.penulis = penulis
        self.gaya = penulis.gaya
        self.rekap = rekap

    def write(self) -> None:
        """Identity of the run, then the groups with live sums over the sheet Rekap."""
        lembar = self.penulis.lembar("Ringkasan")
        kolom = self._kolom_grup()
        baris = 0
        lembar.set_row(baris, 24)
        lembar.write_string(baris, 0, "Rekap evaluasi Zona Integritas", self.gaya["judul"])
        for label, isi in self._identitas():
            baris += 1
            lembar.write_string(baris, 0, label, self.gaya["label"])
            lembar.write_string(baris, 1, storable_text(isi), self.gaya["polos"])
        kepala = baris + 2
        self.penulis.prepare(lembar, [SheetColumn(k[0], k[1]) for k in kolom], kepala, cetak=True)
        awal = kepala + 1
        grup = self.rekap.grup
        for b, g in enumerate(grup, start=awal):
            lembar.write_string(b, 0, storable_text(g.nama), self.gaya["teks"])
            angka = _angka(g)
            for k, (_, _, kunci, rumus, gaya) in enumerate(kolom[1:], start=1):
                lembar.write_formula(b, k, rumus(b + 1), self.gaya[gaya], angka[kunci])
        self._jumlah(lembar, kolom, awal, awal + len(grup))
        lembar.autofilter(kepala, 0, max(kepala, awal + len(grup) - 1), len(kolom) - 1)

    def _identitas(self) -> list[tuple[str, str]]:
        r = self.rekap
        diubah = f"; diperketat: {', '.join(r.ambang.diubah)}" if r.ambang.diubah else ""
        berkas = []
        if r.konfigurasi.berkas is not None:
            berkas.append(("Konfigurasi", f"{path_text(r.konfigurasi.berkas.name)}, SHA-256 {r.konfigurasi.sha256}"))
        if r.kelayakan is not None:
            k = r.kelayakan
            hari = proposal_day(k.tanggal, disebut=k.tanggal_disebut)
            isi = f"{path_text(k.daftar.berkas.name)}, SHA-256 {k.daftar.sha256}, syarat per {hari}"
            berkas.append(("Daftar satker", isi))
        return [
            ("Folder", r.folder.name or real_path(r.folder).name),
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
            ("Mencetak", "Ringkasan dan Rekap; lembar lain sesudah Tata Letak Halaman > Area Cetak > Hapus Area Cetak"),
        ]

    def _kolom_grup(self) -> list[tuple[str, float, str, Any, str]]:
        """(heading, width, key, formula of a row number, format) of the group table."""
        rentang = self._rentang

        def sama(b: int) -> str:
            # Not COUNTIF: a group may be named ">5" or "A*", and EXACT knows large from small letters.
            return f"--EXACT({rentang('grup')},$A{b})"

        def jumlah(kunci: str) -> Any:
            return lambda b: f"=SUMPRODUCT({sama(b)},{rentang(kunci)})"

        def cacah(kunci: str, kata: str) -> Any:
            return lambda b: f'=SUMPRODUCT({sama(b)},--EXACT({rentang(kunci)},"{kata}"))'

        def rata(kunci: str) -> Any:
            return lambda b: _rumus_rata(sama(b), rentang(kunci), *self._filter(kunci, rentang("tahap")))

        gagal = f"'Gagal dibaca'!$B$2:$B${max(2, len(self.rekap.gagal) + 1)}"
        lulus = [(p, 9.0, p.lower(), cacah(p.lower(), MEMENUHI), "bulat") for p in PREDIKAT]
        terus = [("Diteruskan", 11.0, "diteruskan", cacah("diteruskan", YA), "bulat")]
        if self.rekap.pendahuluan:
            lulus = []
        elif not any(self.rekap.awal(s) for s in self.rekap.satker):
            terus = []
        layak = [("Layak", 9.0, "layak", cacah("layak", KATA_LAYAK[True]), "bulat")] if self.rekap.kelayakan else []
        return [
            ("Kanwil", 48.0, "", None, "teks"),
            ("Satker", 9.0, "satker", lambda b: f"=SUMPRODUCT({sama(b)})", "bulat"),
            *lulus,
            *layak,
            *terus,
            ("Rata-rata Pengungkit", 12.0, "pengungkit", rata("pengungkit"), "angka"),
            ("Rata-rata Hasil", 12.0, "hasil", rata("hasil"), "angka"),
            ("Rata-rata total", 12.0, "total", rata("total"), "angka"),
            ("Kesalahan", 10.0, "galat", jumlah("galat"), "bulat"),
            ("Peringatan", 12.0, "peringatan", jumlah("peringatan"), "bulat"),
            ("Gagal dibaca", 9.0, "gagal", lambda b: f"=SUMPRODUCT(--EXACT({gagal},$A{b}))", "bulat"),
        ]

    def _jumlah(self, lembar: Lembar, kolom: list[tuple[str, float, str, Any, str]], awal: int, baris: int) -> None:
        """The last row: sums, and means over all satker."""
        lembar.write_string(baris, 0, "Jumlah", self.gaya["jumlah_teks"])
        angka = _angka(self.rekap.jumlah)
        for k, (_, _, kunci, _, gaya) in enumerate(kolom[1:], start=1):
            if gaya == "bulat":
                h = column_letters(k)
                rumus = f"=SUM({h}{awal + 1}:{h}{max(baris, awal + 1)})"
            else:
                saring = self._filter(kunci, self._rentang("tahap"))
                rumus = _rumus_rata(f"ISNUMBER({self._rentang(kunci)})*1", self._rentang(kunci), *saring)
            lembar.write_formula(baris, k, rumus, self.gaya[f"jumlah_{gaya}"], angka[kunci])

    def _filter(self, kunci: str, tahap: str) -> tuple[str, ...]:
        """The further condition of a mean: Hasil and total count only where Hasil is assessed."""
        return (f'--EXACT({tahap},"{TAHAP_AKHIR}")',) if kunci in ("hasil", "total") else ()

    def _rentang(self, kunci: str) -> str:
        """The cells of a column of the sheet Rekap."""
        h = column_letters(self.rekap.kolom.index(kunci))
        return f"Rekap!${h}$2:${h}${max(2, len(self.rekap.satker) + 1)}"


def _angka(g: GrupRekap) -> dict[str, float | str]:
    """The figures of a group by column; a mean of nothing is blank."""
    rata: dict[str, float | str] = {k: "" if n is None else n for k, n in g.rata_rata.items()}
    lulus = {p.lower(): n for p, n in g.memenuhi.items()}
    temuan = {"galat": g.galat, "peringatan": g.peringatan}
    layak: dict[str, float | str] = {} if g.layak is None else {"layak": g.layak}
    return {"satker": g.satker, **lulus, **layak, "diteruskan": g.diteruskan, **rata, **temuan, "gagal": g.gagal}


def _rumus_rata(*syarat_dan_nilai: str) -> str:
    """A mean over the rows that meet every condition; the second argument is the range of values."""
    pertama, nilai, *lain = syarat_dan_nilai
    syarat = ",".join([pertama, *lain])
    return f'=IF(SUMPRODUCT({syarat})=0,"",SUMPRODUCT({syarat},{nilai})/SUMPRODUCT({syarat}))'
