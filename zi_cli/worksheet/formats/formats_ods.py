"""Number formats of an .ods, written as the codes of .xlsx, so that one place tells what they make of a value."""

from collections.abc import Mapping

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.palette_xlsx import BLACK, WHITE, blends, read_hex

#: What a truth is shown as, in the format's own place for it.
_TRUE, _SALAH, _LOGIKA = '"TRUE"', '"FALSE"', "\0"
_TERTULIS = ("number:text", "number:currency-symbol", "number:fill-character", "lain:fill-character")
#: What shows a number, and what may stand in a format of each kind beside its text, its conditions and its colour.
_FIGURES = frozenset({"number:number", "number:scientific-number", "number:fraction"})
_BESIDE = frozenset({
    "number:text", "number:fill-character", "lain:fill-character", "style:map", "style:text-properties",
    "number:embedded-text",
})  # fmt: skip
_USUAL = {
    "number": _FIGURES, "percentage": _FIGURES, "currency": _FIGURES | {"number:currency-symbol"},
    "text": frozenset({"number:text-content"}), "boolean": frozenset({"number:boolean"}),
}  # fmt: skip
_DATES = frozenset({"date", "time"})


class OdsFormats:
    """The formats of a document, told element by element; a part's own replace those of one told before."""

    def __init__(self) -> None:
        self._bagian: dict[str, list[str]] = {}
        self._syarat: dict[str, list[tuple[str, str]]] = {}
        self._jenis: dict[str, str] = {}
        self._lama: dict[str, tuple[str, list[str], list[tuple[str, str]]]] = {}
        self._unsur: dict[str, list[str]] = {}
        self._kini = ""
        self._ada: set[str] = set()

    def begin_part(self) -> None:
        """A list of styles begins, whose names are its own."""
        self._ada = set()
        self._kini = ""

    def begin(self, name: str, attrs: Mapping[str, str]) -> bool:
        """An element of the list begins; whether it is of a format."""
        if name.startswith("style:") and name in ("style:style", "style:default-style"):
            self._kini = ""
        elif name.startswith("number:") and name.endswith("-style"):
            self._kini = attrs.get("style:name", "")
            if self._kini in self._ada:
                self._lama.setdefault(self._kini, self._told(self._kini))
            self._ada.add(self._kini)
            self._jenis[self._kini] = name[7:-6]
            self._unsur[self._kini] = []
            self._bagian[self._kini] = ["[NatNum1]"] if attrs.get("number:transliteration-format", "1") != "1" else []
            self._syarat[self._kini] = []
            return True
        elif self._kini:
            self._within(name, attrs)
            return True
        return False

    def _told(self, name: str) -> tuple[str, list[str], list[tuple[str, str]]]:
        return self._jenis[name], self._bagian[name], self._syarat[name]

    def text(self, string: str, name: str) -> None:
        """Characters within the element *name*: what a format writes out."""
        if self._kini and name in _TERTULIS:
            persen = self._jenis[self._kini] == "percentage" and string == "%"
            literal = "*" + string[:1] if name.endswith(":fill-character") else '"' + string.replace('"', "") + '"'
            self._bagian[self._kini].append("%" if persen else literal)
        elif self._kini and name == "number:embedded-text" and string.strip():
            # A sign within the digits.
            self._bagian[self._kini].append("0\\~0")

    def _within(self, name: str, attrs: Mapping[str, str]) -> None:
        part = self._bagian[self._kini]
        self._unsur[self._kini].append(name)
        if name == "number:number":
            whole = (
                "#,##0" if attrs.get("number:grouping") == "true" else _zeros(attrs.get("number:min-integer-digits"), 1)
            )
            split = _zeros(attrs.get("number:decimal-places"), -1)
            common = "number:decimal-places" not in attrs and attrs.get("number:min-integer-digits", "1") == "1"
            thousands = "," if attrs.get("number:display-factor", "1") not in ("1", "1.0") else ""
            part.append("General" if common and not thousands else f"{whole}{'.' + split if split else ''}{thousands}")
        elif name == "number:scientific-number":
            part.append(f"0.{_zeros(attrs.get('number:decimal-places'), 2)}E+0")
        elif name == "number:fraction":
            part.append("# ?/?" if "number:min-integer-digits" in attrs else "?/?")
        elif name == "number:text-content":
            part.append("@")
        elif name == "number:boolean":
            part.append(_LOGIKA)
        elif name == "style:map":
            syarat = attrs.get("style:condition", "").replace("value()", "").replace("!=", "<>")
            self._syarat[self._kini].append((syarat, attrs.get("style:apply-style-name", "")))
        elif name == "style:text-properties":
            colour = read_hex(attrs.get("fo:color"))
            if blends(colour, None, WHITE):
                part.insert(0, "[White]")
            elif blends(colour, None, BLACK):
                part.insert(0, "[Black]")

    def unclear(self, name: str) -> bool:
        """Whether the format *name*, or one that it gives way to, may be read otherwise by some program."""
        names = [name, *(n for _, n in self._syarat.get(name, ()))]
        conditions = [c for c, _ in self._syarat.get(name, ())]
        return len({*conditions}) < len(conditions) or any(map(self._mixed, names))

    def _mixed(self, name: str) -> bool:
        """Whether it holds what is of another kind of format, or what shows its value twice."""
        kind, elements = self._jenis.get(name, ""), self._unsur.get(name, [])
        if kind in _DATES:
            return "number:text-content" in elements or "number:boolean" in elements
        usual = _USUAL.get(kind)
        if usual is None:
            return False
        shown = [e for e in elements if e not in _BESIDE]
        return len(shown) > len({*shown}) or sum(e in _FIGURES for e in shown) > 1 or not usual.issuperset(shown)

    def code(self, name: str) -> str:
        """The format *name* as .xlsx writes it; raises ``Damaged`` for one that stands twice and says two things."""
        if name not in self._bagian:
            return "General"
        if name in self._lama and self._lama[name] != self._told(name):
            raise Damaged(f"format angka “{name[:40]}” ada dua kali")
        own = "".join(self._bagian[name])
        if self._jenis[name] in ("date", "time"):
            return f"yyyy;yyyy;yyyy;{own}" if "@" in own else "yyyy"
        if _LOGIKA in own or self._jenis[name] == "boolean":
            benar, salah = own.replace(_LOGIKA, _TRUE), own.replace(_LOGIKA, _SALAH)
            return f"{benar};{benar};{salah}"
        syarat = [f"[{s}]{''.join(self._bagian.get(n, ()))}" for s, n in self._syarat[name][:3]]
        if self._jenis[name] == "text" and own != "@":
            # What is left for texts stands fourth.
            syarat += [syarat[-1] if syarat else own] * (3 - len(syarat))
        return ";".join([*syarat, own]) or '""'


def _zeros(text: str | None, default: int) -> str:
    count = int(text) if text and text.isascii() and text.isdigit() and len(text) < 3 else default
    return "0" * count if count > 0 else "" if default < 0 or text else "0"
