"""Values taken straight from a sheet's bytes are those that the reading library gives, or it is asked."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.basis import xlsx
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import Budget, Damaged, LimitExceeded
from zi_cli.worksheet.formats.open import _sheet_values
from zi_cli.worksheet.formats.sheets_xlsx import PreparedWorkbook, prepare_xlsx

TEXTS = [
    "A",
    "",
    " di tepi ",
    "a > b",
    "Pakta &amp; Etika",
    " &amp; ",
    "&amp;lt;",
    "&lt; t &gt;",
    "dua\nbaris\t",
    "ç — 評価",
    "_",
    "\xa0tepi\xa0",
]
NUMBERS = ["0", "1", "-1", "+5", "0.1", ".5", "5.", "1E-7", "1e22", "007", "123456789012345678", "0.30000000000000004"]
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
)


def prepared(data: bytes) -> PreparedWorkbook:
    return prepare_xlsx(Container(data, Budget()), "xl/workbook.xml", Budget())


def by_library(buku: PreparedWorkbook) -> list[tuple[str, list[list[object]]]]:
    return _sheet_values(buku.data, [True] * len(buku.rumus_kosong))[0]


def shared(acak: Random, *teks: str) -> str:
    def one(t: str) -> str:
        # Without the attribute blanks at the edges of a text are not part of it.
        utuh = acak.choice(("", ' xml:space="preserve"'))
        return acak.choice(("", "", "", " ")) + f"<si><t{utuh}>{t}</t></si>"

    return "".join(map(one, teks))


def random_cell(acak: Random, alamat: str, jumlah_teks: int) -> str:
    gaya = acak.choice(("", ' s="0"'))
    angka = acak.choice(NUMBERS)
    teks = acak.choice(TEXTS)
    return f'<c r="{alamat}"{gaya}' + acak.choice(
        (
            "/>",
            "></c>",
            f' t="s"><v>{acak.randrange(jumlah_teks)}</v></c>',
            f' t="s"><v>{acak.randrange(jumlah_teks)}</v></c>',
            f"><v>{angka}</v></c>",
            f' t="n"><v>{angka}</v></c>',
            f"><f>SUM(A1,2)</f><v>{angka}</v></c>",
            f'><f t="shared" si="0"/><v>{angka}</v></c>',
            f' t="inlineStr"><is><t>{teks}</t></is></c>',
            f' t="inlineStr"><is><t xml:space="preserve">{teks}</t></is></c>',
        )
    )


def random_sheet(acak: Random, jumlah_teks: int) -> str:
    baris = ""
    for n in sorted(acak.sample(range(1, 30), acak.randint(0, 12))):
        atribut = acak.choice(("", ' spans="1:9"', ' ht="15" customHeight="1"'))
        kolom = [k for k in ("A", "B", "C", "Z", "AA", "BC") if acak.random() < 0.6]
        isi = "".join(random_cell(acak, f"{k}{n}", jumlah_teks) for k in kolom)
        baris += acak.choice(
            (f'<row r="{n}"{atribut}>{isi}</row>', f'<row r="{n}"{atribut}>{isi}</row>', f'<row r="{n}"{atribut}/>')
        )
    return baris


@pytest.mark.parametrize("benih", range(150))
def test_the_same_as_by_the_library(benih: int) -> None:
    acak = Random(benih)
    teks = acak.choices(TEXTS, k=acak.randint(1, 8))
    buku = prepared(
        xlsx(
            [random_sheet(acak, len(teks)) for _ in range(acak.randint(1, 3))],
            teks=shared(acak, *teks),
            gaya=STYLES.format("0.00"),
        )
    )
    assert buku.nilai is not None
    # As text: 1 and 1.0 are equal, and must not be mixed up.
    assert repr(buku.nilai) == repr(by_library(buku))


@pytest.mark.parametrize(
    ("sel", "teks", "format_"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "", "0"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "", "0"),
        ('<c r="A1" t="d"><v>2026-01-01</v></c>', "", "0"),
        ('<c r="A1" t="str"><f>B1</f><v>C</v></c>', "", "0"),
        ('<c r="A1"><f>B1</f></c>', "", "0"),
        ('<c r="A1"><v></v></c>', "", "0"),
        ('<c r="A1"><v/></c>', "", "0"),
        ('<c r="A1"><v>-</v></c>', "", "0"),
        ('<c r="A1" t="s"><v>1</v></c>', "<si><t>A</t></si>", "0"),
        ('<c r="A1" t="s"><v>0</v></c>', "<si><t>_x0041_</t></si>", "0"),
        ('<c r="A1" t="s"><v>0</v></c>', "<si><t>&#65;</t></si>", "0"),
        ('<c r="A1" t="s"><v>0</v></c>', "<si><t>a\r\nb</t></si>", "0"),
        ('<c r="A1" t="s"><v>0</v></c>', "<si><r><t>A</t></r><r><t>B</t></r></si>", "0"),
        ('<c r="A1" t="inlineStr"><is><t>a\rb</t></is></c>', "", "0"),
        ('<c r="A1" s="1"><v>45000</v></c>', "", "yyyy\\-mm\\-dd"),
        ('<c r="A1" s="1"><v>0.5</v></c>', "", "[h]:mm"),
    ],
)
def test_what_is_less_ordinary_is_left_to_the_library(sel: str, teks: str, format_: str) -> None:
    data = xlsx(f'<row r="1">{sel}<c r="B1"><v>7</v></c></row>', teks=teks or None, gaya=STYLES.format(format_))
    assert prepared(data).nilai is None


@pytest.mark.parametrize("alamat", ["A0", "XFE1", "ZZZ1", "A1048577", "A9999999"])
def test_no_cell_outside_of_a_sheet_is_taken(alamat: str) -> None:
    baris = alamat.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    try:
        buku = prepared(xlsx(f'<row r="{baris}"><c r="{alamat}"><v>1</v></c></row>'))
    except (Damaged, LimitExceeded):
        return
    assert buku.nilai is None
