"""Damaged and hostile files, the same ones for the same seed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.fuzz import basis
from tests.fuzz.basis import ods_cell, xls, xlsx, zip_of

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "data" / "berkas"

#: Exit codes: read (whatever is in it), or refused.
READ, REFUSED = 0, 3
BEBAS = frozenset((READ, REFUSED))
MUST_BE_REFUSED = frozenset((REFUSED,))
MUST_BE_READ = frozenset((READ,))

_JAUH = '<c r="{0}"><v>1</v></c>'
_ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


class CaseData(NamedTuple):
    """One file: its kind, name (bytes, as the system sees it), content, and the exit codes that are right."""

    jenis: str
    nama: bytes
    data: bytes
    harap: frozenset[int] = BEBAS


def all_cases(benih: int = 2026, *, ulang: int = 12) -> Iterator[CaseData]:
    """All cases; *ulang* is how many random damages each kind and base workbook gets."""
    acak = random.Random(benih)
    dasar = _sound_files()
    yield from _random_damage(acak, dasar, ulang)
    yield from _damage_inside(acak, ulang)
    for jenis, buat in (
        ("bom zip", _bom_zip),
        ("sel jauh", _far_cells),
        ("entitas", _entities),
        ("ukuran", _sizes),
        ("struktur", _structure),
        ("nama", _names),
        ("nilai", _values),
        ("xls", _xls),
        ("xlsb", _xlsb),
        ("ods", _ods),
    ):
        for i, (akhiran, data, harap) in enumerate(buat(), 1):
            yield CaseData(jenis, f"{jenis.replace(' ', '-')}-{i:03}{akhiran}".encode(), data, harap)
    yield from _wrong_suffixes(dasar)
    yield CaseData("nama", b"lke-\xff\xfe\xed\xa0\x80.xlsx", dasar[".xlsx"], MUST_BE_READ)
    yield CaseData("nama", b"lke \x1b[31mmerah\n.xlsx", dasar[".xlsx"], MUST_BE_READ)
    yield CaseData("nama", b"\xff\x1b]0;judul\x07.xlsx", b"PK\x03\x04", MUST_BE_REFUSED)


def _sound_files() -> dict[str, bytes]:
    """A sound workbook of each format."""
    teks = "No;Uraian;Jawaban\n" + "".join(f"{i};Uraian {i};Ya\n" for i in range(1, 40))
    return {
        ".xlsx": (ROOT / "sample_lke" / "lke-wbk.xlsx").read_bytes(),
        ".xls": (SAMPLES / "contoh.xls").read_bytes(),
        ".ods": (SAMPLES / "contoh.ods").read_bytes(),
        ".xlsb": basis.xlsb([(r, k, 5, struct.pack("<d", r)) for r in range(20) for k in range(6)]),
        ".csv": teks.encode(),
        ".xlsm": (SAMPLES / "contoh-bersandi.xlsx").read_bytes(),
    }


def _random_damage(acak: random.Random, dasar: dict[str, bytes], ulang: int) -> Iterator[CaseData]:
    for akhiran, data in dasar.items():
        for i in range(ulang):
            yield CaseData("bit terbalik", f"bit{i}{akhiran}".encode(), _flip(acak, data, 1 + i * i))
            yield CaseData("terpotong", f"potong{i}{akhiran}".encode(), data[: acak.randrange(1, len(data))])
            a, b = sorted((acak.randrange(len(data)), acak.randrange(len(data))))
            sisip = (data[:a] + data[b:], data[:a] + acak.randbytes(b - a) + data[b:], data[:b] + data[a:])[i % 3]
            yield CaseData("potongan tertukar", f"tukar{i}{akhiran}".encode(), sisip or b"x")


def _damage_inside(acak: random.Random, ulang: int) -> Iterator[CaseData]:
    """Damage inside the parts, with checksums made right again."""
    dasar = _sound_files()
    for akhiran in (".xlsx", ".ods", ".xlsb"):
        with zipfile.ZipFile(io.BytesIO(dasar[akhiran])) as z:
            bagian = {n: z.read(n) for n in z.namelist()}
        nama = [n for n in bagian if len(bagian[n]) > 40 and n != "mimetype"]
        for i in range(2 * ulang):
            n = nama[i % len(nama)]
            yield CaseData(
                "bagian rusak", f"dalam{i}{akhiran}".encode(), zip_of({**bagian, n: _change_bytes(acak, bagian[n], i)})
            )
    alir = _alir(dasar[".xls"])
    for i in range(2 * ulang):
        yield CaseData("bagian rusak", f"dalam{i}.xls".encode(), xls(_flip(acak, alir, 1 + i)))


def damaged(data: bytes, acak: random.Random) -> bytes:
    """A sound .ods, .xls or .xlsb with one of its parts damaged, its checksums made right again."""
    if not data.startswith(b"PK"):
        return xls(_flip(acak, _alir(data), acak.randrange(1, 20)))
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        bagian = {n: z.read(n) for n in z.namelist()}
    n = acak.choice([n for n in bagian if len(bagian[n]) > 40 and n != "mimetype"])
    return zip_of({**bagian, n: _change_bytes(acak, bagian[n], acak.randrange(20))})


def _alir(data: bytes) -> bytes:
    """The records of a .xls."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        isi: bytes = ole.openstream("Workbook").read()
    return isi


