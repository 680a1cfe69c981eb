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
from zi_cli.pengajuan.facts import OPTION_ORIGIN, doubted_setting, instansi_facts, setting_place
from zi_cli.pengajuan.follow_up import FollowUp, open_by_satker, read_follow_ups, unknown_satker
from zi_cli.pengajuan.kawasan import Kawasan, kawasan_findings, read_kawasan
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import Pasangan, one_a_satker, pair_lke, unclaimed
from zi_cli.pengajuan.portfolio import Pengusul, Portfolio, count_portfolio
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.pengajuan.register.side_sheets import TINDAK_LANJUT
from zi_cli.text import path_text, short_number

#: Settings that every satker's answer hangs on.
_FOR_EVERYONE = (
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
    def all_eligible(self) -> bool:
        """Whether every satker asked about is eligible, and there is one at all."""
        return bool(self.satker) and all(s.layak for s in self.satker)


def check_register(
    rules: Aturan,
    daftar: DaftarSatker | None,
    materials: Sequence[LkeFacts],
    *,
    roots: Sequence[Path] = (),
    only: Path | None = None,
    isian: Satker | None = None,
) -> HasilPeriksa:
    """Check every satker of *daftar* and every worksheet of *materials*.

    *roots* are further folders that ``berkas_lke`` may point into. *only* limits the answer to
    the satker of one file, which is always answered for (portfolio and calendar still see the whole register).
    Without a register the worksheets stand alone, and what only it could tell comes from *isian* (a row
    made of options) or is missing.
    """
    rows, rest, temuan_sisa = _pair(daftar, materials, roots, only)
    every = daftar.satker if daftar else ()
    kalender = build_calendar(every, rules.tanggal, rules.syarat.kalender, rules.konfigurasi.kalender, rules.deadline)
    common, by_row = _group(daftar, kalender)
    list_name = path_text(daftar.berkas.name) if daftar else ""
    sha256 = daftar.sha256 if daftar else None
    shared, temuan_cacah = counts_fact(rules, every)
    shared = setting_doubts(rules.konfigurasi) or shared
    if daftar is not None and daftar.ragu:
        shared.append(Fact(IDENTITAS, Jawaban.BELUM, daftar.ragu, (Asal(list_name, None, sha256),)))
    common += [TemuanBerkas(list_name if t.sel else None, t) for t in temuan_cacah]
    opened = open_by_satker(read_follow_ups(daftar)) if rules.konfigurasi.tindak_lanjut != "abaikan" else {}
    if daftar is not None and rules.konfigurasi.tindak_lanjut != "abaikan":
        milik_lembar = (*daftar.sheet(TINDAK_LANJUT).temuan, *unknown_satker(daftar, TINDAK_LANJUT))
        common += [TemuanBerkas(list_name, t) for t in milik_lembar]
    results: list[HasilSatker] = []
    for p in rows:
        if p.satker.usulan != "Tidak" or only is not None:
            temuan = [*by_row.pop(register_row(p.satker), ()), *p.temuan]
            fact, again = follow_up_fact(opened.get(p.satker.called, ()), rules, list_name, sha256)
            content = (rules, p.satker, p.bahan, list_name, [*temuan, *again])
            results.append(check_satker(*content, sha256_daftar=sha256, shared=[*shared, *fact]))
    for b in rest:
        temuan = [*temuan_sisa.get(b.jalur, ())]
        if daftar is not None and not any(t.tingkat == "galat" for t in temuan):
            temuan.append(unclaimed(b))
        results.append(check_satker(rules, isian, b, list_name or OPTION_ORIGIN, temuan, shared=shared))
    if only is None:
        common += [TemuanBerkas(list_name, t) for temuan in by_row.values() for t in temuan]
    portofolio = _portofolio(rules, every, results, damaged=bool(temuan_cacah))
    kawasan: tuple[Kawasan, ...] = ()
    if daftar is not None and only is None:
        known = rules.konfigurasi.instrumen.penilai
        kawasan = read_kawasan(daftar, rows, rules.tim or known.penentu, known, rules.tanggal, rules.tahun)
        common += [TemuanBerkas(list_name, t) for t in kawasan_findings(daftar, kawasan)]
    common += [TemuanBerkas(None, t) for t in _temuan_portofolio(portofolio, rules)]
    common += [TemuanBerkas(list_name if t.sel else None, t) for t in temuan_instansi(rules)]
    common += [TemuanBerkas(list_name, t) for t in rules.konfigurasi.temuan]
    return HasilPeriksa(
        tanggal=rules.tanggal,
        tanggal_disebut=rules.tanggal_disebut,
        satker=tuple(sorted(results, key=_sort_key)),
        tidak_diusulkan=sum(1 for s in every if s.usulan == "Tidak"),
        temuan=tuple(common),
        portofolio=portofolio,
        kalender=kalender,
        kawasan=kawasan,
    )


def register_row(satker: Satker) -> int:
    """The row of the register that *satker* stands on."""
    return next(iter(satker.sel.values())).baris


def temuan_instansi(rules: Aturan) -> list[Temuan]:
    """DAT537 for every value of the ministry that is no grade or number."""
    return [
        t
        for s in rules.syarat.daftar
        if s.tingkat == "instansi"
        for t in instansi_facts(s, rules.konfigurasi, rules.opsi)[1]
    ]


def follow_up_fact(
    opened: Sequence[FollowUp], rules: Aturan, list_name: str, sha256: str | None
) -> tuple[list[Fact], list[Temuan]]:
    """THP006 for what is still open of a satker's follow-up; where the setting says so, the fact that keeps it back."""
    if not opened:
        return [], []
    tahan = rules.konfigurasi.tindak_lanjut == "tahan"
    counts = {"jumlah": len(opened), "terlambat": sum(1 for f in opened if f.late_days(rules.tanggal))}
    t = make_temuan("THP006", opened[0].tempat, level="galat" if tahan else None, **counts)
    if not tahan:
        return [], [t]
    origin = (Asal(list_name, opened[0].tempat, sha256),)
    return [Fact(FOLLOW_UP, Jawaban.TIDAK, t.pesan.rstrip("."), origin)], [t]


def counts_fact(rules: Aturan, every: Sequence[Satker]) -> tuple[list[Fact], list[Temuan]]:
    """Whether the ministry's own counts can be true, beside each other and the register's holders (DAT536).

    Nothing when there are no counts. The portfolio never decides, but counts that can't be leave everything open.
    """
    config = rules.konfigurasi
    count, owned = config.instansi.jumlah_satker, config.instansi.jumlah_berpredikat
    if config.berkas is None or owned is None:
        return [], []
    di_daftar = len({name_key(s.called) for s in every if s.holds_predikat})
    key = "instansi.jumlah_berpredikat"
    isian, origin = setting_place(config, key)
    if origin.sel is None:
        isian = f"jumlah_berpredikat di {path_text(config.berkas.name)}"
    reason = ""
    if count is not None and owned > count:
        reason = f"{isian} {owned} melebihi jumlah satker {count}"
    elif di_daftar > owned:
        reason = f"{di_daftar} satker berpredikat di daftar, tetapi {isian} {owned}"
    if not reason:
        return [Fact(INSTANSI, Jawaban.YA, "", (origin,))], []
    return [Fact(INSTANSI, Jawaban.BELUM, f"Data instansi: {reason}", (origin,))], [
        make_temuan("DAT536", origin.sel, sebab=reason)
    ]


def setting_doubts(k: Config) -> list[Fact]:
    """Settings on which every answer hangs, and which say something that can't be used."""
    doubt = (doubted_setting(k, key) for key in _FOR_EVERYONE)
    return [Fact(INSTANSI, Jawaban.BELUM, reason, (origin,)) for reason, origin in filter(None, doubt)]


def _pair(
    daftar: DaftarSatker | None, materials: Sequence[LkeFacts], roots: Sequence[Path], only: Path | None
) -> tuple[Sequence[Pasangan], Sequence[LkeFacts], Mapping[Path, tuple[Temuan, ...]]]:
    if daftar is None:
        return (), *one_a_satker(materials)
    result = pair_lke(daftar, materials, roots)
    if only is None:
        return result.baris, result.sisa, result.temuan_sisa
    target = real_path(only)
    milik = [p for p in result.baris if p.bahan is not None and real_path(p.bahan.jalur) == target]
    # A file that no row gets is answered for all the same: it may be one that rows claim in vain.
    return milik, [] if milik else [b for b in materials if real_path(b.jalur) == target], result.temuan_sisa


def _group(daftar: DaftarSatker | None, kalender: Kalender) -> tuple[list[TemuanBerkas], dict[int, list[Temuan]]]:
    """Findings about the whole, and those about one row of the register by its number."""
    common: list[TemuanBerkas] = []
    by_row: dict[int, list[Temuan]] = {}
    if daftar is not None:
        present = {register_row(s) for s in daftar.satker}
        for t in daftar.temuan:
            if t.sel is not None and t.sel.baris in present:
                by_row.setdefault(t.sel.baris, []).append(t)
            else:
                common.append(TemuanBerkas(path_text(daftar.berkas.name), t))
    for s, t in calendar_findings(kalender):
        if s is None:
            common.append(TemuanBerkas(None, t))
        else:
            by_row.setdefault(register_row(s), []).append(t)
    return common, by_row


def _portofolio(rules: Aturan, every: Sequence[Satker], results: Sequence[HasilSatker], *, damaged: bool) -> Portfolio:
    """Every proposal once: of the register's rows, and those that only a worksheet names."""
    eligible = {name_key(h.nama) for h in results if h.layak is True}
    usulan = {name_key(s.called): (s.usulan or "", s.predikat) for s in every}
    for h in results:
        if h.satker is None:
            usulan.setdefault(name_key(h.nama), (h.usulan or "", None))
        elif h.satker.usulan is None:
            usulan[name_key(h.nama)] = (h.usulan or "", h.satker.predikat)
    pengusul = [Pengusul(requested, owned, key in eligible) for key, (requested, owned) in usulan.items()]
    instansi = Instansi() if damaged else rules.konfigurasi.instansi
    return count_portfolio(instansi, pengusul, rules.syarat.portofolio)


def _temuan_portofolio(p: Portfolio, rules: Aturan) -> list[Temuan]:
    note, source = rules.syarat.portofolio.catatan, rules.syarat.portofolio.sumber
    for melebihi, persen, state in (
        (p.melebihi_sebelum, p.persen_sebelum, "Sudah"),
        (p.melebihi_sesudah, p.persen_sesudah, "Dengan usulan ini akan menjadi"),
    ):
        if melebihi and persen is not None:
            content = {"keadaan": state, "persen": short_number(persen, 2), "catatan": note, "sumber": source}
            return [make_temuan("SYR411", level=None, batas=p.batas_persen, **content)]
    return []


def _sort_key(h: HasilSatker) -> tuple[int, int, int, str]:
    """Eligible first, then those that lack data, then those that fail; fewest gaps first."""
    tidak, pending = h.kurang
    return ((True, None, False).index(h.layak), tidak, pending, h.nama.casefold())
