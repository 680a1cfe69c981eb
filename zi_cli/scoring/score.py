"""Score a worksheet: every node's exact points, what is unanswered or doubtful, and the verdict."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Baris, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple, maker
from zi_cli.scoring.percent import score_percent
from zi_cli.scoring.result import Doubt, NilaiIndikator, Penilaian, Tahap
from zi_cli.scoring.survey_notes import denied_index
from zi_cli.scoring.totals import sum_nodes, with_blanks_at_best
from zi_cli.scoring.verdict import DecidedWhenAsked, decide
from zi_cli.text import decimal_text, short_number
from zi_cli.worksheet.cells import BLANK, Reading, is_filled, parse_option, parse_survey, shown_text
from zi_cli.worksheet.model import Isian, KolomPenilai, Penilai, Worksheet

_ZERO = Fraction(0)

#: Two answer columns of one assessor, two worksheets in one file, a column of answers that nobody claims: whose
#: answers these are is open.
_FILE_REASONS = frozenset({"LKE113", "LKE114", "LKE115"})
#: A row that stands twice, or that may be another one: its answer is open.
_ROW_REASONS = frozenset({"LKE121", "LKE128"})


class LayoutDoubts(NamedTuple):
    """What the layout leaves open: codes that make the whole file doubtful, and the indicators it can't place.

    ``teks`` are the texts of rows that differ from the instrument's, by kode.
    """

    sebab: tuple[str, ...] = ()
    indikator: frozenset[str] = frozenset()
    teks: Mapping[str, str] = MappingProxyType({})


NO_DOUBTS = LayoutDoubts()


def layout_doubts(temuan: Iterable[Temuan], texts: Mapping[str, str]) -> LayoutDoubts:
    """What the findings about the layout leave open; *texts* as in :class:`LayoutDoubts`."""
    codes = {t.kode for t in temuan}
    if not codes & (_FILE_REASONS | _ROW_REASONS):
        return LayoutDoubts(teks=texts)
    return LayoutDoubts(
        tuple(sorted(codes & _FILE_REASONS)),
        frozenset(t.indikator for t in temuan if t.kode in _ROW_REASONS and t.indikator),
        texts,
    )


def list_doubts(
    indikator: Mapping[str, NilaiIndikator],
    empty: Iterable[str],
    doubts: Mapping[str, tuple[Fraction, ...]],
    instrumen: Instrumen,
    texts: Mapping[str, str],
) -> tuple[Doubt, ...]:
    """The doubtful indicators in sheet order, by the text of their rows; a blank may stand for anything."""
    every = dict.fromkeys(empty, True)
    every.update((k, False) for k in doubts if k not in every)
    daftar: list[Doubt] = []
    for code in indikator if len(every) > 1 else every:
        if code not in every:
            continue
        n, bobot, b = indikator[code], instrumen.bobot(code), instrumen.per_kode[code]
        low, height = (_ZERO, bobot) if every[code] else (min(doubts[code]) * bobot, max(doubts[code]) * bobot)
        if low < height:
            daftar.append(Doubt(code, n.sel, texts.get(code, b.teks), n.mentah, n.skor, low, height, every[code]))
    return tuple(daftar)


_ZERO, _ONE = Fraction(0), Fraction(1)


def score_worksheet(ws: Worksheet, instrumen: Instrumen, ambang: SetAmbang | None = None) -> list[Penilaian]:
    """Score every assessor of *ws* that answered anything, in rising order, each apart.

    When none did, one blank record of the default assessor with finding LKE220. *ambang* defaults to the
    instrument's own thresholds.
    """
    ambang = ambang or instrumen.ambang
    position = layout_doubts(ws.temuan, ws.teks_lain)
    diisi = [ws.penilai[p] for p in instrumen.penilai.codes if p in ws.penilai and has_answers(ws.penilai[p])]
    if diisi:
        return [score_penilai(k, ws.label_pilihan, instrumen, ambang, position) for k in diisi]
    default = instrumen.penilai.bawaan
    empty = score_penilai(ws.penilai.get(default) or KolomPenilai(default), {}, instrumen, ambang)
    empty.temuan[:] = [make_temuan(_NOBODY)]
    return [empty]


#: "Nobody answered anything".
_NOBODY = "LKE220"


def is_blank(p: Penilaian) -> bool:
    """Whether *p* is the record that stands in for a file in which nobody answered: no assessor's."""
    return any(t.kode == _NOBODY for t in p.temuan)


def has_answers(column: KolomPenilai) -> bool:
    """Whether the assessor wrote anything, usable or not, in any answer cell."""
    return any(is_filled(i.nilai) for i in column.jawaban.values())


def penentu(penilaian: Iterable[Penilaian], instrumen: Instrumen, choice: Penilai | None = None) -> Penilaian | None:
    """The deciding assessor: *choice* when named, else the highest who decides unasked; None if not there."""
    allowed = (choice,) if choice else instrumen.penilai.deciding
    candidates = [p for p in penilaian if p.penilai in allowed]
    return max(candidates, key=lambda p: allowed.index(p.penilai), default=None)


