"""Faults to sow, as data: what to do to an indicator's evidence, and what must be found of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.bukti.documents import assemble, docx, jpeg, packed, pdf, picture_pdf, png
from tests.bukti.tree import FOLDER, YEAR, Row, Tree, report

#: (code, path or link, or "" for the indicator itself); the indicator is the one it was sown in.
Expected = list[tuple[str, str]]


class Case(NamedTuple):
    """A kind of fault: what it does to the tree at an indicator, giving what must be found there."""

    name: str
    sow: Callable[[Tree, str], Expected]
    #: Whether only reading the contents tells.
    content: bool = False


def _file(name: str, content: bytes, *codes: str, alone: bool = False, **cells: str) -> Callable[[Tree, str], Expected]:
    """One more file (the only one with *alone*) with that fault."""

    def sow(t: Tree, kode: str) -> Expected:
        if alone:
            t.clear(kode)
        path = t.add(kode, name, content, **({"status": "unggah"} | cells))
        return [(c, path) for c in codes]

    return sow


def _link(link: str, *codes: str) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        t.rows.append(Row(kode, link, "Tautan", status="unggah"))
        return [(c, link) for c in codes]

    return sow


def _cell(text: str, *codes: str) -> Callable[[Tree, str], Expected]:
    """A link in the worksheet's column Bukti only."""

    def sow(t: Tree, kode: str) -> Expected:
        t.links[kode] = text
        return [(c, text) for c in codes]

    return sow


def _leads(shown: str, target: str, *found: tuple[str, str], cell: bool = False) -> Callable[[Tree, str], Expected]:
    """A cell of the table (of the worksheet with *cell*) that shows one thing and leads to another."""

    def sow(t: Tree, kode: str) -> Expected:
        if cell:
            t.links[kode], t.targets[kode] = shown, target
        else:
            t.rows.append(Row(kode, shown, "Tautan", status="unggah", tujuan=target))
        return list(found)

    return sow


def _row(*codes: str, **cells: str) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        t.rows.append(Row(**({"indikator": kode, "dokumen": "", "status": "unggah"} | cells)))
        return [(c, "bukti.xlsx") for c in codes]

    return sow


def _nothing(t: Tree, kode: str) -> Expected:
    t.clear(kode)
    return [("BKT801", kode)]


def _unanswered(t: Tree, kode: str) -> Expected:
    t.answers[kode] = None
    return [("BKT802", min(p for p in t.files if p.startswith(f"{FOLDER[kode]}/")))]


def _outside(path: str, code: str) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        t.files[path] = report(kode, path)
        return [(code, path)]

    return sow


def _twice(t: Tree, kode: str) -> Expected:
    content = report(kode, "Ganda")
    t.add(kode, f"SK {YEAR}.pdf", content)
    path = t.add(kode, f"SK {YEAR} (1).pdf", content)
    return (
        [("BKT806", f"{FOLDER[kode]}/SK {YEAR}.pdf")] if path < f"{FOLDER[kode]}/SK {YEAR}.pdf" else [("BKT806", path)]
    )


def _not_renewed(t: Tree, kode: str) -> Expected:
    t.clear(kode)
    content = report(kode, "Monev")
    t.add(kode, f"Laporan {YEAR}.pdf", report(kode, "Laporan"))
    t.add(kode, f"TW1/Monev {YEAR}.pdf", content)
    return [("BKT811", t.add(kode, f"TW2/Monev {YEAR}.pdf", content))]


def _quarters(*quarters: int) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        t.clear(kode)
        t.add(kode, f"Laporan {YEAR}.pdf", report(kode, "Laporan"))
        for q in quarters:
            path = t.add(kode, f"TW{q}/Monev {YEAR}.pdf", report(kode, f"Monev TW{q}"))
        return [("BKT810", path)]

    return sow


def _other_year(names: tuple[str, ...]) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        t.clear(kode)
        return [("BKT807", t.add(kode, n, report(kode, n, 2024))) for n in names]

    return sow


