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
    mutu,
    slovin,
)
from zi_cli.survei.quality import check_quality, kept, survei_limits
from zi_cli.survei.questionnaire import Kuesioner, Mutu
from zi_cli.text import BULAN, desimal


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


def summarise(survei: Survey, pilihan: Choice, instrumen: Instrumen) -> SurveyResult:
    """Work out everything that a survey says, by the thresholds that *instrumen* holds."""
    mutu_data = check_quality(survei)
    temuan = [*survei.temuan, *mutu_data.temuan]
    penuh = tally(survei, None)
    bersih = tally(survei, mutu_data.mencurigakan) if mutu_data.mencurigakan else None
    bulan = penuh.bulan()[-pilihan.bulan_terakhir :] if pilihan.bulan_terakhir else penuh.bulan()
    temuan += _month_findings(bulan, pilihan.tanggal)
    indeks = {}
    for kode, kuesioner in survei.kuesioner.items():
        hasil, catatan = _one(survei, kode, kuesioner, penuh, bersih, tuple(bulan), pilihan, instrumen)
        indeks[kode] = hasil
        temuan += catatan
    sampel = _sample(len(survei.jawaban), pilihan)
    temuan += _sample_findings(len(survei.jawaban), sampel)
    return SurveyResult(
        survei, pilihan, indeks, sampel, len(mutu_data.mencurigakan), temuan, survei.temuan, instrumen.ambang
    )


def tally(survei: Survey, tanpa: frozenset[int] | None) -> Tally:
    """Sums and counts of all answer sheets but those of *tanpa*."""
    j = survei.jawaban
    kunci: list[tuple[Bulan | None, str | None]] = [
        (month_of(w), j.nama_layanan[s]) for w, s in zip(j.waktu, j.layanan, strict=True)
    ]
    dipakai: Sequence[bool] = kept(survei, tanpa) if tanpa else [True] * len(j)
    hasil = Tally()
    for (k, ya), banyak in Counter(zip(kunci, dipakai, strict=True)).items():
        if ya:
            hasil.add_sheets(*k, banyak)
    for kode, kolom in j.jawaban.items():
        for (k, nilai, ya), banyak in Counter(zip(kunci, kolom, dipakai, strict=True)).items():
            if ya and nilai:
                hasil.add_answers(*k, kode, nilai, banyak)
    return hasil


def month_of(waktu: int) -> Bulan | None:
    """The month of a point in time (seconds since 1970); None for an unknown one (-1)."""
    if waktu < 0:
        return None
    hari = datetime.fromtimestamp(waktu, UTC)
    return hari.year, hari.month


def month_name(bulan: Bulan) -> str:
    """ "Maret 2026"."""
    return f"{BULAN[bulan[1] - 1]} {bulan[0]}"