def _change_bytes(acak: random.Random, isi: bytes, i: int) -> bytes:
    """Some bits of *isi* turned, or a piece of it cut out, by turns."""
    if i % 2:
        return _flip(acak, isi, 1 + i)
    a, b = sorted((acak.randrange(len(isi)), acak.randrange(len(isi))))
    return isi[:a] + isi[b:]


def _flip(acak: random.Random, data: bytes, jumlah: int) -> bytes:
    isi = bytearray(data)
    for _ in range(jumlah):
        isi[acak.randrange(len(isi))] ^= 1 << acak.randrange(8)
    return bytes(isi)


Isi = Iterator[tuple[str, bytes, frozenset[int]]]


def _bom_zip() -> Isi:
    bagian = basis.xlsx_parts(_ONE_ROW)
    lembar = "xl/worksheets/sheet1.xml"
    for sepotong in (b"\0", b"<a>", b"9"):
        yield ".xlsx", basis.bom(bagian, lembar, sepotong, 50), MUST_BE_REFUSED
    yield ".xlsx", basis.bom(bagian, "xl/sharedStrings.xml", b"<si>", 50), MUST_BE_REFUSED
    yield ".xlsx", zip_of({**bagian, "xl/styles.xml": b"<xf/>" * (5 << 20)}, zipfile.ZIP_STORED), MUST_BE_REFUSED
    # A bomb in a part that is never opened does no harm.
    yield ".xlsx", basis.bom(bagian, "xl/media/a.png", b"\0", 100), BEBAS
    yield ".xlsx", zip_of({**bagian, **{f"xl/media/{i}": b"" for i in range(5000)}}), MUST_BE_REFUSED
    yield ".xlsx", zip_of({**bagian, "xl/media/a.xlsx": xlsx(_ONE_ROW)}), BEBAS
    dalam = b"x"
    for _ in range(40):
        dalam = zip_of({"a.zip": dalam})
    yield ".xlsx", dalam, MUST_BE_REFUSED
    yield ".xlsx", zip_of({lembar: b""}), MUST_BE_REFUSED
    yield ".xlsx", zip_of({}), MUST_BE_REFUSED
    utuh = zip_of(bagian)
    # Sizes that lie: central directory, then local headers.
    for tanda, letak in ((b"PK\x01\x02", 20), (b"PK\x01\x02", 24), (b"PK\x03\x04", 18), (b"PK\x03\x04", 22)):
        for nilai in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
            isi = bytearray(utuh)
            p = isi.find(tanda)
            while p >= 0:
                struct.pack_into("<I", isi, p + letak, nilai)
                p = isi.find(tanda, p + 4)
            yield ".xlsx", bytes(isi), BEBAS
    # All entries point at the first: the same bytes under every name.
    isi = bytearray(utuh)
    p = isi.find(b"PK\x01\x02")
    while p >= 0:
        struct.pack_into("<I", isi, p + 42, 0)
        p = isi.find(b"PK\x01\x02", p + 4)
    yield ".xlsx", bytes(isi), MUST_BE_REFUSED
    kembar = zip_of({**bagian, lembar.replace("1.xml", "9.xml"): b"<worksheet/>"})
    yield ".xlsx", kembar.replace(b"sheet9.xml", b"sheet1.xml"), MUST_BE_REFUSED
    yield ".xlsx", b"sampah" * 50 + utuh, BEBAS
    yield ".xlsx", utuh + b"sampah" * 50, BEBAS


