"""What assessors noted in a worksheet beside answers that are not the best: what there is to follow up."""

from fractions import Fraction

from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import rata
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.model import BELUM_DIHITUNG, NilaiSel, Penilai

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
