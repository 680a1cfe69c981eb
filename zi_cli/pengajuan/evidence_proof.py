"""The evidence behind a worksheet's answers, as it was last looked at: never more than a peringatan, never a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.bukti.layout import NAMA_KEADAAN, evidence_folder
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker, TemuanBerkas
from zi_cli.text import path_text
from zi_cli.text import tanggal as tulis_tanggal

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


def with_evidence_proof(hasil: HasilPeriksa, aturan: Aturan, akar: Sequence[Path]) -> HasilPeriksa:
    """*hasil* with what is kept of each satker's evidence below one of *akar*; nothing is said where there is none."""
    return replace(hasil, satker=tuple(_one(h, aturan, akar) for h in hasil.satker))


def _one(h: HasilSatker, aturan: Aturan, akar: Sequence[Path]) -> HasilSatker:
    kode = h.satker.kode if h.satker is not None else None
    dilihat = evidence_seen(kode, h.nama, h.bahan, aturan, akar)
    if dilihat is None:
        return h
    berkas = path_text(f"{dilihat.folder.name}/{NAMA_KEADAAN}")
    return replace(h, temuan=(*h.temuan, TemuanBerkas(berkas, dilihat.temuan)))


def evidence_below(kode: str | None, akar: Sequence[Path]) -> Path | None:
    """The folder of a satker's evidence below one of *akar*; None when there is none."""
    return next((f for a in akar if (f := evidence_folder(a, kode)) is not None), None)


def evidence_seen(
    kode: str | None, nama: str, bahan: LkeFacts | None, aturan: Aturan, akar: Sequence[Path]
) -> EvidenceSeen | None:
    """What is kept of the evidence of the satker *nama* below one of *akar*, held against its worksheet *bahan*."""
    folder = evidence_below(kode, akar)
    if folder is None:
        return None
    # Reading records back costs its import only where evidence is kept.
    from zi_cli.bukti.quarter_state import evidence_standing

    try:
        s = evidence_standing(folder, nama, aturan.tanggal if aturan.tanggal_disebut else None)
    except UnreadableInput as e:
        return EvidenceSeen(folder, None, None, e.temuan)
    k = s.keadaan
    if k is None:
        return EvidenceSeen(folder, None, None, make_temuan("BKT843", folder=path_text(folder.name)))
    isi: dict[str, Any] = {"triwulan": k.words, "tanggal": tulis_tanggal(k.tanggal)}
    usang = s.usang
    if not usang and (k.berpoin is None or k.lke is None):
        usang = "diperiksa tanpa LKE"
    elif not usang and bahan is not None and bahan.sha256 != k.lke:
        usang = "LKE-nya berubah sejak itu"
    if usang or k.berpoin is None:
        return EvidenceSeen(folder, k, None, make_temuan("BKT844", sebab=usang, **isi))
    if k.beres:
        return EvidenceSeen(folder, k, True, make_temuan("BKT846", banyak=k.berpoin.semua, **isi))
    temuan = f"{k.temuan.galat} kesalahan, {k.temuan.peringatan} peringatan"
    t = make_temuan("BKT845", banyak=k.berpoin.semua, keadaan=k.berpoin.words(), temuan=temuan, **isi)
    return EvidenceSeen(folder, k, False, t)
