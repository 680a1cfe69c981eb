"""The fields of every letter as data: what each means, where it comes from, an example."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from zi_cli import tables
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds

Bentuk = Literal["teks", "daftar", "angka", "ya_tidak"]
_DATA = Path(__file__).parent / "data"
#: Fields of the signer, and where they come from by who signs (a kind's ``penanda``).
_SIGNATORY_FIELDS = frozenset({"ttd.nama", "ttd.jabatan", "ttd.nip"})
_SIGNATORY_SOURCE = {
    "pimpinan": "zi.toml [pimpinan] {kunci}, atau lembar Instansi",
    "sekretaris_jenderal": "zi.toml [sekretaris_jenderal] {kunci}, atau lembar Instansi",
    "ketua_tpi": "zi.toml [ketua_tpi] {kunci}, atau lembar Instansi",
    "biro": "Peserta rapat panel (lembar Instansi, atau [[panel]] zi.toml)",
    "kelompok": "kolom {kolom} di baris Kantor Wilayah atau Unit Eselon I itu di daftar satker",
    "kepala": "kolom {kolom} di daftar satker",
}


class Medan(NamedTuple):
    """One field of one or more kinds of letter.

    ``nama`` is dotted, "[]" stands for each item of a list. A field that is not ``wajib`` is
    blank when nothing is known; ``bisa_diisi`` ones can be given with ``--isi``.
    """

    nama: str
    jenis: frozenset[str]
    wajib: bool
    bentuk: Bentuk
    bisa_diisi: bool
    arti: str
    sumber: str
    contoh: str


@cache
def load_fields() -> tuple[Medan, ...]:
    """All fields; raises ValueError when the table is not consistent."""
    kinds = load_kinds()
    kind = frozenset(kinds)
    requested = {(j.kode, m) for j in kinds.values() for m in j.medan}
    results: list[Medan] = []
    present: set[tuple[str, str]] = set()
    for number, r in enumerate(read_table("medan.csv"), 2):
        milik = kind if r["jenis"] == "semua" else frozenset(r["jenis"].split())
        # The first row of a name is the one that a kind means which names the field.
        milik |= {j for j, m in requested if m == r["nama"] and (j, m) not in present}
        if not milik or milik - kind or r["bentuk"] not in get_args(Bentuk):
            raise ValueError(f"medan.csv:{number}: jenis atau bentuk tidak dikenal")
        for j in milik:
            if (j, r["nama"]) in present:
                raise ValueError(f"medan.csv:{number}: {r['nama']} ganda untuk {j}")
            present.add((j, r["nama"]))
        results.append(
            Medan(
                r["nama"], milik, _as_yes(r["wajib"]), cast(Bentuk, r["bentuk"]), _as_yes(r["isi"]), r["arti"],
                r["sumber"], r["contoh"],
            )
        )  # fmt: skip
    if tak_dikenal := sorted({m for _, m in requested} - {m.nama for m in results}):
        raise ValueError(f"jenis-surat.csv: medan {tak_dikenal[0]} tidak dikenal")
    return tuple(results)


@cache
def fields_of_kind(kind: str) -> dict[str, Medan]:
    """The fields of one kind of letter by name; those of the signer say where that letter's comes from."""
    results = {m.nama: m for m in load_fields() if kind in m.jenis}
    if origin := _SIGNATORY_SOURCE.get(load_kinds()[kind].penanda):
        for name in _SIGNATORY_FIELDS & results.keys():
            key = name.removeprefix("ttd.")
            column = f"{key.upper() if key == 'nip' else key.capitalize()} kepala"
            results[name] = results[name]._replace(sumber=origin.format(kunci=key, kolom=column))
    return results


def nearest_fields(name: str, choices: Iterable[str]) -> list[str]:
    """Known field names most like *name*, at most three."""
    from difflib import get_close_matches

    return get_close_matches(name, list(choices), n=3, cutoff=0.6)


def _as_yes(text: str) -> bool:
    if text not in ("ya", "tidak"):
        raise ValueError(f"medan.csv: “{text}” bukan ya atau tidak")
    return text == "ya"


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of one of the tables beside this module."""
    return tables.read_table(_DATA / name)
