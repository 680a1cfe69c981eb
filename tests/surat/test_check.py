"""``zi surat periksa``: a template edited in Word, each fault with its paragraph and what to do."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import docx.document
import jsonschema
import pytest

from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.records.schema import schema_of
from zi_cli.surat import template_paragraphs, template_removed, template_review
from zi_cli.surat.template_check import own_template, template_folder
from zi_cli.surat.template_removed import removed_statements
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
        ("{{ satker nama }}", "SRT651", "mungkin satker.nama"),
        ("{{ Satker.Nama }}", "SRT651", "mungkin satker.nama"),
        ("{{ satker_nama }}", "SRT651", "mungkin satker.nama"),
        ("{{ satker,nama }}", "SRT651", "mungkin satker.nama"),
        ("{{ satker–nama }}", "SRT651", "mungkin satker.nama"),
        ("{{ alamat }}", "SRT651", "satker.alamat"),
        ("{{ nilai.total }}", "SRT651", "zi surat daftar sptjm --kolom"),
        ("{{{ satker.nama }}}", "SRT650", "pakai dua"),
        ("<<satker.nama>>", "SRT650", "tulis {{ satker.nama }}"),
        ("[[ satker.nama ]]", "SRT650", "tulis {{ satker.nama }}"),
        ("${satker.nama}", "SRT650", "tulis {{ satker.nama }}"),
        ("｛｛ satker.nama ｝｝", "SRT650", "tulis {{ satker.nama }}"),
        ("{ { satker.nama } }", "SRT650", "tulis {{ satker.nama }}"),
        ("{{ satker.nama »", "SRT650", "tanpa pasangan"),
        ("{# catatan", "SRT650", "tanpa pasangan"),
        ("{{ }}", "SRT650", "tanda kosong"),
        ("{{ satker.kode + 1 }}", "SRT650", "hanya namanya"),
        ("{{ satker.nama.upper() }}", "SRT650", "hanya namanya"),
        ("{{ satker.nama|kapital }}", "SRT650", "yang ada: akhir, besar"),
        ("{% %}", "SRT652", "yang ada: for"),
        ('{% include "x" %}', "SRT652", "tidak dikenal"),
        ('{% if satker.kode = "1" %}x{% endif %}', "SRT652", "=="),
        ("{% elif satker.kode %}", "SRT652", "buka dengan if"),
        ("{% if satker.kodee %}x{% endif %}", "SRT651", "mungkin satker.kode"),
        ("{% for satker.nama %}x{% endfor %}", "SRT652", "{% for u in usulan %}"),
        ("{% if satker.kode and %}x{% endif %}", "SRT652", "tidak terbaca"),
        ("(( satker.nama ))", "SRT650", "tulis {{ satker.nama }}"),
        ("‹satker.nama›", "SRT650", "tulis {{ satker.nama }}"),
        ("Nama: #satker.nama#", "SRT650", "tanpa kurung kurawal"),
        ("{{ nama satker }}", "SRT651", "mungkin satker.nama"),
        ("{{ kop }}", "SRT650", "sebut isiannya"),
        ("{% if satker.nama %}a{% else %}b{% else %}c{% endif %}", "SRT652", "satu else"),
        ("{% if satker.nama %}a{% else if satker.kode %}b{% endif %}", "SRT652", "{% elif … %}"),
        ("{% if satker.nama %}a{% elseif satker.kode %}b{% endif %}", "SRT652", "mungkin elif"),
        ("{% if satker.nama dan satker.kode %}x{% endif %}", "SRT652", "ditulis and, or, not"),
        ("{% for b in kop.atass %}{{ b }}{% endfor %}", "SRT651", "kop.atas"),
    ],
)
def test_each_fault_is_named_with_its_paragraph_and_a_remedy(
    alinea: str, kode: str, kata: str, tmp_path: Path, zi: Zi
) -> None:
    rc, temuan = codes(zi, edited(tmp_path, alinea))
    assert rc == 1 and [k for k, _ in temuan] == [kode]
    pesan = temuan[0][1]
    assert kata in pesan and f"“{alinea[:40]}" in pesan
    assert not any(e in pesan.lower() for e in ("unexpected", "expected", "encountered", "unknown tag", "template"))


@pytest.mark.parametrize(
    ("alinea", "kode", "kata"),
    [
        ("{% jika satker.kode %}x{% endif %}", "SRT652", "mungkin if"),
        ("{% if satker.kode %}x{% endfi %}", "SRT652", "mungkin endif"),
    ],
)
def test_a_word_that_is_none_has_its_like(alinea: str, kode: str, kata: str, tmp_path: Path, zi: Zi) -> None:
    rc, temuan = codes(zi, edited(tmp_path, alinea))
    assert rc == 1 and {k for k, _ in temuan} == {kode} and kata in " ".join(p for _, p in temuan)


@pytest.mark.parametrize(
    "alinea",
    ["{{ satker.nama|besar }}", "{{\u00a0satker.nama }}", "{% if satker.jenis == “UPT” %}x{% endif %}",
     "{% set n = satker.nama %}{{ n }}", "{% if satker.kode is defined and not satker.jenis %}x{% else %}y{% endif %}"],
)  # fmt: skip
def test_what_word_makes_of_a_good_tag_is_no_fault(alinea: str, tmp_path: Path, zi: Zi) -> None:
    assert codes(zi, edited(tmp_path, alinea)) == (0, [])


@pytest.mark.parametrize(
    ("hapus", "kata"), [("u.nama", "tanpa isi"), ("%tr for u in usulan", "tanpa for"), ("%tr endfor", "belum ditutup")]
)
def test_a_row_of_a_loop_that_was_deleted(hapus: str, kata: str, tmp_path: Path, zi: Zi) -> None:
    berkas = tmp_path / "rekomendasi.docx"
    naskah = docx.Document(str(template_folder() / berkas.name))
    tabel = next(t for t in naskah.tables if "u in usulan" in t._tbl.xml)
    tabel._tbl.remove(next(r for r in tabel.rows if hapus in "".join(c.text for c in r.cells))._tr)
    naskah.save(str(berkas))
    rc, temuan = codes(zi, berkas)
    assert rc == 1 and any(kata in p for _, p in temuan), temuan


def test_a_tag_that_lost_its_letter(tmp_path: Path, zi: Zi) -> None:
    berkas = tmp_path / "rekomendasi.docx"
    naskah = docx.Document(str(template_folder() / berkas.name))
    for r in next(p for p in naskah.paragraphs if p.text == "{%p if usulan %}").runs:
        r.text = r.text.replace("{%p", "{%")
    naskah.save(str(berkas))
    rc, temuan = codes(zi, berkas)
    assert rc == 1 and "{%p if … %} dan {%p endif %}" in temuan[0][1]


@pytest.mark.parametrize(
    ("alinea", "kode", "kata"),
    [
        ("{ % if satker.nama % }", "SRT650", "tanpa spasi"),
        ("Nama {%p if satker.nama %} satker", "SRT652", "akan hilang"),
        ("{%tr if satker.nama %}", "SRT652", "tulis {%p if satker.nama %}"),
    ],
)
def test_a_tag_that_word_or_a_person_put_in_the_wrong_place(
    alinea: str, kode: str, kata: str, tmp_path: Path, zi: Zi
) -> None:
    rc, temuan = codes(zi, edited(tmp_path, alinea))
    assert rc == 1 and any(k == kode and kata in p for k, p in temuan), temuan


def in_rekomendasi(folder: Path, change: Callable[[docx.document.Document], object]) -> Path:
    berkas = folder / "rekomendasi.docx"
    naskah = docx.Document(str(template_folder() / berkas.name))
    change(naskah)
    naskah.save(str(berkas))
    return berkas


def test_what_a_list_holds_is_known(tmp_path: Path, zi: Zi) -> None:
    for alinea, kata in (
        ("{% for s in usulan %}{{ s.namaa }}{% endfor %}", "isian “namaa dari usulan” tidak dikenal"),
        ("{{ usulan }}", "ulangi dengan {% for x in usulan %}"),
    ):
        rc, temuan = codes(zi, in_rekomendasi(tmp_path, lambda d, teks=alinea: d.add_paragraph(teks)))  # type: ignore[misc]
        assert rc == 1 and kata in temuan[0][1], temuan
    ulang = "{% for s in usulan %}{{ s.nama }}{% endfor %} {{ usulan|jumlah }}"
    assert codes(zi, in_rekomendasi(tmp_path, lambda d: d.add_paragraph(ulang))) == (0, [])


def test_a_list_that_was_taken_out_is_missed(tmp_path: Path, zi: Zi) -> None:
    def change(d: docx.document.Document) -> None:
        tabel = next(t for t in d.tables if "u in usulan" in t._tbl.xml)
        tabel._tbl.getparent().remove(tabel._tbl)

    rc, temuan = codes(zi, in_rekomendasi(tmp_path, change))
    assert (rc, {k for k, _ in temuan}) == (0, {"SRT655"}) and any("usulan[].nama" in p for _, p in temuan)


def test_words_beside_the_tag_of_a_row_are_lost(tmp_path: Path, zi: Zi) -> None:
    def change(d: docx.document.Document) -> None:
        tabel = next(t for t in d.tables if "u in usulan" in t._tbl.xml)
        baris = next(r for r in tabel.rows if "{%tr for" in r._tr.xml)
        baris.cells[-1].paragraphs[-1].add_run(" Catatan")

    rc, temuan = codes(zi, in_rekomendasi(tmp_path, change))
    assert rc == 1 and any("akan hilang" in p for _, p in temuan), temuan


def test_a_loop_that_tears_a_table_apart(tmp_path: Path, zi: Zi) -> None:
    rc, temuan = codes(zi, edited(tmp_path, tabel=("{% for u in satker.nama %}{{ u }}", "{% endfor %}")))
    assert rc == 1 and {k for k, _ in temuan} == {"SRT652"} and "{%tr" in temuan[0][1]


def test_the_placeholder_of_another_system_and_plain_brackets_are_text(tmp_path: Path, zi: Zi) -> None:
    berkas = edited(tmp_path, "Nomor ${nomor_naskah}, ${ttd}", "Lihat [1], [dua kata] dan {catatan kami}.")
    rc, temuan = codes(zi, berkas)
    # Said, since they are printed as they stand, but no fault.
    assert rc == 0 and [k for k, _ in temuan] == ["SRT650"] * 2
    assert "[dua kata]" in temuan[1][1] and "apa adanya" in temuan[1][1] and "{catatan kami}" in temuan[0][1]


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


def test_each_paragraph_is_read_a_fixed_number_of_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the paragraphs, in one row or in none, are twice the text read, not four times."""

    class Counting:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self.pattern = pattern

        def __getattr__(self, name: str) -> Any:
            method = getattr(self.pattern, name)
            if not callable(method):
                return method

            def called(*text: str, **options: Any) -> Any:
                nonlocal read
                read += len(text[-1])
                return method(*text, **options)

            return called

    for module in (template_paragraphs, template_removed, template_review):
        for name, value in vars(module).copy().items():
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, Counting(value))
    amounts = []
    for n in (100, 200, 400):
        alinea = [f"{{% for v{i} in usulan %}}{{{{ v{i}.nama }}}}{{% endfor %}}" for i in range(n)]
        berkas = edited(tmp_path, *alinea, tabel=("\n".join("{%tr for u in usulan %}" for _ in range(n)),))
        read = 0
        review_template(berkas.read_bytes(), "sptjm", "sptjm.docx")
        amounts.append(read)
    assert amounts[2] - amounts[1] < 2.2 * (amounts[1] - amounts[0])


def test_statements_are_looked_for_in_time_that_grows_with_the_template() -> None:
    words = [
        "satker",
        "pembangunan",
        "zona",
        "integritas",
        "wilayah",
        "bebas",
        "korupsi",
        "nilai",
        "evaluasi",
        "tim",
        "penilai",
        "internal",
        "surat",
    ]
    rng = random.Random(1)
    originals, present = ([" ".join(rng.choices(words, k=20)) for _ in range(n)] for n in (20, 2000))
    edited = [f"{a[:-10]} yang disunting" for a in originals[:10]]
    start = time.process_time()
    gone = list(removed_statements([*originals[:10], "Kalimat lain. " * 10], [*present, *edited], "lhe", "x"))
    assert time.process_time() - start < 5
    assert [t.kode for t in gone] == ["SRT654"] and "Kalimat lain" in gone[0].pesan
