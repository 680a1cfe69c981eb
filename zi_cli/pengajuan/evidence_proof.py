"""The evidence behind a worksheet's answers, as it was last looked at: never more than a peringatan, never a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.bukti.layout import NAMA_KEADAAN, evidence_folder
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker, TemuanBerkas
from zi_cli.text import path_text
from zi_cli.text import tanggal as tulis_tanggal

if TYPE_CHECKING:
    from zi_cli.findings.record import Temuan


def with_evidence_proof(hasil: HasilPeriksa, aturan: Aturan, akar: Sequence[Path]) -> HasilPeriksa:
    """*hasil* with what is kept of each satker's evidence below one of *akar*; nothing is said where there is none."""
    return replace(hasil, satker=tuple(_one(h, aturan, akar) for h in hasil.satker))


def _one(h: HasilSatker, aturan: Aturan, akar: Sequence[Path]) -> HasilSatker:
    kode = h.satker.kode if h.satker is not None else None
    folder = next((f for a in akar if (f := evidence_folder(a, kode)) is not None), None)
    if folder is None:
        return h
    t = _judge(folder, h, aturan)
    return replace(h, temuan=(*h.temuan, TemuanBerkas(path_text(f"{folder.name}/{NAMA_KEADAAN}"), t)))


def _judge(folder: Path, h: HasilSatker, aturan: Aturan) -> Temuan:
    # Reading records back costs its import only where evidence is kept.
    from zi_cli.bukti.quarter_state import evidence_standing

    try:
        s = evidence_standing(folder, h.nama, aturan.tanggal if aturan.tanggal_disebut else None)
    except UnreadableInput as e:
        return e.temuan
    k = s.keadaan
    if k is None:
        return make_temuan("BKT843", folder=path_text(folder.name))
    isi: dict[str, Any] = {"triwulan": k.words, "tanggal": tulis_tanggal(k.tanggal)}
    if s.usang:
        return make_temuan("BKT844", sebab=s.usang, **isi)
    if k.berpoin is None or k.lke is None:
        return make_temuan("BKT844", sebab="diperiksa tanpa LKE", **isi)
    if h.bahan is not None and h.bahan.sha256 != k.lke:
        return make_temuan("BKT844", sebab="LKE-nya berubah sejak itu", **isi)
    if k.beres:
        return make_temuan("BKT846", banyak=k.berpoin.semua, **isi)
    temuan = f"{k.temuan.galat} kesalahan, {k.temuan.peringatan} peringatan"
    return make_temuan("BKT845", banyak=k.berpoin.semua, keadaan=k.berpoin.words(), temuan=temuan, **isi)
