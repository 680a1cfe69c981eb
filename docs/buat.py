"""Write the generated pages: findings, commands, and the outputs that README shows. Run ``make docs``."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from zi_cli.cli import run_cli
from zi_cli.cli.frame import COMMAND_INDEX
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.views.explain import explain_temuan, explanation_markdown

DOCS = Path(__file__).parent
ROOT = DOCS.parent
_EXAMPLE = re.compile(r"```\n\$ (zi [^\n]+)\n.*?```", re.DOTALL)
#: Lines of an example that are shown; the list of one file's findings is long.
_SAMPLE_ROWS = {"lint": 12}
_DEFAULT_SAMPLE_ROWS = 60
_GENERATED = "<!-- Dibuat dengan make docs; jangan disunting langsung. -->"
_KELUARGA = {
    "LKE1": "Berkas dan tata letak",
    "LKE2": "Jawaban",
    "LKE3": "Angka di berkas",
    "SYR4": "Syarat pengajuan",
    "DAT5": "Daftar satker dan konfigurasi",
    "SRT6": "Surat",
    "SVY7": "Survei",
    "BKT8": "Bukti dan paket",
    "PRB9": "PortalRB",
    "THP0": "Tahap, tindak lanjut, dan kawasan",
}


def temuan_page() -> str:
    """docs/temuan.md: every finding with what it means, why it matters, how to mend it."""
    baris = [
        "# Temuan",
        "",
        _GENERATED,
        "",
        "Setiap temuan berkode tetap. `kesalahan` (di JSON dan CSV `galat`): angkanya tidak dapat dipegang atau "
        "pengajuan tidak dapat diteruskan; `peringatan`: patut diperiksa; `info`: sekadar diketahui. "
        "Hal yang sama dicetak `zi explain KODE`.",
        "",
    ]
    keluarga = ""
    for kode, entri in sorted(CATALOGUE.items()):
        if kode[:4] != keluarga:
            keluarga = kode[:4]
            baris += [f"# {keluarga}xx {_KELUARGA[keluarga]}", ""]
        baris.append(explanation_markdown(explain_temuan(entri)))
    return "\n".join(baris).rstrip() + "\n"


def commands_page() -> str:
    """docs/perintah.md: the help text of every command."""
    baris = ["# Perintah", "", _GENERATED, ""]
    for nama in ("", *COMMAND_INDEX):
        penampung = io.StringIO()
        with redirect_stdout(penampung):
            run_cli([nama, "--help"] if nama else ["--help"])
        baris += [
            f"## zi {nama}".rstrip(),
            "",
            "```",
            re.sub(r" +$", "", penampung.getvalue(), flags=re.M).rstrip(),
            "```",
            "",
        ]
    return "\n".join(baris).rstrip() + "\n"


def readme_page() -> str:
    """README.md with the output below each ``$ zi …`` as the program now gives it, cut where it is long."""

    def run_example(m: re.Match[str]) -> str:
        penampung = io.StringIO()
        with redirect_stdout(penampung), redirect_stderr(io.StringIO()), chdir(ROOT):
            run_cli(shlex.split(m[1])[1:])
        baris = [b.rstrip() for b in penampung.getvalue().rstrip().splitlines()]
        banyak = _SAMPLE_ROWS.get(m[1].split()[1], _DEFAULT_SAMPLE_ROWS)
        if len(baris) > banyak:
            baris = [*baris[:banyak], "…"]
        return "\n".join([f"```\n$ {m[1]}", *baris, "```"])

    return _EXAMPLE.sub(run_example, (ROOT / "README.md").read_text(encoding="utf-8"))


HALAMAN = {
    DOCS / "temuan.md": temuan_page,
    DOCS / "perintah.md": commands_page,
    ROOT / "README.md": readme_page,
}


def main() -> None:
    """Write every generated page."""
    for halaman, buat in HALAMAN.items():
        halaman.write_text(buat(), encoding="utf-8")


if __name__ == "__main__":
    main()
