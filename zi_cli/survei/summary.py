"""The survey's result: indices in all readings, the one used, sample size, and every doubt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from types import MappingProxyType

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import BELUM_PASTI, Keadaan
from zi_cli.survei.answer_sheets import Survey
from zi_cli.survei.index import (
    Bulan,
    Gabungan,
    Indeks,
    Rumus,
    Tally,
    annex_figure,
    converted,
    four_figures,
    index,
    krejcie_morgan,
    mutu_band,
    slovin,
)
from zi_cli.survei.quality import check_quality, kept, survei_limits
from zi_cli.survei.questionnaire import Kuesioner, Mutu
from zi_cli.text import MONTHS, decimal_text


class Choice(NamedTuple):
    """The reading that is used, the months (None: all), the population, the date of the proposal.

    ``bobot_skm`` are the weights of the satisfaction survey's elements (empty: equal ones).
    """

    rumus: Rumus = "proporsi"
    gabungan: Gabungan = "bulan"
    bulan_terakhir: int | None = None
    populasi: int | None = None
    kesalahan_slovin: Fraction | None = None
    tanggal: date | None = None
    bobot_skm: tuple[Fraction, ...] = ()


class Threshold(NamedTuple):
    """The least index a predicate asks for, on a scale of 4, and how the survey stands to it."""

    predikat: Predikat
    minimal: Fraction
    keadaan: Keadaan


class IndexResult(NamedTuple):
    """One questionnaire. ``dipakai`` is the index used (None: not known), ``bersih`` without suspicious sheets.

    ``baris`` is the row of the official worksheet that takes the index, None for the satisfaction survey.
    """

    kuesioner: Kuesioner
    skala: int | None
    responden: int
    bulan: tuple[Bulan, ...]
    empat: Mapping[tuple[Rumus, Gabungan], Fraction | None] = MappingProxyType({})
    dipakai: Fraction | None = None
    bersih: Fraction | None = None
    unsur: Indeks | None = None
    konversi: Fraction | None = None
    lampiran: Fraction | None = None
    mutu: Mutu | None = None
    baris: int | None = None
    ambang: tuple[Threshold, ...] = ()


class Sample(NamedTuple):
    """Respondents against the number that the population asks for; ``kurang`` is how many are missing."""

    populasi: int
    rumus: str
    dibutuhkan: int
    kurang: int


class SurveyResult(NamedTuple):
    """All of a survey: its indices by questionnaire, sample, findings in order, and how many sheets look made up.

    ``asal`` names the files that a finding is about; one about the whole survey is not in it.
    """

    survei: Survey
    pilihan: Choice
    indeks: dict[str, IndexResult]
    sampel: Sample | None
    mencurigakan: int
    temuan: list[Temuan]
    asal: Mapping[Temuan, Sequence[str]]
    ambang: SetAmbang


def summarise(survei: Survey, choice: Choice, instrumen: Instrumen) -> SurveyResult:
    """Work out everything that a survey says, by the thresholds that *instrumen* holds."""
    mutu_data = check_quality(survei)
    temuan = [*survei.temuan, *mutu_data.temuan]
    full = tally(survei, None)
    clean = tally(survei, mutu_data.mencurigakan) if mutu_data.mencurigakan else None
    bulan = full.months()[-choice.bulan_terakhir :] if choice.bulan_terakhir else full.months()
    temuan += _month_findings(bulan, choice.tanggal)
    indexes = {}
    for code, kuesioner in survei.kuesioner.items():
        result, note = _one(survei, code, kuesioner, full, clean, tuple(bulan), choice, instrumen)
        indexes[code] = result
        temuan += note
    sampel = _sample(len(survei.jawaban), choice)
    temuan += _sample_findings(len(survei.jawaban), sampel)
    return SurveyResult(
        survei, choice, indexes, sampel, len(mutu_data.mencurigakan), temuan, survei.temuan, instrumen.ambang
    )


def tally(survei: Survey, tanpa: frozenset[int] | None) -> Tally:
    """Sums and counts of all answer sheets but those of *tanpa*."""
    j = survei.jawaban
    keys: list[tuple[Bulan | None, str | None]] = [
        (month_of(w), j.nama_layanan[s]) for w, s in zip(j.waktu, j.layanan, strict=True)
    ]
    used: Sequence[bool] = kept(survei, tanpa) if tanpa else [True] * len(j)
    result = Tally()
    for (k, ya), count in Counter(zip(keys, used, strict=True)).items():
        if ya:
            result.add_sheets(*k, count)
    for code, column in j.jawaban.items():
        for (k, nilai, ya), count in Counter(zip(keys, column, used, strict=True)).items():
            if ya and nilai:
                result.add_answers(*k, code, nilai, count)
    return result


def month_of(moment: int) -> Bulan | None:
    """The month of a point in time (seconds since 1970); None for an unknown one (-1)."""
    if moment < 0:
        return None
    day = datetime.fromtimestamp(moment, UTC)
    return day.year, day.month


def month_name(bulan: Bulan) -> str:
    """ "Maret 2026"."""
    return f"{MONTHS[bulan[1] - 1]} {bulan[0]}"


def _month_findings(bulan: Sequence[Bulan], usulan: date | None) -> list[Temuan]:
    results = []
    minimal = survei_limits()["bulan_minimal"]
    if len(bulan) < minimal:
        results.append(make_temuan("SVY709", jumlah=len(bulan), minimal=minimal))
    if not bulan:
        return results
    numbers = [t * 12 + b - 1 for t, b in bulan]
    gaps = [n for n in range(numbers[0], numbers[-1]) if n not in numbers]
    if gaps:
        name = ", ".join(month_name((n // 12, n % 12 + 1)) for n in gaps[:6])
        results.append(
            make_temuan("SVY710", bulan=name + (f" dan {len(gaps) - 6} bulan lain" if len(gaps) > 6 else ""))
        )
    if usulan is not None and usulan.year * 12 + usulan.month - 1 - numbers[-1] > 12:
        results.append(make_temuan("SVY733", bulan=month_name(bulan[-1])))
    return results


def _one(
    survei: Survey,
    code: str,
    kuesioner: Kuesioner,
    full: Tally,
    clean: Tally | None,
    bulan: tuple[Bulan, ...],
    choice: Choice,
    instrumen: Instrumen,
) -> tuple[IndexResult, list[Temuan]]:
    skala = survei.skala[code]
    temuan: list[Temuan] = []
    if code == "skm" and choice.bobot_skm:
        if len(choice.bobot_skm) == len(kuesioner.unsur):
            kuesioner = kuesioner._replace(bobot=choice.bobot_skm)
        else:
            skala = None
            temuan.append(make_temuan("SVY736", bobot=len(choice.bobot_skm), unsur=len(kuesioner.unsur)))
    columns = [survei.jawaban.jawaban[u.kode] for u in kuesioner.unsur]
    responden = sum(1 for content in zip(*columns, strict=True) if any(content))
    node = instrumen.survei.get(code)
    row = instrumen.per_kode[node].nomor if node else None
    if skala is None:
        ambang = _thresholds(node, instrumen, {}, None, None, certain=False)
        return IndexResult(kuesioner, None, responden, bulan, baris=row, ambang=ambang), temuan
    element = index(full, kuesioner, skala, choice.rumus, bulan=bulan or None)
    for k in element.tanpa_jawaban:
        name = next(u.nama for u in kuesioner.unsur if u.kode == k)
        temuan.append(make_temuan("SVY702", unsur=k, nama=name, indeks=kuesioner.indeks))
    four = four_figures(full, kuesioner, skala, bulan)
    used = four[choice.rumus, choice.gabungan]
    tanpa = four_figures(clean, kuesioner, skala, [b for b in clean.months() if b in bulan]) if clean else four
    konversi = converted(used) if used is not None and code == "skm" else None
    enough = len(bulan) >= survei_limits()["bulan_minimal"]
    certain = enough and not element.tanpa_jawaban and not any(t.tingkat == "galat" for t in survei.temuan)
    ambang = _thresholds(node, instrumen, four, used, tanpa[choice.rumus, choice.gabungan], certain=certain)
    temuan += _flips(kuesioner, four, choice, node, instrumen)
    result = IndexResult(
        kuesioner,
        skala,
        responden,
        bulan,
        four,
        used,
        tanpa[choice.rumus, choice.gabungan],
        element,
        konversi,
        annex_figure(element) if code == "skm" and skala == kuesioner.skala and not kuesioner.bobot else None,
        mutu_band(konversi) if konversi is not None else None,
        row,
        ambang,
    )
    return result, temuan


def index_minimums(node: str, instrumen: Instrumen) -> Mapping[Predikat, Fraction]:
    """The least index (scale 0 to the survey's maximum) that each predicate asks of the survey row *node*."""
    results: dict[Predikat, Fraction] = {}
    bobot = instrumen.bobot(node)
    for a in instrumen.ambang.daftar:
        # A node of the same weight above the row holds nothing else.
        upper = node.startswith(f"{a.simpul}.") and instrumen.bobot(a.simpul) == bobot
        if a.satuan == "nilai" and (a.simpul == node or upper):
            for predikat, minimal in a.minimal.items():
                results[predikat] = max(results.get(predikat, Fraction()), minimal / bobot * instrumen.survei_maksimum)
    return results


def _thresholds(
    node: str | None,
    instrumen: Instrumen,
    four: Mapping[tuple[Rumus, Gabungan], Fraction | None],
    used: Fraction | None,
    clean: Fraction | None,
    *,
    certain: bool,
) -> tuple[Threshold, ...]:
    results = []
    for predikat, minimal in (index_minimums(node, instrumen) if node else {}).items():
        state: Keadaan
        if used is None or clean is None or not certain:
            state = BELUM_PASTI
        elif used < minimal:
            state = "belum memenuhi"
        else:
            every = (clean, *four.values())
            state = "memenuhi" if all(n is not None and n >= minimal for n in every) else BELUM_PASTI
        results.append(Threshold(predikat, minimal, state))
    return tuple(results)


def _flips(
    kuesioner: Kuesioner,
    four: Mapping[tuple[Rumus, Gabungan], Fraction | None],
    choice: Choice,
    node: str | None,
    instrumen: Instrumen,
) -> list[Temuan]:
    """Thresholds that the reading used and another one answer differently."""
    used = four[choice.rumus, choice.gabungan]
    if node is None or used is None:
        return []
    results = []
    for minimal in sorted(set(index_minimums(node, instrumen).values())):
        others = [k for k, n in four.items() if n is not None and (n >= minimal) != (used >= minimal)]
        if others:
            reading = "; ".join(f"{reading_name(*k)}: {decimal_text(four[k] or Fraction(), 4)}" for k in others)
            results.append(
                make_temuan(
                    "SVY711",
                    indeks=kuesioner.indeks,
                    nilai=decimal_text(used, 4),
                    minimal=decimal_text(minimal),
                    lain=reading,
                )
            )
    return results


def reading_name(formula: Rumus, merged: Gabungan) -> str:
    """A reading in words."""
    return f"rumus {formula}, {'rata-rata bulan' if merged == 'bulan' else 'semua jawaban digabung'}"


def _sample(count: int, choice: Choice) -> Sample | None:
    if choice.populasi is None:
        return None
    if choice.kesalahan_slovin is None:
        formula, dibutuhkan = "Krejcie–Morgan (PermenPANRB 14/2017, Lampiran II)", krejcie_morgan(choice.populasi)
    else:
        formula, dibutuhkan = "Slovin (tidak disebut peraturan)", slovin(choice.populasi, choice.kesalahan_slovin)
    return Sample(choice.populasi, formula, dibutuhkan, max(0, dibutuhkan - count))


def _sample_findings(count: int, sampel: Sample | None) -> list[Temuan]:
    minimal = survei_limits()["responden_minimal"]
    if sampel is None:
        return [make_temuan("SVY713", jumlah=count, minimal=minimal)] if count < minimal else [make_temuan("SVY714")]
    if sampel.kurang:
        return [
            make_temuan(
                "SVY712",
                jumlah=count,
                dibutuhkan=sampel.dibutuhkan,
                populasi=sampel.populasi,
                kurang=sampel.kurang,
            )
        ]
    return []
