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

SECONDS = 8
MEMORY = 320 * 1024 * 1024
_MAX_OUTPUT = 30 * 1024 * 1024


def render_confined(
    template: bytes, kind: str, name: str, request: RenderRequest
) -> tuple[HasilRender | None, list[Temuan]]:
    """Check and render *template* in a child; its findings, and the letter when there is no galat among them."""
    messages = {
        "templat": _write(template),
        "jenis": kind,
        "nama": name,
        "konteks": request.konteks,
        "tanggal": request.tanggal.isoformat(),
        "pembuat": request.pembuat,
        "sifat": request.sifat,
        "halaman_audit": request.halaman_audit,
        "logo": _write(request.logo) if request.logo is not None else None,
        "draf": request.draf,
        "paksa": request.paksa,
    }
    return _run(messages, name)


def review_confined(template: bytes, kind: str, name: str) -> list[Temuan]:
    """What a person who edits *template* should mend or know, found in a child like the one that renders."""
    return _run({"templat": _write(template), "jenis": kind, "nama": name, "konteks": None}, name)[1]


def _run(messages: dict[str, Any], name: str) -> tuple[HasilRender | None, list[Temuan]]:
    if not CAN_START:
        return _answer(_work(messages))
    root = str(Path(__file__).parent.parent.parent)
    lingkungan = {k: v for k, v in os.environ.items() if k.upper() in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")}
    lingkungan |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        result = subprocess.run(
            [sys.executable, "-P", "-s", "-m", "zi_cli.surat.child"],
            input=json.dumps(messages).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=lingkungan,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, [make_temuan("SRT612", templat=name, sebab=f"tidak selesai dalam {SECONDS} detik")]
    if result.returncode != 0 or len(result.stdout) > _MAX_OUTPUT:
        reason = f"memerlukan lebih dari {MEMORY >> 20} MB atau gagal diolah"
        return None, [make_temuan("SRT612", templat=name, sebab=reason)]
    return _answer(json.loads(result.stdout))


def _answer(reply: dict[str, Any]) -> tuple[HasilRender | None, list[Temuan]]:
    from zi_cli.surat.render import HasilRender

    temuan = [_temuan(t) for t in reply["temuan"]]
    if reply["docx"] is None:
        return None, temuan
    return HasilRender(base64.b64decode(reply["docx"]), tuple(reply["kosong"])), temuan


def _temuan(content: list[str]) -> Temuan:
    code, level, message = content
    tingkat_sah: Tingkat = "peringatan" if level == "peringatan" else "galat"
    return Temuan(code if code in CATALOGUE else "SRT611", tingkat_sah, message)


def _write(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _limit() -> None:
    """Memory and processor limits of this process; on Windows the parent's time limit holds for the latter."""
    limit_memory(MEMORY)
    if sys.platform == "win32":
        return
    import resource

    for limit, nilai in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (nilai, nilai))


def main() -> None:
    """Entry point of the child: one JSON request on stdin, one JSON answer on stdout."""
    _limit()
    message = json.load(sys.stdin)
    sys.stdout.write(json.dumps(_work(message)))


def _work(messages: dict[str, Any]) -> dict[str, Any]:
    from docx.exceptions import PythonDocxError
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError
    from lxml.etree import LxmlError

    from zi_cli.surat.render import RenderRequest, render
    from zi_cli.surat.template_check import check_template_fields
    from zi_cli.surat.template_package import check_package, open_template

    name, result = messages["nama"], None
    if messages["konteks"] is None:
        return _reply(_review(base64.b64decode(messages["templat"]), messages["jenis"], name), None)
    template, temuan = open_template(base64.b64decode(messages["templat"]), name)
    if temuan:
        return _reply(temuan, None)
    try:
        temuan = check_template_fields(template, messages["jenis"], name)
        if not temuan:
            result = render(
                template,
                RenderRequest(
                    messages["konteks"],
                    date.fromisoformat(messages["tanggal"]),
                    messages["pembuat"],
                    tuple((a, b) for a, b in messages["sifat"]),
                    tuple((a, b) for a, b in messages["halaman_audit"]),
                    base64.b64decode(messages["logo"]) if messages["logo"] is not None else None,
                    messages["draf"],
                    tuple(messages["paksa"]),
                ),
            )
            # What the template's tags have made of it counts too.
            temuan = check_package(result.docx, name)
    except SecurityError as e:
        temuan = [make_temuan("SRT615", templat=name, apa=" ".join(str(e).split())[:120], bagian="saat disusun")]
    except (TemplateError, TypeError):
        # The words of the library are English, and about its own insides.
        reason = "yang diulang bukan daftar, atau yang dibandingkan tidak sejenis"
        temuan = [make_temuan("SRT616", templat=name, sebab=reason, bagian="saat disusun")]
    except LxmlError:
        reason = "pengulangan atau syarat memotong alinea atau baris tabel; pakai {%p … %} atau {%tr … %}"
        temuan = [make_temuan("SRT616", templat=name, sebab=reason, bagian="saat disusun")]
    except (PythonDocxError, KeyError, ValueError, AttributeError, IndexError):
        temuan = [make_temuan("SRT611", templat=name, sebab="susunannya rusak")]
    return _reply(temuan, None if temuan else result)


def _review(content: bytes, kind: str, name: str) -> list[Temuan]:
    """The faults of a template for the person who edits it: what is unsafe first, since nothing else is read then."""
    from lxml.etree import LxmlError

    from zi_cli.surat.template_check import check_template_fields
    from zi_cli.surat.template_package import open_template
    from zi_cli.surat.template_review import review_template

    template, temuan = open_template(content, name)
    if temuan:
        return temuan
    try:
        temuan = review_template(content, kind, name)
        if not any(t.tingkat == "galat" for t in temuan):
            # What cannot be told by its paragraph: calls, arithmetic, what Jinja can't read.
            temuan += [t for t in check_template_fields(template, kind, name) if t.kode != "SRT602"]
    except (LxmlError, KeyError, ValueError, AttributeError, IndexError):
        temuan = [make_temuan("SRT611", templat=name, sebab="susunannya rusak")]
    return temuan


def _reply(temuan: list[Temuan], result: HasilRender | None) -> dict[str, Any]:
    return {
        "temuan": [[t.kode, t.tingkat, t.pesan] for t in temuan],
        "docx": _write(result.docx) if result else None,
        "kosong": list(result.kosong) if result else [],
    }


if __name__ == "__main__":
    main()
