"""What lies behind a worksheet's figures beside the register: the survey's answers, the evidence's state."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker, TemuanBerkas
from zi_cli.pengajuan.evidence_proof import with_evidence_proof
from zi_cli.pengajuan.pairing import named_path
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.survei.against_lke import check_against_lke
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect import read_survey
from zi_cli.survei.summary import Choice, SurveyResult, summarise
from zi_cli.text import cuplik, path_text, ringkas


def with_proofs(
    hasil: HasilPeriksa, daftar: DaftarSatker | None, aturan: Aturan, akar: Sequence[Path] = ()
) -> HasilPeriksa:
    """*hasil* with what survey and evidence say; both are looked for beside the register and below *akar*."""
    tempat = list(dict.fromkeys([*akar, *([daftar.berkas.parent] if daftar is not None else [])]))
    return with_evidence_proof(with_survey_proof(hasil, daftar, aturan, akar), aturan, tempat)


_FIELD = "berkas_survei"


def with_survey_proof(
    hasil: HasilPeriksa, daftar: DaftarSatker | None, aturan: Aturan, akar: Sequence[Path] = ()
) -> HasilPeriksa:
    """*hasil* with what the files in the register's column "Berkas survei" say of the indices typed.

    Without that column nothing is said.
    """
    if daftar is None:
        return hasil
    return replace(hasil, satker=tuple(_one(h, daftar, aturan, akar) for h in hasil.satker))


def _one(h: HasilSatker, daftar: DaftarSatker, aturan: Aturan, akar: Sequence[Path]) -> HasilSatker:
    if h.satker is None or h.bahan is None or h.usulan is None or not h.bahan.survei:
        return h
    if h.satker.isi(_FIELD).keadaan == "tanpa kolom":
        return h
    nama_daftar = path_text(daftar.berkas.name)
    tambahan: list[TemuanBerkas] = []
    if h.satker.berkas_survei is None:
        for k, nilai, sel in h.bahan.survei:
            t = make_temuan("SVY731", sel, indeks=f"indeks {k.upper()}", diisi=ringkas(nilai))
            tambahan.append(TemuanBerkas(h.bahan.nama, t))
    else:
        sel = h.satker.sel[_FIELD]
        try:
            survei = _read(h.satker.berkas_survei, daftar, aturan, akar)
        except (ValueError, UnreadableInput) as e:
            sebab = e.temuan.pesan.rstrip(".") if isinstance(e, UnreadableInput) else "letaknya di luar folder ini"
            t = make_temuan("SVY734", sel, berkas=cuplik(h.satker.berkas_survei), sebab=sebab)
            tambahan.append(TemuanBerkas(nama_daftar, t))
        else:
            instrumen = aturan.konfigurasi.instrumen
            beda = check_against_lke(survei, instrumen, h.bahan.survei, tingkat="peringatan")
            tambahan += [TemuanBerkas(h.bahan.nama, t) for t in beda]
            ragu = _doubts(survei)
            if ragu:
                t = make_temuan("SVY735", sel, berkas=cuplik(h.satker.berkas_survei), temuan=ragu)
                tambahan.append(TemuanBerkas(nama_daftar, t))
    return replace(h, temuan=(*h.temuan, *tambahan))


def _read(nama: str, daftar: DaftarSatker, aturan: Aturan, akar: Sequence[Path]) -> SurveyResult:
    jalur = named_path(nama, daftar.berkas, akar)
    cara = aturan.konfigurasi.survei
    tanggal = aturan.tanggal if aturan.tanggal_disebut else None
    pilihan = Choice(cara.rumus, cara.gabungan, cara.bulan, tanggal=tanggal, bobot_skm=cara.bobot_skm)
    k = aturan.konfigurasi
    return summarise(read_survey([jalur], AnswerSettings()), pilihan, k.instrumen._replace(ambang=k.ambang))


def _doubts(survei: SurveyResult) -> str:
    """The survey's own kesalahan and peringatan, by code and title."""
    return "; ".join(dict.fromkeys(f"{t.pesan.rstrip('.')} ({t.kode})" for t in survei.temuan if t.tingkat != "info"))
