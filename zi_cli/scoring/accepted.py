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
from zi_cli.text import excerpt, long_date, one_line

_SECTION = "pengecualian"
_KEYS = {"kode": "teks", "indikator": "teks", "alasan": "teks", "oleh": "teks", "sampai": "hari"}
_HEADER = "# Temuan yang diterima (zi lint --pengecualian), menurut kode dan indikatornya.\n"

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


def may_be_accepted(code: str) -> bool:
    """Whether a finding of this code may be accepted at all: never a galat, nor what touches a figure."""
    return code in CATALOGUE and CATALOGUE[code].dapat_diterima


def read_accepted(file: Path) -> list[Accepted]:
    """Read the list strictly; raises ``ConfigRejected`` with every finding about it."""
    return accepted_in(read_settings(file, "DAT506"), file.name)


def accepted_in(raw: bytes, name: str) -> list[Accepted]:
    """The entries of the list *raw* of the file *name*, read as strictly."""
    reader = TomlReader(name, "DAT506")
    content = reader.parse(raw)
    result = [*_entries(reader, content)] if not reader.temuan else []
    if reader.temuan:
        raise ConfigRejected(tuple(reader.temuan))
    return result


def _entries(p: TomlReader, content: dict[str, Any]) -> Iterable[Accepted]:
    used: set[Key] = set()
    for n, raw in enumerate(p.table("", content, {_SECTION: "daftar_bagian"}).get(_SECTION, ()), 1):
        jalur = f"{_SECTION} ke-{n}"
        if not isinstance(raw, dict):
            p.reject("DAT503", kunci=jalur, seharusnya=f"bagian [[{_SECTION}]]", nilai=excerpt(raw))
            continue
        rejected = len(p.temuan)
        x = p.table(jalur, raw, _KEYS)
        if len(p.temuan) > rejected:
            continue
        lacking = [k for k in _KEYS if k not in x]
        if lacking:
            p.reject("DAT507", kunci=jalur, sebab=f"belum memuat {', '.join(lacking)}")
            continue
        entry = Accepted(**x)
        if not may_be_accepted(entry.kode):
            p.reject("DAT507", kunci=jalur, sebab=refusal(entry.kode))
        elif entry.key in used:
            p.reject("DAT507", kunci=jalur, sebab=f"{entry.kode} {entry.indikator} sudah ada di atasnya")
        used.add(entry.key)
        yield entry


def refusal(code: str) -> str:
    """Why a finding of this code can't be accepted."""
    if code not in CATALOGUE:
        return f"kode {one_line(code)} tidak dikenal"
    reason = "kesalahan" if CATALOGUE[code].tingkat == "galat" else "menyangkut angka atau jawaban"
    return f"{code} tidak dapat diterima: {reason}"


def split_accepted(
    temuan: Iterable[Temuan], accepted: Sequence[Accepted], day: date
) -> tuple[list[Temuan], list[AcceptedFinding]]:
    """Findings that stay, and those that an entry in force covers; one graver than usual always stays."""
    berlaku = {a.key: a for a in accepted if a.sampai >= day}
    rest: list[Temuan] = []
    loose: list[AcceptedFinding] = []
    for t in temuan:
        entry = berlaku.get((t.kode, t.indikator))
        if entry is None or t.tingkat != CATALOGUE[t.kode].tingkat:
            rest.append(t)
        else:
            loose.append(AcceptedFinding(t, entry))
    return rest, loose


def stale_entries(accepted: Iterable[Accepted], used: Iterable[Accepted], day: date) -> list[str]:
    """Entries of no use any more, each with why, in words."""
    taken = {a.key for a in used}
    results: list[str] = []
    for a in accepted:
        if a.sampai < day:
            results.append(f"{a.kode} {a.indikator}: berakhir {long_date(a.sampai)}")
        elif a.key not in taken:
            results.append(f"{a.kode} {a.indikator}: temuannya tidak ada (lagi)")
    return results


def with_entry(old: bytes, entry: Accepted) -> bytes:
    """The list *old* (b"" for a new one) with *entry* at its end; what stands in it stays as it is."""
    content = {k: one_line(x) if isinstance(x, str) else x for k, x in entry._asdict().items()}
    rows = [f"{k} = {x if isinstance(x, date) else json.dumps(x, ensure_ascii=False)}" for k, x in content.items()]
    separator = "" if not old or old.endswith(b"\n") else "\n"
    header = "" if old else _HEADER
    return old + f"{separator}{header}\n[[{_SECTION}]]\n{chr(10).join(rows)}\n".encode()
