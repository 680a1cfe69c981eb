"""The state of the evidence: for every indicator how many documents are how far, and for all of it the counts."""

from collections.abc import Iterable, Sequence

from zi_cli.bukti.collect import Evidence, EvidenceDocument, Found
from zi_cli.bukti.judge import is_current
from zi_cli.bukti.layout import indicators
from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.findings.record import TINGKAT, Tingkat
from zi_cli.named_tuple import NamedTuple

BELUM, UNGGAH, DIPERIKSA, PERBAIKAN, LENGKAP = "belum", "unggah", "diperiksa", "perbaikan", "lengkap"
#: From the least to the most; an indicator is as far as its least document.
_MAJU = (BELUM, PERBAIKAN, UNGGAH, DIPERIKSA, LENGKAP)


class IndicatorState(NamedTuple):
    """One indicator: documents by status, the quarters that have one, findings by severity, and how far it is."""

    kode: str
    keadaan: str
    berkas: int
    tautan: int
    status: dict[str, int]
    triwulan: tuple[int, ...]
    temuan: dict[Tingkat, int]


def indicator_states(e: Evidence, s: Subject, temuan: Iterable[Found]) -> list[IndicatorState]:
    """One entry an indicator, area by area."""
    per_kode: dict[str, list[EvidenceDocument]] = {}
    for d in e.dokumen:
        per_kode.setdefault(d.kode or "", []).append(d)
    salah: dict[str, dict[Tingkat, int]] = {}
    for f in temuan:
        jumlah = salah.setdefault(f.temuan.indikator or "", dict.fromkeys(TINGKAT, 0))
        jumlah[f.temuan.tingkat] += 1
    hasil = []
    for b in indicators(s.instrumen):
        dokumen = per_kode.get(b.kode, [])
        status = dict.fromkeys(load_rules().status, 0)
        for d in dokumen:
            status[d.status or UNGGAH] += 1
        keadaan = min((d.status or UNGGAH for d in dokumen), key=_MAJU.index, default=BELUM)
        hasil.append(
            IndicatorState(
                b.kode,
                keadaan,
                sum(1 for d in dokumen if not d.tautan),
                sum(1 for d in dokumen if d.tautan),
                status,
                tuple(sorted({d.triwulan for d in dokumen if d.triwulan is not None and is_current(d, s.tahun)})),
                salah.get(b.kode, dict.fromkeys(TINGKAT, 0)),
            )
        )
    return hasil


def count_states(keadaan: Sequence[IndicatorState]) -> dict[str, int]:
    """Number of indicators by how far they are, all five always present."""
    hasil = dict.fromkeys(load_rules().status, 0)
    for k in keadaan:
        hasil[k.keadaan] += 1
    return hasil
