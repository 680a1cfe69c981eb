"""The stages of BAB III and IV as data: who acts, what proves each, and where its deadline comes from."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from zi_cli.config import Config
from zi_cli.named_tuple import NamedTuple
from zi_cli.tables import read_rows, read_table

#: Kinds of satker by the way they go; ``pemegang`` holds a predicate and is not proposed.
Jalan = Literal["upt", "kanwil", "eselon1", "pemegang"]
Bukti = Literal["data-dukung", "penilai", "surat", "evaluasi", "hasil", "predikat", "monev"]
Batas = Literal["", "triwulan", "jadwal", "pengajuan", "monev"]

_DATA = Path(__file__).parent / "data"


class Tahap(NamedTuple):
    """One stage: title and a short one, whose way it lies on, who acts, and its proof.

    ``acuan`` is the assessor or the kind of letter that the proof is; ``batas`` where the deadline comes from;
    ``jalur`` is "tpm" for a stage of the TPM's way alone (BAB III A.1.d).
    """

    kode: str
    judul: str
    pendek: str
    satker: frozenset[Jalan]
    pelaku: str
    bukti: Bukti
    acuan: str
    batas: Batas
    dasar: str
    jalur: str


@cache
def load_stages() -> tuple[Tahap, ...]:
    """All stages in order; raises ValueError for a table that is not consistent."""
    results = read_rows(_DATA / "tahap.csv", Tahap, satker=lambda t: frozenset(t.split()))
    for t in results:
        known = t.satker <= set(get_args(Jalan)) and t.pelaku in load_actors()
        if not known or t.bukti not in get_args(Bukti) or t.batas not in get_args(Batas):
            raise ValueError(f"tahap.csv: {t.kode}: satker, pelaku, bukti, atau batas tidak dikenal")
    return results


@cache
def load_actors() -> dict[str, str]:
    """Names of the actors by code, in the order of the chain."""
    return {b["kode"]: b["nama"] for b in read_table(_DATA / "pelaku.csv")}


def scheduled(code: str, config: Config, tahun: int) -> date | None:
    """The day that the Sekretaris Jenderal's schedule gives stage *code* in *tahun*; None when it gives none."""
    diatur = config.jadwal.get(code)
    if isinstance(diatur, date):
        return diatur if diatur.year == tahun else None
    return date(tahun, *diatur) if diatur is not None else None
