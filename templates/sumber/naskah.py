"""Building blocks of the original templates: page, letterhead, lists, tables, signature block."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Dokumen
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FON = "Bookman Old Style"
#: Free fonts with the same metrics, for machines without Bookman Old Style.
EQUAL_FONTS = "URW Bookman, TeX Gyre Bonum, ITC Bookman"
KIRI, CENTRE, KANAN, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
#: Width of the text in cm: A4 less the margins.
WIDTH = 21.0 - 3.0 - 2.0
_INDEN_TTD = 8.0
TEMPLAT = Path(__file__).parent.parent
LOGO = TEMPLAT.parent / "zi_cli" / "surat" / "data" / "tempat-logo.png"
REGULATION = (
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor {{ peraturan.nomor }} "
    "Tahun {{ peraturan.tahun }} tentang {{ peraturan.judul }}"
    "{% if peraturan.perubahan %} {{ peraturan.perubahan }}{% endif %}"
)
#: The components as headings of columns.
PENGUNGKIT, HASIL = "{{ komponen.pengungkit|judul }}", "{{ komponen.hasil|judul }}"
#: Ends an item of a list in a loop: "; dan" before the last, a full stop after it.
ITEM_END = "{{ loop.revindex|akhir }}"
PENUTUP = "Demikian kami sampaikan, atas perhatian dan kerja samanya, kami ucapkan terima kasih."


def new_document(judul: str, subjek: str) -> Dokumen:
    """An empty A4 document in the house style; *judul* and *subjek* may hold fields."""
    d = Document()
    d._body.clear_content()
    bagian = d.sections[0]
    bagian.page_width, bagian.page_height = Cm(21), Cm(29.7)
    bagian.left_margin, bagian.right_margin = Cm(3), Cm(2)
    bagian.top_margin, bagian.bottom_margin = Cm(2), Cm(2.2)
    bagian.header_distance, bagian.footer_distance = Cm(1), Cm(0.9)
    bagian.different_first_page_header_footer = True
    _set_styles(d)
    _font_table(d)
    _page_number(bagian.header.paragraphs[0])
    for kaki in (bagian.footer, bagian.first_page_footer):
        _audit_footer(kaki.paragraphs[0])
    p = d.core_properties
    p.title, p.subject, p.author = judul, subjek, "{{ instansi.nama }}"
    p.comments, p.keywords, p.language, p.last_modified_by = "", "", "id-ID", ""
    return d


def lighten(d: Dokumen) -> None:
    """Take out of a finished document what nothing in it uses: the parts and the table styles of the library's own."""
    for holder in (d.part.package, d.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in ("customXml", "stylesWithEffects", "thumbnail"):
                del holder.rels[key]
    styles = d.styles.element
    used = {t.get(qn("w:val")) for t in d.element.iter(qn("w:tblStyle"))}
    tables = (s for s in styles.findall(qn("w:style")) if s.get(qn("w:type")) == "table")
    for style in tables:
        if style.get(qn("w:default")) is None and style.get(qn("w:styleId")) not in used:
            styles.remove(style)


def _set_styles(d: Dokumen) -> None:
    baku = d.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for anak in list(baku):
        baku.remove(anak)
    baku.append(_rfonts())
    baku.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="22"/>'))
    baku.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="22"/>'))
    baku.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/>'))
    normal = d.styles["Normal"]
    normal.font.name, normal.font.size = FON, Pt(11)
    lama = normal.element.rPr.find(qn("w:rFonts"))
    normal.element.rPr.replace(lama, _rfonts())
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.1
    normal.paragraph_format.widow_control = True
    for nama in ("Header", "Footer"):
        d.styles[nama].font.name = FON


def _rfonts():
    return parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{FON}" w:hAnsi="{FON}" w:eastAsia="{FON}" w:cs="{FON}"/>')


def _font_table(d: Dokumen) -> None:
    for bagian in d.part.package.iter_parts():
        if bagian.partname == "/word/fontTable.xml":
            bagian._blob = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f'<w:fonts {nsdecls("w")}><w:font w:name="{FON}"><w:altName w:val="{EQUAL_FONTS}"/>'
                '<w:panose1 w:val="02050604050505020204"/><w:charset w:val="00"/><w:family w:val="roman"/>'
                '<w:pitch w:val="variable"/></w:font></w:fonts>'
            ).encode()


