"""The same satker in several files: which files belong together, and which one counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from zi_cli.batch.result import Ringkas
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.worksheet.recognise.labels import normal

_NAMA_DISEBUT = 5


class Versi(NamedTuple):
    """Files of one satker, the one that counts first, why it does, and the finding that says so."""

    indeks: tuple[int, ...]
    alasan: str
    temuan: Temuan


def group_versions(
    daftar: Sequence[Ringkas], penilai: SetPenilai, disebut: frozenset[str] = frozenset()
) -> list[Versi]:
    """Groups of two files or more of one satker, as indexes into *daftar*.

    Files are of one satker when their content is the same, or their satker code, or their satker
    name, abbreviations written out (unless two of that name bear different codes). Nothing is concluded from
    file names. A file that the register names (*disebut*) counts before all others.
    """
    induk = list(range(len(daftar)))

    def akar(i: int) -> int:
        while induk[i] != i:
            induk[i] = induk[induk[i]]
            i = induk[i]
        return i

    for anggota in _kunci_sama(daftar):
        for i in anggota[1:]:
            induk[akar(i)] = akar(anggota[0])
    kelompok: dict[int, list[int]] = defaultdict(list)
    for i in range(len(daftar)):
        kelompok[akar(i)].append(i)
    return [_choose(daftar, anggota, penilai, disebut) for anggota in kelompok.values() if len(anggota) > 1]


def _kunci_sama(daftar: Sequence[Ringkas]) -> Iterable[list[int]]:
    isi: dict[str, list[int]] = defaultdict(list)
    kode: dict[str, list[int]] = defaultdict(list)
    nama: dict[str, list[int]] = defaultdict(list)
    for i, r in enumerate(daftar):
        isi[r.sha256].append(i)
        if r.kode_satker:
            kode[normal(r.kode_satker)].append(i)
        if r.satker and (n := name_key(r.satker)):
            nama[n].append(i)
    yield from isi.values()
    yield from kode.values()
    for anggota in nama.values():
        if len({normal(daftar[i].kode_satker or "") for i in anggota} - {""}) <= 1:
            yield anggota


def _choose(daftar: Sequence[Ringkas], anggota: list[int], penilai: SetPenilai, disebut: frozenset[str]) -> Versi:
    """The one the register names, else the newest by what the files say.

    Newest: year, then stage, then the assessor furthest along the chain.
    """

    def kunci(i: int) -> tuple[bool, int, bool, int, int]:
        return daftar[i].nama in disebut, *_umur(daftar[i], penilai), -daftar[i].kosong

    urut = sorted(anggota, key=kunci, reverse=True)
    terpilih, kedua = daftar[urut[0]], daftar[urut[1]]
    lain = [daftar[i].nama for i in urut[1:]]
    sebutan = ", ".join(lain[:_NAMA_DISEBUT]) + (f", dan {len(lain) - _NAMA_DISEBUT} lagi" if lain[5:] else "")
    isi: dict[str, Any] = {"satker": terpilih.satker or terpilih.nama, "dipakai": terpilih.nama, "lain": sebutan}
    if all(daftar[i].sha256 == terpilih.sha256 for i in anggota):
        # A copy of what the register names is no surprise: its heap lies beside it.
        berat: Tingkat | None = "info" if terpilih.nama in disebut else None
        return Versi(tuple(urut), "isi sama", make_temuan("LKE130", tingkat=berat, **isi))
    if terpilih.nama in disebut and kedua.nama not in disebut:
        alasan = "disebut kolom Berkas LKE"
        return Versi(tuple(urut), alasan, make_temuan("LKE131", **isi, alasan=alasan))
    # Two equal files and an older one: the copies do not make the choice doubtful.
    if _umur(kedua, penilai) == _umur(terpilih, penilai) and kedua.sha256 != terpilih.sha256:
        alasan = "tidak dapat ditentukan yang terbaru; dipakai yang paling lengkap"
        return Versi(tuple(urut), alasan, make_temuan("LKE132", **isi))
    alasan = f"terbaru: {age_text(terpilih, penilai)}"
    return Versi(tuple(urut), alasan, make_temuan("LKE131", **isi, alasan=age_text(terpilih, penilai)))


def _umur(r: Ringkas, penilai: SetPenilai) -> tuple[int, bool, int]:
    return r.tahun or 0, r.tahap == "akhir", penilai.rank(r.penilai)


def age_text(r: Ringkas, penilai: SetPenilai) -> str:
    """Year, stage and assessor of a file in words."""
    return f"tahun {r.tahun or 'tidak tertulis'}, tahap {r.tahap}, penilai {penilai.nama(r.penilai)}"
