"""What a number format makes of a value: itself, something else, or nothing (ECMA-376 part 1, 18.8.31)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import category

from zi_cli.named_tuple import NamedTuple

_TOKEN = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|[_*].|;|General|AM/PM|E[+-]|.', re.IGNORECASE | re.DOTALL)
_SYARAT = r"\[(<=|>=|<>|<|>|=)(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))\]"
#: A condition, however it is spelled.
_ANY_CONDITION = r"\[\s*[<>=]"
_COMPARISONS = {
    "<": float.__lt__, ">": float.__gt__, "=": float.__eq__, "<=": float.__le__, ">=": float.__ge__, "<>": float.__ne__,
}  # fmt: skip
#: Signs around a number that change nothing about it.
_ORNAMENTS = frozenset(" $()+-:'")
#: Numerals of another script: Chinese or Thai ones and the like, or a number of the numerals before that of the locale.
_OTHER_SCRIPT = r"(?i)\[(?:DBNum|NatNum|\$-[0-9A-F]{6})|t$"
#: What stands for the system's own format of dates or times, whatever is written behind it.
_SYSTEM_FORMAT = r"(?i)\[\$-(?:0*F[48]00|x-sys)"
_LATIN_LOCALE = r"(?i)\[\$-0?[01][0-9A-F]{6}\]"
_CURRENCY = r"(?i)\[\$([^\]-]+)(?:-[0-9A-F]*)?\]"
_COLOUR = re.compile(
    r"\[(black|white|red|green|blue|yellow|magenta|cyan|colou?r ?[0-9]{1,2}|#[0-9a-f]{6})\]", re.IGNORECASE
)
_MAX_SHOWN = 40
#: More blanks than this (a letter's width left free is one), or places for digits kept free, push a content aside.
_MAX_BLANKS, _MAX_PLACES = 6, 15
#: How a truth is shown as itself.
_TRUTH_WORDS = (frozenset({"FALSE", "SALAH", "TIDAK"}), frozenset({"TRUE", "BENAR", "YA"}))
_DIGIT_SIGNS = frozenset("0#?%")
_MINUS_SIGNS = frozenset("-(\u2212\u2013\u2014")
#: Signs that stand over the one before them, and those that only tell the direction of writing and the like.
_UNSEEN = ("Mn", "Me", "Cf")
#: Brackets that are no part of what a format shows of a text: conditions, colours, languages and numerals.
_SILENT_BRACKET = r"(?i)\[(?:[<>=$]|DBNum|NatNum)"


#: Letters and signs that look like digits, and those that look like a decimal sign.
_LIKE_DIGITS = (
    "lI|!OoQSsBZ\u0399\u039f\u03bf\u041e\u043e\u0406\u0456\u04c0\u0405\u0455\u0131\u2113\u3007\u25cb\u25ef\u06f0\u2c9e\u0555"
    "\u01c0\u2223\u0417\u0437\u0431"
)
_POINTS = frozenset(".,\u00b7\u066b\u066c\u201a\u2024\u02d9\u2027\u2022\u22c5\u30fb\ufe52\uff0e\uff0c\u3002\ua4f8")


#: The digits of a number with nothing between them but blanks that part thousands; a whole number beside a fraction.
_WHOLE = r"[0#?,]*(?: (?:##0|000|###))*(?:\.[0#?]*)?[%,]*|[#0?]* *[#0?]+/[#0?]+"
_EXPONENT = r"[0#?,]*(?:\.[0#?]*)?E[0#?]+"
_FRACTION = r"[#0?]+ +[#0?]+/[#0?]+"


class Shown(NamedTuple):
    """How a value is shown where not as itself: ``teks`` in words; ``bulat`` when it is merely rounded.

    ``isi`` is what stands there to the letter, None where that was not worked out.
    """

    teks: str
    bulat: bool = False
    isi: str | None = None


_TERDORONG = Shown("terdorong ke luar selnya oleh spasi atau baris kosong dalam formatnya")


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[str, ...], ...]:
    """The sections of a format, each cut into its signs."""
    parts: list[tuple[str, ...]] = []
    now: list[str] = []
    for cut in _TOKEN.findall(code):
        if cut == ";":
            parts.append(tuple(now))
            now = []
        else:
            now.append(cut)
    return (*parts, tuple(now))


def text_shown(code: str, text: str) -> Shown | None:
    """How *text* is shown under the format *code*, in some program at least; None when as itself."""
    for used in _text_sections(_sections(code)):
        # Signs of digits are letters there, and so is, to some programs, what names a currency or a language.
        for prefix in ("", "[$"):
            letters = (p if _stands(p) or (prefix and p.startswith(prefix)) else _literal(p) for p in used)
            shown = "".join(text if p == "@" else h for p, h in zip(used, letters, strict=True))
            if shown.split() != text.split():
                return _as(shown)
        if _pushes(used):
            return _TERDORONG
    return None


def _stands(part: str) -> bool:
    """Whether a sign of a format stands for itself beside a text."""
    silent = part[0] != "[" or re.match(_SILENT_BRACKET, part) or _COLOUR.fullmatch(part)
    return part in _DIGIT_SIGNS or not silent


def truth_shown(code: str, nilai: bool) -> Shown | None:
    """How a truth is shown under the format *code*, in some program at least; None when as itself."""
    shown = number_shown(code, float(nilai))
    if shown is None or (shown.isi or "").upper() in _TRUTH_WORDS[nilai]:
        return None
    return shown


def _misleads(sign: str) -> bool:
    """Whether a sign beside a number may be taken for a part of it, strikes it out, or turns its digits round."""
    return sign.isnumeric() or sign in "%-‰‱٪％﹪" or category(sign) in _UNSEEN


def _looks_like_digits(parts: Sequence[str]) -> bool:
    """Whether what stands right beside the digits is nothing but letters and signs that look like some of them."""
    marked = "".join("\0" if p in ("0", "#", "?") or p.casefold() == "general" else _literal(p) for p in parts)
    if "\0" not in marked:
        return False
    front, _, rest = marked.partition("\0")
    back = rest.rpartition("\0")[2] if "\0" in rest else rest
    # Read from the digits on; in a word they are its letters.
    for text in (front[::-1], back):
        n = len(text) - len(text.lstrip(_LIKE_DIGITS))
        if n and not text[n : n + 1].isalpha():
            return True
    return False


def _sign(part: str) -> str:
    """What a part of a format between digits comes to: itself, the mark of an exponent, a blank, or another sign."""
    if part in "0#?.,%/":
        return part
    if part[0] in "Ee" and len(part) == 2:
        return "E"
    return "~" if _literal(part).strip() else " " if part[0] != "[" else ""


def _beside_points(parts: Sequence[str]) -> bool:
    """Whether a sign that looks like a decimal one is written out before the digits, or right behind them."""
    digits = [i for i, p in enumerate(parts) if p in ("0", "#", "?") or p.casefold() == "general"]
    if not digits:
        return False
    before = (_literal(p)[-1:] for p in parts[: digits[0]] if p[0] in '"\\*[')
    behind = [_literal(p)[:1] for p in parts[digits[-1] + 1 :][:1] if p[0] in '"\\*[']
    return not _POINTS.isdisjoint((*before, *behind))


def _until_percent(parts: Sequence[str]) -> Sequence[str]:
    """What stands before a sign of percent; nothing where there is none."""
    return [p for p in parts[: parts.index("%")] if p not in (",", ".")] if "%" in parts else ()


def _pushes(parts: tuple[str, ...]) -> bool:
    """Whether a section sets so many blanks, or a line, beside its content that it may be pushed out of sight."""
    literals = "".join("" if p[0] == "*" else _literal(p) for p in parts)
    free = sum(p[0] == "_" for p in parts) + sum(c.isspace() + (c == "\u3000") for c in literals)
    lines = any(c in literals for c in "\n\r\x85\u2028\u2029")
    return lines or free > _MAX_BLANKS or parts.count("?") > _MAX_PLACES


def color_shown(code: str, nilai: str | float) -> str:
    """The name of the colour in which the format *code* shows *nilai*, in lower case; "" where it names none."""
    parts = _sections(code)
    used = next(_text_sections(parts), None) if isinstance(nilai, str) else _section_of(parts, nilai)
    # Whether the only section of a format colours texts too is not the same in every program.
    every = parts[0] if used is None and len(parts) == 1 else used or ()
    return next((m[1].lower() for p in every if (m := _COLOUR.fullmatch(p)) is not None), "")


def _text_sections(parts: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """The sections that may apply to a text; none when it is shown as it is."""
    yield from parts[3:4] if len(parts) > 3 else (b for b in reversed(parts) if "@" in b)


def number_shown(code: str, nilai: float) -> Shown | None:
    """How *nilai* is shown under the format *code*; None when as itself, if rounded to the digits shown."""
    every = _sections(code)
    if any(re.match(_ANY_CONDITION, p) and not re.fullmatch(_SYARAT, p) for one in every for p in one):
        return Shown("menurut syarat yang dibaca lain oleh setiap program")
    used = _section_of(every, nilai)
    if used is None:
        return None
    if _pushes(used):
        return _TERDORONG
    content = [p for p in used if p[0] not in "_*[" or _literal(p)]
    if any(re.match(_OTHER_SCRIPT, p) and not re.fullmatch(_LATIN_LOCALE, p) for p in used):
        return Shown("dengan angka aksara lain")
    if any(re.match(_SYSTEM_FORMAT, p) for p in used):
        return Shown("sebagai tanggal atau waktu")
    literals = "".join(_literal(p) for p in content if p[0] in '"\\*[' or (p not in "0#?.,%/@" and p not in _ORNAMENTS))
    start = next((i for i, p in enumerate(used) if p in ("0", "#", "?") or p.casefold() == "general"), len(used))
    if any(p.startswith("[$-") and (i > start or any(q[0] != "[" for q in used[:i])) for i, p in enumerate(used)):
        # Some programs write it out there.
        return Shown("dengan kode bahasa di belakang angkanya")
    misleading = (
        any(map(_misleads, literals))
        or _looks_like_digits(content)
        or (nilai > 0 and not _MINUS_SIGNS.isdisjoint([*content, *literals]))
    )
    general = sum(p.casefold() == "general" for p in content)
    if "@" in content or (general and (general > 1 or not _DIGIT_SIGNS.isdisjoint(content))):
        # What that comes to is not the same in every program.
        return Shown("dengan tanda di antara angkanya")
    split_by_point = _beside_points(content)
    if general and split_by_point:
        return Shown("dengan tanda di antara angkanya")
    if general:
        return _as(literals + _figure(f"{nilai:g}")) if misleading else None
    if any(p[0].lower() in "ymdhs" for p in content):
        return Shown("sebagai tanggal atau waktu")
    figures = [p for p in content if p in ("0", "#", "?")]
    if not figures:
        return _as("".join(map(_literal, content)))
    positions = [i for i, p in enumerate(content) if p in ("0", "#", "?")]
    among = [i for i, p in enumerate(used) if p in ("0", "#", "?")]
    gap = "".join(map(_sign, used[among[0] : among[-1] + 1]))
    if any(p[:1] in "Ee" and len(p) == 2 for p in content):
        if not re.fullmatch(_EXPONENT, gap):
            return Shown("dengan tanda di antara angkanya")
        return _as(literals + _figure(f"{nilai:g}")) if misleading else None
    terbelah = not re.fullmatch(_WHOLE, gap) or split_by_point
    patterns = "".join(p for p in content if p in ("0", "#", "?", ".", ",", "%", "/"))
    behind = content[positions[-1] + 1 :]
    terbelah = terbelah or patterns.count(".") > 1 or any(map(str.strip, map(_literal, _until_percent(behind))))
    terbelah = terbelah or "%" in content[: positions[0]]
    whole, _, split = patterns.partition(".")
    desimal = sum(c in "0#?" for c in split)
    persen, thousands = patterns.count("%"), len(patterns.rstrip("%")) - len(patterns.rstrip("%").rstrip(","))
    thousands += len(whole.rstrip("%")) - len(whole.rstrip("%").rstrip(",")) if split else 0
    if "/" in patterns:
        return None if nilai == int(nilai) and re.fullmatch(_FRACTION, gap) else Shown("sebagai pecahan")
    large = abs(nilai) * 100.0**persen / 1000.0**thousands
    shown = f"{large:.{desimal}f}"
    if not any(c in "0?" for c in patterns) and float(shown) == 0:
        return Shown("sebagai sel kosong")
    if terbelah:
        return Shown("dengan tanda di antara angkanya")
    if misleading or ((persen > 1 or thousands > 0) and nilai != 0):
        front, back = (
            "".join(map(_literal, p))
            for p in (content[: positions[0]], [q for q in content[positions[-1] + 1 :] if q != ","])
        )
        return _as(f"{front}{_figure(shown)}{back}{'%' * persen}")
    if not desimal and not persen and float(shown) != large:
        return Shown(f"dibulatkan sebagai “{shown}”", bulat=True)
    return None


#: Characters narrower than a digit, and how wide those, a sign of percent and letters of the East are.
_NARROW_SIGNS, _NARROW, _PERCENT, _BROAD = frozenset(" .,:;'|!()[]ilI-"), 0.5, 1.3, 2.0
_FIRST_BROAD = "\u2e80"


@lru_cache(maxsize=4096)
def room_asked(code: str, nilai: float) -> float:
    """How many digits wide *nilai* is under the format *code* at the least: what does not fit is shown as "###"."""
    used = _section_of(_sections(code), nilai)
    if used is None or any(p.casefold() == "general" for p in used):
        # As few digits as there is room for, but for whole ones; and what stands beside them.
        return len(f"{abs(nilai):.0f}") + sum(map(_width, "".join(map(_literal, used or ()))))
    places = [p for p in used if p in ("0", "#", "?", ".", "%") or (p[0] in "Ee" and len(p) == 2)]
    whole, _, split = "".join(places).partition(".")
    exponent = "E" in "".join(places).upper()
    large = abs(nilai) * 100.0 ** places.count("%")
    digits = max(1 if exponent else len(f"{int(large)}"), whole.count("0") + whole.count("?"))
    split = split.upper().partition("E")[0]
    digits += split.count("0") + split.count("?") + (2 if exponent else 0)
    digits += "".join(places).upper().partition("E")[2].count("0")
    beside = "".join("" if p[0] == "*" or p in ("0", "#", "?", ",") else _literal(p) for p in used)
    free = sum(_width(p[1]) for p in used if p[0] == "_" and len(p) > 1)
    return digits + free + _PERCENT * places.count("%") + sum(map(_width, beside))


def _width(sign: str) -> float:
    return _NARROW if sign in _NARROW_SIGNS else _BROAD if sign >= _FIRST_BROAD else 1.0


def _section_of(parts: tuple[tuple[str, ...], ...], nilai: float) -> tuple[str, ...] | None:
    """The section that applies to a number; None when it is shown as it is."""
    if len(parts) == 1 and (not parts[0] or parts[0] in (("General",), ("@",))):
        return None
    figures = parts[:3]
    conditional = False
    for b in figures:
        for p in b:
            m = re.fullmatch(_SYARAT, p)
            if m is not None:
                conditional = True
                if _COMPARISONS[m[1]](float(nilai), float(m[2])):
                    return b
                break
        else:
            if conditional:
                return b
    if conditional:
        return figures[-1]
    if nilai > 0 or len(figures) == 1 or (nilai == 0 and len(figures) == 2):
        return figures[0]
    return figures[1] if nilai < 0 else figures[2]


def _literal(cut: str) -> str:
    if cut.startswith('"'):
        return cut[1:].removesuffix('"')
    if cut.startswith("\\"):
        return cut[1:]
    if cut.startswith("*") and len(cut) > 1:
        # Repeated until the cell is full.
        return cut[1].strip() * 2
    mata_uang = re.fullmatch(_CURRENCY, cut)
    if mata_uang is not None:
        return mata_uang[1]
    return "" if cut[0] in "_*[" or cut in ("0", "#", "?", "%") else cut


def _figure(shown: str) -> str:
    """A figure with the decimal comma of an office's Excel."""
    return shown.replace(".", ",")


def _as(shown: str) -> Shown:
    shown = " ".join(shown.split())
    return Shown(f"sebagai “{shown[:_MAX_SHOWN]}”" if shown else "sebagai sel kosong", isi=shown)
