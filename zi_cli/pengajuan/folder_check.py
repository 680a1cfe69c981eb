"""The check of a whole folder: its register, its worksheets, and the answers, in one go."""

from pathlib import Path

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.check_register import HasilPeriksa, check_register
from zi_cli.pengajuan.eligibility import Aturan, TemuanBerkas
from zi_cli.pengajuan.find_lke import read_folder
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.proofs import with_proofs
from zi_cli.pengajuan.register.read_register import DaftarSatker, read_register
from zi_cli.worksheet.model import Penilai


class FolderCheck(NamedTuple):
    """The register (None without one), the worksheets, the answers, and the files that could not be read."""

    daftar: DaftarSatker | None
    bahan: tuple[LkeFacts, ...]
    hasil: HasilPeriksa
    gagal: tuple[TemuanBerkas, ...]


def check_work_folder(
    folder: Path, data: Path | None, rules: Aturan, penilai: Penilai | None = None, *, parallel: bool = True
) -> FolderCheck:
    """Check every satker of *folder* and its register *data* by *rules*; *parallel* lets worker processes read.

    Raises ``UnreadableInput`` when the register can't be read; worksheets that can't are in ``gagal``.
    """
    daftar = read_register(data, rules.konfigurasi.instrumen) if data is not None else None
    lke = read_folder(folder, daftar, rules.konfigurasi, penilai, parallel=parallel)
    result = with_proofs(check_register(rules, daftar, lke.bahan, roots=[folder]), daftar, rules, [folder])
    return FolderCheck(daftar, tuple(lke.bahan), result, tuple(lke.gagal))
