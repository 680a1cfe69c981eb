"""A work folder with hostile text in every place that text comes from: names, cells, settings, answers, archives."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook

import zi_cli.instrumen
from tests.report.material import random_answers, write_lke
from tests.survei.exports import HEADINGS
from zi_cli.text import strip_controls

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "sample_lke" / "usulan-2027"
#: What stands in every hostile text, to find it again.
MARK = "QZ"
KINDS: dict[str, dict[str, list[str | list[Any]]]] = json.loads((HERE / "muatan.json").read_text(encoding="utf-8"))
#: Columns of the register by which a row is known, found or judged: a word behind them is enough to spoil the row.
_KEPT = frozenset({"Kode", "Berkas LKE", "Usulan", "Predikat saat ini", "SAKIP", "TLHP", "LHKPN", "LHKASN"})


class Hostile(NamedTuple):
    """The folder *root* below *top*, the texts that stand in its cells and names, and files of several kinds."""

    top: Path
    root: Path
    cells: tuple[str, ...]
    names: tuple[str, ...]

    def one(self, pattern: str) -> Path:
        """The first file below ``top`` that matches."""
        return min(self.top.rglob(pattern), key=lambda p: p.as_posix())

    @property
    def name(self) -> str:
        """A text for a name or an option."""
        return self.names[0]


def texts(kinds: list[str], what: str) -> tuple[str, ...]:
    """The texts of *kinds* for cells ("sel") or names ("nama"), those of the kinds by turns."""
    columns = [[_text(t) for t in KINDS[k][what]] for k in kinds]
    most = max(map(len, columns))
    return tuple(c[n % len(c)] for n in range(most) for c in columns)


def _text(parts: str | list[Any]) -> str:
    """A text of the data: itself, or strings each with how often they stand there."""
    if isinstance(parts, str):
        return parts
    return "".join(t * n for t, n in zip(parts[::2], parts[1::2], strict=True))


def fitted(before: str, name: str, after: str = "") -> str:
    """A name of a file with *name* in it, as long as a file system bears: 255 bytes."""
    room = 255 - len(f"{before}{after}".encode())
    whole = name.encode("utf-8", "surrogateescape")[:room]
    return f"{before}{whole.decode('utf-8', 'surrogateescape')}{after}"


def plant(top: Path, kinds: list[str]) -> Hostile:
    """A copy of the sample folder, filled with hostile texts of *kinds*."""
    cells, names = texts(kinds, "sel"), texts(kinds, "nama")
    cell, name = cycle(cells), cycle(names)
    root = top / fitted("", next(name))
    shutil.copytree(SAMPLE, root)
    _register(root / "satker.xlsx", cell)
    (top / "zi.toml").write_text(_settings(names, cells), encoding="utf-8", errors="replace")
    answers = random_answers(1, 0.8)
    row = next(k for k in answers if answers[k] in ("Ya", "Tidak"))
    wrong = {"unit": {**answers, row: f"Ya{next(cell)}"}, "tpi": answers}
    for n in range(3):
        folder = root / fitted("Kan", next(name)) / fitted("U", next(name))
        file = folder / fitted("lke-", next(name), ".xlsx")
        write_lke(file, wrong, satker=f"Kantor {cells[n % len(cells)]}", tahun=2027)
        _worksheet(file, cell, next(cell) if n else "LKE")
        _as_csv(file)
    file.with_name(fitted("rusak-", next(name), ".xlsx")).write_bytes(b"PK\x03\x04rusak")
    for bare in names:
        # A file that is called just so.
        shutil.copyfile(file, folder / fitted("", bare, ".xlsx"))
    _survey(top / fitted("survei-", next(name), ".csv"), cells)
    _evidence(top / fitted("bukti-", next(name)), names, cells)
    _template(top / fitted("templat-", next(name), ".docx"), cells)
    # An instrument with what nobody sees is refused; what a reader of a form would take for its own is not.
    _instrument(top / "instrumen", cycle([t for t in cells if strip_controls(t) == t] or cells))
    return Hostile(top, root, cells, names)


def _register(file: Path, cell: Iterator[str]) -> None:
    book = load_workbook(file)
    sheet = book["Satker"]
    heads = [c.value for c in sheet[2]]
    for n, row in enumerate(sheet.iter_rows(min_row=3)):
        for head, c in zip(heads, row, strict=True):
            if head not in _KEPT and isinstance(c.value, str):
                c.value = f"{c.value} {next(cell)}" if n % 2 else c.value
            elif head == "Keterangan" or (head == "Berkas survei" and n % 3 == 1):
                c.value = next(cell)
    for _ in range(4):
        sheet.append([next(cell) if h != "Usulan" else "WBK" for h in heads])
    sheet.cell(2, len(heads) + 1, next(cell))
    letters = [c.value for c in book["Surat"][1]]
    for kind in ("SPTJM", "sptjm", "lhe", next(cell)):
        book["Surat"].append([kind if h == "Jenis surat" else next(cell) for h in letters])
    own = book.create_sheet("Instansi") if "Instansi" not in book.sheetnames else book["Instansi"]
    for label in ("Isian", "Nama kementerian", "Kota", "Opini BPK", next(cell)):
        own.append([label, "Isi" if label == "Isian" else next(cell)])
    for other in ("Tindak lanjut", "Hasil TPN", "Kawasan", "Pengaduan", "Pembinaan", "Replikasi", "Pelatihan"):
        if other not in book.sheetnames:
            s = book.create_sheet(other)
            s.append(["Nama satker", "Kode", "Indikator", "Catatan", "Status", "Tanggal", f"Lain {next(cell)}"[:200]])
            for _ in range(3):
                s.append([next(cell) for _ in range(7)])
    _as_text(book)
    book.save(file)


def _as_text(book: Workbook) -> None:
    """What begins like a formula is text all the same."""
    for sheet in book:
        for row in sheet.iter_rows():
            for c in row:
                if c.data_type == "f":
                    c.data_type = "s"


def _settings(names: tuple[str, ...], cells: tuple[str, ...]) -> str:
    isi = cycle([*names, *cells])

    def text() -> str:
        return _toml(next(isi))

    return (
        f"[instansi]\nnama = {text()}\n{text()} = {text()}\nopini_bpk = {text()}\n"
        f"[pimpinan]\nnama = {text()}\njabatan = {text()}\n[ketua_tpi]\nnama = {text()}\nnip = {text()}\n"
        f"[surat]\nkota = {text()}\nkop = [{text()}, {text()}]\ntembusan = [{text()}, {text()}]\n"
        f"[usulan]\npenilai = {text()}\n"
    )


def _toml(teks: str) -> str:
    """*teks* as a string of TOML, which knows no half characters."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in teks if not 0xD800 <= ord(c) < 0xE000) + '"'


