"""The requirement engine: one requirement, one fact, one answer; pure and exact."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from zi_cli.instrumen.requirements import Syarat, TingkatSyarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.register.values import Persen
from zi_cli.text import add_years, desimal, ringkas, round_half_up
from zi_cli.text import tanggal as tulis_tanggal

#: What a field may hold once read: grade, ratio, number, yes or no, date; None when nothing usable.
NilaiFakta = str | Persen | Fraction | bool | date | None

_DIGIT = 2


class Fakta(NamedTuple):
    """The value of one requirement and where it was read (``sumber``, as ``file:sheet!cell``)."""

    nilai: NilaiFakta = None
    sumber: str | None = None


class HasilSyarat(NamedTuple):
    """The answer to one requirement.

    ``memenuhi`` is None when there are no data. ``nilai`` and ``minimal`` are a grade, a number
    (percent, level, years), a date or a truth value; the ``_teks`` forms are for people.
    ``nihil`` marks 0/0, ``pembulatan`` a failing value that two decimals would show as passing.
    ``tindakan`` says what to do, None when nothing is.
    """

    kode: str
    tingkat: TingkatSyarat
    label: str
    dasar: str
    nilai: str | Fraction | bool | date | None
    nilai_teks: str
    minimal: str | Fraction | bool | int
    minimal_teks: str
    memenuhi: bool | None
    sumber: str | None
    tindakan: str | None
    nihil: bool = False
    pembulatan: bool = False


class _Jawaban(NamedTuple):
    nilai: str | Fraction | bool | date | None
    teks: str
    memenuhi: bool
    tindakan: str | None = None
    nihil: bool = False
    pembulatan: bool = False


def judge_syarat(syarat: Syarat, predikat: Predikat, fakta: Fakta, tanggal: date) -> HasilSyarat:
    """Judge *syarat* for a proposal towards *predikat*, submitted on *tanggal*.

    Equality passes. A missing value counts as the data file's ``kosong`` says. Raises TypeError
    when the fact's kind does not fit the operator (a fault of the program, not of the data).
    """
    minimal, minimal_teks = _minimal(syarat, predikat)
    if fakta.nilai is None:
        terpenuhi = True if syarat.kosong == "memenuhi" else None
        jawab = _Jawaban(None, "tidak ada" if terpenuhi else "belum ada data", False)
    else:
        jawab = _jawab(syarat, predikat, fakta.nilai, tanggal)
        terpenuhi = jawab.memenuhi
    return HasilSyarat(
        kode=syarat.kode,
        tingkat=syarat.tingkat,
        label=syarat.label,
        dasar=syarat.dasar,
        nilai=jawab.nilai,
        nilai_teks=jawab.teks,
        minimal=minimal,
        minimal_teks=minimal_teks,
        memenuhi=terpenuhi,
        sumber=fakta.sumber,
        tindakan=None if terpenuhi else jawab.tindakan or syarat.tindakan,
        nihil=jawab.nihil,
        pembulatan=jawab.pembulatan,
    )


def is_exempt(syarat: Syarat, predikat: Predikat, sumber: str | None) -> HasilSyarat:
    """The answer for a kind of satker that *syarat* does not apply to (its ``kecuali``)."""
    minimal, minimal_teks = _minimal(syarat, predikat)
    return HasilSyarat(
        syarat.kode, syarat.tingkat, syarat.label, syarat.dasar, None, "tidak diperlukan", minimal, minimal_teks,
        True, sumber, None,
    )  # fmt: skip


def _minimal(syarat: Syarat, predikat: Predikat) -> tuple[str | Fraction | bool | int, str]:
    if syarat.minimal is None:
        return True, "ada" if syarat.operator == "ada" else "ya"
    teks = syarat.minimal[predikat]
    if syarat.operator == "minimal":
        return Fraction(teks), ringkas(Fraction(teks))
    if syarat.operator == "tahun_sejak":
        return int(teks), f"{teks} tahun"
    if syarat.operator == "bukan_dalam":
        return int(teks), f"lewat {teks} tahun"
    return teks, teks


def _jawab(syarat: Syarat, predikat: Predikat, nilai: NilaiFakta, tanggal: date) -> _Jawaban:
    operator = syarat.operator
    minimal = syarat.minimal[predikat] if syarat.minimal else ""
    if operator == "minimal" and isinstance(nilai, Persen):
        return _persen(nilai, Fraction(minimal))
    if operator == "minimal" and isinstance(nilai, Fraction):
        return _Jawaban(nilai, ringkas(nilai), nilai >= Fraction(minimal))
    if operator == "minimal_skala" and isinstance(nilai, str) and syarat.skala is not None:
        return _Jawaban(nilai, nilai, syarat.skala.tingkat(nilai) >= syarat.skala.tingkat(minimal))
    if operator == "ya" and isinstance(nilai, bool):
        return _Jawaban(nilai, "ya" if nilai else "tidak", nilai)
    if isinstance(nilai, date):
        teks = tulis_tanggal(nilai)
        if operator == "ada":
            return _Jawaban(nilai, teks, nilai <= tanggal, f"Baru berlaku pada {teks}, sesudah tanggal pengajuan.")
        genap = add_years(nilai, int(minimal)) if minimal else nilai
        if operator == "tahun_sejak":
            return _Jawaban(nilai, teks, genap <= tanggal, f"Genap {minimal} tahun pada {tulis_tanggal(genap)}.")
        if operator == "bukan_dalam":
            return _Jawaban(nilai, teks, genap <= tanggal, f"Dapat diusulkan lagi mulai {tulis_tanggal(genap)}.")
    raise TypeError(f"{syarat.kode}: {operator} tidak dapat menilai {type(nilai).__name__}")


def _persen(nilai: Persen, minimal: Fraction) -> _Jawaban:
    if nilai.nilai is None:
        return _Jawaban(None, "nihil (0/0)", True, nihil=True)
    angka = nilai.nilai * 100
    cukup = angka >= minimal
    menyesatkan = not cukup and round_half_up(angka, _DIGIT) >= minimal * 10**_DIGIT
    teks = f"{ringkas(angka, 9) if menyesatkan else ringkas(angka, _DIGIT)} %"
    if nilai.selesai is not None:
        teks += f" ({nilai.selesai}/{nilai.seluruh})"
    return _Jawaban(angka, teks, cukup, pembulatan=menyesatkan)


def teks_dua_desimal(angka: Fraction) -> str:
    """*angka* as two decimals show it, for the warning that rounding misleads."""
    return desimal(angka, _DIGIT)
