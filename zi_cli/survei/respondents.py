"""The respondents' names and telephones, for the one annex that may hold them: encrypted, or not written at all."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answer_sheets import Survey
from zi_cli.survei.rows import Cell, open_survey

#: Characters of a password below which it protects nothing.
SANDI_MINIMAL = 8


class Respondent(NamedTuple):
    """One answer sheet's respondent, as the export writes it; "" for what it does not say."""

    waktu: str
    layanan: str
    nama: str
    telepon: str


def read_respondents(survei: Survey, berkas: list[Path]) -> Iterator[Respondent]:
    """The respondents of *survei*, read again from the very *berkas* it came from, in their order."""
    ada = set(zip(survei.jawaban.berkas, survei.jawaban.baris, strict=True))
    for n, (jalur, peta) in enumerate(zip(berkas, survei.peta, strict=True)):
        for lembar in open_survey(jalur).lembar:
            if lembar.nama != peta.lembar:
                continue
            for nomor, isi in lembar.baris():
                if (n, nomor) in ada:
                    kolom = [peta.peran.get(p, len(isi)) for p in ("waktu", "layanan", "nama", "telepon")]
                    yield Respondent(*(_text(isi[k]) if k < len(isi) else "" for k in kolom))


def _text(sel: Cell) -> str:
    if isinstance(sel, datetime):
        return sel.strftime("%Y-%m-%d %H:%M")
    if isinstance(sel, float) and sel.is_integer():
        return str(int(sel))
    return "" if sel is None else str(sel)


def encrypted(buku: bytes, sandi: str) -> bytes:
    """The workbook *buku* as Excel encrypts it with a password (ECMA-376 agile encryption)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    hasil = io.BytesIO()
    OOXMLFile(io.BytesIO(buku)).encrypt(sandi, hasil)
    return hasil.getvalue()
