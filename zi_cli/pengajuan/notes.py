"""What assessors note beside answers, and the figures they give in passing: SAKIP, TLHP. Silent when in doubt."""

import re
from contextlib import suppress
from fractions import Fraction
from typing import Literal

from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel
from zi_cli.instrumen.requirements import Skala
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.cell_values import InvalidValue, Persen, read_percent
from zi_cli.scoring.survey_notes import FIGURE, GAP, NOTE_LENGTH
from zi_cli.text import flattened
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.model import NOT_CALCULATED, Isian, NilaiSel, Penilai

_MARKER = r"(?:predikat|nilai|kategori|peringkat|memperoleh|mendapat|hasil|adalah|sebesar|[:=(])\s*[\"“(]?"
_SAKIP_LETTER = re.compile(rf"\bSAKIP\b(?:{GAP}{_MARKER}|\s+)(?P<huruf>AA|A|BB|B|CC|C|D)(?!\w|\.\w)", re.ASCII)
_SAKIP_FIGURE = re.compile(rf"\bSAKIP\b(?:{GAP}{_MARKER}|\s+)(?=\d\d){FIGURE}")
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
    text = isian.nilai[:NOTE_LENGTH]
    results: list[Catatan] = []
    if "SAKIP" in text:
        letters = _SAKIP_LETTER.search(text)
        figure = None if letters else _SAKIP_FIGURE.search(text)
        written = letters["huruf"] if letters else figure[1] if figure else None
        predikat = sakip.read(written) if written else None
        if written and predikat:
            results.append(Catatan("sakip", predikat, None, written, isian.sel))
    if match := _TLHP.search(text):
        # Above 100 % or otherwise no figure: a note is not a form, so nothing is said about it.
        with suppress(InvalidValue):
            results.append(Catatan("tlhp", None, read_percent(match["isi"]), match["isi"], isian.sel))
    return results


#: Longest note kept, in characters.
_MAX_LENGTH = 2000
_NO_CONTENT = frozenset({"", "-", "–", "—", "0"})


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
    results: list[AssessorNote] = []
    per_penilai = {p.penilai: p for p in e.semua}
    for name, column in e.ws.penilai.items():
        if e.instrumen.penilai.rank(name) == 0:
            continue
        assessed = per_penilai.get(name)
        for code, isian in column.catatan.items():
            row = e.instrumen.per_kode[code]
            # A count's note speaks of the indicator that it is counted for.
            milik = code if row.jenis == "indikator" else row.induk or code
            n = assessed.indikator.get(milik) if assessed else None
            text = _text(isian.nilai)
            if text:
                nilai = n.nilai if n is not None and n.jawaban is not None else None
                results.append(AssessorNote(name, milik, e.instrumen.per_kode[milik].teks, text, nilai, isian.sel))
        for uraian, isian in column.catatan_lain:
            if text := _text(isian.nilai):
                results.append(AssessorNote(name, "", uraian, text, None, isian.sel))
    return tuple(results)


def _text(nilai: NilaiSel) -> str:
    text = flattened(raw_text(nilai) or "")[:_MAX_LENGTH] if nilai != NOT_CALCULATED else ""
    return "" if text in _NO_CONTENT else text
