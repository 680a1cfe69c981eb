"""Fonts whose letters are no letters: signs, bars, icons, other scripts, or nothing at all."""

import re

#: How the names of fonts begin whose letters are pictures, and what else tells one whose letters are no letters.
_SYMBOL_FONTS = (
    "wingding", "webding", "symbol", "marlett", "zapf", "opensymbol", "mt extra", "monotype sorts", "starsymbol",
    "starbats", "starmath", "ms outlook", "ms reference specialty", "standard symbols", "mathematica", "d050000l",
    "wingbats", "maestro", "petrucci", "sonata", "bravura", "aigdt", "amgdt", "carta",
    "fontawesome", "esri ", "icomoon", "invisible", "blank", "blokk", "lastresort", "last resort",
    "glyphicon", "ionicon", "octicon", "elusive", "typicon", "remixicon", "chess ", "fences", "type embellishments",
    "symeteo", "syastro", "symap", "symath", "symusic", "cypher",
)  # fmt: skip
_SYMBOLS_INSIDE = (
    "bar ?code|dingbat|(?:bookshelf|mt|map|euclid|math) symbol|3 ?of ?9|2 ?of ?5|code ?(?:11|39|93|128)|c39h|hc39|"
    "codabar|ean-?(?:8|13)|upc-?[ae]|pdf417|qr ?code|data ?matrix|mdl2|fluent icons|font ?awesome|"
    "material (?:icons|symbols)|adobe ?blank|redacted|flow (?:block|circular|rounded)|"
    "(?:signs|sports|transport|keystrokes|holidays|vacation|almanac|directions|animals|parties) ?(?:mt|[0-9])|"
    r"ornaments|musical symbols|\bemoji|sans symbols|\bicons?\b|\bpi(?:$| std| bt| lt)|^gdt$|"
    "^(?:js)?(?:math-)?(?:cmsy|cmex|msam|msbm|wasy|stmary|esint)[0-9]+$|text-security|password ?dot|"
    "hanacaraka|aksara (?:jawa|bali|sunda)|kruti dev|braille|morse|semaphore|tengwar|klingon"
)
#: The usual fonts, for which no pattern is compiled, and one that has letters as well.
_LETTER_FONTS = frozenset({
    "", "calibri", "arial", "times new roman", "cambria", "tahoma", "verdana", "aptos narrow", "bookman old style",
    "liberation sans", "symbola",
})  # fmt: skip


def is_symbol(name: str) -> bool:
    """Whether the letters of the font *name* are pictures."""
    if name.casefold() in _LETTER_FONTS:
        return False
    # Of several the next is used where one is missing; signs that nobody sees make no other name.
    every = (n.strip("@'\" ") for n in re.split("[;,]", "".join(filter(str.isprintable, name.casefold()))))
    return any(n.startswith(_SYMBOL_FONTS) or re.search(_SYMBOLS_INSIDE, n) for n in every)
