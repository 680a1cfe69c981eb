"""What lies behind a worksheet's figures beside the register: the survey's answers, the evidence's state."""

from collections.abc import Sequence
from pathlib import Path

from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.evidence_proof import with_evidence_proof
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.survey_proof import with_survey_proof


def with_proofs(
    hasil: HasilPeriksa, daftar: DaftarSatker | None, aturan: Aturan, akar: Sequence[Path] = ()
) -> HasilPeriksa:
    """*hasil* with what survey and evidence say; both are looked for beside the register and below *akar*."""
    tempat = list(dict.fromkeys([*akar, *([daftar.berkas.parent] if daftar is not None else [])]))
    return with_evidence_proof(with_survey_proof(hasil, daftar, aturan, akar), aturan, tempat)
