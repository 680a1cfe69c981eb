"""Which letters are due: for every proposal, for all of them together, for a predicate whose monev is due."""

from collections.abc import Iterable

from zi_cli.config import Config
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import ALL, Letters, LetterWay, SatkerNames, on_way
from zi_cli.pengajuan.register.read_register import Satker


class Holder(NamedTuple):
    """A satker as far as letters are concerned: what to call it, what it proposes, whether its monev is due.

    ``tpm``: the TPM evaluates it (:func:`by_tpm`).
    """

    nama: str
    usulan: str | None
    monev: bool = False
    tpm: bool = False


class DueLetter(NamedTuple):
    """A letter that is due: the satker's name (:data:`SEMUA` for all of them), the code of its kind, whose way."""

    satker: str
    jenis: str
    jalur: LetterWay = "tpn"


def by_tpm(usulan: str | None, k: Config, satker: Satker | None = None) -> bool:
    """Whether the TPM evaluates the proposal *usulan* (BAB III A.1.d): WBK alone.

    The column Jalur of *satker* says so; where it is blank, the consent of KemenPANRB that *k* records.
    """
    content = satker.content("jalur") if satker is not None else None
    if content is None or content.keadaan in ("kosong", "tanpa kolom"):
        return usulan == "WBK" and k.persetujuan_tpm is not None
    return usulan == "WBK" and content.nilai == "tpm"


def due_letters(satker: Iterable[Holder]) -> list[DueLetter]:
    """The letters that are due of *satker*, in the guideline's order of kinds, then in the order given.

    Those for a satker that falls short are due once that is proven, which takes its worksheet: not here. A satker
    that the TPM evaluates has the letters of its way besides.
    """
    daftar = list(satker)
    usulan = [s for s in daftar if s.usulan in ("WBK", "WBBM")]
    results: list[DueLetter] = []
    for j in load_kinds().values():
        if j.saat == "monev":
            results += [DueLetter(s.nama, j.kode) for s in daftar if s.monev]
        elif j.saat == "usulan":
            tpm = [s for s in usulan if s.tpm] if j.jalur_tpm else []
            ways: dict[LetterWay, list[Holder]] = {"tpn": usulan, "tpm": tpm}
            for jalur, milik in ways.items():
                names = [s.nama for s in milik] if j.per == "satker" else [ALL][: len(milik)]
                results += [DueLetter(n, j.kode, jalur) for n in names]
    return results


def missing_letters(jatuh: Iterable[DueLetter], present: Letters, satker: Iterable[Satker]) -> list[DueLetter]:
    """Those of *jatuh* that have no row in *present* yet, not even one that can't be used."""
    name = SatkerNames(satker)
    return [d for d in jatuh if (on_way(d.jenis, d.jalur), _key(name, d.satker)) not in present.tertulis]


def _key(name: SatkerNames, satker: str) -> str:
    return "" if satker == ALL else name.key(satker)
