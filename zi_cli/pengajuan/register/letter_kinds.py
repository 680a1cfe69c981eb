"""The kinds of letter that the guideline knows, in its order: for whom, who signs, and when each is due."""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from zi_cli.named_tuple import NamedTuple
from zi_cli.tables import is_yes, read_rows
from zi_cli.text import canonical_name

#: One letter for each satker, each Kantor Wilayah, each Unit Eselon I, or for all; a column of the register where it
#: is one of the middle two.
Per = Literal["satker", "kanwil", "eselon1", "gabungan"]
#: What a letter's year is: that of the proposal, or of a report that may be sent early in the next year.
Tahun = Literal["usulan", "laporan"]
#: When a letter is due: with a proposal, for one proven to fall short, with the monev, once the step before it was
#: taken, or only when asked for.
Saat = Literal["usulan", "belum layak", "monev", "berantai", "diminta"]
_FILE = Path(__file__).with_name("jenis-surat.csv")


class Jenis(NamedTuple):
    """A kind of letter: one for each satker, for each group of them, or one for all (``per``).

    ``penanda`` names who signs: an official of the configuration, the head of the satker (``kepala``) or of the
    group (``kelompok``), the head of the planning bureau among the panel (``biro``), or nobody. ``tahun``
    says whose year the letter's is, ``saat`` when it is due; ``menteri``: from or to the Minister, so that it
    never shows hashes and codes. ``medan`` are fields it has besides those whose own rows (``surat/data/medan.csv``)
    name the kind: with them a further kind is one row and its template. ``jalur_tpm``: the TPM's way has one, too.
    """

    kode: str
    judul: str
    per: Per
    penanda: str
    tahun: Tahun
    saat: Saat
    menteri: bool
    dasar: str
    ringkasan: str
    medan: frozenset[str] = frozenset()
    jalur_tpm: bool = False


@cache
def load_kinds() -> dict[str, Jenis]:
    """All kinds of letter by code, in the guideline's order; raises ValueError when the table is not consistent."""
    results = {}
    for j in read_rows(_FILE, Jenis, menteri=is_yes, medan=lambda t: frozenset(t.split()), jalur_tpm=is_yes):
        for column, allowed in (("per", Per), ("tahun", Tahun), ("saat", Saat)):
            if (content := getattr(j, column)) not in get_args(allowed):
                raise ValueError(f"{_FILE.name}: {j.kode}: {column} “{content}” tidak dikenal")
        results[j.kode] = j
    return results


def kind_of_letter(text: str) -> Jenis | None:
    """The kind whose code or title is *text*, whatever its case and spaces; None when there is none."""
    flat = canonical_name(text)
    return next((j for j in load_kinds().values() if flat in (canonical_name(j.kode), canonical_name(j.judul))), None)
