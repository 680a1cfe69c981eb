"""The tree of a satker's evidence: a folder an indicator with what its rubric asks, and the table of documents."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zi_cli.bukti.folder_names import README_NAME, TABLE_NAME, indicator_folder, indicators
from zi_cli.bukti.ledger import NewRow, ledger_workbook
from zi_cli.bukti.rules import opening_text
from zi_cli.bukti.subject import ReadCell, shown_cell
from zi_cli.bukti.text_links import titled_parts
from zi_cli.evaluation import Evaluation
from zi_cli.files import check_target, is_there, made_folders, write_file
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import NilaiIndikator
from zi_cli.text import short_number, shown_figure
from zi_cli.worksheet.model import KolomPenilai


class PreparedTree(NamedTuple):
    """The tree to write: its files by path below the root, its folders, and how many documents the LKE names."""

    isi: Mapping[str, bytes]
    folder: tuple[str, ...]
    dokumen: int


def prepare_tree(e: Evaluation | None, instrumen: Instrumen, read: ReadCell = shown_cell) -> PreparedTree:
    """All files and folders of the tree, the table filled from the columns Bukti and Catatan of the one who decides."""
    p = e.penentu if e is not None else None
    column = e.ws.penilai.get(p.penilai) if e is not None and p is not None else None
    kriteria = load_kriteria(instrumen)
    rows: list[NewRow] = []
    content: dict[str, bytes] = {}
    folder: list[str] = []
    for b in indicators(instrumen):
        n = p.indikator.get(b.kode) if p is not None else None
        place = indicator_folder(instrumen, b)
        folder.append(place)
        content[f"{place}/{README_NAME}"] = _text(indicator_text(b, kriteria.get(b.kode, ()), n))
        rows += _rows(b, n, column, read)
    who = f" – {e.ws.satker}" if e is not None and e.ws.satker else ""
    content[README_NAME] = _text(opening_text().format(siapa=who, tabel=TABLE_NAME, baca=README_NAME, contoh=folder[0]))
    tahun = e.ws.tahun if e is not None else None
    content[TABLE_NAME] = ledger_workbook(instrumen, rows, tahun)
    return PreparedTree(content, tuple(folder), sum(1 for b in rows if b.dokumen))


def write_tree(folder: Path, ready: PreparedTree, *, overwrite: bool, inputs: Sequence[Path]) -> None:
    """Write the tree, whole or not at all; raises ``UnwritableOutput``."""
    targets = {folder / jalur: content for jalur, content in ready.isi.items()}
    for t in targets:
        check_target(t, overwrite=overwrite, inputs=inputs)
    new = [t for t in targets if not is_there(t)]
    with made_folders(*(folder / jalur for jalur in ready.folder), keep=True):
        try:
            for t, content in targets.items():
                write_file(t, content, overwrite=overwrite, inputs=inputs)
        except BaseException:
            for t in new:
                with contextlib.suppress(OSError):
                    t.unlink()
            raise


def _text(text: str) -> bytes:
    # Notepad of older Windows knows neither bare line feeds nor UTF-8 without a mark.
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def indicator_text(b: Baris, kriteria: tuple[Kriteria, ...], n: NilaiIndikator | None) -> str:
    """What each level of an indicator's rubric asks for, best first, and the answer given."""
    rows = [f"{b.kode}  {b.teks}", f"Bobot: {short_number(b.bobot, 2)} poin" if b.bobot is not None else ""]
    if n is not None:
        typed = shown_figure(n.mentah or "menurut hitungannya")
        jawaban = "belum dijawab" if n.jawaban is None else f"{typed} ({short_number(n.skor, 2)} poin)"
        rows.append(f"Jawaban di LKE: {jawaban}")
    rows.append("")
    rows += [f"{k.pilihan}  {k.uraian}" for k in kriteria]
    return "\n".join(rows).rstrip() + "\n"


def _rows(b: Baris, n: NilaiIndikator | None, column: KolomPenilai | None, read: ReadCell) -> Iterator[NewRow]:
    """One row a link or named document of the cells Bukti and Catatan; one without a document when there is none."""
    jawaban = (n.mentah or "") if n is not None and n.jawaban is not None else ""
    bukti, note = (k.get(b.kode) for k in (column.bukti, column.catatan)) if column is not None else (None, None)
    word = str(note.nilai).strip() if note is not None else ""
    rows: list[tuple[str, str]] = []
    title = ""
    for part in read(bukti).bagian if bukti is not None else ():
        if part.tautan or title:
            rows.append((part.teks if part.tautan else "", title))
        title = "" if part.tautan else part.teks
    if title:
        rows.append(("", title))
    if note is not None:
        rows += titled_parts(read(note).bagian)
    for i, (dokumen, title) in enumerate(rows or [("", "")]):
        yield NewRow(b.kode, jawaban, dokumen, title, "" if i else word)
