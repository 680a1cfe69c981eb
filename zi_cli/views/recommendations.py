"""Recommendations: for every indicator below its best answer, what the best answer demands and what it adds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.tree import Baris, Instrumen, Kriteria, Predikat, is_within
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.text import figure_text, record_number, short_figure, short_number

Rubrik = Mapping[str, Sequence[Kriteria]]


class JawabanIndikator(NamedTuple):
    """An indicator's answer: option, ratio or survey index (None if unanswered), its ratio 0 to 1, and its cell."""

    isi: str | Fraction | None
    nilai: Fraction
    sel: str | None


@dataclass(frozen=True, slots=True)
class Rekomendasi:
    """One step to the best answer of an indicator.

    ``dari`` and ``ke`` are answers as people write them, ``poin`` the exact gain in points of that very
    step, ``tuntutan`` what the answer aimed at demands, ``sel`` the cell of the answer.
    """

    kode: str
    teks: str
    dari: str
    ke: str
    poin: Fraction
    tuntutan: str
    sel: str | None

    @property
    def tambahan(self) -> str:
        """The gain for people."""
        return gain_text(self.poin)


def gain_text(poin: Fraction) -> str:
    """What a step adds, for people: exact, or to four decimals ("0,375")."""
    return short_number(poin, 4)


def recommend(jawaban: Mapping[str, JawabanIndikator], instrumen: Instrumen, kriteria: Rubrik) -> list[Rekomendasi]:
    """The step to the best answer of every indicator below it, in sheet order."""
    results = []
    for b in instrumen.indikator:
        j = jawaban[b.kode]
        if j.nilai >= 1:
            continue
        ke, tuntutan = _best(b, instrumen, kriteria)
        poin = instrumen.bobot(b.kode) * (1 - j.nilai)
        results.append(Rekomendasi(b.kode, b.teks, answer_text(j.isi, b), ke, poin, tuntutan, j.sel))
    return results


def answers_of(penilaian: Penilaian) -> dict[str, JawabanIndikator]:
    """The answers of an assessor just scored."""
    return {
        code: JawabanIndikator(n.jawaban, n.nilai, str(n.sel) if n.sel else None)
        for code, n in penilaian.indikator.items()
    }


def answers_of_record(records: Mapping[str, Any], instrumen: Instrumen) -> dict[str, JawabanIndikator]:
    """The answers of a zi.score record; an option's ratio comes from the scale, since the record rounds it."""
    results = {}
    for code, content in records["indikator"].items():
        jawaban = content["jawaban"]
        if isinstance(jawaban, str):
            results[code] = JawabanIndikator(jawaban, instrumen.options(code)[jawaban], content["sel"])
        else:
            written = None if jawaban is None else record_number(jawaban)
            results[code] = JawabanIndikator(written, record_number(content["nilai"]), content["sel"])
    return results


def most_first(daftar: Iterable[Rekomendasi], didahulukan: Iterable[str] = ()) -> list[Rekomendasi]:
    """*daftar* by falling gain, sheet order among equals; those under the nodes *didahulukan* come before all."""
    node = tuple(didahulukan)
    return sorted(daftar, key=lambda r: (not is_under(r.kode, node), -r.poin))


def is_under(code: str, nodes: Iterable[str]) -> bool:
    """Whether the row *code* is one of the nodes *nodes* or lies under one."""
    return any(is_within(code, s) for s in nodes)


def failing_nodes(records: Mapping[str, Any], instrumen: Instrumen) -> set[str]:
    """Nodes behind the thresholds that fail for the next predicate within reach (WBK, then WBBM)."""
    target: Predikat = "WBBM" if records["putusan"]["WBK"]["memenuhi"] else "WBK"
    lacking = {b["kode"] for b in records["putusan"][target]["ambang"] if not b["memenuhi"]}
    nodes: set[str] = set()
    for a in instrumen.ambang.daftar:
        if a.kode in lacking and a.simpul != "total":
            nodes |= set(instrumen.area_halves(a.simpul)) if a.satuan == "persen" else {a.simpul}
    return nodes


def answer_text(jawaban: object, row: Baris) -> str:
    """An answer for people: the option, a percentage, or the index."""
    if jawaban is None:
        return "tanpa jawaban"
    if isinstance(jawaban, str):
        return jawaban
    nilai = record_number(str(jawaban))
    return f"{figure_text(nilai * 100)} %" if row.jenis_jawaban == "persen" else short_figure(nilai)


def _best(row: Baris, instrumen: Instrumen, kriteria: Rubrik) -> tuple[str, str]:
    """The best answer of an indicator and what it demands."""
    if instrumen.options(row.kode):
        k = max(kriteria[row.kode], key=lambda k: k.nilai)
        return k.pilihan, k.tuntutan
    if row.jenis_jawaban == "persen":
        return "100 %", "Naikkan capaian menurut hitungannya."
    peak = short_figure(instrumen.survei_maksimum)
    return peak, f"Naikkan indeks survei (0–{peak})."
