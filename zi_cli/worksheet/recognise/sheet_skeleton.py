"""One sheet of a workbook: its headings and its labelled rows, before they are matched."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import NilaiSel, Penilai
from zi_cli.worksheet.recognise.headings import ColumnHeading, Headings, Peran, find_headings
from zi_cli.worksheet.recognise.labels import marker_only, normal, split_marker
from zi_cli.worksheet.recognise.row_match import LabelRow

Lembar = tuple[str, list[list[NilaiSel]]]

#: Rows of a sheet looked at below its headings.
MAX_ROWS = 20_000
_MAX_LABEL = 2000
_HINT_ROLES: tuple[Peran, ...] = ("bobot", "pilihan", "nomor")


class Skeleton(NamedTuple):
    """One sheet's headings and the cells of its label, weight, option and ID columns, row by row."""

    indeks: int
    nama: str
    kepala: Headings
    kolom: tuple[int, ...]
    sel: tuple[tuple[NilaiSel, ...], ...]
    tersembunyi: bool = False


class SheetPart(NamedTuple):
    """One sheet with its headings and labelled rows."""

    indeks: int
    nama: str
    kepala: Headings
    baris: list[LabelRow]
    bobot: dict[int, NilaiSel]
    pilihan: dict[int, str]
    tersembunyi: bool = False


def build_skeleton(
    sheets: Sequence[Lembar], penilai_dikenal: SetPenilai, hidden: frozenset[int] = frozenset()
) -> Iterator[Skeleton]:
    """The sheets that may hold an LKE or a part of one: those with headings, and those that follow them.

    One whose headings know no answer column is among them: its answers may stand under a heading nobody knows.
    Hidden sheets come last: what is seen goes first in everything that is decided by order.
    """
    kepala_lalu: Headings | None = None
    for index in sorted(range(len(sheets)), key=lambda i: (i in hidden, i)):
        name, row = sheets[index]
        header = find_headings(row, penilai_dikenal, penilai_dikenal.recognise(normal(name)))
        if header is None:
            # A part of a split instrument may leave its headings to the first part.
            if kepala_lalu is None or not row:
                continue
            header = kepala_lalu._replace(awal=-1, akhir=-1)
        if any(t.peran == "jawaban" for _, t in header.kolom):
            kepala_lalu = header
        width = len(row[0])
        needed = [*header.label, *(k for k, t in header.kolom if t.peran in ("bobot", "pilihan", "nomor"))]
        column = tuple(sorted({k for k in needed if k < width}))
        if len(column) >= 2:  # itemgetter of one column would not give tuples, and one column is no LKE
            content = tuple(map(itemgetter(*column), row[header.akhir + 1 : header.akhir + 1 + MAX_ROWS]))
            yield Skeleton(index, name, header, column, content, index in hidden)


def as_answers(skeleton: Skeleton, jawaban: Mapping[tuple[int, int], Penilai]) -> Skeleton:
    """*skeleton* with the columns *jawaban* (by sheet index and column) as answers of their assessors."""
    columns = dict(skeleton.kepala.kolom)
    columns |= {k: ColumnHeading("jawaban", p) for (i, k), p in jawaban.items() if i == skeleton.indeks}
    return skeleton._replace(kepala=skeleton.kepala._replace(kolom=tuple(sorted(columns.items()))))


def read_label(skeleton: Skeleton, limit: int) -> SheetPart:
    """Marker, text and hints of the labelled rows below the headings, at most *limit* of them."""
    header = skeleton.kepala
    positions = {k: i for i, k in enumerate(skeleton.kolom)}
    label = [(k, positions[k]) for k in header.label if k in positions]
    hint = {p: positions.get(next(iter(header.columns_of(p)), -1), -1) for p in _HINT_ROLES}
    daftar: list[LabelRow] = []
    bobot: dict[int, NilaiSel] = {}
    choices: dict[int, str] = {}
    for r, cell in enumerate(skeleton.sel, header.akhir + 1):
        marker, text, column = "", "", -1
        for k, i in label:
            s = cell[i]
            if s == "":
                continue
            if not isinstance(s, str):
                s = f"{s:.15g}" if isinstance(s, float | int) else str(s)
            if len(s) > len(text):
                if text:
                    marker = marker_only(text) or marker
                text, column = s, k
            else:
                marker = marker_only(s) or marker
        if column < 0 or len(text.strip()) < 3:
            continue
        if len(daftar) >= limit:
            break
        hints = {p: cell[i] if i >= 0 else "" for p, i in hint.items()}
        penanda_teks, text = split_marker(text[:_MAX_LABEL])
        p, number = hints["pilihan"], hints["nomor"]
        kind = recognise_options(p) if isinstance(p, str) and p else None
        identifier = number.strip() if isinstance(number, str) else ""
        if not marker and not penanda_teks and len(identifier) <= 5:
            marker = marker_only(identifier) or ""
        if isinstance(p, str) and p.strip():
            choices[len(daftar)] = p
        if hints["bobot"] != "":
            bobot[len(daftar)] = hints["bobot"]
        daftar.append(LabelRow(skeleton.indeks, r, column, penanda_teks or marker, text, kind, identifier))
    return SheetPart(skeleton.indeks, skeleton.nama, header, daftar, bobot, choices, skeleton.tersembunyi)


def recognise_options(text: str) -> str | None:
    """The answer type that a "Pilihan Jawaban" label names ("A/B/C" is ``abc``); "" when unknown."""
    n = normal(text)
    if not n:
        return None
    if "%" in n.split() or n in ("persen", "persentase", "%"):
        return "persen"
    if n.startswith("jumlah"):
        return "jumlah"
    if n.startswith("nilai") or n in ("0 4", "angka", "skor 0 4"):
        return "nilai_0_4"
    if set(n.split()) == {"ya", "tidak"}:
        return "ya_tidak"
    letters = n.replace(" ", "")
    return {"abc": "abc", "abcd": "abcd", "abcde": "abcde", "ac": "abc", "ad": "abcd", "ae": "abcde"}.get(letters, "")
