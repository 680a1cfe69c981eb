"""The check of a whole register: pairing, every satker's answer, portfolio and calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zi_cli.config import Config, Instansi
from zi_cli.files import real_path
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.names import name_key
from zi_cli.pengajuan.calendar import Kalender, build_calendar, calendar_findings
from zi_cli.pengajuan.eligibility import (
    FOLLOW_UP,
    IDENTITAS,
    INSTANSI,
    Aturan,
    HasilSatker,
    TemuanBerkas,
    check_satker,
)
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.facts import ASAL_OPSI, doubted_setting, instansi_facts, setting_place
from zi_cli.pengajuan.follow_up import FollowUp, open_by_satker, read_follow_ups, unknown_satker
from zi_cli.pengajuan.kawasan import Kawasan, kawasan_findings, read_kawasan
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import Pasangan, one_a_satker, pair_lke, unclaimed
from zi_cli.pengajuan.portfolio import Pengusul, Portfolio, count_portfolio
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.pengajuan.register.side_sheets import TINDAK_LANJUT
from zi_cli.text import path_text, ringkas

#: Settings that every satker's answer hangs on.
_BAGI_SEMUA = (
    *("usulan.tahun", "usulan.tanggal", "usulan.penilai"),
    *("instansi.jumlah_satker", "instansi.jumlah_berpredikat"),
)


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """The answer for all: satker sorted by what is missing, least first; findings about the whole.

    ``tanggal_disebut``: somebody gave the date (False: it is today's).
    ``tidak_diusulkan`` counts the register's rows that say they are not proposed; ``kawasan`` are those they name.
    """

    tanggal: date
    tanggal_disebut: bool
    satker: tuple[HasilSatker, ...]
    tidak_diusulkan: int
    temuan: tuple[TemuanBerkas, ...]
    portofolio: Portfolio
    kalender: Kalender
    kawasan: tuple[Kawasan, ...] = ()

    @property
    def semua_layak(self) -> bool:
        """Whether every satker asked about is eligible, and there is one at all."""
        return bool(self.satker) and all(s.layak for s in self.satker)


def check_register(
    aturan: Aturan,
    daftar: DaftarSatker | None,
    bahan: Sequence[LkeFacts],
    *,
    akar: Sequence[Path] = (),
    hanya: Path | None = None,
    isian: Satker | None = None,
) -> HasilPeriksa:
    """Check every satker of *daftar* and every worksheet of *bahan*.

    *akar* are further folders that ``berkas_lke`` may point into. *hanya* limits the answer to
    the satker of one file (portfolio and calendar still see the whole register). Without a
    register the worksheets stand alone, and what only it could tell comes from *isian* (a row
    made of options) or is missing.
    """
    baris, sisa, temuan_sisa = _pair(daftar, bahan, akar, hanya)
    semua = daftar.satker if daftar else ()
    kalender = build_calendar(semua, aturan.tanggal, aturan.syarat.kalender, aturan.konfigurasi.kalender, aturan.batas)
    umum, per_baris = _group(daftar, kalender)
    nama_daftar = path_text(daftar.berkas.name) if daftar else ""
    sha256 = daftar.sha256 if daftar else None
    bersama, temuan_cacah = counts_fact(aturan, semua)
    bersama = setting_doubts(aturan.konfigurasi) or bersama
    if daftar is not None and daftar.ragu:
        bersama.append(Fact(IDENTITAS, Jawaban.BELUM, daftar.ragu, (Asal(nama_daftar, None, sha256),)))
    umum += [TemuanBerkas(nama_daftar if t.sel else None, t) for t in temuan_cacah]
    terbuka = open_by_satker(read_follow_ups(daftar)) if aturan.konfigurasi.tindak_lanjut != "abaikan" else {}
    if daftar is not None and aturan.konfigurasi.tindak_lanjut != "abaikan":
        milik_lembar = (*daftar.sheet(TINDAK_LANJUT).temuan, *unknown_satker(daftar, TINDAK_LANJUT))
        umum += [TemuanBerkas(nama_daftar, t) for t in milik_lembar]
    hasil: list[HasilSatker] = []
    for p in baris:
        if p.satker.usulan != "Tidak" or hanya is not None:
            temuan = [*per_baris.pop(register_row(p.satker), ()), *p.temuan]
            fakta, lagi = follow_up_fact(terbuka.get(p.satker.sebutan, ()), aturan, nama_daftar, sha256)
            isi = (aturan, p.satker, p.bahan, nama_daftar, [*temuan, *lagi])
            hasil.append(check_satker(*isi, sha256_daftar=sha256, bersama=[*bersama, *fakta]))
    for b in sisa:
        temuan = [*temuan_sisa.get(b.jalur, ()), *([unclaimed(b)] if daftar is not None else [])]
        hasil.append(check_satker(aturan, isian, b, nama_daftar or ASAL_OPSI, temuan, bersama=bersama))
    if hanya is None:
        umum += [TemuanBerkas(nama_daftar, t) for temuan in per_baris.values() for t in temuan]
    portofolio = _portofolio(aturan, semua, hasil, rusak=bool(temuan_cacah))
    kawasan: tuple[Kawasan, ...] = ()
    if daftar is not None and hanya is None:
        dikenal = aturan.konfigurasi.instrumen.penilai
        kawasan = read_kawasan(daftar, baris, aturan.tim or dikenal.penentu, dikenal)
        umum += [TemuanBerkas(nama_daftar, t) for t in kawasan_findings(daftar, kawasan)]
    umum += [TemuanBerkas(None, t) for t in _temuan_portofolio(portofolio, aturan)]
    umum += [TemuanBerkas(nama_daftar if t.sel else None, t) for t in temuan_instansi(aturan)]
    umum += [TemuanBerkas(nama_daftar, t) for t in aturan.konfigurasi.temuan]
    return HasilPeriksa(
        tanggal=aturan.tanggal,
        tanggal_disebut=aturan.tanggal_disebut,
        satker=tuple(sorted(hasil, key=_urutan)),
        tidak_diusulkan=sum(1 for s in semua if s.usulan == "Tidak"),
        temuan=tuple(umum),
        portofolio=portofolio,
        kalender=kalender,
        kawasan=kawasan,
    )


def register_row(satker: Satker) -> int:
    """The row of the register that *satker* stands on."""
    return next(iter(satker.sel.values())).baris


def temuan_instansi(aturan: Aturan) -> list[Temuan]:
    """DAT537 for every value of the ministry that is no grade or number."""
    return [
        t
        for s in aturan.syarat.daftar
        if s.tingkat == "instansi"
        for t in instansi_facts(s, aturan.konfigurasi, aturan.opsi)[1]
    ]


def follow_up_fact(
    terbuka: Sequence[FollowUp], aturan: Aturan, nama_daftar: str, sha256: str | None
) -> tuple[list[Fact], list[Temuan]]:
    """THP006 for what is still open of a satker's follow-up; where the setting says so, the fact that keeps it back."""
    if not terbuka:
        return [], []
    tahan = aturan.konfigurasi.tindak_lanjut == "tahan"
    jumlah = {"jumlah": len(terbuka), "terlambat": sum(1 for f in terbuka if f.late_days(aturan.tanggal))}
    t = make_temuan("THP006", terbuka[0].tempat, tingkat="galat" if tahan else None, **jumlah)
    if not tahan:
        return [], [t]
    asal = (Asal(nama_daftar, terbuka[0].tempat, sha256),)
    return [Fact(FOLLOW_UP, Jawaban.TIDAK, t.pesan.rstrip("."), asal)], [t]


def counts_fact(aturan: Aturan, semua: Sequence[Satker]) -> tuple[list[Fact], list[Temuan]]:
    """Whether the ministry's own counts can be true, beside each other and the register's holders (DAT536).

    Nothing when there are no counts. The portfolio never decides, but counts that can't be leave everything open.
    """
    konfigurasi = aturan.konfigurasi
    jumlah, punya = konfigurasi.instansi.jumlah_satker, konfigurasi.instansi.jumlah_berpredikat
    if konfigurasi.berkas is None or punya is None:
        return [], []
    di_daftar = len({name_key(s.sebutan) for s in semua if s.memegang})
    kunci = "instansi.jumlah_berpredikat"
    isian, asal = setting_place(konfigurasi, kunci)
    if asal.sel is None:
        isian = f"jumlah_berpredikat di {path_text(konfigurasi.berkas.name)}"
    sebab = ""
    if jumlah is not None and punya > jumlah:
        sebab = f"{isian} {punya} melebihi jumlah satker {jumlah}"
    elif di_daftar > punya:
        sebab = f"{di_daftar} satker berpredikat di daftar, tetapi {isian} {punya}"
    if not sebab:
        return [Fact(INSTANSI, Jawaban.YA, "", (asal,))], []
    return [Fact(INSTANSI, Jawaban.BELUM, f"Data instansi: {sebab}", (asal,))], [
        make_temuan("DAT536", asal.sel, sebab=sebab)
    ]


def setting_doubts(k: Config) -> list[Fact]:
    """Settings on which every answer hangs, and which say something that can't be used."""
    ragu = (doubted_setting(k, kunci) for kunci in _BAGI_SEMUA)
    return [Fact(INSTANSI, Jawaban.BELUM, sebab, (asal,)) for sebab, asal in filter(None, ragu)]


def _pair(
    daftar: DaftarSatker | None, bahan: Sequence[LkeFacts], akar: Sequence[Path], hanya: Path | None
) -> tuple[Sequence[Pasangan], Sequence[LkeFacts], Mapping[Path, tuple[Temuan, ...]]]:
    if daftar is None:
        return (), *one_a_satker(bahan)
    hasil = pair_lke(daftar, bahan, akar)
    if hanya is None:
        return hasil.baris, hasil.sisa, hasil.temuan_sisa
    tujuan = real_path(hanya)
    milik = [p for p in hasil.baris if p.bahan is not None and real_path(p.bahan.jalur) == tujuan]
    return milik, [b for b in hasil.sisa if real_path(b.jalur) == tujuan], hasil.temuan_sisa


def _group(daftar: DaftarSatker | None, kalender: Kalender) -> tuple[list[TemuanBerkas], dict[int, list[Temuan]]]:
    """Findings about the whole, and those about one row of the register by its number."""
    umum: list[TemuanBerkas] = []
    per_baris: dict[int, list[Temuan]] = {}
    if daftar is not None:
        ada = {register_row(s) for s in daftar.satker}
        for t in daftar.temuan:
            if t.sel is not None and t.sel.baris in ada:
                per_baris.setdefault(t.sel.baris, []).append(t)
            else:
                umum.append(TemuanBerkas(path_text(daftar.berkas.name), t))
    for s, t in calendar_findings(kalender):
        if s is None:
            umum.append(TemuanBerkas(None, t))
        else:
            per_baris.setdefault(register_row(s), []).append(t)
    return umum, per_baris


def _portofolio(aturan: Aturan, semua: Sequence[Satker], hasil: Sequence[HasilSatker], *, rusak: bool) -> Portfolio:
    """Every proposal once: of the register's rows, and those that only a worksheet names."""
    layak = {name_key(h.nama) for h in hasil if h.layak is True}
    usulan = {name_key(s.sebutan): (s.usulan or "", s.predikat) for s in semua}
    for h in hasil:
        if h.satker is None or h.satker.usulan is None:
            usulan[name_key(h.nama)] = (h.usulan or "", h.satker.predikat if h.satker else None)
    pengusul = [Pengusul(diminta, dimiliki, kunci in layak) for kunci, (diminta, dimiliki) in usulan.items()]
    instansi = Instansi() if rusak else aturan.konfigurasi.instansi
    return count_portfolio(instansi, pengusul, aturan.syarat.portofolio)


def _temuan_portofolio(p: Portfolio, aturan: Aturan) -> list[Temuan]:
    catatan, sumber = aturan.syarat.portofolio.catatan, aturan.syarat.portofolio.sumber
    for melebihi, persen, keadaan in (
        (p.melebihi_sebelum, p.persen_sebelum, "Sudah"),
        (p.melebihi_sesudah, p.persen_sesudah, "Dengan usulan ini akan menjadi"),
    ):
        if melebihi and persen is not None:
            isi = {"keadaan": keadaan, "persen": ringkas(persen, 2), "catatan": catatan, "sumber": sumber}
            return [make_temuan("SYR411", tingkat=None, batas=p.batas_persen, **isi)]
    return []


def _urutan(h: HasilSatker) -> tuple[int, int, int, str]:
    """Eligible first, then those that lack data, then those that fail; fewest gaps first."""
    tidak, belum = h.kurang
    return ((True, None, False).index(h.layak), tidak, belum, h.nama.casefold())
