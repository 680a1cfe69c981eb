"""What is wrong with a cell, in words: one clause that names cells and rows of the user's own sheet."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.scoring.formulas.answer_judge import AnswerJudge, AnswerVerdict
from zi_cli.scoring.formulas.judge import SumJudge, Verdict
from zi_cli.scoring.formulas.parse import ErrorValue
from zi_cli.scoring.formulas.score_cells import ScoreCells, address
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.text import ringkas

_DISEBUT = 12


class Causes:
    """Words for the faults of one assessor's cells; *basi* are formula cells whose saved value is outdated."""

    def __init__(
        self, sel: ScoreCells, sums: SumJudge, answers: AnswerJudge, basi: Mapping[Sel, Scalar], *, berumus: bool
    ) -> None:
        self._sel, self._sums, self._answers = sel, sums, answers
        self._basi, self._berumus = basi, berumus

    def of(self, kode: str) -> str:
        """What makes the cell of *kode* show something else than it should."""
        sel = self._sel.sel[kode]
        alamat = address(sel)
        if sel in self._basi:
            baru = value_words(self._basi[sel])
            return f"nilai tersimpan {alamat} ({self._shown(sel)}) bukan hasil rumusnya ({baru}): belum dihitung ulang"
        rumus = self._sel.hitung.formula(sel)
        if rumus is None:
            if self._sel.value(sel) is None:
                return f"sel {alamat} kosong"
            if self._berumus:
                return f"sel {alamat} diketik tangan ({self._shown(sel)}), bukan rumus"
            return self._plain(kode)
        if kode in self._sel.penilaian.indikator:
            return self._answer(kode)
        vonis = self._sums.judge(kode)
        return self._plain(kode) if vonis is None else sum_words(self._sel, kode, vonis) or self._plain(kode)

    def of_error(self, kode: str) -> str:
        """What makes the cell of *kode* an error, and with it the total."""
        alamat = address(self._sel.sel[kode])
        galat = self._shown(self._sel.sel[kode])
        alasan = self._error_reason(kode)
        return f"{alamat} menghasilkan {galat}{f': {alasan}' if alasan else ''}"

    def _error_reason(self, kode: str) -> str | None:
        sel, galat = self._sel, self._sel.semantics.galat
        if kode in sel.penilaian.indikator:
            if kode in sel.penilaian.kosong:
                jawaban = sel.jawaban.get(kode)
                return f"jawaban {address(jawaban)} kosong atau tidak terbaca" if jawaban else None
            aturan = sel.instrumen.per_kode[kode].aturan
            vonis = self._answers.score(kode)
            return galat.get(aturan.nama) if aturan is not None and (vonis is None or vonis.benar) else None
        if sel.is_mean(kode) and set(sel.isi[kode]) <= {*sel.penilaian.kosong}:
            return galat.get("semua_kosong")
        teks = [k for k in sel.order() if k in sel.below(kode) and isinstance(sel.value(sel.sel[k]), str)]
        if not isinstance(sel.with_zeros(kode, teks), Fraction):
            return None
        kosong = [k for k in teks if k in sel.penilaian.kosong and k in sel.jawaban]
        kata = (
            [f"jawaban {_listed([address(sel.jawaban[k]) for k in kosong])} kosong atau tidak terbaca"]
            if kosong
            else []
        )
        kata += [f"{address(sel.sel[k])} bernilai {self._shown(sel.sel[k])}" for k in teks if k not in kosong]
        return "; ".join(kata)

    def blanks(self, kosong: Sequence[str]) -> str:
        """That the answers *kosong* are left out of the means."""
        sel = [address(self._sel.jawaban[k]) for k in kosong]
        return f"{len(sel)} jawaban kosong atau tidak terbaca ({_listed(sel)}) dikeluarkan dari rata-rata"

    def absent(self, kode: str, absent: Sequence[str]) -> str:
        """That the mean *kode* goes without the rows *absent*, which the sheet lacks."""
        nomor = [str(self._sel.instrumen.per_kode[k].nomor) for k in absent]
        return f"baris resmi {_listed(nomor)} tidak ada di lembar, jadi tidak ikut dalam {address(self._sel.sel[kode])}"

    def _answer(self, kode: str) -> str:
        vonis = self._answers.score(kode)
        hitungan = self._answers.count(kode)
        if vonis is not None and not vonis.benar:
            return answer_words(self._sel.sel[kode], vonis)
        if hitungan is not None and not hitungan.benar:
            return answer_words(self._sel.jawaban[kode], hitungan)
        if vonis is not None and vonis.bulat:
            return f"rumus {address(self._sel.sel[kode])} membulatkan"
        return self._plain(kode)

    def _plain(self, kode: str) -> str:
        sel = self._sel
        harus, satuan = sel.due(kode), sel.satuan[kode]
        benar = harus / satuan if isinstance(harus, Fraction) else Fraction(0)
        # What four decimals can't tell apart is shown with more.
        digit = 4 if self._shown(sel.sel[kode]) != value_words(benar) else 9
        if kode in sel.penilaian.indikator and kode in sel.jawaban:
            menurut = f"menurut jawaban {address(sel.jawaban[kode])}"
        else:
            menurut = "menurut isi di bawahnya"
        ada = self._shown(sel.sel[kode], digit)
        return f"{address(sel.sel[kode])} bernilai {ada}; {menurut} {value_words(benar, digit)}"

    def _shown(self, sel: Sel, digit: int = 4) -> str:
        return value_words(self._sel.value(sel), digit)


