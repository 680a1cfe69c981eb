"""The recap against the satker register: may what is ranked be proposed?"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from zi_cli.files import real_path
from zi_cli.folder.discover import NO_GROUP
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import is_higher_office, name_key
from zi_cli.pengajuan.check_register import check_register
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import lke_path
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker, read_register
from zi_cli.pengajuan.register.surat_sheet import read_letters
from zi_cli.pengajuan.standing import StandingLetter, standing_letters


class Pendaftaran(NamedTuple):
    """A register and the rules to check it by."""

    daftar: DaftarSatker
    aturan: Aturan


class RegisteredAnswers(NamedTuple):
    """The check's answers: by path of the worksheet, of register rows that have none, and the letters due."""

    daftar: DaftarSatker
    tanggal: date
    tanggal_disebut: bool
    per_berkas: dict[str, HasilSatker]
    tanpa_lke: list[HasilSatker]
    surat: tuple[StandingLetter, ...]


def open_registration(data: Path, rules: Aturan) -> Pendaftaran:
    """Read the register *data* to check by *rules*; raises ``UnreadableInput`` when that can't be done."""
    return Pendaftaran(read_register(data, rules.konfigurasi.instrumen), rules)


def named_files(p: Pendaftaran, folder: Path, files: Iterable[str]) -> frozenset[str]:
    """Those of *files* (paths below *folder*) that a row of the register names."""
    sought: set[Path] = set()
    for s in p.daftar.satker:
        with suppress(ValueError):  # one that points outside is told by the check
            jalur = lke_path(s, p.daftar.berkas, [folder])
            if jalur is not None:
                sought.add(jalur)
    return frozenset(b for b in files if sought and real_path(folder / b) in sought)


def kanwil_reader(daftar: DaftarSatker) -> Callable[[Satker | None, str], str]:
    """Whose a satker is, by its row of *daftar* (None: it has none) and the folder its worksheet lies in.

    The row's Kanwil, or its Unit Eselon I. Where the register has a column for it, a folder counts only by the name of
    such an office: the one that letters were dropped into is nobody's.
    """
    column = any(s.content("kanwil").keadaan != "tanpa kolom" for s in daftar.satker)
    known = {name_key(k) for s in daftar.satker for k in (s.kanwil, s.eselon1) if k}

    def whose(row: Satker | None, folder: str) -> str:
        own = (row.kanwil or row.eselon1) if row is not None else None
        an_office = not column or name_key(folder) in known or is_higher_office(folder)
        return own or (folder if an_office else NO_GROUP)

    return whose


def check_eligibility(p: Pendaftaran, folder: Path, materials: Iterable[LkeFacts]) -> RegisteredAnswers:
    """Check every worksheet, other versions too, and every row of the register that proposes something."""
    result = check_register(p.aturan, p.daftar, list(materials), roots=[folder])
    return RegisteredAnswers(
        p.daftar,
        p.aturan.tanggal,
        p.aturan.tanggal_disebut,
        {h.bahan.nama: h for h in result.satker if h.bahan is not None},
        [h for h in result.satker if h.bahan is None],
        standing_letters(p.daftar, result, read_letters(p.daftar.berkas, p.daftar.satker), p.aturan.konfigurasi),
    )
