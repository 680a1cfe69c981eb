"""What ``import zi_cli`` offers: score a file, check a folder, a folder as a table.

Every function works in the calling process (no worker processes), so a script needs no ``__main__`` guard.
Paths are text or :class:`~pathlib.Path`. What goes wrong is a :class:`~zi_cli.errors.UserError` with one
Indonesian line in ``pesan`` and the exit code of the command in ``kode_keluar``.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.config import find_config
from zi_cli.errors import EXIT_UNREADABLE, EXIT_USAGE, UserError
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.text import one_line
from zi_cli.worksheet.model import Penilai

if TYPE_CHECKING:
    import pandas as pd

    from zi_cli.pengajuan.check_register import HasilPeriksa
    from zi_cli.scoring.result import Penilaian

AnyPath = str | os.PathLike[str]


def score(
    path: AnyPath,
    *,
    penilai: Penilai | None = None,
    sandi: str | None = None,
    konfigurasi: AnyPath | None = None,
    instrumen: AnyPath | None = None,
) -> Penilaian:
    """Score the LKE in *path*: the answers of *penilai*, or of the highest assessor who decides.

    ``nilai`` of the result has the exact points (``Fraction``) of every node by kode and of ``"total"`` (0 to
    100), ``indikator`` each indicator's ratio 0 to 1 and points, ``putusan["WBK"]`` and ``putusan["WBBM"]`` the
    verdicts. *sandi* opens a protected file; *konfigurasi* is a ``zi.toml`` with stricter thresholds.
    *instrumen* is the name or the folder of the instrument; by default that of ``zi.toml``, else by the form of the
    file.

    Raises ``UnreadableInput`` when there is no LKE to read or the assessor asked for (or any who decides) gave
    no answers (LKE135), and ``ConfigRejected`` for a faulty ``zi.toml``.
    """
    from zi_cli.evaluation import evaluate, load_rules

    file = Path(path)
    rules = load_rules(_name(instrumen), _path(konfigurasi), [file], password=sandi)
    return evaluate(file, rules, penilai, password=sandi).penentu


def check_folder(
    path: AnyPath,
    *,
    data: AnyPath | None = None,
    tanggal: date | None = None,
    penilai: Penilai | None = None,
    konfigurasi: AnyPath | None = None,
    instrumen: AnyPath | None = None,
) -> HasilPeriksa:
    """Check whether the satker of the folder *path* may be proposed on *tanggal* (as configured, else today).

    *data* is the satker register (``satker.xlsx`` or ``satker.csv`` of the folder when not given), *konfigurasi*
    the ``zi.toml`` (that of the folder, or beside the register). ``satker`` of the result has an answer for each,
    ``layak`` True, False or None (not sure), with its reasons in ``alasan``. Files that can't be read are
    findings in ``temuan``, and the others go on. *instrumen* is as for :func:`score`.

    Raises ``UnreadableInput`` when the folder or the register can't be read, ``UserError`` when *path* is a file,
    ``ConfigRejected`` for a faulty ``zi.toml``.
    """
    from zi_cli.evaluation import load_rules
    from zi_cli.folder.discover import files_below
    from zi_cli.pengajuan.eligibility import proposal_rules
    from zi_cli.pengajuan.find_lke import find_register
    from zi_cli.pengajuan.folder_check import check_work_folder
    from zi_cli.pengajuan.register.instansi import read_instansi

    folder = _folder(path)
    berkas_daftar = _path(data) or find_register(folder)
    config_file = find_config(_path(konfigurasi), folder, berkas_daftar)
    berlaku = load_rules(_name(instrumen), config_file, files_below(folder), sheet=read_instansi(berkas_daftar))
    mentioned = (("usulan.tanggal", tanggal), ("usulan.penilai", penilai))
    berlaku = berlaku.without_doubt(*(key for key, nilai in mentioned if nilai is not None))
    rule = proposal_rules(berlaku, tanggal)
    chosen = penilai or berlaku.usulan.penilai
    check = check_work_folder(folder, berkas_daftar, rule, chosen, parallel=False)
    return replace(check.hasil, temuan=(*check.hasil.temuan, *check.gagal))


def table(
    path: AnyPath,
    *,
    penilai: Penilai | None = None,
    konfigurasi: AnyPath | None = None,
    instrumen: AnyPath | None = None,
) -> pd.DataFrame:
    """Score every LKE of the folder *path*: one row a satker, best first, the columns of ``zi batch``'s rekap.csv.

    ``pengungkit``, ``results``, ``total`` and ``nilai_maks`` are points, ``area_*`` percent of the area's weight,
    ``wbk`` and ``wbbm`` the verdicts in words, ``kosong`` the number of indicators without a usable answer.
    Files that can't be read are missing from the table: each is warned of, and they are in
    ``attrs["gagal"]``, what is wrong by file. *konfigurasi* is the ``zi.toml`` (that of the folder when not given).
    *instrumen* is as for :func:`score`.

    Raises ``UnreadableInput`` when *path* is missing, ``UserError`` when it is a file or holds no LKE,
    ``ConfigRejected`` for a faulty ``zi.toml``.
    """
    import pandas as pd

    from zi_cli.batch.file_result import Dinilai, Gagal
    from zi_cli.batch.recap import make_recap
    from zi_cli.batch.score_file import Tugas, prepare, score_file
    from zi_cli.evaluation import load_rules
    from zi_cli.folder.discover import BerkasGagal, discover, files_below
    from zi_cli.folder.result_store import StoredAt
    from zi_cli.pengajuan.find_lke import find_register

    folder = _folder(path)
    daftar = find_register(folder)
    config_file = find_config(_path(konfigurasi), folder, daftar)
    berlaku = load_rules(_name(instrumen), config_file, files_below(folder))
    discovery = discover(folder, excluded=[daftar] if daftar is not None else [])
    prepare(berlaku, penilai, False, False)
    results = []
    for b in discovery.berkas:
        h = score_file(Tugas(b))
        if isinstance(h, Dinilai):
            results.append((h.ringkas, StoredAt(0, 0)))  # the table needs no full record, none is kept
        elif isinstance(h, Gagal) and not h.was_readable:
            discovery.gagal.append(BerkasGagal(b.nama, b.grup, h.temuan))
    failed = {g.nama: f"{g.temuan.kode} {g.temuan.pesan}" for g in discovery.gagal}
    if not results and not failed:
        raise UserError(f"tidak ada LKE di “{one_line(str(folder))}”", EXIT_UNREADABLE)
    for message in failed.values():
        warnings.warn(message, stacklevel=2)
    rekap = make_recap(
        results,
        folder=folder,
        instrumen=berlaku.instrumen,
        config=berlaku,
        failed=discovery.gagal,
        skipped=discovery.dilewati,
        pendahuluan=False,
        readers=_not_kept,
    )
    tables = pd.DataFrame.from_records(list(rekap.table_rows()), columns=rekap.columns)
    tables.attrs["gagal"] = failed
    return tables


def _not_kept(letak: object) -> bytes:
    raise LookupError(letak)


def _name(instrumen: AnyPath | None) -> str | None:
    return os.fspath(instrumen) if instrumen is not None else None


def _path(path: AnyPath | None) -> Path | None:
    return Path(path) if path is not None else None


def _folder(path: AnyPath) -> Path:
    """The folder *path*; raises ``UnreadableInput`` when it is missing, a usage error when it is a file."""
    folder = Path(path)
    if not is_there(folder):
        raise UnreadableInput(make_temuan("LKE101", berkas=folder))
    if not folder.is_dir():
        raise UserError(f"“{one_line(str(folder))}” bukan folder; pakai score untuk satu berkas", EXIT_USAGE)
    return folder
