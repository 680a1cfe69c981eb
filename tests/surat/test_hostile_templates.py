"""A stranger's template can do nothing but print its fields, in whatever part it tries."""

from __future__ import annotations

import base64
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from jinja2 import TemplateError

from tests.surat.letter_reading import letter_text, parts_of, with_expression, with_parts
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat import child as anak
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.render import RenderRequest, render
from zi_cli.surat.template_check import check_template_fields, own_template
from zi_cli.surat.template_package import check_package

Zi = Callable[..., tuple[int, str, str]]
PARTS = ("isi", "kepala", "kaki", "catatan-kaki", "sifat")
HOSTILE = (
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ ''.__class__.__mro__ }}",
    "{{ satker.__class__ }}",
    "{{ satker['__class__'] }}",
    "{{ satker|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum() }}",
    "{{ range(1000000000) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 99999999 }}",
    "{% include 'rahasia.txt' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{{ satker.nama.format(satker) }}",
    "{{ satker.items() }}",
)
_CONTEXT = {
    "satker": {"nama": "Kantor Imigrasi Contoh", "alamat": "Jalan Contoh"},
    "kop": {"atas": ["A"], "unit": "B", "alamat": "C"},
    "tujuan": {"jabatan": "D", "melalui": "E", "kota": "F"},
    "surat": {"kota": "G", "tanggal": "H", "tahun": "2027", "meterai": "M"},
    "kepala": {"nama": "I", "jabatan": "J"},
    "instansi": {"nama": "K"},
    "audit": {"kaki": ""},
}


def _request() -> RenderRequest:
    return RenderRequest(_CONTEXT, date(2027, 5, 20), "zi uji")


@pytest.mark.parametrize("jenis", load_kinds())
def test_own_templates_pass(jenis: str) -> None:
    templat = own_template(jenis)
    assert check_package(templat, jenis) == []
    assert check_template_fields(templat, jenis, jenis) == []


@pytest.mark.parametrize("tempat", PARTS)
@pytest.mark.parametrize("ungkapan", HOSTILE)
def test_forbidden_expressions_are_found(ungkapan: str, tempat: str) -> None:
    templat = with_expression(own_template("sptjm"), tempat, ungkapan)
    kode = {t.kode for t in check_template_fields(templat, "sptjm", "x.docx")}
    assert kode & {"SRT615", "SRT616"}


@pytest.mark.parametrize("tempat", PARTS)
@pytest.mark.parametrize("ungkapan", HOSTILE)
def test_the_sandbox_refuses_without_the_check(ungkapan: str, tempat: str) -> None:
    """The second fence: even unchecked, rendering raises instead of doing it."""
    templat = with_expression(own_template("sptjm"), tempat, ungkapan)
    try:
        hasil = render(templat, _request())
    except (TemplateError, TypeError):
        return
    # What does not raise may only have met an unknown name: noted as empty, nothing run.
    assert hasil.kosong
    assert "uid=" not in letter_text(hasil.docx)


@pytest.mark.parametrize("tempat", PARTS)
def test_a_mistyped_field_gets_advice(tempat: str, tmp_path: Path, zi: Zi, sample_tree: Path) -> None:
    templat = tmp_path / "sptjm.docx"
    templat.write_bytes(with_expression(own_template("sptjm"), tempat, "{{ satker.nma }}"))
    kode, keluar, _ = zi(
        "surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-03", "--templat", templat,
        "-o", tmp_path, "--format", "json",
    )  # fmt: skip
    (temuan,) = json.loads(keluar)["temuan"]
    assert (kode, temuan["kode"]) == (1, "SRT602")
    assert "mungkin satker.nama" in temuan["pesan"]


@pytest.mark.parametrize("tempat", PARTS)
def test_contents_pass_as_text(tempat: str) -> None:
    """Autoescape in every part: markup in the data stays text."""
    nama = "A & B <w:t>\"x\"</w:t> 'y' {{ 7 }}"
    konteks = {**_CONTEXT, "satker": {"nama": nama, "alamat": "x"}}
    templat = with_expression(own_template("sptjm"), tempat, "Satker {{ satker.nama }}.")
    docx = render(templat, RenderRequest(konteks, date(2027, 5, 20), "zi uji")).docx
    if tempat == "sifat":
        from docx import Document

        assert Document(io.BytesIO(docx)).core_properties.title == f"Satker {nama}."
    elif tempat == "catatan-kaki":
        assert "A &amp; B &lt;w:t&gt;" in parts_of(docx)["word/footnotes.xml"].decode()
    else:
        assert f"Satker {nama}." in letter_text(docx)


