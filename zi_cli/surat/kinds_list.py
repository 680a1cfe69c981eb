"""The list of kinds and fields, and copies of the templates to edit in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.files import check_target, write_file
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.template_check import own_template
from zi_cli.version import PROGRAM
from zi_cli.views.table import Table, data_columns

if TYPE_CHECKING:
    from zi_cli.records.types.surat import JenisSuratRecord, MedanSuratRecord

SCHEMA_DAFTAR: Final = "zi.surat-daftar/1"
_KIND_COLUMNS = ("jenis", "judul", "per", "dasar", "ringkasan", "medan")
_FIELD_COLUMNS = ("jenis", "medan", "wajib", "bentuk", "diisi", "arti", "sumber", "contoh")
_PER = {
    "satker": "satu tiap satker",
    "kanwil": "satu tiap Kantor Wilayah",
    "eselon1": "satu tiap Unit Eselon I",
    "gabungan": "satu untuk semua",
}


def kind_table(kind: Sequence[str]) -> Table:
    """All kinds (or those named) with their compulsory fields, for other programs."""
    kinds = [k for k in load_kinds().values() if not kind or k.kode in kind]
    rows = [(k.kode, k.judul, k.per, k.dasar, k.ringkasan, " ".join(_required(k.kode))) for k in kinds]
    return Table("Jenis surat", data_columns(_KIND_COLUMNS), rows)


def field_table(kinds: Sequence[str]) -> Table:
    """Every field of all kinds (or those named) with meaning, source and example, for other programs."""
    rows = [
        (j, m.nama, "ya" if m.wajib else "tidak", m.bentuk, "--isi" if m.bisa_diisi else "", m.arti, m.sumber, m.contoh)
        for j in load_kinds()
        if not kinds or j in kinds
        for m in fields_of_kind(j).values()
    ]
    return Table("Isian surat", data_columns(_FIELD_COLUMNS), rows)


def list_records(table: Table) -> Iterator[JenisSuratRecord | MedanSuratRecord]:
    """The rows of *table* as zi.surat-daftar/1 documents."""
    for row in table.baris:
        yield {"skema": SCHEMA_DAFTAR, "program": PROGRAM} | dict(  # type: ignore[misc]
            zip((k.judul for k in table.kolom), row, strict=True)
        )


def kind_words(kind: Sequence[str]) -> str:
    """The kinds for people."""
    kinds = [k for k in load_kinds().values() if not kind or k.kode in kind]
    return "\n\n".join(
        f"{k.kode}  {k.judul} ({_PER[k.per]}; {k.dasar})\n  {k.ringkasan}\n"
        f"  isian wajib: {', '.join(_required(k.kode))}"
        for k in kinds
    )


def field_words(kinds: Sequence[str]) -> str:
    """The fields for people."""
    parts: list[str] = []
    for kind in load_kinds().values():
        if kinds and kind.kode not in kinds:
            continue
        parts.append(f"{kind.kode}: {kind.judul}")
        for m in fields_of_kind(kind.kode).values():
            example = f"; contoh: {m.contoh}" if m.contoh else ""
            given = " [--isi]" if m.bisa_diisi else ""
            parts.append(f" {'*' if m.wajib else ' '} {m.nama}: {m.arti}. Sumber: {m.sumber}{example}{given}")
        parts.append("")
    return "\n".join([*parts, "* wajib; [--isi] dapat diisi dengan --isi isian=isi"])


def copy_templates(folder: Path, kinds: Sequence[str], *, overwrite: bool) -> list[Path]:
    """Copy the packaged templates into *folder* for editing; returns the files written."""
    targets = {folder / f"{j}.docx": own_template(j) for j in kinds or load_kinds()}
    for t in targets:
        check_target(t, overwrite=overwrite)
    for t, content in targets.items():
        write_file(t, content, overwrite=overwrite)
    return list(targets)


def _required(kind: str) -> list[str]:
    return [m.nama for m in fields_of_kind(kind).values() if m.wajib and "[]" not in m.nama]
