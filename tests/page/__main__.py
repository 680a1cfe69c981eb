"""All damaged and hostile files through the page in one sitting, and 50 generated worksheets against native.

``make fuzz-halaman``: in Chromium, then in Firefox; needs dist/zi.html.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from tests.fuzz.cases import all_cases
from tests.page import browser, firefox
from tests.report.material import random_answers, write_lke


def one_sitting(browser: ModuleType) -> list[str]:
    """What went wrong in one browser."""
    salah: list[str] = []
    lama, jumlah = (0.0, ""), 0
    with browser.open_page() as s, tempfile.TemporaryDirectory() as tmp:
        s.ready()
        for k in all_cases():
            nama = k.nama.decode("utf-8", "replace").replace("/", "-")
            awal = time.monotonic()
            hasil = s.zi(["score", nama, "--format", "json"], {nama: k.data})
            lama = max(lama, (time.monotonic() - awal, nama))
            jumlah += 1
            if hasil.kode not in k.harap:
                salah.append(f"{nama}: kode {hasil.kode}: {hasil.galat.strip()[:200]}")
        name = browser.__name__.rpartition(".")[2]
        print(f"{name}: {jumlah} berkas rusak, {len(salah)} salah, paling lama {lama[0]:.1f} detik ({lama[1]})")
        for i in range(50):
            berkas = Path(tmp) / f"acak-{i}.xlsx"
            write_lke(berkas, {"unit": random_answers(i, 0.9), "tpi": random_answers(i + 1000, 0.6)})
            argumen = ["score", berkas.name, "--format", "json"]
            asli = subprocess.run([sys.executable, "-m", "zi_cli", *argumen], cwd=tmp, capture_output=True, check=False)
            if s.zi(argumen, {berkas.name: berkas.read_bytes()}).keluaran.encode() != asli.stdout:
                salah.append(f"{berkas.name}: keluaran lain dari program terpasang")
        salah += s.complaints
    return salah


def main() -> int:
    salah = [kalimat for b in (browser, firefox) for kalimat in one_sitting(b)]
    print(*salah, sep="\n")
    return bool(salah)


if __name__ == "__main__":
    sys.exit(main())