def _year_by_table(t: Tree, kode: str) -> Expected:
    t.clear(kode)
    return [
        ("BKT807", t.add(kode, "SK.pdf", report(kode, "SK", 2024), tahun="2024")),
        ("BKT807", t.add(kode, "Notula.pdf", report(kode, "Notula", 2024), tahun="2025")),
    ]


def _future(t: Tree, kode: str) -> Expected:
    return [("BKT807", t.add(kode, "SK 2029.pdf", report(kode, "SK", 2029)))]


def _one_page(t: Tree, kode: str) -> Expected:
    t.clear(kode)
    return [("BKT809", t.add(kode, f"Foto {YEAR}.jpg", jpeg(800, 600, 99)))]


def _collision(t: Tree, kode: str) -> Expected:
    t.add(kode, "sk tim.pdf", report(kode, "SK b"))
    t.add(kode, "SK Tim.pdf", report(kode, "SK a"))
    return [("BKT833", f"{FOLDER[kode]}/sk tim.pdf")]


def _unlisted(t: Tree, kode: str) -> Expected:
    return [("BKT835", t.add(kode, f"SK baru {YEAR}.pdf", report(kode, "SK baru"), row=False))]


def _premature(t: Tree, kode: str) -> Expected:
    path = t.add(kode, "SK kosong.pdf", b"", status="lengkap")
    return [("BKT812", path), ("BKT839", "bukti.xlsx")]


def _leftover(name: str) -> Callable[[Tree, str], Expected]:
    def sow(t: Tree, kode: str) -> Expected:
        path = f"{FOLDER[kode]}/{name}"
        t.files[path] = b"sisa"
        return [("BKT817", path)]

    return sow


def _encrypted_zip() -> bytes:
    content = bytearray(packed({"word/document.xml": b"x", "[Content_Types].xml": b"y"}))
    content[6] |= 1
    return bytes(content)


def _ole(*names: str) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2040)
    return head + b"".join(n.encode("utf-16-le").ljust(128, b"\0") for n in names) + bytes(1024)


def _html() -> bytes:
    return b"<!DOCTYPE html><html><head><title>Masuk - Akun Google</title></head></html>"


