"""The verdict as people see it: a short label with its tone for tables, a sentence for a page, thresholds in words."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI, Doubt, Putusan
from zi_cli.scoring.words import (
    DoubtText,
    answer_typed,
    doubt_texts,
    drivers_met,
    drivers_open,
    reason_words,
    results_not_assessed,
    state_words,
)
from zi_cli.text import capitalised, decimal_text, short_number
from zi_cli.views.table import Cell, Place, Tone

Rekaman = Mapping[str, Any]


class Badge(NamedTuple):
    """A state: stable ``kode``, ``label`` for people, ``nada`` the tone (baik, waspada, buruk)."""

    kode: str
    label: str
    nada: str


WBBM = Badge("wbbm", "Memenuhi WBBM", "baik")
WBK = Badge("wbk", "Memenuhi WBK", "baik")
TAK_PASTI = Badge("belum-pasti", BELUM_PASTI.capitalize(), "waspada")
BELUM = Badge("belum", BELUM_MEMENUHI.capitalize(), "buruk")

_NADA: Mapping[str, Tone] = {MEMENUHI: "baik", BELUM_MEMENUHI: "buruk"}
#: How one threshold stands, by its state; ``kode`` is the sign that embedded data have for it.
THRESHOLD_BADGES = {
    MEMENUHI: Badge("1", f"✓ {MEMENUHI}", "baik"),
    BELUM_MEMENUHI: Badge("0", f"✗ {BELUM_MEMENUHI}", "buruk"),
    BELUM_PASTI: Badge("?", f"? {BELUM_PASTI}", "waspada"),
    BELUM_DINILAI: Badge("-", BELUM_DINILAI, ""),
}
_SIGNS = {"baik": "✓", "waspada": "?", "buruk": "✗"}


def tone(state: str, keadaan_pengungkit: str) -> Tone:
    """The tone of a verdict: baik, waspada or buruk; while Hasil is not assessed that of Pengungkit."""
    return _NADA.get(keadaan_pengungkit if state == BELUM_DINILAI else state, "waspada")


def reason(putusan: Putusan) -> str:
    """What the verdict hangs on, "" when it is sure."""
    return reason_words(doubt_texts(putusan.bergantung), putusan.sebab)


def doubt_rows(
    opened: Mapping[Predikat, tuple[Sequence[Doubt], Sequence[str]]], file: Path | None = None
) -> Iterator[tuple[Cell, ...]]:
    """What leaves verdicts open, one row an answer: predicates, indicator, its text, cell of *file*, answer.

    *opened*: by predicate the doubts it hangs on and the codes that leave open whose answers these are.
    """
    for r in {r.kode: r for doubt, _ in opened.values() for r in doubt}.values():
        predikat = ", ".join(q for q, (doubt, _) in opened.items() if r.kode in {x.kode for x in doubt})
        (text,) = doubt_texts([r])
        yield predikat, r.kode, r.teks, Place(r.sel, file) if r.sel else "–", answer_typed(text)
    for why in dict.fromkeys(tuple(why) for _, why in opened.values() if why):
        predikat = ", ".join(q for q, (_, x) in opened.items() if tuple(x) == why)
        yield predikat, "–", reason_words((), why), "–", "–"


def list_tone(state: str, keadaan_pengungkit: str) -> Tone:
    """The tone of a verdict in a list, where a plain no has none."""
    return "" if state == BELUM_MEMENUHI else tone(state, keadaan_pengungkit)


def _preliminary_badges(instrumen: Instrumen) -> tuple[Badge, Badge]:
    """While Hasil is not assessed: Pengungkit reaches WBK, or may reach it."""
    reached = drivers_met(instrumen).replace(")", " WBK)")
    opened = capitalised(drivers_open(instrumen))
    return Badge("pendahuluan", capitalised(reached), "baik"), Badge("belum-dinilai", opened, "waspada")


def satker_badges(instrumen: Instrumen) -> tuple[Badge, ...]:
    """All states of a satker, best first; the columns of the map."""
    return (WBBM, WBK, *_preliminary_badges(instrumen), TAK_PASTI, BELUM)


def satker_badge(record: Rekaman, instrumen: Instrumen) -> Badge:
    """The state of a zi.score record over both predicates."""
    wbk, wbbm = record["putusan"]["WBK"], record["putusan"]["WBBM"]
    if wbbm["keadaan"] == MEMENUHI:
        return WBBM
    if wbk["keadaan"] == MEMENUHI:
        return WBK
    if wbk["keadaan"] == BELUM_DINILAI:
        return _preliminary_badges(instrumen)[wbk["keadaan_pengungkit"] != MEMENUHI]
    return TAK_PASTI if wbk["keadaan"] == BELUM_PASTI else BELUM


def verdict_badge(record: Rekaman, predikat: Predikat, instrumen: Instrumen) -> Badge:
    """The verdict of a record for one predicate."""
    putusan = record["putusan"][predikat]
    state, pengungkit = putusan["keadaan"], putusan["keadaan_pengungkit"]
    colour = tone(state, pengungkit)
    return Badge(state.replace(" ", "-"), f"{_SIGNS[colour]} {state_words(state, pengungkit, instrumen)}", colour)


def verdict_sentence(record: Rekaman, instrumen: Instrumen) -> tuple[str, str]:
    """The verdict in one sentence, and what to know about it ("" when nothing)."""
    wbk, wbbm = record["putusan"]["WBK"], record["putusan"]["WBBM"]
    text = f"Menuju WBK: {_words(wbk, instrumen)}; Menuju WBBM: {_words(wbbm, instrumen)}"
    grounds = {
        p: reason_words([DoubtText(**b) for b in x["bergantung"]], x["sebab"]) for p, x in record["putusan"].items()
    }
    explanations = []
    if record["tahap"] == "pendahuluan":
        part = f"{instrumen.nama_komponen[0]} dan {instrumen.all_areas_text}"
        explanations.append(f"Komponen {results_not_assessed(instrumen)}; putusan ini baru atas {part}.")
    if grounds["WBK"] and grounds["WBK"] == grounds["WBBM"]:
        explanations.append(f"Putusan {grounds['WBK']}.")
    else:
        explanations += [f"{p} {x}." for p, x in grounds.items() if x]
    return text, " ".join(explanations)


def _words(putusan: Mapping[str, Any], instrumen: Instrumen) -> str:
    return state_words(putusan["keadaan"], putusan["keadaan_pengungkit"], instrumen)


def unit(measure: str) -> str:
    """What follows a figure of a threshold: nothing for points."""
    return " %" if measure == "persen" else ""


def shortfall(nilai: Fraction, minimal: Fraction, measure: str, *, misleading: bool = False) -> str:
    """The value against the minimum, and by how much it misses it; *misleading*: rounding would show it as reached."""
    persen = unit(measure)
    if nilai >= minimal:
        return f"{decimal_text(nilai)}{persen} dari minimal {decimal_text(minimal)}{persen}"
    lacking = minimal - nilai
    selisih = (
        decimal_text(lacking) if decimal_text(lacking) != "0,00" else f"kurang dari 0,01 ({short_number(lacking, 9)})"
    )
    written = short_number(nilai) if misleading else decimal_text(nilai)
    note = f"; pembulatan menyesatkan: {decimal_text(nilai)} belum mencapai batas" if misleading else ""
    return f"{written}{persen} dari minimal {decimal_text(minimal)}{persen}, kurang {selisih}{note}"
