"""Which satker go into which letter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.surat.fields import load_kinds
from zi_cli.surat.material import BahanSatker, PermintaanSurat
from zi_cli.text import canonical_name


class Isi(NamedTuple):
    """The satker of one letter, and those it lists as not (yet) proposed."""

    bahan: tuple[BahanSatker, ...]
    lain: tuple[BahanSatker, ...] = ()


def kelompokkan(
    p: PermintaanSurat, kumpulan: Sequence[BahanSatker], *, disebut: bool, target: Predikat | None
) -> tuple[list[Isi], list[Temuan]]:
    """The letters to make of *kumpulan*, and findings about who is left out or that nobody is left.

    *disebut*: the user named these satker, so nobody is dropped in silence; a letter the data
    deny is refused instead.
    """
    if p.jenis in ("monev", "pencabutan"):
        kumpulan = [replace(b, predikat=target or _dimiliki(b)) for b in kumpulan]
        if p.kawasan:
            kumpulan = [
                b for b in kumpulan if b.satker and canonical_name(b.satker.kawasan or "") == canonical_name(p.kawasan)
            ]
        elif not disebut:
            kumpulan = [b for b in kumpulan if b.predikat] if p.jenis == "monev" else []
    elif not disebut:
        kumpulan = [b for b in kumpulan if b.predikat is not None]
    if p.jenis == "lhe" and p.jalur == "tpm" and not disebut:
        kumpulan = [b for b in kumpulan if b.predikat == "WBK"]
    if not kumpulan:
        return [], [make_temuan("SRT627", jenis=p.jenis, sebab=_sebab_kosong(p))]
    if p.kawasan and p.jenis in ("monev", "pencabutan"):
        return [Isi(tuple(kumpulan))], []
    if load_kinds()[p.jenis].per == "satker":
        return [Isi((b,)) for b in kumpulan], []
    return _gabungan(p, kumpulan, disebut=disebut)


def _gabungan(p: PermintaanSurat, kumpulan: Sequence[BahanSatker], *, disebut: bool) -> tuple[list[Isi], list[Temuan]]:
    temuan: list[Temuan] = []
    if p.jalur == "tpm" and not disebut:
        for b in kumpulan:
            if b.predikat == "WBBM":
                temuan.append(make_temuan("SRT628", satker=b.nama, sebab="jalur TPM hanya untuk WBK"))
        kumpulan = [b for b in kumpulan if b.predikat != "WBBM"]
    layak = tuple(b for b in kumpulan if b.kelayakan and b.kelayakan.layak is True)
    lain = tuple(b for b in kumpulan if b not in layak)
    if p.jenis != "pengajuan":
        if p.paksa is not None and disebut:
            return [Isi(tuple(kumpulan))], temuan
        return [Isi(layak, lain)], temuan
    if disebut:
        return [Isi(tuple(kumpulan))], temuan
    for b in lain:
        sebab = "; ".join(b.kelayakan.sebab) if b.kelayakan else "belum diperiksa"
        temuan.append(make_temuan("SRT628", satker=b.nama, sebab=sebab))
    if not layak:
        sebab = "tidak ada satker yang memenuhi nilai dan semua syarat"
        return [], [*temuan, make_temuan("SRT627", jenis=p.jenis, sebab=sebab)]
    return [Isi(layak)], temuan


def _dimiliki(b: BahanSatker) -> Predikat | None:
    dimiliki = b.satker.predikat if b.satker else None
    return next((p for p in PREDIKAT if p == dimiliki), None)


def _sebab_kosong(p: PermintaanSurat) -> str:
    if p.kawasan:
        return f"tidak ada satker dalam kawasan “{p.kawasan[:80]}” di register"
    if p.jenis == "pencabutan":
        return "sebutkan satkernya dengan --satker atau berkas LKE-nya"
    if p.jenis == "monev":
        return "tidak ada satker berpredikat di register (--data), dan tidak ada yang disebut"
    return "tidak ada satker berusulan WBK atau WBBM; sebutkan berkas, --dari, atau --data"