def _far_cells() -> Isi:
    for alamat in (
        "XFD1048576",
        "A1048576",
        "XFD1",
        "xfd1048576",
        "AAAA1",
        "A9999999",
        "A99999999999",
        "ZZZZZZZ9",
        "A0",
    ):
        harap = BEBAS if alamat in ("A1048576", "XFD1", "A0") else MUST_BE_REFUSED
        for data in (_JAUH.format(alamat), _ONE_ROW + _JAUH.format(alamat)):
            yield ".xlsx", xlsx(data), harap
    jauh = "XFD1048576"
    for c in (
        f"<c r='{jauh}'><v>1</v></c>",
        f'<c\nr = "{jauh}"><v>1</v></c>',
        f'<c s="1" r="{jauh}"><v>1</v></c>',
        f'<c r="A1" r="{jauh}"><v>1</v></c>',
        f'<x:c r="{jauh}"><v>1</v></x:c>',
        f'<c r="{jauh}" x="/>"><v>1</v></c>',
        f'<c r="{jauh}" t="inlineStr"><is><t>a</t></is></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r="&#65;1"><v>1</v></c>' * 20_000,
        f'<!-- <c r="A1"> --><c  r="{jauh}"><v>1</v></c>',
        f'<![CDATA[<c r="A1">]]><c\tr="{jauh}"><v>1</v></c>',
    ):
        yield ".xlsx", xlsx(_ONE_ROW + f'<row r="2">{c}</row>'), MUST_BE_REFUSED
    # Empty cells, however far, cost nothing.
    yield ".xlsx", xlsx(_ONE_ROW + f'<row r="1048576"><c r="{jauh}" s="1"/></row>'), BEBAS
    yield ".xlsx", xlsx(_ONE_ROW + '<row r="1048576"/>'), BEBAS
    yield ".xlsx", xlsx('<row r="1048576"><c><v>1</v></c></row>' + _ONE_ROW), BEBAS
    yield (
        ".xlsx",
        xlsx("<row><c><v>1</v></c></row>" * 1000 + '<row r="1048000"/>' + "<row><c/><c><v>1</v></c></row>" * 9),
        BEBAS,
    )
    yield ".xlsx", xlsx('<row r="4294967295"><c><v>1</v></c></row>'), MUST_BE_REFUSED
    utuh = basis.xlsx_parts("")
    rel = str(utuh["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", "tempat/lain.xml")
    isi = f"<worksheet><sheetData>{_ONE_ROW}{_JAUH.format(jauh)}</sheetData></worksheet>"
    yield ".xlsx", zip_of({**utuh, "xl/_rels/workbook.xml.rels": rel, "xl/tempat/lain.xml": isi}), MUST_BE_REFUSED


def _entities() -> Isi:
    bom = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    luar = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">'
    for awal in (bom + "]>", luar + "]>", '<?xml version="1.0"?>' + bom + "]>", "<!-- x -->" + luar + "]>"):
        lembar = (
            f'{awal}<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>'
        )
        for bagian in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
            yield ".xlsx", zip_of({**basis.xlsx_parts(_ONE_ROW), bagian: lembar}), MUST_BE_REFUSED
        yield ".ods", basis.ods("", awal=awal), MUST_BE_REFUSED
    yield ".xlsx", xlsx(utuh=f"{bom}]><worksheet/>".encode("utf-16")), MUST_BE_REFUSED
    yield ".xlsx", xlsx(utuh=b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'), MUST_BE_REFUSED


def _sizes() -> Isi:
    lebar = "".join(f'<c r="{_letters(k)}1"><v>1</v></c>' for k in range(16_384))
    yield ".xlsx", xlsx(f'<row r="1">{lebar}</row>'), BEBAS
    yield ".xlsx", xlsx(f'<row r="1">{lebar}</row><row r="100"><c r="A100"><v>1</v></c></row>'), MUST_BE_REFUSED
    yield ".xlsx", xlsx(f'<row r="1">{"<c><v>1</v></c>" * 16_384}</row>'), BEBAS
    yield ".xlsx", xlsx(f'<row r="1">{"<c><v>1</v></c>" * 16_385}</row>'), MUST_BE_REFUSED
    baris = "".join(f'<row r="{r}"/>' for r in range(1, 1_048_577))
    yield ".xlsx", xlsx(baris), BEBAS
    isi = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 400_001))
    yield ".xlsx", xlsx(isi), BEBAS
    padat = "".join(f'<c r="{_letters(k)}{{0}}"><v>1</v></c>' for k in range(600))
    yield ".xlsx", xlsx("".join(f'<row r="{r}">{padat.format(r)}</row>' for r in range(1, 999))), BEBAS
    rujuk = "".join(f'<c r="A{r}" t="s"><v>0</v></c>' for r in range(1, 2000))
    yield ".xlsx", xlsx(rujuk, teks=f"<si><t>{'panjang ' * 40_000}</t></si>"), MUST_BE_REFUSED
    yield ".xlsx", xlsx(_ONE_ROW, teks="<si><t>a</t></si>" * 500_000), BEBAS
    yield ".xlsx", xlsx(_ONE_ROW, gaya="<cellXfs>" + '<xf numFmtId="14"/>' * 200_000 + "</cellXfs>"), BEBAS
    banyak = basis.xlsx_parts(_ONE_ROW, gaya="<cellXfs>" + '<xf numFmtId="14"/>' * 500_000 + "</cellXfs>")
    yield ".xlsx", zip_of(banyak, zipfile.ZIP_STORED), MUST_BE_REFUSED
    panjang = f'<numFmts><numFmt numFmtId="200" formatCode="{"#" * 2000}"/></numFmts>'
    yield ".xlsx", xlsx(_ONE_ROW, gaya=panjang), MUST_BE_REFUSED
    atribut = " ".join(f'a{i}="{i}"' for i in range(120_000))
    yield ".xlsx", zip_of(basis.xlsx_parts(f"<c {atribut}/>"), 0), MUST_BE_REFUSED
    yield ".xlsx", xlsx("<c  />" + "<a>" * 10_000), MUST_BE_REFUSED
    yield ".xlsx", xlsx([_ONE_ROW] * 200), BEBAS
    yield ".xlsx", xlsx([_ONE_ROW] * 300), MUST_BE_REFUSED
    gabung = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"
    lembar = f"<worksheet><sheetData>{_ONE_ROW}</sheetData>{gabung}</worksheet>"
    yield ".xlsx", zip_of({**basis.xlsx_parts(""), "xl/worksheets/sheet1.xml": lembar}, 0), BEBAS
    yield ".csv", b";" * 2_100_000, MUST_BE_REFUSED
    yield ".csv", b"a;b;c\n" * 1_200_000, MUST_BE_REFUSED
    yield ".csv", b'a;b;"' + b"x" * 200_000, MUST_BE_REFUSED
    yield ".csv", b"a" * (9 << 20), MUST_BE_REFUSED


