"""What assessors note beside answers, and the figures they give in passing: SAKIP, TLHP. Silent when in doubt."""

import re
from contextlib import suppress
from fractions import Fraction
from typing import Literal

from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel
from zi_cli.instrumen.requirements import Skala
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.values import InvalidValue, Persen, persen
from zi_cli.scoring.survey_notes import FIGURE, GAP, NOTE_LENGTH
from zi_cli.text import rata
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.model import BELUM_DIHITUNG, Isian, NilaiSel, Penilai

_PENANDA = r"(?:predikat|nilai|kategori|peringkat|memperoleh|mendapat|hasil|adalah|sebesar|[:=(])\s*[\"“(]?"
_SAKIP_HURUF = re.compile(rf"\bSAKIP\b(?:{GAP}{_PENANDA}|\s+)(?P<huruf>AA|A|BB|B|CC|C|D)(?!\w|\.\w)", re.ASCII)
_SAKIP_ANGKA = re.compile(rf"\bSAKIP\b(?:{GAP}{_PENANDA}|\s+)(?=\d\d){FIGURE}")
_TLHP = re.compile(
    rf"\b(?:TLHP|TLRHP|tindak lanjut hasil (?:pengawasan|pemeriksaan))\b{GAP}"
    r"(?<![\d.,/])(?P<isi>\d{1,3}(?:[.,]\d{1,6})?\s*%|\d{1,6}\s*(?:/|dari)\s*\d{1,6}(?![\d/]))",
    re.IGNORECASE,
)


class Catatan(NamedTuple):
    """A figure found in a note: a SAKIP grade, or a TLHP ratio, with its cell and its words."""

    perihal: Literal["sakip", "tlhp"]
    huruf: str | None
    persen: Persen | None
    teks: str
    sel: Sel


def read_notes(isian: Isian, sakip: Skala) -> list[Catatan]:
    """The SAKIP and TLHP figures of one note; none when it names none plainly."""
    if not isinstance(isian.nilai, str):
        return []
    teks = isian.nilai[:NOTE_LENGTH]
    hasil: list[Catatan] = []
    if "SAKIP" in teks:
        huruf = _SAKIP_HURUF.search(teks)
        angka = None if huruf else _SAKIP_ANGKA.search(teks)
        tertulis = huruf["huruf"] if huruf else angka[1] if angka else None
        predikat = sakip.read(tertulis) if tertulis else None
        if tertulis and predikat:
            hasil.append(Catatan("sakip", predikat, None, tertulis, isian.sel))
    if cocok := _TLHP.search(teks):
        # Above 100 % or otherwise no figure: a note is not a form, so nothing is said about it.
        with suppress(InvalidValue):
            hasil.append(Catatan("tlhp", None, persen(cocok["isi"]), cocok["isi"], isian.sel))
    return hasil


#: Longest note kept, in characters.
_PANJANG = 2000
_TANPA_ISI = frozenset({"", "-", "–", "—", "0"})


class AssessorNote(NamedTuple):
    """One note of an assessor: the kode of its indicator ("" beside no row that takes an answer), the row's text.

    ``nilai`` is the answer's ratio 0 to 1 by that assessor; None when the row is no indicator or has no answer.
    """

    penilai: Penilai
    kode: str
    uraian: str
    teks: str
    nilai: Fraction | None
    sel: Sel

    @property
    def needs_action(self) -> bool:
        """Whether anything is asked: a note beside the best answer only says why it is the best."""
        return self.nilai is None or self.nilai < 1


def assessor_notes(e: Evaluation) -> tuple[AssessorNote, ...]:
    """The notes of every assessor above the lowest, who only describes the own work, in sheet order."""
    hasil: list[AssessorNote] = []
    per_penilai = {p.penilai: p for p in e.semua}
    for nama, kolom in e.ws.penilai.items():
        if e.instrumen.penilai.rank(nama) == 0:
            continue
        dinilai = per_penilai.get(nama)
        for kode, isian in kolom.catatan.items():
            baris = e.instrumen.per_kode[kode]
            # A count's note speaks of the indicator that it is counted for.
            milik = kode if baris.jenis == "indikator" else baris.induk or kode
            n = dinilai.indikator.get(milik) if dinilai else None
            teks = _text(isian.nilai)
            if teks:
                nilai = n.nilai if n is not None and n.jawaban is not None else None
                hasil.append(AssessorNote(nama, milik, e.instrumen.per_kode[milik].teks, teks, nilai, isian.sel))
        for uraian, isian in kolom.catatan_lain:
            if teks := _text(isian.nilai):
                hasil.append(AssessorNote(nama, "", uraian, teks, None, isian.sel))
    return tuple(hasil)


def _text(nilai: NilaiSel) -> str:
    teks = rata(raw_text(nilai) or "")[:_PANJANG] if nilai != BELUM_DIHITUNG else ""
    return "" if teks in _TANPA_ISI else teks
