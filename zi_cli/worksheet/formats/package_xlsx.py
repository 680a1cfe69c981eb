"""What an Office package says about itself: relations between parts, and the list of sheets.

Everything here is read by an XML parser and followed as the packaging standard (ECMA-376 part 2) says:
the workbook is the one that the package names, wherever it lies.
"""

import re

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.container import Container, kunci
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded, parse_xml, remembered
from zi_cli.worksheet.formats.windows import Window

UTAMA = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELASI_KANTOR = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_JENIS_RELASI = (
    RELASI_KANTOR,
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
#: Kinds of relations that are followed; hyperlinks and the like lead anywhere.
_DIIKUTI = frozenset({"officeDocument", "worksheet", "sharedStrings", "styles", "theme", "drawing", "vmlDrawing"})
_PAKET = "http://schemas.openxmlformats.org/package/2006/relationships"
_PERSEN = rb"%([0-9A-Fa-f]{2})"
_BENAR = ("1", "true")


class Relation(NamedTuple):
    """A relation of a part: what kind of part it leads to, and which; None for one outside the file.

    ``luar`` is the address of what lies outside, as it is written; it is never followed.
    """

    jenis: str
    bagian: str | None
    luar: str | None = None


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    nama: str
    id_relasi: str
    keadaan: str


class WorkbookPart(NamedTuple):
    """What the workbook part says: its sheets in order, the epoch of its dates, whether it asks to be calculated.

    ``jendela`` are its windows.
    """

    lembar: tuple[SheetEntry, ...]
    tarikh_1904: bool
    hitung_ulang: bool
    jendela: tuple[Window, ...] = ()


def main_part(wadah: Container) -> str | None:
    """The part that the package names as its document; None when it names none."""
    if "_rels/.rels" not in wadah:
        return None
    utama = {r.bagian for r in read_relations(wadah, "").values() if r.jenis == "officeDocument"}
    if not utama:
        return None
    if len(utama) > 1 or None in utama:
        raise Damaged("bagian _rels/.rels menunjuk lebih dari satu buku kerja, atau yang di luar berkas")
    return utama.pop()


def read_relations(wadah: Container, sumber: str) -> dict[str, Relation]:
    """The relations of the part *sumber* ("" for the package) by Id; raises ``Damaged`` for an Id used twice."""
    map_, _, nama = sumber.rpartition("/")
    bagian = f"{map_}/_rels/{nama}.rels".lstrip("/")
    if sumber and bagian not in wadah:
        return {}
    semua = _parse_relations(read_xml(wadah, bagian), bagian)
    # Most lead outside: the links of cells.
    return semua | {
        id_: r._replace(bagian=_find_part(wadah, map_, r.bagian)) for id_, r in semua.items() if r.bagian is not None
    }


@remembered
def _parse_relations(isi: bytes, bagian: str) -> dict[str, Relation]:
    """The relations by Id, their parts as they are written; "" for a kind that is none of the standard's."""
    relasi: dict[str, Relation] = {}
    jalur: list[str] = []

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        if len(jalur) == 0 and unsur != f"{_PAKET} Relationships":
            raise Damaged(f"bagian {bagian[:80]} bukan daftar relasi")
        jalur.append(unsur)
        if unsur != f"{_PAKET} Relationship" or len(jalur) != 2:
            return
        id_, target = atribut.get("Id", ""), atribut.get("Target", "")
        if id_ in relasi:
            raise Damaged(f"bagian {bagian[:80]}: relasi {id_[:20]} ada dua kali")
        ruang, _, jenis = atribut.get("Type", "").rpartition("/")
        luar = atribut.get("TargetMode", "Internal") != "Internal"
        if not luar and jenis in _DIIKUTI and ("\\" in target or "#" in target):
            # A slash to some programs, a letter to others; and what a place within a part is, nobody says.
            raise Damaged(f"relasi ke {target[:80]} dapat dibaca dua cara")
        jenis = jenis if ruang in _JENIS_RELASI else ""
        relasi[id_] = Relation(jenis, None, target) if luar else Relation(jenis, target)

    parse_xml(isi, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return relasi


def related(relasi: dict[str, Relation], jenis: str) -> str | None:
    """The one part of that kind, None when there is none; raises ``Damaged`` for more than one."""
    semua = {r.bagian for r in relasi.values() if r.jenis == jenis}
    if len(semua) > 1 or semua == {None}:
        raise Damaged(f"buku kerja menunjuk lebih dari satu bagian {jenis}, atau yang di luar berkas")
    return semua.pop() if semua else None


def _find_part(wadah: Container, map_: str, target: str) -> str:
    """The part that *target* names, seen from the folder *map_*, in the spelling the container has."""
    mentah = target
    tulisan = [mentah]
    if "%" in mentah:
        bita = re.sub(_PERSEN, lambda m: bytes((int(m[1], 16),)), mentah.encode())
        tulisan.append(bita.decode("utf-8", "replace"))
    ada: set[str] = set()
    for t in tulisan:
        langkah: list[str] = [] if t.startswith("/") or not map_ else map_.split("/")
        for bagian in t.split("/"):
            if bagian == "..":
                del langkah[-1:]
            elif bagian not in ("", "."):
                langkah.append(bagian)
        ada.add(kunci("/".join(langkah)))
    ditemukan = {b for b in ada if b in wadah}
    if len(ditemukan) > 1:
        raise Damaged(f"relasi ke {target[:80]} dapat dibaca dua cara")
    return (ditemukan or ada).pop()


def read_workbook(wadah: Container, bagian: str) -> WorkbookPart:
    """Parse the workbook part; raises ``Damaged`` for one that could be read in two ways."""
    return _parse_workbook(read_xml(wadah, bagian), bagian)


@remembered
def _parse_workbook(isi: bytes, bagian: str) -> WorkbookPart:
    lembar: list[SheetEntry] = []
    sekali: dict[str, dict[str, str]] = {}
    jendela: list[Window] = []
    jalur: list[str] = []

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        ruang, _, nama = unsur.rpartition(" ")
        jalur.append(nama if ruang in UTAMA else f"lain: {nama}")
        if len(jalur) == 1 and jalur != ["workbook"]:
            raise Damaged(f"bagian {bagian[:80]} bukan buku kerja")
        if jalur[-1] in ("sheets", "workbookPr", "calcPr"):
            if len(jalur) != 2 or nama in sekali:
                raise Damaged(f"bagian {bagian[:80]}: {nama} ada dua kali, atau tidak di tempatnya")
            sekali[nama] = atribut
        elif jalur[-1] == "workbookView":
            jendela.append(_window(atribut))
        elif jalur[-1] == "sheet":
            if jalur != ["workbook", "sheets", "sheet"]:
                raise Damaged(f"bagian {bagian[:80]}: lembar tidak di tempatnya")
            id_ = [v for k, v in atribut.items() if k.rpartition(" ")[0] in _JENIS_RELASI and k.endswith(" id")]
            if len(id_) != 1 or "name" not in atribut:
                raise Damaged("lembar tanpa isi")
            lembar.append(SheetEntry(atribut["name"], id_[0], atribut.get("state", "visible")))

    parse_xml(isi, begin, lambda _: jalur.pop(), lambda _: None, ruang_nama=True)
    return WorkbookPart(
        tuple(lembar),
        sekali.get("workbookPr", {}).get("date1904") in _BENAR,
        sekali.get("calcPr", {}).get("fullCalcOnLoad") in _BENAR,
        tuple(jendela),
    )


def _window(atribut: dict[str, str]) -> Window:
    aktif = atribut.get("activeTab", "0")
    return Window(
        int(aktif) if re.fullmatch("[0-9]{1,4}", aktif) else 0,
        atribut.get("showSheetTabs") not in ("0", "false"),
        atribut.get("visibility", "visible") == "visible",
    )


_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?s:.*?)\?>|<!--(?s:.*?)-->)*+<[A-Za-z_]")
_PENYANDIAN = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")


