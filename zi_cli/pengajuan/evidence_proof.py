"""The evidence behind a worksheet's answers, as it was last looked at: never more than a peringatan, never a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.bukti.folder_names import STATE_NAME, evidence_folder
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.check_register import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker, TemuanBerkas
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import path_text

if TYPE_CHECKING:
    from zi_cli.bukti.quarter_state import QuarterState
    from zi_cli.findings.record import Temuan
    from zi_cli.pengajuan.lke_facts import LkeFacts


class EvidenceSeen(NamedTuple):
    """A satker's folder of evidence, the latest state kept there (None: none, or unreadable), and what it amounts to.

    ``lengkap``: complete (True), not complete when it was looked at (False), not to be told (None).
    """

    folder: Path
    keadaan: QuarterState | None
    lengkap: bool | None
    temuan: Temuan


def with_evidence_proof(result: HasilPeriksa, rules: Aturan, roots: Sequence[Path]) -> HasilPeriksa:
    """*result* with what is kept of each satker's evidence below one of *roots*; nothing where there is none."""
    return replace(result, satker=tuple(_one(h, rules, roots) for h in result.satker))


def _one(h: HasilSatker, rules: Aturan, roots: Sequence[Path]) -> HasilSatker:
    code = h.satker.kode if h.satker is not None else None
    dilihat = evidence_seen(code, h.nama, h.bahan, rules, roots)
    if dilihat is None:
        return h
    file = path_text(f"{dilihat.folder.name}/{STATE_NAME}")
    return replace(h, temuan=(*h.temuan, TemuanBerkas(file, dilihat.temuan)))


def evidence_below(code: str | None, roots: Sequence[Path]) -> Path | None:
    """The folder of a satker's evidence below one of *roots*; None when there is none."""
    return next((f for a in roots if (f := evidence_folder(a, code)) is not None), None)


def evidence_seen(
    code: str | None, name: str, material: LkeFacts | None, rules: Aturan, roots: Sequence[Path]
) -> EvidenceSeen | None:
    """What is kept of the evidence of the satker *name* below one of *roots*, held against its worksheet *material*."""
    folder = evidence_below(code, roots)
    if folder is None:
        return None
    # Reading records back costs its import only where evidence is kept.
    from zi_cli.bukti.quarter_state import evidence_standing

    try:
        s = evidence_standing(folder, name, rules.tanggal if rules.tanggal_disebut else None)
    except UnreadableInput as e:
        return EvidenceSeen(folder, None, None, e.temuan)
    k = s.keadaan
    if k is None:
        return EvidenceSeen(folder, None, None, make_temuan("BKT843", folder=path_text(folder.name)))
    content: dict[str, Any] = {"triwulan": k.words, "tanggal": tulis_tanggal(k.tanggal)}
    stale = s.usang
    if not stale and (k.berpoin is None or k.lke is None):
        stale = "diperiksa tanpa LKE"
    elif not stale and material is not None and material.sha256 != k.lke:
        stale = "LKE-nya berubah sejak itu"
    if stale or k.berpoin is None:
        return EvidenceSeen(folder, k, None, make_temuan("BKT844", sebab=stale, **content))
    if k.settled:
        return EvidenceSeen(folder, k, True, make_temuan("BKT846", banyak=k.berpoin.total, **content))
    temuan = f"{k.temuan.galat} kesalahan, {k.temuan.peringatan} peringatan"
    t = make_temuan("BKT845", banyak=k.berpoin.total, keadaan=k.berpoin.words(), temuan=temuan, **content)
    return EvidenceSeen(folder, k, False, t)