def test_an_own_template_is_used(tmp_path: Path, zi: Zi, sample_tree: Path) -> None:
    assert zi("surat", "daftar", "sptjm", "--salin", tmp_path / "templat")[0] == 0
    templat = tmp_path / "templat" / "sptjm.docx"
    templat.write_bytes(with_expression(templat.read_bytes(), "isi", "Kode {{ satker.kode }} dari {{ satker.kanwil }}"))
    argumen = ("surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-20", "-o", tmp_path)
    assert zi(*argumen, "--templat", tmp_path / "templat")[0] == 0
    assert "Kode 647102 dari Kantor Wilayah Contoh Utara" in letter_text(next(tmp_path.glob("*.docx")).read_bytes())


_HUBUNGAN = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s"%s/>'
)
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


@pytest.mark.parametrize(
    ("jenis", "tujuan", "luar", "kode"),
    [
        (b"attachedTemplate", b"http://contoh.invalid/a.dotx", True, "SRT613"),
        (b"attachedTemplate", b"file:///C:/a.dotx", True, "SRT613"),
        (b"image", b"http://contoh.invalid/a.png", True, "SRT613"),
        (b"image", b"\\\\contoh\\a.png", False, "SRT613"),
        (b"hyperlink", b"https://contoh.invalid", True, "SRT613"),
        (b"aFChunk", b"afchunk.html", False, "SRT614"),
        (b"oleObject", b"embeddings/a.bin", False, "SRT614"),
        (b"frame", b"//contoh.invalid/x", False, "SRT613"),
    ],
)
def test_relations_to_the_outside_are_refused(jenis: bytes, tujuan: bytes, luar: bool, kode: str) -> None:
    baku = own_template("sptjm")
    for jalur in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels", "word/_rels/footer1.xml.rels"):
        asal = parts_of(baku).get(jalur, _NO_RELATIONS)
        baru = _HUBUNGAN % (jenis, tujuan, b' TargetMode="External"' if luar else b"")
        isi = with_parts(baku, {jalur: asal.replace(b"</Relationships>", baru + b"</Relationships>")})
        assert {t.kode for t in check_package(isi, "x.docx")} == {kode}


