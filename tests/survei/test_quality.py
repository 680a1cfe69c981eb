"""Findings on the data as a whole, each raised by what it names and by nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.survei.exports import HEADINGS, Sheet, honest, rows, write_csv
from tests.survei.seeds import honest_office, stuffed_office, warnings_of
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect_answers import read_survey
from zi_cli.survei.summary import Choice, SurveyResult, summarise


def result(tmp_path: Path, lembar: list[Sheet], pilihan: Choice | None = None) -> SurveyResult:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(lembar, perangkat=""))
    return summarise(read_survey([berkas], AnswerSettings()), pilihan or Choice(), load_instrumen())


def codes(hasil: SurveyResult) -> set[str]:
    return {t.kode for t in hasil.temuan}


BASE = honest(200, seed=7)
SPREAD = [s for s in BASE if s.waktu.day != 11]


def _names(lembar: list[Sheet]) -> list[Sheet]:
    return [s._replace(nama="Budi") if n < 6 else s for n, s in enumerate(lembar)]


def _sent_twice(lembar: list[Sheet]) -> list[Sheet]:
    return [*lembar, lembar[0]._replace(waktu=lembar[0].waktu + timedelta(minutes=1))]


def _at_night(lembar: list[Sheet]) -> list[Sheet]:
    return [s._replace(waktu=s.waktu.replace(hour=2)) if n % 3 == 0 else s for n, s in enumerate(lembar)]


def _at_once(lembar: list[Sheet]) -> list[Sheet]:
    awal = lembar[0].waktu.replace(hour=10, minute=0)
    return [s._replace(waktu=awal + timedelta(seconds=9 * n)) if n < 30 else s for n, s in enumerate(lembar)]


def _one_service(lembar: list[Sheet]) -> list[Sheet]:
    return [s._replace(layanan="Paspor") for s in lembar]


def _phone(lembar: list[Sheet]) -> list[Sheet]:
    return [s._replace(telepon="0812 0000 0001") if n in (3, 9, 17) else s for n, s in enumerate(lembar)]


def _rounded(lembar: list[Sheet]) -> list[Sheet]:
    return [s._replace(telepon="6,28E+12") for s in lembar]


@pytest.mark.parametrize(
    ("kode", "ubah"),
    [
        ("SVY717", _phone),
        ("SVY718", _names),
        ("SVY719", _at_once),
        ("SVY721", _at_night),
        ("SVY722", _sent_twice),
        ("SVY724", _one_service),
        ("SVY726", _rounded),
    ],
)
def test_raised_by_what_it_names_alone(kode: str, ubah: Callable[[list[Sheet]], list[Sheet]], tmp_path: Path) -> None:
    assert kode not in codes(result(tmp_path, SPREAD))
    hasil = result(tmp_path, ubah(SPREAD))
    assert kode in codes(hasil)
    assert all(t.tingkat == "info" for t in hasil.temuan)


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_office_is_left_alone_and_a_stuffed_one_found(seed: int, tmp_path: Path) -> None:
    """More seeds: ``make survei-titipan``."""
    assert warnings_of(honest_office(seed), tmp_path) <= {"SVY711"}
    assert "SVY720" in warnings_of(stuffed_office(seed), tmp_path)


def test_one_device_and_uniform_answers_are_only_named(tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(SPREAD))
    hasil = summarise(read_survey([berkas], AnswerSettings()), Choice(), load_instrumen())
    assert {"SVY715", "SVY716"} <= codes(hasil)
    assert {t.tingkat for t in hasil.temuan} == {"info"}


@pytest.mark.parametrize(("populasi", "kode"), [(None, "SVY714"), (100_000, "SVY712"), (190, None)])
def test_sample_size(populasi: int | None, kode: str | None, tmp_path: Path) -> None:
    hasil = result(tmp_path, SPREAD, Choice(populasi=populasi))
    assert codes(hasil) & {"SVY712", "SVY713", "SVY714"} == ({kode} if kode else set())
    assert hasil.sampel is None or hasil.sampel.kurang == max(0, hasil.sampel.dibutuhkan - len(SPREAD))


def test_a_handful_of_answers_is_too_few(tmp_path: Path) -> None:
    assert "SVY713" in codes(result(tmp_path, SPREAD[:20]))


def test_fewer_than_three_months_never_pass(tmp_path: Path) -> None:
    lembar = [s._replace(jawaban=(6,) * 13) for s in SPREAD if s.waktu.month < 3]
    hasil = result(tmp_path, lembar)
    assert "SVY709" in codes(hasil)
    assert {a.keadaan for i in hasil.indeks.values() for a in i.ambang} == {"belum dapat dipastikan"}


@pytest.mark.parametrize(
    ("usulan", "lama"), [(date(2026, 5, 20), False), (date(2027, 3, 1), False), (date(2027, 4, 1), True)]
)
def test_the_last_month_lies_within_twelve_of_the_proposal(usulan: date, lama: bool, tmp_path: Path) -> None:
    assert ("SVY733" in codes(result(tmp_path, SPREAD, Choice(tanggal=usulan)))) == lama


@pytest.mark.parametrize(
    ("last", "late"), [(None, 0), (date(2026, 12, 31), 0), (date(2026, 3, 1), 20), (date(2025, 1, 1), 200)]
)
def test_answers_of_days_that_are_not_yet_prove_nothing(last: date | None, late: int, tmp_path: Path) -> None:
    sheets = [
        s._replace(jawaban=(6,) * 13, waktu=s.waktu.replace(month=1 + n % 3, day=2 if n % 3 == 2 and n < 60 else 1))
        for n, s in enumerate(BASE)
    ]
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(sheets, perangkat=""))
    hasil = summarise(read_survey([berkas], AnswerSettings(hingga=last)), Choice(), load_instrumen())
    found = [t for t in hasil.temuan if t.kode == "SVY737"]
    states = {a.keadaan for i in hasil.indeks.values() for a in i.ambang}
    where = f"a!A{2 + next(n for n, s in enumerate(sheets) if s.waktu.date() > last)}" if last and late else ""
    assert [(str(t.sel), t.pesan.split()[0]) for t in found] == ([(where, str(late))] if late else [])
    assert states == ({"belum dapat dipastikan"} if late else {"memenuhi"})


def test_a_threshold_that_another_reading_misses_is_not_known(tmp_path: Path) -> None:
    """A mean of 5.35 gives 3.57 by proportion and 3.61 by range: passing by one reading is no pass."""
    lembar = [s._replace(jawaban=(6 if n % 20 < 7 else 5,) * 13) for n, s in enumerate(SPREAD)]
    rentang = result(tmp_path, lembar, Choice(rumus="rentang", gabungan="semua"))
    spak = rentang.indeks["spak"]
    proporsi, lain = spak.empat["proporsi", "semua"], spak.empat["rentang", "semua"]
    assert proporsi is not None and lain is not None and proporsi < 3.6 <= lain
    assert {a.keadaan for a in spak.ambang} == {"belum dapat dipastikan"}
    assert "SVY711" in codes(rentang)
    baku = result(tmp_path, lembar)
    assert {a.keadaan for a in baku.indeks["spak"].ambang} == {"belum memenuhi"}


def test_labels_from_best_to_worst_are_said(tmp_path: Path) -> None:
    label = ["Sangat tidak setuju", "Tidak setuju", "Kurang setuju", "Cukup setuju", "Setuju", "Sangat setuju"]
    isi = [[*b[:5], *(f"{7 - x} - {label[x - 1]}" for x in b[5:])] for b in rows(SPREAD)]
    hasil = summarise(
        read_survey([write_csv(tmp_path / "a.csv", HEADINGS, isi)], AnswerSettings()), Choice(), load_instrumen()
    )
    assert "SVY728" in codes(hasil)
    assert hasil.indeks["spak"].dipakai == result(tmp_path, SPREAD).indeks["spak"].dipakai


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    from tests.survei.exports import write_xlsx

    isi = [HEADINGS, *rows(SPREAD)]
    berkas = write_xlsx(tmp_path / "a.xlsx", {"A": isi, "B": isi}, hidden=["A"])
    hasil = summarise(read_survey([berkas], AnswerSettings()), Choice(), load_instrumen())
    assert "SVY727" in codes(hasil)