def _worksheet(file: Path, cell: Iterator[str], title: str) -> None:
    book = load_workbook(file)
    sheet: Any = book.active
    #: Characters: a note of each kind is enough where they are long.
    room = 100_000
    notes = {c.column for r in sheet.iter_rows(max_row=12) for c in r if str(c.value).startswith("Catatan")}
    for r in sheet.iter_rows(min_row=8):
        for c in r:
            if c.column in notes and room > 0:
                c.value = next(cell)
                room -= len(c.value)
    sheet.title = "".join(c if c not in r"[]:*?/\'" else "_" for c in title)[:31] or "LKE"
    extra = book.create_sheet("Lain")
    extra.append([next(cell)])
    _as_text(book)
    book.save(file)


def _as_csv(file: Path) -> None:
    grid: Any = load_workbook(file).worksheets[0]
    rows = [[str(c.value or "") for c in r] for r in grid.iter_rows()]
    lines = (",".join('"' + c.replace('"', '""') + '"' for c in r) for r in rows)
    file.with_suffix(".csv").write_text("\n".join(lines), encoding="utf-8", newline="", errors="replace")


def _survey(file: Path, cells: tuple[str, ...]) -> None:
    isi = cycle(cells)
    rows = [[*HEADINGS[:5], f"Saran {next(isi)}", *HEADINGS[5:]]]
    answers = ("4",) * len(HEADINGS[5:])
    rows += [[f"2027-0{1 + n % 4}-11", *(next(isi) for _ in range(5)), *answers] for n in range(24)]
    lines = (",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    file.write_text("\n".join(lines), encoding="utf-8", newline="")


def _evidence(folder: Path, names: tuple[str, ...], cells: tuple[str, ...]) -> None:
    """Evidence under hostile names, an archive with such names, and a list of evidence."""
    for n, name in enumerate(names):
        place = folder / f"A.I.1.i.{'abc'[n % 3]} {name[:40]}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"notulen {name[:60]}.txt").write_text("isi", encoding="utf-8")
    with zipfile.ZipFile(place / "arsip.zip", "w") as z:
        for t in cells:
            z.writestr(t.encode("utf-8", "replace").decode()[:200], "x")
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Kode", "Dokumen", "Tautan", "Keterangan"])
    for t in cells:
        sheet.append(["A.I.1.i.a", "", t, t])
    _as_text(book)
    book.save(folder / "bukti.xlsx")


def _template(file: Path, cells: tuple[str, ...]) -> None:
    from docx import Document

    d = Document()
    for t in cells:
        d.add_paragraph("".join(c for c in t if c.isprintable() or c in "\u202e\u200b") + " {{ QZ }} {{ satker.nama }}")
    d.save(str(file))


def _instrument(folder: Path, cell: Iterator[str]) -> None:
    """The instrument with hostile names of assessors, rows and rules."""
    shutil.copytree(Path(zi_cli.instrumen.__file__).parent / "data" / "lke-2021", folder)
    for name, keys in (
        ("instrumen.toml", ("judul", "dasar", "sumber")), ("penilai.toml", ("nama", "kepala", "nama_surat")),
        ("ambang.toml", ("label", "sumber")), ("syarat.toml", ("tindakan", "label")),
    ):  # fmt: skip
        lines = (folder / name).read_text(encoding="utf-8").split("\n")
        for n, line in enumerate(lines):
            key = line.partition("=")[0].strip()
            if key in keys and line.endswith('"') and "[" not in line:
                lines[n] = f"{key} = {_toml(line.split(chr(34))[1] + ' ' + next(cell)[:200])}"
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