_by_option = maker(NilaiIndikator)


def score_penilai(
    column: KolomPenilai,
    choice_labels: Mapping[str, tuple[str, Sel, str]],
    instrumen: Instrumen,
    ambang: SetAmbang,
    position: LayoutDoubts = NO_DOUBTS,
) -> Penilaian:
    """Score one assessor's cells; *choice_labels* as in :class:`Worksheet`, *position*: what its layout leaves open."""
    reason = (*position.sebab, *column.sebab)
    diragukan = {instrumen.indikator_of(k) for k in position.indikator | column.ragu}
    doubts: dict[str, tuple[Fraction, ...]] = dict.fromkeys(diragukan, (_ZERO, _ONE))
    temuan: list[Temuan] = []
    indikator: dict[str, NilaiIndikator] = {}
    empty: list[str] = []
    jawaban: str | Fraction | None
    raw: str | None
    tahap = _tahap(column, instrumen)
    result = instrumen.hasil_codes
    for code, b, skor in _score_table(instrumen):
        isian = column.jawaban.get(code)
        # Most cells hold an option exactly as the sheet offers it.
        if isian is not None and code not in choice_labels:
            baku = skor.baku.get(isian.nilai)
            if baku is not None:
                indikator[code] = _by_option((*baku, isian.sel))
                continue
        if b.jenis_jawaban == "persen":
            persen = score_percent(b, column, instrumen)
            temuan += persen.temuan
            jawaban, raw = persen.nilai, persen.mentah
            nilai = persen.nilai if persen.nilai is not None else _ZERO
            if persen.lain:
                doubts[code] = (*doubts.get(code, ()), nilai, *persen.lain)
            poin = nilai * skor.bobot
        else:
            if b.jenis_jawaban == "nilai_0_4":
                reading = parse_survey(isian.nilai, instrumen.survei_maksimum) if isian else BLANK
                nilai = reading.nilai / instrumen.survei_maksimum if isinstance(reading.nilai, Fraction) else _ZERO
                poin = nilai * skor.bobot
                note = column.catatan.get(code)
                if isian and note and isinstance(reading.nilai, Fraction):
                    other = denied_index(code, reading.nilai, isian.sel, note, instrumen.survei_maksimum)
                    if other:
                        doubts[code] = (*doubts.get(code, ()), nilai, other[0] / instrumen.survei_maksimum)
                        temuan.append(other[1])
            else:
                reading = parse_option(isian.nilai, skor.pilihan) if isian else BLANK
                nilai, poin = skor.per_pilihan.get(reading.nilai, (_ZERO, _ZERO))
            jawaban, raw = reading.nilai, reading.mentah
            differences: tuple[Fraction, ...] = ()
            if code in choice_labels:
                differences, temuan_label = _temuan_label(b, isian, reading, choice_labels[code], instrumen)
                temuan.append(temuan_label)
                if differences:
                    doubts[code] = (*doubts.get(code, ()), nilai, *differences)
            # An answer that follows a wrong label is one mistake: the label's.
            if jawaban is None and isian is not None and not differences:
                light = tahap == "pendahuluan" and code in result
                temuan += _answer_temuan(b, reading, isian, skor.pilihan, instrumen, light=light)
        if jawaban is None:
            empty.append(code)
        indikator[code] = NilaiIndikator(jawaban, raw, nilai, poin, isian.sel if isian else None)
    nilai_simpul = sum_nodes({k: n.skor for k, n in indikator.items()}, instrumen)
    best = nilai_simpul
    if empty:
        best = with_blanks_at_best(nilai_simpul, empty, instrumen)
    keraguan = list_doubts(indikator, empty, doubts, instrumen, position.teks) if empty or doubts else ()
    return Penilaian(
        penilai=column.penilai,
        tahap=tahap,
        nilai=nilai_simpul,
        nilai_maks=best["total"],
        indikator=indikator,
        kosong=tuple(empty),
        putusan=DecidedWhenAsked(
            lambda: decide(nilai_simpul, best, instrumen, ambang, tahap=tahap, doubts=keraguan, reasons=reason)
        ),
        temuan=temuan,
        ragu=keraguan,
        sebab=reason,
    )


def half_findings(penilaian: Penilaian, instrumen: Instrumen, ambang: SetAmbang, target: Predikat) -> list[Temuan]:
    """LKE230 for each half (Pemenuhan, Reform) of an area below the area's percentage for *target*."""
    temuan: list[Temuan] = []
    for a in ambang.daftar:
        if a.satuan != "persen":
            continue
        for name, code in zip(instrumen.half_names, instrumen.area_halves(a.simpul), strict=True):
            persen = penilaian.nilai[code] * 100 / instrumen.bobot(code)
            if persen < a.minimal[target]:
                temuan.append(
                    make_temuan(
                        "LKE230",
                        None,
                        code,
                        penilai=instrumen.penilai.name_of(penilaian.penilai),
                        bagian=name,
                        area=f"area {a.simpul} ({instrumen.nama_area[a.simpul]})",
                        persen=decimal_text(persen),
                        minimal=short_number(a.minimal[target]),
                        predikat=target,
                    )
                )
    return temuan


