"""Which column holds what: headings, in one row or several, become roles and assessors."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Literal

from zi_cli.findings.record import column_index
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import NilaiSel, Penilai
from zi_cli.worksheet.recognise.labels import normal

Peran = Literal[
    "nomor", "penilaian", "bobot", "kriteria", "pilihan", "jawaban", "nilai", "persen", "catatan", "bukti", "penilai"
]

#: Headings as they are seen, normalised; longer ones first where one begins like another.
_HEADINGS: dict[Peran, tuple[str, ...]] = {
    "pilihan": ("pilihan jawaban", "opsi jawaban", "jenis jawaban", "tipe jawaban", "pilihan", "opsi"),
    "jawaban": ("hasil jawaban", "jawaban", "isian jawaban", "isian"),
    "bobot": ("bobot nilai", "bobot", "weight"),
    "kriteria": ("kriteria nilai", "kriteria penilaian", "kriteria", "rubrik", "parameter penilaian", "parameter"),
    "persen": ("persentase nilai", "persentase", "persen", "%", "nilai %"),
    "nilai": ("nilai", "skor"),
    "catatan": (
        "catatan keterangan penjelasan",
        "catatan keterangan",
        "catatan penjelasan",
        "keterangan penjelasan",
        "catatan",
        "keterangan",
        "penjelasan",
        "narasi",
    ),
    "bukti": (
        "bukti data dukung",
        "bukti dukung",
        "bukti pendukung",
        "data dukung",
        "data pendukung",
        "dokumen pendukung",
        "eviden",
        "evidence",
        "evidens",
        "bukti",
        "tautan",
        "link",
    ),
    "penilaian": (
        "komponen penilaian",
        "aspek penilaian",
        "unsur penilaian",
        "komponen pengungkit",
        "komponen hasil",
        "uraian penilaian",
        "penilaian",
        "pertanyaan",
        "indikator penilaian",
        "indikator",
        "uraian",
        "komponen",
        "area perubahan",
    ),
    "nomor": (
        "no urut",
        "nomor urut",
        "no baris",
        "nomor baris",
        "baris",
        "nomor",
        "no",
        "id",
        "kode indikator",
        "kode",
    ),
}
_ROLE_BY_HEADING: dict[str, Peran] = {t: p for p, daftar in _HEADINGS.items() for t in daftar}

#: Roles that belong to one assessor.
PENILAI_ROLES = frozenset({"jawaban", "nilai", "persen", "catatan", "bukti"})

_FILLER_WORDS = frozenset(
    {
        "oleh",
        "hasil",
        "dari",
        "tim",
        "penilai",
        "penilaian",
        "evaluasi",
        "verifikasi",
        "dan",
        "atau",
        "menurut",
        "versi",
    }
)
_MAX_HEADING_ROWS = 120
_MAX_HEADING = 80
#: From this many different roles on, a heading row is beyond doubt and the search ends below it.
_SURE_ROLES = 4


class ColumnHeading(NamedTuple):
    """One column's role; ``penilai`` is the assessor for the roles that have one."""

    peran: Peran
    penilai: Penilai | None


class Headings(NamedTuple):
    """The heading block of a sheet: first and last row (zero-based), and each column's role.

    ``label`` are the columns that hold markers and texts; ``asing`` are headings not understood.
    """

    awal: int
    akhir: int
    kolom: tuple[tuple[int, ColumnHeading], ...]
    label: tuple[int, ...]
    asing: tuple[int, ...]

    def columns_of(self, role: Peran, penilai: Penilai | None = None) -> list[int]:
        """Columns with this role (and assessor), from left to right."""
        return [k for k, t in self.kolom if t == (role, penilai)]


@lru_cache(maxsize=8)
def _claimed_headings(penilai_dikenal: SetPenilai) -> dict[str, Penilai]:
    """Whose the columns under some headings are, by normalised heading, as a user says."""
    dikutip = {k.strip('"'): p for k, p in penilai_dikenal.kolom_ditunjuk.items() if k.startswith('"')}
    return {normal(k): p for k, p in {**penilai_dikenal.judul_ditunjuk, **dikutip}.items()}


