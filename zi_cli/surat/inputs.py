"""What the user typed, read strictly: kind, date, field values, template."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.values import InvalidValue, read_date
from zi_cli.surat.fields import nearest_fields
from zi_cli.surat.material import RecordedPlan, Sumber
from zi_cli.text import path_text


def choose_kind(nama: str) -> str:
    """The kind of letter called *nama*; raises :class:`UserError` (exit 2)."""
    if nama in load_kinds():
        return nama
    dekat = nearest_fields(nama, [*load_kinds(), "daftar"])
    saran = f"mungkin {dekat[0]}" if dekat else f"pilih: {', '.join(load_kinds())}"
    raise UserError(f"jenis surat “{nama[:40]}” tidak dikenal; {saran} (bantuan: zi surat daftar)", EXIT_USAGE)


def read_tanggal(teks: str) -> date:
    """A date such as 2027-05-20, 20/05/2027 or "20 Mei 2027"; raises :class:`UserError` (exit 2)."""
    try:
        return read_date(teks)
    except InvalidValue as e:
        raise UserError(f"--tanggal “{teks[:40]}” bukan tanggal; tulis misalnya 2027-05-20", EXIT_USAGE) from e


def split_folders(jalur: Iterable[Path]) -> tuple[Path | None, tuple[Path, ...]]:
    """The one folder among *jalur*, and the files; raises :class:`UserError` (exit 2) for a mixture."""
    semua = tuple(jalur)
    folder = [j for j in semua if j.is_dir()]
    if folder and len(semua) > 1:
        raise UserError("sebutkan satu folder saja, atau berkas-berkasnya", EXIT_USAGE)
    return (folder[0], ()) if folder else (None, semua)


def read_fields(pasangan: Iterable[str]) -> dict[str, str]:
    """``medan=isi`` pairs; raises :class:`UserError` (exit 2)."""
    hasil: dict[str, str] = {}
    for p in pasangan:
        medan, sama, isi = p.partition("=")
        if not sama or not re.fullmatch(r"[a-z_]+\.[a-z_]+", medan.strip()):
            raise UserError(f"--isi “{p[:60]}” harus berbentuk isian=isi, misalnya surat.sifat=Segera", EXIT_USAGE)
        hasil[medan.strip()] = isi.strip()
    return hasil


def choose_template(tempat: Path | None, jenis: str) -> Path | None:
    """The user's template: the file itself, or ``<jenis>.docx`` of a folder (None: the packaged one)."""
    if tempat is None or not tempat.is_dir():
        return tempat
    berkas = tempat / f"{jenis}.docx"
    return berkas if berkas.is_file() else None


def read_plan_source(jalur: Path, instrumen: Instrumen) -> RecordedPlan:
    """The plan that a letter quotes; raises :class:`UnreadableInput` (SRT632)."""
    from zi_cli.records.read_back import read_plan

    dokumen, langkah = read_plan(jalur, instrumen, "SRT632")
    sumber = Sumber(path_text(jalur.name), dokumen.sha256)
    return RecordedPlan(sumber, dokumen.isi["berkas"]["sha256"], dokumen.isi["target"], langkah)
