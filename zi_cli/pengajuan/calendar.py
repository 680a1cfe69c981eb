"""The calendar: the submission deadline, quarterly evidence updates, two-yearly monev of predicates."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from zi_cli.config import ConfigCalendar
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.requirements import AturanKalender
from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.text import long_date as tulis_tanggal

StatusJadwal = Literal["terlambat", "jatuh tempo", "belum", "tidak wajib", "belum ada data"]

#: A monev due within this many days is shown as "jatuh tempo": time to plan it, our own choice.
DAYS_BEFORE = 90


class Pembaruan(NamedTuple):
    """Evidence updates: the last due date passed, the next, and who has none in that quarter or since."""

    terakhir: date
    berikutnya: date
    belum: tuple[tuple[Satker, date | None], ...]


class Monev(NamedTuple):
    """The two-yearly monev of one predicate: counted from ``sejak``, due on ``jatuh_tempo``."""

    satker: Satker
    predikat: Predikat
    sejak: date | None
    jatuh_tempo: date | None
    sisa_hari: int | None
    status: StatusJadwal


class Kalender(NamedTuple):
    """Everything dated, as of ``tanggal``; ``sisa_hari`` to the deadline is negative when it has passed.

    ``berikutnya`` is the first deadline from ``tanggal`` on: a countdown looks forward.
    """

    tanggal: date
    batas: date
    sisa_hari: int
    berikutnya: date
    pembaruan: Pembaruan
    monev: tuple[Monev, ...]

    @property
    def nothing_overdue(self) -> bool:
        """Whether nothing is overdue: the deadline, an evidence update, a monev."""
        return self.sisa_hari >= 0 and not self.pembaruan.belum and all(m.status != "terlambat" for m in self.monev)


def build_calendar(
    satker: Iterable[Satker],
    tanggal: date,
    rules: AturanKalender,
    config: ConfigCalendar,
    limit: date | None = None,
) -> Kalender:
    """The calendar of *satker* as of *tanggal* (BAB III A.1.c butir 6; BAB IV A d; BAB IV B c–d).

    *limit* is the deadline that counts, by default that of the year of *tanggal*.
    """
    daftar = tuple(satker)
    limit = limit or submission_deadline(tanggal, rules, config)
    return Kalender(
        tanggal,
        limit,
        (limit - tanggal).days,
        next_deadline(tanggal, rules, config),
        _evidence_update(daftar, tanggal, config.pembaruan_data_dukung or rules.pembaruan_data_dukung),
        tuple(
            _monev(s, s.predikat, tanggal, rules.monev_predikat_tahun) for s in daftar if s.predikat in ("WBK", "WBBM")
        ),
    )


def submission_deadline(tanggal: date, rules: AturanKalender, config: ConfigCalendar) -> date:
    """The deadline of the year of *tanggal*; a full date in ``zi.toml`` counts for its own year alone."""
    diatur = config.batas_pengajuan
    if isinstance(diatur, date):
        if diatur.year == tanggal.year:
            return diatur
        diatur = None
    bulan, day = diatur or rules.batas_pengajuan
    return date(tanggal.year, bulan, day)


def next_deadline(tanggal: date, rules: AturanKalender, config: ConfigCalendar) -> date:
    """The first deadline on or after *tanggal*."""
    limit = submission_deadline(tanggal, rules, config)
    return limit if limit >= tanggal else submission_deadline(date(tanggal.year + 1, 1, 1), rules, config)


def calendar_findings(kalender: Kalender) -> list[tuple[Satker | None, Temuan]]:
    """SYR412 to SYR414 for what is late, each with the satker it is about (None: the whole proposal)."""
    temuan: list[tuple[Satker | None, Temuan]] = []
    if kalender.sisa_hari < 0:
        temuan.append((None, make_temuan("SYR412", batas=tulis_tanggal(kalender.batas), hari=-kalender.sisa_hari)))
    for s, day in kalender.pembaruan.belum:
        when = tulis_tanggal(day) if day else "belum ada data"
        limit = tulis_tanggal(kalender.pembaruan.terakhir)
        temuan.append((s, make_temuan("SYR413", s.sel.get("tanggal_data_dukung"), terakhir=when, batas=limit)))
    for m in kalender.monev:
        if m.status == "terlambat" and m.jatuh_tempo and m.sejak:
            cell = m.satker.sel.get("tanggal_monev")
            temuan.append(
                (m.satker, make_temuan("SYR414", cell, predikat=m.predikat, jatuh_tempo=tulis_tanggal(m.jatuh_tempo)))
            )
    return temuan


def _evidence_update(daftar: tuple[Satker, ...], tanggal: date, schedule: tuple[tuple[int, int], ...]) -> Pembaruan:
    """A quarter is open through its due date; an update within the quarter, or later, satisfies it."""
    every = [date(t, b, h) for t in range(tanggal.year - 2, tanggal.year + 2) for b, h in schedule]
    passed = [d for d in every if d < tanggal]
    last, previous = passed[-1], passed[-2]
    pending = tuple(
        (s, s.tanggal_data_dukung)
        for s in daftar
        if s.usulan in ("WBK", "WBBM") and (s.tanggal_data_dukung is None or s.tanggal_data_dukung <= previous)
    )
    return Pembaruan(last, next(d for d in every if d >= tanggal), pending)


def _monev(satker: Satker, predikat: Predikat, tanggal: date, tahun: int) -> Monev:
    sejak = max((d for d in (satker.tanggal_predikat, satker.tanggal_monev) if d), default=None)
    if sejak is None:
        return Monev(satker, predikat, None, None, None, "belum ada data")
    tempo = add_years(sejak, tahun)
    rest = (tempo - tanggal).days
    status: StatusJadwal = "belum"
    if predikat == "WBK" and satker.usulan == "WBBM" and rest >= 0:
        status = "tidak wajib"
    elif rest < 0:
        status = "terlambat"
    elif rest <= DAYS_BEFORE:
        status = "jatuh tempo"
    return Monev(satker, predikat, sejak, tempo, rest, status)


def add_years(day: date, tahun: int) -> date:
    """The same day *tahun* years later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + tahun)
    except ValueError:
        return date(day.year + tahun, 3, 1)