@lru_cache(maxsize=4096)
def recognise_heading(text: str, penilai_dikenal: SetPenilai) -> ColumnHeading | None:
    """Role (and assessor of *penilai_dikenal*, where the heading names one) of one heading cell; None if it is none."""
    n = normal(text)
    if not n or len(n) > _MAX_HEADING:
        return None
    ditunjuk = _claimed_headings(penilai_dikenal).get(n)
    if ditunjuk is not None:
        return ColumnHeading("jawaban", ditunjuk)
    if n in _ROLE_BY_HEADING:
        return ColumnHeading(_ROLE_BY_HEADING[n], None)
    words = n.split()
    for length in range(len(words) - 1, 0, -1):
        for heading, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            role = _ROLE_BY_HEADING.get(" ".join(heading))
            if role is None:
                continue
            penilai = penilai_dikenal.recognise(" ".join(rest))
            if role in PENILAI_ROLES and (penilai or set(rest) <= _FILLER_WORDS or "".join(rest).isdigit()):
                return ColumnHeading(role, penilai)
            if role in ("bobot", "kriteria", "pilihan") and set(rest) <= _FILLER_WORDS | {"%", "jawaban", "nilai"}:
                return ColumnHeading(role, None)
    penilai = penilai_dikenal.recognise(n)
    if penilai is not None and len(words) <= 8 and ":" not in text:
        return ColumnHeading("penilai", penilai)
    return None


def find_headings(
    rows: Sequence[Sequence[NilaiSel]], penilai_dikenal: SetPenilai, default: Penilai | None = None
) -> Headings | None:
    """Find the heading block of a sheet; None when there is no convincing one.

    *default* is the assessor of columns that name none; by default the one of *penilai_dikenal*.
    """
    default = default or penilai_dikenal.bawaan
    heading = cache(lambda r: _row_headings(rows[r], penilai_dikenal))
    best: tuple[int, int] | None = None
    for r in range(min(len(rows), _MAX_HEADING_ROWS)):
        if best is not None and best[0] >= _SURE_ROLES and r > best[1] + 2:
            break
        upper = heading(r)
        roles = {t.peran for t in upper.values()}
        if upper and r + 1 < len(rows):
            lower = heading(r + 1)
            if _spans_below(upper, lower):
                roles |= {t.peran for t in lower.values()}
        roles.discard("penilai")
        nilai = len(roles)
        if nilai >= 2 and ("jawaban" in roles or nilai >= 3) and (best is None or nilai > best[0]):
            best = (nilai, r)
    return None if best is None else _build(rows, best[1], default, heading, penilai_dikenal)


def _spans_below(upper: dict[int, ColumnHeading], lower: dict[int, ColumnHeading]) -> bool:
    """Whether the two rows are one heading block: assessors above, each over an answer, note or figure below.

    A title such as "Satuan Kerja: …" names an assessor too, but stands over no such column.
    """
    berperan = {k for k, t in lower.items() if t.peran in PENILAI_ROLES}
    return bool(berperan) and all(k in berperan for k, t in upper.items() if t.peran == "penilai")


def _row_headings(cells: Sequence[NilaiSel], penilai_dikenal: SetPenilai) -> dict[int, ColumnHeading]:
    results: dict[int, ColumnHeading] = {}
    for k, s in enumerate(cells):
        if isinstance(s, str) and s and len(s) <= 2 * _MAX_HEADING:
            t = recognise_heading(s, penilai_dikenal)
            if t is not None:
                results[k] = t
    return results


