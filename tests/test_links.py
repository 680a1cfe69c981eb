"""Where a cell leads when it is clicked is read of every format, within limits, and nothing of it is lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from struct import pack

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz import basis
from zi_cli.bukti.text_links import linked_cell
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats.limits import MAX_LINK_LENGTH, MAX_RANGES
from zi_cli.worksheet.formats.open import open_with_links

_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_CALL = b"\x42\x02\x67\x01"


def _xlsx(isi: str, hyperlink: str = "", relasi: str = "") -> bytes:
    bagian = basis.xlsx_parts(isi)
    lembar = next(n for n in bagian if n.startswith("xl/worksheets/"))
    teks = bagian[lembar]
    akhir = f"<hyperlinks>{hyperlink}</hyperlinks></worksheet>" if hyperlink else "</worksheet>"
    assert isinstance(teks, str)
    bagian = {**bagian, lembar: teks.replace("</worksheet>", akhir)}
    if relasi:
        nama = lembar.rpartition("/")[2]
        bagian[f"xl/worksheets/_rels/{nama}.rels"] = (
            f'<Relationships xmlns="{basis.PKG}/relationships">{relasi}</Relationships>'
        )
    return basis.zip_of(bagian)


def _text(alamat: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{alamat}</t></is></c></row>'


def _formula_file(rumus: str, lain: str = "") -> bytes:
    return _xlsx(f'<row r="1"><c r="A1" t="str"><f>{rumus}</f><v>klik</v></c>{lain}</row>')


def _hubungan(target: str, id_: str = "r1", mode: str = "External") -> str:
    return f'<Relationship Id="{id_}" Type="{basis.REL_NS}/hyperlink" Target="{target}" TargetMode="{mode}"/>'


def _hyperlink(ref: str = "A1", lain: str = 'r:id="r1"') -> str:
    return f'<hyperlink xmlns:r="{basis.REL_NS}" ref="{ref}" {lain}/>'


def _ods(sel: str) -> bytes:
    return basis.ods(f"<table:table-row>{sel}</table:table-row>")


def _xls(*rekaman: bytes) -> bytes:
    return basis.xls(basis.alir_xls(basis.xls_number(0, 0, 1.0) + b"".join(rekaman)))


def _hlink(bendera: int, isi: bytes) -> bytes:
    return basis.xls_record(0x01B8, pack("<HHHH", 0, 0, 0, 0) + bytes(16) + pack("<II", 2, bendera) + isi)


def _wide(teks: str) -> bytes:
    return pack("<I", len(teks) + 1) + (teks + "\0").encode("utf-16-le")


def _url(alamat: str) -> bytes:
    isi = (alamat + "\0").encode("utf-16-le")
    return _URL + pack("<I", len(isi)) + isi


def _str_xls(teks: str) -> bytes:
    return b"\x17" + bytes([len(teks), 0]) + teks.encode("latin-1")


def _formula_xls(rumus: bytes) -> bytes:
    sel = basis.xls_record(0x0006, pack("<HHH", 0, 0, 0) + bytes(14) + pack("<H", len(rumus)) + rumus)
    return basis.xls(basis.alir_xls(sel))


def _xlsb(rekaman: bytes, relasi: str = "") -> bytes:
    lembar = basis.xlsb_record(0x81) + basis.xlsb_record(0x94, pack("<4I", 0, 0, 0, 0)) + basis.xlsb_record(0x91)
    lembar += basis.xlsb_record(0x00, bytes(17)) + rekaman
    isi = io.BytesIO(basis.xlsb_of(lembar + basis.xlsb_record(0x82), [], b""))
    with zipfile.ZipFile(isi, "a") as z:
        z.writestr(
            "xl/worksheets/_rels/sheet1.bin.rels",
            f'<Relationships xmlns="{basis.PKG}/relationships">{relasi}</Relationships>',
        )
    return isi.getvalue()


def _cell_xlsb(hyperlink: str = "", tempat: str = "") -> bytes:
    sel = basis.xlsb_record(6, pack("<II", 0, 0) + basis.xlsb_text("klik")) + basis.xlsb_record(0x92)
    isi = pack("<4I", 0, 0, 0, 0) + basis.xlsb_text(hyperlink) + basis.xlsb_text(tempat) + basis.xlsb_text("") * 2
    return sel + basis.xlsb_record(494, isi)


def _formula_xlsb(rumus: bytes) -> bytes:
    isi = pack("<II", 0, 0) + basis.xlsb_text("klik") + bytes(2) + pack("<I", len(rumus)) + rumus + bytes(4)
    return basis.xlsb_record(8, isi) + basis.xlsb_record(0x92)


def _str_xlsb(teks: str) -> bytes:
    return b"\x17" + pack("<H", len(teks)) + teks.encode("utf-16-le")


A = "https://a.go.id/satu"
CASES = {
    "xlsx, words": (_xlsx(_text("klik"), _hyperlink(), _hubungan(A)), (A,)),
    "xlsx, mail": (_xlsx(_text("klik"), _hyperlink(), _hubungan("mailto:a@b.id")), ("mailto:a@b.id",)),
    "xlsx, a place there": (_xlsx(_text("x"), _hyperlink(lain='r:id="r1" location="b"'), _hubungan(A)), (f"{A}#b",)),
    "xlsx, a place here": (_xlsx(_text("x"), _hyperlink(lain='location="S1!B2"')), ()),
    "xlsx, a range": (_xlsx(_text("x"), _hyperlink("A1:B1"), _hubungan(A)), (A,)),
    "xlsx, another cell": (_xlsx(_text("x"), _hyperlink("B1"), _hubungan(A)), ()),
    "xlsx, two": (
        _xlsx(_text("x"), _hyperlink() + _hyperlink(lain='r:id="r2"'), _hubungan(A) + _hubungan("b.id", "r2")),
        (A, "b.id"),
    ),
    "xlsx, no relation": (_xlsx(_text("x"), _hyperlink()), ("",)),
    "xlsx, a part of the file": (_xlsx(_text("x"), _hyperlink(), _hubungan("styles.xml", mode="Internal")), ("",)),
    "xlsx, nothing said": (_xlsx(_text("x"), _hyperlink(lain="")), ("",)),
    "formula": (_formula_file(f'HYPERLINK("{A}","klik")'), (A,)),
    "formula, in lower case": (_formula_file(f'hyperlink( "{A}" )'), (A,)),
    "formula, joined": (_formula_file('HYPERLINK("https://a.go.id/" &amp; "satu","klik")'), (A,)),
    "formula, of a cell": (
        _formula_file("HYPERLINK($B1,A2)", f'<c r="B1" t="inlineStr"><is><t>{A}</t></is></c>'), (A,),
    ),
    "formula, within another": (_formula_file(f'IF(1=1,HYPERLINK("{A}","a"),HYPERLINK(C9,"b"))'), (A,)),
    "formula, looked up": (_formula_file('HYPERLINK(VLOOKUP("a",B1:C2,2,0),"klik")'), ("",)),
    "formula, a number": (_formula_file('HYPERLINK(B1,"klik")', '<c r="B1"><v>5</v></c>'), ("",)),
    "formula, a place here": (_formula_file("HYPERLINK(\"#S1!A1\",\"klik\")"), ()),
    "formula, another function": (_formula_file('MYHYPERLINK("b.id","klik")'), ()),
    "ods": (_ods(basis.ods_cell(f'<text:a {_XLINK}="{A}">klik</text:a>')), (A,)),
    "ods, a place here": (_ods(basis.ods_cell(f'<text:a {_XLINK}="#S1.A1">klik</text:a>')), ()),
    "ods, repeated": (
        _ods(basis.ods_cell(f'<text:a {_XLINK}="{A}">klik</text:a>', 'table:number-columns-repeated="3"')), (A,),
    ),
    "ods, formula": (_ods(basis.ods_cell("k", f'table:formula="of:=HYPERLINK(&quot;{A}&quot;;&quot;k&quot;)"')), (A,)),
    "ods, of a cell": (_ods(basis.ods_cell("k", 'table:formula="of:=HYPERLINK([.B1])"') + basis.ods_cell(A)), (A,)),
    "xls": (_xls(_hlink(3, _url(A))), (A,)),
    "xls, what it shows": (_xls(_hlink(0x17, _wide("klik") + _url(A))), (A,)),
    "xls, as a text": (_xls(_hlink(0x103, _wide(A))), (A,)),
    "xls, a place here": (_xls(_hlink(8, _wide("S1!B2"))), ()),
    "xls, a place there": (_xls(_hlink(0x0B, _url(A) + _wide("b"))), (f"{A}#b",)),
    "xls, a file": (
        _xls(_hlink(1, _FILE + pack("<HI", 0, 7) + b"SK.pdf\0" + bytes(24) + pack("<I", 0))), ("SK.pdf",),
    ),
    "xls, cut short": (_xls(_hlink(3, _URL)), ("",)),
    "xls, of another kind": (_xls(_hlink(3, bytes(40))), ("",)),
    "xls, formula": (_formula_xls(_str_xls(A) + _str_xls("klik") + _CALL), (A,)),
    "xls, joined": (_formula_xls(_str_xls(A[:9]) + _str_xls(A[9:]) + b"\x08" + _str_xls("k") + _CALL), (A,)),
    "xls, of a cell": (_formula_xls(b"\x44" + bytes(4) + _str_xls("klik") + _CALL), ("",)),
    "xls, within another": (_formula_xls(_str_xls(A) + _str_xls("klik") + _CALL + b"\x15"), ("",)),
    "xlsb": (_xlsb(_cell_xlsb("r1"), _hubungan(A)), (A,)),
    "xlsb, a place here": (_xlsb(_cell_xlsb("", "S1!B2")), ()),
    "xlsb, no relation": (_xlsb(_cell_xlsb("r9")), ("",)),
    "xlsb, formula": (_xlsb(_formula_xlsb(_str_xlsb(A) + _str_xlsb("klik") + _CALL)), (A,)),
    "csv": (b"klik;https://a.go.id\n1;2\n", ()),
}  # fmt: skip


@pytest.mark.parametrize("nama", CASES)
def test_where_a_cell_leads(nama: str, tmp_path: Path) -> None:
    isi, tujuan = CASES[nama]
    berkas = tmp_path / ("b.csv" if nama == "csv" else "b.xlsx")
    berkas.write_bytes(isi)
    buku, tautan = open_with_links(berkas)
    lembar, baris = buku.lembar[0]
    nilai = {(r, k): v for r, isi_baris in enumerate(baris, 1) for k, v in enumerate(isi_baris)}
    assert (tautan[lembar].at((1, 0), lambda t: nilai.get(t, "")) if lembar in tautan else ()) == tujuan


@pytest.mark.parametrize(
    ("hyperlink", "target"),
    [
        ("".join(_hyperlink(f"A{n}:B{n}") for n in range(1, MAX_RANGES + 2)), A),
        (_hyperlink(), "a" * (MAX_LINK_LENGTH + 1)),
    ],
    ids=["ranges", "address"],
)
def test_too_much_is_refused(hyperlink: str, target: str, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(_xlsx(_text("x"), hyperlink, _hubungan(target)))
    with pytest.raises(UnreadableInput, match="LKE110"):
        open_with_links(tmp_path / "b.xlsx")


_NAMES = st.text("abcdefghij0123456789", min_size=1, max_size=12)
_URLS = st.builds("https://{}.go.id/{}".format, _NAMES, _NAMES)


@given(kata=st.text("abc dé", max_size=12), alamat=_URLS)
@example(kata="klik di sini", alamat="https://bit.ly/a")
def test_words_hide_no_address_and_are_no_contradiction(kata: str, alamat: str) -> None:
    sel = linked_cell(kata, [alamat])
    assert [b.teks for b in sel.bagian if b.tautan] == [alamat]
    assert sel.lain == ()


@given(tampak=_URLS, alamat=_URLS)
@example(tampak="https://a.go.id/a", alamat="https://a.go.id/b")
def test_an_address_that_leads_elsewhere_is_named_and_none_is_lost(tampak: str, alamat: str) -> None:
    sel = linked_cell(f"Video: {tampak}.", [alamat])
    assert {b.teks for b in sel.bagian if b.tautan} == {tampak, alamat}
    assert sel.lain == (() if tampak == alamat else ((tampak, alamat),))


@pytest.mark.parametrize(
    ("tampak", "alamat"),
    [
        ("zi@contoh.go.id", "mailto:zi@contoh.go.id"),
        ("www.contoh.go.id/a", "http://www.contoh.go.id/a"),
        (r"D:\ZI\SK tim.pdf", "file:///D:\\ZI\\SK%20tim.pdf"),
        ("https://a.go.id/SK%20Tim", "https://a.go.id/SK Tim"),
        ("https://drive.google.com/file/d/1Ab...", "https://drive.google.com/file/d/1AbCdEf/view"),
        ("Video: https://a.go.id/x.", "https://a.go.id/x"),
    ],
)
def test_what_a_program_makes_of_an_address_is_the_same_place(tampak: str, alamat: str) -> None:
    sel = linked_cell(tampak, [alamat])
    assert sel.lain == ()
    assert sum(b.tautan for b in sel.bagian) == 1


def test_a_path_as_seen_from_the_workbook_is_one_of_a_computer() -> None:
    sel = linked_cell("SK", ["arsip/SK Tim.pdf", "b%20c.pdf"])
    assert [b.teks for b in sel.bagian][1:] == ["file:///arsip/SK%20Tim.pdf", "file:///b%20c.pdf"]
