"""Who the worksheet is about: satker, year and proposed predicate from titles and cover sheets."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import canonical_name, flattened, is_marked_doubtful
from zi_cli.worksheet.model import NOT_CALCULATED, NilaiSel
from zi_cli.worksheet.recognise.headings import recognise_heading
from zi_cli.worksheet.recognise.labels import cut_label, normal

_MAX_ROWS = 60
_MAX_COLUMNS = 16
_MAX_LENGTH = 200
_YEAR = re.compile(r"\b(20[1-4]\d)\b")
#: The number and year of a regulation or a decree, or an instrument's name: they say nothing about the year assessed.
_REGULATION = re.compile(
    r"\b(?:nomor|no\.?|permen\w*|se|sk)\b[^;]{0,40}?\b(?:tahun|/)\s*20\d\d\b|(?-i:\blke-20\d\d\b)", re.IGNORECASE
)
_WITH_YEAR = re.compile(r"\b(?:tahun|ta|t\.a\.?|periode)\b", re.IGNORECASE)
#: A title of the worksheet itself, with a year and no more.
_ABOUT_LKE = r"(?i)\b(?:lke|lembar kerja|evaluasi|zona integritas|zi)\b"
_PREDIKAT = re.compile(r"\b(WBK|WBBM)\b", re.IGNORECASE)

_LABEL = {
    "satker": frozenset(
        {
            "satker", "nama satker", "satuan kerja", "nama satuan kerja", "unit kerja", "nama unit kerja", "upt",
            "nama upt", "satker unit kerja", "unit kerja satuan kerja", "satuan kerja unit kerja", "nama unit",
            "unit kerja satker", "instansi unit kerja",
        }
    ),
    "kode": frozenset({"kode", "kode satker", "kode satuan kerja", "kode unit kerja", "kode unit"}),
    "tahun": frozenset({"tahun", "tahun evaluasi", "tahun penilaian", "tahun pengajuan", "tahun anggaran"}),
    "usulan": frozenset(
        {"usulan", "usulan predikat", "predikat", "target", "target predikat", "predikat yang diusulkan", "menuju"}
    ),
}  # fmt: skip


#: Labels of the year that is assessed, wherever they stand.
_ASSESSED_YEAR_LABELS = _LABEL["tahun"] - {"tahun", "tahun anggaran"}


class Identitas(NamedTuple):
    """What the sheet says about itself; None where it is silent or says two things.

    ``tahun_ragu`` is what stands in place of a year when that is no one year, "" when nothing does; ``satker_ragu``
    names that can't both be the satker's, or one with a mark of doubt.
    """

    satker: str | None
    kode: str | None
    tahun: int | None
    usulan: str | None
    tahun_ragu: str = ""
    satker_ragu: str = ""


#: Whether a cell (index of its sheet, one-based row, zero-based column, content) is seen as what it holds.
Seen = Callable[[int, int, int, str], bool]


class _Field(NamedTuple):
    """What a label says: of what, the label, its value, and whether the two stand as in a form.

    In a form a colon parts them, or they are alone in their row; a heading of a table is no such label.
    """

    nama: str
    label: str
    nilai: str
    isian: bool


class _Found:
    """What the labels of the sheets say: the value that counts, those of the LKE's own sheets, those of others."""

    def __init__(self) -> None:
        self.nilai: dict[str, str] = {}
        self._sendiri: dict[tuple[str, str], dict[str, str]] = {}
        self._lain: dict[tuple[str, str, str], list[str]] = {}

    def add(self, x: _Field) -> None:
        """A label of a sheet of the LKE."""
        self.nilai.setdefault(x.nama, x.nilai)
        self._sendiri.setdefault((x.nama, x.label), {}).setdefault(canonical_name(x.nilai), x.nilai)

    def add_other(self, sheet: str, isian: Sequence[_Field], titles: Iterable[str], *, visible: bool) -> None:
        """What another sheet says; one that names a satker in the way of a form is about the satker, as a cover is."""
        for x in isian:
            self.nilai.setdefault(x.nama, x.nilai)
        tentang = any(x.isian and x.nama in ("satker", "kode") for x in isian)
        year_title = [_Field("tahun", "tahun", j, True) for j in titles if tentang and _titled(j)]
        for x in (*isian, *year_title) if visible else ():
            if x.isian and (tentang or x.label in _ASSESSED_YEAR_LABELS):
                self._lain.setdefault((sheet, x.nama, x.label), []).append(x.nilai)

    def states(self, name: str) -> bool:
        """Whether a label of the LKE's own sheets says it."""
        return any(milik == name for milik, _ in self._sendiri)

    def contradiction(self, name: str) -> str:
        """Values that can't all be so, or one with a mark of doubt; "" when all is well."""
        for (milik, _), nilai in self._sendiri.items():
            if milik == name and len(nilai) > 1 and not _one_value(name, nilai.values()):
                return "; ".join(nilai.values())
        written = self.nilai.get(name, "")
        if written and is_marked_doubtful(written):
            return written
        for (sheet, milik, label), other_value in self._lain.items():
            if milik == name and self._denied(name, label, other_value):
                return f"{written}; {other_value[0]} (lembar {cut_label(sheet)})"
        return ""

    def _denied(self, name: str, label: str, nilai: Sequence[str]) -> bool:
        """Whether none of the values that another sheet has under *label* can be meant by what the file says."""
        same = self._sendiri.get((name, label), {}).values()
        if not same and label == "tahun anggaran":
            return False
        return not any(_may_be_one(name, x, y, bertingkat=not same) for x in nilai for y in same or (self.nilai[name],))


