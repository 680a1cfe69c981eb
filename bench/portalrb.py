"""Requests a second and latency of ``zi portalrb layani``, as multiples of uvicorn serving the same files, in one run.

    python -m bench.portalrb [--unit 1000] [--klien 8]

Both are processes of their own behind TLS; every client fetches the answers of all units over one connection.
"""

from __future__ import annotations

import argparse
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.portalrb.server import TOKEN, Running, export, free_port, running, wait_for

_STATIS = """
import sys, uvicorn
from starlette.staticfiles import StaticFiles
uvicorn.run(StaticFiles(directory=sys.argv[1]), port=int(sys.argv[2]), log_level="critical", access_log=False,
            lifespan="off", ssl_certfile=sys.argv[3], ssl_keyfile=sys.argv[4])
"""


def fetch(url: str, ca: Path, unit: Sequence[str]) -> list[float]:
    """Seconds of each request over one connection."""
    waktu = []
    konteks = ssl.create_default_context(cafile=str(ca))
    with httpx.Client(base_url=url, verify=konteks, headers={"Authorization": f"Bearer {TOKEN}"}) as c:
        for id_ in unit:
            mulai = time.perf_counter()
            c.get(f"/lke/jawaban-unit/{id_}").raise_for_status()
            waktu.append(time.perf_counter() - mulai)
    return waktu


def measure(url: str, ca: Path, unit: Sequence[str], klien: int) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile of latency in milliseconds."""
    mulai = time.perf_counter()
    with ThreadPoolExecutor(klien) as kolam:
        semua = [w for satu in kolam.map(lambda _: fetch(url, ca, unit), range(klien)) for w in satu]
    detik = time.perf_counter() - mulai
    urut = sorted(semua)
    return len(semua) / detik, statistics.median(urut) * 1000, urut[int(len(urut) * 0.99)] * 1000


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--unit", type=int, default=1000)
    p.add_argument("--klien", type=int, default=8)
    opsi = p.parse_args()
    with tempfile.TemporaryDirectory() as sementara:
        folder = Path(sementara)
        ekspor = export(folder, opsi.unit)
        unit = sorted(f.name for f in (ekspor / "lke/jawaban-unit").iterdir())
        hasil = {}
        with running(folder, ekspor) as r:
            hasil["zi portalrb layani"] = measure(r.url, r.ca, unit, opsi.klien)
            hasil["uvicorn, berkas statis"] = _static(folder, ekspor, r, unit, opsi.klien)
    print(f"{opsi.unit} unit, {opsi.klien} klien sekaligus, HTTPS")
    for nama, (laju, tengah, lambat) in hasil.items():
        print(f"{nama:<24} {laju:>7.0f} permintaan/detik, median {tengah:>6.1f} ms, persentil 99 {lambat:>6.1f} ms")
    kami, polos = hasil.values()
    print(f"laju {kami[0] / polos[0]:.2f} kali, median {kami[1] / polos[1]:.2f} kali")


def _static(folder: Path, ekspor: Path, r: Running, unit: Sequence[str], klien: int) -> tuple[float, float, float]:
    port = free_port()
    isi = [sys.executable, "-c", _STATIS, str(ekspor), str(port), str(folder / "server.pem"), str(folder / "kunci.pem")]
    proses = subprocess.Popen(isi)
    try:
        wait_for(port, proses)
        return measure(f"https://127.0.0.1:{port}", r.ca, unit, klien)
    finally:
        proses.terminate()
        proses.wait(20)


if __name__ == "__main__":
    main()
