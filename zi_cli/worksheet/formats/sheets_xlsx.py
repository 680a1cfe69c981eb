"""Parts of .xlsx and .xlsm: which are read, what each must be, and the file rebuilt from them."""

from collections.abc import Iterator

from zi_cli.libraries.inflate import crc32
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.appearance_xlsx import Appearance, SheetSource
from zi_cli.worksheet.formats.cells_xlsx import SharedStrings, check_sheet
from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.limits import SEL, Budget, Damaged, check_sheet_count
from zi_cli.worksheet.formats.package_xlsx import (
    RELASI_KANTOR,
    UTAMA,
    SheetEntry,
    WorkbookPart,
    escape,
    read_relations,
    read_workbook,
    read_xml,
    related,
)
from zi_cli.worksheet.formats.strict_xlsx import check_references, one_reading, one_text_reading
from zi_cli.worksheet.formats.styles_xlsx import STYLES_NONE, read_styles
from zi_cli.worksheet.formats.values_xlsx import plain_values
from zi_cli.worksheet.formats.windows import unreachable
from zi_cli.worksheet.model import NilaiSel

_BUKU = "xl/workbook.xml"
_RELASI = "xl/_rels/workbook.xml.rels"
_TEKS = "xl/sharedStrings.xml"
_GAYA = "xl/styles.xml"

# The two parts that only say where the workbook is; the rebuilt file has it at the usual place.
_KERANGKA = tuple(
    (nama, isi, crc32(isi))
    for nama, isi in (
        (
            "[Content_Types].xml",
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
            b'"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
            b'main+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>',
        ),
    )
)

_KEADAAN = ("visible", "hidden", "veryHidden")
_DIBACA = frozenset({"worksheet", "sharedStrings", "styles"})


class PreparedWorkbook(NamedTuple):
    """A workbook ready to be read: its values, or its parts for the reading library; and by sheet what else is known.

    ``nilai`` has name and rows of each sheet where the library is not needed; ``tersembunyi`` are the hidden ones.
    ``rumus_kosong`` lists (one-based row, zero-based column) of formulas never calculated, for each sheet that
    the rebuilt file holds, in workbook order. ``lembar`` are those sheets by the name of their part; ``rupa``
    tells what their cells look like, ``tanpa_jalan`` which of them no window leads to.
    """

    bagian: list[tuple[str, bytes, int | None]]
    nilai: list[tuple[str, list[list[NilaiSel]]]] | None
    tersembunyi: frozenset[int]
    rumus_kosong: list[list[tuple[int, int]]]
    lembar: dict[str, bytes]
    jumlah_teks: int
    rupa: Appearance
    tanpa_jalan: frozenset[int]

    @property
    def data(self) -> bytes:
        """The file rebuilt for the reading library."""
        return assemble(self.bagian)

    def check_references(self) -> None:
        """Raise ``Damaged`` with part and cell when a cell refers to a shared text that is not there."""
        for nama, isi in self.lembar.items():
            check_references(isi, nama, self.jumlah_teks)


