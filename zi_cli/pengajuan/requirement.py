"""The requirement engine: one requirement, one fact, one answer; pure and exact."""

from datetime import date
from fractions import Fraction

from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import add_years
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.register.cell_values import Persen
from zi_cli.scoring.result import BELUM_PASTI
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import round_half_up, short_number

#: What a field may hold once read: grade, ratio, number, yes or no, date; None when nothing usable.
NilaiFakta = str | Persen | Fraction | bool | date | None

_DIGIT = 2


class RequirementValue(NamedTuple):
    """What was read for one requirement: the value, the places, and what stands against relying on it.

    ``sebab`` says why the value is not known although something was read (unreadable, contradicted, stale, of
    another source); ``lain`` is the value a contradiction claims instead. ``kosong``: the cell is truly blank,
    in a column that exists once.
    """

    nilai: NilaiFakta = None
    asal: tuple[Asal, ...] = ()
    sebab: str = ""
    lain: NilaiFakta = None
    kosong: bool = False


class HasilSyarat(NamedTuple):
    """The answer to one requirement, as a :class:`Fact` with the values it was judged by.

    ``nilai`` and ``minimal`` are a grade, a number (percent, level, years), a date or a truth value; the
    ``_teks`` forms are for people. ``nihil`` marks 0/0, ``pembulatan`` a failing value that two decimals would
    show as passing. ``tindakan`` says what to do, None when nothing is.
    """

    syarat: Syarat
    fakta: Fact
    nilai: str | Fraction | bool | date | None
    nilai_teks: str
    minimal: str | Fraction | bool | int
    minimal_teks: str
    tindakan: str | None
    nihil: bool = False
    pembulatan: bool = False

    @property
    def kode(self) -> str:
        """Kode of the requirement."""
        return self.syarat.kode

    @property
    def label(self) -> str:
        """The requirement in words."""
        return self.syarat.label

    @property
    def memenuhi(self) -> bool | None:
        """The answer as records have it; None when it is not known."""
        return self.fakta.jawaban.tribool

    @property
    def sumber(self) -> str | None:
        """Where the value was read, None when nowhere."""
        return "; ".join(str(a) for a in self.fakta.asal) or None


class _Jawaban(NamedTuple):
    nilai: str | Fraction | bool | date | None
    teks: str
    jawaban: Jawaban
    tindakan: str | None = None
    nihil: bool = False
    pembulatan: bool = False
    kurang: str = ""


def judge_syarat(syarat: Syarat, predikat: Predikat, bukti: RequirementValue, tanggal: date) -> HasilSyarat:
    """Judge *syarat* for a proposal towards *predikat*, submitted on *tanggal*.

    Equality passes. What is blank counts as the data file's ``kosong`` says, and only where it is truly blank.
    A value that can't be relied on is not known, unless it and what contradicts it both fail. Raises TypeError
    when the value's kind does not fit the operator (a fault of the program, not of the data).
    """
    minimal, minimal_teks = _minimal(syarat, predikat)
    reply = _weigh(syarat, predikat, bukti, tanggal)
    reason = ""
    if reply.jawaban is Jawaban.TIDAK:
        reason = f"{syarat.label}: {reply.kurang or f'{reply.teks}, seharusnya {minimal_teks}'}"
    elif reply.jawaban is Jawaban.BELUM:
        reason = f"{syarat.label}: {bukti.sebab or reply.teks}"
    return HasilSyarat(
        syarat=syarat,
        fakta=Fact(syarat.kode, reply.jawaban, reason, bukti.asal),
        nilai=reply.nilai,
        nilai_teks=reply.teks,
        minimal=minimal,
        minimal_teks=minimal_teks,
        tindakan=None if reply.jawaban is Jawaban.YA else reply.tindakan or syarat.tindakan,
        nihil=reply.nihil,
        pembulatan=reply.pembulatan,
    )