def _structure() -> Isi:
    bagian = basis.xlsx_parts(_ONE_ROW)
    for buang in bagian:
        yield ".xlsx", zip_of({n: i for n, i in bagian.items() if n != buang}), BEBAS
        for isi in ("", "<", "<a/>", "\0" * 100, "<a" + "a" * 1000):
            yield ".xlsx", zip_of({**bagian, buang: isi}), BEBAS
    rel = str(bagian["xl/_rels/workbook.xml.rels"])
    for tujuan in (
        "http://contoh.invalid/a.xml",
        "../../../../etc/passwd",
        "worksheets/sheet9.xml",
        "",
        "/",
        "\\\\s\\a",
    ):
        baru = rel.replace("worksheets/sheet1.xml", tujuan)
        yield ".xlsx", zip_of({**bagian, "xl/_rels/workbook.xml.rels": baru}), MUST_BE_REFUSED
        baru = baru.replace("Target=", 'TargetMode="External" Target=')
        yield ".xlsx", zip_of({**bagian, "xl/_rels/workbook.xml.rels": baru}), MUST_BE_REFUSED
    dua = basis.xlsx_parts([_ONE_ROW, _ONE_ROW])
    sama = str(dua["xl/_rels/workbook.xml.rels"]).replace("sheet2.xml", "sheet1.xml")
    yield ".xlsx", zip_of({**dua, "xl/_rels/workbook.xml.rels": sama}), MUST_BE_REFUSED
    yield (
        ".xlsx",
        zip_of({**dua, "xl/workbook.xml": str(dua["xl/workbook.xml"]).replace("S2", "S1")}),
        MUST_BE_REFUSED,
    )
    yield (
        ".xlsx",
        zip_of({**dua, "xl/workbook.xml": str(dua["xl/workbook.xml"]).replace("rId2", "rId9")}),
        MUST_BE_REFUSED,
    )


