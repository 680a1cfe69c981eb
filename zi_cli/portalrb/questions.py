"""The portal's questions as data of the instrument: mapping facts, none of its sentences."""

from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.files import is_there
from zi_cli.instrumen.strict_data import InvalidInstrumen, read_csv, read_toml
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import Penilai

#: What a column of the portal's workbook holds; also the keys of an answer in its documents.
Bagian = Literal["jawaban_unit", "catatan_unit", "bukti_dukung_unit", "jawaban_tpi", "catatan_tpi"]
PARTS: tuple[Bagian, ...] = get_args(Bagian)
_KEYS = frozenset(
    ["tahun", "tanggal", "panduan", "sampul", "lembar", "baris_pertama", "baris_terakhir", "jenis", "kolom", "penilai"]
)


class Soal(NamedTuple):
    """One question: the portal's number, the row of the workbook, and the row of the instrument it asks."""

    id: int
    baris: int
    kode: str
    jenis: str


class Questions(NamedTuple):
    """The portal's list of one year and the layout of its workbook.

    ``jenis`` names the answer types as the portal does; ``kolom`` the letters of the columns of the sheet ``lembar``;
    ``penilai`` are the assessors whose answers it takes: the unit's own, and the TPI's.
    """

    tahun: int
    tanggal: date
    panduan: str
    sampul: str
    lembar: str
    baris: tuple[int, int]
    jenis: MappingProxyType[str, str]
    kolom: MappingProxyType[Bagian, str]
    penilai: tuple[Penilai, Penilai]
    soal: tuple[Soal, ...]

    def by_id(self) -> dict[int, Soal]:
        """Questions by the portal's number."""
        return {s.id: s for s in self.soal}


@cache
def load_questions(instrumen: Instrumen) -> Questions:
    """The portal's questions for *instrumen*, strictly read.

    Raises ``UserError`` (exit 2) when the instrument has none, ``InvalidInstrumen`` for inconsistent data.
    """
    file = instrumen.folder / "portalrb.toml"
    if not is_there(file):
        raise UserError(f"instrumen {instrumen.nama} tidak memuat daftar soal PortalRB", EXIT_USAGE)
    header = read_toml(file)
    header.require(_KEYS)
    columns = header.texts_by_key("kolom")
    if set(columns) != set(PARTS) or len(set(columns.values())) != len(columns):
        raise header.wrong("kolom", f"kolom harus memuat {', '.join(PARTS)}, masing-masing huruf kolomnya sendiri")
    kinds = header.texts_by_key("jenis")
    penilai = header.texts_by_key("penilai")
    if set(penilai) != {"unit", "tpi"} or not set(penilai.values()) <= set(instrumen.penilai.codes):
        raise header.wrong("penilai", "penilai harus menyebut unit dan tpi dengan kode di penilai.toml")
    row = header.whole("baris_pertama"), header.whole("baris_terakhir")
    return Questions(
        header.whole("tahun"),
        header.day("tanggal"),
        header.text("panduan"),
        header.text("sampul"),
        header.text("lembar"),
        row,
        MappingProxyType(kinds),
        MappingProxyType({b: columns[b] for b in PARTS}),
        (penilai["unit"], penilai["tpi"]),
        _read_questions(instrumen, row, frozenset(kinds.values())),
    )


def _read_questions(instrumen: Instrumen, limit: tuple[int, int], kinds: frozenset[str]) -> tuple[Soal, ...]:
    file = instrumen.folder / "portalrb.csv"
    every: list[Soal] = []
    for number, r in read_csv(file, ("soal_id", "baris", "kode", "jenis")):
        if not (
            r["soal_id"].isascii() and r["soal_id"].isdecimal() and r["baris"].isascii() and r["baris"].isdecimal()
        ):
            raise InvalidInstrumen(file, number, "soal_id dan baris harus bilangan bulat")
        s = Soal(int(r["soal_id"]), int(r["baris"]), r["kode"], r["jenis"])
        b = instrumen.per_kode.get(s.kode)
        if b is None or b.jenis_jawaban != s.jenis or s.jenis not in kinds:
            raise InvalidInstrumen(file, number, f"soal {s.id}: {s.kode} bukan baris berjenis {s.jenis}")
        if not limit[0] <= s.baris <= limit[1]:
            raise InvalidInstrumen(file, number, f"soal {s.id}: baris {s.baris} di luar {limit[0]}–{limit[1]}")
        every.append(s)
    for what, content in (("soal_id", [s.id for s in every]), ("baris", [s.baris for s in every])):
        if len(set(content)) != len(content):
            raise InvalidInstrumen(file, None, f"{what} ada yang dua kali")
    if len({s.kode for s in every}) != len(every):
        raise InvalidInstrumen(file, None, "satu kode ditanyakan dua kali")
    return tuple(sorted(every))
