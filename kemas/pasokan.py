"""Write ``docs/pasokan.md``: what zi is made of, under which licence, how large, for which systems, and how alive.

``make periksa-pasokan`` looks the newest versions up on PyPI, one package after the other, and known holes with
pip-audit where it is installed.
"""

from __future__ import annotations

import importlib.metadata as metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from kemas.unduh import ROOT, read_inputs

TARGET = ROOT / "docs" / "pasokan.md"


def needed() -> list[metadata.Distribution]:
    """The distributions that zi needs at run time, their own needs included, by name."""
    with (ROOT / "pyproject.toml").open("rb") as f:
        antrean = [_name(d) for d in tomllib.load(f)["project"]["dependencies"]]
    hasil: dict[str, metadata.Distribution] = {}
    while antrean:
        nama = antrean.pop()
        if nama in hasil:
            continue
        try:
            hasil[nama] = metadata.distribution(nama)
        except metadata.PackageNotFoundError:
            continue
        antrean += [_name(r) for r in hasil[nama].requires or () if "extra ==" not in r]
    return [hasil[n] for n in sorted(hasil)]


def _name(syarat: str) -> str:
    cocok = re.match(r"[\w.-]+", syarat)
    assert cocok is not None
    return re.sub(r"[-_.]+", "-", cocok[0]).lower()


def licence(d: metadata.Distribution) -> str:
    """The licence as the package states it: the expression, the classifier, or the field."""
    m = d.metadata
    kelas = [c.rsplit(" :: ", 1)[1] for c in m.get_all("Classifier") or () if c.startswith("License :: OSI")]
    bidang = (m.get("License") or "").strip().splitlines()
    return m.get("License-Expression") or (kelas[0] if kelas else "") or (bidang[0][:40] if bidang else "?")


def size(d: metadata.Distribution) -> float:
    """Size in MB of its installed files."""
    berkas = (Path(str(d.locate_file(f))) for f in d.files or ())
    return sum(p.stat().st_size for p in berkas if p.is_file()) / 1e6


def compiled(d: metadata.Distribution) -> bool:
    """Whether it has a compiled part, and so needs a wheel for each system."""
    return any(str(f).endswith((".so", ".pyd")) for f in d.files or ())


def newest(nama: str) -> str:
    """The newest version on PyPI; "?" when it can't be asked."""
    hasil = subprocess.run(
        [sys.executable, "-m", "pip", "index", "versions", nama, "--disable-pip-version-check"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    cocok = re.search(r"\(([^)]+)\)", hasil.stdout)
    return cocok[1] if cocok else "?"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    semua = needed()
    yield "# Pasokan"
    yield ""
    yield (
        "Halaman ini ditulis `make periksa-pasokan`: pustaka yang dipasang bersama zi, lisensinya, ukurannya "
        "terpasang, dan versi terbaru di PyPI saat diperiksa. Versi yang diuji ada di `constraints.txt`; batas "
        "bawah di `pyproject.toml` diuji dengan `make test-terendah`, yang terbaru dengan `make test-terbaru`."
    )
    yield ""
    yield "| Pustaka | Versi | Terbaru | Lisensi | MB | Kode terkompilasi |"
    yield "|---|---|---|---|---:|---|"
    for d in semua:
        nama = d.metadata["Name"]
        terkompilasi = "ya" if compiled(d) else "tidak"
        yield f"| {nama} | {d.version} | {newest(nama)} | {licence(d)} | {_number_text(size(d))} | {terkompilasi} |"
    yield ""
    yield f"Seluruhnya {len(semua)} pustaka, {_number_text(sum(map(size, semua)))} MB."
    yield ""
    yield "## Wheel per sistem"
    yield ""
    yield (
        "Windows (win_amd64, Python 3.11–3.14): setiap pustaka mempunyai wheel, kecuali docopt (dibuat sekali untuk "
        "paket luring); `make bundel-windows` membuktikannya tanpa indeks. Linux: sama. Peramban (pyemscripten): "
        "python-calamine dan msgspec dari PyPI, yang lain Python murni; lihat [peramban](peramban.md)."
    )
    yield ""
    yield "## Di dalam zi.html"
    yield ""
    yield "| Masukan | Versi | Lisensi |"
    yield "|---|---|---|"
    for jenis in ("npm", "pypi"):
        for nama, isi in read_inputs()[jenis].items():
            yield f"| {nama} ({jenis}) | {isi['versi']} | {isi['lisensi']} |"
    yield ""
    yield "## Lubang keamanan yang diketahui"
    yield ""
    yield _audit()


def _audit() -> str:
    hasil = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--progress-spinner", "off"], check=False, capture_output=True, text=True
    )
    if "No known vulnerabilities" in hasil.stdout + hasil.stderr:
        return "pip-audit: tidak ada yang diketahui."
    if hasil.returncode == 1 and "Name" in hasil.stdout:
        return f"```\n{hasil.stdout.strip()}\n```"
    return (
        "Belum diperiksa: pip-audit atau pangkalan datanya tidak terjangkau di mesin ini. "
        "Jalankan `pip install pip-audit`, lalu perintah ini lagi."
    )


def _number_text(n: float) -> str:
    return f"{n:.1f}".replace(".", ",")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
