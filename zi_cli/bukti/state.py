"""The state of the evidence: for every indicator how many documents are how far, and for all of it the counts."""

from collections.abc import Iterable, Sequence

from zi_cli.bukti.collect_documents import Evidence, EvidenceDocument, Found
from zi_cli.bukti.evidence_findings import is_current
from zi_cli.bukti.folder_names import indicators
from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.findings.record import TINGKAT, Tingkat
from zi_cli.named_tuple import NamedTuple

BELUM, UNGGAH, DIPERIKSA, PERBAIKAN, LENGKAP = "belum", "unggah", "diperiksa", "perbaikan", "lengkap"
#: From the least to the most; an indicator is as far as its least document.
_FORWARD = (BELUM, PERBAIKAN, UNGGAH, DIPERIKSA, LENGKAP)


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
    by_code: dict[str, list[EvidenceDocument]] = {}
    for d in e.dokumen:
        by_code.setdefault(d.kode or "", []).append(d)
    wrong: dict[str, dict[Tingkat, int]] = {}
    for f in temuan:
        count = wrong.setdefault(f.temuan.indikator or "", dict.fromkeys(TINGKAT, 0))
        count[f.temuan.tingkat] += 1
    results = []
    for b in indicators(s.instrumen):
        dokumen = by_code.get(b.kode, [])
        status = dict.fromkeys(load_rules().status, 0)
        for d in dokumen:
            status[d.status or UNGGAH] += 1
        state = min((d.status or UNGGAH for d in dokumen), key=_FORWARD.index, default=BELUM)
        results.append(
            IndicatorState(
                b.kode,
                state,
                sum(1 for d in dokumen if not d.tautan),
                sum(1 for d in dokumen if d.tautan),
                status,
                tuple(sorted({d.triwulan for d in dokumen if d.triwulan is not None and is_current(d, s.tahun)})),
                wrong.get(b.kode, dict.fromkeys(TINGKAT, 0)),
            )
        )
    return results


def count_states(states: Sequence[IndicatorState]) -> dict[str, int]:
    """Number of indicators by how far they are, all five always present."""
    result = dict.fromkeys(load_rules().status, 0)
    for k in states:
        result[k.keadaan] += 1
    return result
