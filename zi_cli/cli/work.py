"""What a command about a folder goes by: the register in it, the configuration beside it, the proposal they state."""

import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from zi_cli.cli.options import Proposal, Rules, parse_date_option, parse_penilai
from zi_cli.config import Config
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder.discover import files_below
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import Aturan, proposal_rules
from zi_cli.pengajuan.find_lke import find_register
from zi_cli.text import path_text
from zi_cli.worksheet.model import Penilai


class Work(NamedTuple):
    """One answer for ``check``, ``batch``, ``report``, ``kerja``.

    ``data`` is the register, ``konfigurasi`` what zi.toml and the sheet Instansi say, ``aturan`` the rules of the
    proposal with its date; ``penilai`` is whose assessment was asked for (None: who decides unasked).
    """

    data: Path | None
    konfigurasi: Config
    aturan: Aturan
    penilai: Penilai | None


def work_folder(folder: Path | None) -> Path | None:
    """*folder*, else the current one where a register is in it."""
    return folder or (Path() if find_register(Path()) is not None else None)


def required_folder(folder: Path | None, *, or_file: bool = False) -> Path:
    """As :func:`work_folder`; a usage error (exit 2) when there is neither, or a file without *or_file*."""
    present = work_folder(folder)
    if present is None:
        raise typer.BadParameter("sebut FOLDER, atau jalankan di folder yang memuat satker.xlsx")
    if is_there(present) and not (or_file or present.is_dir()):
        raise typer.BadParameter(f"“{present}” adalah berkas, bukan folder")
    return present


def existing_folder(folder: Path, instead: str = "") -> Path:
    """*folder*, which is to be read; refused when it is not there (exit 3) or is a file (exit 2, what to do)."""
    if not is_there(folder):
        raise UnreadableInput(make_temuan("LKE101", berkas=path_text(str(folder))))
    if not folder.is_dir():
        raise typer.BadParameter(f"“{folder}” adalah berkas, bukan folder{instead}")
    return folder


def open_work(
    folder: Path | None,
    rules: Rules | None = None,
    proposal: Proposal | None = None,
    penilai: str | None = None,
    *,
    files: Iterable[Path] | None = None,
    password: str | None = None,
    say: bool = True,
) -> Work:
    """The register of *folder* (unless *proposal* names one) and all it implies; *files* are those to be read.

    What options say outweighs what the sheet Instansi or zi.toml says. What the sheet says and can't be used is told
    (*say*; False where the result tells it). Usage errors end with exit 2, a faulty configuration with 3.
    """
    usul = proposal or Proposal()
    day = parse_date_option(usul.tanggal) if usul.tanggal is not None else None
    data = find_register(folder) if usul.data is None and folder is not None else usul.data
    _notice_unread(folder, data)
    candidate = files if files is not None else files_below(folder) if folder is not None else ()
    config = (rules or Rules()).beside(folder, data).load(candidate, password=password, daftar=data)
    mentioned = (("usulan.tahun", usul.tahun), ("usulan.tanggal", usul.tanggal), ("usulan.penilai", penilai))
    config = config.without_doubt(*(key for key, nilai in mentioned if nilai is not None))
    if say:
        say_doubts(config)
    chosen = parse_penilai(penilai or config.usulan.penilai, config.instrumen)
    return Work(data, config, proposal_rules(config, day, usul.tahun), chosen)


def say_doubts(k: Config) -> None:
    """Say on standard error what the sheet Instansi says and can't be used, with its cell."""
    if k.lembar is not None and k.temuan:
        from zi_cli.views.findings import finding_line

        name = path_text(k.lembar.berkas.name)
        sys.stderr.writelines(f"zi: {finding_line(t, name)}\n" for t in k.temuan)


def _notice_unread(folder: Path | None, data: Path | None) -> None:
    """Say on standard error what a person may believe to be read: what Excel has not saved, zi.toml.txt."""
    if data is not None and is_there(data.with_name(f"~${data.name}")):
        name = path_text(data.name)
        sys.stderr.write(f"zi: {name} sedang terbuka di Excel; yang belum disimpan tidak terbaca\n")
    place = folder or (data.parent if data is not None else None)
    if place is not None and is_there(place / "zi.toml.txt"):
        sys.stderr.write("zi: zi.toml.txt tidak dibaca; ganti namanya menjadi zi.toml\n")
