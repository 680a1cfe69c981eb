"""Build ``dist/zi.html``: zi and all it needs in one file that asks the network for nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from kemas.unduh import ROOT, Masukan, fetch_npm, fetch_wheel, read_inputs

_SOURCE = Path(__file__).parent / "halaman"
TARGET = ROOT / "dist" / "zi.html"
#: Parts of wheels that the page has no use for.
_BUANG = re.compile(
    r"(^|/)(tests?|__pycache__)/|\.(so|pyi|c|pyx)$|\.dist-info/(?!METADATA|licenses/|LICEN[CS]E)|py\.typed$"
    r"|olefile/olefile2\.py$"
)
#: Modules of the standard library that nothing here imports.
_NOT_NEEDED = re.compile(
    r"(unittest|pydoc_data|idlelib|tkinter|turtledemo|test|ensurepip|venv|xmlrpc|wsgiref|sqlite3|curses|dbm|lib2to3|"
    r"_pyrepl|profiling|pathlib/_tests|concurrent/interpreters)/"
    r"|(pdb|pydoc|doctest|mailbox|imaplib|smtplib|ftplib|poplib|optparse|turtle|cProfile|profile|pstats|tabnanny|trace|"
    r"pickletools|_pyio|_pydatetime|_pydecimal|webbrowser|socketserver|antigravity|this|plistlib|netrc|nturl2path|"
    r"pyclbr|modulefinder|tracemalloc|cgi|cgitb|telnetlib|nntplib|sndhdr|wave|zipapp|timeit|bdb|cmd|"
    r"_android_support|_ios_support|_apple_support|_osx_support)\.py"
)
#: The page's encoding, in which every byte is a character, and where its parts go.
_ENCODING = "windows-1252"
_PLACE = "<!-- bagian -->"
_DATE = (2020, 1, 1, 0, 0, 0)


def build() -> Path:
    """Build the page; returns where it is."""
    masukan = read_inputs()
    npm = {n: fetch_npm(n) for n in masukan["npm"]}
    wheel = [fetch_wheel(n) for n in masukan["pypi"]]
    with tempfile.TemporaryDirectory() as tmp:
        tempat = Path(tmp)
        for m in npm.values():
            with tarfile.open(m.berkas) as t:
                t.extractall(tempat / m.nama, filter="data")
        pyodide, highs = (tempat / n / "package" for n in ("pyodide", "highs"))
        situs = tempat / "situs"
        for berkas in [*(w.berkas for w in wheel), _own_wheel(tempat)]:
            _unpack(berkas, situs)
        shutil.copy(_SOURCE / "mulai.py", situs)
        baku = tempat / "baku"
        with zipfile.ZipFile(pyodide / "python_stdlib.zip") as z:
            z.extractall(baku, [n for n in z.namelist() if not _NOT_NEEDED.match(n)])
        _compile(tempat, pyodide)
        bagian = {
            "asm": (pyodide / "pyodide.asm.mjs").read_bytes(),
            "wasm": (pyodide / "pyodide.asm.wasm").read_bytes(),
            "stdlib": _zip(baku),
            "kunci": _lock(pyodide),
            "highs": (highs / "build" / "highs.mjs").read_bytes(),
            "highs-wasm": (highs / "build" / "highs.wasm").read_bytes(),
            "zi": _zip(situs),
            "pekerja": (pyodide / "pyodide.js").read_bytes() + b"\n" + (_SOURCE / "pekerja.js").read_bytes(),
        }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(_page(bagian, [*npm.values(), *wheel]))
    return TARGET


def _own_wheel(tempat: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tempat / "wheel")],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return next((tempat / "wheel").glob("*.whl"))


def _unpack(wheel: Path, situs: Path) -> None:
    emscripten = "emscripten" in wheel.name
    with zipfile.ZipFile(wheel) as z:
        for nama in z.namelist():
            if not _BUANG.search(nama) or (emscripten and nama.endswith(".so")):
                z.extract(nama, situs)


def _compile(tempat: Path, pyodide: Path) -> None:
    """Compile the modules of ``baku`` and ``situs`` with the page's own Python; what is LGPL stays as source."""
    skrip = pyodide.parent / "kompilasi.mjs"
    skrip.write_text(
        f"""import {{ loadPyodide }} from {json.dumps(str(pyodide / "pyodide.mjs"))};
const py = await loadPyodide();
py.FS.mkdir("/tempat");
py.FS.mount(py.FS.filesystems.NODEFS, {{ root: {json.dumps(str(tempat))} }}, "/tempat");
py.FS.writeFile("/kompilasi.py", {json.dumps((_SOURCE / "kompilasi.py").read_text(encoding="utf-8"))});
py.runPython("import sys; sys.path.insert(0, '/'); import kompilasi");
""",
        encoding="utf-8",
    )
    hasil = subprocess.run(["node", str(skrip)], check=False, capture_output=True, text=True)
    if hasil.returncode:
        # Node shows the whole of Pyodide's one long line first.
        raise RuntimeError("\n".join(b[:300] for b in hasil.stderr.splitlines()[-40:]))


