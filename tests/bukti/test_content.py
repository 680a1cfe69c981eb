"""Reading contents: facts of sound documents, and hostile ones within their limits, without network or program."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.bukti import hostile
from tests.bukti.documents import assemble, docx, packed, pdf, picture_pdf, stream
from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.digest import Memory
from zi_cli.bukti.document_content import SECONDS, read_contents
from zi_cli.bukti.mentions import Office, dated_years, is_other_office, offices_in, years_in_name
from zi_cli.bukti.probe import FileFacts, read_facts
from zi_cli.bukti.read_document import read_document
from zi_cli.bukti.walk import TreeFile


def facts_of(folder: Path, name: str, content: bytes) -> ContentFacts:
    (folder / name).write_bytes(content)
    return read_document(folder / name, name.rpartition(".")[2])


def test_what_a_pdf_says(tmp_path: Path) -> None:
    text = "Kantor Imigrasi Kelas I TPI Bandung\n12 Maret 2026, bandingkan tahun 2025"
    facts = facts_of(tmp_path, "a.pdf", pdf([text, "Dua"]))
    assert facts == ContentFacts(2, 13, (2025, 2026), (2026,), (("kantor imigrasi", "bandung"),))
    scan = facts_of(tmp_path, "b.pdf", picture_pdf(600, 800))
    assert (scan.halaman, scan.kata, scan.gambar) == (1, 0, 800)


def test_what_a_word_document_says(tmp_path: Path) -> None:
    more = {"word/header1.xml": b'<w:hdr xmlns:w="u"><w:p><w:t>Rutan Kelas IIB Demak</w:t></w:p></w:hdr>'}
    facts = facts_of(tmp_path, "a.docx", docx(["Rapat 3 Mei 2026", "Hadir"], 3, more))
    assert (facts.halaman, facts.kata, facts.tanggal) == (3, 9, (2026,))
    assert facts.kantor == (("rumah tahanan negara", "demak"),)
    assert facts_of(tmp_path, "b.docx", docx(["x"], more={"word/media/a.png": b"1"})).gambar > 0
    assert facts_of(tmp_path, "d.docx", docx([], more={"word/charts/chart1.xml": b"<a/>"})).gambar > 0
    assert facts_of(tmp_path, "c.pptx", packed({f"ppt/slides/slide{n}.xml": b"<a/>" for n in (1, 2)})).halaman == 2


PICTURES: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "pictures.json").read_text("utf-8"))


_ROOT = b"<</Type/Catalog/Pages 2 0 R%s>>"
_JS, _LAUNCH, _URI = b"<</S/JavaScript/JS(a)>>", b"<</S/Launch/F(a.exe)>>", b"<</S/URI/URI(http://a.id)>>"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def active_pdf(page: bytes = b"", root: bytes = b"", *more: bytes) -> bytes:
    """A page of words with *page* and *root* added to its own and the catalogue; *more* are the objects from 5 on."""
    content = stream(b"BT /F1 12 Tf 50 700 Td (Laporan kegiatan) Tj ET")
    start = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    fonts = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return assemble([_ROOT % root, pages, start + fonts + page + b">>", content, *more])


def field_docx(field: str) -> bytes:
    """A document with one field, its instruction in two pieces."""
    half = len(field) // 2
    runs = "".join(f"<w:r><w:instrText>{t}</w:instrText></w:r>" for t in (field[:half], field[half:]))
    return packed({"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body><w:p>{runs}</w:p></w:body></w:document>'})


def annotation(more: bytes) -> bytes:
    return b"/Annots[<</Type/Annot/Rect[0 0 9 9]%s>>]" % more


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (active_pdf(), ()),
        (active_pdf(annotation(b"/Subtype/Link/A" + _URI)), ()),
        (active_pdf(root=b"/OpenAction[3 0 R/Fit]"), ()),
        (active_pdf(b"/AA<</O" + _JS + b">>"), ("skrip",)),
        (active_pdf(annotation(b"/Subtype/Widget/AA<</E" + _JS + b">>")), ("skrip",)),
        (active_pdf(root=b"/AcroForm<</XFA(a)>>"), ("skrip",)),
        (active_pdf(annotation(b"/Subtype/Link/A" + _LAUNCH)), ("perintah membuka program",)),
        (active_pdf(b"", b"/OpenAction 5 0 R", b"<</S/GoTo/Next[%s]>>" % _LAUNCH), ("perintah membuka program",)),
        (active_pdf(b"", b"/OpenAction 5 0 R", b"<</S/GoTo/Next 5 0 R>>"), ()),
        (active_pdf(root=b"/OpenAction" + _URI), ("rujukan yang dibuka sendiri",)),
        (active_pdf(root=b"/OpenAction<</S/GoToR/F(a.pdf)>>"), ("rujukan yang dibuka sendiri",)),
        (active_pdf(annotation(b"/Subtype/FileAttachment")), ("berkas di dalamnya",)),
        (active_pdf(annotation(b"/Subtype/RichMedia")), ("media yang diputar",)),
        (field_docx(' DDEAUTO c:\\cmd.exe "/k" '), ("perintah membuka program",)),
        (field_docx(' INCLUDEPICTURE "https://a.id/b.png" '), ("rujukan yang dibuka sendiri",)),
        (field_docx(' INCLUDETEXT "\\\\server\\a" '), ("rujukan yang dibuka sendiri",)),
        (field_docx(' INCLUDEPICTURE "gambar.png" '), ()),
        (field_docx(" PAGE "), ()),
    ],
)
def test_what_a_document_would_run_or_open(content: bytes, said: tuple[str, ...], tmp_path: Path) -> None:
    name = "a.docx" if content.startswith(b"PK") else "a.pdf"
    assert facts_of(tmp_path, name, content).aktif == said


@pytest.mark.parametrize("coding", ["UTF-7", "foo-9"])
def test_letters_of_an_unknown_coding_are_damage(coding: str, tmp_path: Path) -> None:
    odd = packed({"word/document.xml": f'<?xml version="1.0" encoding="{coding}"?><a/>'})
    assert facts_of(tmp_path, "a.docx", odd).rusak == "penyandian huruf XML tidak dikenal"


def page_of(content: bytes, resources: str = "", more: Sequence[bytes] = (), page: str = "") -> bytes:
    """A PDF of one page with that content; *more* are its objects from number 5 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>{page}>>".encode(),
        stream(content),
    ]
    return assemble([*objects, *more])


