"""One parser of typed numbers: what each spelling means, and that every entrance means the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zi_cli import text
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.requirements import Skala
from zi_cli.instrumen.tighten import tighten_ambang
from zi_cli.pengajuan.register.cell_values import InvalidValue, read_percent
from zi_cli.scoring.plan.costs import read_costs
from zi_cli.text import number_readings, read_number
from zi_cli.worksheet.cells import cell_figure, parse_count, parse_percent, parse_survey

INSTRUMEN = load_instrumen()
F = Fraction

#: Spelling, the numbers it may stand for.
SPELLINGS: list[tuple[str, tuple[Fraction, ...]]] = [
    ("5", (F(5),)),
    ("+5", (F(5),)),
    ("-5", (F(-5),)),
    (" 5 ", (F(5),)),
    ("７５", (F(75),)),
    ("７５，５", (F("75.5"),)),
    ("3,75", (F("3.75"),)),
    ("3.75", (F("3.75"),)),
    ("0.750", (F("0.75"),)),
    ("3.125", (F("3.125"), F(3125))),
    ("3,125", (F("3.125"),)),
    ("1234.567", (F("1234.567"),)),
    ("1.234,5", (F("1234.5"),)),
    ("1,234.5", (F("1234.5"),)),
    ("1.234.567", (F(1234567),)),
    ("1,234,567", (F(1234567),)),
    ("1.234.567,89", (F("1234567.89"),)),
    ("1.23.456", ()),
    ("1.234,567.8", ()),
    ("12345.678,9", ()),
    ("1,2,3", ()),
    ("1.", ()),
    (".5", ()),
    ("1e3", ()),
    ("1_000", ()),
    ("5 000", ()),
    ("--5", ()),
    ("٣", ()),
    ("½", ()),
    ("", ()),
    ("lima", ()),
    ("9" * 31, ()),
    (".".join(["111"] * 2000), ()),
]


@pytest.mark.parametrize(("teks", "arti"), SPELLINGS)
def test_what_a_spelling_means(teks: str, arti: tuple[Fraction, ...]) -> None:
    assert tuple(n for n, _ in number_readings(teks)) == arti
    satu = read_number(teks)
    assert (None if satu is None else satu[0]) == (arti[0] if len(arti) == 1 else None)


@pytest.mark.parametrize(
    ("mungkin", "hasil"),
    [
        (lambda n: n <= 4, F("3.125")),
        (lambda n: n.denominator == 1, F(3125)),
        (lambda n: n > 0, None),
        (lambda n: n < 0, F("3.125")),
    ],
)
def test_two_meanings_are_one_only_where_the_other_is_impossible(
    mungkin: Callable[[Fraction], bool], hasil: Fraction | None
) -> None:
    dibaca = read_number("3.125", mungkin)
    assert (None if dibaca is None else dibaca[0]) == hasil


def _cell(parse: Callable[[str], object]) -> Callable[[str, Path], Fraction | None]:
    def read(teks: str, folder: Path) -> Fraction | None:
        bacaan = parse(teks)
        nilai = getattr(bacaan, "nilai", bacaan)
        return nilai if isinstance(nilai, Fraction) else None

    return read


def _register(teks: str, folder: Path) -> Fraction | None:
    try:
        nilai = read_percent(teks).nilai
    except InvalidValue:
        return None
    return nilai


def _configuration(teks: str, folder: Path) -> Fraction | None:
    ambang, temuan = tighten_ambang(INSTRUMEN, {"wbk": {"total": teks}}, "zi.toml")
    return None if temuan else next(a.minimal["WBK"] for a in ambang.daftar if a.kode == "total")


def _costs(teks: str, folder: Path) -> Fraction | None:
    berkas = folder / "biaya.csv"
    berkas.write_text(f'kode;biaya\n*;"{teks}"\n', encoding="utf-8")
    try:
        return read_costs(berkas, INSTRUMEN).umum["*"]
    except UnreadableInput:
        return None


def _grade(teks: str, folder: Path) -> Fraction | None:
    """The number as a grade of a scale with a step at every whole number up to 99 (the grade's upper end)."""
    skala = Skala("uji", tuple(f"h{n}" for n in range(1, 100)), tuple(map(F, range(100))), {})
    huruf = skala.read(teks)
    return F(huruf[1:]) if huruf else None


ENTRANCES: dict[str, Callable[[str, Path], Fraction | None]] = {
    "count": _cell(parse_count),
    "percent": _cell(parse_percent),
    "survey": _cell(lambda t: parse_survey(t, F(4))),
    "figure": _cell(cell_figure),
    "register": _register,
    "configuration": _configuration,
    "costs": _costs,
    "grade": _grade,
}
PIECES = st.sampled_from(["0", "1", "4", "75", "125", "000", "５", "٣", ".", ",", "+", "-", "%", " ", "e3", "_", "½"])


@pytest.mark.parametrize("pintu", ENTRANCES)
@given(st.lists(PIECES, max_size=7).map("".join))
@example("+4")
@example("1.234,5")
@example("７５")
@example("78.125")
@example("-0")
def test_every_entrance_reads_one_of_the_meanings_or_none(
    tmp_path_factory: pytest.TempPathFactory, pintu: str, teks: str
) -> None:
    nilai = ENTRANCES[pintu](teks, tmp_path_factory.getbasetemp())
    if nilai is None:
        return
    arti = {n for n, _ in number_readings(re.sub("[%％]$", "", teks.strip()).strip())}
    if pintu == "grade":
        assert any(nilai - 1 < n <= nilai or n == nilai - 1 == 0 for n in arti)
    else:
        assert nilai in arti | {n / 100 for n in arti}


@pytest.mark.parametrize(
    ("teks", "terbaca"),
    [
        ("+4", {"count": F(4), "survey": F(4), "figure": F(4), "costs": F(4), "grade": F(4)}),
        ("３", {"count": F(3), "survey": F(3), "figure": F(3), "costs": F(3), "grade": F(3)}),
        ("1.234,5", {"costs": F("1234.5")}),
        ("1.500", {"count": F(1500), "survey": F("1.5"), "figure": F("1.5"), "grade": F(2)}),
        ("78.125", {"count": F(78125), "figure": F("78.125"), "configuration": F("78.125"), "grade": F(79)}),
        ("81,5%", {"percent": F("0.815"), "register": F("0.815"), "figure": F("0.815")}),
    ],
)
def test_the_same_text_at_every_entrance(teks: str, terbaca: dict[str, Fraction], tmp_path: Path) -> None:
    # Where a name is missing the text is refused with a finding, or is beyond what the place can hold.
    for pintu in ("count", "survey", "costs", "configuration"):
        hasil = ENTRANCES[pintu](teks, tmp_path)
        assert hasil == terbaca.get(pintu), pintu
    for pintu, nilai in terbaca.items():
        assert ENTRANCES[pintu](teks, tmp_path) == nilai, pintu


#: What a text with a mark of doubt, or with what looks like one, is made of.
PARTS = (
    *"?(~[<.",
    "...",
    "TİDAK",
    *["2", "Makan", "Belum", "kurang-dari", "kurang", "dari", "akan", "draft", "usulan"],
)


@given(st.lists(st.sampled_from(PARTS)))
def test_a_text_without_any_part_of_a_mark_of_doubt_needs_no_pattern(kata: list[str]) -> None:
    """What is looked for without the pattern misses nothing that the pattern finds."""
    teks = " ".join(kata)
    ditemukan = re.search(text._DOUBT_SIGNS, teks, re.IGNORECASE) is not None
    assert text.is_marked_doubtful(teks) == (ditemukan or not any(c.isalnum() for c in teks))
