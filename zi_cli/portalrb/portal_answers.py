"""A satker's worksheet as the portal's answers; what can't be handed over is a finding at its cell."""

import re
from collections.abc import Mapping
from fractions import Fraction

from zi_cli.evaluation import Evaluation
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.portalrb.documents import PortalAnswer
from zi_cli.portalrb.questions import Questions, Soal
from zi_cli.scoring.percent import score_percent
from zi_cli.scoring.result import Penilaian
from zi_cli.text import excerpt, point_decimal, shown_figure
from zi_cli.worksheet.cells import is_filled, parse_count, shown_text
from zi_cli.worksheet.model import Isian, KolomPenilai

_URL = re.compile(r"https?://[^\s;,<>\"']+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s;,|]*(?:dan\s+)?[\s;,|]*")
_FOLDER = re.compile(r"drive\.google\.com/(?:drive/)?(?:u/\d+/)?folders|/folders?/|sharepoint\.com/.*/forms/", re.I)
_LOCKED = re.compile(
    r"(?:accounts|login|sso)\.|[?&](?:authuser|resourcekey)=|/edit(?:[/?#]|$)|localhost|://(?:10|192\.168|127)\.", re.I
)
_LOCAL_PATH = re.compile(r"(?:^|\s)(?:[A-Za-z]:\\|\\\\|file:)", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\(?\+?62\)?[ .-]?|\(?0)8\d{2}(?:[ .()-]{0,2}\d){6,9}(?!\d)")
#: Area, day (women's plus 40), month, year, number; a longer number (a NIP has 18 figures) is none.
_NIK = re.compile(r"(?<!\d)[1-9](?:[ .-]?\d){5}[ .-]?[0-7][ .-]?\d[ .-]?[01](?:[ .-]?\d){7}(?![ .-]?\d)")
#: Texts longer than any note the portal shows.
_MAX_TEXT = 32_767


class UnitSheet(NamedTuple):
    """The answers of one worksheet, in the order of the questions, and the findings on the way."""

    answers: list[PortalAnswer]
    temuan: list[Temuan]

    @property
    def rejected(self) -> bool:
        """Whether something in it can't be handed over."""
        return any(t.tingkat == "galat" for t in self.temuan)


def portal_answers(e: Evaluation, questions: Questions) -> UnitSheet:
    """All questions with the unit's and the TPI's answers, each from its own column and never one for the other.

    Counts and survey values are text with a decimal point; what is not answered is None.
    """
    per_penilai = {p.penilai: p for p in e.semua}
    temuan: list[Temuan] = []
    content: dict[str, _Assessor] = {
        name: _Assessor(e.instrumen, e.ws.penilai[name], per_penilai[name], temuan)
        for name in questions.penilai
        if name in per_penilai and name in e.ws.penilai
    }
    for a in content.values():
        a.check_percentages(questions)
    unit, tpi = map(content.get, questions.penilai)
    jawaban = [
        PortalAnswer(
            soal_id=s.id,
            jawaban_unit=unit.answer(s) if unit else None,
            jawaban_tpi=tpi.answer(s) if tpi else None,
            catatan_unit=unit.note(s) if unit else None,
            bukti_dukung_unit=unit.proof(s) if unit else None,
            catatan_tpi=tpi.note(s) if tpi else None,
        )
        for s in questions.soal
    ]
    return UnitSheet(jawaban, temuan)


class _Assessor:
    def __init__(self, instrumen: Instrumen, column: KolomPenilai, penilaian: Penilaian, temuan: list[Temuan]) -> None:
        self.instrumen, self.kolom, self.penilaian, self.temuan = instrumen, column, penilaian, temuan
        self._first_count: dict[str, str] = {}
        for b in instrumen.baris:
            if b.jenis == "jumlah":
                self._first_count.setdefault(b.kode.rpartition(".")[0], b.kode)

    def check_percentages(self, questions: Questions) -> None:
        """Percentages that the portal, which asks the counts alone, would score otherwise than this worksheet does."""
        asked = {s.kode for s in questions.soal}
        rest = self.kolom._replace(jawaban={k: i for k, i in self.kolom.jawaban.items() if k in asked})
        for b in self.instrumen.indikator:
            if b.kode in asked or b.aturan is None:
                continue
            n = self.penilaian.indikator[b.kode]
            if (score_percent(b, rest, self.instrumen).nilai or 0) != n.nilai:
                isian = self.kolom.jawaban.get(b.kode)
                cell = n.sel if isian is None else isian.sel
                typed = shown_figure(n.mentah or "–")
                self.temuan.append(make_temuan("PRB902", cell, b.kode, isi=typed, teks=excerpt(b.teks)))

    def answer(self, s: Soal) -> str | None:
        """The answer as text; a cell that holds something unusable is PRB901, and None."""
        isian = self.kolom.jawaban.get(s.kode)
        if isian is None or not is_filled(isian.nilai):
            return None
        if s.jenis == "jumlah":
            nilai: str | Fraction | None = parse_count(isian.nilai).nilai
        else:
            nilai = self.penilaian.indikator[s.kode].jawaban
        if nilai is None:
            content = excerpt(shown_text(isian.nilai))
            self.temuan.append(make_temuan("PRB901", isian.sel, s.kode, isi=content, soal=s.id))
            return None
        return nilai if isinstance(nilai, str) else number_text(nilai)

    def note(self, s: Soal) -> str | None:
        """The note of a question: its own row's, or that of the percentage its count belongs to."""
        isian = self.kolom.catatan.get(s.kode) or self._above(s, self.kolom.catatan)
        text = _clean(isian)
        if text is not None and (_TELEPHONE.search(text) or _NIK.search(text)):
            self._warn("PRB905", isian, s.kode, apa="catatan")
        return text

    def proof(self, s: Soal) -> str | None:
        """The proofs of a question: several addresses are joined by semicolons, other text stays as it is."""
        isian = self.kolom.bukti.get(s.kode) or self._above(s, self.kolom.bukti)
        text = _clean(isian)
        if text is None:
            return None
        if _LOCAL_PATH.search(text):
            self._warn("PRB904", isian, s.kode, sebab="tautan ke komputer sendiri")
        for address in _URL.findall(text):
            if _FOLDER.search(address):
                self._warn("PRB904", isian, s.kode, sebab=f"tautan ke folder, bukan berkas: {excerpt(address)}")
            elif _LOCKED.search(address):
                self._warn("PRB904", isian, s.kode, sebab=f"tautan mungkin terkunci: {excerpt(address)}")
        if _TELEPHONE.search(text) or _NIK.search(_URL.sub("", text)):
            self._warn("PRB905", isian, s.kode, apa="bukti")
        return joined_links(text)

    def _warn(self, code: str, isian: Isian | None, indikator: str, **content: str) -> None:
        self.temuan.append(make_temuan(code, isian.sel if isian else None, indikator, level=None, **content))

    def _above(self, s: Soal, cells: Mapping[str, Isian]) -> Isian | None:
        """What stands at the percentage that a first count belongs to (the portal asks notes at its counts)."""
        upper = s.kode.rpartition(".")[0]
        return cells.get(upper) if s.jenis == "jumlah" and s.kode == self._first_count.get(upper) else None


def number_text(nilai: Fraction) -> str:
    """A count or an index as the portal takes it: decimal point, no idle zeros ("13", "3.6")."""
    if nilai.denominator == 1:
        return str(nilai.numerator)
    return point_decimal(nilai, 12).rstrip("0").rstrip(".")


def joined_links(text: str) -> str:
    """Addresses of a cell that holds nothing else, joined by ";"; any other text as it is."""
    addresses = _URL.findall(text)
    if len(addresses) > 1 and not _SEPARATOR.sub("", _URL.sub("", text)):
        return ";".join(addresses)
    return text


def _clean(isian: Isian | None) -> str | None:
    if isian is None:
        return None
    text = isian.nilai if isinstance(isian.nilai, str) else shown_text(isian.nilai)
    clean = "\n".join(" ".join(b.split()) for b in text.replace("\r", "\n").split("\n")).strip()
    clean = "".join(c for c in clean if c.isprintable() or c == "\n")
    return clean[:_MAX_TEXT] or None