def _month_findings(bulan: Sequence[Bulan], usulan: date | None) -> list[Temuan]:
    hasil = []
    minimal = survei_limits()["bulan_minimal"]
    if len(bulan) < minimal:
        hasil.append(make_temuan("SVY709", jumlah=len(bulan), minimal=minimal))
    if not bulan:
        return hasil
    nomor = [t * 12 + b - 1 for t, b in bulan]
    sela = [n for n in range(nomor[0], nomor[-1]) if n not in nomor]
    if sela:
        nama = ", ".join(month_name((n // 12, n % 12 + 1)) for n in sela[:6])
        hasil.append(make_temuan("SVY710", bulan=nama + (f" dan {len(sela) - 6} bulan lain" if len(sela) > 6 else "")))
    if usulan is not None and not 0 <= usulan.year * 12 + usulan.month - 1 - nomor[-1] <= 12:
        hasil.append(make_temuan("SVY733", bulan=month_name(bulan[-1])))
    return hasil


def _one(
    survei: Survey,
    kode: str,
    kuesioner: Kuesioner,
    penuh: Tally,
    bersih: Tally | None,
    bulan: tuple[Bulan, ...],
    pilihan: Choice,
    instrumen: Instrumen,
) -> tuple[IndexResult, list[Temuan]]:
    skala = survei.skala[kode]
    temuan: list[Temuan] = []
    if kode == "skm" and pilihan.bobot_skm:
        if len(pilihan.bobot_skm) == len(kuesioner.unsur):
            kuesioner = kuesioner._replace(bobot=pilihan.bobot_skm)
        else:
            skala = None
            temuan.append(make_temuan("SVY736", bobot=len(pilihan.bobot_skm), unsur=len(kuesioner.unsur)))
    kolom = [survei.jawaban.jawaban[u.kode] for u in kuesioner.unsur]
    responden = sum(1 for isi in zip(*kolom, strict=True) if any(isi))
    simpul = instrumen.survei.get(kode)
    baris = instrumen.per_kode[simpul].nomor if simpul else None
    if skala is None:
        ambang = _thresholds(simpul, instrumen, {}, None, None, pasti=False)
        return IndexResult(kuesioner, None, responden, bulan, baris=baris, ambang=ambang), temuan
    unsur = index(penuh, kuesioner, skala, pilihan.rumus, bulan=bulan or None)
    for k in unsur.tanpa_jawaban:
        nama = next(u.nama for u in kuesioner.unsur if u.kode == k)
        temuan.append(make_temuan("SVY702", unsur=k, nama=nama, indeks=kuesioner.indeks))
    empat = four_figures(penuh, kuesioner, skala, bulan)
    dipakai = empat[pilihan.rumus, pilihan.gabungan]
    tanpa = four_figures(bersih, kuesioner, skala, [b for b in bersih.bulan() if b in bulan]) if bersih else empat
    konversi = converted(dipakai) if dipakai is not None and kode == "skm" else None
    cukup = len(bulan) >= survei_limits()["bulan_minimal"]
    pasti = cukup and not unsur.tanpa_jawaban and not any(t.tingkat == "galat" for t in survei.temuan)
    ambang = _thresholds(simpul, instrumen, empat, dipakai, tanpa[pilihan.rumus, pilihan.gabungan], pasti=pasti)
    temuan += _flips(kuesioner, empat, pilihan, simpul, instrumen)
    hasil = IndexResult(
        kuesioner,
        skala,
        responden,
        bulan,
        empat,
        dipakai,
        tanpa[pilihan.rumus, pilihan.gabungan],
        unsur,
        konversi,
        annex_figure(unsur) if kode == "skm" and skala == kuesioner.skala and not kuesioner.bobot else None,
        mutu(konversi) if konversi is not None else None,
        baris,
        ambang,
    )
    return hasil, temuan


def index_minimums(simpul: str, instrumen: Instrumen) -> Mapping[Predikat, Fraction]:
    """The least index (scale 0 to the survey's maximum) that each predicate asks of the survey row *simpul*."""
    hasil: dict[Predikat, Fraction] = {}
    bobot = instrumen.bobot(simpul)
    for a in instrumen.ambang.daftar:
        # A node of the same weight above the row holds nothing else.
        atas = simpul.startswith(f"{a.simpul}.") and instrumen.bobot(a.simpul) == bobot
        if a.satuan == "nilai" and (a.simpul == simpul or atas):
            for predikat, minimal in a.minimal.items():
                hasil[predikat] = max(hasil.get(predikat, Fraction()), minimal / bobot * instrumen.survei_maksimum)
    return hasil


def _thresholds(
    simpul: str | None,
    instrumen: Instrumen,
    empat: Mapping[tuple[Rumus, Gabungan], Fraction | None],
    dipakai: Fraction | None,
    bersih: Fraction | None,
    *,
    pasti: bool,
) -> tuple[Threshold, ...]:
    hasil = []
    for predikat, minimal in (index_minimums(simpul, instrumen) if simpul else {}).items():
        keadaan: Keadaan
        if dipakai is None or bersih is None or not pasti:
            keadaan = BELUM_PASTI
        elif dipakai < minimal:
            keadaan = "belum memenuhi"
        else:
            semua = (bersih, *empat.values())
            keadaan = "memenuhi" if all(n is not None and n >= minimal for n in semua) else BELUM_PASTI
        hasil.append(Threshold(predikat, minimal, keadaan))
    return tuple(hasil)


def _flips(
    kuesioner: Kuesioner,
    empat: Mapping[tuple[Rumus, Gabungan], Fraction | None],
    pilihan: Choice,
    simpul: str | None,
    instrumen: Instrumen,
) -> list[Temuan]:
    """Thresholds that the reading used and another one answer differently."""
    dipakai = empat[pilihan.rumus, pilihan.gabungan]
    if simpul is None or dipakai is None:
        return []
    hasil = []
    for minimal in sorted(set(index_minimums(simpul, instrumen).values())):
        lain = [k for k, n in empat.items() if n is not None and (n >= minimal) != (dipakai >= minimal)]
        if lain:
            bacaan = "; ".join(f"{reading_name(*k)}: {desimal(empat[k] or Fraction(), 4)}" for k in lain)
            hasil.append(
                make_temuan(
                    "SVY711", indeks=kuesioner.indeks, nilai=desimal(dipakai, 4), minimal=desimal(minimal), lain=bacaan
                )
            )
    return hasil


def reading_name(rumus: Rumus, gabungan: Gabungan) -> str:
    """A reading in words."""
    return f"rumus {rumus}, {'rata-rata bulan' if gabungan == 'bulan' else 'semua jawaban digabung'}"


def _sample(banyak: int, pilihan: Choice) -> Sample | None:
    if pilihan.populasi is None:
        return None
    if pilihan.kesalahan_slovin is None:
        rumus, dibutuhkan = "Krejcie–Morgan (PermenPANRB 14/2017, Lampiran II)", krejcie_morgan(pilihan.populasi)
    else:
        rumus, dibutuhkan = "Slovin (tidak disebut peraturan)", slovin(pilihan.populasi, pilihan.kesalahan_slovin)
    return Sample(pilihan.populasi, rumus, dibutuhkan, max(0, dibutuhkan - banyak))


def _sample_findings(banyak: int, sampel: Sample | None) -> list[Temuan]:
    minimal = survei_limits()["responden_minimal"]
    if sampel is None:
        return [make_temuan("SVY713", jumlah=banyak, minimal=minimal)] if banyak < minimal else [make_temuan("SVY714")]
    if sampel.kurang:
        return [
            make_temuan(
                "SVY712",
                jumlah=banyak,
                dibutuhkan=sampel.dibutuhkan,
                populasi=sampel.populasi,
                kurang=sampel.kurang,
            )
        ]
    return []
