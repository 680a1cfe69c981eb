"""Answers as written ("6 - Sangat setuju", "★★★★☆☆", "Setuju") as steps of a scale, decided over all of a question."""

import re
from collections.abc import Iterable, Mapping

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.question_columns import QuestionColumns, normalised
from zi_cli.survei.questionnaire import Kuesioner, survey_data

#: Scales that surveys of this kind use.
SCALES = (4, 6)
_STARS = "★⭐🌟*"
_EMPTY_STARS = "☆✩"
_STARRED = r"\s*(?:bintang|stars?)?"
_DIGIT_ANSWER = re.compile(
    rf"(?:bintang\s*)?(\d{{1,2}})(?:[.,]0+)?{_STARRED}(?:\s*(?:/|dari|out of)\s*(\d{{1,2}}){_STARRED})?", re.I
)
_STEP_AT_START = re.compile(r"\(?(\d{1,2})\s*(?:[-–—:=.)]|\s\()\s*(\D*[A-Za-z].*)")
_STEP_AT_END = re.compile(r"([^\d]+?)\s*[(\-–—:=]\s*(\d{1,2})\)?")
_NO_ANSWER = frozenset({"", "-", "–", "—"})
#: What asks about corruption is answered best by that there is none.
_NONE_WORDS = re.compile(r"\b(?:tidak (?:ada|pernah)|bebas|nihil)\b")
Labels = Iterable[tuple[str, ...]]
_BAD = re.compile(r"\b(?:tidak|kurang|buruk)\b")


class Token(NamedTuple):
    """One way of writing an answer: its number and its words, whichever it has, and the scale it names."""

    angka: int | None
    label: str
    skala: int | None = None


class Scale(NamedTuple):
    """How the answers of one question read: ``nilai`` gives the step (1 to ``skala``) of each way of writing.

    What can't be read is not in it. ``sebab`` says why the scale is not certain (then ``nilai`` is empty).
    ``balik``: the best answer is the lowest one, and ``nilai`` is turned round already.
    """

    skala: int | None
    nilai: dict[str | float, int]
    balik: bool = False
    sebab: str | None = None


def is_blank(cell: object) -> bool:
    """Whether a cell holds no answer."""
    return cell is None or (isinstance(cell, str) and cell.strip() in _NO_ANSWER)


def read_token(cell: str | float) -> Token | None:
    """The parts of one way of writing; None when it is no answer at all."""
    if isinstance(cell, float):
        return Token(int(cell), "") if cell.is_integer() and 0 <= cell < 100 else None
    text = " ".join(cell.split())[:200]
    plain = text.replace("\ufe0f", "").replace(" ", "")
    if plain and not plain.strip(_STARS + _EMPTY_STARS):
        content = len(plain.rstrip(_EMPTY_STARS))
        if any(c in _EMPTY_STARS for c in plain[:content]):
            return None
        return Token(content, "", len(plain) if len(plain) > content else None)
    if match := _DIGIT_ANSWER.fullmatch(text):
        return Token(int(match[1]), "", int(match[2]) if match[2] else None)
    if match := _STEP_AT_START.fullmatch(text):
        return Token(int(match[1]), normalised(match[2]))
    if match := _STEP_AT_END.fullmatch(text):
        return Token(int(match[2]), normalised(match[1]))
    label = normalised(text)
    return Token(None, label) if label and len(label) <= 60 else None


def find_scale(
    writings: Iterable[str | float], kuesioner: Kuesioner, column: QuestionColumns, requested: int | None
) -> Scale:
    """The scale of all ways of writing that a question (or, better, a questionnaire) holds.

    *requested* is the scale the user named; the map's own comes first. Never a guess: when the answers fit a scale of 4
    as well as one of 6, ``reason`` says so.
    """
    dibaca, label = {t: read_token(t) for t in writings}, (*survey_data().label, *kuesioner.label)
    present = {t: b for t, b in dibaca.items() if b is not None}
    if column.label:
        return _by_labels(present, (tuple(map(normalised, column.label)),), bool(column.balik))
    if present and all(b.angka is None for b in present.values()):
        return _by_labels(present, label, bool(column.balik))
    figures = {t: b.angka for t, b in present.items() if b.angka is not None}
    if not figures:
        return Scale(column.skala or requested or kuesioner.skala, {})
    begin = column.mulai if column.mulai is not None else 0 if min(figures.values()) == 0 else 1
    highest = max(figures.values()) + 1 - begin
    pairs = {(b.angka + 1 - begin, b.label) for b in present.values() if b.angka is not None and b.label}
    menurut_label = _by_numbered_labels(pairs, label)
    if menurut_label is None and column.balik is None and (reason := _doubtful_direction(pairs, kuesioner)):
        return Scale(None, {}, sebab=reason)
    requested = column.skala or requested or (menurut_label[0] if menurut_label else None)
    skala, reason = _decide(highest, present, kuesioner, requested, begin)
    if skala is None:
        return Scale(None, {}, sebab=reason)
    reverse = column.balik if column.balik is not None else bool(menurut_label and menurut_label[1])
    nilai = {t: n + 1 - begin for t, n in figures.items()}
    valid = {t: n for t, n in nilai.items() if 1 <= n <= skala}
    return Scale(skala, {t: skala + 1 - n for t, n in valid.items()} if reverse else valid, reverse)


