"""A draft and a forced letter say so themselves, whatever the template does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt, RGBColor

from tests.surat.letter_reading import letter_text, parts_of
from zi_cli.surat.stamp import DRAFT_TEXT, FORCED_TITLE, mark_draft, mark_forced

Zi = Callable[..., tuple[int, str, str]]
_COMMON = ("--tanggal", "2027-05-20", "--nomor", "1", "--format", "json")


def test_a_draft_is_marked_in_its_name_and_on_every_page(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    for argumen in (("lhe", "--satker", "647102"), ("sptjm", "--satker", "647102")):
        kode, keluar, _ = zi("surat", argumen[0], sample_tree, *argumen[1:], *_COMMON, "--draf", "-o", tmp_path)
        berkas = Path(json.loads(keluar)["berkas"])
        assert (kode, berkas.name.startswith(f"DRAF-{argumen[0]}-")) == (0, True)
        (b,) = Document(str(berkas)).sections
        for kepala in (b.header, b.first_page_header):
            assert kepala.paragraphs[0].text == DRAFT_TEXT
    kode, keluar, _ = zi(
        "surat", "sptjm", sample_tree, "--satker", "647102", *_COMMON, "--draf", "-o", tmp_path / "a.docx"
    )
    assert Path(json.loads(keluar)["berkas"]).name == "DRAF-a.docx"


@pytest.mark.parametrize("pertama", [False, True])
@pytest.mark.parametrize("genap", [False, True])
def test_draft_in_every_section(pertama: bool, genap: bool) -> None:
    d = Document()
    d.settings.odd_and_even_pages_header_footer = genap
    for n in range(3):
        b = d.sections[0] if n == 0 else d.add_section(WD_SECTION.NEW_PAGE)
        b.different_first_page_header_footer = pertama and n != 1
        if n == 1:
            b.header.is_linked_to_previous = False
            b.header.paragraphs[0].text = "Kepala sendiri"
    mark_draft(d)
    for b in d.sections:
        jenis = [b.header, *([b.first_page_header] if b.different_first_page_header_footer else [])]
        for kepala in [*jenis, *([b.even_page_header] if genap else [])]:
            assert [p.text for p in kepala.paragraphs].count(DRAFT_TEXT) == 1


def test_force_on_page_one_can_not_be_hidden() -> None:
    """The template's styles hide everything they can; the notice relies on none of them."""
    d = Document()
    normal = d.styles["Normal"]
    normal.font.hidden, normal.font.size, normal.font.color.rgb = True, Pt(1), RGBColor(255, 255, 255)
    normal.paragraph_format.left_indent = Pt(2000)
    d.add_paragraph("Isi surat.")
    mark_forced(d, ["Alasan: <contoh> & lain"])
    simpan = io.BytesIO()
    d.save(simpan)
    d = Document(io.BytesIO(simpan.getvalue()))
    assert [p.text for p in d.paragraphs] == [FORCED_TITLE, "Alasan: <contoh> & lain", "Isi surat."]
    for p in d.paragraphs[:2]:
        assert p.style.base_style is None
        (lari,) = p.runs
        assert (lari.font.hidden, lari.font.size, p.paragraph_format.left_indent) == (False, Pt(9), 0)
        assert lari.font.color.rgb != RGBColor(255, 255, 255)


def test_force_names_what_it_overrides(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    kode, keluar, _ = zi(
        "surat", "pengajuan", sample_tree, "--satker", "647104", *_COMMON, "--paksa", "uji", "-o", tmp_path
    )
    dokumen = json.loads(keluar)
    teks = letter_text(Path(dokumen["berkas"]).read_bytes())
    ditimpa = [t["pesan"] for t in dokumen["temuan"] if t["kode"] == "SRT621"]
    assert (kode, len(ditimpa)) == (0, 1)
    assert teks.startswith("\n".join([FORCED_TITLE, *ditimpa, "Alasan: uji"]))


def test_an_own_template_is_still_marked(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    assert zi("surat", "daftar", "pengajuan", "--salin", tmp_path / "t")[0] == 0
    argumen = ("surat", "pengajuan", sample_tree, "--satker", "647104", *_COMMON, "--paksa", "uji", "--draf")
    kode, keluar, _ = zi(*argumen, "--templat", tmp_path / "t", "-o", tmp_path)
    docx = Path(json.loads(keluar)["berkas"]).read_bytes()
    assert (kode, letter_text(docx).startswith(FORCED_TITLE)) == (0, True)
    assert any(DRAFT_TEXT.encode() in isi for nama, isi in parts_of(docx).items() if "header" in nama)


def test_remarks_and_notes(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    """What the register keeps to itself never prints; a note is one satker's."""
    kepala = "Kode,Nama satker,Usulan,Predikat saat ini,Berkas LKE,Keterangan\n"
    baris = "".join(f"{k},Kantor {k},Tidak,WBK,{k}.xlsx,RAHASIA {k}\n" for k in ("A1", "A2"))
    (tmp_path / "satker.csv").write_text(kepala + baris, encoding="utf-8")
    (tmp_path / "zi.toml").write_bytes((sample_tree / "zi.toml").read_bytes())
    for k in ("A1", "A2"):
        (tmp_path / f"{k}.xlsx").write_bytes(next(sample_tree.rglob("lke-647102.xlsx")).read_bytes())
    argumen = ("surat", "monev", "--data", tmp_path / "satker.csv", *_COMMON, "--paksa", "uji", "-o", tmp_path / "s")
    kode, keluar, galat = zi(*argumen)
    assert (kode, "RAHASIA" in keluar + galat, galat.count("surat.catatan")) == (1, False, 2)
    assert zi(*argumen, "--catatan", "Milik satu satker.")[0] == 2
