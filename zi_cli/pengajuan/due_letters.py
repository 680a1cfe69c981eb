"""Which letters are due: for every proposal, for all of them together, for a predicate whose monev is due."""

from collections.abc import Iterable

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import SEMUA, Letters, SatkerNames
from zi_cli.pengajuan.register.read import Satker


class Holder(NamedTuple):
    """A satker as far as letters are concerned: what to call it, what it proposes, whether its monev is due."""

    nama: str
    usulan: str | None
    monev: bool = False


class DueLetter(NamedTuple):
    """A letter that is due: the satker's name (:data:`SEMUA` for all of them) and the code of its kind."""

    satker: str
    jenis: str


def due_letters(satker: Iterable[Holder]) -> list[DueLetter]:
    """The letters that are due of *satker*, in the guideline's order of kinds, then in the order given.

    Those for a satker that falls short are due once that is proven, which takes its worksheet: not here.
    """
    daftar = list(satker)
    usulan = [s for s in daftar if s.usulan in ("WBK", "WBBM")]
    hasil: list[DueLetter] = []
    for j in load_kinds().values():
        if j.saat == "usulan" and usulan:
            milik = [s.nama for s in usulan] if j.per == "satker" else [SEMUA]
        elif j.saat == "monev":
            milik = [s.nama for s in daftar if s.monev]
        else:
            continue
        hasil += [DueLetter(nama, j.kode) for nama in milik]
    return hasil


def missing_letters(jatuh: Iterable[DueLetter], ada: Letters, satker: Iterable[Satker]) -> list[DueLetter]:
    """Those of *jatuh* that have no row in *ada* yet, not even one that can't be used."""
    nama = SatkerNames(satker)
    return [d for d in jatuh if (d.jenis, _key(nama, d.satker)) not in ada.tertulis]


def _key(nama: SatkerNames, satker: str) -> str:
    return "" if satker == SEMUA else nama.key(satker)
