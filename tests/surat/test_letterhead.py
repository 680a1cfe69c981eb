"""Letterhead by who signs, copies by kind, the mark of a digital signature; what all pages have in common."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.surat.letter_reading import letter_text
from tests.surat.samples import RANTAI, SURAT, buat, chain_tree
from zi_cli.config import KOP_TINGKAT, SURAT_WITH_TEMBUSAN, load_config
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.register.instansi import instansi_rows, read_instansi
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.page_layout import bind_words
from zi_cli.surat.picture import read_picture

Zi = Callable[..., tuple[int, str, str]]
#: Kinds of letters that a Minister reads.
MENTERI = ("sptjm", "pengajuan", "sptjm-instansi", "monev", "pencabutan", "rekomendasi", "nota-sekjen")
_OPTIONS = """
[kop]
menteri = ["MENTERI CONTOH", "REPUBLIK INDONESIA"]
inspektorat_jenderal = ["KEMENTERIAN CONTOH", "INSPEKTORAT JENDERAL CONTOH", "Jalan Contoh Nomor 9"]
kanwil = ["KEMENTERIAN CONTOH"]
upt = ["KEMENTERIAN CONTOH", "DIREKTORAT JENDERAL CONTOH"]

[tembusan]
pengajuan = ["Gubernur Contoh"]
"""


@pytest.fixture(scope="module")
def with_letterhead(sample_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample tree with letterheads of its own, copies of one kind, and a mark for the signature."""
    import shutil

    tujuan = tmp_path_factory.mktemp("berkop") / "usulan"
    shutil.copytree(sample_tree, tujuan)
    with (tujuan / "zi.toml").open("a", encoding="utf-8") as f:
        f.write(_OPTIONS + '\n[naskah]\ntanda_tangan = "${ttd_pengirim}"\n')
    return tujuan


@pytest.mark.parametrize(
    ("nama", "kop"),
    [
        ("pengajuan", "MENTERI CONTOH ⏎ REPUBLIK INDONESIA"),
        ("lhe", "KEMENTERIAN CONTOH / INSPEKTORAT JENDERAL CONTOH / Jalan Contoh Nomor 9"),
        ("sptjm", "KEMENTERIAN CONTOH / DIREKTORAT JENDERAL CONTOH / LEMBAGA PEMASYARAKATAN KELAS IIA CONTOH"),
        ("usul-kanwil", "KEMENTERIAN CONTOH / KANTOR WILAYAH CONTOH UTARA"),
    ],
)
def test_each_level_has_its_letterhead(nama: str, kop: str, with_letterhead: Path, tmp_path: Path) -> None:
    teks = letter_text(buat(nama, with_letterhead, tmp_path))
    assert kop in teks.splitlines()[0].replace("| ", ""), teks[:300]
    assert ("${ttd_pengirim}" in teks) is (nama != "sptjm")


def test_without_its_own_a_letterhead_follows_the_signatory(sample_tree: Path, tmp_path: Path) -> None:
    assert letter_text(buat("pengajuan", sample_tree, tmp_path)).startswith(
        "MENTERI IMIGRASI DAN PEMASYARAKATAN ⏎ REPUBLIK"
    )
    assert "INSPEKTORAT JENDERAL" in letter_text(buat("rekomendasi", sample_tree, tmp_path)).splitlines()[0]
    assert "SEKRETARIAT JENDERAL" in letter_text(buat("nota-sekjen", sample_tree, tmp_path)).splitlines()[0]


def test_copies_are_the_kinds_own_and_never_the_signatory(
    with_letterhead: Path, sample_tree: Path, tmp_path: Path
) -> None:
    teks = letter_text(buat("pengajuan", with_letterhead, tmp_path))
    assert "Gubernur Contoh" in teks and "1. → Sekretaris Jenderal" not in teks
    teks = letter_text(buat("rekomendasi", sample_tree, tmp_path)).partition("Tembusan:")[2]
    assert "Sekretaris Jenderal" in teks and "Inspektur Jenderal" not in teks


