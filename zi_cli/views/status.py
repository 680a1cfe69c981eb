"""The state of a satker in words: one short label for tables, one sentence for the page."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from zi_cli.instrumen.tree import Instrumen, Predikat

Rekaman = Mapping[str, Any]


class Keadaan(NamedTuple):
    """A state: stable ``kode``, ``label`` for people, ``nada`` the style (baik, waspada, buruk)."""

    kode: str
    label: str
    nada: str


WBBM = Keadaan("wbbm", "Memenuhi WBBM", "baik")
WBK = Keadaan("wbk", "Memenuhi WBK", "baik")
PENDAHULUAN = Keadaan("pendahuluan", "Pengungkit memenuhi WBK", "baik")
BELUM_PASTI = Keadaan("belum-pasti", "Belum dapat dipastikan", "waspada")
BELUM = Keadaan("belum", "Belum memenuhi", "buruk")

#: All states, best first; the columns of the map.
SEMUA_KEADAAN = (WBBM, WBK, PENDAHULUAN, BELUM_PASTI, BELUM)


def keadaan(rekaman: Rekaman) -> Keadaan:
    """The state of a zi.score record over both predicates."""
    wbk, wbbm = rekaman["putusan"]["WBK"], rekaman["putusan"]["WBBM"]
    if wbbm["memenuhi"]:
        return WBBM
    if wbk["memenuhi"]:
        return WBK
    if rekaman["tahap"] == "pendahuluan" and wbk["pengungkit_memenuhi"]:
        return PENDAHULUAN
    return BELUM_PASTI if wbk["memenuhi_maks"] else BELUM


def keadaan_predikat(rekaman: Rekaman, predikat: Predikat) -> Keadaan:
    """The state of a record for one predicate."""
    putusan = rekaman["putusan"][predikat]
    if putusan["memenuhi"]:
        return Keadaan("memenuhi", "✓ memenuhi", "baik")
    if rekaman["tahap"] == "pendahuluan" and putusan["pengungkit_memenuhi"]:
        return Keadaan("pendahuluan", "✓ pengungkit memenuhi", "baik")
    if putusan["memenuhi_maks"]:
        return Keadaan("belum-pasti", "? belum dapat dipastikan", "waspada")
    return Keadaan("belum", "✗ belum memenuhi", "buruk")


def ambang_dinilai(rekaman: Rekaman, instrumen: Instrumen) -> frozenset[str]:
    """Kode of the thresholds the record's stage can judge: at the preliminary one Pengungkit's only."""
    pengungkit = next(b.kode for b in instrumen.baris if b.jenis == "komponen")
    return frozenset(
        a.kode
        for a in instrumen.ambang.daftar
        if rekaman["tahap"] == "akhir" or a.satuan == "persen" or a.simpul == pengungkit
    )


def putusan_kalimat(rekaman: Rekaman, baris_kosong: Sequence[int] = ()) -> tuple[str, str]:
    """The verdict in one sentence, and what to know about it ("" when nothing).

    *baris_kosong* are the worksheet rows without a usable answer, where they are known.
    """
    nama = keadaan(rekaman)
    if rekaman["tahap"] == "pendahuluan":
        tambahan = "Komponen Hasil belum dinilai; putusan ini baru atas Pengungkit dan keenam area."
        if rekaman["putusan"]["WBBM"]["pengungkit_memenuhi"]:
            return "Penilaian pendahuluan: pengungkit memenuhi kriteria Menuju WBBM", tambahan
        if nama is PENDAHULUAN:
            return "Penilaian pendahuluan: pengungkit memenuhi kriteria Menuju WBK", tambahan
        if nama is BELUM_PASTI:
            return f"Penilaian pendahuluan: {_bergantung(rekaman, baris_kosong)}", tambahan
        return "Penilaian pendahuluan: pengungkit belum memenuhi kriteria Menuju WBK", tambahan
    if nama is WBBM:
        return "Memenuhi kriteria Menuju WBBM", ""
    if nama is WBK:
        lanjut = " WBBM belum dapat dipastikan." if rekaman["putusan"]["WBBM"]["memenuhi_maks"] else ""
        return "Memenuhi kriteria Menuju WBK, belum memenuhi Menuju WBBM", lanjut.strip()
    if nama is BELUM_PASTI:
        return f"Menuju WBK {_bergantung(rekaman, baris_kosong)}", ""
    return "Belum memenuhi kriteria Menuju WBK", ""


def _bergantung(rekaman: Rekaman, baris: Sequence[int]) -> str:
    letak = f" (baris {', '.join(map(str, baris))})" if baris else ""
    return f"belum dapat dipastikan: bergantung pada {rekaman['kosong']} indikator tanpa jawaban{letak}"
