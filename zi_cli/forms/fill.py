"""From a worksheet that was read to the official form: same answers, notes and evidence, cleanly typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.findings.record import Sel
from zi_cli.forms.content import SUMMARY_ONLY, CoverIdentity, Formulir, IsianPenilai, Rubric, TakTerbawa
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import PREDIKAT, Baris, Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import has_answers, score_penilai
from zi_cli.text import nama_berkas, strip_controls
from zi_cli.worksheet.cells import Reading, parse_count, parse_option, parse_percent, parse_survey, raw_text
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Penilai, Worksheet
from zi_cli.worksheet.rubric import read_rubric

if TYPE_CHECKING:
    from zi_cli.pengajuan.register.read import Satker

#: Longest text a cell of a workbook holds.
_TEKS_MAKS = 32767

#: Folder of satker whose Kanwil the register does not name.
_TANPA_KANWIL = "Tanpa Kanwil"

#: Findings of the reader about answers that belong to no row of the instrument.
_TANPA_TEMPAT = frozenset({"LKE121", "LKE127"})
#: And those that leave open whose answers these are: the form has to be looked at before its verdict is believed.
_TANPA_PEMILIK = frozenset({"LKE113", "LKE114", "LKE115"})


def build_form(
    instrumen: Instrumen,
    ambang: SetAmbang,
    penilai: Iterable[Penilai],
    identitas: CoverIdentity,
    isian: Mapping[Penilai, IsianPenilai],
) -> Formulir:
    """A form with its scores, for the assessors *penilai* and all of *isian*, in rising order."""
    semua = {*penilai, *isian}
    return Formulir(
        instrumen=instrumen,
        ambang=ambang,
        penilai=tuple(p for p in instrumen.penilai.kode if p in semua),
        identitas=identitas,
        isian=isian,
        penilaian=nilai_isian(instrumen, ambang, isian),
    )


def nilai_isian(
    instrumen: Instrumen, ambang: SetAmbang, isian: Mapping[Penilai, IsianPenilai]
) -> dict[Penilai, Penilaian]:
    """Scores of the assessors of *isian* who answered anything."""
    hasil: dict[Penilai, Penilaian] = {}
    for p, isi in isian.items():
        # What a note says of a survey answer counts as it does in the worksheet it comes from.
        catatan = {k: Isian(n, Sel("", instrumen.per_kode[k].nomor, 1)) for k, n in isi.catatan.items()}
        jawaban = {k: Isian(n, Sel("", b.nomor, 0)) for k, n, b in _baris_isi(instrumen, isi)}
        kolom = KolomPenilai(p, jawaban, catatan=catatan)
        if has_answers(kolom):
            hasil[p] = score_penilai(kolom, {}, instrumen, ambang)
    return hasil


def _baris_isi(instrumen: Instrumen, isi: IsianPenilai) -> Iterable[tuple[str, str | int | float, Baris]]:
    return ((k, n, instrumen.per_kode[k]) for k, n in isi.jawaban.items())


def copy_to_form(
    ws: Worksheet,
    instrumen: Instrumen,
    ambang: SetAmbang,
    penilai: Iterable[Penilai],
    identitas: CoverIdentity,
    rubrik: Rubric = SUMMARY_ONLY,
) -> Formulir:
    """The form with everything of *ws* and the criteria *rubrik*; ``tidak_terbawa`` lists what has no place in it."""
    sisa: list[TakTerbawa] = []
    isian: dict[Penilai, IsianPenilai] = {}
    for p, kolom in ws.penilai.items():
        isi = _copy_assessors(kolom, instrumen, sisa)
        if isi.jawaban or isi.catatan or isi.bukti:
            isian[p] = isi
    sisa += [
        TakTerbawa(None, str(t.sel or ""), t.indikator or "", "", t.pesan)
        for t in ws.temuan
        if t.kode in _TANPA_TEMPAT | _TANPA_PEMILIK
    ]
    f = build_form(instrumen, ambang, penilai, identitas, isian)
    return replace(f, tidak_terbawa=tuple(sisa), asal=strip_controls(ws.nama), rubrik=rubrik)


def own_rubric(buku: Workbook, instrumen: Instrumen) -> Rubric:
    """The criteria that *buku* carries itself; what is only the instrument's summary (a form of ours) is not told."""
    from zi_cli.forms.lke_sheet import summary_rubric

    kriteria = load_kriteria(instrumen)
    teks = {
        kode: teks
        for kode, teks in read_rubric(buku, instrumen).items()
        if teks != summary_rubric(instrumen.per_kode[kode], instrumen, kriteria).strip()
    }
    return Rubric(teks, strip_controls(buku.nama), buku.sha256)


def _copy_assessors(kolom: KolomPenilai, instrumen: Instrumen, sisa: list[TakTerbawa]) -> IsianPenilai:
    jawaban: dict[str, str | int | float] = {}
    for b in instrumen.baris:
        isian = kolom.jawaban.get(b.kode)
        if b.jenis_jawaban is None or isian is None or b.jenis_jawaban == "persen":
            continue
        bacaan = _read(b, isian.nilai, instrumen)
        if isinstance(bacaan.nilai, str):
            jawaban[b.kode] = bacaan.nilai
        elif bacaan.nilai is not None:
            jawaban[b.kode] = int(bacaan.nilai) if b.jenis_jawaban == "jumlah" else float(bacaan.nilai)
        elif bacaan.masalah is not None:
            sisa.append(_tak_terbawa(kolom, isian, b.kode, "bukan jawaban yang berlaku pada baris ini"))
    _copy_percent(kolom, instrumen, jawaban, sisa)
    return IsianPenilai(
        jawaban,
        _copy_text(kolom, kolom.catatan, instrumen, sisa),
        _copy_text(kolom, kolom.bukti, instrumen, sisa),
    )


