"""``zi surat periksa``: a template edited in Word, each fault with its paragraph and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import jsonschema
import pytest

from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.records.schema import schema_of
from zi_cli.surat.template_check import own_template, template_folder
from zi_cli.surat.template_review import review_template

Zi = Callable[..., tuple[int, str, str]]


def edited(folder: Path, *alinea: str, tabel: tuple[str, ...] = ()) -> Path:
    """The packaged SPTJM with paragraphs, and cells of one table row, added at its end."""
    berkas = folder / "sptjm.docx"
    berkas.write_bytes(own_template("sptjm"))
    naskah = docx.Document(str(berkas))
    for teks in alinea:
        naskah.add_paragraph(teks)
    if tabel:
        for sel, teks in zip(naskah.add_table(1, len(tabel)).rows[0].cells, tabel, strict=True):
            sel.text = teks
    naskah.save(str(berkas))
    return berkas


def codes(zi: Zi, berkas: Path) -> tuple[int, list[tuple[str, str]]]:
    rc, out, _ = zi("surat", "periksa", berkas, "--format", "json")
    isi = json.loads(out)
    jsonschema.validate(isi, schema_of("surat-periksa"))
    return rc, [(t["kode"], t["pesan"]) for t in isi["temuan"]]


@pytest.mark.parametrize("jenis", load_kinds())
def test_our_own_templates_have_no_fault(jenis: str) -> None:
    assert review_template((template_folder() / f"{jenis}.docx").read_bytes(), jenis, "x.docx") == []


@pytest.mark.parametrize(
    ("alinea", "kode", "kata"),
    [
        ("Nama: { satker.nama }", "SRT650", "tulis {{ satker.nama }}"),
        ("Nama: «satker.nama»", "SRT650", "tulis {{ satker.nama }}"),
        ("Nama: [satker.nama]", "SRT650", "tulis {{ satker.nama }}"),
        ("Nama: {{ satker.nama }", "SRT650", "tanpa pasangan"),
        ("Nama: {{ satker.namaa }}", "SRT651", "mungkin satker.nama"),
        ("{% if satker.kode %}Kode", "SRT652", "if belum ditutup"),
        ("Kode{% endfor %}", "SRT652", "endfor tanpa for"),
    ],
)
def test_each_fault_is_named_with_its_paragraph_and_a_remedy(
    alinea: str, kode: str, kata: str, tmp_path: Path, zi: Zi
) -> None:
    rc, temuan = codes(zi, edited(tmp_path, alinea))
    assert rc == 1 and [k for k, _ in temuan] == [kode]
    pesan = temuan[0][1]
    assert kata in pesan and alinea.split("{")[0].split("«")[0].split("[")[0].strip() in pesan
    assert not any(e in pesan.lower() for e in ("unexpected", "expected", "encountered", "unknown tag", "template"))


def test_a_loop_that_tears_a_table_apart(tmp_path: Path, zi: Zi) -> None:
    rc, temuan = codes(zi, edited(tmp_path, tabel=("{% for u in satker.nama %}{{ u }}", "{% endfor %}")))
    assert rc == 1 and {k for k, _ in temuan} == {"SRT652"} and "{%tr" in temuan[0][1]


def test_the_placeholder_of_another_system_and_plain_brackets_are_text(tmp_path: Path, zi: Zi) -> None:
    berkas = edited(tmp_path, "Nomor ${nomor_naskah}, ${ttd}", "Lihat [1] dan [lampiran kedua] serta {catatan kami}.")
    assert codes(zi, berkas) == (0, [])


def test_what_was_taken_out_is_said(tmp_path: Path, zi: Zi) -> None:
    berkas = edited(tmp_path)
    naskah = docx.Document(str(berkas))
    panjang = max(naskah.paragraphs, key=lambda p: len(p.text))
    panjang._p.getparent().remove(panjang._p)
    naskah.save(str(berkas))
    rc, temuan = codes(zi, berkas)
    assert rc == 0 and ("SRT654" in [k for k, _ in temuan]) and panjang.text[:30] in temuan[0][1]
    for p in naskah.paragraphs:
        for r in p.runs:
            r.text = r.text.replace("satker.alamat", "satker.kota")
    naskah.save(str(berkas))
    assert any(k == "SRT655" for k, _ in codes(zi, berkas)[1]) or "satker.alamat" not in panjang.text


def test_a_comment_with_a_field_is_not_filled(tmp_path: Path, zi: Zi) -> None:
    berkas = edited(tmp_path)
    naskah = docx.Document(str(berkas))
    naskah.add_comment(naskah.paragraphs[-1].runs or [naskah.paragraphs[-1].add_run("x")], text="Isi {{ satker.nama }}")
    naskah.save(str(berkas))
    _, temuan = codes(zi, berkas)
    assert {k for k, _ in temuan} & {"SRT653", "SRT614"}


def test_the_kind_is_in_the_name(tmp_path: Path, zi: Zi) -> None:
    berkas = edited(tmp_path).rename(tmp_path / "surat kami.docx")
    assert zi("surat", "periksa", berkas)[0] == 2
    assert zi("surat", "periksa", tmp_path / "lhe-tiada.docx")[0] == 3
    assert zi("surat", "periksa")[0] == 2
