"""Write the generated pages of docs/: the findings and the commands. Run ``make docs``."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

from zi_cli.cli import jalankan
from zi_cli.cli.kerangka import PERINTAH
from zi_cli.findings.katalog import KATALOG
from zi_cli.report.penjelasan import jelaskan_temuan, markdown_penjelasan

DOCS = Path(__file__).parent
_DIBUAT = "<!-- Dibuat dengan make docs; jangan disunting langsung. -->"
_KELUARGA = {
    "LKE1": "Berkas dan tata letak",
    "LKE2": "Jawaban",
    "LKE3": "Angka di berkas",
    "SYR4": "Syarat pengajuan",
    "DAT5": "Daftar satker dan konfigurasi",
    "SRT6": "Surat",
}


def halaman_temuan() -> str:
    """docs/temuan.md: every finding with what it means, why it matters, how to mend it."""
    baris = [
        "# Temuan",
        "",
        _DIBUAT,
        "",
        "Setiap temuan berkode tetap. `galat`: angkanya tidak dapat dipegang atau pengajuan tidak dapat diteruskan; "
        "`peringatan`: patut diperiksa; `info`: sekadar diketahui. Hal yang sama dicetak `zi explain KODE`.",
        "",
    ]
    keluarga = ""
    for kode, entri in sorted(KATALOG.items()):
        if kode[:4] != keluarga:
            keluarga = kode[:4]
            baris += [f"# {keluarga}xx {_KELUARGA[keluarga]}", ""]
        baris.append(markdown_penjelasan(jelaskan_temuan(entri)))
    return "\n".join(baris).rstrip() + "\n"


def halaman_perintah() -> str:
    """docs/perintah.md: the help text of every command."""
    baris = ["# Perintah", "", _DIBUAT, ""]
    for nama in ("", *PERINTAH):
        penampung = io.StringIO()
        with redirect_stdout(penampung):
            jalankan([nama, "--help"] if nama else ["--help"])
        baris += [
            f"## zi {nama}".rstrip(),
            "",
            "```",
            re.sub(r" +$", "", penampung.getvalue(), flags=re.M).rstrip(),
            "```",
            "",
        ]
    return "\n".join(baris).rstrip() + "\n"


HALAMAN = {"temuan.md": halaman_temuan, "perintah.md": halaman_perintah}


def main() -> None:
    """Write every generated page."""
    for nama, buat in HALAMAN.items():
        (DOCS / nama).write_text(buat(), encoding="utf-8")


if __name__ == "__main__":
    main()
