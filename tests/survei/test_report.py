"""``zi survei laporan`` and ``formulir``, and the page: aggregates alone, whoever answered."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import msoffcrypto
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.survei.exports import HEADINGS, honest, rows, write_csv
from zi_cli.cli import run_cli
from zi_cli.survei.groups import merge_small, smallest_group

PERSONAL = ("Responden 1", "0812", "10.0.0.1")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "jawaban.csv", HEADINGS, rows(honest(150)))


def text_of(berkas: Path) -> str:
    d = docx.Document(str(berkas))
    return "\n".join([p.text for p in d.paragraphs] + [c.text for t in d.tables for r in t.rows for c in r.cells])


def test_the_report_has_four_chapters_and_nobody_in_it(answers: Path, tmp_path: Path) -> None:
    laporan = tmp_path / "laporan.docx"
    args = ["survei", "laporan", str(answers), "--tanggal", "2026-05-20", "--satker", "Kantor Imigrasi Contoh"]
    assert run_cli([*args, "-o", str(laporan)]) == 0
    isi = text_of(laporan)
    bab = [isi.index(f"Bab {b}") for b in ("I Kuesioner", "II Metodologi", "III Pengolahan", "IV Data")]
    assert bab == sorted(bab)
    assert "Kantor Imigrasi Contoh" in isi and "20 Mei 2026" in isi and "Penanggung jawab" in isi
    assert not any(p in isi for p in PERSONAL)
    lagi = tmp_path / "lagi.docx"
    assert run_cli([*args, "-o", str(lagi)]) == 0
    assert lagi.read_bytes() == laporan.read_bytes()


def test_the_page_shows_charts_and_nobody(answers: Path, tmp_path: Path) -> None:
    halaman = tmp_path / "survei.html"
    assert run_cli(["survei", str(answers), "-o", str(halaman)]) == 0
    isi = halaman.read_text("utf-8")
    assert isi.count("<svg") == 2 and "IPAK menurut bulan" in isi
    assert not any(p in isi for p in PERSONAL)


def test_respondents_are_written_locked_or_not_at_all(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laporan, lampiran = tmp_path / "l.docx", tmp_path / "r.xlsx"
    args = ["survei", "laporan", str(answers), "-o", str(laporan), "--lampiran-responden", str(lampiran)]
    for sandi in ([], ["--sandi-lampiran", "pendek"]):
        assert run_cli([*args, *sandi]) == 2
        assert not lampiran.exists() and not laporan.exists()
    assert run_cli([*args, "--sandi-lampiran", "cukup-panjang"]) == 0
    assert "cukup-panjang" not in capsys.readouterr().out
    with lampiran.open("rb") as f:
        terkunci = msoffcrypto.OfficeFile(f)
        assert terkunci.is_encrypted()
        terkunci.load_key(password="cukup-panjang")
        buku = io.BytesIO()
        terkunci.decrypt(buku)
    baris = list(openpyxl.load_workbook(buku).worksheets[0].values)
    assert baris[0] == ("No.", "Waktu", "Layanan", "Nama", "Telepon")
    assert len(baris) == 151 and baris[1][3] and str(baris[1][4]).startswith(("08", "62", "+62", "8"))


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 40), max_size=12))
def test_no_group_is_smaller_than_the_least_and_nobody_is_lost(banyak: dict[int, int]) -> None:
    minimal = smallest_group()
    hasil = merge_small(banyak, minimal)
    if sum(banyak.values()) < minimal:
        assert hasil == []
        return
    assert sorted(k for g in hasil for k in g) == sorted(banyak)
    assert all(sum(banyak[k] for k in g) >= minimal for g in hasil)


def _few(sheets: list[list[object]]) -> list[list[object]]:
    kolom = HEADINGS.index(next(h for h in HEADINGS if "layanan" in h.casefold()))
    for n, baris in enumerate(sheets):
        baris[kolom] = "Layanan langka" if n < 3 else "Paspor" if n % 2 else "Izin tinggal"
    return sheets


def test_a_service_with_three_respondents_is_not_shown_alone(tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, _few(rows(honest(150))))
    tulis: dict[str, Callable[[Path], str]] = {
        "l.docx": text_of,
        **dict.fromkeys(("h.html", "t.csv", "t.md", "t.json"), lambda b: b.read_text("utf-8").replace("},", "}\n")),
    }
    for nama, baca in tulis.items():
        kerja = ["laporan"] if nama.endswith("docx") else []
        assert run_cli(["survei", *kerja, str(berkas), "-o", str(tmp_path / nama)]) == 0
        isi = baca(tmp_path / nama)
        assert "Layanan langka" in isi
        baris = [b for b in isi.replace("</td>", "\n").replace("<td>", "").split("\n") if "Layanan langka" in b]
        assert all("Paspor" in b or "Izin tinggal" in b for b in baris)


def test_the_question_workbook_is_recognised_when_its_answers_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buku = tmp_path / "tanya.xlsx"
    assert run_cli(["survei", "formulir", "-o", str(buku), "--kuesioner", "spak,spkp"]) == 0
    pertanyaan = [b[1] for b in openpyxl.load_workbook(buku).worksheets[0].iter_rows(min_row=2, values_only=True)]
    skala = [str(q) for q in pertanyaan if str(q).startswith(("SPAK", "SPKP"))]
    assert len(skala) == 13
    isi = [
        [f"{1 + n % 28}/{1 + n % 3}/2026 08:{n % 60:02}:00", "Paspor", *["6 - sangat setuju"] * 13] for n in range(60)
    ]
    ekspor = write_csv(tmp_path / "j.csv", ["Timestamp", "Jenis layanan", *skala], isi)
    capsys.readouterr()
    assert run_cli(["survei", str(ekspor), "--tanggal-survei", "dmy"]) == 0
    assert "4,0000" in capsys.readouterr().out


@pytest.mark.parametrize("nama", ["k.docx", "k.xlsx"])
def test_every_questionnaire_can_be_printed(tmp_path: Path, nama: str) -> None:
    assert run_cli(["survei", "formulir", "-o", str(tmp_path / nama), "--kuesioner", "skm"]) == 0
    assert run_cli(["survei", "formulir", "-o", str(tmp_path / nama), "--kuesioner", "lain", "--timpa"]) == 2
    assert run_cli(["survei", "formulir", "x.csv", "-o", str(tmp_path / nama), "--timpa"]) == 2