def test_a_damaged_logo_of_the_configuration_refuses_the_letter(sample_tree: Path, tmp_path: Path, zi: Zi) -> None:
    toml = tmp_path / "zi.toml"
    toml.write_text(
        (sample_tree / "zi.toml").read_text(encoding="utf-8") + '\n[kop]\nlogo = "l.png"\n', encoding="utf-8"
    )
    (tmp_path / "l.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    opsi = ("surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-20", "--konfigurasi", toml)
    rc, _, err = zi(*opsi, "-o", tmp_path / "s")
    assert rc == 1 and "SRT656" in err and "l.png" in err and not (tmp_path / "s").exists()


def test_the_sheet_instansi_says_the_same_things(tmp_path: Path) -> None:
    berkas = tmp_path / "satker.xlsx"
    isi = {
        "kop.menteri": "MENTERI CONTOH\nREPUBLIK INDONESIA", "kop.logo_menteri": "lambang.png",
        "tembusan.pengajuan": "Gubernur", "naskah.tanda_tangan": "${ttd}",
    }  # fmt: skip
    berkas.write_bytes(register_workbook([], instansi=isi))
    k = load_config(None, sheet=read_instansi(berkas))
    assert k.kop.baris == {"menteri": ("MENTERI CONTOH", "REPUBLIK INDONESIA")} and k.kop.logo_menteri == "lambang.png"
    assert k.tembusan == {"pengajuan": ("Gubernur",)} and k.naskah.tanda_tangan == "${ttd}"
    assert {f"kop.{t}" for t in KOP_TINGKAT} | {f"tembusan.{j}" for j in SURAT_WITH_TEMBUSAN} <= {
        r.kunci for r in instansi_rows()
    }


def test_every_kind_with_copies_can_have_its_own() -> None:
    assert set(SURAT_WITH_TEMBUSAN) == {j for j in load_kinds() if "surat.tembusan" in fields_of_kind(j)}


@pytest.mark.parametrize("jenis", MENTERI)
def test_a_letter_to_the_minister_shows_nothing_of_the_machine(jenis: str, sample_tree: Path, tmp_path: Path) -> None:
    """Not even a forced one: hashes, codes and versions stay in properties and in the audit file."""
    berkas = tmp_path / f"{jenis}.docx"
    data = buat(jenis, sample_tree, tmp_path, "--audit", "berkas")
    teks = letter_text(data)
    assert not re.search(
        r"[0-9a-f]{32}|SHA|\b(LKE|SYR|DAT|SRT|BKT)\d{3}|\bgalat\b|\bzi \d|lke-2021|\.xlsx|\.toml", teks
    )
    assert "zi.sumber.1" in str(Document(io.BytesIO(data)).part.package.part_related_by(_CUSTOM).blob)
    assert berkas.with_name("lampiran-audit.csv").is_file()


_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


@pytest.mark.parametrize("nama", SURAT)
def test_what_belongs_together_stays_together(nama: str, sample_tree: Path, tmp_path: Path) -> None:
    d = Document(io.BytesIO(buat(nama, sample_tree, tmp_path)))
    teks = [p.text for p in _paragraphs(d)]
    for t in teks:
        assert not re.search(r"\d %|\d (?:Januari|Mei|Maret)\b|Nomor \d|Tahun \d{4}|NIP ", t), t
    _lists_are_closed(teks)
    _no_signature_alone(d)
    assert not any(p.text.startswith("Tembusan") for p in d.paragraphs)


def _paragraphs(d: Any) -> list[Any]:
    from docx.text.paragraph import Paragraph

    return [Paragraph(p, d) for p in d.element.body.iter(qn("w:p"))]


def _lists_are_closed(teks: list[str]) -> None:
    """The items of a list within a sentence: ";", before the last "; dan", and a full stop, or the sentence goes on."""
    for n, t in enumerate(teks):
        if not re.match(r"(\d+|[a-z])\.\t", t) or not t.endswith(";"):
            continue
        lanjut = teks[n + 1]
        assert re.match(r"(\d+|[a-z])\.\t", lanjut), (t, lanjut)
        assert lanjut.endswith((";", "; dan", ".", ":")) and not lanjut.endswith("."), (t, lanjut)
    for n, t in enumerate(teks):
        if t.endswith("; dan"):
            assert re.match(r"(\d+|[a-z])\.\t", teks[n + 1]) and not teks[n + 1].endswith(";"), t


def _no_signature_alone(d: Any) -> None:
    """The table of a signature is a row that never splits, tied to what stands before it and to the copies below it."""
    for t in d.tables:
        sel = t.rows[0].cells[-1]
        if len(t.rows) <= 2 and re.search(r"\bNama\b.*Contoh", sel.text) and len(t.columns) == 2:
            assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in t.rows)
            assert len(t.rows) == 1 or all(p.paragraph_format.keep_with_next for p in sel.paragraphs)
            sebelum = t._tbl.getprevious()
            while sebelum.tag == qn("w:p") and not "".join(x.text or "" for x in sebelum.iter(qn("w:t"))):
                sebelum = sebelum.getprevious()
            assert sebelum.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None, sel.text


def test_words_are_bound_across_runs() -> None:
    d = Document()
    p = d.add_paragraph()
    for teks in ("nilai 75,00", " ", "% pada 5 ", "Mei 2027, Nomor", " 12"):
        p.add_run(teks)
    bind_words(d.element)
    assert p.text == "nilai 75,00\u00a0% pada 5\u00a0Mei 2027, Nomor\u00a012"


def test_the_chain_of_letters_is_among_the_samples(sample_tree: Path) -> None:
    assert {SURAT[n][0] for n in SURAT} >= set(load_kinds()) and chain_tree(sample_tree).is_dir() and RANTAI


def test_a_logo_that_changed_is_read_again(tmp_path: Path) -> None:
    small, wide = _png(1), _png(2)
    for content in (small, wide, small):
        (tmp_path / "logo.png").write_bytes(content)
        assert read_picture(tmp_path / "logo.png") == content
    (tmp_path / "logo.png").write_bytes(b"bukan gambar")
    with pytest.raises(UnreadableInput, match="bukan PNG atau JPEG"):
        read_picture(tmp_path / "logo.png")


def _png(width: int) -> bytes:
    """A black picture of one row."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(1 + width)))]
    body = (
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in [*parts, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)
