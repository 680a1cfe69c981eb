"""Draw the pictures of docs/masuk.md from the story that the tests tell: ``make gambar``.

Screens are drawn as SVG of what the program writes on a terminal of 80 columns, a sheet from its cells, a letter by
LibreOffice. The pictures are small, and hold nothing but made-up offices. Needs script, LibreOffice, and pdftoppm.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from tests.story import way
from tests.story.inbox import fill
from tests.story.person import Person

PICTURES = Path(__file__).parent / "gambar"
_WIDTH, _LETTER_WIDTH, _ROW_HEIGHT = 80, 7.83, 17
#: Sheets that are drawn: columns with their widths in pixels, and rows.
_SHEETS = (
    ("Satker", ((1, 70), (2, 290), (3, 110), (20, 60), (21, 60), (22, 60), (30, 110)), range(2, 12)),
    ("Instansi", ((1, 220), (2, 300), (3, 330)), range(1, 14)),
    ("Surat", ((1, 290), (2, 110), (3, 150), (4, 100)), range(19, 30)),
)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Drawing(Person):
    """A person whose screens are kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.screens: list[tuple[str, list[str]]] = []

    def run(self, teks: str) -> int:
        """Run a command on a terminal of 80 columns and keep what it shows."""
        zi = shlex.quote(str(Path(sys.executable).with_name("zi")))
        perintah = f"stty cols {_WIDTH} rows 50; {zi} {teks.split(' ', 1)[1]}"
        hasil = subprocess.run(
            ["script", "-qec", perintah, "/dev/null"], cwd=self.folder, capture_output=True, check=False
        )
        layar = hasil.stdout.decode()
        # A progress bar leaves nothing behind.
        baris = [_ESCAPES.sub("", b.rpartition("\x1b[2K")[2]).rstrip() for b in layar.replace("\r", "").split("\n")]
        baris = [x for b in baris if "/detik" not in b for x in ([b] if len(b) <= _WIDTH else textwrap.wrap(b, _WIDTH))]
        self.screens.append((teks, [f"> {teks}", *baris]))
        return hasil.returncode


def draw_screen(baris: Sequence[str], tujuan: Path, *, paling: int = 26) -> None:
    """The first lines of a screen as SVG."""
    isi = [*baris[:paling], *(["…"] if len(baris) > paling else [])]
    tinggi = _ROW_HEIGHT * len(isi) + 24
    teks = "".join(
        f'<text x="14" y="{24 + n * _ROW_HEIGHT}" xml:space="preserve">{escape(b)}</text>' for n, b in enumerate(isi)
    )
    _svg(tujuan, int(_WIDTH * _LETTER_WIDTH) + 28, tinggi, "#1b1f24", f'<g fill="#e6e6e6">{teks}</g>')


def draw_sheet(berkas: Path, lembar: str, kolom: Sequence[tuple[int, int]], baris: range, tujuan: Path) -> None:
    """Some cells of a sheet as SVG; *kolom* are numbers with widths in pixels."""
    isi: Any = openpyxl.load_workbook(berkas)[lembar]
    bagian, x = [], 0
    for k, lebar in kolom:
        for n, r in enumerate(baris):
            sel = isi.cell(r, k)
            warna = "#1f4e78" if n == 0 else "#fff2cc" if sel.fill.fgColor.rgb == "FFFFF2CC" else "#ffffff"
            nilai = "" if sel.value is None else str(sel.value).split("\n")[0]
            muat = int(lebar / 6.6)
            nilai = nilai if len(nilai) <= muat else nilai[: muat - 1] + "…"
            tinta = "#ffffff" if n == 0 else "#222222"
            bagian.append(
                f'<rect x="{x}" y="{n * 22}" width="{lebar}" height="22" fill="{warna}" stroke="#bfbfbf"/>'
                f'<text x="{x + 5}" y="{n * 22 + 15}" fill="{tinta}" font-size="12">{escape(nilai)}</text>'
            )
        x += lebar
    _svg(tujuan, x, 22 * len(baris), "#ffffff", "".join(bagian), huruf="Arial, sans-serif")


def _svg(tujuan: Path, lebar: int, tinggi: int, dasar: str, isi: str, huruf: str = "Consolas, monospace") -> None:
    tujuan.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar}" height="{tinggi}" viewBox="0 0 {lebar} {tinggi}" '
        f'font-family="{huruf}" font-size="13"><rect width="100%" height="100%" fill="{dasar}"/>{isi}</svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    """Tell the story, and draw it."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp) / "usulan-2027"
        fill(folder / "masuk")
        orang = Drawing(folder)
        way.tell(orang)
        orang.run("zi kerja")
        for n, (perintah, baris) in enumerate(orang.screens, 1):
            draw_screen(baris, PICTURES / f"{n}-{perintah.split(' --')[0].removeprefix('zi ').replace(' ', '-')}.svg")
        for lembar, kolom, baris in _SHEETS:
            draw_sheet(folder / "satker.xlsx", lembar, kolom, baris, PICTURES / f"lembar-{lembar.lower()}.svg")
        profil = f"-env:UserInstallation={(Path(tmp) / 'lo').as_uri()}"
        ubah = ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", tmp]
        subprocess.run([*ubah, str(folder / "surat" / "pengajuan.docx")], check=True, capture_output=True)
        png = ["pdftoppm", "-png", "-r", "60", "-singlefile", f"{tmp}/pengajuan.pdf", str(PICTURES / "surat-pengajuan")]
        subprocess.run(png, check=True)


if __name__ == "__main__":
    main()
