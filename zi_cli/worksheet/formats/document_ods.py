"""A document of .ods: its parts checked, and its sheets written anew for the reading library."""

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.limits import Budget, Damaged, LimitExceeded, PasswordNeeded, parse_xml
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.looks_ods import OdsStyles
from zi_cli.worksheet.formats.ods_xml import NAMESPACES, clean_part
from zi_cli.worksheet.formats.settings_ods import OdsSettings, read_settings
from zi_cli.worksheet.formats.sheets_ods import CONTENT, SheetReader

_STYLES, _SETTINGS = "styles.xml", "settings.xml"
_MANIFEST = "META-INF/manifest.xml"
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = "".join(f' xmlns:{n}="{u}"' for u, n in NAMESPACES.items() if n in ("office", "table", "text"))


class Sheets(NamedTuple):
    """The rebuilt file, which of its sheets are hidden, and how each one looks."""

    data: bytes
    tersembunyi: frozenset[int]
    rupa: list[SheetLook]


def prepare_ods(container: Container, measure: Budget) -> Sheets:
    """Check the document and write it anew; raises ``Damaged``, ``LimitExceeded`` or ``PasswordNeeded``."""
    manifest = container.read(_MANIFEST)
    if b"encryption-data" in manifest:
        raise PasswordNeeded("sandi .ods tidak dapat dibuka di sini: simpan tanpa sandi di LibreOffice")
    content = container.read(CONTENT)
    if b"\0" in content or b"\0" in manifest:
        raise Damaged(f"bagian {CONTENT} bukan XML UTF-8")
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in manifest:
        raise LimitExceeded(f"bagian {CONTENT} memuat deklarasi entitas")
    style = OdsStyles()
    if _STYLES in container:
        style.read(clean_part(container, _STYLES))
    setting = read_settings(clean_part(container, _SETTINGS)) if _SETTINGS in container else OdsSettings()
    style.disorot = setting.sorotan
    readers = SheetReader(measure, style, setting)
    parse_xml(content, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    new = (
        f'<office:document-content{_NAMESPACES} office:version="1.3"><office:body><office:spreadsheet>'
        f"{''.join(readers.keluaran)}</office:spreadsheet></office:body></office:document-content>"
    )
    daftar = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    part = (("mimetype", _MIMETYPE, None), (_MANIFEST, daftar, None), (CONTENT, new.encode(), None))
    looks = readers.rentang.applied(readers.nama, readers.rupa)
    return Sheets(assemble(part), frozenset(readers.tersembunyi), looks)
