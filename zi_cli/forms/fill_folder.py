"""All worksheets of a folder to clean forms: which file becomes which form, by the register."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from zi_cli.findings.record import Temuan
from zi_cli.forms.content import CoverIdentity, Formulir, Rubric
from zi_cli.forms.fill import copy_to_form, own_rubric, register_identity, satker_folders
from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import pair_lke
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.text import file_part, strip_controls
from zi_cli.worksheet.formats.open import open_workbook, working_on
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.read import build_worksheet

#: Folder of worksheets that no row of the register claims.
_WITHOUT_ROW = "Tanpa baris di daftar"


class OldSheet(NamedTuple):
    """A worksheet to be carried over: the row it belongs to (None: none), and the folder of its form."""

    asal: Path
    nama: str
    satker: Satker | None
    folder: Path


class FolderPlan(NamedTuple):
    """What is to be carried over, and the rows that have no worksheet, with the reasons."""

    berkas: tuple[OldSheet, ...]
    tanpa: tuple[tuple[Satker, tuple[Temuan, ...]], ...]


class FormSettings(NamedTuple):
    """What all forms share. ``tahun`` is the year of forms whose worksheet states none."""

    instrumen: Instrumen
    ambang: SetAmbang
    penilai: tuple[Penilai, ...]
    tetapan: CoverIdentity
    tahun: int
    rubrik: Rubric | None = None


def plan_forms(daftar: DaftarSatker | None, materials: Sequence[LkeFacts], folder: Path) -> FolderPlan:
    """Every worksheet of *folder* with its row of *daftar*; without a register each stands for itself."""
    if daftar is None:
        return FolderPlan(tuple(_without_row(materials)), ())
    result = pair_lke(daftar, materials, [folder])
    places = [p for _, p in satker_folders(p.satker for p in result.baris)]
    present, tanpa = [], []
    for p, f in zip(result.baris, places, strict=True):
        if p.bahan is None:
            tanpa.append((p.satker, p.temuan))
        else:
            present.append(OldSheet(p.bahan.jalur, p.bahan.nama, p.satker, f))
    return FolderPlan((*present, *_without_row(result.sisa)), tuple(tanpa))


def _without_row(materials: Sequence[LkeFacts]) -> Iterator[OldSheet]:
    for b in materials:
        yield OldSheet(b.jalur, b.nama, None, Path(_WITHOUT_ROW, file_part(b.nama.rpartition(".")[0] or b.nama)))


def read_old(origin: Path, s: FormSettings, satker: Satker | None = None, password: str | None = None) -> Formulir:
    """The form with the contents of the worksheet *origin*: who it is about by the row *satker*, else by the file.

    The rubric is the one asked for, else the file's own. Raises ``UnreadableInput`` when there is no worksheet to read.
    """
    book = open_workbook(origin, password=password)
    with working_on(origin):
        ws = build_worksheet(book, s.instrumen)
    basis = register_identity(satker, s.tetapan) if satker is not None else s.tetapan
    identitas = replace(
        basis,
        satker=basis.satker or strip_controls(ws.satker or ""),
        kode=basis.kode or strip_controls(ws.kode_satker or ""),
        tahun=basis.tahun or ws.tahun or s.tahun,
        usulan=basis.usulan or ws.usulan or "",
    )
    rubrik = s.rubrik if s.rubrik is not None else own_rubric(book, s.instrumen)
    return copy_to_form(ws, s.instrumen, s.ambang, s.penilai, identitas, rubrik)
