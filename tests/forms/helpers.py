"""Forms for the tests, built from random answers."""

from __future__ import annotations

import io
import zipfile
from random import Random

from tests.oracle.random_forms import random_entries
from zi_cli.forms.content import CoverIdentity, Formulir
from zi_cli.forms.fill import build_form
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.worksheet.model import Penilai

IDENTITY = CoverIdentity(satker="Kantor Imigrasi Contoh", kode="UPT-01", tahun=2026, usulan="WBBM")


def filled_form(*penilai: Penilai, ragam: str = "lengkap", benih: int = 1) -> Formulir:
    """A form whose assessors all answered, at random but always the same."""
    i = load_instrumen()
    isian = {p: random_entries(i, Random(f"{benih}/{p}"), ragam) for p in penilai}
    return build_form(i, i.ambang, penilai, IDENTITY, isian)


def blank_form(*penilai: Penilai, identitas: CoverIdentity = IDENTITY) -> Formulir:
    """A blank form."""
    return Formulir(load_instrumen(), load_instrumen().ambang, penilai, identitas)


def parts_of(isi: bytes) -> dict[str, str]:
    """The XML parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(isi)) as z:
        return {n: z.read(n).decode() for n in z.namelist()}
