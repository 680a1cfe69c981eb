"""PDF by LibreOffice: a profile of its own, so that a running office is left alone, bounded memory, and no network.

Where the system can, LibreOffice runs in a network of its own that leads nowhere (:func:`network_cut`). Elsewhere its
profile and environment send every request to a proxy that isn't there; that is asking, not forcing, so it is said.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import is_there, read_file, temporary_folder, write_file

_FIRST_SECONDS, _SECONDS_EACH = 90, 15
#: KiB of address space: a long report takes a sixth of it.
_MEMORY = 3 << 20
#: Bytes without which it makes none, and does not say so.
_MIN_SPACE = 1 << 20
_OTHER_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
#: Programs that start another one without network, the first that works is used.
_CUTTERS = (
    ("unshare", "--map-root-user", "--net", "--"),
    ("bwrap", "--dev-bind", "/", "/", "--unshare-net", "--"),
)
_NOWHERE = "127.0.0.1"
_NOWHERE_PORT = 9
_SETTINGS: dict[str, dict[str, str | int]] = {
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": _NOWHERE,
        "ooInetHTTPProxyPort": _NOWHERE_PORT,
        "ooInetHTTPSProxyName": _NOWHERE,
        "ooInetHTTPSProxyPort": _NOWHERE_PORT,
        "ooInetFTPProxyName": _NOWHERE,
        "ooInetFTPProxyPort": _NOWHERE_PORT,
        "ooInetNoProxy": "",
    },
    "org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": True,
        "DisableMacrosExecution": True,
        "MacroSecurityLevel": 3,
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": 0},
}


@cache
def network_cut() -> tuple[str, ...] | None:
    """What stands before a command so that it runs without network; None where the system has no such thing."""
    for cutter in _CUTTERS:
        if shutil.which(cutter[0]):
            try:
                trial = subprocess.run([*cutter, "true"], capture_output=True, timeout=10, check=False)
            except (OSError, subprocess.TimeoutExpired):
                continue
            if trial.returncode == 0:
                return cutter
    return None


def _bounded(command: Sequence[str]) -> list[str]:
    """*command* with bounded memory where the system's shell can; a system that can't runs it as it is."""
    if os.name != "posix":
        return list(command)
    return ["/bin/sh", "-c", f'ulimit -v {_MEMORY} 2>/dev/null; ulimit -c 0; exec "$@"', "zi", *command]


def _write_settings(profil: Path) -> None:
    """A profile in which LibreOffice runs no macro, updates no link and finds no proxy."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    settings = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
    )
    write_file(profil / "user" / "registrymodifications.xcu", settings.encode(), overwrite=True)


def _environment() -> dict[str, str]:
    nowhere = f"http://{_NOWHERE}:{_NOWHERE_PORT}"
    names = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
    return {n: w for n, w in os.environ.items() if n.lower() != "no_proxy"} | {
        k: nowhere for n in names for k in (n, n.upper())
    }


def find_libreoffice() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    for name in ("soffice", "libreoffice"):
        jalur = shutil.which(name)
        if jalur:
            return jalur
    return next((t for t in _OTHER_PLACES if is_there(Path(t))), None)


def to_pdf(dokumen: Mapping[str, bytes]) -> dict[str, bytes]:
    """PDF bytes of every DOCX in *dokumen* by its name, in one run of LibreOffice.

    Raises :class:`UnwritableOutput` when LibreOffice is absent, hangs, or does not deliver.
    """
    soffice = find_libreoffice()
    if soffice is None:
        raise UnwritableOutput(
            "PDF tidak dibuat: LibreOffice tidak ditemukan; pasang LibreOffice, atau simpan dari Word"
        )
    with temporary_folder("zi-pdf-") as work:
        masuk = {name: work / f"{n}.docx" for n, name in enumerate(dokumen)}
        for name, jalur in masuk.items():
            write_file(jalur, dokumen[name], overwrite=True)
        _write_settings(work / "profil")
        command = [
            *(network_cut() or ()),
            soffice, f"-env:UserInstallation={(work / 'profil').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(work),
            *(str(j) for j in masuk.values()),
        ]  # fmt: skip
        detik = _FIRST_SECONDS + _SECONDS_EACH * len(masuk)
        proses = subprocess.Popen(
            _bounded(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd=work, env=_environment(),
        )  # fmt: skip
        try:
            proses.wait(detik)
        except subprocess.TimeoutExpired as e:
            raise UnwritableOutput(f"PDF tidak dibuat: LibreOffice tidak selesai dalam {detik} detik") from e
        finally:
            _stop(proses)
        results = {}
        for name, jalur in masuk.items():
            pdf = jalur.with_suffix(".pdf")
            if not is_there(pdf):
                full = shutil.disk_usage(work).free < _MIN_SPACE
                reason = f"disk penuh di “{work.parent}”" if full else "LibreOffice tidak dapat mengonversinya"
                raise UnwritableOutput(f"PDF “{name}” tidak dibuat: {reason}")
            results[name] = read_file(pdf)
        return results


def _stop(proses: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started, if it still runs."""
    if proses.poll() is not None:
        return
    if os.name == "posix":
        import signal

        os.killpg(proses.pid, signal.SIGKILL)
    else:
        proses.kill()
    proses.wait()
