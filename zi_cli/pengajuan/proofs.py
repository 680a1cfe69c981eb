"""What lies behind a worksheet's figures beside the register: the survey's answers, the evidence's state."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.check_register import HasilPeriksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker, TemuanBerkas
from zi_cli.pengajuan.evidence_proof import with_evidence_proof
from zi_cli.pengajuan.pairing import named_path
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.survei.against_lke import check_against_lke
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect_answers import read_survey
from zi_cli.survei.summary import Choice, SurveyResult, summarise
from zi_cli.text import excerpt, path_text, short_number


def with_proofs(
    result: HasilPeriksa, daftar: DaftarSatker | None, rules: Aturan, roots: Sequence[Path] = ()
) -> HasilPeriksa:
    """*result* with what survey and evidence say; both are looked for beside the register and below *roots*."""
    places = list(dict.fromkeys([*roots, *([daftar.berkas.parent] if daftar is not None else [])]))
    return with_evidence_proof(with_survey_proof(result, daftar, rules, roots), rules, places)


_FIELD = "berkas_survei"


def with_survey_proof(
    result: HasilPeriksa, daftar: DaftarSatker | None, rules: Aturan, roots: Sequence[Path] = ()
) -> HasilPeriksa:
    """*result* with what the files in the register's column "Berkas survei" say of the indices typed.

    Without that column nothing is said.
    """
    if daftar is None:
        return result
    return replace(result, satker=tuple(_one(h, daftar, rules, roots) for h in result.satker))


def _one(h: HasilSatker, daftar: DaftarSatker, rules: Aturan, roots: Sequence[Path]) -> HasilSatker:
    if h.satker is None or h.bahan is None or h.usulan is None or not h.bahan.survei:
        return h
    if h.satker.content(_FIELD).keadaan == "tanpa kolom":
        return h
    list_name = path_text(daftar.berkas.name)
    extras: list[TemuanBerkas] = []
    if h.satker.berkas_survei is None:
        for k, nilai, cell in h.bahan.survei:
            t = make_temuan("SVY731", cell, indeks=f"indeks {k.upper()}", diisi=short_number(nilai))
            extras.append(TemuanBerkas(h.bahan.nama, t))
    else:
        cell = h.satker.sel[_FIELD]
        try:
            survei = _read(h.satker.berkas_survei, daftar, rules, roots)
        except (ValueError, UnreadableInput) as e:
            reason = e.temuan.pesan.rstrip(".") if isinstance(e, UnreadableInput) else "letaknya di luar folder ini"
            t = make_temuan("SVY734", cell, berkas=excerpt(h.satker.berkas_survei), sebab=reason)
            extras.append(TemuanBerkas(list_name, t))
        else:
            instrumen = rules.konfigurasi.instrumen
            differences = check_against_lke(survei, instrumen, h.bahan.survei, level="peringatan")
            extras += [TemuanBerkas(h.bahan.nama, t) for t in differences]
            doubt = _doubts(survei)
            if doubt:
                t = make_temuan("SVY735", cell, berkas=excerpt(h.satker.berkas_survei), temuan=doubt)
                extras.append(TemuanBerkas(list_name, t))
    return replace(h, temuan=(*h.temuan, *extras))


def _read(name: str, daftar: DaftarSatker, rules: Aturan, roots: Sequence[Path]) -> SurveyResult:
    jalur = named_path(name, daftar.berkas, roots)
    way = rules.konfigurasi.survei
    tanggal = rules.tanggal if rules.tanggal_disebut else None
    choice = Choice(way.rumus, way.gabungan, way.bulan, tanggal=tanggal, bobot_skm=way.bobot_skm)
    k = rules.konfigurasi
    answers = read_survey([jalur], AnswerSettings(hingga=rules.tanggal))
    return summarise(answers, choice, k.instrumen._replace(ambang=k.ambang))


def _doubts(survei: SurveyResult) -> str:
    """The survey's own kesalahan and peringatan, by code and title."""
    return "; ".join(dict.fromkeys(f"{t.pesan.rstrip('.')} ({t.kode})" for t in survei.temuan if t.tingkat != "info"))
