"""Letters written to files whole or not at all, and the list of what was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.errors import EXIT_USAGE, UnwritableOutput, UserError
from zi_cli.files import check_target, sha256, write_file
from zi_cli.outgoing import csv_text
from zi_cli.records.score import temuan_record
from zi_cli.surat import audit
from zi_cli.surat.compose import DRAFT_MARK, Surat
from zi_cli.version import PROGRAM
from zi_cli.views.table import Cell, Table, data_columns

if TYPE_CHECKING:
    from zi_cli.records.types.surat import SuratRecord

SCHEMA_SURAT: Final = "zi.surat/1"
DEFAULT_FOLDER = Path("surat")
#: Beside the letters: what each was made from.
AUDIT_NAME = "lampiran-audit.csv"
COLUMNS = ("jenis", "satker", "berkas", "pdf", "sha256", "galat", "peringatan")


@dataclass(frozen=True, slots=True)
class Tertulis:
    """A letter and the files made of it; both None when it was refused."""

    surat: Surat
    docx: Path | None
    pdf: Path | None


def write_letters(
    surat: Sequence[Surat], output: Path | None, *, pdf: bool, overwrite: bool, inputs: Iterable[Path] = ()
) -> list[Tertulis]:
    """Write every letter that was made, after checking all targets; with *pdf* a PDF beside each.

    *output* is a folder, or a .docx file when there is one letter. Raises
    :class:`zi_cli.errors.UnwritableOutput` for a target that may not be written.
    """
    inputs = list(inputs)
    targets = _destinations(surat, output)
    for t in targets:
        if t is not None:
            for file in (t, t.with_suffix(".pdf")) if pdf else (t,):
                check_target(file, overwrite=overwrite, inputs=inputs)
    content = {t.stem: s.docx for s, t in zip(surat, targets, strict=True) if t is not None and s.docx is not None}
    # The DOCX come first: they stand even when LibreOffice fails.
    for s, t in zip(surat, targets, strict=True):
        if t is not None and s.docx is not None:
            write_file(t, s.docx, overwrite=overwrite, inputs=inputs)
    _write_audit(surat, targets, inputs)
    pdf_result: dict[str, bytes] = {}
    if pdf and content:
        from zi_cli.surat.pdf import to_pdf

        pdf_result = to_pdf(content)
    results = []
    for s, t in zip(surat, targets, strict=True):
        pdf_file = None
        if t is not None and t.stem in pdf_result:
            pdf_file = t.with_suffix(".pdf")
            write_file(pdf_file, pdf_result[t.stem], overwrite=overwrite, inputs=inputs)
        results.append(Tertulis(s, t, pdf_file))
    return results


def _write_audit(surat: Sequence[Surat], targets: Sequence[Path | None], inputs: list[Path]) -> None:
    trail = [
        (t, sha256(s.docx), s.jejak)
        for s, t in zip(surat, targets, strict=False)
        if t is not None and s.docx is not None
    ]
    write_audit(trail, inputs)


def write_audit(trail: Iterable[tuple[Path, str, Sequence[Sequence[str]]]], inputs: Iterable[Path] = ()) -> None:
    """Add letters (file, SHA-256, rows) to the audit file beside them; rows of other letters there stay.

    Raises :class:`UnwritableOutput` when the file there is none of ours.
    """
    by_folder: dict[Path, dict[str, list[list[str]]]] = {}
    for t, digest, row in trail:
        if row:
            by_folder.setdefault(t.parent, {})[t.name] = [[t.name, digest, *b] for b in row]
    for folder, new in by_folder.items():
        write_file(folder / AUDIT_NAME, partial(_with_rows, folder / AUDIT_NAME, new), overwrite=True, inputs=inputs)


def _with_rows(file: Path, new: Mapping[str, list[list[str]]], data: bytes) -> bytes:
    """The audit file *data* with the rows *new* of each letter in place of those it had."""
    header = ("surat", "sha256_surat", *audit.COLUMNS)
    old: list[list[str]] = []
    if data:
        try:
            titles, *old = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) or [[]]
        except (UnicodeDecodeError, csv.Error):
            titles = []
        if tuple(titles) != header:
            raise UnwritableOutput(f"“{file}” bukan lampiran audit; pindahkan, atau pakai --audit tidak")
    content = [b for b in old if b and b[0] not in new] + [b for n in new for b in new[n]]
    return csv_text(header, content).encode("utf-8-sig")


def _destinations(surat: Sequence[Surat], output: Path | None) -> list[Path | None]:
    made = [s for s in surat if s.docx is not None]
    if output is not None and output.suffix.lower() == ".docx":
        if len(surat) > 1:
            raise UserError(f"-o {output.name}: ada {len(surat)} surat; sebutkan folder", EXIT_USAGE)
        if not surat:
            return []
        # A draft's name says so, whatever it was to be called.
        start = DRAFT_MARK if made and made[0].nama.startswith(DRAFT_MARK) else ""
        return [output.with_name(start + output.name.removeprefix(start)) if made else None]
    folder = output or DEFAULT_FOLDER
    used: set[str] = set()
    results: list[Path | None] = []
    for s in surat:
        if s.docx is None:
            results.append(None)
            continue
        name, n = s.nama, 2
        while name.casefold() in used:
            name, n = f"{s.nama}-{n}", n + 1
        used.add(name.casefold())
        results.append(folder / f"{name}.docx")
    return results


def surat_record(t: Tertulis, paksa: str | None) -> SuratRecord:
    """One letter as the contract zi.surat/1 has it."""
    return {
        "skema": SCHEMA_SURAT,
        "program": PROGRAM,
        "jenis": t.surat.jenis,
        "satker": list(t.surat.satker),
        "berkas": str(t.docx) if t.docx else None,
        "pdf": str(t.pdf) if t.pdf else None,
        "sha256": _sha256(t),
        "paksa": paksa,
        "temuan": [temuan_record(x) for x in t.surat.temuan],
    }


def letter_words(written: Sequence[Tertulis]) -> str:
    """The list for people: what was written, and what was refused."""
    rows = []
    for t in written:
        who = _about_whom(t)
        if t.docx is None:
            rows.append(f"ditolak  {t.surat.jenis}  {who}")
        else:
            rows.append(f"ditulis  {t.docx}" + (f"  {t.pdf.name}" if t.pdf else "") + f"  ({who})")
    return "\n".join(rows)


def letter_files(written: Iterable[Tertulis]) -> Table:
    """One row a letter, for other programs."""
    return Table("Surat", data_columns(COLUMNS), [_listed_row(t) for t in written])


def _listed_row(t: Tertulis) -> tuple[Cell, ...]:
    levels = [x.tingkat for x in t.surat.temuan]
    return (
        t.surat.jenis, _about_whom(t), str(t.docx or ""), str(t.pdf or ""), _sha256(t) or "",
        levels.count("galat"), levels.count("peringatan"),
    )  # fmt: skip


def _about_whom(t: Tertulis) -> str:
    satker = t.surat.satker
    return satker[0] if len(satker) == 1 else f"{len(satker)} satker"


def _sha256(t: Tertulis) -> str | None:
    return sha256(t.surat.docx) if t.docx is not None and t.surat.docx is not None else None