@pytest.mark.parametrize(
    ("nama", "isi", "kode"),
    [
        ("word/vbaProject.bin", b"x", "SRT614"),
        ("word/embeddings/oleObject1.bin", b"x", "SRT614"),
        ("word/activeX/activeX1.xml", b"<a/>", "SRT614"),
        ("word/sisipan.html", b"<a/>", "SRT614"),
        ("word/jahat.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "SRT614"),
        ("word/jahat.xml", "<a/>".encode("utf-16"), "SRT611"),
        ("word/besar.xml", b" " * (41 * 1024 * 1024), "SRT612"),
    ],
)
def test_active_parts_are_refused(nama: str, isi: bytes, kode: str) -> None:
    assert kode in {t.kode for t in check_package(with_parts(own_template("sptjm"), {nama: isi}), "x.docx")}


def test_no_docx() -> None:
    assert [t.kode for t in check_package(b"bukan arsip", "x.docx")] == ["SRT611"]
    kosong = io.BytesIO()
    with zipfile.ZipFile(kosong, "w") as z:
        z.writestr("a.txt", "a")
    assert [t.kode for t in check_package(kosong.getvalue(), "x.docx")] == ["SRT611"]
    potong = own_template("sptjm")
    assert [t.kode for t in check_package(potong[: len(potong) // 2], "x.docx")] == ["SRT611"]


def test_too_large(tmp_path: Path, zi: Zi, sample_tree: Path) -> None:
    templat = tmp_path / "besar.docx"
    templat.write_bytes(b"PK" + bytes(6 * 1024 * 1024))
    perintah = ("surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-20")
    kode, _, galat = zi(*perintah, "--templat", templat, "-o", tmp_path / "s")
    assert (kode, "SRT612" in galat) == (3, True)


def test_tags_without_a_partner() -> None:
    templat = with_expression(own_template("sptjm"), "isi", "{% if satker.nama %}")
    assert [t.kode for t in check_template_fields(templat, "sptjm", "x.docx")] == ["SRT616"]


def test_a_group_can_not_be_printed() -> None:
    templat = with_expression(own_template("sptjm"), "isi", "{{ satker }}")
    (temuan,) = check_template_fields(templat, "sptjm", "x.docx")
    assert (temuan.kode, "satker.nama" in temuan.pesan) == ("SRT602", True)


def test_an_endless_loop_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anak, "SECONDS", 3)
    dalam = "{% for a in kop.atas %}" * 9 + "x" + "{% endfor %}" * 9
    templat = with_expression(own_template("sptjm"), "isi", dalam)
    konteks = {**_CONTEXT, "kop": {"atas": ["A"] * 30, "unit": "B", "alamat": "C"}}
    hasil, temuan = anak.render_confined(templat, "sptjm", "x.docx", RenderRequest(konteks, date(2027, 5, 20), "zi"))
    assert (hasil, [t.kode for t in temuan]) == (None, ["SRT612"])


@pytest.mark.skipif(sys.platform == "win32", reason="batas memori anak proses hanya ada di POSIX")
def test_memory_is_bounded() -> None:
    lipat = "{% set a = satker.nama ~ satker.nama %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}"
    templat = with_expression(own_template("sptjm"), "isi", lipat)
    hasil, temuan = anak.render_confined(templat, "sptjm", "x.docx", _request())
    assert (hasil, [t.kode for t in temuan]) == (None, ["SRT612"])


def test_all_fields_are_listed() -> None:
    """Every field has a meaning and a source, and its list and group exist."""
    for jenis in load_kinds():
        medan = fields_of_kind(jenis)
        for nama, m in medan.items():
            assert m.arti and m.sumber, nama
            induk = nama.rpartition("[].")[0]
            assert not induk or medan[induk].bentuk == "daftar", nama
            if m.wajib and m.bentuk == "teks":
                assert m.contoh, nama


def test_tags_that_cut_a_paragraph(tmp_path: Path) -> None:
    """A loop that opens in a paragraph and closes in a cell would lose text without a word."""
    from docx import Document

    d = Document(io.BytesIO(own_template("sptjm")))
    d.add_paragraph("{% for b in kop.atas %}{{ b }}")
    d.add_table(1, 1).cell(0, 0).text = "{% endfor %}"
    hasil = io.BytesIO()
    d.save(hasil)
    konteks = {**_CONTEXT, "kop": {"atas": ["A", "B"], "unit": "B", "alamat": "C"}}
    permintaan = RenderRequest(konteks, date(2027, 5, 20), "zi")
    surat, temuan = anak.render_confined(hasil.getvalue(), "sptjm", "x.docx", permintaan)
    assert (surat, [t.kode for t in temuan]) == (None, ["SRT616"])


@pytest.mark.parametrize(
    "words",
    [
        "{% for a in surat.jumlah %}x{% endfor %}",
        "{% if surat.jumlah > 'a' %}x{% endif %}",
        "{% if kop.atas < surat.jumlah %}x{% endif %}",
        "{% for a in surat.benar %}x{% endfor %}",
    ],
)
def test_what_does_not_fit_its_field_is_said_in_our_words(words: str) -> None:
    templat = with_expression(own_template("sptjm"), "isi", words)
    konteks = {**_CONTEXT, "surat": _CONTEXT["surat"] | {"jumlah": 3, "benar": True}}  # type: ignore[operator]
    pesan = {
        "templat": base64.b64encode(templat).decode(), "jenis": "sptjm", "nama": "x.docx", "konteks": konteks,
        "tanggal": "2027-05-20", "pembuat": "zi", "sifat": [], "halaman_audit": [], "logo": None, "draf": False,
        "paksa": [],
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as m:
        # The fields are made up here: only the rendering counts.
        m.setattr("zi_cli.surat.template_check.check_template_fields", lambda *_: [])
        temuan = anak._work(pesan)["temuan"]
    ((kode, _, pesan_temuan),) = temuan
    assert kode == "SRT616"
    assert "yang diulang bukan daftar, atau yang dibandingkan tidak sejenis" in pesan_temuan


def test_every_construct_that_is_refused_has_a_name_of_ours() -> None:
    from jinja2 import nodes

    from zi_cli.surat.sandbox import _ALLOWED_NODES, check_tree

    def kinds(kind: type[nodes.Node]) -> Iterator[type[nodes.Node]]:
        yield kind
        for below in kind.__subclasses__():
            yield from kinds(below)

    refused = {
        k for k in {*kinds(nodes.Expr), *kinds(nodes.Stmt)} if not k.abstract and not issubclass(k, _ALLOWED_NODES)
    }
    assert nodes.Add in refused
    # The parser alone makes names of its own.
    for kind in refused - {nodes.InternalName}:
        (said,) = check_tree(nodes.Template([kind()]))
        assert kind.__name__ not in said
