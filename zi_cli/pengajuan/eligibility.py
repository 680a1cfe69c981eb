"""May this satker be proposed? Its requirements and the verdict of its worksheet, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from zi_cli.config import Config
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.instrumen.requirements import SetSyarat, Syarat
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.pengajuan.facts import Sumber, dicabut, instansi_facts, satker_facts
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import KOLOM, canonical_name
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.requirement import HasilSyarat, is_exempt, judge_syarat, teks_dua_desimal
from zi_cli.text import ringkas
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.worksheet.model import Penilai

#: Findings that, as galat, leave open which data are the satker's: it can't be told eligible.
_MENAHAN = frozenset({"DAT533", "DAT535", "DAT536", "SYR415"})
#: Dates that judge themselves when they lie after the submission (operators of the requirements).
_DINILAI_SENDIRI = frozenset({"mulai_wbk", "mulai_wbbm", "sptjm_tanggal", "tanggal_pencabutan"})


class TemuanBerkas(NamedTuple):
    """A finding and the file it is about (None: about the proposal as a whole)."""

    berkas: str | None
    temuan: Temuan


class Aturan(NamedTuple):
    """What a check goes by: the configuration, the requirements, the submission date.

    ``opsi`` are values of the ministry given on the command line, by kode of the requirement.
    """

    konfigurasi: Config
    syarat: SetSyarat
    tanggal: date
    opsi: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HasilSatker:
    """The answer for one satker.

    ``layak``: True eligible, False not, None when data are missing or the worksheet leaves the
    verdict open. ``nilai_memenuhi`` is the worksheet's half of it. ``alasan`` are the reasons in
    words, failures first; empty when eligible.
    """

    satker: Satker | None
    bahan: LkeFacts | None
    kode: str | None
    nama: str
    usulan: Predikat | None
    layak: bool | None
    penilai: Penilai | None
    nilai_memenuhi: bool | None
    syarat: tuple[HasilSyarat, ...]
    temuan: tuple[TemuanBerkas, ...]
    alasan: tuple[str, ...]

    @property
    def kurang(self) -> tuple[int, int]:
        """How many parts (the score and each requirement) fail, and how many are unknown."""
        bagian = [self.nilai_memenuhi, *(s.memenuhi for s in self.syarat)]
        return bagian.count(False), bagian.count(None)


def periksa_satker(
    aturan: Aturan,
    satker: Satker | None,
    bahan: LkeFacts | None,
    nama_daftar: str,
    temuan_awal: Iterable[Temuan] = (),
) -> HasilSatker:
    """Check one satker: *satker* is its register row, *bahan* its worksheet; either may be missing.

    *nama_daftar* prints before the register's cells; *temuan_awal* are findings about the row,
    its pairing and its calendar.
    """
    milik_daftar = [*temuan_awal]
    milik_lke: list[Temuan] = []
    usulan = _usulan(satker, bahan)
    hasil: list[HasilSyarat] = []
    if usulan is None:
        keadaan = "dinyatakan Tidak" if satker and satker.usulan == "Tidak" else "belum diisi"
        milik_daftar.append(make_temuan("SYR401", satker.sel.get("usulan") if satker else None, keadaan=keadaan))
    else:
        sumber = Sumber(aturan.konfigurasi, satker, nama_daftar, bahan, aturan.opsi)
        for s in aturan.syarat.berlaku(usulan):
            jawaban, temuan = _satu_syarat(s, usulan, sumber, aturan.tanggal)
            hasil.append(jawaban)
            milik_daftar += temuan
    if satker is not None:
        milik_daftar += _temuan_baris(satker, usulan, aturan.tanggal)
    nilai_memenuhi = None
    if bahan is not None:
        nilai_memenuhi = bahan.simpulan[usulan].memenuhi if usulan else None
        milik_lke = _temuan_lke(satker, bahan, usulan, nama_daftar, aturan.konfigurasi.instrumen.penilai)
    temuan_semua = (
        *(TemuanBerkas(nama_daftar or None, t) for t in milik_daftar),
        *(TemuanBerkas(bahan.nama if bahan else None, t) for t in milik_lke),
    )
    ganda = satker is not None and satker.ganda
    layak = _putuskan(usulan, nilai_memenuhi, hasil, milik_daftar, ganda=ganda)
    return HasilSatker(
        satker=satker,
        bahan=bahan,
        kode=(satker.kode if satker else None) or (bahan.kode_satker if bahan else None),
        nama=_nama(satker, bahan),
        usulan=usulan,
        layak=layak,
        penilai=bahan.penilai if bahan else None,
        nilai_memenuhi=nilai_memenuhi,
        syarat=tuple(hasil),
        temuan=temuan_semua,
        alasan=() if layak else tuple(_alasan(hasil, [*milik_lke, *milik_daftar], ganda=ganda)),
    )


def _usulan(satker: Satker | None, bahan: LkeFacts | None) -> Predikat | None:
    """The register's proposal; where it is blank, the one the worksheet itself names."""
    if satker is not None and satker.usulan is not None:
        return satker.usulan if satker.usulan != "Tidak" else None
    if satker is not None and "usulan" in satker.galat:
        return None
    return bahan.usulan if bahan is not None and bahan.usulan in PREDIKAT else None


def _nama(satker: Satker | None, bahan: LkeFacts | None) -> str:
    if satker is not None:
        return satker.sebutan
    return (bahan.satker or bahan.jalur.stem) if bahan else ""