def scanned(coding: str, content: bytes, more: str = "", *layers: bytes) -> bytes:
    """A page that is one picture of 640 x 400 pixels in that coding."""
    bits = 1 if coding.startswith(("CCITT", "JBIG2")) or coding.endswith(" 1") else 8
    head = (
        f"/Type/XObject/Subtype/Image/Width 640/Height 400/BitsPerComponent {bits}/ColorSpace/DeviceGray"
        f"/Filter/{coding.partition(' ')[0]}{more}"
    )
    return page_of(b"595 0 0 842 0 0 cm /I Do", "/XObject<</I 5 0 R>>", [stream(content, head), *layers])


@pytest.mark.parametrize("coding", PICTURES)
def test_an_empty_picture_is_told_from_one_with_a_word(coding: str, tmp_path: Path) -> None:
    """Pages of true encoders: blank, and with three words."""
    for what in ("blank", "word"):
        content = base64.b64decode(PICTURES[coding][what])
        if coding.startswith("webp"):
            (tmp_path / "a.webp").write_bytes(content)
            facts = read_facts(tmp_path / "a.webp")
            assert (facts.lebar, facts.tinggi, facts.sewarna) == (640, 400, what == "blank")
        else:
            assert facts_of(tmp_path, "a.pdf", scanned(coding, content)).sewarna is (what == "blank"), what


def test_what_stands_in_the_mask_of_an_empty_picture_is_seen(tmp_path: Path) -> None:
    blank = base64.b64decode(PICTURES["DCTDecode gray"]["blank"])
    for what in ("blank", "word"):
        mask = (
            "/Type/XObject/Subtype/Image/Width 640/Height 400/ImageMask true/BitsPerComponent 1/Filter/CCITTFaxDecode"
        )
        layer = stream(base64.b64decode(PICTURES["CCITTFaxDecode"][what]), mask)
        facts = facts_of(tmp_path, "a.pdf", scanned("DCTDecode", blank, "/Mask 6 0 R", layer))
        assert facts.sewarna is (what == "blank")


def test_a_profile_does_not_hide_that_a_photograph_is_empty(tmp_path: Path) -> None:
    content = base64.b64decode(PICTURES["DCTDecode gray"]["blank"])
    profile = Random(1).randbytes(3000)
    block = b"\xff\xe2" + (len(profile) + 2).to_bytes(2, "big") + profile
    (tmp_path / "a.jpg").write_bytes(content[:2] + block + content[2:])
    assert read_facts(tmp_path / "a.jpg").sewarna