def _page_number(p: Paragraph) -> None:
    p.alignment = CENTRE
    p.paragraph_format.space_after = Pt(10)
    p.add_run("– ")
    for jenis, teks in (("begin", None), (None, " PAGE "), ("separate", None), ("teks", "2"), ("end", None)):
        lari = p.add_run(teks if jenis == "teks" else "")
        if jenis == "teks":
            continue
        if jenis is None:
            lari._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{teks}</w:instrText>'))
        else:
            lari._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{jenis}"/>'))
    p.add_run(" –")


def _audit_footer(p: Paragraph) -> None:
    p.alignment = KIRI
    p.paragraph_format.line_spacing = 1.0
    lari = p.add_run("{{ audit.kaki }}")
    lari.font.size = Pt(6.5)
    lari.font.color.rgb = _colour("7F7F7F")


def _colour(hex_: str):
    from docx.shared import RGBColor

    return RGBColor.from_string(hex_)


def par(
    tempat: Dokumen | _Cell,
    teks: str = "",
    *,
    rata: WD_ALIGN_PARAGRAPH = KIRI,
    tebal: bool = False,
    ukuran: float | None = None,
    sebelum: float = 0,
    sesudah: float = 0,
    kiri: float = 0,
    gantung: float = 0,
    baris_pertama: float = 0,
    lekat: bool = False,
) -> Paragraph:
    """One paragraph; lengths in cm, spaces in points. ``**bold**`` stretches in *teks* become bold runs."""
    p = tempat.add_paragraph()
    fill_paragraph(p, teks, tebal=tebal, ukuran=ukuran)
    f = p.paragraph_format
    f.alignment = rata
    f.space_before, f.space_after = Pt(sebelum), Pt(sesudah)
    if kiri or gantung:
        f.left_indent = Cm(kiri + gantung)
    if gantung:
        f.first_line_indent = Cm(-gantung)
        f.tab_stops.add_tab_stop(Cm(kiri + gantung))
    if baris_pertama:
        f.first_line_indent = Cm(baris_pertama)
    f.keep_with_next = lekat or None
    f.keep_together = lekat or None
    if not teks and ukuran:
        # An empty paragraph is as tall as its mark, which has a size of its own.
        p._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:sz w:val="{int(ukuran * 2)}"/></w:rPr>'))
    return p


def paragraph(d: Dokumen, teks: str, *, sebelum: float = 0, sesudah: float = 8, lekat: bool = False) -> None:
    """A justified paragraph of running text."""
    par(d, teks, rata=JUSTIFIED, baris_pertama=1.25, sebelum=sebelum, sesudah=sesudah, lekat=lekat)


def fill_paragraph(p: Paragraph, teks: str, *, tebal: bool = False, ukuran: float | None = None) -> None:
    """Add *teks* to *p*; ``**…**`` is bold, ``//…//`` italic."""
    for i, potong in enumerate(teks.split("**")):
        for j, bagian in enumerate(potong.split("//")):
            if not bagian:
                continue
            lari = p.add_run(bagian)
            lari.bold = True if tebal or i % 2 else None
            lari.italic = True if j % 2 else None
            if ukuran:
                lari.font.size = Pt(ukuran)


def control(tempat: Dokumen | _Cell, tag: str) -> None:
    """A paragraph that only holds a control tag and vanishes when rendered."""
    tempat.add_paragraph().add_run("{%p " + tag + " %}")


def kop(d: Dokumen, logo: bytes) -> None:
    """The letterhead of a unit: logo at the left, lines centred, a double rule below."""
    t = d.add_table(1, 2)
    _set_widths(t, (2.6, WIDTH - 2.6))
    kiri, kanan = t.rows[0].cells
    p = kiri.paragraphs[0]
    p.alignment = CENTRE
    _picture(p, logo)
    kanan.paragraphs[0]._p.getparent().remove(kanan.paragraphs[0]._p)
    _kop_rows(kanan)
    garis = par(d, sesudah=6)
    garis.paragraph_format.line_spacing = Pt(4)
    # The schema wants paragraph borders before spacing and alignment.
    garis._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="thickThinSmallGap" w:sz="18" w:space="1" w:color="000000"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"),
    )