def _looped() -> bytes:
    """Sound at both ends, but its pages lead back to themselves."""
    pages = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 3>>"
    return assemble([b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<</Type/Page/Parent 2 0 R>>"])


def _broken_part() -> bytes:
    content = bytearray(docx([f"Isi dokumen {n}" for n in range(200)]))
    content[200:220] = bytes(20)
    return bytes(content)


OTHER = "Kantor Imigrasi Kelas II TPI Cirebon"
_SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
_LAUNCH = "/OpenAction<</S/Launch/F(cmd.exe)>>"
_FILES = "/Names<</EmbeddedFiles<</Names[]>>>>"
_MACRO = {"word/vbaProject.bin": b"makro"}
_FETCH = {
    "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate"'
    b' Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/></Relationships>'
}
PDF = pdf(["Isi", "Dua"])
CASES = [
    Case("answered, nothing there", _nothing),
    Case("evidence, not answered", _unanswered),
    Case("in no folder of an indicator", _outside("SK lepas.pdf", "BKT803")),
    Case("in the folder of an area", _outside("1 Manajemen Perubahan/SK area.pdf", "BKT803")),
    Case("folder of no indicator", _outside("1 Manajemen Perubahan/A.I.9.i.a/SK.pdf", "BKT804")),
    Case("folder of no row", _outside("A.I.1.xi.a Tim/SK.pdf", "BKT804")),
    Case("the same file twice", _twice),
    Case("only last years' by name", _other_year(("Laporan 2024.pdf", "Notula 2025.pdf"))),
    Case("only last years' by date in the name", _other_year(("SK_20240312.pdf",))),
    Case("only last years' by folder", _other_year(("2024/SK.pdf", "2024/Notula.pdf"))),
    Case("only last years' by the table", _year_by_table),
    Case("a year to come", _future),
    Case("another office in the name", _file(f"SK Tim ZI Kanim Bandung {YEAR}.pdf", report("x1", "SK"), "BKT808")),
    Case(
        "another office written out",
        _file(f"Laporan Lembaga Pemasyarakatan Kelas IIA Cirebon {YEAR}.pdf", report("x2", "L"), "BKT808"),
    ),
    Case(
        "another office in the title",
        _file(f"SK {YEAR}.pdf", report("x3", "SK"), "BKT808", judul="SK Tim Rutan Kelas IIB Demak"),
    ),
    Case("best answer, one picture", _one_page),
    Case("a quarter left out", _quarters(1, 3)),
    Case("the last quarter not renewed", _quarters(1)),
    Case("renewed with the same file", _not_renewed),
    Case("an empty file", _file("Kosong.pdf", b"", "BKT812")),
    Case("an empty picture", _file("Kosong.jpg", b"", "BKT812")),
    Case("a PDF cut off", _file(f"Putus {YEAR}.pdf", PDF[:-40], "BKT813")),
    Case("a PNG cut off", _file("Putus.png", png(640, 400, seed=901)[:-20], "BKT813")),
    Case("a JPEG cut off", _file("Putus.jpg", jpeg(640, 480, 902)[:-2], "BKT813")),
    Case("a Word document cut off", _file("Putus.docx", docx(["x"])[:-60], "BKT813")),
    Case("a Word document without its body", _file("Tanpa isi.docx", packed({"word/styles.xml": b"<a/>"}), "BKT813")),
    Case("an old document cut off", _file("Putus.doc", _ole()[:700], "BKT813")),
    Case(
        "a PDF with a password", _file("Sandi.pdf", PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R"), "BKT814")
    ),
    Case("a workbook with a password", _file("Sandi.xlsx", _ole("EncryptionInfo", "EncryptedPackage"), "BKT814")),
    Case("a packed document with a password", _file("Sandi.docx", _encrypted_zip(), "BKT814")),
    Case("a web page called PDF", _file("Unduhan.pdf", _html(), "BKT815")),
    Case("a program that is a PDF too", _file("Laporan program.pdf", b"MZ" + bytes(64) + PDF, "BKT815")),
    Case("an archive that is a PDF too", _file("Laporan arsip.pdf", b"PK\x03\x04" + bytes(64) + PDF, "BKT815")),
    Case("a picture called PDF", _file("Pindaian.pdf", jpeg(640, 480, 903), "BKT815")),
    Case("a PDF called picture", _file("Foto.jpg", PDF + b"%1", "BKT815")),
    Case("a PNG called JPEG", _file("Foto asli.jpeg", png(640, 400, seed=904), "BKT815")),
    Case("an old document called new", _file("Lama.docx", _ole("WordDocument"), "BKT815")),
    Case("text called Word document", _file("Catatan.docx", b"catatan rapat", "BKT815")),
    Case("an archive", _file("Bukti.zip", packed({"a.pdf": PDF}), "BKT816")),
    Case("an archive of another kind", _file("Bukti.rar", b"Rar!\x1a\x07\x00" + bytes(64), "BKT816")),
    Case("a program", _file("Pemutar.exe", b"MZ" + bytes(256), "BKT816")),
    Case("a shortcut", _file("SK.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(64), "BKT816")),
    Case("a saved web page", _file("Berita.html", _html() + b"<!-- 2 -->", "BKT816")),
    Case("a saved mail", _file("Surel.eml", b"From: a@b.id\n\nisi", "BKT816")),
    Case("no ending", _file("SK tanpa akhiran", PDF + b"%2", "BKT816")),
    Case("a file being edited", _leftover("~$Laporan.docx")),
    Case("a download not finished", _leftover("SK.pdf.crdownload")),
    Case("a temporary file", _leftover("Laporan.tmp")),
    Case("a white screenshot", _file("Layar putih.png", png(1280, 720, blank=True), "BKT818")),
    Case("a white photograph", _file("Foto gelap.jpg", jpeg(1280, 720, 905, blank=True), "BKT818")),
    Case("a thumbnail", _file("Kecil.jpg", jpeg(160, 120, 906), "BKT819")),
    Case("a thumbnail as PNG", _file("Kecil.png", png(200, 150, seed=907), "BKT819")),
    Case("a folder of Google Drive", _link("https://drive.google.com/drive/folders/1AbC?usp=sharing", "BKT823")),
    Case("a folder of OneDrive", _link("https://1drv.ms/f/s!AbC", "BKT823")),
    Case("a folder of Dropbox", _link("https://www.dropbox.com/scl/fo/abc/h?rlkey=x", "BKT823")),
    Case("a folder in the worksheet", _cell("https://drive.google.com/drive/u/0/folders/1Xyz", "BKT823")),
    Case("a document being edited", _link("https://docs.google.com/document/d/1AbC/edit?usp=sharing", "BKT824")),
    Case("a sheet being edited", _link("https://docs.google.com/spreadsheets/d/1AbC/edit#gid=0", "BKT824")),
    Case("a form being edited", _link("https://docs.google.com/forms/d/1AbC/edit", "BKT824")),
    Case("a design being edited", _link("https://www.canva.com/design/DAF/abc/edit", "BKT824")),
    Case("a short link", _link("https://bit.ly/zi-contoh", "BKT825")),
    Case("a short link of the country", _link("s.id/ZIContoh", "BKT825")),
    Case("a disk of one's own", _link(r"D:\ZI 2026\SK Tim.pdf", "BKT826")),
    Case("a share of the office", _link(r"\\server\zi\SK.pdf", "BKT826")),
    Case("an address of the office", _link("http://192.168.1.20/zi/sk.pdf", "BKT826")),
    Case("a mail address", _link("zi@contoh.go.id", "BKT827")),
    Case("a mailbox", _link("https://mail.google.com/mail/u/0/#inbox/Fmf", "BKT827")),
    Case(
        "words before a folder",
        _leads(
            "klik di sini",
            "https://drive.google.com/drive/folders/1Hid",
            ("BKT823", "https://drive.google.com/drive/folders/1Hid"),
        ),
    ),
    Case("words before a mail address", _leads("surel", "mailto:zi@a.go.id", ("BKT827", "mailto:zi@a.go.id"))),
    Case(
        "a formula before a short link",
        _leads('=HYPERLINK("https://bit.ly/hid","klik")', "", ("BKT825", "https://bit.ly/hid")),
    ),
    Case(
        "a formula that is looked up",
        _leads('=HYPERLINK(VLOOKUP("a",X1:Y2,2,0),"klik")', "", ("BKT848", "bukti.xlsx")),
    ),
    Case(
        "a link that leads elsewhere",
        _leads("https://www.youtube.com/watch?v=q1", "https://www.youtube.com/watch?v=q2", ("BKT847", "bukti.xlsx")),
    ),
    Case(
        "a link of the worksheet that leads elsewhere",
        _leads(
            "https://www.youtube.com/watch?v=q3",
            "https://www.youtube.com/watch?v=q4",
            ("BKT847", "lke.xlsx"),
            cell=True,
        ),
    ),
    Case(
        "words of the worksheet before a disk",
        _leads("klik di sini", r"file:///D:\ZI\SK.pdf", ("BKT826", r"file:///D:\ZI\SK.pdf"), cell=True),
    ),
    Case("a link with a slip", _link("https://drive google com/file/d/1", "BKT828")),
    Case("a link cut off", _link("https://drive.google.com/file/d/1Ab...", "BKT828")),
    Case("an example left in", _link("https://example.com/bukti", "BKT828")),
    Case("a front page", _link("https://kanim-contoh.imigrasi.go.id/", "BKT830")),
    Case("a drive of one's own", _link("https://drive.google.com/drive/my-drive", "BKT830")),
    Case("a chat", _link("https://chat.whatsapp.com/AbC", "BKT830")),
    Case("a name too long", _file("Laporan " + "panjang " * 15 + ".pdf", report("p1", "P"), "BKT831")),
    Case(
        "a path too long",
        _file("/".join(["Subfolder yang namanya panjang sekali"] * 4) + "/SK Tim.pdf", report("p2", "P"), "BKT831"),
    ),
    Case("a name Windows refuses", _file("Laporan: rapat?.pdf", report("p3", "P"), "BKT832")),
    Case("a name of a device", _file("aux.pdf", report("p4", "P"), "BKT832")),
    Case("a space at the end", _file("Rapat /SK.pdf", report("p5", "P"), "BKT832")),
    Case("what is not seen in a name", _file("SK\u202efdp.pdf", report("p6", "P"), "BKT832")),
    Case("a name an upload refuses", _file("SK #1 & lampiran 50%.pdf", report("p7", "P"), "BKT832")),
    Case("two names alike", _collision),
    Case("a row without its file", _row("BKT834", dokumen="SK hilang.pdf")),
    Case("a name that several have", _row("BKT834", dokumen="Foto kegiatan.jpg")),
    Case("a file without its row", _unlisted),
    Case("a status nobody knows", _row("BKT836", dokumen="https://www.youtube.com/watch?v=s1", status="ok")),
    Case("a year nobody knows", _row("BKT836", dokumen="https://www.youtube.com/watch?v=s2", tahun="26")),
    Case("a quarter nobody knows", _row("BKT836", dokumen="https://www.youtube.com/watch?v=s3", triwulan="5")),
    Case("out of the folder", _row("BKT838", dokumen="../arsip/SK.pdf")),
    Case("complete without a document", _row("BKT839", status="lengkap")),
    Case("complete, but empty", _premature),
    Case("dated another year inside", _file(f"SK tim kerja {YEAR}.pdf", report("y1", "SK", 2024), "BKT807"), True),
    Case("only last years' by the dates inside", _file("SK.pdf", report("y2", "SK", 2023), "BKT807", alone=True), True),
    Case("another office inside", _file(f"SK panitia {YEAR}.pdf", report("y3", "SK", office=OTHER), "BKT808"), True),
    Case("another office in a Word document", _file(f"SK {YEAR}.docx", docx([OTHER, "Isi y4"]), "BKT808"), True),
    Case("best answer, one page", _file(f"SK {YEAR}.pdf", report("y5", "SK", pages=1), "BKT809", alone=True), True),
    Case("best answer, one page of Word", _file(f"SK {YEAR}.docx", docx(["Isi y6"], 1), "BKT809", alone=True), True),
    Case("a scan too small", _file("Pindaian kecil.pdf", picture_pdf(500, 700), "BKT819"), True),
    Case("pages without anything", _file("Halaman kosong.pdf", pdf(["", ""]), "BKT818"), True),
    Case("a Word document without anything", _file("Kosong.docx", docx([]), "BKT818"), True),
    Case("a PDF with a script", _file("Skrip.pdf", pdf(["Isi s1"], catalog=_SCRIPT), "BKT821"), True),
    Case("a PDF that starts a program", _file("Jalan.pdf", pdf(["Isi s2"], catalog=_LAUNCH), "BKT821"), True),
    Case("a PDF with a file in it", _file("Lampiran.pdf", pdf(["Isi s3"], catalog=_FILES), "BKT821"), True),
    Case("a Word document with macros", _file("Makro.docm", docx(["Isi s4"], more=_MACRO), "BKT821"), True),
    Case("a Word document that fetches", _file("Templat.docx", docx(["Isi s5"], more=_FETCH), "BKT821"), True),
    Case("a PDF broken inside", _file("Rusak.pdf", _looped(), "BKT813"), True),
    Case("a Word document broken inside", _file("Rusak.docx", _broken_part(), "BKT813"), True),
    Case("a Word document that explodes", _file("Bom.docx", docx(["a" * 30_000_000]), "BKT820"), True),
]