def _satu_syarat(s: Syarat, usulan: Predikat, dari: Sumber, tanggal: date) -> tuple[HasilSyarat, list[Temuan]]:
    satker = dari.satker
    if s.kecuali and satker and satker.jenis and canonical_name(satker.jenis) == canonical_name(s.kecuali):
        sel = satker.sel.get("jenis")
        return is_exempt(s, usulan, f"{dari.nama_daftar}:{sel}" if sel else dari.nama_daftar), []
    temuan: list[Temuan] = []
    if s.tingkat == "instansi":
        fakta, _ = instansi_facts(s, dari.konfigurasi, dari.opsi)
    else:
        fakta, temuan = satker_facts(s, usulan, dari)
    hasil = judge_syarat(s, usulan, fakta, tanggal)
    sel = satker.sel.get(s.isian[usulan].partition(".")[2]) if satker else None
    if hasil.nihil:
        temuan.append(make_temuan("SYR409", sel, label=hasil.label))
    if hasil.pembulatan and isinstance(hasil.nilai, Fraction):
        angka, tampak = ringkas(hasil.nilai, 9), teks_dua_desimal(hasil.nilai)
        temuan.append(
            make_temuan("SYR410", sel, label=hasil.label, nilai=angka, minimal=hasil.minimal_teks, tampak=tampak)
        )
    return hasil, temuan


def _temuan_baris(satker: Satker, usulan: Predikat | None, tanggal: date) -> list[Temuan]:
    """What the row says that can't be, or that it should not propose."""
    temuan: list[Temuan] = []
    dimiliki = satker.predikat if satker.predikat in PREDIKAT else None
    if usulan and dimiliki and not dicabut(satker) and PREDIKAT.index(usulan) <= PREDIKAT.index(dimiliki):
        temuan.append(make_temuan("SYR402", satker.sel.get("usulan"), usulan=usulan, predikat=dimiliki))
    if dimiliki and dicabut(satker):
        sebab = f"Predikat saat ini {dimiliki}, padahal ada tanggal pencabutan sesudah penetapannya"
        temuan.append(make_temuan("DAT536", satker.sel.get("tanggal_pencabutan"), sebab=sebab))
    if satker.predikat == "Belum ada" and satker.tanggal_predikat and not satker.tanggal_pencabutan:
        sebab = "Tanggal penetapan predikat terisi, padahal predikat saat ini Belum ada"
        temuan.append(make_temuan("DAT536", satker.sel.get("predikat"), tingkat="peringatan", sebab=sebab))
    for k in KOLOM:
        hari = getattr(satker, k.field)
        if k.jenis != "tanggal" or k.field in _DINILAI_SENDIRI or hari is None or hari <= tanggal:
            continue
        temuan.append(
            make_temuan(
                "SYR415",
                satker.sel.get(k.field),
                tingkat="galat" if k.field == "pendahuluan_tanggal" else None,
                kolom=k.judul,
                nilai=tulis_tanggal(hari),
                tanggal=tulis_tanggal(tanggal),
            )
        )
    return temuan


def _temuan_lke(
    satker: Satker | None, bahan: LkeFacts, usulan: Predikat | None, nama_daftar: str, dikenal: SetPenilai
) -> list[Temuan]:
    """The worksheet against the proposal."""
    temuan = [*bahan.temuan]
    penilai = dikenal.nama(bahan.penilai)
    if dikenal.rank(bahan.penilai) < dikenal.rank(dikenal.penentu):
        temuan.append(make_temuan("SYR416", penilai=penilai))
    if usulan is None:
        return temuan
    di = f"{nama_daftar}:{satker.sel['usulan']}" if satker and "usulan" in satker.sel else bahan.nama
    simpulan = bahan.simpulan[usulan]
    if simpulan.memenuhi is False:
        gagal = "; ".join(simpulan.gagal)
        temuan.append(make_temuan("SYR403", usulan=usulan, usulan_di=di, penilai=penilai, gagal=gagal))
    elif simpulan.memenuhi is None:
        alasan = f": {simpulan.alasan}" if simpulan.alasan else ""
        isi = {"usulan": usulan, "penilai": penilai, "putusan": simpulan.putusan}
        temuan.append(make_temuan("SYR404", tingkat=None, alasan=alasan, **isi))
    if satker is not None and satker.usulan in PREDIKAT and bahan.usulan and bahan.usulan != satker.usulan:
        temuan.append(make_temuan("SYR408", usulan=satker.usulan, usulan_lke=bahan.usulan))
    return temuan


def _putuskan(
    usulan: Predikat | None,
    nilai: bool | None,
    syarat: Iterable[HasilSyarat],
    temuan: Iterable[Temuan],
    *,
    ganda: bool,
) -> bool | None:
    """False as soon as one part fails for certain; else None while one is unknown."""
    bagian = [nilai, *(s.memenuhi for s in syarat)]
    kode_galat = {t.kode for t in temuan if t.tingkat == "galat"}
    if False in bagian or "SYR402" in kode_galat:
        return False
    if usulan is None or None in bagian or ganda or kode_galat & _MENAHAN:
        return None
    return True


def _alasan(syarat: Iterable[HasilSyarat], temuan: Iterable[Temuan], *, ganda: bool) -> Iterable[str]:
    """The reasons in words: the score, failing requirements, missing data, then what else is wrong."""
    daftar, utama = [*temuan], ("SYR402", "SYR403", "SYR404")
    yield from (t.pesan for t in daftar if t.kode in utama)
    for memenuhi in (False, None):
        for s in syarat:
            if s.memenuhi is memenuhi:
                batas = f", seharusnya {s.minimal_teks}" if memenuhi is False else ""
                yield f"{s.label}: {s.nilai_teks}{batas}"
    if ganda:
        yield "Kodenya dipakai lebih dari satu baris daftar"
    yield from (t.pesan for t in daftar if t.tingkat == "galat" and t.kode not in (*utama, "DAT519"))