def _names() -> Isi:
    bagian = basis.xlsx_parts(_ONE_ROW)
    for nama in ("&#xD800;", "&#0;", "&#27;[31m", "a&#10;b", "\u202eLKE", "", "x" * 10_000, "&lt;LKE&gt;", "=1+1"):
        buku = str(bagian["xl/workbook.xml"]).replace('"S1"', f'"{nama}"')
        yield ".xlsx", zip_of({**bagian, "xl/workbook.xml": buku}), BEBAS
    buku_bita = str(bagian["xl/workbook.xml"]).encode().replace(b'"S1"', b'"\xed\xa0\x80"')
    yield ".xlsx", zip_of({**bagian, "xl/workbook.xml": buku_bita}), BEBAS
    teks = b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xed\xa0\x80\xff</t></is></c></row>'
    yield ".xlsx", xlsx(utuh=b"<worksheet><sheetData>" + teks + b"</sheetData></worksheet>"), BEBAS
    yield ".xlsx", xlsx(_ONE_ROW.replace("<v>1</v>", "<v>&#xDFFF;</v>").replace("<c ", '<c t="str" ')), BEBAS
    lone = struct.pack("<IBBBB", 0, 0, 0, 2, 1) + b"\x00\xd8\x41\x00"
    yield ".xls", xls(basis.xls_record(0x0085, lone) + basis.xls_record(10)), BEBAS


def _values() -> Isi:
    for v in (
        "1e999",
        "-1e999",
        "nan",
        "inf",
        "1e-320",
        "0x10",
        "",
        " ",
        "9" * 400,
        "1" * 30_000,
        "&amp;",
        "-0",
        "1,5",
    ):
        for atribut in (
            "",
            ' t="n"',
            ' t="s"',
            ' t="b"',
            ' t="e"',
            ' t="d"',
            ' t="zzz"',
            ' s="1"',
            ' s="999999999999"',
        ):
            if atribut in ("", ' t="s"', ' s="1"') or v in ("1e999", "9" * 400, "nan"):
                gaya = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
                yield ".xlsx", xlsx(f'<row r="1"><c r="A1"{atribut}><v>{v}</v></c></row>', gaya=gaya), BEBAS