def _one_value(name: str, nilai: Iterable[str]) -> bool:
    from zi_cli.names import name_key

    return len({_code_key(x) if name == "kode" else name_key(x) for x in nilai}) == 1


def _may_be_one(name: str, a: str, b: str, *, bertingkat: bool) -> bool:
    """Whether two values may be meant for one thing; *bertingkat*: one may be the office above the other."""
    from zi_cli.names import compare_names, is_higher_office

    if name == "tahun":
        tahun_a, tahun_b = set(_YEAR.findall(a)), set(_YEAR.findall(b))
        return not tahun_a or not tahun_b or bool(tahun_a & tahun_b)
    if name == "kode":
        return _code_key(a) == _code_key(b)
    return compare_names(a, b) != "berbeda" or (bertingkat and (is_higher_office(a) or is_higher_office(b)))


def _code_key(code: str) -> str:
    """A kode without what a spreadsheet adds or drops: leading zeros, blanks, points."""
    return re.sub(r"[\W_]+", "", code).casefold().lstrip("0")


def read_identity(
    sheets: Sequence[tuple[str, list[list[NilaiSel]]]],
    limits: dict[int, int],
    penilai_dikenal: SetPenilai,
    hidden: frozenset[int] = frozenset(),
    seen: Seen = lambda *_: True,
) -> Identitas:
    """Read identity from the rows above the headings (*limits*, by sheet index) and from cover sheets.

    Hidden sheets only say what no visible one does, and no title of theirs counts; a cell that is not *seen* says
    nothing.
    """
    temu = _Found()
    titles: list[str] = []
    judul_lke: list[str] = []
    # What the LKE's own sheets say comes first.
    for i in sorted(range(len(sheets)), key=lambda i: (i in hidden, i not in limits, i)):
        isian: list[_Field] = []
        sheet_title: list[str] = []
        for r, cell in enumerate(sheets[i][1][: min(limits.get(i, _MAX_ROWS), _MAX_ROWS)], 1):
            for k, text in _texts(cell):
                berarti = (i in limits or i not in hidden) and (_YEAR.search(text) or _PREDIKAT.search(text))
                if berarti and seen(i, r, k, text):
                    sheet_title.append(_REGULATION.sub(" ", text))
                for di, x in _labelled(cell, k, text, penilai_dikenal):
                    if seen(i, r, k, text) and seen(i, r, di, x.nilai):
                        isian.append(x._replace(nilai=flattened(x.nilai)[:_MAX_LENGTH]))
        titles += sheet_title
        if i in limits:
            judul_lke += sheet_title
            for x in isian:
                temu.add(x)
        else:
            temu.add_other(sheets[i][0], isian, sheet_title, visible=i not in hidden)
    tahun, doubt = _year(temu, titles, judul_lke, [sheets[i][0] for i in limits])
    usulan, satker, code = _proposal(temu.nilai, titles), temu.nilai.get("satker"), temu.nilai.get("kode")
    return Identitas(satker, code, tahun, usulan, doubt, temu.contradiction("satker") or temu.contradiction("kode"))


