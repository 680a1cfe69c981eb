"""The respondents' names and telephones, for the one annex that may hold them: encrypted, or not written at all."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answer_sheets import Survey
from zi_cli.survei.export_rows import Cell, open_survey

#: Characters of a password below which it protects nothing.
MIN_PASSWORD = 8


class Respondent(NamedTuple):
    """One answer sheet's respondent, as the export writes it; "" for what it does not say."""

    waktu: str
    layanan: str
    nama: str
    telepon: str


def read_respondents(survei: Survey, files: list[Path]) -> Iterator[Respondent]:
    """The respondents of *survei*, read again from the very *files* it came from, in their order."""
    present = set(zip(survei.jawaban.berkas, survei.jawaban.baris, strict=True))
    for n, (jalur, mapping) in enumerate(zip(files, survei.peta, strict=True)):
        for sheet in open_survey(jalur).lembar:
            if sheet.nama != mapping.lembar:
                continue
            for number, content in sheet.baris():
                if (n, number) in present:
                    columns = [mapping.peran.get(p, len(content)) for p in ("waktu", "layanan", "nama", "telepon")]
                    yield Respondent(*(_text(content[k]) if k < len(content) else "" for k in columns))


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def encrypted(book: bytes, password: str) -> bytes:
    """The workbook *book* as Excel encrypts it with a password (ECMA-376 agile encryption)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    result = io.BytesIO()
    OOXMLFile(io.BytesIO(book)).encrypt(password, result)
    return result.getvalue()
