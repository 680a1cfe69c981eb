"""Every command that lists something also writes it as a page: the same document, inert whatever it holds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.laporan.bahan import jawaban_acak, tulis_lke
from zi_cli.cli import run_cli
from zi_cli.report.html.document_page import render_page
from zi_cli.views.document import Fields, Heading, Line, Lines
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
    lke = tulis_lke(tmp_path / "a.xlsx", {"tpi": jawaban_acak(1, 0.8)})
    for perintah in ("score", "lint"):
        keluaran = tmp_path / f"{perintah}.html"
        assert run_cli([perintah, str(lke), "-o", str(keluaran)]) in (0, 1)
        assert keluaran.read_text(encoding="utf-8").startswith("<!doctype html>")
