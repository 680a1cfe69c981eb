"""What an output is about: satker, file, assessor, instrument, thresholds, configuration."""

from collections.abc import Sequence
from datetime import date

from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.text import long_date
from zi_cli.worksheet.model import Worksheet

Fact = tuple[str, str]


def satker_facts(ws: Worksheet, *, sheet: bool = False) -> list[Fact]:
    """Satker and file, with *sheet* the sheets that were read."""
    satker = (ws.satker or "tidak tertulis di berkas") + (f", tahun {ws.tahun}" if ws.tahun else "")
    di = f" (lembar {', '.join(ws.lembar)})" if sheet else ""
    return [("Satker", satker), ("Berkas", f"{ws.nama}{di}, {short_hash(ws.sha256)}")]


def assessor_fact(p: Penilaian, instrumen: Instrumen, every: Sequence[Penilaian] = ()) -> Fact:
    """The assessor, and which others (*every*) there are."""
    tersedia = f"; tersedia: {', '.join(instrumen.penilai.name_of(x.penilai) for x in every)}" if every else ""
    return "Penilai", f"{instrumen.penilai.name_of(p.penilai)}{tersedia}"


def rule_facts(instrumen: Instrumen, ambang: SetAmbang) -> list[Fact]:
    """Instrument and thresholds."""
    return [("Instrumen", f"{instrumen.nama}, {instrumen.dasar_hukum}"), ("Ambang", thresholds(ambang))]


def thresholds(ambang: SetAmbang) -> str:
    """The set of thresholds, what it was compared with, and what is stricter in it."""
    strict = f"; diperketat: {', '.join(ambang.diubah)}" if ambang.diubah else ""
    return f"{ambang.nama}, {ambang.diverifikasi}{strict}"


def proposal_day(day: date, *, mentioned: bool) -> str:
    """The date of the proposal; *mentioned*: somebody gave it (else it is today's, and that is said)."""
    return long_date(day) if mentioned else f"{long_date(day)} (hari ini; tanggal pengajuan belum diisi)"


def short_hash(sha256: str) -> str:
    """The beginning of a SHA-256, enough to tell files apart."""
    return f"SHA-256 {sha256[:16]}…"
