"""The survey index that an assessor's note gives, and whether it denies the answer. Silent when in doubt."""

import re
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.text import read_number, short_number
from zi_cli.worksheet.model import Isian

#: Characters of a note that are read: a figure further on is no statement about the answer.
NOTE_LENGTH = 5000
#: Words between the subject and its figure; a new sentence or line starts another subject.
GAP = r"(?:s\.d\.|(?!\.\s)[^;\n]){0,60}?"
FIGURE = r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,6})?)(?![\d%]|[.,]\d|\s*%)"
# A pattern as text: few files have such notes, and the module is loaded for every file.
_SURVEI = rf"\b(?:IPAK|IPK|SPAK|IPKP|SPKP|IKM|SKM|indeks)\b{GAP}{FIGURE}"


def read_survey_index(isian: Isian, maximum: Fraction) -> tuple[Fraction, Fraction] | None:
    """A survey index named in a note, on the scale 0 to *maximum*, with half a unit of its last digit.

    An index on 25–100 (PermenPANRB 14/2017) is converted; None when the note names none plainly.
    """
    if not isinstance(isian.nilai, str):
        return None
    match = re.search(_SURVEI, isian.nilai[:NOTE_LENGTH], re.IGNORECASE)
    dibaca = read_number(match[1], lambda n: n <= 100) if match else None
    if dibaca is None:
        return None
    figure, digit = dibaca
    setengah = Fraction(1, 2 * 10**digit)
    if digit and 0 <= figure <= maximum:
        return figure, setengah
    if 25 <= figure <= 100:
        return figure * maximum / 100, setengah * maximum / 100
    return None


def denied_index(
    code: str, jawaban: Fraction, cell: Sel, note: Isian, maximum: Fraction
) -> tuple[Fraction, Temuan] | None:
    """The index of a note that differs from the answer beyond its last digit, with the finding (SYR407)."""
    dibaca = read_survey_index(note, maximum)
    if dibaca is None or abs(dibaca[0] - jawaban) <= dibaca[1]:
        return None
    content = {"jawaban": short_number(jawaban), "catatan": short_number(dibaca[0], 4), "sel_catatan": note.sel}
    return dibaca[0], make_temuan("SYR407", cell, code, level=None, **content)