def _build(
    rows: Sequence[Sequence[NilaiSel]],
    r: int,
    default: Penilai,
    heading: Callable[[int], dict[int, ColumnHeading]],
    penilai_dikenal: SetPenilai,
) -> Headings:
    """The heading block around row *r*; *heading* gives the headings of a row."""
    upper: dict[int, ColumnHeading] = heading(r)
    lower: dict[int, ColumnHeading] = {}
    end = r
    if r + 1 < len(rows):
        candidate = heading(r + 1)
        if _spans_below(upper, candidate):
            lower, end = candidate, r + 1
    start = r
    if r > 0 and not lower:
        lebih_atas = heading(r - 1)
        berisi_nama = all(t.peran == "penilai" or t.peran in PENILAI_ROLES for t in lebih_atas.values())
        if lebih_atas and berisi_nama and _spans_below(lebih_atas, upper):
            upper, lower, start = lebih_atas, upper, r - 1
    width = max((len(s) for s in rows[start : end + 1]), default=0)
    letters = {column_index(k): p for k, p in penilai_dikenal.kolom_ditunjuk.items() if not k.startswith('"')}
    ditunjuk = {k: p for k, p in letters.items() if k < width}
    columns: dict[int, ColumnHeading] = {}
    foreign: list[int] = []
    parent: ColumnHeading | None = None
    for k in range(width):
        teks_atas = _cell_text(rows[start], k)
        if teks_atas:
            parent = upper.get(k)
        t = (
            ColumnHeading("jawaban", ditunjuk[k])
            if k in ditunjuk
            else lower.get(k) or (upper.get(k) if teks_atas else None)
        )
        if t is None:
            if teks_atas or (end > start and _cell_text(rows[end], k)):
                foreign.append(k)
            continue
        if t.peran == "penilai":
            t = ColumnHeading("jawaban", t.penilai)
        elif t.peran in PENILAI_ROLES and t.penilai is None and parent is not None:
            t = ColumnHeading(t.peran, parent.penilai)
        elif t.peran == "penilaian" and end > start and parent is not None and parent.peran == "penilai":
            # "Penilaian" under an assessor's name is that assessor's answer.
            t = ColumnHeading("jawaban", parent.penilai)
        columns[k] = t
    foreign += _later_labels(columns)
    columns = _place(_fixed(columns, penilai_dikenal), default)
    return Headings(start, end, tuple(sorted(columns.items())), _label_columns(columns, foreign, width), tuple(foreign))


def _later_labels(columns: dict[int, ColumnHeading]) -> list[int]:
    """Take out of *columns* every "Penilaian" to the right of the answers, where one stands on their left already."""
    first = min((k for k, t in columns.items() if t.peran == "jawaban"), default=None)
    label = [k for k, t in columns.items() if t.peran == "penilaian"]
    if first is None or not any(k < first for k in label):
        return []
    right = [k for k in label if k > first]
    for k in right:
        del columns[k]
    return right


def _fixed(columns: dict[int, ColumnHeading], penilai_dikenal: SetPenilai) -> dict[int, ColumnHeading]:
    """Name the answer columns that stand exactly where a form has them and that no heading gives to anybody."""
    fixed = {column_index(k): p for k, p in penilai_dikenal.kolom_tetap.items()}
    jawaban = {k: t for k, t in columns.items() if t.peran == "jawaban"}
    if jawaban.keys() != fixed.keys() or any(t.penilai for t in jawaban.values()):
        return columns
    return columns | {k: ColumnHeading("jawaban", p) for k, p in fixed.items()}


def _place(columns: dict[int, ColumnHeading], default: Penilai) -> dict[int, ColumnHeading]:
    """Settle what only the neighbourhood tells: "Penjelasan" before the answers, nameless columns.

    A nameless note or figure belongs to the nearest answer column on its left, else to *default*.
    """
    first = min((k for k, t in columns.items() if t.peran == "jawaban"), default=None)
    ada_kriteria = any(t.peran == "kriteria" for t in columns.values())
    results: dict[int, ColumnHeading] = {}
    last: Penilai | None = None
    for k, t in sorted(columns.items()):
        if t.peran not in PENILAI_ROLES:
            results[k] = ColumnHeading(t.peran, None)
            continue
        if t.peran == "catatan" and t.penilai is None and first is not None and k < first and not ada_kriteria:
            results[k] = ColumnHeading("kriteria", None)
            continue
        if t.peran == "jawaban":
            last = t.penilai or default
        results[k] = ColumnHeading(t.peran, t.penilai or (last if t.peran != "jawaban" else None) or default)
    return results


def _label_columns(columns: dict[int, ColumnHeading], foreign: list[int], width: int) -> tuple[int, ...]:
    """Columns of markers and texts: the "Penilaian" heading with the untitled columns beside it."""
    tanpa_tajuk = {k for k in range(width) if k not in columns and k not in foreign}
    core = [k for k, t in columns.items() if t.peran == "penilaian"]
    if not core:
        front = []
        for k in range(width):
            if k in tanpa_tajuk:
                front.append(k)
            elif front and columns.get(k, ColumnHeading("bobot", None)).peran != "nomor":
                break
        return tuple(front) or tuple(sorted(tanpa_tajuk))
    label = set(core)
    for k in core:
        for step in (-1, 1):
            neighbour = k + step
            while neighbour in tanpa_tajuk:
                label.add(neighbour)
                neighbour += step
    return tuple(sorted(label))


def _cell_text(cells: Sequence[NilaiSel], k: int) -> str:
    s = cells[k] if k < len(cells) else ""
    return s.strip() if isinstance(s, str) else ""