STAMP = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"
FORM = stream(b"0 0 m 9 9 l 3 3 l 2 8 l 1 1 l 7 7 l f", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")


@pytest.mark.parametrize(
    ("content", "drawn"),
    [
        (page_of(b""), False),
        (page_of(b"1 1 1 rg 0 0 595 842 re f"), False),
        (page_of(b"0 0 m 9 9 l 20 3 l 5 5 8 8 1 1 c 3 3 l 2 2 l f"), True),
        (page_of(b"q 9 0 0 9 0 0 cm /F Do Q", "/XObject<</F 5 0 R>>", [FORM]), True),
        (page_of(b"", "", [STAMP, FORM], "/Annots[5 0 R]"), True),
        (page_of(b"", "", [STAMP.replace(b"Stamp", b"Link"), FORM], "/Annots[5 0 R]"), False),
    ],
)
def test_a_drawing_or_a_stamp_is_something(content: bytes, drawn: bool, tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "a.pdf", content)
    assert (facts.kata, facts.gambar, facts.goresan, facts.rusak) == (0, 0, drawn, "")


def test_pages_that_were_not_looked_at_may_hold_something(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "a.pdf", pdf([""] * 25)).goresan
    assert not facts_of(tmp_path, "b.pdf", pdf([""] * 20)).goresan


def read_all(files: list[Path]) -> dict[str, ContentFacts]:
    facts: dict[str, FileFacts] = {f.name: read_facts(f) for f in files}
    tree = [TreeFile(f.name, f, facts[f.name].ukuran, 0, 0) for f in files]
    return read_contents(tree, facts, Memory(files[0].parent, used=False))


#: Those that take the longest are read by ``make bukti-jahat`` only.
QUICK = [k for k in hostile.KINDS if k[1] not in (hostile.bomb, hostile.operators, hostile.docx_bomb)]


def test_hostile_documents_end_within_their_limits_and_call_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "jahat"
    folder.mkdir()
    heard: list[object] = []
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.settimeout(0.1)
        port = f"127.0.0.1:{ear.getsockname()[1]}".encode()
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    heard.append(ear.accept()[1])
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        files = []
        for n, (ending, build) in enumerate(QUICK * 2):
            files.append(folder / f"{n:02} {build.__name__}.{ending}")
            files[-1].write_bytes(build(Random(f"uji/{n}")).replace(b"127.0.0.1:9", port))
        before, start = set(tmp_path.rglob("*")), time.monotonic()
        found = read_all(files)
        assert time.monotonic() - start < SECONDS * 2
        stop.set()
        listener.join()
    assert heard == []
    assert set(tmp_path.rglob("*")) == before
    said = {n.partition(" ")[2]: c for n, c in found.items()}
    assert said["page_loop.pdf"].rusak and said["parent_loop.pdf"].batas
    assert said["script.pdf"].aktif and said["docx_macro.docx"].aktif == ("makro",)
    assert said["docx_outside.docx"].aktif == ("rujukan yang dibuka sendiri",)
    assert said["docx_deep.docx"].batas


def test_a_reader_that_hangs_or_swallows_memory_is_stopped_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zi_cli.bukti.document_content.SECONDS", 1.5)
    heavy = tmp_path / "berat.pdf"
    page = hostile._page()
    raw = b"BT /F1 9 Tf " + b"(a) Tj " * 6_000_000
    heavy.write_bytes(hostile.assemble([hostile._ROOT, hostile._PAGES, page, hostile._flate(raw)]))
    light = tmp_path / "ringan.pdf"
    light.write_bytes(pdf(["Isi"]))
    found = read_all([heavy, light])
    assert found["ringan.pdf"].kata == 1
    assert found["berat.pdf"].batas


@pytest.mark.parametrize("what", ["socket", "program", "write"])
def test_a_reader_that_is_made_to_do_more_is_refused(what: str, tmp_path: Path) -> None:
    """In a process of its own: what is refused there is refused for good."""
    import subprocess
    import sys

    attempts = {
        "socket": "import socket; socket.create_connection(('127.0.0.1', 9))",
        "program": "import subprocess; subprocess.run(['true'])",
        "write": f"open({str(tmp_path / 'x')!r}, 'w')",
    }
    program = f"from zi_cli.bukti.read_document import Refused, prepare\nprepare()\ntry:\n    {attempts[what]}\n"
    program += "except Refused:\n    print('ditolak')\n"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "ditolak", done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("SK Tim 2026", {2026}), ("Laporan_2025_final", {2025}), ("Renstra 2025-2029", {2025, 2026, 2027, 2028, 2029}),
        ("PermenPANRB 90 Tahun 2021", set()), ("UU 14 Tahun 2008", set()), ("SK Nomor 12 Tahun 2024", {2024}),
        ("IMG_20260312_101010", {2026}), ("Notula 12032025", {2025}), ("W.10-123.2024", set()),
        ("Nomor 202612345", set()), ("Foto", set()),
    ],
)  # fmt: skip
def test_years_in_names(name: str, years: set[int]) -> None:
    assert years_in_name(name) == years


def test_dates_in_text() -> None:
    text = "Jakarta, 12 Maret 2026; 3/4/2025; 2024-01-31; tahun 2021; pasal 12 2020"
    assert dated_years(text) == (2024, 2025, 2026)


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("SK Tim Kanim Bandung", [("kantor imigrasi", "bandung")]),
        ("Kantor Imigrasi Kelas II Non TPI Tanjung Perak", [("kantor imigrasi", "tanjung perak")]),
        ("Lapas Narkotika Kelas IIA Jakarta", [("lembaga pemasyarakatan", "jakarta")]),
        ("Kunjungan ke Lapas Cirebon", []), ("Rapat dengan Rutan Demak", []), ("Kanim Bersih Melayani", []),
        ("Kanwil Jawa Barat", []),
        ("LPKA Kelas I Tangerang dan Bapas Serang", [("lembaga pembinaan khusus anak", "tangerang")]),
    ],
)  # fmt: skip
def test_offices_in_text(text: str, offices: list[tuple[str, str]]) -> None:
    assert list(offices_in(text)) == [Office(*o) for o in offices]


def test_whose_office_it_is() -> None:
    own = "Kantor Imigrasi Kelas I TPI Tanjung Perak"
    assert not is_other_office(Office("kantor imigrasi", "tanjung perak"), own)
    assert is_other_office(Office("kantor imigrasi", "tanjung priok"), own)