def sum_words(sel: ScoreCells, kode: str, v: Verdict) -> str:
    """What is wrong with the formula of a sum or mean; "" when nothing is but rounding."""
    alamat = address(sel.sel[kode])
    if v.lingkar is not None:
        lain = (
            "selnya sendiri" if v.lingkar == sel.sel[kode] else f"{address(v.lingkar)}, yang menghitung {alamat} juga"
        )
        return f"rumus {alamat} melingkar: menghitung {lain}"
    if v.galat is not None:
        return f"rumus {alamat} menghasilkan {v.galat}"
    if v.bulat or v.benar:
        return f"rumus {alamat} membulatkan" if v.beda else ""
    kata: list[str] = []
    if v.hilang and len(v.hilang) == len(sel.isi[kode]) and not v.asing:
        return f"rumus {alamat} tidak menghitung isinya"
    if v.hilang:
        kata.append(f"baris {_rows(sel, v.hilang)} tidak ikut dihitung rumus {alamat}")
    if v.sebagian:
        kata.append(f"baris {_rows(sel, v.sebagian)} hanya sebagian dihitung rumus {alamat}")
    if v.ganda:
        kata.append(f"baris {_rows(sel, v.ganda)} dihitung lebih dari sekali oleh rumus {alamat}")
    if v.asing:
        kata.append(f"rumus {alamat} ikut menghitung baris {_rows(sel, v.asing)}")
    if not kata and v.faktor is not None:
        bobot = sel.weight(kode)
        kata.append(f"rumus {alamat} mengalikan dengan {ringkas(v.faktor * bobot, 4)}, seharusnya {ringkas(bobot, 4)}")
    return "; ".join(kata)


def answer_words(sel: Sel, v: AnswerVerdict) -> str:
    """What is wrong with a formula that turns an answer or counts into a value."""
    alamat = address(sel)
    if v.label is not None:
        return f"label {address(v.label)} membuat rumus {alamat} memberi {value_words(v.memberi)} untuk {v.untuk}"
    if v.asing is not None:
        return f"rumus {alamat} memakai jawaban baris lain ({address(v.asing)})"
    benar = value_words(v.seharusnya)
    return f"rumus {alamat} memberi {value_words(v.memberi)} untuk {v.untuk}, seharusnya {benar}"


def value_words(x: Scalar, digit: int = 4) -> str:
    """A cell's value for people."""
    if isinstance(x, bool):
        return "TRUE" if x else "FALSE"
    if isinstance(x, Fraction):
        return ringkas(x, digit)
    if isinstance(x, ErrorValue):
        return x.kode
    return f"“{x}”" if x else "kosong"


def _rows(sel: ScoreCells, kode: Iterable[str]) -> str:
    return _listed([str(sel.sel[k].baris if k in sel.sel else sel.instrumen.per_kode[k].nomor) for k in kode])


def _listed(isi: Sequence[str]) -> str:
    lebih = len(isi) - _DISEBUT
    return ", ".join(isi[:_DISEBUT]) + (f", dan {lebih} lainnya" if lebih > 0 else "")
