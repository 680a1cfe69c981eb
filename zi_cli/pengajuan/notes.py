"""Figures that an assessor's notes give in passing: SAKIP, TLHP, survey indices. Silent when in doubt."""

import re
from contextlib import suppress
from fractions import Fraction
from typing import Literal, NamedTuple

from zi_cli.findings.record import Sel
from zi_cli.instrumen.requirements import Skala
from zi_cli.pengajuan.register.values import InvalidValue, Persen, persen
from zi_cli.text import read_decimal
from zi_cli.worksheet.model import Isian

_CATATAN_MAKS = 5000
#: Words between the subject and its figure; a new sentence or line starts another subject.
_JEDA = r"(?:s\.d\.|(?!\.\s)[^;\n]){0,60}?"
_ANGKA = r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,6})?)(?![\d%]|[.,]\d|\s*%)"
_PENANDA = r"(?:predikat|nilai|kategori|peringkat|memperoleh|mendapat|hasil|adalah|sebesar|[:=(])\s*[\"“(]?"
_SAKIP_HURUF = re.compile(rf"\bSAKIP\b(?:{_JEDA}{_PENANDA}|\s+)(?P<huruf>AA|A|BB|B|CC|C|D)(?!\w|\.\w)", re.ASCII)
_SAKIP_ANGKA = re.compile(rf"\bSAKIP\b(?:{_JEDA}{_PENANDA}|\s+)(?=\d\d){_ANGKA}")
_TLHP = re.compile(
    rf"\b(?:TLHP|TLRHP|tindak lanjut hasil (?:pengawasan|pemeriksaan))\b{_JEDA}"
    r"(?<![\d.,/])(?P<isi>\d{1,3}(?:[.,]\d{1,6})?\s*%|\d{1,6}\s*(?:/|dari)\s*\d{1,6}(?![\d/]))",
    re.IGNORECASE,
)
_SURVEI = re.compile(rf"\b(?:IPAK|IPK|SPAK|IPKP|SPKP|IKM|SKM|indeks)\b{_JEDA}{_ANGKA}", re.IGNORECASE)


class Catatan(NamedTuple):
    """A figure found in a note: a SAKIP grade, or a TLHP ratio, with its cell and its words."""

    perihal: Literal["sakip", "tlhp"]
    huruf: str | None
    persen: Persen | None
    teks: str
    sel: Sel


def read_notes(isian: Isian, sakip: Skala) -> list[Catatan]:
    """The SAKIP and TLHP figures of one note; none when it names none plainly."""
    if not isinstance(isian.nilai, str):
        return []
    teks = isian.nilai[:_CATATAN_MAKS]
    hasil: list[Catatan] = []
    if "SAKIP" in teks:
        huruf = _SAKIP_HURUF.search(teks)
        angka = None if huruf else _SAKIP_ANGKA.search(teks)
        tertulis = huruf["huruf"] if huruf else angka[1] if angka else None
        predikat = sakip.baca(tertulis) if tertulis else None
        if tertulis and predikat:
            hasil.append(Catatan("sakip", predikat, None, tertulis, isian.sel))
    if cocok := _TLHP.search(teks):
        # Above 100 % or otherwise no figure: a note is not a form, so nothing is said about it.
        with suppress(InvalidValue):
            hasil.append(Catatan("tlhp", None, persen(cocok["isi"]), cocok["isi"], isian.sel))
    return hasil


def read_survey_index(isian: Isian, maksimum: Fraction) -> tuple[Fraction, Fraction] | None:
    """A survey index named in a note, on the scale 0 to *maksimum*, with half a unit of its last digit.

    An index on 25–100 (PermenPANRB 14/2017) is converted; None when the note names none plainly.
    """
    if not isinstance(isian.nilai, str):
        return None
    cocok = _SURVEI.search(isian.nilai[:_CATATAN_MAKS])
    dibaca = read_decimal(cocok[1]) if cocok else None
    if dibaca is None:
        return None
    angka, digit = dibaca
    setengah = Fraction(1, 2 * 10**digit)
    if digit and 0 <= angka <= maksimum:
        return angka, setengah
    if 25 <= angka <= 100:
        return angka * maksimum / 100, setengah * maksimum / 100
    return None