def _lock(pyodide: Path) -> bytes:
    """The lock file that says which build this is, without the packages of Pyodide's own server."""
    kunci = json.loads((pyodide / "pyodide-lock.json").read_bytes())
    return json.dumps({"info": kunci["info"], "packages": {}}).encode()


def _zip(akar: Path) -> bytes:
    isi = io.BytesIO()
    # Stored: the page compresses the whole once, and better.
    with zipfile.ZipFile(isi, "w", zipfile.ZIP_STORED) as z:
        for p in sorted(akar.rglob("*")):
            if p.is_file():
                z.writestr(zipfile.ZipInfo(p.relative_to(akar).as_posix(), _DATE), p.read_bytes())
    return isi.getvalue()


def _page(bagian: dict[str, bytes], masukan: list[Masukan]) -> bytes:
    laporan = ROOT / "zi_cli" / "report" / "html" / "template"
    skrip = (_SOURCE / "mesin.js").read_text(encoding="utf-8") + (_SOURCE / "antarmuka.js").read_text(encoding="utf-8")
    # The results are shown in frames, which live under this page's policy too: their one script is allowed by its hash.
    sidik = " ".join(_hash(s) for s in (skrip, (laporan / "laporan.js").read_text(encoding="utf-8")))
    versi = re.search(r'__version__ = "(.+?)"', (ROOT / "zi_cli" / "version.py").read_text(encoding="utf-8"))
    isian = {
        "KEBIJAKAN": f"default-src 'none'; script-src {sidik} blob: 'wasm-unsafe-eval'; worker-src blob:; "
        "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'",
        "VERSI": versi[1] if versi else "",
        "GAYA": (laporan / "gaya.css").read_text(encoding="utf-8") + (_SOURCE / "gaya.css").read_text(encoding="utf-8"),
        "LISENSI": "".join(
            f"<li>{html.escape(m.nama)} {html.escape(m.versi)}: {html.escape(m.lisensi)}</li>" for m in masukan
        ),
        "BAGIAN": _PLACE,
        "SKRIP": skrip,
    }
    halaman = (_SOURCE / "halaman.html").read_text(encoding="utf-8")
    teks = re.sub(r"\{\{ (\w+) \}\}", lambda m: isian[m[1]], halaman)
    awal, akhir = teks.encode(_ENCODING).split(_PLACE.encode())
    data = (
        f'<script type="application/x-zi" id="bagian-{nama}">'.encode() + _pack(isi) + b"</script>\n"
        for nama, isi in bagian.items()
    )
    return b"".join((awal, *data, akhir))


def _hash(skrip: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(skrip.encode()).digest()).decode()}'"


def _pack(isi: bytes) -> bytes:
    """*isi* compressed, as text of a page in windows-1252: nearly a byte for a byte (base64 takes a third more)."""
    mampat = gzip.compress(isi, 9, mtime=0)
    return re.sub(rb"[\0\r<=]", lambda m: b"=" + bytes([m[0][0] + 64]), mampat)


if __name__ == "__main__":
    hasil = build()
    sys.stdout.write(f"{hasil}: {hasil.stat().st_size / 1e6:.1f} MB\n")
