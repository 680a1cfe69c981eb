"""Seventy ways in which programs and people write the same answers: read right, or refused at the cell."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.survei.exports import HEADINGS, SPAK, SPKP, Sheet, honest, rows, stuffed, write_csv, write_xlsx
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect_answers import read_survey
from zi_cli.survei.summary import Choice, SurveyResult, summarise

SHEETS = honest(120)
SHEETS4 = honest(120, skala=4)


def expected(lembar: list[Sheet], awal: int, akhir: int, skala: int = 6) -> Fraction:
    """Mean of monthly indices by proportion, straight from the sheets."""
    per_bulan: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for s in lembar:
        per_bulan[s.waktu.year, s.waktu.month].append(s)
    bulanan = []
    for isi in per_bulan.values():
        unsur = [Fraction(sum(s.jawaban[n] for s in isi), len(isi)) for n in range(awal, akhir)]
        bulanan.append(sum(unsur, Fraction()) / len(unsur) * 4 / skala)
    return sum(bulanan, Fraction()) / len(bulanan)


SPAK_WANTED, SPKP_WANTED = expected(SHEETS, 0, 5), expected(SHEETS, 5, 13)


def result(berkas: Path, settings: AnswerSettings | None = None) -> SurveyResult:
    return summarise(read_survey([berkas], settings or AnswerSettings()), Choice(), load_instrumen())


class Variant(NamedTuple):
    """How to write the file, and what must come out: the figures, or a code at a cell."""

    nama: str
    tulis: Callable[[Path], Path]
    kode: str | None = None
    sel: str | None = None
    settings: AnswerSettings = AnswerSettings()
    skala: int = 6


def _rows(**ubah: Any) -> list[list[Any]]:
    return rows(SHEETS, **ubah)


def _answers(isi: list[list[Any]], f: Callable[[int], Any]) -> list[list[Any]]:
    return [[*b[:5], *(f(x) for x in b[5:])] for b in isi]


def _but(baris: list[Any], n: int) -> list[Any]:
    return [*baris[:n], *baris[n + 1 :]]


def _set(isi: list[list[Any]], baris: int, kolom: int, nilai: Any) -> list[list[Any]]:
    """*isi* with the cell in sheet row *baris* (2 is the first), column index *kolom*, changed."""
    return [[*b[:kolom], nilai, *b[kolom + 1 :]] if n == baris else b for n, b in enumerate(isi, 2)]


def _csv(
    kepala: list[str] | None = None, isi: Callable[[], list[list[Any]]] = _rows, **opsi: Any
) -> Callable[[Path], Path]:
    return lambda d: write_csv(d / "jawaban.csv", kepala or HEADINGS, isi(), **opsi)


def _xlsx(kepala: list[str] | None = None, isi: Callable[[], list[list[Any]]] = _rows) -> Callable[[Path], Path]:
    return lambda d: write_xlsx(d / "jawaban.xlsx", {"Jawaban": [kepala or HEADINGS, *isi()]})


LABEL6 = ["Sangat tidak setuju", "Tidak setuju", "Kurang setuju", "Cukup setuju", "Setuju", "Sangat setuju"]
LABEL4 = ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]
CODED = [*HEADINGS[:5], *(f"SPAK {n}" for n in range(1, 6)), *(f"SPKP {n}" for n in range(1, 9))]


def _merged_heads(d: Path) -> Path:
    atas = ["Waktu", "", "Responden", "", "", "SPAK", "", "", "", "", "SPKP", *[""] * 7]
    bawah = ["Timestamp", "Jenis layanan", "Nama", "Nomor HP", "Alamat IP", *range(1, 6), *range(1, 9)]
    return write_xlsx(d / "a.xlsx", {"Data": [["Rekap survei"], atas, bawah, *_rows()]})


def _split_by_service(d: Path) -> Path:
    """Google Forms with a section a service: the same questions twice, one set filled."""
    isi = []
    for s, b in zip(SHEETS, _rows(), strict=True):
        kiri = b[5:] if s.layanan == "Paspor" else [""] * 13
        kanan = b[5:] if s.layanan != "Paspor" else [""] * 13
        isi.append([*b[:5], *kiri, *kanan])
    return write_csv(d / "a.csv", [*HEADINGS, *SPAK, *SPKP], isi)


def _both_filled(d: Path) -> Path:
    isi = [[*b, *b[5:]] for b in _rows()]
    return write_csv(d / "a.csv", [*HEADINGS, *SPAK, *SPKP], _set(isi, 7, 5, 1 if isi[5][5] != 1 else 2))


def _datetimes(d: Path) -> Path:
    return write_xlsx(
        d / "a.xlsx", {"J": [HEADINGS, *([s.waktu, *b[1:]] for s, b in zip(SHEETS, _rows(), strict=True))]}
    )


def _two_sheets(d: Path) -> Path:
    return write_xlsx(d / "a.xlsx", {"Petunjuk": [["isi dulu"]], "Jawaban": [HEADINGS, *_rows()], "Rekap": [["x", 1]]})


def _two_copies(hidden: Sequence[str] = ()) -> Callable[[Path], Path]:
    isi = {"A": [HEADINGS, *_answers(_rows(), lambda _: 6)], "B": [HEADINGS, *_rows()]}
    return lambda d: write_xlsx(d / "a.xlsx", isi, hidden=hidden)


def _blank_rows(d: Path) -> Path:
    isi: list[list[Any]] = []
    for n, b in enumerate(_rows()):
        isi += [b] if n % 9 else [[None] * 18, b]
    return write_xlsx(d / "a.xlsx", {"J": [HEADINGS, *isi]})


def _skm(d: Path) -> Path:
    kepala = ["Tanggal survei", *(f"U{n}" for n in range(1, 10)), *SPAK, *SPKP]
    isi = [[s.waktu.strftime("%d-%m-%Y"), *([4] * 9), *s.jawaban] for s in SHEETS]
    return write_csv(d / "a.csv", kepala, isi)


def _us_dates(b: list[Any], s: Sheet) -> list[Any]:
    w = s.waktu
    return [f"{w.month}/{w.day}/{w.year} {w.hour % 12 or 12}:{w:%M:%S} {'PM' if w.hour > 11 else 'AM'}", *b[1:]]


def _ambiguous_dates() -> list[list[Any]]:
    return [[f"{n % 3 + 1}/{n % 12 + 1}/2026", *b[1:]] for n, b in enumerate(_rows())]


def _mixed_dates() -> list[list[Any]]:
    return [[("25/3/2026" if n % 2 else "3/25/2026"), *b[1:]] for n, b in enumerate(_rows())]


def _month_names(s: Sheet) -> str:
    return f"{s.waktu.day} {('Januari', 'Februari', 'Maret')[s.waktu.month - 1]} {s.waktu.year} pukul {s.waktu:%H.%M}"


def _reversed_labels() -> list[list[Any]]:
    return _answers(_rows(), lambda x: f"{7 - x} - {LABEL6[x - 1]}")


NONE = ["Selalu ada", "Sering", "Kadang", "Jarang", "Hampir tidak pernah", "Tidak ada"]
MONTHS = ("", "Januari", "Februari", "Maret")
FORMS = ["ID", "Start time", "Completion time", "Email", "Name"]
FORM_HEADINGS = ["ID", "Waktu mulai", "Waktu penyelesaian", "Email", "Nama"]


def _forms(kepala: list[str], *, points: bool = False) -> Callable[[Path], Path]:
    """An export of Microsoft Forms, as a quiz with its points and feedback if asked."""
    tanya = [x for q in (*SPAK, *SPKP) for x in ((q, f"Points - {q}", f"Feedback - {q}") if points else (q,))]
    isi = [
        [n, s.waktu, s.waktu, "anonymous", None]
        + [x for a in s.jawaban for x in ((f"{a}", 0.0, None) if points else (a,))]
        for n, s in enumerate(SHEETS, 1)
    ]
    return lambda d: write_xlsx(d / "a.xlsx", {"Form1": [[*kepala, *tanya], *isi]})


def _merged_codes(d: Path) -> Path:
    """A merged cell SPAK over 1 to 5, SPKP over 1 to 8."""
    atas = ["Waktu", "Layanan", "Nama", "HP", "IP", "SPAK", *[""] * 4, "SPKP", *[""] * 7]
    bawah = [*[""] * 5, *range(1, 6), *range(1, 9)]
    return write_xlsx(d / "a.xlsx", {"J": [atas, bawah, *_rows()]})


def _text(nama: str, teks: str, sandi: str) -> Callable[[Path], Path]:
    def write(d: Path) -> Path:
        (d / nama).write_bytes(teks.encode(sandi))
        return d / nama

    return write


def _table(pemisah: str, akhir: str = "\r\n") -> str:
    return akhir.join(pemisah.join(map(str, b)) for b in [HEADINGS, *_rows()]) + akhir


def _times(f: Callable[[Sheet], str]) -> Callable[[Path], Path]:
    return _csv(isi=lambda: [[f(s), *b[1:]] for b, s in zip(_rows(), SHEETS, strict=True)])


def _written(f: Callable[[int], Any]) -> Callable[[Path], Path]:
    return _csv(isi=lambda: _answers(_rows(), f))


def _none_highest(isi: list[list[Any]]) -> list[list[Any]]:
    """Questions about corruption answered by how often; the others by numbers."""
    return [[*b[:5], *(f"{x} - {NONE[x - 1]}" for x in b[5:10]), *b[10:]] for b in isi]


def _beside(judul: Sequence[str], isi: Sequence[Any]) -> Callable[[Path], Path]:
    return _csv([*judul, *HEADINGS], lambda: [[*isi, *b] for b in _rows()])


VARIANTS = [
    Variant("Microsoft Forms", _forms(FORMS)),
    Variant("Microsoft Forms in Indonesian", _forms(FORM_HEADINGS)),
    Variant("a quiz of Microsoft Forms", _forms(FORMS, points=True)),
    Variant("a grid of Google Forms", _csv([*HEADINGS[:5], *(f"Penilaian [{q}]" for q in (*SPAK, *SPKP))])),
    Variant("numbered questions", _csv([*HEADINGS[:5], *(f"{n}. {q}" for n, q in enumerate((*SPAK, *SPKP), 1))])),
    Variant("questions in two languages", _csv([*HEADINGS[:5], *(f"Was it fair?\n{q}" for q in (*SPAK, *SPKP))])),
    Variant("headings over several lines", _csv([h.replace(" ", "\n") for h in HEADINGS])),
    Variant("merged codes", _merged_codes),
    Variant("blank columns before", _beside(["", ""], ["", ""])),
    Variant("a column twice", _csv([*HEADINGS, SPAK[0]], lambda: [[*b, b[5]] for b in _rows()])),
    Variant("a column twice, unlike", _csv([*HEADINGS, SPAK[0]], lambda: [[*b, 1] for b in _rows()]), "SVY708", "S2"),
    Variant("other dates and names", _beside(["Tanggal lahir", "Nama petugas"], ["1990-01-01", "A"])),
    Variant("a day of the visit", _beside(["Tanggal kunjungan"], ["2025-01-01"])),
    Variant("a separator named", _text("a.csv", "\ufeffsep=;\r\n" + _table(";"), "utf-8")),
    Variant("Unicode text of Excel", _text("a.txt", _table("\t"), "utf-16")),
    Variant("UTF-16 unmarked", _text("a.csv", _table(";"), "utf-16-le")),
    Variant("lines of an old Mac", _text("a.csv", _table(",", "\r"), "utf-8")),
    Variant("a mark and semicolons", _csv(pemisah=";", sandi="utf-8-sig")),
    Variant("weekday and pukul", _times(lambda s: f"Jum'at, {s.waktu.day} {MONTHS[s.waktu.month]} 2026 pukul 9.05")),
    Variant("day first with AM and PM", _csv(isi=lambda: _rows(waktu="%d/%m/%Y %I:%M:%S %p"))),
    Variant("the hour first", _times(lambda s: f"{s.waktu:%H:%M %d/%m/%Y}"), "SVY707", "A2"),
    Variant("numbers as text", _xlsx(isi=lambda: _answers(_rows(), str))),
    Variant("wide figures and spaces", _written(lambda x: f"\u00a0{chr(0xFF10 + x)} ")),
    Variant("five dari six", _written(lambda x: f"{x} dari 6")),
    Variant("stars out of six", _written(lambda x: f"{x} out of 6 stars")),
    Variant("the number in brackets", _written(lambda x: f"({x}) {LABEL6[x - 1]}")),
    Variant("the number behind a colon", _written(lambda x: f"{LABEL6[x - 1].upper()} : {x}")),
    Variant("two answers in a cell", _csv(isi=lambda: _set(_rows(), 9, 6, "5, 6")), "SVY704", "G9"),
    Variant("no answer in words", _csv(isi=lambda: _set(_rows(), 9, 6, "N/A")), "SVY704", "G9"),
    Variant("a zero among them", _csv(isi=lambda: _set(_rows(), 9, 6, 0)), "SVY705", "F1"),
    Variant("a formula without result", _xlsx(isi=lambda: _set(_rows(), 9, 6, "=1+5")), "SVY704", "G9"),
    Variant("telephones as rounded numbers", _xlsx(isi=lambda: [[*b[:3], 6.28e12, *b[4:]] for b in _rows()])),
    Variant("none as words", _written(lambda _: "Tidak ada"), "SVY705", "F1"),
    Variant("the lowest is none", _written(lambda x: f"{7 - x} - {NONE[x - 1]}"), "SVY705", "F1"),
    Variant("the highest is none", _csv(isi=lambda: _none_highest(_rows()))),
    Variant("words nobody knows", _written(lambda x: "abcdef"[x - 1]), "SVY705", "F1"),
    Variant("plain csv", _csv()),
    Variant("plain xlsx", _xlsx()),
    Variant("semicolons", _csv(pemisah=";")),
    Variant("tabs", _csv(pemisah="\t")),
    Variant("byte order mark", _csv(sandi="utf-8-sig")),
    Variant("UTF-16", _csv(sandi="utf-16")),
    Variant("Windows-1252", _csv([h.replace("Nama", "Nama – responden") for h in HEADINGS], sandi="cp1252")),
    Variant("day first", _csv(isi=lambda: _rows(waktu="%d/%m/%Y %H:%M:%S"))),
    Variant("month first with AM and PM", _csv(isi=lambda: [*map(_us_dates, _rows(), SHEETS)])),
    Variant("dates with points", _csv(isi=lambda: _rows(waktu="%d.%m.%Y %H.%M"))),
    Variant("year first with a zone", _csv(isi=lambda: _rows(waktu="%Y/%m/%d %I:%M:%S %p GMT+7"))),
    Variant("ISO with a zone", _csv(isi=lambda: _rows(waktu="%Y-%m-%dT%H:%M:%S+07:00"))),
    Variant("month names", _csv(isi=lambda: [[_month_names(s), *b[1:]] for b, s in zip(_rows(), SHEETS, strict=True)])),
    Variant("two-digit years", _csv(isi=lambda: _rows(waktu="%d/%m/%y"))),
    Variant("cells with dates", _datetimes),
    Variant("ambiguous dates", _csv(isi=_ambiguous_dates), "SVY706", "A1"),
    Variant("dates of both kinds", _csv(isi=_mixed_dates), "SVY706", "A1"),
    Variant("one unreadable date", _csv(isi=lambda: _set(_rows(), 5, 0, "kemarin")), "SVY707", "A5"),
    Variant("labels after the number", _csv(isi=lambda: _answers(_rows(), lambda x: f"{x} - {LABEL6[x - 1]}"))),
    Variant("number behind the label", _csv(isi=lambda: _answers(_rows(), lambda x: f"{LABEL6[x - 1]} ({x})"))),
    Variant("labels alone", _csv(isi=lambda: _answers(_rows(), lambda x: LABEL6[x - 1]))),
    Variant("reversed by their labels", _csv(isi=_reversed_labels)),
    Variant("stars", _csv(isi=lambda: _answers(_rows(), lambda x: "★" * x + "☆" * (6 - x)))),
    Variant("stars alone", _csv(isi=lambda: _answers(_rows(), lambda x: "⭐" * x))),
    Variant("stars in words", _csv(isi=lambda: _answers(_rows(), lambda x: f"{x} bintang"))),
    Variant("of six", _csv(isi=lambda: _answers(_rows(), lambda x: f"{x}/6"))),
    Variant("with decimals", _csv(isi=lambda: _answers(_rows(), lambda x: f"{x},0"))),
    Variant("from zero, unsaid", _csv(isi=lambda: _answers(_rows(), lambda x: x - 1)), "SVY705", "F1"),

    Variant("codes as headings", _csv(CODED)),
    Variant("codes joined", _xlsx([c.replace(" ", "") for c in CODED])),
    Variant("merged headings", _merged_heads),
    Variant("asked once a service", _split_by_service),
    Variant("two answers to one question", _both_filled, "SVY708", "S7"),
    Variant("telephones rounded", _csv(isi=lambda: [[*b[:3], "6,28E+12", *b[4:]] for b in _rows()])),
    Variant("blank rows", _blank_rows),
    Variant("other sheets around", _two_sheets),
    Variant("two sheets of answers", _two_copies(), "SVY701"),
    Variant("a hidden copy", _two_copies(hidden=["A"])),
    Variant("a title above", lambda d: write_csv(d / "a.csv", ["Hasil survei"], [[], HEADINGS, *_rows()])),
    Variant("beside the satisfaction survey", _skm),
    Variant("an answer beyond the scale", _csv(isi=lambda: _set(_rows(), 9, 6, 7)), "SVY704", "G9"),
    Variant("an answer in words", _csv(isi=lambda: _set(_rows(), 9, 6, "bagus sekali")), "SVY704", "G9"),
    Variant("an error value", _csv(isi=lambda: _set(_rows(), 9, 17, "#REF!")), "SVY704", "R9"),
    Variant("a sum below", _csv(isi=lambda: [*_rows(), [*[""] * 5, *[5.4] * 13]]), "SVY704", "F122"),
    Variant("a question less", _csv(_but(HEADINGS, 8), lambda: [_but(b, 8) for b in _rows()]), "SVY702"),
    Variant("no question known", _csv([f"P{n}" for n in range(18)]), "SVY701"),
    Variant("no time", _csv(HEADINGS[1:], lambda: [b[1:] for b in _rows()]), "SVY706", "A1"),
    Variant("a scale of four unsaid", lambda d: write_csv(d / "a.csv", HEADINGS, rows(SHEETS4)), "SVY705", "F1"),
    Variant(
        "a scale of four named",
        lambda d: write_csv(d / "a.csv", HEADINGS, rows(SHEETS4)),
        settings=AnswerSettings({"spak": 4, "spkp": 4}),
        skala=4,
    ),
    Variant(
        "a scale of four by its labels",
        lambda d: write_csv(d / "a.csv", HEADINGS, _answers(rows(SHEETS4), lambda x: f"{x} - {LABEL4[x - 1]}")),
        skala=4,
    ),
]  # fmt: skip


@pytest.mark.parametrize("v", VARIANTS, ids=lambda v: v.nama)
def test_read_right_or_refused_at_the_cell(v: Variant, tmp_path: Path) -> None:
    try:
        hasil = result(v.tulis(tmp_path), v.settings)
    except UnreadableInput as e:
        assert e.temuan.kode == v.kode, e.temuan
        return
    temuan = [t for t in hasil.temuan if t.tingkat == "galat" or t.kode == v.kode]
    if v.kode is not None:
        assert v.kode in [t.kode for t in temuan]
        sel = next(t.sel for t in temuan if t.kode == v.kode)
        assert v.sel is None or str(sel).endswith(f"!{v.sel}")
        if any(t.tingkat == "galat" for t in temuan):
            ragu = [i for i in hasil.indeks.values() if v.kode != "SVY702" or i.kuesioner.kode == "spak"]
            assert {a.keadaan for i in ragu for a in i.ambang} == {"belum dapat dipastikan"}
        return
    assert [t for t in hasil.temuan if t.tingkat != "info"] == []
    spak, spkp = (
        (SPAK_WANTED, SPKP_WANTED) if v.skala == 6 else (expected(SHEETS4, 0, 5, 4), expected(SHEETS4, 5, 13, 4))
    )
    assert (hasil.indeks["spak"].dipakai, hasil.indeks["spkp"].dipakai) == (spak, spkp)


def test_an_honest_office_raises_no_warning(tmp_path: Path) -> None:
    hasil = result(write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(400))))
    assert {t.tingkat for t in hasil.temuan} == {"info"}
    assert hasil.mencurigakan == 0


def test_a_stuffed_survey_is_found_and_its_index_shown_without_it(tmp_path: Path) -> None:
    hasil = result(write_csv(tmp_path / "a.csv", HEADINGS, rows(stuffed(300))))
    assert "SVY720" in [t.kode for t in hasil.temuan if t.tingkat == "peringatan"]
    assert hasil.mencurigakan >= 300
    spak = hasil.indeks["spak"]
    assert spak.bersih is not None and spak.dipakai is not None and spak.bersih < spak.dipakai
    assert {a.keadaan for a in spak.ambang} <= {"memenuhi", "belum dapat dipastikan"}


def test_repeated_telephones_with_uniform_answers_are_found(tmp_path: Path) -> None:
    lembar = [
        s._replace(telepon="081200000001", jawaban=(6,) * 13) if n % 3 == 0 else s for n, s in enumerate(honest(300))
    ]
    hasil = result(write_csv(tmp_path / "a.csv", HEADINGS, rows(lembar)))
    assert {"SVY717", "SVY720"} <= {t.kode for t in hasil.temuan if t.tingkat == "peringatan"}


def test_who_was_told_to_answer_is_a_warning(tmp_path: Path) -> None:
    kepala = [*HEADINGS, "Sebelum menjawab survei ini, apakah ada pegawai yang mengarahkan jawaban Anda?"]
    isi = [[*b, "Ya" if n % 20 == 0 else "Tidak"] for n, b in enumerate(rows(honest(200)))]
    hasil = result(write_csv(tmp_path / "a.csv", kepala, isi))
    assert "SVY723" in [t.kode for t in hasil.temuan if t.tingkat == "peringatan"]


def test_a_month_left_out_is_named(tmp_path: Path) -> None:
    lembar = [s for s in honest(300) if s.waktu.month != 2]
    lembar += [s._replace(waktu=s.waktu.replace(month=4, day=2)) for s in lembar[:30]]
    hasil = result(write_csv(tmp_path / "a.csv", HEADINGS, rows(lembar)))
    assert any(t.kode == "SVY710" and "Februari 2026" in t.pesan for t in hasil.temuan)
