"""Hostile and awkward data: printed as they are, stripped with a finding, or refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder import build_book, perfect, raw_cells
from tests.surat.letter_reading import letter_text
from zi_cli.surat import spelling as ejaan
from zi_cli.surat.clean import MAX_LENGTH, clean_context
from zi_cli.surat.context import letter_fields
from zi_cli.surat.sandbox import wrap
from zi_cli.text import clean_prose, file_part

Zi = Callable[..., tuple[int, str, str]]
_REGISTER = (
    "Kode,Nama satker,Jenis,Alamat,Kota,Kawasan,Nama kepala,NIP kepala,Jabatan kepala,Usulan,"
    "Predikat saat ini,Keterangan,Berkas LKE\n"
)
#: The data are odd on purpose and prove nothing else: the letter is forced.
_COMMON = ("--tanggal", "2027-05-20", "--format", "json", "--paksa", "uji")


@pytest.fixture(scope="module")
def lke() -> bytes:
    """A worksheet that names no satker."""
    return build_book({"unit": raw_cells(perfect()), "tpi": raw_cells(perfect())}).xlsx()


@pytest.fixture
def register(tmp_path: Path, lke: bytes) -> Callable[..., Path]:
    """Write a register with one satker."""

    def write(nama: str, kode: str = "KI-1", alamat: str = "Jalan Contoh", keterangan: str = "") -> Path:
        def cell(teks: str) -> str:
            return '"' + teks.replace('"', '""') + '"'

        berkas = tmp_path / "satker.csv"
        isi = [
            kode,
            nama,
            "Kantor Imigrasi",
            alamat,
            "Kota Contoh",
            "",
            "Dr. Ir. Contoh, S.H., M.H.",
            "198001012005012001",
        ]
        baris = ",".join(cell(s) for s in [*isi, "", "WBK", "Belum ada", keterangan, "lke.xlsx"])
        (tmp_path / "lke.xlsx").write_bytes(lke)
        berkas.write_text(_REGISTER + baris + "\n", encoding="utf-8")
        (tmp_path / "zi.toml").write_text('[instansi]\nnama = "Kementerian Contoh"\n', encoding="utf-8")
        return berkas

    return write


@pytest.mark.parametrize(
    "nama",
    [
        "Lapas A & B",
        "Rutan <b>Contoh</b>",
        'Kantor "Contoh"',
        "Kantor Ma'arif",
        "Kantor ’Contoh“",
        "{{ 7+7 }} {% if %}",
        "{_{ x }_}",
        "Kantor " + "Sangat " * 40 + "Panjang",
        "=CMD()",
        "Łódź 東京 عربي",
    ],
)
def test_an_odd_name_is_printed_whole(nama: str, register: Callable[..., Path], zi: Zi, tmp_path: Path) -> None:
    kode, keluar, _ = zi("surat", "sptjm", "--data", register(nama), *_COMMON, "-o", tmp_path / "s")
    assert kode == 0
    docx = Path(json.loads(keluar)["berkas"]).read_bytes()
    d = Document(io.BytesIO(docx))
    tercetak = [p.text for t in d.tables for c in t._cells for p in c.paragraphs]
    harapan = nama.replace("{_{", "{{").replace("}_}", "}}")  # docxtpl's own notation for literal braces
    assert f"Kepala {harapan}," in tercetak
    assert nama in d.core_properties.title or len(nama) > 200


@pytest.mark.parametrize(
    "nama", ["../../etc/passwd", "..\\..\\x", "/etc/x", "C:\\x", "a/b", "con", "nul.txt", "..", "a\0b"]
)
def test_a_name_becomes_no_path(nama: str, register: Callable[..., Path], zi: Zi, tmp_path: Path) -> None:
    keluaran = tmp_path / "s"
    kode, keluar, _ = zi("surat", "sptjm", "--data", register(nama), *_COMMON, "-o", keluaran)
    dokumen = json.loads(keluar)
    assert kode == 0
    berkas = Path(dokumen["berkas"])
    assert berkas.parent == keluaran
    assert {p.name for p in keluaran.iterdir()} == {berkas.name, "lampiran-audit.csv"}
    assert berkas.stem.lower() not in ("con", "nul")


def test_a_hostile_code_gets_a_finding(register: Callable[..., Path], zi: Zi, tmp_path: Path) -> None:
    _, keluar, _ = zi("surat", "sptjm", "--data", register("Kantor", "../../x"), *_COMMON, "-o", tmp_path / "s")
    assert "SRT606" in {t["kode"] for t in json.loads(keluar)["temuan"]}
    assert [p.parent.name for p in tmp_path.rglob("*.docx")] == ["s"]


def test_control_characters_are_dropped(register: Callable[..., Path], zi: Zi, tmp_path: Path) -> None:
    alamat = "surat.kota=Kota\u202e Con\u0007toh\ue000\u200f"
    kode, keluar, _ = zi(
        "surat", "sptjm", "--data", register("Kantor"), *_COMMON, "-o", tmp_path / "s", "--isi", alamat
    )
    dokumen = json.loads(keluar)
    assert (kode, "SRT604" in {t["kode"] for t in dokumen["temuan"]}) == (0, True)
    assert "Kota Contoh, 20 Mei 2027" in letter_text(Path(dokumen["berkas"]).read_bytes())


def test_a_value_of_ten_megabytes_is_refused(zi: Zi, register: Callable[..., Path], tmp_path: Path) -> None:
    kode, keluar, _ = zi(
        "surat", "sptjm", "--data", register("Kantor", alamat="x" * 10_000_000), *_COMMON, "-o", tmp_path
    )
    dokumen = json.loads(keluar) if keluar else {"berkas": None}
    assert kode in (1, 3)
    assert dokumen["berkas"] is None
    assert not list(tmp_path.rglob("*.docx"))


def test_lengths_at_the_limit() -> None:
    for panjang, refuse in ((MAX_LENGTH, False), (MAX_LENGTH + 1, True)):
        _, temuan = clean_context({"a": {"b": ["x" * panjang]}})
        assert [t.kode for t in temuan] == (["SRT605"] if refuse else [])


#: What people write where they do not know yet.
UNCERTAIN = ["?", "-", "…", "TBC", "belum ada", "Nama Contoh?", "(Nama Contoh)", "Nama Contoh (belum pasti)", "***"]


@pytest.mark.parametrize("isi", UNCERTAIN)
def test_nobody_signs_as_a_question_mark(isi: str, register: Callable[..., Path], zi: Zi, tmp_path: Path) -> None:
    kode, keluar, _ = zi("surat", "sptjm", "--data", register("Kantor", alamat=isi), *_COMMON, "-o", tmp_path)
    surat = json.loads(keluar)
    assert kode == 1 and surat["berkas"] is None
    assert {t["kode"] for t in surat["temuan"]} >= {"SRT601", "SRT658"}
    bersih, temuan = clean_context({"ttd": {"nama": isi, "nip": isi}, "surat": {"catatan": isi}}, {"ttd.nip"})
    assert bersih == {"ttd": {"nip": ""}, "surat": {"catatan": isi}}
    assert [t.kode for t in temuan] == ["SRT658", "SRT658"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_file_name_is_always_one_part(teks: str) -> None:
    nama = file_part(teks)
    assert nama and nama not in (".", "..")
    assert not set(nama) & set('<>:"/\\|?*\0\n\t')
    assert Path("s") / nama == Path("s").joinpath(nama)
    assert len((Path("s") / nama).parts) == 2


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_cleaning_is_complete(teks: str) -> None:
    bersih = clean_prose(teks)
    assert clean_prose(bersih) == bersih
    bersih.encode("utf-8")


_DIGIT_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def _spelt_out(n: int) -> str:
    """An independent spelling, straight from the rules of KBBI."""
    for batas, awal, kata in ((10**12, "satu ", "triliun"), (10**9, "satu ", "miliar"), (10**6, "satu ", "juta"),
                              (1000, "se", "ribu"), (100, "se", "ratus"), (10, "se", "puluh")):  # fmt: skip
        if n >= batas:
            if batas == 10 and n < 20:
                return "sepuluh" if n == 10 else "sebelas" if n == 11 else f"{_DIGIT_WORDS[n - 10]} belas"
            utuh, sisa = divmod(n, batas)
            depan = awal + kata if utuh == 1 else f"{_spelt_out(utuh)} {kata}"
            return f"{depan} {_spelt_out(sisa)}" if sisa else depan
    return _DIGIT_WORDS[n]


def test_numbers_in_words() -> None:
    for n in [*range(2200), 10_000, 11_111, 100_001, 1_000_000, 1_001_000, 21_001_999, 10**9 + 1000, 10**12]:
        assert ejaan.number_in_words(n) == _spelt_out(n)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_random_numbers_in_words(n: int) -> None:
    assert ejaan.number_in_words(n) == _spelt_out(n)


@pytest.mark.parametrize(
    ("mentah", "tampak"),
    [
        ("198001012005012001", "19800101 200501 2 001"),
        ("19800101 200501 2 001", "19800101 200501 2 001"),
        ("19800101.200501.2.001", "19800101 200501 2 001"),
        ("12345", "12345"),
        ("-", "-"),
    ],
)
def test_nip(mentah: str, tampak: str) -> None:
    assert ejaan.nip(mentah) == tampak


def test_other_spellings() -> None:
    assert [ejaan.list_letter(n) for n in (1, 26, 27, 30)] == ["a", "z", "aa", "ad"]
    assert ejaan.day_name(date(2027, 5, 20)) == "Kamis"
    assert ejaan.title_capitals("unit kerja/satuan kerja dan kawasan") == "Unit Kerja/Satuan Kerja dan Kawasan"
    assert wrap({"a": [{"b": 1}]}, "x")["a"][0].jalur == "x.a[]"


@pytest.mark.parametrize("banyak", [1, 30])
def test_lists_of_one_and_of_thirty(banyak: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list prints every item, whatever its length."""
    from zi_cli.config import Config, Instansi, Pejabat
    from zi_cli.instrumen.loader import load_instrumen
    from zi_cli.surat import compose
    from zi_cli.surat.material import BahanSatker, PermintaanSurat

    instrumen = load_instrumen()
    konfigurasi = Config(
        instrumen,
        instrumen.ambang,
        instansi=Instansi(nama="Kementerian Contoh"),
        pimpinan=Pejabat("Nama", None, "Menteri Contoh"),
    )
    p = PermintaanSurat("pengajuan", konfigurasi, instrumen, date(2027, 5, 20), nomor="1", lampiran=True)
    bahan = [BahanSatker(f"Kantor Imigrasi Contoh {n}", predikat="WBK") for n in range(1, banyak + 1)]
    assert len(letter_fields(p, bahan)["usulan"]) == banyak
    monkeypatch.setattr(compose, "check_claims", lambda p, bahan: [])
    docx = compose.finish_letter(compose.prepare_letter(p, bahan)).docx
    assert docx is not None
    teks = letter_text(docx)
    for n in range(1, banyak + 1):
        assert f"{n}. → Kantor Imigrasi Contoh {n} / WBK" in teks
        assert f"| {n} | Kantor Imigrasi Contoh {n} | WBK |" in teks
