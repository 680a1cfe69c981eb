"""Small workbooks written part by part, so that any part can be false."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from struct import pack, unpack_from
from zlib import crc32

from zi_cli.worksheet.formats.sheets_xls import build_ole

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"


def zip_of(bagian: Mapping[str, bytes | str], metode: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts given."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w", metode) as z:
        for nama, isi in bagian.items():
            # A fixed date: the same case is the same file, whenever it is made.
            z.writestr(zipfile.ZipInfo(nama, (2026, 1, 1, 0, 0, 0)), isi, metode)
    return keluaran.getvalue()


def zip_named(bagian: Mapping[str, bytes | str], nama: str, lain: str) -> bytes:
    """The zip of *bagian* in which the part *nama* says in its extra field that it is called *lain*."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as z:
        for n, isi in bagian.items():
            info = zipfile.ZipInfo(n, (2026, 1, 1, 0, 0, 0))
            if n == nama:
                teks = pack("<BI", 1, crc32(nama.encode())) + lain.encode()
                info.extra = pack("<HH", 0x7075, len(teks)) + teks
            z.writestr(info, isi, zipfile.ZIP_DEFLATED)
    return keluaran.getvalue()


def zip64(utuh: bytes, bidang: str = "uml") -> bytes:
    """The zip *utuh* with its directory in the form for large zips, as some programs always write it.

    *bidang* are the fields moved to the extra field: (u)ncompressed size, co(m)pressed size, (l)ocation.
    """
    akhir = utuh.rindex(b"PK\x05\x06")
    jumlah, _, letak = unpack_from("<HII", utuh, akhir + 10)
    direktori = b""
    p = letak
    for _ in range(jumlah):
        k = list(unpack_from("<4s6H3I5H2I", utuh, p))
        nama = utuh[p + 46 : p + 46 + k[10]]
        p += 46 + k[10] + k[11] + k[12]
        isi = b""
        for huruf, i in (("u", 9), ("m", 8), ("l", 16)):
            if huruf in bidang:
                isi += pack("<Q", k[i])
                k[i] = 0xFFFFFFFF
        # Another extra field in front: the right one has to be looked for.
        ekstra = pack("<HHI", 0x9999, 4, 7) + pack("<HH", 1, len(isi)) + isi
        k[2], k[11], k[12] = 45, len(ekstra), 0
        direktori += pack("<4s6H3I5H2I", *k) + nama + ekstra
    besar = pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, jumlah, jumlah, len(direktori), letak) + pack(
        "<4sIQI", b"PK\x06\x07", 0, letak + len(direktori), 1
    )
    biasa = pack("<4s4H2IH", b"PK\x05\x06", 0, 0, jumlah, jumlah, len(direktori), letak, 0)
    return utuh[:letak] + direktori + besar + biasa


