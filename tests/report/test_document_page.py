"""Every command that lists something also writes it as a page: the same document, inert whatever it holds."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.report.material import random_answers, write_lke
from zi_cli.cli import run_cli
from zi_cli.report.html.document_page import render_page
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.table import Column, Table, Toned

HOSTILE = "<script>alert(1)</script>"


def test_each_kind_of_block_is_there_and_inert() -> None:
    page = render_page(
        [
            Heading("Judul"),
            Fields([("Satker", HOSTILE)]),
            Lines([Line("perlu dilihat", "waspada", label="WBK", tingkat=1)]),
            Table(
                "Nilai", [Column("Nama"), Column("Angka", kanan=True)], [["a", Toned(Fraction(5, 2), "baik")]], sisa=3
            ),
            Table("Kosong", [Column("Nama")], []),
        ]
    )
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<li class="dalam-1 waspada"><strong>WBK:</strong> perlu dilihat</li>' in page
    assert '<td class="angka baik" data-n="2.50">2,50</td>' in page
    assert "… dan 3 lagi" in page and "Tidak ada." in page


def test_commands_write_it(tmp_path: Path) -> None:
    lke = write_lke(tmp_path / "a.xlsx", {"tpi": random_answers(1, 0.8)})
    for perintah in ("score", "lint"):
        keluaran = tmp_path / f"{perintah}.html"
        assert run_cli([perintah, str(lke), "-o", str(keluaran)]) in (0, 1)
        assert keluaran.read_text(encoding="utf-8").startswith("<!doctype html>")


def headings(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<h([1-3])[^>]*>([^<]*)<", page)


def test_what_belongs_to_a_heading_stands_in_its_card() -> None:
    def findings(text: str) -> list[Block]:
        return [Heading("Temuan", 3), Lines([Line(text)]), Table("Rincian", [Column("Nama")], [[text]])]

    page = render_page(
        [
            *(Heading("Pemeriksaan", 1), Fields([("Tanggal", "hari ini")])),
            *(Heading("Satker satu"), *findings("a"), Heading("Satker dua"), *findings("b")),
        ]
    )
    part = [("3", "Temuan"), ("3", "Rincian")]
    assert headings(page) == [("1", "Pemeriksaan"), ("2", "Satker satu"), *part, ("2", "Satker dua"), *part]
    links = re.findall(r'<li><a href="#(k\d+)">([^<]*)', page)
    assert [name for _, name in links] == ["Satker satu", "Satker dua"]
    assert all(f'<section id="{target}"' in page for target, _ in links)


@pytest.mark.parametrize("more", [[], [Table("Nilai", [Column("Nama")], [["a"]])]])
def test_a_page_of_one_card_has_no_list_of_contents(more: list[Block]) -> None:
    page = render_page([Heading("Satker: TPI"), Fields([("Berkas", "lke.xlsx")]), *more])
    assert headings(page)[0] == ("1", "Satker: TPI") and "<nav" not in page
    assert [level for level, _ in headings(page)].count("1") == 1


def test_several_of_equal_weight_have_a_title_above_them() -> None:
    page = render_page([Heading("Satker: TPI"), Lines([Line("a")]), Heading("Satker: Unit kerja"), Lines([Line("b")])])
    assert headings(page) == [
        ("1", "Hasil pemeriksaan Zona Integritas"), ("2", "Satker: TPI"), ("2", "Satker: Unit kerja"),
    ]  # fmt: skip
    assert "<nav" in page
