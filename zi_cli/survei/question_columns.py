"""Which column asks what: headings recognised by code or words, or a map that a person made."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.questionnaire import Kuesioner, Unsur, survey_data
from zi_cli.survei.times import Urutan

#: Rows from the top among which the headings are looked for.
HEADER_ROWS = 20
#: Elements of one questionnaire that make a row its headings.
_ENOUGH = 3


class QuestionColumns(NamedTuple):
    """The columns (zero-based) that ask one element, and how its answers are written.

    Several columns: the form asked it apart for each service. ``skala`` None: found from the answers.
    ``mulai`` is the lowest answer as written (None: found), ``balik`` a question whose best answer is the lowest
    (None: told by its labels), ``label`` answers in words from the lowest up.
    """

    kode: str
    kolom: tuple[int, ...]
    skala: int | None = None
    mulai: int | None = None
    balik: bool | None = None
    label: tuple[str, ...] = ()


class ColumnMap(NamedTuple):
    """What a sheet's columns are. ``kepala`` is the one-based row of the (last) headings."""

    lembar: str
    kepala: int
    judul: tuple[str, ...]
    unsur: tuple[QuestionColumns, ...]
    peran: dict[str, int]
    urutan: Urutan | None = None


class DoubtfulColumn(NamedTuple):
    """A column whose heading fits more than one thing."""

    kolom: int
    arti: tuple[str, ...]


class Recognition(NamedTuple):
    """A map, and the columns that stay in doubt."""

    peta: ColumnMap
    ragu: tuple[DoubtfulColumn, ...]


def questionnaire_of(code: str) -> str:
    """The questionnaire an element belongs to: "spak" of "SPAK3"."""
    return code.rstrip("0123456789").lower()


def with_extra(kuesioner: Kuesioner, codes: Sequence[str]) -> Kuesioner:
    """*kuesioner* with the further elements among *codes* that a unit added (PermenPANRB 14/2017 allows that)."""
    known = {u.kode for u in kuesioner.unsur}
    extra = tuple(Unsur(k, f"unsur tambahan {k}") for k in dict.fromkeys(codes) if k not in known)
    return kuesioner._replace(unsur=kuesioner.unsur + extra)


def find_headings(sheet: str, rows: Sequence[tuple[int, Sequence[object]]]) -> Recognition | None:
    """The row of *rows* (the first of a sheet) that recognises most columns; None when none is a survey's.

    Headings over two rows are read together: a group's name above, its questions below. What stands right
    under headings that are a survey's by themselves, each over its own column, are answers, whatever they say.
    """
    best: Recognition | None = None
    above: tuple[str, ...] = ()
    before, complete = 0, False
    for number, content in rows[:HEADER_ROWS]:
        titles = _texts(content)
        below, before = number == before + 1, number
        if below and complete and _covers(above, titles):
            continue
        alone = recognise(sheet, number, titles)
        for result in (alone, recognise(sheet, number, _combined(above, titles))) if below else (alone,):
            if _is_enough(result) and (best is None or _clarity(result) > _clarity(best)):
                best = result
        above, complete = titles, _is_enough(alone)
    return best


def _is_enough(result: Recognition) -> bool:
    return len(result.peta.unsur) + len(result.ragu) >= _ENOUGH


def _covers(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether no cell of *lower* lacks one above it: no name of a group stands over several columns."""
    return not any(b and not (n < len(upper) and upper[n]) for n, b in enumerate(lower))


def headings_at(rows: Iterable[tuple[int, Sequence[object]]], header: int) -> tuple[str, ...]:
    """The cells of row *header* as text."""
    for number, content in rows:
        if number >= header:
            return _texts(content) if number == header else ()
    return ()


def _clarity(result: Recognition) -> tuple[int, int]:
    return len(result.peta.unsur), -len(result.ragu)


def _texts(content: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(_as_text(cell).split()) for cell in content)


def _as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _combined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Headings of two rows joined; a group's name stands over all columns up to the next one."""
    result, grup = [], ""
    for n in range(max(len(upper), len(lower))):
        a = upper[n] if n < len(upper) else ""
        b = lower[n] if n < len(lower) else ""
        grup = a or grup
        result.append(f"{grup} {b}".strip() if b else a)
    return tuple(result)


def recognise(sheet: str, header: int, titles: Sequence[str]) -> Recognition:
    """The map that the headings *titles* by themselves give."""
    meanings: dict[int, list[str]] = {}
    all_words = [normalised(text) for text in titles]
    all_codes = [_code(word) for word in all_words]
    berkode = {questionnaire_of(k) for k in all_codes if k}
    candidates: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for n, word in enumerate(all_words):
        code = all_codes[n]
        if not word or _ignored(word, all_words):
            continue
        if code is None and (known := _role(word, all_words)) is not None:
            name, order = known
            candidates[name].append((order, len(word.split()), n))
        # Of a questionnaire whose questions carry codes, words name none.
        elif every := [code] if code else [k for k in _by_words(word) if questionnaire_of(k) not in berkode]:
            meanings[n] = every
    roles = {name: min(every)[2] for name, every in candidates.items()}
    if "waktu" not in roles and "waktu" in all_words and _is_timestamp(meanings, all_words.index("waktu")):
        roles["waktu"] = all_words.index("waktu")
        meanings.pop(roles["waktu"], None)
    _settle_services(meanings)
    per_unsur: dict[str, list[int]] = defaultdict(list)
    doubts = []
    for n, every in meanings.items():
        if len({questionnaire_of(k) for k in every}) < len(every):
            doubts.append(DoubtfulColumn(n, tuple(every)))
            continue
        for code in every:
            per_unsur[code].append(n)
    elements = []
    for code, column in sorted(per_unsur.items(), key=lambda p: _code_order(p[0])):
        if len({normalised(titles[n]) for n in column}) > 1:
            doubts += [DoubtfulColumn(n, (code,)) for n in column]
        else:
            elements.append(QuestionColumns(code, tuple(column)))
    return Recognition(ColumnMap(sheet, header, tuple(titles), tuple(elements), roles), tuple(doubts))


def _code_order(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :])


