"""An export of any size, a self-made certificate, and a real server process on it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.portalrb.documents import PortalAnswer
from zi_cli.portalrb.export import ExportUnit, build_export, write_export
from zi_cli.portalrb.portal_answers import UnitSheet
from zi_cli.portalrb.questions import load_questions

TOKEN = "0123456789abcdef0123456789abcdef"


class Running(NamedTuple):
    """A server: its address, the certificate to trust, its process, and where its log goes."""

    url: str
    port: int
    ca: Path
    proses: "subprocess.Popen[bytes]"
    log: Path


def answers() -> list[PortalAnswer]:
    """Best answers to every question."""
    instrumen = load_instrumen()
    isi = {"jumlah": "7", "nilai_0_4": "3.6"}
    return [
        PortalAnswer(
            soal_id=s.id,
            jawaban_unit=isi.get(s.jenis) or next(iter(instrumen.options(s.kode))),
            catatan_unit="Catatan",
            bukti_dukung_unit="https://contoh.go.id/bukti",
        )
        for s in load_questions(instrumen).soal
    ]


def export(folder: Path, banyak: int = 3, *, uji: bool = False) -> Path:
    """An export of *banyak* units below *folder*, with the worksheet it rests on."""
    lke = folder / "lke.xlsx"
    lke.parent.mkdir(parents=True, exist_ok=True)
    lke.write_bytes(b"lke")
    import hashlib

    sidik = hashlib.sha256(b"lke").hexdigest()
    keluar = folder / "portalrb"
    unit = [
        ExportUnit(
            f"UNIT-{n:04}", f"Kantor Imigrasi Contoh {n}", "WBBM" if n % 4 == 3 else "WBK", lke, sidik,
            UnitSheet(answers(), []),
        )
        for n in range(banyak)
    ]  # fmt: skip
    isi = build_export(unit, keluar, tahun=2027, instrumen="lke-2021", panduan="panduan", probe=uji)
    write_export(keluar, isi, resume=False, overwrite=True)
    return keluar


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def wait_for(port: int, proses: "subprocess.Popen[bytes]", log: Path | None = None) -> None:
    """Wait until *proses* listens on *port*; fails when it ends instead."""
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        if proses.poll() is not None:
            raise AssertionError(log.read_text() if log else "the server ended")
        time.sleep(0.1)


@contextmanager
def running(folder: Path, ekspor: Path, opsi: Sequence[str] = ()) -> Iterator[Running]:
    """``zi portalrb layani`` as a process of its own, over HTTPS."""
    ca = trustme.CA()
    sertifikat = ca.issue_cert("127.0.0.1", "localhost")
    pem, kunci, token, akar = (folder / n for n in ("server.pem", "kunci.pem", "token", "ca.pem"))
    pem.write_bytes(b"".join(c.bytes() for c in sertifikat.cert_chain_pems))
    kunci.write_bytes(sertifikat.private_key_pem.bytes())
    ca.cert_pem.write_to_path(str(akar))
    token.write_text(TOKEN + "\n")
    token.chmod(0o600)
    port = free_port()
    log = folder / "log.txt"
    with log.open("wb") as tulis:
        proses = subprocess.Popen(
            [
                sys.executable, "-m", "zi_cli", "portalrb", "layani", str(ekspor), "--alamat", f"127.0.0.1:{port}",
                "--token-berkas", str(token), "--sertifikat", str(pem), "--kunci", str(kunci), *opsi,
            ],
            stderr=tulis,
            stdout=tulis,
        )  # fmt: skip
    try:
        wait_for(port, proses, log)
        yield Running(f"https://127.0.0.1:{port}", port, akar, proses, log)
    finally:
        proses.terminate()
        proses.wait(20)
