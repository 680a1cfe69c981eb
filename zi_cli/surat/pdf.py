"""PDF by LibreOffice, with a profile of its own so that a running office is left alone."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import read_file, temporary_folder, write_file

_DETIK_AWAL, _DETIK_TIAP = 90, 15
_TEMPAT_LAIN = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_libreoffice() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    for nama in ("soffice", "libreoffice"):
        jalur = shutil.which(nama)
        if jalur:
            return jalur
    return next((t for t in _TEMPAT_LAIN if Path(t).is_file()), None)


def to_pdf(dokumen: Mapping[str, bytes]) -> dict[str, bytes]:
    """PDF bytes of every DOCX in *dokumen* by its name, in one run of LibreOffice.

    Raises :class:`UnwritableOutput` when LibreOffice is absent, hangs, or does not deliver.
    """
    soffice = find_libreoffice()
    if soffice is None:
        raise UnwritableOutput(
            "PDF tidak dibuat: LibreOffice tidak ditemukan; pasang LibreOffice, atau simpan dari Word"
        )
    with temporary_folder("zi-pdf-") as kerja:
        masuk = {nama: kerja / f"{n}.docx" for n, nama in enumerate(dokumen)}
        for nama, jalur in masuk.items():
            write_file(jalur, dokumen[nama], timpa=True)
        command = [
            soffice, f"-env:UserInstallation={(kerja / 'profil').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(kerja),
            *(str(j) for j in masuk.values()),
        ]  # fmt: skip
        detik = _DETIK_AWAL + _DETIK_TIAP * len(masuk)
        proses = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd=kerja,
        )  # fmt: skip
        try:
            proses.wait(detik)
        except subprocess.TimeoutExpired as e:
            raise UnwritableOutput(f"PDF tidak dibuat: LibreOffice tidak selesai dalam {detik} detik") from e
        finally:
            _hentikan(proses)
        hasil = {}
        for nama, jalur in masuk.items():
            pdf = jalur.with_suffix(".pdf")
            if not pdf.is_file():
                raise UnwritableOutput(f"PDF “{nama}” tidak dibuat: LibreOffice tidak dapat mengonversinya")
            hasil[nama] = read_file(pdf)
        return hasil


def _hentikan(proses: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started, if it still runs."""
    if proses.poll() is not None:
        return
    if os.name == "posix":
        import signal

        os.killpg(proses.pid, signal.SIGKILL)
    else:
        proses.kill()
    proses.wait()
