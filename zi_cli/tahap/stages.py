"""The stages of BAB III and IV as data: who acts, what proves each, and where its deadline comes from."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from zi_cli.config import Config
from zi_cli.named_tuple import NamedTuple

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
    hasil = []
    with (_DATA / "tahap.csv").open(encoding="utf-8", newline="") as f:
        for b in csv.DictReader(f, strict=True):
            satker = frozenset(cast(Jalan, s) for s in b["satker"].split())
            dikenal = satker <= set(get_args(Jalan)) and b["pelaku"] in load_actors()
            if not dikenal or b["bukti"] not in get_args(Bukti) or b["batas"] not in get_args(Batas):
                raise ValueError(f"tahap.csv: {b['kode']}: satker, pelaku, bukti, atau batas tidak dikenal")
            hasil.append(
                Tahap(
                    b["kode"], b["judul"], b["pendek"], satker, b["pelaku"], cast(Bukti, b["bukti"]), b["acuan"],
                    cast(Batas, b["batas"]), b["dasar"], b["jalur"],
                )
            )  # fmt: skip
    return tuple(hasil)


@cache
def load_actors() -> dict[str, str]:
    """Names of the actors by code, in the order of the chain."""
    with (_DATA / "pelaku.csv").open(encoding="utf-8", newline="") as f:
        return {b["kode"]: b["nama"] for b in csv.DictReader(f, strict=True)}


def scheduled(kode: str, konfigurasi: Config, tahun: int) -> date | None:
    """The day that the Sekretaris Jenderal's schedule gives stage *kode* in *tahun*; None when it gives none."""
    diatur = konfigurasi.jadwal.get(kode)
    if isinstance(diatur, date):
        return diatur if diatur.year == tahun else None
    return date(tahun, *diatur) if diatur is not None else None