def kop_menteri(d: Dokumen, logo: bytes) -> None:
    """The letterhead of the Minister: the national emblem, and the position below it; no rule."""
    p = par(d, rata=CENTRE, sesudah=4)
    _picture(p, logo)
    _kop_rows(d)
    par(d, sesudah=6)


def _picture(p: Paragraph, logo: bytes) -> None:
    gambar = p.add_run().add_picture(io.BytesIO(logo), width=Cm(2.2))
    gambar._inline.docPr.set("descr", "logo")
    gambar._inline.docPr.set("name", "logo")


def _kop_rows(tempat: Dokumen | _Cell) -> None:
    control(tempat, "for b in kop.atas")
    par(tempat, "{{ b|besar }}", rata=CENTRE, ukuran=12)
    control(tempat, "endfor")
    par(tempat, "{{ kop.unit|besar }}", rata=CENTRE, tebal=True, ukuran=13)
    control(tempat, "if kop.alamat")
    par(tempat, "{{ kop.alamat }}", rata=CENTRE, ukuran=8.5)
    control(tempat, "endif")


def letter_head(d: Dokumen, hal: str, *, nota: bool = False) -> None:
    """Nomor, Sifat, Lampiran, Hal at the left; the date at the right of the first line."""
    t = d.add_table(0, 4)
    _set_widths(t, (2.5, 0.5, 8.2, WIDTH - 11.2))
    isi = (
        ("Nomor", "{{ surat.nomor }}"),
        ("Sifat", "{{ surat.sifat }}"),
        ("Lampiran", "{{ surat.lampiran }}"),
        ("Hal", hal),
    )
    for i, (label, nilai) in enumerate(isi):
        sel = t.add_row().cells
        fill_paragraph(sel[0].paragraphs[0], label)
        fill_paragraph(sel[1].paragraphs[0], ":")
        fill_paragraph(sel[2].paragraphs[0], nilai)
        if i == 0:
            sel[3].paragraphs[0].alignment = KANAN
            # As far as the text below it: the table begins an inner margin before that and ends one before it.
            sel[3].paragraphs[0].paragraph_format.right_indent = Cm(-0.38)
            fill_paragraph(
                sel[3].paragraphs[0], "{{ surat.tanggal }}" if not nota else "{{ surat.kota }}, {{ surat.tanggal }}"
            )
    _set_widths(t, (2.5, 0.5, 8.2, WIDTH - 11.2))


def minister_address(d: Dokumen) -> None:
    """The address of the letters to the Minister of PANRB."""
    yth(d, "{{ tujuan.jabatan }}", ("u.p.", "{{ tujuan.melalui }}"))


def yth(d: Dokumen, jabatan: str, melalui: tuple[str, str] | None = None, kota: str = "{{ tujuan.kota }}") -> None:
    """Whom the letter is for: *jabatan*, through whom, and where."""
    par(d, f"Yth.\t{jabatan}", sebelum=12, gantung=1.15)
    if melalui is not None:
        par(d, f"{melalui[0]}\t{melalui[1]}", gantung=1.15)
    par(d, f"di {kota}", sesudah=10)


def item(
    d: Dokumen | _Cell, nomor: str, teks: str, *, kiri: float = 0.0, gantung: float = 0.9, lekat: bool = False
) -> None:
    """One numbered item with a hanging indent."""
    par(d, f"{nomor}\t{teks}", rata=JUSTIFIED, kiri=kiri, gantung=gantung, sesudah=2, lekat=lekat)


def blok_kanan(d: Dokumen) -> _Cell:
    """The right half of a one-row table that never splits: where a signature stands.

    A table row, because word processors keep it whole even after another table, where
    "keep with next" alone is not always honoured.
    """
    t = d.add_table(1, 2)
    _set_widths(t, (_INDEN_TTD, WIDTH - _INDEN_TTD))
    _jangan_pecah(t.rows[0])
    sel = t.rows[0].cells[1]
    sel.paragraphs[0]._p.getparent().remove(sel.paragraphs[0]._p)
    return sel


#: Where and when, above the signature of a document that has no head with a date.
PLACE_AND_DATE = ("{{ surat.kota }}, {{ surat.tanggal }}",)