class _SkorPilihan(NamedTuple):
    """The weight in points of one indicator, and its options with value (ratio) and points of each.

    ``baku`` has, by an option as a cell holds it, the first four fields of its ``NilaiIndikator``.
    """

    bobot: Fraction
    pilihan: tuple[str, ...]
    per_pilihan: Mapping[object, tuple[Fraction, Fraction]]
    baku: Mapping[object, tuple[str, str, Fraction, Fraction]]


@lru_cache(maxsize=8)
def _score_table(instrumen: Instrumen) -> tuple[tuple[str, Baris, _SkorPilihan], ...]:
    """Every indicator with what each of its options is worth; those of one kind and weight share one entry."""
    by_kind: dict[tuple[object, Fraction], _SkorPilihan] = {}
    for b in instrumen.indikator:
        bobot, choices = instrumen.bobot(b.kode), instrumen.options(b.kode)
        if (b.jenis_jawaban, bobot) not in by_kind:
            poin = {p: n * bobot for p, n in choices.items()}
            by_kind[b.jenis_jawaban, bobot] = _SkorPilihan(
                bobot,
                tuple(choices),
                {p: (n, poin[p]) for p, n in choices.items()},
                {p: (p, p, n, poin[p]) for p, n in choices.items()},
            )
    return tuple((b.kode, b, by_kind[b.jenis_jawaban, instrumen.bobot(b.kode)]) for b in instrumen.indikator)


def _tahap(column: KolomPenilai, instrumen: Instrumen) -> Tahap:
    """Preliminary when every Hasil cell is blank (Kanwil and Eselon I assess Pengungkit only)."""
    for code in instrumen.hasil_codes:
        isian = column.jawaban.get(code)
        if isian is not None and not (isinstance(isian.nilai, str) and parse_option(isian.nilai, ()).is_blank):
            return "akhir"
    return "pendahuluan"


def _answer_temuan(
    b: Baris, reading: Reading, isian: Isian, choices: tuple[str, ...], instrumen: Instrumen, *, light: bool
) -> list[Temuan]:
    cell = isian.sel
    if reading.is_blank:
        return [
            make_temuan("LKE202", cell, b.kode, level="info" if light else None, indikator=instrumen.in_words(b.kode))
        ]
    if reading.masalah is None or reading.masalah == "LKE112":
        return []
    advice = f" 0–{short_number(instrumen.survei_maksimum)}"
    if reading.masalah == "LKE209":
        advice += (
            f"; mungkin indeks skala 100 yang belum dikonversi (dibagi {short_number(100 / instrumen.survei_maksimum)})"
        )
    return [
        make_temuan(
            reading.masalah,
            cell,
            b.kode,
            akibat="dihitung tanpa jawaban",
            jawaban=shown_text(isian.nilai),
            indikator=instrumen.in_words(b.kode),
            pilihan="/".join(choices),
            anjuran=advice,
        )
    ]


def _temuan_label(
    b: Baris, isian: Isian | None, reading: Reading, label: tuple[str, Sel, str], instrumen: Instrumen
) -> tuple[tuple[Fraction, ...], Temuan]:
    """LKE203: the label's scale against the instrument's, with the value of the answer under each.

    First the ratios that the answer may stand for by its label, none when they agree; an answer that
    its label does not offer may stand for anything.
    """
    kind, cell, written = label
    official = instrumen.options(b.kode)
    menurut_label = instrumen.skala.get(kind, {})
    dibaca_label = parse_option(reading.mentah, tuple(menurut_label)).nilai if reading.mentah else None
    nilai_resmi = official.get(reading.nilai) if isinstance(reading.nilai, str) else None
    nilai_label = menurut_label.get(dibaca_label) if isinstance(dibaca_label, str) else None
    differences: tuple[Fraction, ...] = ()
    if nilai_resmi != nilai_label:
        differences = (nilai_label,) if nilai_label is not None else (_ZERO, _ONE)
    return differences, make_temuan(
        "LKE203",
        cell,
        b.kode,
        level=None if differences else "info",
        label=written,
        resmi="/".join(official) or b.jenis_jawaban,
        indikator=instrumen.in_words(b.kode),
        jawaban=f"“{shown_text(isian.nilai)}”" if isian and reading.mentah else "kosong",
        nilai_resmi=decimal_text(nilai_resmi) if nilai_resmi is not None else "tidak ada",
        nilai_label=decimal_text(nilai_label) if nilai_label is not None else "tidak ada",
    )
