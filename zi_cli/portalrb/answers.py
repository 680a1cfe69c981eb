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
from zi_cli.text import cuplik, titik
from zi_cli.worksheet.cells import is_filled, parse_count, raw_text
from zi_cli.worksheet.model import Isian, KolomPenilai

_ALAMAT = re.compile(r"https?://[^\s;,<>\"']+", re.IGNORECASE)
_PEMISAH = re.compile(r"[\s;,|]*(?:dan\s+)?[\s;,|]*")
_FOLDER = re.compile(r"drive\.google\.com/(?:drive/)?(?:u/\d+/)?folders|/folders?/|sharepoint\.com/.*/forms/", re.I)
_TERKUNCI = re.compile(
    r"(?:accounts|login|sso)\.|[?&](?:authuser|resourcekey)=|/edit(?:[/?#]|$)|localhost|://(?:10|192\.168|127)\.", re.I
)
_LOKAL = re.compile(r"(?:^|\s)(?:[A-Za-z]:\\|\\\\|file:)", re.IGNORECASE)
_TELEPON = re.compile(r"(?<!\d)(?:\(?\+?62\)?[ .-]?|\(?0)8\d{2}(?:[ .()-]{0,2}\d){6,9}(?!\d)")
#: Area, day (women's plus 40), month, year, number; a longer number (a NIP has 18 figures) is none.
_NIK = re.compile(r"(?<!\d)[1-9](?:[ .-]?\d){5}[ .-]?[0-7][ .-]?\d[ .-]?[01](?:[ .-]?\d){7}(?![ .-]?\d)")
#: Texts longer than any note the portal shows.
_TEKS_MAKS = 32_767


class UnitSheet(NamedTuple):
    """The answers of one worksheet, in the order of the questions, and the findings on the way."""

    answers: list[PortalAnswer]
    temuan: list[Temuan]

    @property
    def ditolak(self) -> bool:
        """Whether something in it can't be handed over."""
        return any(t.tingkat == "galat" for t in self.temuan)


def portal_answers(e: Evaluation, questions: Questions) -> UnitSheet:
    """All questions with the unit's and the TPI's answers, each from its own column and never one for the other.

    Counts and survey values are text with a decimal point; what is not answered is None.
    """
    per_penilai = {p.penilai: p for p in e.semua}
    temuan: list[Temuan] = []
    isi: dict[str, _Assessor] = {
        nama: _Assessor(e.instrumen, e.ws.penilai[nama], per_penilai[nama], temuan)
        for nama in questions.penilai
        if nama in per_penilai and nama in e.ws.penilai
    }
    for a in isi.values():
        a.check_percentages(questions)
    unit, tpi = map(isi.get, questions.penilai)
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
    def __init__(self, instrumen: Instrumen, kolom: KolomPenilai, penilaian: Penilaian, temuan: list[Temuan]) -> None:
        self.instrumen, self.kolom, self.penilaian, self.temuan = instrumen, kolom, penilaian, temuan
        self._first_count: dict[str, str] = {}
        for b in instrumen.baris:
            if b.jenis == "jumlah":
                self._first_count.setdefault(b.kode.rpartition(".")[0], b.kode)

    def check_percentages(self, questions: Questions) -> None:
        """Percentages that the portal, which asks the counts alone, would score otherwise than this worksheet does."""
        ditanya = {s.kode for s in questions.soal}
        sisa = self.kolom._replace(jawaban={k: i for k, i in self.kolom.jawaban.items() if k in ditanya})
        for b in self.instrumen.indikator:
            if b.kode in ditanya or b.aturan is None:
                continue
            n = self.penilaian.indikator[b.kode]
            if (score_percent(b, sisa, self.instrumen).nilai or 0) != n.nilai:
                isian = self.kolom.jawaban.get(b.kode)
                sel = n.sel if isian is None else isian.sel
                self.temuan.append(make_temuan("PRB902", sel, b.kode, isi=n.mentah or "–", teks=cuplik(b.teks)))

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
            isi = cuplik(raw_text(isian.nilai) or "")
            self.temuan.append(make_temuan("PRB901", isian.sel, s.kode, isi=isi, soal=s.id))
            return None
        return nilai if isinstance(nilai, str) else number_text(nilai)

    def note(self, s: Soal) -> str | None:
        """The note of a question: its own row's, or that of the percentage its count belongs to."""
        isian = self.kolom.catatan.get(s.kode) or self._above(s, self.kolom.catatan)
        teks = _clean(isian)
        if teks is not None and (_TELEPON.search(teks) or _NIK.search(teks)):
            self._warn("PRB905", isian, s.kode, apa="catatan")
        return teks

    def proof(self, s: Soal) -> str | None:
        """The proofs of a question: several addresses are joined by semicolons, other text stays as it is."""
        isian = self.kolom.bukti.get(s.kode) or self._above(s, self.kolom.bukti)
        teks = _clean(isian)
        if teks is None:
            return None
        if _LOKAL.search(teks):
            self._warn("PRB904", isian, s.kode, sebab="tautan ke komputer sendiri")
        for alamat in _ALAMAT.findall(teks):
            if _FOLDER.search(alamat):
                self._warn("PRB904", isian, s.kode, sebab=f"tautan ke folder, bukan berkas: {cuplik(alamat)}")
            elif _TERKUNCI.search(alamat):
                self._warn("PRB904", isian, s.kode, sebab=f"tautan mungkin terkunci: {cuplik(alamat)}")
        if _TELEPON.search(teks) or _NIK.search(_ALAMAT.sub("", teks)):
            self._warn("PRB905", isian, s.kode, apa="bukti")
        return joined_links(teks)

    def _warn(self, kode: str, isian: Isian | None, indikator: str, **isi: str) -> None:
        self.temuan.append(make_temuan(kode, isian.sel if isian else None, indikator, tingkat=None, **isi))

    def _above(self, s: Soal, sel: Mapping[str, Isian]) -> Isian | None:
        """What stands at the percentage that a first count belongs to (the portal asks notes at its counts)."""
        atas = s.kode.rpartition(".")[0]
        return sel.get(atas) if s.jenis == "jumlah" and s.kode == self._first_count.get(atas) else None


def number_text(nilai: Fraction) -> str:
    """A count or an index as the portal takes it: decimal point, no idle zeros ("13", "3.6")."""
    if nilai.denominator == 1:
        return str(nilai.numerator)
    return titik(nilai, 12).rstrip("0").rstrip(".")


def joined_links(teks: str) -> str:
    """Addresses of a cell that holds nothing else, joined by ";"; any other text as it is."""
    alamat = _ALAMAT.findall(teks)
    if len(alamat) > 1 and not _PEMISAH.sub("", _ALAMAT.sub("", teks)):
        return ";".join(alamat)
    return teks


def _clean(isian: Isian | None) -> str | None:
    if isian is None:
        return None
    teks = isian.nilai if isinstance(isian.nilai, str) else raw_text(isian.nilai) or ""
    bersih = "\n".join(" ".join(b.split()) for b in teks.replace("\r", "\n").split("\n")).strip()
    bersih = "".join(c for c in bersih if c.isprintable() or c == "\n")
    return bersih[:_TEKS_MAKS] or None