def signature(d: Dokumen, *, tempat_tanggal: Sequence[str] = ()) -> None:
    """The signature block: a.n. and u.b. forms, room to sign or the mark of a digital signature, name and NIP."""
    sel = blok_kanan(d)
    for n, baris in enumerate(tempat_tanggal):
        par(sel, baris, sebelum=0 if n else 12, lekat=True)
    if not tempat_tanggal:
        par(sel, ukuran=6, lekat=True)
    control(sel, "if ttd.atas_nama")
    par(sel, "a.n. {{ ttd.atas_nama }}", lekat=True)
    control(sel, "endif")
    par(sel, "{{ ttd.jabatan }},", lekat=True)
    control(sel, "if ttd.untuk_beliau")
    par(sel, "u.b.", lekat=True)
    par(sel, "{{ ttd.untuk_beliau }},", lekat=True)
    control(sel, "endif")
    control(sel, "if ttd.tte")
    par(sel, "{{ ttd.tte }}", sebelum=10, sesudah=10, lekat=True)
    control(sel, "else")
    par(sel, sebelum=20, sesudah=20, lekat=True)
    control(sel, "endif")
    # Name and NIP are one paragraph, so that the block ends here whether or not there is an NIP.
    akhir = par(sel, "**{{ ttd.nama }}**")
    akhir.add_run("{% if ttd.nip %}").add_break()
    akhir.add_run("NIP {{ ttd.nip }}{% endif %}")


def tembusan(d: Dokumen) -> None:
    """The optional list of copies."""
    control(d, "if surat.tembusan")
    par(d, "Tembusan:", sebelum=12, lekat=True)
    control(d, "for t in surat.tembusan")
    item(d, "{{ loop.index }}.", "{{ t }}")
    control(d, "endfor")
    control(d, "endif")


def title(d: Dokumen, *baris: str, ukuran: float = 12.5) -> None:
    """Centred bold title lines."""
    for i, teks in enumerate(baris):
        par(d, teks, rata=CENTRE, tebal=True, ukuran=ukuran, sebelum=6 if i == 0 else 0, lekat=True)


def subjudul(d: Dokumen, teks: str) -> None:
    """A section heading that stays with what follows."""
    p = par(d, teks, tebal=True, sebelum=12, sesudah=4, lekat=True)
    p.style = d.styles["Normal"]


def identity_table(
    d: Dokumen | _Cell, isi: Iterable[tuple[str, str]], *, kiri: float = 3.4, inden: float = 0.0
) -> None:
    """A borderless table of label, colon and value."""
    t = d.add_table(0, 3)
    for label, nilai in isi:
        sel = t.add_row().cells
        for s, teks in zip(sel, (label, ":", nilai), strict=True):
            fill_paragraph(s.paragraphs[0], teks)
    _set_widths(t, (kiri, 0.5, WIDTH - kiri - 0.5 - inden))
    if inden:
        t._tbl.tblPr.insert_element_before(
            parse_xml(f'<w:tblInd {nsdecls("w")} w:w="{int(inden * 567)}" w:type="dxa"/>'),
            *("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
        )
    for r in t.rows:
        _jangan_pecah(r)


def table(
    d: Dokumen,
    kepala: Sequence[str],
    lebar: Sequence[float],
    isi: Sequence[str],
    ulang: str,
    *,
    rata: Sequence[WD_ALIGN_PARAGRAPH] | None = None,
    ukuran: float = 9.5,
) -> Table:
    """A bordered table: repeated header row, one row a turn of the loop *ulang*, rows never split."""
    t = empty_table(d, len(kepala))
    rata = rata or [KIRI] * len(kepala)
    baris_kepala = t.add_row()
    for sel, teks in zip(baris_kepala.cells, kepala, strict=True):
        fill_cell(sel, teks, CENTRE, ukuran, tebal=True, arsir="E7E6E6")
    repeat_header(baris_kepala)
    control_row(t, f"for {ulang}")
    baris = t.add_row()
    for sel, teks, r in zip(baris.cells, isi, rata, strict=True):
        fill_cell(sel, teks, r, ukuran)
    _jangan_pecah(baris)
    control_row(t, "endfor")
    _set_widths(t, lebar)
    return t


def empty_table(d: Dokumen, kolom: int) -> Table:
    """A bordered, centred table without rows."""
    t = d.add_table(0, kolom)
    t.style = d.styles["Table Grid"]
    t.alignment = WD_TABLE_ALIGNMENT.CENTER
    return t


def fill_cell(
    sel: _Cell, teks: str, rata: WD_ALIGN_PARAGRAPH, ukuran: float, *, tebal: bool = False, arsir: str = ""
) -> None:
    """Fill one table cell."""
    p = sel.paragraphs[0]
    p.alignment = rata
    p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(1.5)
    p.paragraph_format.line_spacing = 1.0
    fill_paragraph(p, teks, tebal=tebal, ukuran=ukuran)
    if arsir:
        sel._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{arsir}"/>')
        )


