"""Templates: where ours are, and what a template from elsewhere must pass before it is used."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import temuan_record
from zi_cli.surat.fields import fields_of_kind, nearest_fields
from zi_cli.text import path_text
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.records.types.surat import SuratPeriksaRecord


_UKURAN_MAKSIMUM = 5 * 1024 * 1024


class TextPart(NamedTuple):
    """One part that docxtpl renders: a name for people, and its text ready for Jinja."""

    nama: str
    teks: str


def template_folder() -> Path:
    """Folder of the packaged templates: in the wheel, else at the top of the source tree."""
    dalam_paket = Path(__file__).parent.parent / "templates"
    return dalam_paket if dalam_paket.is_dir() else Path(__file__).parent.parent.parent / "templates"


def own_template(jenis: str) -> bytes:
    """The packaged template of a kind of letter."""
    return (template_folder() / f"{jenis}.docx").read_bytes()


def read_template(berkas: Path) -> bytes:
    """A user's template within the size limit; raises :class:`UnreadableInput` (SRT611, SRT612)."""
    try:
        isi = read_file(berkas, _UKURAN_MAKSIMUM + 1)
    except OSError as e:
        raise UnreadableInput(make_temuan("SRT611", templat=berkas.name, sebab=read_reason(e))) from e
    if len(isi) > _UKURAN_MAKSIMUM:
        sebab = f"lebih besar daripada {_UKURAN_MAKSIMUM >> 20} MB"
        raise UnreadableInput(make_temuan("SRT612", templat=berkas.name, sebab=sebab))
    return isi


def check_template_fields(isi: bytes, jenis: str, nama: str) -> list[Temuan]:
    """Forbidden constructs and unknown fields in every part that is rendered: SRT602, SRT615, SRT616.

    Parses the template's XML, so for a stranger's template it runs in the child process.
    """
    from jinja2 import TemplateError

    from zi_cli.surat.sandbox import LetterEnvironment, check_tree, used_fields

    dikenal = fields_of_kind(jenis)
    # An item of a list is printed itself when it has no fields of its own.
    boleh = dikenal.keys() | {f"{n}[]" for n in dikenal if not any(m.startswith(f"{n}[].") for m in dikenal)}
    gugus = {n.rsplit(".", 1)[0] for n in dikenal if "." in n}
    temuan: dict[Temuan, None] = {}
    for bagian in text_parts(isi):
        try:
            pohon = LetterEnvironment().parse(bagian.teks)
        except (TemplateError, RecursionError):
            sebab = "ada {{ … }} atau {% … %} yang tidak terbaca; periksa dengan zi surat periksa"
            temuan[make_temuan("SRT616", templat=nama, sebab=sebab, bagian=bagian.nama)] = None
            continue
        for apa in check_tree(pohon):
            temuan[make_temuan("SRT615", templat=nama, apa=apa, bagian=bagian.nama)] = None
        for medan in used_fields(pohon):
            if medan not in boleh and not medan.startswith("=") and "._" not in medan and not medan.startswith("_"):
                saran = nearest_fields(medan, dikenal)
                if medan in gugus and not saran:
                    saran = sorted(n for n in dikenal if n.startswith(f"{medan}."))[:3]
                kata = f"; mungkin {', '.join(saran)}" if saran else ""
                tempat = f"{nama} ({bagian.nama})"
                temuan[make_temuan("SRT602", tempat=tempat, medan=medan[:80], jenis=jenis, saran=kata)] = None
    return list(temuan)


def text_parts(isi: bytes) -> Iterator[TextPart]:
    """The parts docxtpl renders, with its tags already joined, as Jinja will see them."""
    from docx.opc.oxml import parse_xml
    from docxtpl import DocxTemplate

    naskah = DocxTemplate(io.BytesIO(isi))
    naskah.init_docx()
    yield TextPart("isi", naskah.patch_xml(naskah.get_xml()))
    for uri, nama in ((naskah.HEADER_URI, "kepala halaman"), (naskah.FOOTER_URI, "kaki halaman")):
        for _, bagian in naskah.get_headers_footers(uri):
            yield TextPart(nama, naskah.patch_xml(naskah.get_part_xml(bagian)))
    for bagian in naskah.docx.part.package.iter_parts():
        if bagian.content_type.endswith("footnotes+xml"):
            yield TextPart("catatan kaki", naskah.patch_xml(naskah.xml_to_string(parse_xml(bagian.blob))))
    for sifat in ("author", "comments", "identifier", "language", "subject", "title"):
        yield TextPart("sifat dokumen", getattr(naskah.docx.core_properties, sifat))


SKEMA: Final = "zi.surat-periksa/1"


def review_record(templat: Path, jenis: str, temuan: Iterable[Temuan]) -> SuratPeriksaRecord:
    """What was found in one template."""
    return {
        "skema": SKEMA,
        "program": PROGRAM,
        "templat": path_text(templat.name),
        "jenis": jenis,
        "temuan": [temuan_record(t) for t in temuan],
    }
