"""Values of attributes as the standard spells them (XML Schema part 2): whole and decimal numbers, truths, colours.

A program that finds another spelling goes its own way: "on", "2" or "1x" hides a row to one and nothing to another.
"""

import re

from zi_cli.worksheet.formats.limits import Damaged

_WHOLE = r"[+-]?[0-9]{1,10}"
_DECIMAL = r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_COLOUR = r"(?:[0-9A-Fa-f]{2}){3,4}"


def whole_number(text: str) -> int:
    """A whole number; raises ``Damaged`` for what is none."""
    if text.isascii() and text.isdigit() and len(text) < 11:
        return int(text)
    if (content := text.strip(" \t\r\n")) and re.fullmatch(_WHOLE, content):
        return int(content)
    raise Damaged(f"bilangan “{text[:20]}” tidak berlaku")


def decimal_number(text: str) -> float:
    """A number; raises ``Damaged`` for what is none."""
    content = text.strip(" \t\r\n")
    if not re.fullmatch(_DECIMAL, content):
        raise Damaged(f"angka “{text[:20]}” tidak berlaku")
    return float(content)


def truth(text: str | None, usual: bool = False) -> bool:
    """A truth, *usual* where none is written; raises ``Damaged`` for what is none."""
    if text is None:
        return usual
    told = _TRUTHS.get(text, _TRUTHS.get(text.strip(" \t\r\n")))
    if told is None:
        raise Damaged(f"nilai logika “{text[:20]}” tidak berlaku")
    return told


def is_colour(text: str) -> bool:
    """Whether *text* is a colour in hexadecimal digits, with or without how much of it is seen."""
    return re.fullmatch(_COLOUR, text) is not None