def indented(sel: _Cell, syarat: str, teks: str, ukuran: float) -> None:
    """Fill a cell of a loop's row: where *syarat* holds its text is indented."""
    for p in sel.paragraphs[1:]:
        p._p.getparent().remove(p._p)
    sel.paragraphs[0].clear()
    for n, (isi, dalam) in enumerate(
        ((f"{{%p if {syarat} %}}", 0.0), (teks, 0.6), ("{%p else %}", 0.0), (teks, 0.0), ("{%p endif %}", 0.0))
    ):
        p = sel.add_paragraph() if n else sel.paragraphs[0]
        p.alignment = KIRI
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(1.5)
        p.paragraph_format.line_spacing = 1.0
        if dalam:
            p.paragraph_format.left_indent = Cm(dalam)
        fill_paragraph(p, isi, ukuran=ukuran)


def control_row(t: Table, tag: str) -> None:
    """A table row that only holds a control tag and vanishes when rendered."""
    t.add_row().cells[0].paragraphs[0].add_run("{%tr " + tag + " %}")


def repeat_header(baris: object) -> None:
    """Repeat this row at the top of every page the table reaches."""
    trpr = baris._tr.get_or_add_trPr()
    trpr.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    trpr.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _jangan_pecah(baris: object) -> None:
    baris._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _set_widths(t: Table, lebar: Sequence[float]) -> None:
    t.autofit = False
    for kolom, cm in zip(t.columns, lebar, strict=True):
        kolom.width = Cm(cm)
    for r in t.rows:
        for sel, cm in zip(r.cells, lebar, strict=True):
            sel.width = Cm(cm)


def right_tab(p: Paragraph, cm: float) -> None:
    """A right tab stop at *cm*."""
    p.paragraph_format.tab_stops.add_tab_stop(Cm(cm), WD_TAB_ALIGNMENT.RIGHT)


# --- the logo's place: a small picture that a user replaces in Word --------------------------------

_LETTERS = {
    "L": ("10000", "10000", "10000", "10000", "10000", "10000", "11111"),
    "O": ("01110", "10001", "10001", "10001", "10001", "10001", "01110"),
    "G": ("01110", "10001", "10000", "10111", "10001", "10001", "01110"),
}


def logo_placeholder(sisi: int = 180) -> bytes:
    """A PNG of *sisi* × *sisi* pixels: a grey ring with the word LOGO."""
    putih, abu, tulisan = 255, 190, 120
    piksel = [[putih] * sisi for _ in range(sisi)]
    pusat, luar = (sisi - 1) / 2, sisi / 2 - 2
    for y in range(sisi):
        for x in range(sisi):
            if luar - 4 < ((x - pusat) ** 2 + (y - pusat) ** 2) ** 0.5 < luar:
                piksel[y][x] = abu
    skala = sisi // 36
    x0, y0 = (sisi - 23 * skala) // 2, (sisi - 7 * skala) // 2
    for n, huruf in enumerate("LOGO"):
        for by, baris in enumerate(_LETTERS[huruf]):
            for bx, nyala in enumerate(baris):
                if nyala == "1":
                    for dy in range(skala):
                        for dx in range(skala):
                            piksel[y0 + by * skala + dy][x0 + (n * 6 + bx) * skala + dx] = tulisan
    return grey_png(piksel)


def grey_png(piksel: Sequence[Sequence[int]]) -> bytes:
    """An 8-bit greyscale PNG."""

    def blok(jenis: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + jenis + isi + struct.pack(">I", zlib.crc32(jenis + isi))

    mentah = b"".join(b"\0" + bytes(b) for b in piksel)
    kepala = struct.pack(">IIBBBBB", len(piksel[0]), len(piksel), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + blok(b"IHDR", kepala) + blok(b"IDAT", zlib.compress(mentah, 9)) + blok(b"IEND", b"")