def _decide(
    highest: int, present: Mapping[str | float, Token], kuesioner: Kuesioner, requested: int | None, begin: int
) -> tuple[int | None, str | None]:
    written = {b.skala for b in present.values() if b.skala is not None}
    if requested is not None:
        return requested, None
    if len(written) == 1:
        return written.pop(), None
    if written:
        return None, "jawaban menyebut skala yang berbeda-beda"
    if begin == 0 and highest not in SCALES:
        return None, "ada jawaban 0, yang dapat berarti terendah atau tidak dijawab"
    if highest in SCALES and (highest == max(SCALES) or highest == kuesioner.skala or _names_top(present)):
        return highest, None
    if kuesioner.skala == min(SCALES) and highest <= kuesioner.skala:
        return kuesioner.skala, None
    if highest > max(SCALES):
        # The answers beyond the largest scale are named one by one.
        return max(SCALES), None
    peak = highest + begin - 1
    possible = [f"1–{n}" for n in range(max(min(SCALES), peak), max(SCALES) + 1)]
    possible += [f"0–{max(SCALES) - 1}"] if peak == max(SCALES) - 1 else []
    return None, f"jawaban tertinggi {peak}, sehingga skalanya dapat {', '.join(possible[:-1])} atau {possible[-1]}"


def _names_top(present: Mapping[str | float, Token]) -> bool:
    """Whether the highest number carries the words of a highest answer ("4 - Sangat setuju")."""
    peak = max(
        (b for b in present.values() if b.angka is not None), key=lambda b: (b.angka or 0, b.label), default=None
    )
    return peak is not None and peak.label.startswith("sangat ") and not _BAD.search(peak.label)


def _doubtful_direction(pairs: set[tuple[int, str]], kuesioner: Kuesioner) -> str | None:
    """Why the highest number may be the worst answer, by words at both ends that no list knows; None when it is not."""
    if len({n for n, _ in pairs}) < 2:
        return None
    lowest, highest = min(pairs)[1], max(pairs)[1]
    if kuesioner.kode == "spak":
        terbalik = _NONE_WORDS.search(lowest) and not _NONE_WORDS.search(highest)
    else:
        terbalik = _BAD.search(highest) and not _BAD.search(lowest)
    return f"jawaban terendah “{lowest}”, tertinggi “{highest}”; tentukan Terbalik di peta" if terbalik else None


def _by_numbered_labels(pairs: set[tuple[int, str]], daftar: Labels) -> tuple[int, bool] | None:
    """The scale that numbers with words tell, and whether it runs from best to worst; None when they don't."""
    meanings = set()
    for d in daftar:
        if pairs and all(label in d for _, label in pairs):
            if all(d.index(label) + 1 == n for n, label in pairs):
                meanings.add((len(d), False))
            elif all(len(d) - d.index(label) == n for n, label in pairs):
                meanings.add((len(d), True))
    return meanings.pop() if len(meanings) == 1 else None


def _by_labels(present: Mapping[str | float, Token], daftar: Labels, reverse: bool) -> Scale:
    label = {b.label for b in present.values() if b.angka is None}
    matches = [d for d in daftar if label <= set(d)]
    meanings = {(len(d), *((x, d.index(x)) for x in sorted(label))) for d in matches}
    if not matches:
        return Scale(None, {}, sebab="jawaban berupa kata yang tidak dikenal; tuliskan labelnya di peta")
    if len(meanings) > 1:
        return Scale(
            None, {}, sebab="jawaban berupa kata yang dapat berarti lebih dari satu nilai; tuliskan labelnya di peta"
        )
    skala = len(matches[0])
    nilai = {t: matches[0].index(b.label) + 1 for t, b in present.items() if b.angka is None}
    return Scale(skala, {t: skala + 1 - n for t, n in nilai.items()} if reverse else nilai, reverse)
