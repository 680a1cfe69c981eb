"""Figures that an assessor's notes give in passing: SAKIP, TLHP. Silent when in doubt."""

import re
from contextlib import suppress
from typing import Literal

from zi_cli.findings.record import Sel
from zi_cli.instrumen.requirements import Skala
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.values import InvalidValue, Persen, persen
from zi_cli.scoring.survey_notes import FIGURE, GAP, NOTE_LENGTH
from zi_cli.worksheet.model import Isian

_PENANDA = r"(?:predikat|nilai|kategori|peringkat|memperoleh|mendapat|hasil|adalah|sebesar|[:=(])\s*[\"“(]?"
_SAKIP_HURUF = re.compile(rf"\bSAKIP\b(?:{GAP}{_PENANDA}|\s+)(?P<huruf>AA|A|BB|B|CC|C|D)(?!\w|\.\w)", re.ASCII)
_SAKIP_ANGKA = re.compile(rf"\bSAKIP\b(?:{GAP}{_PENANDA}|\s+)(?=\d\d){FIGURE}")
_TLHP = re.compile(
    rf"\b(?:TLHP|TLRHP|tindak lanjut hasil (?:pengawasan|pemeriksaan))\b{GAP}"
    r"(?<![\d.,/])(?P<isi>\d{1,3}(?:[.,]\d{1,6})?\s*%|\d{1,6}\s*(?:/|dari)\s*\d{1,6}(?![\d/]))",
    re.IGNORECASE,
)


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
    teks = isian.nilai[:NOTE_LENGTH]
    hasil: list[Catatan] = []
    if "SAKIP" in teks:
        huruf = _SAKIP_HURUF.search(teks)
        angka = None if huruf else _SAKIP_ANGKA.search(teks)
        tertulis = huruf["huruf"] if huruf else angka[1] if angka else None
        predikat = sakip.read(tertulis) if tertulis else None
        if tertulis and predikat:
            hasil.append(Catatan("sakip", predikat, None, tertulis, isian.sel))
    if cocok := _TLHP.search(teks):
        # Above 100 % or otherwise no figure: a note is not a form, so nothing is said about it.
        with suppress(InvalidValue):
            hasil.append(Catatan("tlhp", None, persen(cocok["isi"]), cocok["isi"], isian.sel))
    return hasil