def _year(
    temu: _Found, titles: Sequence[str], judul_lke: Sequence[str], names: Sequence[str]
) -> tuple[int | None, str]:
    """The year that the file states, and what it has instead of one year."""
    if not temu.states("tahun") and (
        milik_judul := _only_one(t for j in judul_lke if _titled(j) for t in _YEAR.findall(j))
    ):
        temu.nilai["tahun"] = milik_judul
    written = temu.nilai.get("tahun", "")
    tahun = _only_one(_YEAR.findall(written))
    if tahun is None and (written == NOT_CALCULATED or re.search(r"\d|^#", written)):
        # Unreadable is not blank: nothing else of the sheet says what should stand there.
        return None, written.strip("\0")
    if tahun is not None:
        other = next((j for j in judul_lke if _titled(j) and tahun not in _YEAR.findall(j)), "")
        doubt = temu.contradiction("tahun") or (other and f"{written}; {other}")
        return (None, doubt) if doubt else (int(tahun), "")
    for milik in (judul_lke, titles):
        for pattern in (_WITH_YEAR, _ABOUT_LKE):
            if tahun is None:
                tahun = _only_one(t for j in milik if re.search(pattern, j) for t in _YEAR.findall(j))
    if tahun is None:
        tahun = _only_one(t for n in names for t in _YEAR.findall(n))
    if tahun is not None:
        temu.nilai["tahun"] = tahun
        doubt = temu.contradiction("tahun")
        return (None, doubt) if doubt else (int(tahun), "")
    if len(berselisih := [j for j in judul_lke if _WITH_YEAR.search(j) and _YEAR.search(j)]) > 1:
        return None, "; ".join(flattened(j) for j in berselisih)[:_MAX_LENGTH]
    return None, ""


def _titled(title: str) -> bool:
    """Whether a text is a title of the worksheet with its year: "LEMBAR KERJA EVALUASI … TAHUN 2026"."""
    return bool(_YEAR.search(title) and _WITH_YEAR.search(title) and re.search(_ABOUT_LKE, title))


def _proposal(temu: Mapping[str, str], titles: Iterable[str]) -> str | None:
    return _only_one(p.upper() for p in _PREDIKAT.findall(temu.get("usulan", ""))) or _only_one(
        p.upper() for j in titles if "menuju" in j.casefold() for p in _PREDIKAT.findall(j)
    )


def _texts(cells: Sequence[NilaiSel]) -> Iterator[tuple[int, str]]:
    for k, s in enumerate(cells[:_MAX_COLUMNS]):
        if isinstance(s, str) and s.strip() and len(s) <= _MAX_LENGTH:
            yield k, s


def _labelled(
    cells: Sequence[NilaiSel], k: int, text: str, penilai_dikenal: SetPenilai
) -> Iterator[tuple[int, _Field]]:
    """What the label in column *k* names, with the column of its value."""
    label, colon, content = text.partition(":")
    label = normal(label)
    for name, word in _LABEL.items():
        if label not in word:
            continue
        di, nilai = k, content.strip() if colon else ""
        if not nilai:
            other = ((n, t) for n, x in enumerate(cells[k + 1 : _MAX_COLUMNS], k + 1) if (t := _cell_text(x)))
            di, nilai = next(other, (k, ""))
        # A heading next to it ("Unit Kerja | TPI") makes the label a heading too.
        if nilai and not _only_heading(nilai, penilai_dikenal):
            yield di, _Field(name, label, nilai, _as_in_a_form(cells, k, di, name, nilai, marked=bool(colon)))


def _as_in_a_form(cells: Sequence[NilaiSel], k: int, di: int, name: str, nilai: str, *, marked: bool) -> bool:
    """Whether a label and its value are one field of a form, by a colon or by standing alone with what it may hold."""
    if marked or any(isinstance(x, str) and x.lstrip().startswith(":") for x in cells[k + 1 : di + 1]):
        return True
    if any(n not in (k, di) and _cell_text(x) for n, x in enumerate(cells)):
        return False
    from zi_cli.names import is_satker_name

    return is_satker_name(nilai) if name == "satker" else nilai[:1].isdigit()


def _only_heading(text: str, penilai_dikenal: SetPenilai) -> bool:
    """Whether *text* is a column heading or an assessor's bare name, not the name of a satker."""
    heading = recognise_heading(text, penilai_dikenal)
    return heading is not None and (
        heading.peran != "penilai" or set(normal(text).split()) <= penilai_dikenal.kata_nama
    )


def _cell_text(s: NilaiSel) -> str:
    if isinstance(s, str):
        return s.strip().lstrip(":").strip()
    return f"{s:.15g}" if isinstance(s, int | float) and not isinstance(s, bool) else ""


def _only_one(candidates: Iterable[str]) -> str | None:
    differing = set(candidates)
    return differing.pop() if len(differing) == 1 else None
