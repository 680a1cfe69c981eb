"""What packages hold and lack, and what became of one that is looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zi_cli.named_tuple import NamedTuple
from zi_cli.paket.pieces import EVIDENCE, Package, Piece
from zi_cli.records.score import temuan_record
from zi_cli.text import path_text
from zi_cli.version import PROGRAM
from zi_cli.views.document import Block, Heading, lines
from zi_cli.views.table import Cell, Column, Table, Toned

if TYPE_CHECKING:
    from zi_cli.paket.check_package import Verified
    from zi_cli.records.types.paket import PaketPeriksaRecord, PaketRecord

SCHEMA: Final = "zi.paket/1"
SCHEMA_CHECKED: Final = "zi.paket-periksa/1"


class Made(NamedTuple):
    """A package and where it went; ``folder`` is None for one that was not made."""

    paket: Package
    folder: Path | None
    arsip: tuple[Path, ...]


def package_table(every: Sequence[Made]) -> Table:
    """One row a piece, for other programs; files of evidence are counted, not listed."""
    rows = [(m.paket.nama, what, p.keadaan, content, p.kurang) for m in every for what, p, content in _pieces(m)]
    return Table("Potongan", [Column(k) for k in ("Satker", "Potongan", "Keadaan", "Di paket", "Yang kurang")], rows)


def package_document(every: Sequence[Made]) -> Iterator[Block]:
    """The pieces of each satker under its name: where each lies, or what is missing; then where the packages are."""
    columns = [Column("Potongan", lebar=28), Column("Keadaan", utuh=True), Column("Di paket, atau yang kurang")]
    for m in every:
        yield Heading(m.paket.nama, di_layar=True)
        rows: list[list[Cell]] = [
            [what, Toned(p.keadaan, "baik" if p.keadaan == "ada" else "buruk"), p.kurang or content]
            for what, p, content in _pieces(m)
        ]
        yield Table("", columns, rows)
    yield lines(_where(every))


def _pieces(m: Made) -> Iterator[tuple[str, Piece, str]]:
    """The pieces, files of evidence only where they are missing: what each is, and where it lies in the package."""
    bukti = sum(1 for p in m.paket.potongan if p.apa == EVIDENCE and p.keadaan == "ada")
    for p in m.paket.potongan:
        if p.apa != EVIDENCE or p.keadaan != "ada":
            yield p.apa, p, f"{p.jalur} dan {bukti} berkas bukti" if p.apa == "Daftar bukti" and bukti else p.jalur


def _where(every: Sequence[Made]) -> list[str]:
    """Where each package is, or that it was not made."""
    return ["Tidak ada satker yang diusulkan di daftar satker: tidak ada paket yang dibuat."] * (not every) + [
        f"{m.paket.nama}: {path_text(str(m.folder))}, {', '.join(path_text(a.name) for a in m.arsip)}"
        if m.folder is not None
        else f"{m.paket.nama}: tidak dibuat, {sum(p.keadaan != 'ada' for p in m.paket.potongan)} potongan kurang"
        for m in every
    ]


def package_record(every: Sequence[Made], *, draf: bool) -> PaketRecord:
    """The zi.paket/1 document."""
    return {
        "skema": SCHEMA,
        "program": PROGRAM,
        "draf": draf,
        "paket": [
            {
                "satker": m.paket.nama,
                "kode": m.paket.satker.kode,
                "folder": path_text(str(m.folder)) if m.folder is not None else None,
                "arsip": [path_text(str(a)) for a in m.arsip],
                "kurang": [
                    {"apa": p.apa, "keadaan": p.keadaan, "sebab": p.kurang}
                    for p in m.paket.potongan
                    if p.keadaan != "ada"
                ],
            }
            for m in every
        ],
    }


def verified_record(v: Verified) -> PaketPeriksaRecord:
    """The zi.paket-periksa/1 document."""
    return {
        "skema": SCHEMA_CHECKED,
        "program": PROGRAM,
        "paket": path_text(v.nama),
        "satker": v.manifes["satker"] if v.manifes else None,
        "draf": v.manifes["draf"] if v.manifes else None,
        "berkas": v.berkas,
        "temuan": [temuan_record(t) for t in v.temuan],
    }
