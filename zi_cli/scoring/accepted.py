"""Findings that a person has accepted, with a reason, a name and an expiry; kept by indicator and code, not by cell."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from zi_cli.config import ConfigRejected, read_settings
from zi_cli.findings.catalogue import CATALOGUE
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import cuplik, one_line, tanggal

_BAGIAN = "pengecualian"
_KUNCI = {"kode": "teks", "indikator": "teks", "alasan": "teks", "oleh": "teks", "sampai": "hari"}
_KEPALA = "# Temuan yang diterima (zi lint --pengecualian), menurut kode dan indikatornya.\n"

Key = tuple[str, str | None]


class Accepted(NamedTuple):
    """One accepted finding; it holds up to and on the day ``sampai``."""

    kode: str
    indikator: str
    alasan: str
    oleh: str
    sampai: date

    @property
    def key(self) -> Key:
        """What it goes by."""
        return self.kode, self.indikator


class AcceptedFinding(NamedTuple):
    """A finding left out of the list, and who accepted it."""

    temuan: Temuan
    oleh: Accepted


def may_be_accepted(kode: str) -> bool:
    """Whether a finding of this code may be accepted at all: never a galat, nor what touches a figure."""
    return kode in CATALOGUE and CATALOGUE[kode].dapat_diterima


def read_accepted(berkas: Path) -> list[Accepted]:
    """Read the list strictly; raises ``ConfigRejected`` with every finding about it."""
    pembaca = TomlReader(berkas.name, "DAT506")
    isi = pembaca.parse(read_settings(berkas, "DAT506"))
    hasil = [*_entries(pembaca, isi)] if not pembaca.temuan else []
    if pembaca.temuan:
        raise ConfigRejected(tuple(pembaca.temuan))
    return hasil


def _entries(p: TomlReader, isi: dict[str, Any]) -> Iterable[Accepted]:
    dipakai: set[Key] = set()
    for n, mentah in enumerate(p.tabel("", isi, {_BAGIAN: "daftar_bagian"}).get(_BAGIAN, ()), 1):
        jalur = f"{_BAGIAN} ke-{n}"
        if not isinstance(mentah, dict):
            p.reject("DAT503", kunci=jalur, seharusnya=f"bagian [[{_BAGIAN}]]", nilai=cuplik(mentah))
            continue
        ditolak = len(p.temuan)
        x = p.tabel(jalur, mentah, _KUNCI)
        if len(p.temuan) > ditolak:
            continue
        kurang = [k for k in _KUNCI if k not in x]
        if kurang:
            p.reject("DAT507", kunci=jalur, sebab=f"belum memuat {', '.join(kurang)}")
            continue
        entri = Accepted(**x)
        if not may_be_accepted(entri.kode):
            p.reject("DAT507", kunci=jalur, sebab=refusal(entri.kode))
        elif entri.key in dipakai:
            p.reject("DAT507", kunci=jalur, sebab=f"{entri.kode} {entri.indikator} sudah ada di atasnya")
        dipakai.add(entri.key)
        yield entri


def refusal(kode: str) -> str:
    """Why a finding of this code can't be accepted."""
    if kode not in CATALOGUE:
        return f"kode {one_line(kode)} tidak dikenal"
    sebab = "kesalahan" if CATALOGUE[kode].tingkat == "galat" else "menyangkut angka atau jawaban"
    return f"{kode} tidak dapat diterima: {sebab}"


def split_accepted(
    temuan: Iterable[Temuan], diterima: Sequence[Accepted], hari: date
) -> tuple[list[Temuan], list[AcceptedFinding]]:
    """Findings that stay, and those that an entry in force covers; one graver than usual always stays."""
    berlaku = {a.key: a for a in diterima if a.sampai >= hari}
    sisa: list[Temuan] = []
    lepas: list[AcceptedFinding] = []
    for t in temuan:
        entri = berlaku.get((t.kode, t.indikator))
        if entri is None or t.tingkat != CATALOGUE[t.kode].tingkat:
            sisa.append(t)
        else:
            lepas.append(AcceptedFinding(t, entri))
    return sisa, lepas


def stale_entries(diterima: Iterable[Accepted], dipakai: Iterable[Accepted], hari: date) -> list[str]:
    """Entries of no use any more, each with why, in words."""
    terpakai = {a.key for a in dipakai}
    hasil: list[str] = []
    for a in diterima:
        if a.sampai < hari:
            hasil.append(f"{a.kode} {a.indikator}: berakhir {tanggal(a.sampai)}")
        elif a.key not in terpakai:
            hasil.append(f"{a.kode} {a.indikator}: temuannya tidak ada (lagi)")
    return hasil


def with_entry(lama: bytes, entri: Accepted) -> bytes:
    """The list *lama* (b"" for a new one) with *entri* at its end; what stands in it stays as it is."""
    isi = {k: one_line(x) if isinstance(x, str) else x for k, x in entri._asdict().items()}
    baris = [f"{k} = {x if isinstance(x, date) else json.dumps(x, ensure_ascii=False)}" for k, x in isi.items()]
    pemisah = "" if not lama or lama.endswith(b"\n") else "\n"
    kepala = "" if lama else _KEPALA
    return lama + f"{pemisah}{kepala}\n[[{_BAGIAN}]]\n{chr(10).join(baris)}\n".encode()