def _xls() -> Isi:
    rek, bil, alir = basis.xls_record, basis.xls_number, basis.alir_xls
    for dim in ((0, 0xFFFFFFFF, 0, 0xFFFF), (5, 2, 7, 1), (0xFFFFFFFF, 0, 0xFFFF, 0)):
        yield ".xls", xls(alir(rek(0x0200, struct.pack("<IIHHH", *dim, 0)) + bil(0, 0, 1))), BEBAS
    for r, k in ((65535, 65535), (65535, 255), (0, 65535), (65535, 0)):
        yield ".xls", xls(alir(bil(0, 0, 1) + bil(r, k, 1))), MUST_BE_REFUSED if r and k else BEBAS
    yield ".xls", xls(alir(bil(9, 0, 1) + bil(2, 5, 1))), BEBAS
    for isi in (b"", b"\1", b"\0" * 5, b"\xff" * 9):
        for jenis in (0x0203, 0x0204, 0x00FD, 0x00BD, 0x0006, 0x027E, 0x0205, 0x0200, 0x00E5, 0x0207):
            yield ".xls", xls(alir(rek(jenis, isi))), BEBAS
    for sst in (
        b"",
        struct.pack("<II", 1, 1),
        struct.pack("<II", 9, 0xFFFFFFFF),
        struct.pack("<IIHB", 1, 1, 0xFFFF, 1),
    ):
        yield ".xls", xls(alir(rek(0x00FD, struct.pack("<HHHI", 0, 0, 0, 7)), buku=rek(0x00FC, sst))), BEBAS
    teks = struct.pack("<IIHB", 1, 1, 8000, 0) + b"x" * 8000
    rujuk = b"".join(rek(0x00FD, struct.pack("<HHHI", r, 0, 0, 0)) for r in range(5000))
    yield ".xls", xls(alir(rujuk, buku=rek(0x00FC, teks))), MUST_BE_REFUSED
    rumus = struct.pack("<HHHdHIH", 0, 0, 0, 1.0, 0, 0, 8000) + b"\x17\x00\x00" * 2600
    yield ".xls", xls(alir(rek(0x0006, rumus) * 400)), MUST_BE_REFUSED
    yield ".xls", xls(alir(b"", buku=rek(0x002F, b"\1\0\1\0" + bytes(50)))), MUST_BE_REFUSED
    for letak in (0, 5, 10_000, 0xFFFFFFFF):
        bound = rek(0x0085, struct.pack("<IBBBB", letak, 0, 0, 2, 0) + b"S1")
        yield ".xls", xls(rek(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + bound + rek(10)), BEBAS
    yield ".xls", xls(b"\x05\x00\x00\x00" * 1_000_000), BEBAS
    utuh = xls(alir(bil(0, 0, 1)))
    for p in (30, 32, 44, 48, 60, 64, 68, 72, 76):
        for nilai in (0, 1, 2, 0xFFFFFFFF):
            isi = bytearray(utuh)
            struct.pack_into("<I", isi, p, nilai)
            yield ".xls", bytes(isi), BEBAS
    # A sector chain that runs in a circle.
    isi = bytearray(utuh)
    struct.pack_into("<III", isi, len(isi) - 4096, 0, 0, 0)
    yield ".xls", bytes(isi), BEBAS


def _xlsb() -> Isi:
    satu = struct.pack("<d", 1.0)
    for r, k in ((1_048_575, 16_383), (1_048_576, 0), (0, 16_384), (0, 0xFFFFFFFF), (0xFFFFFFFF, 0)):
        yield ".xlsb", basis.xlsb([(0, 0, 5, satu), (r, k, 5, satu)]), MUST_BE_REFUSED
    for jenis in range(12):
        for isi in (b"", b"\xff" * 4, b"\xff" * 40):
            yield ".xlsb", basis.xlsb([(0, 0, jenis, isi)]), BEBAS
    rujuk = [(r, 0, 7, struct.pack("<I", 0)) for r in range(5000)]
    yield ".xlsb", basis.xlsb(rujuk, ["panjang " * 1500]), MUST_BE_REFUSED
    yield ".xlsb", basis.xlsb([(0, 0, 7, struct.pack("<I", 99))], ["a"]), MUST_BE_REFUSED


def _ods() -> Isi:
    n = "table:number-columns-repeated"
    jauh = (
        '<table:table-row table:number-rows-repeated="1048576">' + ods_cell("a", f'{n}="16384"') + "</table:table-row>"
    )
    yield ".ods", basis.ods(jauh), MUST_BE_REFUSED
    kosong = f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell {n}="16384"/></table:table-row>'
    isi = f"<table:table-row>{ods_cell('a')}</table:table-row>"
    yield ".ods", basis.ods(isi + kosong), BEBAS
    yield ".ods", basis.ods(isi + kosong + isi), BEBAS
    for banyak in ("99999999999", "-1", "1e9", "", "4294967296"):
        sel = ods_cell("a", f'{n}="{banyak}"')
        yield ".ods", basis.ods(f"<table:table-row>{sel}</table:table-row>"), MUST_BE_REFUSED
    for spasi in ("2000000000", "99999999999999", "-5"):
        sel = ods_cell(f'<text:s text:c="{spasi}"/>')
        yield ".ods", basis.ods(f"<table:table-row>{sel}</table:table-row>"), MUST_BE_REFUSED
    yield ".ods", basis.ods("<table:table-cell/>" * 2000), BEBAS
    yield ".ods", basis.ods("<text:p>" * 5000), MUST_BE_REFUSED
    yield ".ods", basis.ods(f"<table:table-row>{ods_cell('a')}"), MUST_BE_REFUSED
    yield ".ods", basis.ods("<table:table>" * 400), MUST_BE_REFUSED
    sandi = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    yield ".ods", basis.ods(isi, manifes=sandi), MUST_BE_REFUSED


def _wrong_suffixes(dasar: dict[str, bytes]) -> Iterator[CaseData]:
    for asli, data in dasar.items():
        for akhiran in (".xlsx", ".xls", ".ods", ".xlsb", ".csv", ".pdf", ""):
            if akhiran != asli:
                yield CaseData("salah akhiran", f"asli{asli[1:]}{akhiran}".encode(), data)
    bukan = (
        b"", b"\0", b"x", b"PK", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n" + b"a" * 99,
        b"\x89PNG\r\n\x1a\n" + bytes(99), b"<html><table><tr><td>LKE</td></tr></table></html>", b"\xff\xfe",
        "halo; ini\nteks biasa saja\n".encode("utf-16"), b"\xef\xbb\xbf", b"\n" * 1000, b"{}", b"\x80\x81\x82" * 99,
        b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99), zip_of({"word/document.xml": "<a/>"}),
    )  # fmt: skip
    for i, data in enumerate(bukan):
        yield CaseData("salah akhiran", f"bukan{i}.xlsx".encode(), data, MUST_BE_REFUSED)


def _letters(kolom: int) -> str:
    from zi_cli.findings.record import column_letters

    return column_letters(kolom)
