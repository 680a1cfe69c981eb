"""PDF by LibreOffice: page counts and text; a clear line when it is absent."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from tests.surat.letter_reading import pdf_pages
from tests.surat.samples import buat, simpul_points
from tests.tools import demand_tool
from zi_cli.surat import pdf

_MAIN = "http://schemas.openxmlformats.org"
Zi = Callable[..., tuple[int, str, str]]


def test_pdf_of_all_main_kinds(sample_tree: Path, tmp_path: Path) -> None:
    demand_tool("LibreOffice", pdf.find_libreoffice())
    nama = ("sptjm", "pengajuan", "monev", "lhe")
    hasil = pdf.to_pdf({n: buat(n, sample_tree, tmp_path) for n in nama})
    halaman = {n: pdf_pages(isi) for n, isi in hasil.items()}
    # One page each for the prescribed forms with a short list, whatever font stands in.
    assert (halaman["sptjm"], halaman["pengajuan"], halaman["monev"]) == (1, 1, 1)
    assert 4 <= halaman["lhe"] <= 9
    demand_tool("pdftotext", shutil.which("pdftotext"))
    for n, kata in (
        ("sptjm", ("SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "Yang membuat pernyataan", "Meterai Rp10.000,00")),
        ("pengajuan", ("Sekretariat Direktorat Jenderal Contoh / WBK", "Tembusan:", "Nama Menteri Contoh")),
        ("monev", ("masih memenuhi", simpul_points(sample_tree, "647101"))),
        ("lhe", ("LAPORAN HASIL EVALUASI", "memenuhi kriteria")),
    ):
        berkas = tmp_path / f"{n}.pdf"
        berkas.write_bytes(hasil[n])
        teks = " ".join(
            subprocess.run(["pdftotext", berkas, "-"], capture_output=True, check=True).stdout.decode().split()
        )
        for k in kata:
            assert k in teks, (n, k)
        assert ("–2–" in teks.replace(" ", "")) is (halaman[n] > 1)


def test_opsi_pdf(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    demand_tool("LibreOffice", pdf.find_libreoffice())
    argumen = ("surat", "sptjm", sample_tree, "--satker", "647102", "--tanggal", "2027-05-20", "-o", tmp_path, "--pdf")
    assert zi(*argumen, "--audit", "tidak")[0] == 0
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".docx", ".pdf"]


def test_without_libreoffice(zi: Zi, sample_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)
    argumen = (
        "surat",
        "sptjm",
        sample_tree,
        "--satker",
        "647102",
        "--tanggal",
        "2027-05-20",
        "-o",
        tmp_path,
        "--pdf",
        "--audit",
        "tidak",
    )
    kode, _, galat = zi(*argumen)
    assert (kode, "LibreOffice tidak ditemukan" in galat) == (4, True)
    assert [p.suffix for p in tmp_path.iterdir()] == [".docx"]


@pytest.mark.skipif(os.name != "posix", reason="naskah pengganti LibreOffice ini untuk POSIX")
def test_libreoffice_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    macet = tmp_path / "soffice"
    macet.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    macet.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(macet))
    monkeypatch.setattr(pdf, "_FIRST_SECONDS", 1)
    monkeypatch.setattr(pdf, "_SECONDS_EACH", 0)
    with pytest.raises(pdf.UnwritableOutput, match="tidak selesai"):
        pdf.to_pdf({"a": b"x"})


@pytest.mark.skipif(os.name != "posix", reason="naskah pengganti LibreOffice ini untuk POSIX")
def test_the_converter_has_bounded_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    greedy = tmp_path / "soffice"
    greedy.write_text(f"#!/bin/sh\nulimit -v > {tmp_path}/limit\n", encoding="utf-8")
    greedy.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(greedy))
    with pytest.raises(pdf.UnwritableOutput, match="tidak dapat mengonversinya"):
        pdf.to_pdf({"a": b"x"})
    assert (tmp_path / "limit").read_text().strip() == str(pdf._MEMORY)


@pytest.fixture
def fetched() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def _fetching(address: str) -> bytes:
    """A document that no template may be: its picture is elsewhere."""
    d = Document()
    image = d.part.relate_to(f"{address}/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    d.add_paragraph()._p.append(
        parse_xml(
            f'<w:r xmlns:w="{_MAIN}/wordprocessingml/2006/main" xmlns:a="{_MAIN}/drawingml/2006/main" '
            f'xmlns:wp="{_MAIN}/drawingml/2006/wordprocessingDrawing" xmlns:pic="{_MAIN}/drawingml/2006/picture" '
            f'xmlns:r="{_MAIN}/officeDocument/2006/relationships"><w:drawing><wp:inline><wp:extent cx="99" cy="99"/>'
            f'<wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="{_MAIN}/drawingml/2006/picture"><pic:pic>'
            '<pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:link="{image}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            '<pic:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )
    )
    isi = io.BytesIO()
    d.save(isi)
    return isi.getvalue()


def test_the_converter_reaches_no_address(fetched: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    demand_tool("LibreOffice", pdf.find_libreoffice())
    address, asked = fetched
    dokumen = {"a": _fetching(address)}
    pdf.to_pdf(dokumen)
    assert asked == []
    monkeypatch.setattr(pdf, "network_cut", lambda: None)
    pdf.to_pdf(dokumen)
    assert asked == []
    # Without any of it the picture is asked for: what is seen above is not by chance.
    monkeypatch.setattr(pdf, "_write_settings", lambda _: None)
    monkeypatch.setattr(pdf, "_environment", lambda: None)
    pdf.to_pdf(dokumen)
    assert asked


def test_a_system_that_cuts_no_network_is_named(
    zi: Zi, sample_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demand_tool("LibreOffice", pdf.find_libreoffice())
    argumen = (
        "surat",
        "sptjm",
        sample_tree,
        "--satker",
        "647102",
        "--tanggal",
        "2027-05-20",
        "--pdf",
        "--audit",
        "tidak",
    )
    if pdf.network_cut() is not None:
        assert "SRT644" not in zi(*argumen, "-o", tmp_path / "a")[2]
    monkeypatch.setattr(pdf, "network_cut", lambda: None)
    kode, _, galat = zi(*argumen, "-o", tmp_path / "b")
    assert (kode, "info SRT644" in galat) == (0, True)
