"""Costs of improvements (``zi plan --biaya``): a small CSV, read strictly, every fault named by its line."""

import csv
import io
from fractions import Fraction
from pathlib import Path

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.plan.levers import SEMUA, Biaya
from zi_cli.text import read_number
from zi_cli.worksheet.recognise.labels import cut_label

_UKURAN_MAKSIMUM = 1024 * 1024
_KOLOM = (("kode", "biaya"), ("kode", "ke", "biaya"))

_BIAYA_MAKSIMUM = 10**13


class CostsRejected(UnreadableInput):
    """A cost file with faults; ``semua`` lists every one of them (exit code 3)."""

    def __init__(self, semua: tuple[Temuan, ...]) -> None:
        super().__init__(semua[0])
        self.semua = semua
        self.pesan = "\nzi: ".join(t.line for t in semua)


def read_costs(berkas: Path, instrumen: Instrumen) -> Biaya:
    """Read costs, in any unit, with columns ``kode,biaya`` or ``kode,ke,biaya`` (comma or semicolon).

    ``kode`` is an indicator, a row above it (all indicators under it), or "*" (all others); ``ke``
    an option of the indicator, blank for any. Raises :class:`CostsRejected` with every DAT56x
    finding.
    """
    baris = _read(berkas)
    kepala = tuple(s.strip().casefold() for s in baris[0][1]) if baris else ()
    if kepala not in _KOLOM:
        raise CostsRejected((make_temuan("DAT561", berkas=cut_label(berkas.name), kolom=cut_label(",".join(kepala))),))
    pembaca = _Pembaca(cut_label(berkas.name), kepala, instrumen)
    for nomor, sel in baris[1:]:
        pembaca.baris(nomor, [s.strip() for s in sel])
    if pembaca.temuan:
        raise CostsRejected(tuple(pembaca.temuan))
    return Biaya(pembaca.umum, pembaca.per_tingkat)


class _Pembaca:
    """Checks line after line and collects costs and faults."""

    def __init__(self, berkas: str, kepala: tuple[str, ...], instrumen: Instrumen) -> None:
        self.berkas = berkas
        self.kepala = kepala
        self.instrumen = instrumen
        self.temuan: list[Temuan] = []
        self.umum: dict[str, Fraction] = {}
        self.per_tingkat: dict[tuple[str, str], Fraction] = {}

    def baris(self, nomor: int, sel: list[str]) -> None:
        """Take in one line."""

        def reject(temuan: str, **isi: object) -> None:
            self.temuan.append(make_temuan(temuan, tingkat=None, berkas=self.berkas, nomor=nomor, **isi))

        if len(sel) != len(self.kepala):
            reject("DAT562", ada=len(sel), seharusnya=len(self.kepala))
            return
        isi = dict(zip(self.kepala, sel, strict=True))
        kode, ketikan, biaya = isi["kode"], isi.get("ke", ""), _angka(isi["biaya"])
        baris = self.instrumen.per_kode.get(kode)
        if kode != SEMUA and (baris is None or not baris.bernilai):
            reject("DAT563", kode=cut_label(kode))
            return
        pilihan = tuple(self.instrumen.pilihan(kode)) if kode != SEMUA else ()
        ke = next((p for p in pilihan if p.casefold() == ketikan.casefold()), None)
        if biaya is None:
            reject("DAT564", biaya=cut_label(isi["biaya"]))
        elif ketikan and ke is None:
            reject("DAT565", indikator=kode, ke=cut_label(ketikan), pilihan="/".join(pilihan) or "tidak ada")
        elif (kode, ke) in self.per_tingkat or (ke is None and kode in self.umum):
            reject("DAT566", kode=f"{kode} ke {ke}" if ke else kode)
        elif ke is not None:
            self.per_tingkat[kode, ke] = biaya
        else:
            self.umum[kode] = biaya


def _read(berkas: Path) -> list[tuple[int, list[str]]]:
    """Lines that hold anything, with their numbers."""
    try:
        mentah = read_file(berkas, _UKURAN_MAKSIMUM + 1)
        if len(mentah) > _UKURAN_MAKSIMUM:
            raise _ditolak(berkas, f"lebih besar daripada {_UKURAN_MAKSIMUM // 1024} KB")
        teks = mentah.decode("utf-8-sig")
        kepala = teks.partition("\n")[0]
        pembaca = csv.reader(io.StringIO(teks, newline=""), delimiter=";" if ";" in kepala else ",", strict=True)
        return [(pembaca.line_num, sel) for sel in pembaca if any(s.strip() for s in sel)]
    except UnicodeDecodeError as e:
        raise _ditolak(berkas, "bukan teks UTF-8; simpan ulang sebagai CSV UTF-8") from e
    except csv.Error as e:
        raise _ditolak(berkas, "susunan CSV-nya rusak") from e
    except OSError as e:
        raise _ditolak(berkas, read_reason(e)) from e


def _ditolak(berkas: Path, sebab: str) -> CostsRejected:
    return CostsRejected((make_temuan("DAT560", berkas=cut_label(berkas.name), sebab=sebab),))


def _angka(teks: str) -> Fraction | None:
    """A cost, at most two decimals; "1.500" has two meanings and is none."""
    hasil = read_number(teks)
    return hasil[0] if hasil and hasil[1] <= 2 and 0 <= hasil[0] < _BIAYA_MAKSIMUM else None
