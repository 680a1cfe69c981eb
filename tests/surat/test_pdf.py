"""PDF by LibreOffice: page counts and text; a clear line when it is absent."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.alat import tuntut
from tests.surat.bacaan import halaman_pdf
from tests.surat.contoh import buat, nilai
from zi_cli.surat import pdf

Zi = Callable[..., tuple[int, str, str]]


def test_pdf_semua_jenis_pokok(pohon: Path, tmp_path: Path) -> None:
    tuntut("LibreOffice", pdf.find_libreoffice())
    nama = ("sptjm", "pengajuan", "monev", "lhe")
    hasil = pdf.to_pdf({n: buat(n, pohon, tmp_path) for n in nama})
    halaman = {n: halaman_pdf(isi) for n, isi in hasil.items()}
    # One page each for the prescribed forms with a short list, whatever font stands in.
    assert (halaman["sptjm"], halaman["pengajuan"], halaman["monev"]) == (1, 1, 1)
    assert 4 <= halaman["lhe"] <= 9
    tuntut("pdftotext", shutil.which("pdftotext"))
    for n, kata in (
        ("sptjm", ("SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "Yang membuat pernyataan", "Meterai Rp10.000,00")),
        ("pengajuan", ("Sekretariat Direktorat Jenderal Contoh / WBK", "Tembusan:", "Nama Menteri Contoh")),
        ("monev", ("masih memenuhi", nilai(pohon, "647101"))),
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


def test_opsi_pdf(zi: Zi, pohon: Path, tmp_path: Path) -> None:
    tuntut("LibreOffice", pdf.find_libreoffice())
    argumen = ("surat", "sptjm", pohon, "--satker", "647102", "--tanggal", "2027-05-20", "-o", tmp_path, "--pdf")
    assert zi(*argumen, "--audit", "tidak")[0] == 0
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".docx", ".pdf"]


def test_tanpa_libreoffice(zi: Zi, pohon: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)
    argumen = (
        "surat",
        "sptjm",
        pohon,
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
def test_libreoffice_macet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    macet = tmp_path / "soffice"
    macet.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    macet.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(macet))
    monkeypatch.setattr(pdf, "_DETIK_AWAL", 1)
    monkeypatch.setattr(pdf, "_DETIK_TIAP", 0)
    with pytest.raises(pdf.UnwritableOutput, match="tidak selesai"):
        pdf.to_pdf({"a": b"x"})
