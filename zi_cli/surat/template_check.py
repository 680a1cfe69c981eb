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


_MAX_SIZE = 5 * 1024 * 1024


class TextPart(NamedTuple):
    """One part that docxtpl renders: a name for people, and its text ready for Jinja."""

    nama: str
    teks: str


def template_folder() -> Path:
    """Folder of the packaged templates: in the wheel, else at the top of the source tree."""
    dalam_paket = Path(__file__).parent.parent / "templates"
    return dalam_paket if dalam_paket.is_dir() else Path(__file__).parent.parent.parent / "templates"


def own_template(kind: str) -> bytes:
    """The packaged template of a kind of letter."""
    return (template_folder() / f"{kind}.docx").read_bytes()


def read_template(file: Path) -> bytes:
    """A user's template within the size limit; raises :class:`UnreadableInput` (SRT611, SRT612)."""
    try:
        content = read_file(file, _MAX_SIZE + 1)
    except OSError as e:
        raise UnreadableInput(make_temuan("SRT611", templat=file.name, sebab=read_reason(e))) from e
    if len(content) > _MAX_SIZE:
        reason = f"lebih besar daripada {_MAX_SIZE >> 20} MB"
        raise UnreadableInput(make_temuan("SRT612", templat=file.name, sebab=reason))
    return content


def check_template_fields(content: bytes, kind: str, name: str) -> list[Temuan]:
    """Forbidden constructs and unknown fields in every part that is rendered: SRT602, SRT615, SRT616.

    Parses the template's XML, so for a stranger's template it runs in the child process.
    """
    from jinja2 import TemplateError

    from zi_cli.surat.sandbox import LetterEnvironment, check_tree, used_fields

    known = fields_of_kind(kind)
    # An item of a list is printed itself when it has no fields of its own.
    allowed = known.keys() | {f"{n}[]" for n in known if not any(m.startswith(f"{n}[].") for m in known)}
    gugus = {n.rsplit(".", 1)[0] for n in known if "." in n}
    temuan: dict[Temuan, None] = {}
    for part in text_parts(content):
        try:
            trees = LetterEnvironment().parse(part.teks)
        except (TemplateError, RecursionError):
            reason = "ada {{ … }} atau {% … %} yang tidak terbaca; periksa dengan zi surat periksa"
            temuan[make_temuan("SRT616", templat=name, sebab=reason, bagian=part.nama)] = None
            continue
        for what in check_tree(trees):
            temuan[make_temuan("SRT615", templat=name, apa=what, bagian=part.nama)] = None
        for field in used_fields(trees):
            if field not in allowed and not field.startswith("=") and "._" not in field and not field.startswith("_"):
                suggestions = nearest_fields(field, known)
                if field in gugus and not suggestions:
                    suggestions = sorted(n for n in known if n.startswith(f"{field}."))[:3]
                word = f"; mungkin {', '.join(suggestions)}" if suggestions else ""
                place = f"{name} ({part.nama})"
                temuan[make_temuan("SRT602", tempat=place, medan=field[:80], jenis=kind, saran=word)] = None
    return list(temuan)


def text_parts(content: bytes) -> Iterator[TextPart]:
    """The parts docxtpl renders, with its tags already joined, as Jinja will see them."""
    from docx.opc.oxml import parse_xml
    from docxtpl import DocxTemplate

    naskah = DocxTemplate(io.BytesIO(content))
    naskah.init_docx()
    yield TextPart("isi", naskah.patch_xml(naskah.get_xml()))
    for uri, name in ((naskah.HEADER_URI, "kepala halaman"), (naskah.FOOTER_URI, "kaki halaman")):
        for _, part in naskah.get_headers_footers(uri):
            yield TextPart(name, naskah.patch_xml(naskah.get_part_xml(part)))
    for part in naskah.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield TextPart("catatan kaki", naskah.patch_xml(naskah.xml_to_string(parse_xml(part.blob))))
    for trait in ("author", "comments", "identifier", "language", "subject", "title"):
        yield TextPart("sifat dokumen", getattr(naskah.docx.core_properties, trait))


SCHEMA: Final = "zi.surat-periksa/1"


def review_record(template: Path, kind: str, temuan: Iterable[Temuan]) -> SuratPeriksaRecord:
    """What was found in one template."""
    return {
        "skema": SCHEMA,
        "program": PROGRAM,
        "templat": path_text(template.name),
        "jenis": kind,
        "temuan": [temuan_record(t) for t in temuan],
    }