def _weigh(syarat: Syarat, predikat: Predikat, bukti: RequirementValue, tanggal: date) -> _Jawaban:
    if bukti.nilai is None:
        if bukti.kosong and syarat.kosong == "memenuhi" and not bukti.sebab:
            return _Jawaban(None, "tidak ada", Jawaban.YA)
        return _Jawaban(None, BELUM_PASTI if bukti.sebab else "belum ada data", Jawaban.BELUM)
    reply = _answer(syarat, predikat, bukti.nilai, tanggal)
    if not bukti.sebab:
        return reply
    other = _answer(syarat, predikat, bukti.lain, tanggal) if bukti.lain is not None else None
    if reply.jawaban is Jawaban.TIDAK and (other is None or other.jawaban is Jawaban.TIDAK):
        return reply
    text = f"{reply.teks} atau {other.teks}" if other and other.teks != reply.teks else reply.teks
    return _Jawaban(None, f"{text} ({BELUM_PASTI})", Jawaban.BELUM)


def is_exempt(syarat: Syarat, predikat: Predikat, origin: Asal) -> HasilSyarat:
    """The answer for a kind of satker that *syarat* does not apply to (its ``kecuali``)."""
    fact = Fact(syarat.kode, Jawaban.YA, "", (origin,))
    return HasilSyarat(syarat, fact, None, "tidak diperlukan", *_minimal(syarat, predikat), None)


def _minimal(syarat: Syarat, predikat: Predikat) -> tuple[str | Fraction | bool | int, str]:
    if syarat.minimal is None:
        return True, "ada" if syarat.operator == "ada" else "ya"
    text = syarat.minimal[predikat]
    if syarat.operator == "minimal":
        return Fraction(text), short_number(Fraction(text))
    if syarat.operator == "tahun_sejak":
        return int(text), f"{text} tahun"
    if syarat.operator == "bukan_dalam":
        return int(text), f"lewat {text} tahun"
    return text, text


def _yes_if(correct: bool) -> Jawaban:
    return Jawaban.YA if correct else Jawaban.TIDAK


def _answer(syarat: Syarat, predikat: Predikat, nilai: NilaiFakta, tanggal: date) -> _Jawaban:
    operator = syarat.operator
    minimal = syarat.minimal[predikat] if syarat.minimal else ""
    if operator == "minimal" and isinstance(nilai, Persen):
        return _judge_percent(nilai, Fraction(minimal))
    if operator == "minimal" and isinstance(nilai, Fraction):
        return _Jawaban(nilai, short_number(nilai), _yes_if(nilai >= Fraction(minimal)))
    if operator == "minimal_skala" and isinstance(nilai, str) and syarat.skala is not None:
        return _Jawaban(nilai, nilai, _yes_if(syarat.skala.tingkat(nilai) >= syarat.skala.tingkat(minimal)))
    if operator == "ya" and isinstance(nilai, bool):
        return _Jawaban(nilai, "ya" if nilai else "tidak", _yes_if(nilai))
    if isinstance(nilai, date):
        text = tulis_tanggal(nilai)
        if operator == "ada":
            return _Jawaban(nilai, text, _yes_if(nilai <= tanggal))
        genap = add_years(nilai, int(minimal)) if minimal else nilai
        if operator == "tahun_sejak":
            when = f"genap {minimal} tahun pada {tulis_tanggal(genap)}"
            return _Jawaban(
                nilai, text, _yes_if(genap <= tanggal), f"G{when[1:]}.", kurang=f"sejak {text}, baru {when}"
            )
        if operator == "bukan_dalam":
            again = f"dapat diusulkan lagi mulai {tulis_tanggal(genap)}"
            return _Jawaban(nilai, text, _yes_if(genap <= tanggal), f"D{again[1:]}.", kurang=f"{text}, {again}")
    raise TypeError(f"{syarat.kode}: {operator} tidak dapat menilai {type(nilai).__name__}")


def _judge_percent(nilai: Persen, minimal: Fraction) -> _Jawaban:
    if nilai.nilai is None:
        return _Jawaban(None, "nihil (0/0)", Jawaban.YA, nihil=True)
    figure = nilai.nilai * 100
    enough = figure >= minimal
    misleading = not enough and round_half_up(figure, _DIGIT) >= minimal * 10**_DIGIT
    text = f"{short_number(figure, 9) if misleading else short_number(figure, _DIGIT)} %"
    if nilai.selesai is not None:
        text += f" ({nilai.selesai}/{nilai.seluruh})"
    lacking = f"{text}, seharusnya {short_number(minimal)} %"
    return _Jawaban(figure, text, _yes_if(enough), pembulatan=misleading, kurang=lacking)