def read_xml(wadah: Container, nama: str) -> bytes:
    """A part that must be UTF-8 XML without a document type (entities are never expanded)."""
    isi = wadah.read(nama)
    if isi[:2] in (b"\xff\xfe", b"\xfe\xff"):
        isi = _from_utf16(isi, nama)
    if isi.find(b"\0") >= 0:
        raise Damaged(f"bagian {nama[:80]} bukan XML UTF-8")
    sandi = _PENYANDIAN.search(isi[:400])
    if sandi is not None and sandi[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Damaged(f"bagian {nama[:80]} bukan XML UTF-8")
    if not _PROLOG.match(isi):
        # Nothing but a document type can stand there in sound XML.
        raise LimitExceeded(f"bagian {nama[:80]} memuat deklarasi entitas, atau bukan XML")
    return isi


def escape(teks: str) -> str:
    """Text as XML content, or as the value of an attribute in double quotes."""
    return teks.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _from_utf16(isi: bytes, nama: str) -> bytes:
    """A part in the other encoding that packages allow (ECMA-376 part 2, 9.1.2), as UTF-8."""
    try:
        teks = isi.decode("utf-16")
    except UnicodeDecodeError:
        raise Damaged(f"bagian {nama[:80]} bukan XML UTF-16") from None
    return re.sub(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["']UTF-16["']""", r"\1", teks, flags=re.IGNORECASE).encode()
