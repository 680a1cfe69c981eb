"""Letters written to files whole or not at all, and the list of what was written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.errors import EXIT_USAGE, UnwritableOutput, UserError
from zi_cli.files import check_target, write_file
from zi_cli.outgoing import csv_text
from zi_cli.records.score import temuan_record
from zi_cli.surat import audit
from zi_cli.surat.compose import TANDA_DRAF, Surat
from zi_cli.version import PROGRAM
from zi_cli.views.table import Cell, Table, data_columns

if TYPE_CHECKING:
    from zi_cli.records.types.surat import SuratRecord

SKEMA_SURAT: Final = "zi.surat/1"
FOLDER_BAKU = Path("surat")
#: Beside the letters: what each was made from.
NAMA_AUDIT = "lampiran-audit.csv"
KOLOM = ("jenis", "satker", "berkas", "pdf", "sha256", "galat", "peringatan")


@dataclass(frozen=True, slots=True)
class Tertulis:
    """A letter and the files made of it; both None when it was refused."""

    surat: Surat
    docx: Path | None
    pdf: Path | None


def write_letters(
    surat: Sequence[Surat], keluaran: Path | None, *, pdf: bool, timpa: bool, masukan: Iterable[Path] = ()
) -> list[Tertulis]:
    """Write every letter that was made, after checking all targets; with *pdf* a PDF beside each.

    *keluaran* is a folder, or a .docx file when there is one letter. Raises
    :class:`zi_cli.errors.UnwritableOutput` for a target that may not be written.
    """
    masukan = list(masukan)
    tujuan = _tujuan(surat, keluaran)
    for t in tujuan:
        if t is not None:
            for berkas in (t, t.with_suffix(".pdf")) if pdf else (t,):
                check_target(berkas, timpa=timpa, masukan=masukan)
    isi = {t.stem: s.docx for s, t in zip(surat, tujuan, strict=True) if t is not None and s.docx is not None}
    # The DOCX come first: they stand even when LibreOffice fails.
    for s, t in zip(surat, tujuan, strict=True):
        if t is not None and s.docx is not None:
            write_file(t, s.docx, timpa=timpa, masukan=masukan)
    _write_audit(surat, tujuan, masukan)
    hasil_pdf: dict[str, bytes] = {}
    if pdf and isi:
        from zi_cli.surat.pdf import to_pdf

        hasil_pdf = to_pdf(isi)
    hasil = []
    for s, t in zip(surat, tujuan, strict=True):
        berkas_pdf = None
        if t is not None and t.stem in hasil_pdf:
            berkas_pdf = t.with_suffix(".pdf")
            write_file(berkas_pdf, hasil_pdf[t.stem], timpa=timpa, masukan=masukan)
        hasil.append(Tertulis(s, t, berkas_pdf))
    return hasil


def _write_audit(surat: Sequence[Surat], tujuan: Sequence[Path | None], masukan: list[Path]) -> None:
    jejak = [
        (t, hashlib.sha256(s.docx).hexdigest(), s.jejak)
        for s, t in zip(surat, tujuan, strict=False)
        if t is not None and s.docx is not None
    ]
    write_audit(jejak, masukan)


def write_audit(jejak: Iterable[tuple[Path, str, Sequence[Sequence[str]]]], masukan: Iterable[Path] = ()) -> None:
    """Add letters (file, SHA-256, rows) to the audit file beside them; rows of other letters there stay.

    Raises :class:`UnwritableOutput` when the file there is none of ours.
    """
    per_folder: dict[Path, dict[str, list[list[str]]]] = {}
    for t, sha256, baris in jejak:
        if baris:
            per_folder.setdefault(t.parent, {})[t.name] = [[t.name, sha256, *b] for b in baris]
    for folder, baru in per_folder.items():
        write_file(folder / NAMA_AUDIT, partial(_with_rows, folder / NAMA_AUDIT, baru), timpa=True, masukan=masukan)


def _with_rows(berkas: Path, baru: Mapping[str, list[list[str]]], data: bytes) -> bytes:
    """The audit file *data* with the rows *baru* of each letter in place of those it had."""
    kepala = ("surat", "sha256_surat", *audit.KOLOM)
    lama: list[list[str]] = []
    if data:
        try:
            judul, *lama = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) or [[]]
        except (UnicodeDecodeError, csv.Error):
            judul = []
        if tuple(judul) != kepala:
            raise UnwritableOutput(f"“{berkas}” bukan lampiran audit; pindahkan, atau pakai --audit tidak")
    isi = [b for b in lama if b and b[0] not in baru] + [b for n in baru for b in baru[n]]
    return csv_text(kepala, isi).encode("utf-8-sig")


def _tujuan(surat: Sequence[Surat], keluaran: Path | None) -> list[Path | None]:
    jadi = [s for s in surat if s.docx is not None]
    if keluaran is not None and keluaran.suffix.lower() == ".docx":
        if len(surat) > 1:
            raise UserError(f"-o {keluaran.name}: ada {len(surat)} surat; sebutkan folder", EXIT_USAGE)
        if not surat:
            return []
        # A draft's name says so, whatever it was to be called.
        awal = TANDA_DRAF if jadi and jadi[0].nama.startswith(TANDA_DRAF) else ""
        return [keluaran.with_name(awal + keluaran.name.removeprefix(awal)) if jadi else None]
    folder = keluaran or FOLDER_BAKU
    dipakai: set[str] = set()
    hasil: list[Path | None] = []
    for s in surat:
        if s.docx is None:
            hasil.append(None)
            continue
        nama, n = s.nama, 2
        while nama.casefold() in dipakai:
            nama, n = f"{s.nama}-{n}", n + 1
        dipakai.add(nama.casefold())
        hasil.append(folder / f"{nama}.docx")
    return hasil


def surat_record(t: Tertulis, paksa: str | None) -> SuratRecord:
    """One letter as the contract zi.surat/1 has it."""
    return {
        "skema": SKEMA_SURAT,
        "program": PROGRAM,
        "jenis": t.surat.jenis,
        "satker": list(t.surat.satker),
        "berkas": str(t.docx) if t.docx else None,
        "pdf": str(t.pdf) if t.pdf else None,
        "sha256": _sha256(t),
        "paksa": paksa,
        "temuan": [temuan_record(x) for x in t.surat.temuan],
    }


def letter_words(tertulis: Sequence[Tertulis]) -> str:
    """The list for people: what was written, and what was refused."""
    baris = []
    for t in tertulis:
        siapa = _siapa(t)
        if t.docx is None:
            baris.append(f"ditolak  {t.surat.jenis}  {siapa}")
        else:
            baris.append(f"ditulis  {t.docx}" + (f"  {t.pdf.name}" if t.pdf else "") + f"  ({siapa})")
    return "\n".join(baris)


def letter_files(tertulis: Iterable[Tertulis]) -> Table:
    """One row a letter, for other programs."""
    return Table("Surat", data_columns(KOLOM), [_baris(t) for t in tertulis])


def _baris(t: Tertulis) -> tuple[Cell, ...]:
    tingkat = [x.tingkat for x in t.surat.temuan]
    return (
        t.surat.jenis, _siapa(t), str(t.docx or ""), str(t.pdf or ""), _sha256(t) or "",
        tingkat.count("galat"), tingkat.count("peringatan"),
    )  # fmt: skip


def _siapa(t: Tertulis) -> str:
    satker = t.surat.satker
    return satker[0] if len(satker) == 1 else f"{len(satker)} satker"


def _sha256(t: Tertulis) -> str | None:
    return hashlib.sha256(t.surat.docx).hexdigest() if t.docx is not None and t.surat.docx is not None else None