def _read(b: Baris, nilai: NilaiSel, instrumen: Instrumen) -> Reading:
    if b.jenis_jawaban == "jumlah":
        return parse_count(nilai)
    if b.jenis_jawaban == "nilai_0_4":
        return parse_survey(nilai, instrumen.survei_maksimum)
    return parse_option(nilai, tuple(instrumen.pilihan(b.kode)))


def _copy_percent(
    kolom: KolomPenilai, instrumen: Instrumen, jawaban: dict[str, str | int | float], sisa: list[TakTerbawa]
) -> None:
    """Typed percentages: kept where the counts do not decide, else the form computes them anew."""
    dihitung = nilai_isian(instrumen, instrumen.ambang, {kolom.penilai: IsianPenilai(jawaban)}).get(kolom.penilai)
    for b in instrumen.indikator:
        isian = kolom.jawaban.get(b.kode)
        if b.jenis_jawaban != "persen" or isian is None:
            continue
        bacaan = parse_percent(isian.nilai)
        hitungan = dihitung.indikator[b.kode].jawaban if dihitung is not None else None
        if isinstance(hitungan, Fraction):
            if not bacaan.kosong and not _sama(bacaan, hitungan):
                sisa.append(_tak_terbawa(kolom, isian, b.kode, "persentase dihitung ulang dari baris Jumlah"))
        elif bacaan.masalah is None and isinstance(bacaan.nilai, Fraction):
            jawaban[b.kode] = float(min(Fraction(1), bacaan.nilai))
            if bacaan.nilai > 1:
                sisa.append(_tak_terbawa(kolom, isian, b.kode, "lebih dari 100%; ditulis 100%"))
        elif bacaan.masalah is not None:
            sisa.append(_tak_terbawa(kolom, isian, b.kode, "bukan persentase 0–100% yang jelas"))


def _sama(bacaan: Reading, hitungan: Fraction) -> bool:
    """Whether the typed percentage is the computed one, to the digits it was written with."""
    return isinstance(bacaan.nilai, Fraction) and abs(bacaan.nilai - hitungan) <= max(
        bacaan.toleransi, Fraction(1, 1_000_000)
    )


def _copy_text(
    kolom: KolomPenilai, asal: Mapping[str, Isian], instrumen: Instrumen, sisa: list[TakTerbawa]
) -> dict[str, str]:
    hasil: dict[str, str] = {}
    for kode, isian in asal.items():
        teks = strip_controls(isian.nilai if isinstance(isian.nilai, str) else raw_text(isian.nilai) or "")
        if not teks.strip():
            continue
        if kode not in instrumen.per_kode:
            sisa.append(_tak_terbawa(kolom, isian, kode, "baris ini tidak ada di instrumen"))
            continue
        if len(teks) > _TEKS_MAKS:
            sisa.append(_tak_terbawa(kolom, isian, kode, f"lebih dari {_TEKS_MAKS} huruf; sisanya terpotong"))
        hasil[kode] = teks[:_TEKS_MAKS]
    return hasil


def _tak_terbawa(kolom: KolomPenilai, isian: Isian, kode: str, sebab: str) -> TakTerbawa:
    return TakTerbawa(kolom.penilai, str(isian.sel), kode, strip_controls(raw_text(isian.nilai) or ""), sebab)


def fill_from_register(daftar: Iterable[Satker], kosong: Formulir) -> Iterator[tuple[Path, Formulir]]:
    """For each satker of a register the path ``Kanwil/UPT/lke-<tahun>.xlsx`` and its form.

    Names become harmless parts of a path; two satker of one name are told apart by their kode.
    """
    for s, folder in satker_folders(daftar):
        identitas = register_identity(s, kosong.identitas)
        yield folder / f"lke-{identitas.tahun}.xlsx", replace(kosong, identitas=identitas)


def register_identity(s: Satker, tetapan: CoverIdentity) -> CoverIdentity:
    """Who the row *s* of a register is, as *tetapan* goes on about it."""
    return replace(
        tetapan,
        satker=strip_controls(s.nama or ""),
        kode=strip_controls(s.kode or ""),
        jenis=strip_controls(s.jenis or ""),
        kanwil=strip_controls(s.kanwil or ""),
        eselon1=strip_controls(s.eselon1 or ""),
        kepala=strip_controls(s.kepala_nama or ""),
        alamat=strip_controls(s.alamat or ""),
        usulan=tetapan.usulan or (s.usulan if s.usulan in PREDIKAT else ""),
    )


def satker_folders(daftar: Iterable[Satker]) -> Iterator[tuple[Satker, Path]]:
    """Each satker with its folder Kanwil/UPT; two satker of one name are told apart by their kode."""
    terpakai: set[str] = set()
    for s in daftar:
        folder = Path(nama_berkas(s.kanwil) if s.kanwil else _TANPA_KANWIL)
        dasar = nama_berkas(s.sebutan)
        nama = dasar
        for pembeda in chain([nama_berkas(s.kode or "2")], map(str, count(2))):
            if str(folder / nama).casefold() not in terpakai:
                break
            nama = f"{dasar} ({pembeda})"
        terpakai.add(str(folder / nama).casefold())
        yield s, folder / nama