def prepare_xlsx(wadah: Container, nama_buku: str, takaran: Budget) -> PreparedWorkbook:
    """Check every part the reading library will open; raise ``Damaged`` or ``LimitExceeded``.

    *nama_buku* is the workbook that the package names. The rebuilt file holds the worksheets alone, at the usual
    places and with relations written here, so the library can follow none but those followed here.
    """
    buku = read_workbook(wadah, nama_buku)
    relasi = read_relations(wadah, nama_buku)
    check_sheet_count(len(buku.lembar))
    lembar: list[tuple[SheetEntry, str]] = []
    for entri in buku.lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is None or tujuan.bagian is None:
            raise Damaged("lembar tanpa isi")
        # Charts, dialogs and macro sheets hold no cells of a worksheet.
        if tujuan.jenis == "worksheet":
            lembar.append((entri, tujuan.bagian))
    if len({b for _, b in lembar}) < len(lembar):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    for r in relasi.values():
        if r.jenis in _DIBACA and r.bagian is not None and r.bagian.endswith(".bin"):
            # LibreOffice goes by the name and takes it for a binary part.
            raise Damaged(f"bagian {r.bagian[:80]} bernama biner di dalam buku kerja XML")
    bagian: list[tuple[str, bytes, int | None]] = [*_KERANGKA, *_index(buku, [e for e, _ in lembar])]
    bita_lembar = sum(wadah.ukuran(b) for _, b in lembar if b in wadah)
    teks, jumlah_teks, teks_mentah, satu = SharedStrings(b"", bita_lembar), 0, b"", None
    nama_teks = related(relasi, "sharedStrings")
    if nama_teks is not None and nama_teks in wadah:
        mentah = read_xml(wadah, nama_teks)
        satu = one_text_reading(mentah, nama_teks)
        teks, jumlah_teks = SharedStrings(satu.isi, bita_lembar), satu.jumlah
        teks_mentah = mentah if satu.beragam else b""
        bagian.append((_TEKS, teks.isi, None))
    gaya = STYLES_NONE
    nama_gaya, nama_tema = related(relasi, "styles"), related(relasi, "theme")
    if nama_gaya is not None and nama_gaya in wadah:
        tema = wadah.read(nama_tema) if nama_tema is not None and nama_tema in wadah else None
        gaya = read_styles(read_xml(wadah, nama_gaya), tema, nama_gaya)
        bagian.append((_GAYA, gaya.isi, None))
    sumber: list[SheetSource] = []
    kosong: list[list[tuple[int, int]]] = []
    jadi: dict[str, bytes] = {}
    for i, (_, nama) in enumerate(lembar, 1):
        if nama not in wadah:
            raise Damaged(f"bagian {nama[:80]} tidak ada")
        mentah = read_xml(wadah, nama)
        plain = one_reading(mentah, nama, jumlah_teks, bagian_sel=SEL // len(lembar))
        sumber.append(SheetSource(nama, mentah, plain))
        isi, rumus = check_sheet(plain, takaran, teks, buku.hitung_ulang)
        kosong.append(rumus)
        jadi[nama] = isi
        bagian.append((f"xl/worksheets/sheet{i}.xml", isi, None))
    nama_lembar = [e.nama for e, _ in lembar]
    nilai = None
    if len({*nama_lembar}) == len(lembar) and all(e.keadaan in _KEADAAN for e, _ in lembar):
        baris = plain_values([s.polos for s in sumber], satu, gaya)
        nilai = None if baris is None else [*zip(nama_lembar, baris, strict=True)]
    tersembunyi = frozenset(i for i, (e, _) in enumerate(lembar) if e.keadaan != _KEADAAN[0])
    rupa = Appearance(wadah, tuple(sumber), gaya, teks, teks_mentah)
    luput = unreachable(buku.jendela, len(buku.lembar))
    tanpa_jalan = frozenset(i for i, (e, _) in enumerate(lembar) if luput and buku.lembar.index(e) in luput)
    return PreparedWorkbook(bagian, nilai, tersembunyi, kosong, jadi, jumlah_teks, rupa, tanpa_jalan)


def _index(buku: WorkbookPart, lembar: list[SheetEntry]) -> Iterator[tuple[str, bytes, int | None]]:
    """The workbook part and its relations, written anew for *lembar*."""
    daftar = "".join(
        f'<sheet name="{escape(e.nama)}" sheetId="{i}" state="{escape(e.keadaan)}" r:id="r{i}"/>'
        for i, e in enumerate(lembar, 1)
    )
    yield (
        _BUKU,
        f'<workbook xmlns="{UTAMA[0]}" xmlns:r="{RELASI_KANTOR}"><workbookPr date1904="{int(buku.tarikh_1904)}"/>'
        f"<sheets>{daftar}</sheets></workbook>".encode(),
        None,
    )
    jenis = [(f"r{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(lembar) + 1)]
    jenis += [("t", "sharedStrings", "sharedStrings.xml"), ("g", "styles", "styles.xml")]
    relasi = "".join(
        f'<Relationship Id="{id_}" Type="{RELASI_KANTOR}/{j}" Target="{tujuan}"/>' for id_, j, tujuan in jenis
    )
    paket = "http://schemas.openxmlformats.org/package/2006/relationships"
    yield _RELASI, f'<Relationships xmlns="{paket}">{relasi}</Relationships>'.encode(), None