def normalised(text: str) -> str:
    """*text* in lower case without accents, signs and idle spaces."""
    plain = unicodedata.normalize("NFKD", text[:400]).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def _code_pattern() -> re.Pattern[str]:
    prefixes = {a for k in survey_data().kuesioner.values() for a in k.awalan}
    return re.compile(
        rf"(?:pertanyaan |nilai |unsur )?({'|'.join(sorted(prefixes, key=len, reverse=True))}) ?0?(\d{{1,2}})\b"
    )


def _code(word: str) -> str | None:
    """The element that a heading names by code ("spkp 3 prosedur", "u1"); None when it names none that exists."""
    match = _code_pattern().match(word)
    if match is None:
        return None
    kuesioner = next(k for k in survey_data().kuesioner.values() if match[1] in k.awalan)
    number = int(match[2])
    # Only the satisfaction survey may have elements of the unit's own.
    allowed = number <= len(kuesioner.unsur) or kuesioner.kode == "skm"
    return f"{kuesioner.kode.upper()}{number}" if number and allowed else None


def _role(word: str, all_words: Sequence[str]) -> tuple[str, int] | None:
    """The role that a heading names, and how far down the list of its phrases: the first are the surest."""
    count, other = len(word.split()), survey_data().lain
    if word == other.selesai and not other.abaikan.isdisjoint(all_words):
        return "waktu", 0
    for name, phrase in survey_data().peran.items():
        for order, f in enumerate(map(normalised, phrase)):
            # A single word such as "nama" or "layanan" makes a heading only where hardly anything else stands in it.
            muat = count <= 3 if " " not in f else count <= 12
            if name == "diarahkan" and f" {f}" in f" {word}":
                return name, order
            if muat and f" {f} " in f" {word} " and other.bukan_peran.isdisjoint(word.split()):
                return name, order
    return None


def _ignored(word: str, all_words: Sequence[str]) -> bool:
    """Whether a heading is another program's own, or marks another question ("Points – …")."""
    other = survey_data().lain
    rest = [word.removeprefix(f"{a} ") for a in other.awalan if word.startswith(f"{a} ")]
    return word in other.abaikan or any(s in all_words for s in rest)


def _is_timestamp(meanings: dict[int, list[str]], column: int) -> bool:
    """Whether the heading "Waktu" in *column* says when the sheet was filled in, and does not ask about time.

    It does where nothing else of such a questionnaire is asked, and outside the questions where one of them asks it.
    """
    if not _asks_services(meanings, column):
        return True
    others = {n: set(every) for n, every in meanings.items() if n != column}
    asked = any(every & set(meanings.get(column, ())) for every in others.values())
    return asked and (column < min(others) or column > max(others))


def _asks_services(meanings: dict[int, list[str]], excluded: int) -> bool:
    """Whether headings other than *excluded* name enough elements by words of a questionnaire that asks about time."""
    milik = {questionnaire_of(k) for k in meanings.get(excluded, ())}
    return (
        sum(1 for n, every in meanings.items() if n != excluded and milik & set(map(questionnaire_of, every)))
        >= _ENOUGH
    )


def _by_words(word: str) -> list[str]:
    """Elements whose phrases a heading holds: of each questionnaire those with the longest phrase."""
    results = []
    for kuesioner in survey_data().kuesioner.values():
        lengths = {u.kode: max((len(f) for f in u.kenal if f" {f}" in f" {word}"), default=0) for u in kuesioner.unsur}
        peak = max(lengths.values())
        if peak:
            results += [code for code, n in lengths.items() if n == peak]
            if kuesioner.kode == "spak":
                # What asks about corruption asks about nothing else, whatever other words it holds.
                return results
    return results


def _settle_services(meanings: dict[int, list[str]]) -> None:
    """Decide between the two questionnaires about services, which share most of their words.

    The one of which no peculiar question is there was not used. With both in one form a question asked twice
    belongs to the one whose peculiar questions stand nearer; asked once it serves both.
    """
    khas = {u.kode for k in survey_data().kuesioner.values() for u in k.unsur if u.khas}
    places: dict[str, list[int]] = defaultdict(list)
    berkode = {n for n, every in meanings.items() if len(every) == 1}
    for n, every in meanings.items():
        for code in every:
            if code in khas or n in berkode:
                places[questionnaire_of(code)].append(n)
    pusat = {k: sum(n) / len(n) for k, n in places.items()}
    for n, every in meanings.items():
        meanings[n] = [k for k in every if questionnaire_of(k) in pusat]
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, every in meanings.items():
        if len(every) > 1:
            same[tuple(every)].append(n)
    for all_codes, column in same.items():
        if len(column) > 1:
            for n in column:
                meanings[n] = [min(all_codes, key=lambda k: abs(pusat[questionnaire_of(k)] - n))]
    for n in [n for n, every in meanings.items() if not every]:
        del meanings[n]
