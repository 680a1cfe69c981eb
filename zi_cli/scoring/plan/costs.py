"""Costs of improvements (``zi plan --biaya``): a small CSV, read strictly, every fault named by its line."""

import csv
import io
from fractions import Fraction
from pathlib import Path

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import RejectedInput
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.plan.levers import ALL, Biaya
from zi_cli.text import read_number
from zi_cli.worksheet.recognise.labels import cut_label

_MAX_SIZE = 1024 * 1024
_COLUMNS = (("kode", "biaya"), ("kode", "ke", "biaya"))

_MAX_COST = 10**13


class CostsRejected(RejectedInput):
    """A cost file with faults."""


def read_costs(file: Path, instrumen: Instrumen) -> Biaya:
    """Read costs, in any unit, with columns ``kode,biaya`` or ``kode,ke,biaya`` (comma or semicolon).

    ``kode`` is an indicator, a row above it (all indicators under it), or "*" (all others); ``ke``
    an option of the indicator, blank for any. Raises :class:`CostsRejected` with every DAT56x
    finding.
    """
    row = _read(file)
    header = tuple(s.strip().casefold() for s in row[0][1]) if row else ()
    if header not in _COLUMNS:
        raise CostsRejected((make_temuan("DAT561", berkas=cut_label(file.name), kolom=cut_label(",".join(header))),))
    reader = _Pembaca(cut_label(file.name), header, instrumen)
    for number, cell in row[1:]:
        reader.take_line(number, [s.strip() for s in cell])
    if reader.temuan:
        raise CostsRejected(tuple(reader.temuan))
    return Biaya(reader.umum, reader.per_tingkat)


class _Pembaca:
    """Checks line after line and collects costs and faults."""

    def __init__(self, file: str, headers: tuple[str, ...], instrumen: Instrumen) -> None:
        self.berkas = file
        self.kepala = headers
        self.instrumen = instrumen
        self.temuan: list[Temuan] = []
        self.umum: dict[str, Fraction] = {}
        self.per_tingkat: dict[tuple[str, str], Fraction] = {}

    def take_line(self, number: int, cells: list[str]) -> None:
        """Take in one line."""

        def reject(temuan: str, **content: object) -> None:
            self.temuan.append(make_temuan(temuan, level=None, berkas=self.berkas, nomor=number, **content))

        if len(cells) != len(self.kepala):
            reject("DAT562", ada=len(cells), seharusnya=len(self.kepala))
            return
        content = dict(zip(self.kepala, cells, strict=True))
        code, ketikan, cost = content["kode"], content.get("ke", ""), _cost(content["biaya"])
        row = self.instrumen.per_kode.get(code)
        if code != ALL and (row is None or not row.carries_points):
            reject("DAT563", kode=cut_label(code))
            return
        choices = tuple(self.instrumen.options(code)) if code != ALL else ()
        ke = next((p for p in choices if p.casefold() == ketikan.casefold()), None)
        if cost is None:
            reject("DAT564", biaya=cut_label(content["biaya"]))
        elif ketikan and ke is None:
            reject("DAT565", indikator=code, ke=cut_label(ketikan), pilihan="/".join(choices) or "tidak ada")
        elif (code, ke) in self.per_tingkat or (ke is None and code in self.umum):
            reject("DAT566", kode=f"{code} ke {ke}" if ke else code)
        elif ke is not None:
            self.per_tingkat[code, ke] = cost
        else:
            self.umum[code] = cost


def _read(file: Path) -> list[tuple[int, list[str]]]:
    """Lines that hold anything, with their numbers."""
    try:
        raw = read_file(file, _MAX_SIZE + 1)
        if len(raw) > _MAX_SIZE:
            raise _rejected(file, f"lebih besar daripada {_MAX_SIZE // 1024} KB")
        text = raw.decode("utf-8-sig")
        header = text.partition("\n")[0]
        readers = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
        return [(readers.line_num, cell) for cell in readers if any(s.strip() for s in cell)]
    except UnicodeDecodeError as e:
        raise _rejected(file, "bukan teks UTF-8; simpan ulang sebagai CSV UTF-8") from e
    except csv.Error as e:
        raise _rejected(file, "susunan CSV-nya rusak") from e
    except OSError as e:
        raise _rejected(file, read_reason(e)) from e


def _rejected(file: Path, reason: str) -> CostsRejected:
    return CostsRejected((make_temuan("DAT560", berkas=cut_label(file.name), sebab=reason),))


def _cost(text: str) -> Fraction | None:
    """A cost, at most two decimals; "1.500" has two meanings and is none."""
    result = read_number(text)
    return result[0] if result and result[1] <= 2 and 0 <= result[0] < _MAX_COST else None
