"""Columns that hold answers but belong to no assessor: recognised where their heading says enough, else reported."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, column_letters
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.cells import parse_option
from zi_cli.worksheet.model import NilaiSel, Penilai
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout import Layout, ReadPart

#: From this many answers on a column counts as one that holds answers ...
_MIN_ANSWERS = 5
#: ... when at least this part of what is filled in it are options of their rows, in percent.
_MIN_SHARE = 60
#: Figures under an assessor's name are that many at least before they are taken for an assessment.
_MIN_NUMBERS = 20
#: A longer text is a note, not an option.
_ANSWER_LENGTH = 16
#: Columns of the form itself, which repeat options without being answers.
_NOT_ANSWERS = frozenset({"jawaban", "kriteria", "pilihan", "nomor", "bobot", "penilaian"})


class StrayColumn(NamedTuple):
    """One column of answers: sheet index, column, heading cell and text, how many, and whose its heading says it is."""

    lembar: int
    kolom: int
    sel: Sel
    judul: str
    jumlah: int
    penilai: Penilai | None


def find_stray(
    layout: Layout, sheets: Sequence[tuple[str, Sequence[Sequence[NilaiSel]]]], instrumen: Instrumen
) -> list[StrayColumn]:
    """Columns of *layout* that hold answers and that nobody reads."""
    return [s for b in layout.bagian for s in _stray(b, sheets[b.indeks][1], layout.penilai, instrumen)]


def stray_findings(columns: Sequence[StrayColumn]) -> list[Temuan]:
    """LKE115 for every column that is left unread."""
    return [
        make_temuan("LKE115", s.sel, kolom=column_letters(s.kolom), judul=s.judul or "tanpa judul", jumlah=s.jumlah)
        for s in columns
    ]


def _stray(
    b: ReadPart, content: Sequence[Sequence[NilaiSel]], berjawaban: Sequence[Penilai], instrumen: Instrumen
) -> Iterator[StrayColumn]:
    known = dict(b.kepala.kolom)
    rows = [(tuple(choice), content[r]) for code, r in b.baris if (choice := instrumen.options(code))]
    all_choices = {choice for choice, _ in rows}
    for k, column in enumerate(zip_longest(*(cell for _, cell in rows), fillvalue="")):
        t = known.get(k)
        if k in b.kepala.label or (t is not None and t.peran in _NOT_ANSWERS):
            continue
        # Figures of an assessor whose answers nobody found: "Nilai TPI".
        yatim = t.penilai if t is not None and t.peran in ("nilai", "persen") and t.penilai not in berjawaban else None
        # Most columns hold nothing, or long texts alone.
        candidates = {s for s in column if (isinstance(s, str) and 0 < len(s) <= _ANSWER_LENGTH) or isinstance(s, bool)}
        if yatim is None and not any(_is_answer(s, p) for s in candidates for p in all_choices):
            continue
        filled = [(choice, s) for (choice, _), s in zip(rows, column, strict=True) if s != ""]
        jumlah = sum(1 for choice, s in filled if _is_answer(s, choice))
        if jumlah >= _MIN_ANSWERS and jumlah * 100 >= len(filled) * _MIN_SHARE:
            yield StrayColumn(b.indeks, k, *_heading(content, b, k), jumlah, yatim)
        elif yatim is not None:
            figures = [s for _, s in filled if isinstance(s, int | float) and not isinstance(s, bool)]
            if len(figures) >= _MIN_NUMBERS and any(figures):
                yield StrayColumn(b.indeks, k, *_heading(content, b, k), len(figures), None)


def _short(nilai: NilaiSel) -> bool:
    return isinstance(nilai, str) and len(nilai) <= _ANSWER_LENGTH


def _is_answer(nilai: NilaiSel, choices: tuple[str, ...]) -> bool:
    return (_short(nilai) or isinstance(nilai, bool)) and parse_option(nilai, choices).nilai is not None


def _heading(content: Sequence[Sequence[NilaiSel]], b: ReadPart, k: int) -> tuple[Sel, str]:
    """The lowest text over column *k* within the headings."""
    for r in range(b.kepala.akhir, b.kepala.awal - 1, -1):
        s = content[r][k] if 0 <= r < len(content) and k < len(content[r]) else ""
        if isinstance(s, str) and s.strip():
            return Sel(b.nama, r + 1, k), cut_label(s)
    return Sel(b.nama, max(b.kepala.akhir, 0) + 1, k), ""
