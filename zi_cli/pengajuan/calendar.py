"""The calendar: the submission deadline, quarterly evidence updates, two-yearly monev of predicates."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from zi_cli.config import ConfigCalendar
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.instrumen.requirements import AturanKalender
from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.text import long_date as tulis_tanggal

StatusJadwal = Literal["terlambat", "jatuh tempo", "belum", "tidak wajib", "belum ada data"]

#: A monev due within this many days is shown as "jatuh tempo": time to plan it, our own choice.
DAYS_BEFORE = 90

#: Why nobody can say when a monev is due: neither date is there.
NO_DATE = "tanggal penetapan predikat belum diisi"
#: The dates from which the two years are counted, the latest of them.
MONEV_DATES = ("tanggal_predikat", "tanggal_monev")
_TITLES = {k.field: k.judul for k in COLUMNS}


class Pembaruan(NamedTuple):
    """Evidence updates: the last due date passed, the next, and who has none in that quarter or since."""

    terakhir: date
    berikutnya: date
    belum: tuple[tuple[Satker, date | None], ...]


class Monev(NamedTuple):
    """The two-yearly monev of one predicate: counted from ``sejak``, due on ``jatuh_tempo``.

    With the status "belum ada data" neither is known, and ``sebab`` says why; else it is "".
    """

    satker: Satker
    predikat: Predikat
    sejak: date | None
    jatuh_tempo: date | None
    sisa_hari: int | None
    status: StatusJadwal
    sebab: str = ""


class Kalender(NamedTuple):
    """Everything dated, as of ``tanggal``; ``sisa_hari`` to the deadline is negative when it has passed.

    ``berikutnya`` is the first deadline from ``tanggal`` on: a countdown looks forward. ``tak_terbaca`` are the rows of
    which nobody can say what is due, each with the title of the cell that can't be read.
    """

    tanggal: date
    batas: date
    sisa_hari: int
    berikutnya: date
    pembaruan: Pembaruan
    monev: tuple[Monev, ...]
    tak_terbaca: tuple[tuple[Satker, str], ...] = ()

    @property
    def nothing_overdue(self) -> bool:
        """Whether nothing is overdue for sure: the deadline, an evidence update, a monev; what is not known may be."""
        open_ = any(m.status in ("terlambat", "belum ada data") for m in self.monev)
        return self.sisa_hari >= 0 and not (self.pembaruan.belum or self.tak_terbaca or open_)


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
        tuple((s, _TITLES[f]) for s in daftar for f in ("usulan", "predikat") if f in s.galat),
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
        if m.satker.usulan == "Tidak":
            temuan += [(m.satker, t) for t in dates_to_come(m.satker, kalender.tanggal, MONEV_DATES)]
    return temuan


def dates_to_come(satker: Satker, tanggal: date, fields: Iterable[str], level: Tingkat | None = None) -> list[Temuan]:
    """SYR415, of *level*, for each date of the row, of those called *fields*, that lies after *tanggal*."""
    return [
        make_temuan(
            "SYR415",
            satker.sel.get(f),
            level=level,
            kolom=_TITLES[f],
            nilai=tulis_tanggal(day),
            tanggal=tulis_tanggal(tanggal),
        )
        for f in fields
        if (day := getattr(satker, f)) is not None and day > tanggal
    ]


def _evidence_update(daftar: tuple[Satker, ...], tanggal: date, schedule: tuple[tuple[int, int], ...]) -> Pembaruan:
    """A quarter is open through its due date; an update within the quarter, or later, satisfies it.

    One dated after *tanggal* has not happened: it is as if none were told.
    """
    every = [date(t, b, h) for t in range(tanggal.year - 2, tanggal.year + 2) for b, h in schedule]
    passed = [d for d in every if d < tanggal]
    last, previous = passed[-1], passed[-2]
    updates = [
        (s, None if day is None or day > tanggal else day)
        for s in daftar
        if s.usulan in ("WBK", "WBBM")
        for day in [s.tanggal_data_dukung]
    ]
    pending = tuple((s, day) for s, day in updates if day is None or day <= previous)
    return Pembaruan(last, next(d for d in every if d >= tanggal), pending)


def _monev(satker: Satker, predikat: Predikat, tanggal: date, tahun: int) -> Monev:
    """The monev of *predikat*. A date that can't be read or is still to come could only put the due date off.

    So it never makes a monev that is due look done, nor one that may have been held look late: the others decide as
    long as none is due by them, else nothing is known.
    """
    known = [d for f in MONEV_DATES if (d := getattr(satker, f)) is not None and d <= tanggal]
    doubts = [f"{_TITLES[f]} tidak terbaca" for f in MONEV_DATES if f in satker.galat]
    doubts += [
        f"{_TITLES[f]} {tulis_tanggal(d)}, sesudah {tulis_tanggal(tanggal)}"
        for f in MONEV_DATES
        if (d := getattr(satker, f)) is not None and d > tanggal
    ]
    sejak = max(known, default=None)
    tempo = add_years(sejak, tahun) if sejak else None
    rest = (tempo - tanggal).days if tempo else 0
    if tempo is None or (doubts and rest <= DAYS_BEFORE and not (rest >= 0 and _to_wbbm(satker))):
        reason = "; ".join(doubts) or NO_DATE
        return Monev(satker, predikat, None, None, None, "belum ada data", reason)
    status: StatusJadwal = "belum"
    if _to_wbbm(satker) and rest >= 0:
        status = "tidak wajib"
    elif rest < 0:
        status = "terlambat"
    elif rest <= DAYS_BEFORE:
        status = "jatuh tempo"
    return Monev(satker, predikat, sejak, tempo, rest, status)


def _to_wbbm(satker: Satker) -> bool:
    """Whether a WBK is proposed for WBBM: no monev within its two years (BAB IV B huruf c)."""
    return satker.predikat == "WBK" and satker.usulan == "WBBM"


def add_years(day: date, tahun: int) -> date:
    """The same day *tahun* years later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + tahun)
    except ValueError:
        return date(day.year + tahun, 3, 1)
