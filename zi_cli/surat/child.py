"""A stranger's template is checked and rendered in a child process within 8 seconds and 320 MB."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.findings.catalogue import CATALOGUE, make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.libraries.memory import limit_memory
from zi_cli.libraries.processes import CAN_START

if TYPE_CHECKING:
    from zi_cli.surat.render import HasilRender, RenderRequest

DETIK = 8
MEMORI = 320 * 1024 * 1024
_KELUARAN_MAKSIMUM = 30 * 1024 * 1024


def render_confined(
    templat: bytes, jenis: str, nama: str, permintaan: RenderRequest
) -> tuple[HasilRender | None, list[Temuan]]:
    """Check and render *templat* in a child; its findings, and the letter when there is no galat among them."""
    pesan = {
        "templat": _write(templat),
        "jenis": jenis,
        "nama": nama,
        "konteks": permintaan.konteks,
        "tanggal": permintaan.tanggal.isoformat(),
        "pembuat": permintaan.pembuat,
        "sifat": permintaan.sifat,
        "halaman_audit": permintaan.halaman_audit,
        "logo": _write(permintaan.logo) if permintaan.logo is not None else None,
        "draf": permintaan.draf,
        "paksa": permintaan.paksa,
    }
    return _run(pesan, nama)


def review_confined(templat: bytes, jenis: str, nama: str) -> list[Temuan]:
    """What a person who edits *templat* should mend or know, found in a child like the one that renders."""
    return _run({"templat": _write(templat), "jenis": jenis, "nama": nama, "konteks": None}, nama)[1]


def _run(pesan: dict[str, Any], nama: str) -> tuple[HasilRender | None, list[Temuan]]:
    if not CAN_START:
        return _answer(_work(pesan))
    akar = str(Path(__file__).parent.parent.parent)
    lingkungan = {k: v for k, v in os.environ.items() if k.upper() in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")}
    lingkungan |= {"PYTHONPATH": akar, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        hasil = subprocess.run(
            [sys.executable, "-P", "-s", "-m", "zi_cli.surat.child"],
            input=json.dumps(pesan).encode(),
            capture_output=True,
            timeout=DETIK,
            env=lingkungan,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, [make_temuan("SRT612", templat=nama, sebab=f"tidak selesai dalam {DETIK} detik")]
    if hasil.returncode != 0 or len(hasil.stdout) > _KELUARAN_MAKSIMUM:
        sebab = f"memerlukan lebih dari {MEMORI >> 20} MB atau gagal diolah"
        return None, [make_temuan("SRT612", templat=nama, sebab=sebab)]
    return _answer(json.loads(hasil.stdout))


def _answer(jawab: dict[str, Any]) -> tuple[HasilRender | None, list[Temuan]]:
    from zi_cli.surat.render import HasilRender

    temuan = [_temuan(t) for t in jawab["temuan"]]
    if jawab["docx"] is None:
        return None, temuan
    return HasilRender(base64.b64decode(jawab["docx"]), tuple(jawab["kosong"])), temuan


def _temuan(isi: list[str]) -> Temuan:
    kode, tingkat, pesan = isi
    tingkat_sah: Tingkat = "peringatan" if tingkat == "peringatan" else "galat"
    return Temuan(kode if kode in CATALOGUE else "SRT611", tingkat_sah, pesan)


def _write(isi: bytes) -> str:
    return base64.b64encode(isi).decode("ascii")


def _limit() -> None:
    """Memory and processor limits of this process; on Windows the parent's time limit holds for the latter."""
    limit_memory(MEMORI)
    if sys.platform == "win32":
        return
    import resource

    for batas, nilai in ((resource.RLIMIT_CPU, DETIK), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(batas, (nilai, nilai))


def utama() -> None:
    """Entry point of the child: one JSON request on stdin, one JSON answer on stdout."""
    _limit()
    pesan = json.load(sys.stdin)
    sys.stdout.write(json.dumps(_work(pesan)))


def _work(pesan: dict[str, Any]) -> dict[str, Any]:
    from docx.exceptions import PythonDocxError
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError
    from lxml.etree import LxmlError

    from zi_cli.surat.render import RenderRequest, render
    from zi_cli.surat.template_check import check_template_fields
    from zi_cli.surat.template_package import check_package, open_template

    nama, hasil = pesan["nama"], None
    if pesan["konteks"] is None:
        return _reply(_review(base64.b64decode(pesan["templat"]), pesan["jenis"], nama), None)
    templat, temuan = open_template(base64.b64decode(pesan["templat"]), nama)
    if temuan:
        return _reply(temuan, None)
    try:
        temuan = check_template_fields(templat, pesan["jenis"], nama)
        if not temuan:
            hasil = render(
                templat,
                RenderRequest(
                    pesan["konteks"],
                    date.fromisoformat(pesan["tanggal"]),
                    pesan["pembuat"],
                    tuple((a, b) for a, b in pesan["sifat"]),
                    tuple((a, b) for a, b in pesan["halaman_audit"]),
                    base64.b64decode(pesan["logo"]) if pesan["logo"] is not None else None,
                    pesan["draf"],
                    tuple(pesan["paksa"]),
                ),
            )
            # What the template's tags have made of it counts too.
            temuan = check_package(hasil.docx, nama)
    except SecurityError as e:
        temuan = [make_temuan("SRT615", templat=nama, apa=" ".join(str(e).split())[:120], bagian="saat disusun")]
    except (TemplateError, TypeError):
        # The words of the library are English, and about its own insides.
        sebab = "yang diulang bukan daftar, atau yang dibandingkan tidak sejenis"
        temuan = [make_temuan("SRT616", templat=nama, sebab=sebab, bagian="saat disusun")]
    except LxmlError:
        sebab = "pengulangan atau syarat memotong alinea atau baris tabel; pakai {%p … %} atau {%tr … %}"
        temuan = [make_temuan("SRT616", templat=nama, sebab=sebab, bagian="saat disusun")]
    except (PythonDocxError, KeyError, ValueError, AttributeError, IndexError):
        temuan = [make_temuan("SRT611", templat=nama, sebab="susunannya rusak")]
    return _reply(temuan, None if temuan else hasil)


def _review(isi: bytes, jenis: str, nama: str) -> list[Temuan]:
    """The faults of a template for the person who edits it: what is unsafe first, since nothing else is read then."""
    from lxml.etree import LxmlError

    from zi_cli.surat.template_check import check_template_fields
    from zi_cli.surat.template_package import open_template
    from zi_cli.surat.template_review import review_template

    templat, temuan = open_template(isi, nama)
    if temuan:
        return temuan
    try:
        temuan = review_template(isi, jenis, nama)
        if not any(t.tingkat == "galat" for t in temuan):
            # What cannot be told by its paragraph: calls, arithmetic, what Jinja can't read.
            temuan += [t for t in check_template_fields(templat, jenis, nama) if t.kode != "SRT602"]
    except (LxmlError, KeyError, ValueError, AttributeError, IndexError):
        temuan = [make_temuan("SRT611", templat=nama, sebab="susunannya rusak")]
    return temuan


def _reply(temuan: list[Temuan], hasil: HasilRender | None) -> dict[str, Any]:
    return {
        "temuan": [[t.kode, t.tingkat, t.pesan] for t in temuan],
        "docx": _write(hasil.docx) if hasil else None,
        "kosong": list(hasil.kosong) if hasil else [],
    }


if __name__ == "__main__":
    utama()
