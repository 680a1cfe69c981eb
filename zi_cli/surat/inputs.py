"""What the user typed, read strictly: kind, date, field values, template."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.files import is_there
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.register.cell_values import InvalidValue, read_date
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.fields import nearest_fields
from zi_cli.surat.material import RecordedPlan, Sumber
from zi_cli.text import path_text


def choose_kind(name: str) -> str:
    """The kind of letter called *name*; raises :class:`UserError` (exit 2)."""
    if name in load_kinds():
        return name
    near = nearest_fields(name, [*load_kinds(), "daftar"])
    suggestion = f"mungkin {near[0]}" if near else f"pilih: {', '.join(load_kinds())}"
    raise UserError(f"jenis surat “{name[:40]}” tidak dikenal; {suggestion} (bantuan: zi surat daftar)", EXIT_USAGE)


def read_day(text: str) -> date:
    """A date such as 2027-05-20, 20/05/2027 or "20 Mei 2027"; raises :class:`UserError` (exit 2)."""
    try:
        return read_date(text)
    except InvalidValue as e:
        raise UserError(f"--tanggal “{text[:40]}” bukan tanggal; tulis misalnya 2027-05-20", EXIT_USAGE) from e


def split_folders(jalur: Iterable[Path]) -> tuple[Path | None, tuple[Path, ...]]:
    """The one folder among *jalur*, and the files; raises :class:`UserError` (exit 2) for a mixture."""
    every = tuple(jalur)
    folder = [j for j in every if j.is_dir()]
    if folder and len(every) > 1:
        raise UserError("sebutkan satu folder saja, atau berkas-berkasnya", EXIT_USAGE)
    return (folder[0], ()) if folder else (None, every)


def read_fields(pairs: Iterable[str]) -> dict[str, str]:
    """``medan=isi`` pairs; raises :class:`UserError` (exit 2)."""
    results: dict[str, str] = {}
    for p in pairs:
        field, same, content = p.partition("=")
        if not same or not re.fullmatch(r"[a-z_]+\.[a-z_]+", field.strip()):
            raise UserError(f"--isi “{p[:60]}” harus berbentuk isian=isi, misalnya surat.sifat=Segera", EXIT_USAGE)
        results[field.strip()] = content.strip()
    return results


def choose_template(place: Path | None, kind: str) -> Path | None:
    """The user's template: the file itself, or ``<jenis>.docx`` of a folder (None: the packaged one)."""
    if place is None or not place.is_dir():
        return place
    file = place / f"{kind}.docx"
    return file if is_there(file) else None


def read_plan_source(jalur: Path, instrumen: Instrumen) -> RecordedPlan:
    """The plan that a letter quotes; raises :class:`UnreadableInput` (SRT632)."""
    from zi_cli.records.read_back import read_plan

    dokumen, step = read_plan(jalur, instrumen, "SRT632")
    source = Sumber(path_text(jalur.name), dokumen.sha256)
    return RecordedPlan(source, dokumen.isi["berkas"]["sha256"], dokumen.isi["target"], step)