def bom(bagian: Mapping[str, bytes | str], nama: str, sepotong: bytes, mb: int) -> bytes:
    """A zip of *bagian* in which the part *nama* is *mb* megabytes of *sepotong*, over and over."""
    keluaran = io.BytesIO()
    satu = sepotong * ((1 << 20) // len(sepotong))
    with zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as z:
        for n, isi in bagian.items():
            if n != nama:
                z.writestr(zipfile.ZipInfo(n, (2026, 1, 1, 0, 0, 0)), isi, zipfile.ZIP_DEFLATED)
        besar = zipfile.ZipInfo(nama, (2026, 1, 1, 0, 0, 0))
        besar.compress_type = zipfile.ZIP_DEFLATED
        with z.open(besar, "w") as f:
            for _ in range(mb):
                f.write(satu)
    return keluaran.getvalue()


def xlsx_parts(
    data: str | Sequence[str] = "", *, teks: str | None = None, gaya: str | None = None, utuh: bytes | None = None
) -> dict[str, bytes | str]:
    """Parts of an .xlsx: *data* is the content of ``sheetData`` of each sheet; *utuh* a whole sheet part."""
    lembar = [data] if isinstance(data, str) else list(data)
    nomor = range(1, len(lembar) + 1)
    bagian: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PKG}/content-types"><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="r1" '
        f'Type="{REL_NS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN_NS}" xmlns:r="{REL_NS}"><sheets>'
        + "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="rId{i}"/>' for i in nomor)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PKG}/relationships">'
        + "".join(
            f'<Relationship Id="rId{i}" Type="{REL_NS}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in nomor
        )
        + f'<Relationship Id="t" Type="{REL_NS}/sharedStrings" Target="sharedStrings.xml"/>'
        + f'<Relationship Id="g" Type="{REL_NS}/styles" Target="styles.xml"/></Relationships>',
    }
    for i, isi in zip(nomor, lembar, strict=True):
        bagian[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{MAIN_NS}"><sheetData>{isi}</sheetData></worksheet>' if utuh is None else utuh
        )
    if teks is not None:
        bagian["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN_NS}">{teks}</sst>'
    if gaya is not None:
        bagian["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN_NS}">{gaya}</styleSheet>'
    return bagian


def xlsx(data: str | Sequence[str] = "", **lain: str | bytes | None) -> bytes:
    """A whole .xlsx; see ``xlsx_parts``."""
    return zip_of(xlsx_parts(data, **lain))


def ods(tabel: str, *, manifes: str = "", awal: str = "") -> bytes:
    """A whole .ods whose only table holds *tabel*; *awal* goes before the root element."""
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest>{manifes}</manifest:manifest>",
            "content.xml": f"{awal}<office:document-content "
            + "".join(
                f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0" ' for p in ("office", "table", "text")
            )
            + 'xmlns:calcext="urn:calcext"><office:body><office:spreadsheet><table:table table:name="S1">'
            + tabel
            + "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_cell(isi: str, atribut: str = "") -> str:
    """A text cell of an .ods table."""
    return f'<table:table-cell office:value-type="string" {atribut}><text:p>{isi}</text:p></table:table-cell>'


def xlsb_record(jenis: int, isi: bytes = b"") -> bytes:
    """One record of an .xlsb part."""
    kepala = bytes([jenis]) if jenis < 0x80 else bytes([jenis & 0x7F | 0x80, jenis >> 7])
    panjang, n = b"", len(isi)
    while True:
        panjang += bytes([n & 0x7F | (0x80 if n > 0x7F else 0)])
        n >>= 7
        if not n:
            return kepala + panjang + isi


def xlsb_text(teks: str) -> bytes:
    """A wide string of an .xlsb part."""
    return pack("<I", len(teks)) + teks.encode("utf-16-le")


def xlsb(
    sel: Sequence[tuple[int, int, int, bytes]], teks: Sequence[str] = (), *, lembar: bytes = b"", gaya: bytes = b""
) -> bytes:
    """A whole .xlsb of one sheet: each cell is (row, column, record type, value).

    *lembar* is the sheet part in its stead, *gaya* the part of styles.
    """
    return xlsb_of(lembar or _xlsb_sheet(sel), teks, gaya)


def _xlsb_sheet(sel: Sequence[tuple[int, int, int, bytes]]) -> bytes:
    lembar = xlsb_record(0x81) + xlsb_record(0x94, pack("<4I", 0, 0, 0, 0)) + xlsb_record(0x91)
    baris = -1
    for r, k, jenis, isi in sel:
        if r != baris:
            lembar += xlsb_record(0x00, pack("<I", r) + bytes(13))
            baris = r
        lembar += xlsb_record(jenis, pack("<II", k, 0) + isi)
    return lembar + xlsb_record(0x92) + xlsb_record(0x82)


def xlsb_of(lembar: bytes, teks: Sequence[str], gaya: bytes) -> bytes:
    """A whole .xlsb of one sheet part, with its shared texts and its part of styles (none when empty)."""
    buku = xlsb_record(0x83) + xlsb_record(0x8F)
    buku += xlsb_record(0x9C, pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text("S1"))
    buku += xlsb_record(0x90) + xlsb_record(0x9D) + xlsb_record(0x84)
    bagian: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PKG}/content-types"><Override PartName="/xl/workbook.bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="r1" '
        f'Type="{REL_NS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": buku,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="rId1" '
        f'Type="{REL_NS}/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="t" '
        f'Type="{REL_NS}/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="g" '
        f'Type="{REL_NS}/styles" Target="styles.bin"/></Relationships>',
        "xl/worksheets/sheet1.bin": lembar,
    }
    if gaya:
        bagian["xl/styles.bin"] = gaya
    if teks:
        bagian["xl/sharedStrings.bin"] = (
            xlsb_record(0x9F, pack("<II", len(teks), len(teks)))
            + b"".join(xlsb_record(0x13, b"\0" + xlsb_text(t)) for t in teks)
            + xlsb_record(0xA0)
        )
    return zip_of(bagian)


def xls_record(jenis: int, isi: bytes = b"") -> bytes:
    """One record of an .xls stream."""
    return pack("<HH", jenis, len(isi)) + isi


def alir_xls(lembar: bytes, buku: bytes = b"") -> bytes:
    """An .xls stream of one sheet; *buku* holds more records of the workbook, *lembar* those of the sheet."""
    bof = pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    awal = xls_record(0x0809, bof) + buku
    letak = len(awal) + 4 + 10 + 4
    awal += xls_record(0x0085, pack("<IBBBB", letak, 0, 0, 2, 0) + b"S1") + xls_record(0x000A)
    return awal + xls_record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + lembar + xls_record(0x000A)


def xls_number(baris: int, kolom: int, nilai: float) -> bytes:
    """A NUMBER record."""
    return xls_record(0x0203, pack("<HHHd", baris, kolom, 0, nilai))


def xls(alir: bytes) -> bytes:
    """An .xls file around the workbook stream *alir*."""
    return build_ole("Workbook", alir)
