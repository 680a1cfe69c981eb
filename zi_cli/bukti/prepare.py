"""The tree of a satker's evidence: a folder an indicator with what its rubric asks, and the table of documents."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zi_cli.bukti.layout import NAMA_BACA, NAMA_TABEL, indicator_folder, indicators
from zi_cli.bukti.ledger import NewRow, ledger_workbook
from zi_cli.bukti.links import titled_parts
from zi_cli.bukti.rules import opening_text
from zi_cli.bukti.subject import ReadCell, shown_cell
from zi_cli.evaluation import Evaluation
from zi_cli.files import check_target, made_folders, write_file
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import NilaiIndikator
from zi_cli.text import ringkas
from zi_cli.worksheet.model import KolomPenilai


class PreparedTree(NamedTuple):
    """The tree to write: its files by path below the root, its folders, and how many documents the LKE names."""

    isi: Mapping[str, bytes]
    folder: tuple[str, ...]
    dokumen: int


def prepare_tree(e: Evaluation | None, instrumen: Instrumen, read: ReadCell = shown_cell) -> PreparedTree:
    """All files and folders of the tree, the table filled from the columns Bukti and Catatan of the one who decides."""
    p = e.penentu if e is not None else None
    kolom = e.ws.penilai.get(p.penilai) if e is not None and p is not None else None
    kriteria = load_kriteria(instrumen)
    baris: list[NewRow] = []
    isi: dict[str, bytes] = {}
    folder: list[str] = []
    for b in indicators(instrumen):
        n = p.indikator.get(b.kode) if p is not None else None
        tempat = indicator_folder(instrumen, b)
        folder.append(tempat)
        isi[f"{tempat}/{NAMA_BACA}"] = _text(indicator_text(b, kriteria.get(b.kode, ()), n))
        baris += _rows(b, n, kolom, read)
    siapa = f" – {e.ws.satker}" if e is not None and e.ws.satker else ""
    isi[NAMA_BACA] = _text(opening_text().format(siapa=siapa, tabel=NAMA_TABEL, baca=NAMA_BACA, contoh=folder[0]))
    tahun = e.ws.tahun if e is not None else None
    isi[NAMA_TABEL] = ledger_workbook(instrumen, baris, tahun)
    return PreparedTree(isi, tuple(folder), sum(1 for b in baris if b.dokumen))


def write_tree(folder: Path, siap: PreparedTree, *, timpa: bool, masukan: Sequence[Path]) -> None:
    """Write the tree, whole or not at all; raises ``UnwritableOutput``."""
    tujuan = {folder / jalur: isi for jalur, isi in siap.isi.items()}
    for t in tujuan:
        check_target(t, timpa=timpa, masukan=masukan)
    baru = [t for t in tujuan if not t.exists()]
    with made_folders(*(folder / jalur for jalur in siap.folder), keep=True):
        try:
            for t, isi in tujuan.items():
                write_file(t, isi, timpa=timpa, masukan=masukan)
        except BaseException:
            for t in baru:
                with contextlib.suppress(OSError):
                    t.unlink()
            raise


def _text(teks: str) -> bytes:
    # Notepad of older Windows knows neither bare line feeds nor UTF-8 without a mark.
    return teks.replace("\n", "\r\n").encode("utf-8-sig")


def indicator_text(b: Baris, kriteria: tuple[Kriteria, ...], n: NilaiIndikator | None) -> str:
    """What each level of an indicator's rubric asks for, best first, and the answer given."""
    baris = [f"{b.kode}  {b.teks}", f"Bobot: {ringkas(b.bobot, 2)} poin" if b.bobot is not None else ""]
    if n is not None:
        jawaban = "belum dijawab" if n.jawaban is None else f"{n.mentah} ({ringkas(n.skor, 2)} poin)"
        baris.append(f"Jawaban di LKE: {jawaban}")
    baris.append("")
    baris += [f"{k.pilihan}  {k.uraian}" for k in kriteria]
    return "\n".join(baris).rstrip() + "\n"


def _rows(b: Baris, n: NilaiIndikator | None, kolom: KolomPenilai | None, read: ReadCell) -> Iterator[NewRow]:
    """One row a link or named document of the cells Bukti and Catatan; one without a document when there is none."""
    jawaban = (n.mentah or "") if n is not None and n.jawaban is not None else ""
    bukti, catatan = (k.get(b.kode) for k in (kolom.bukti, kolom.catatan)) if kolom is not None else (None, None)
    kata = str(catatan.nilai).strip() if catatan is not None else ""
    baris: list[tuple[str, str]] = []
    judul = ""
    for bagian in read(bukti).bagian if bukti is not None else ():
        if bagian.tautan or judul:
            baris.append((bagian.teks if bagian.tautan else "", judul))
        judul = "" if bagian.tautan else bagian.teks
    if judul:
        baris.append(("", judul))
    if catatan is not None:
        baris += titled_parts(read(catatan).bagian)
    for i, (dokumen, judul) in enumerate(baris or [("", "")]):
        yield NewRow(b.kode, jawaban, dokumen, judul, "" if i else kata)
