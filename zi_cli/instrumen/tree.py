"""The instrument as an immutable tree of rows, with its scales and thresholds."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import excerpt, number_word, within_sentence

JenisBaris = Literal["komponen", "aspek", "area", "sub", "indikator", "jumlah", "kelompok", "total"]
JenisJawaban = Literal["ya_tidak", "abc", "abcd", "abcde", "persen", "nilai_0_4", "jumlah"]
Predikat = Literal["WBK", "WBBM"]
StatusAmbang = Literal["cocok", "berbeda"]

PREDIKAT: tuple[Predikat, ...] = ("WBK", "WBBM")

#: Row kinds that carry points of their own in the tree (`kelompok` and `total` only repeat them).
WITH_POINTS = frozenset({"komponen", "aspek", "area", "sub", "indikator"})


#: Words of a row in a sentence, in characters.
_MAX_NAME = 60


class AturanHitungan(NamedTuple):
    """A named rule that computes one row from other rows (see ``scoring.rumus``)."""

    nama: str
    operan: tuple[str, ...]


class Baris(NamedTuple):
    """One row of the official worksheet.

    ``bobot`` is in points; ``nomor`` is the row number in the official sheet;
    ``induk`` is the kode of the row above it in the tree (None for components and the total).
    """

    nomor: int
    kode: str
    jenis: JenisBaris
    teks: str
    bobot: Fraction | None
    jenis_jawaban: JenisJawaban | None
    aturan: AturanHitungan | None
    induk: str | None

    @property
    def marker(self) -> str:
        """The row's own marker: the last part of its kode ("a", "iv", "3", "B")."""
        return self.kode.rsplit(".", 1)[-1]

    @property
    def carries_points(self) -> bool:
        """Whether the row carries points of its own in the tree (`kelompok` and `total` only repeat them)."""
        return self.jenis in WITH_POINTS


class Kriteria(NamedTuple):
    """One answer option of one indicator: its value (ratio 0 to 1) and its rubric in short words.

    ``tuntutan`` says in positive words what the option demands: the rubric itself unless that reads as a fault.
    """

    pilihan: str
    nilai: Fraction
    uraian: str
    tuntutan: str


class Kewajaran(NamedTuple):
    """A plausibility rule between counts: sum of *kiri* ≤ (or =) sum of *kanan*; it never scores."""

    kiri: tuple[str, ...]
    hubungan: Literal["<=", "="]
    kanan: tuple[str, ...]
    alasan: str


class Ambang(NamedTuple):
    """One threshold: the minimum of a node for WBK and for WBBM, in points or percent.

    ``sumber`` names who else applies these figures; ``status`` whether all of them give both
    ("cocok") or one gives another ("berbeda", then ``catatan`` says which).
    """

    kode: str
    label: str
    simpul: str
    satuan: Literal["nilai", "persen"]
    minimal: Mapping[Predikat, Fraction]
    sumber: tuple[str, ...]
    status: StatusAmbang
    catatan: str | None


class SetAmbang(NamedTuple):
    """The thresholds in force, with their source and what a configuration made stricter."""

    nama: str
    sumber: str
    diverifikasi: str
    daftar: tuple[Ambang, ...]
    diubah: tuple[str, ...] = ()


class Pencocokan(NamedTuple):
    """What the instrument's rows, weights and scales were compared with, the date of that text, and the outcome."""

    dengan: str
    tanggal: date
    hasil: str


class Peraturan(NamedTuple):
    """The regulation a letter rests on, what changed it (None: nothing did), the guideline's number and its title."""

    nomor: str
    tahun: int
    judul: str
    pedoman: str
    judul_pedoman: str
    perubahan_nomor: str | None = None
    perubahan_tahun: int | None = None


class Peran(NamedTuple):
    """Kode of the nodes with a part to play: the two components, and the two aspects that halve every area."""

    pengungkit: str
    hasil: str
    pemenuhan: str
    reform: str


class _IsiInstrumen(NamedTuple):
    nama: str
    judul: str
    dasar_hukum: str
    berlaku_sejak: date
    peraturan: Peraturan
    survei_maksimum: Fraction
    baris: tuple[Baris, ...]
    per_kode: Mapping[str, Baris]
    anak: Mapping[str, tuple[str, ...]]
    indikator: tuple[Baris, ...]
    skala: Mapping[str, Mapping[str, Fraction]]
    peran: Peran
    nama_area: Mapping[str, str]
    label: Mapping[str, str]
    survei: Mapping[str, str]
    alias: Mapping[str, tuple[str, ...]]
    penilai: SetPenilai
    ambang: SetAmbang
    pencocokan: Pencocokan
    folder: Path


class Instrumen(_IsiInstrumen):
    """An instrument (for example ``lke-2021``): rows in sheet order, scales, thresholds, area names.

    ``survei`` names the row that takes the index of each questionnaire ("spak", "spkp").
    Built and checked by :func:`zi_cli.instrumen.loader.load_instrumen`; never changed afterwards.
    """

    # There is one object an instrument, and its mappings have no hash: it is told by identity.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __reduce__(self) -> tuple[Callable[..., "Instrumen"], tuple[object, ...]]:
        """Other processes read the folder again, once: there too it is one object."""
        return _reload, (str(self.folder), self.penilai.judul_ditunjuk, self.penilai.kolom_ditunjuk)

    def claiming(self, titles: Mapping[str, str], columns: Mapping[str, str]) -> "Instrumen":
        """This instrument, with the answer columns that a user says are whose (see ``SetPenilai``)."""
        return _claiming(self, tuple(titles.items()), tuple(columns.items())) if titles or columns else self

    @cached_property
    def hasil_codes(self) -> tuple[str, ...]:
        """Kode of the indicators of the Hasil component."""
        return tuple(b.kode for b in self.indikator if b.kode.startswith(f"{self.peran.hasil}."))

    @cached_property
    def bobot_total(self) -> Fraction:
        """Weight in points of all components together."""
        return sum((b.bobot or Fraction(0) for b in self.baris if b.jenis == "komponen"), Fraction(0))

    @cached_property
    def nama_komponen(self) -> tuple[str, str]:
        """Short names of the two components (Pengungkit, Hasil)."""
        return self.simpul_title(self.peran.pengungkit), self.simpul_title(self.peran.hasil)

    @cached_property
    def komponen_words(self) -> tuple[str, str]:
        """The two components as sentences name them (pengungkit, hasil)."""
        drivers, results = map(within_sentence, self.nama_komponen)
        return drivers, results

    @cached_property
    def half_names(self) -> tuple[str, str]:
        """Short names of the two aspects that halve every area (Pemenuhan, Reform)."""
        return self.simpul_title(self.peran.pemenuhan), self.simpul_title(self.peran.reform)

    @cached_property
    def all_areas_text(self) -> str:
        """All areas in words: "keenam area"."""
        count = len(self.nama_area)
        return f"ke{number_word(count)} area" if count > 1 else "satu area"

    def area_halves(self, number: str) -> tuple[str, str]:
        """Kode of the two halves (Pemenuhan, Reform) of area *number* (a key of ``nama_area``)."""
        return f"{self.peran.pemenuhan}.{number}", f"{self.peran.reform}.{number}"

    def bobot_area(self, number: str) -> Fraction:
        """Weight in points of area *number*, both halves together (Tabel 4 SEK-OT.03.02-01)."""
        return self._bobot_area[number]

    def percent_per_poin(self, number: str) -> Fraction:
        """What one point is worth in percent of area *number*."""
        return self._percent_per_poin[number]

    @cached_property
    def _percent_per_poin(self) -> Mapping[str, Fraction]:
        return {n: Fraction(100) / self.bobot_area(n) for n in self.nama_area}

    @cached_property
    def _bobot_area(self) -> Mapping[str, Fraction]:
        return {n: sum((self.bobot(k) for k in self.area_halves(n)), Fraction(0)) for n in self.nama_area}

    def simpul_title(self, code: str) -> str:
        """Short name of a node for tables and letters: its label or area name where it has one, else its text."""
        b = self.per_kode[code]
        if b.jenis == "area":
            return self.nama_area[b.marker]
        text = self.label.get(code) or b.teks
        return text.capitalize() if text.isupper() else text

    def in_words(self, code: str) -> str:
        """The row *code* as sentences name it: never the code alone."""
        return f"{code} “{excerpt(self.simpul_title(code), _MAX_NAME)}”"

    def bobot(self, code: str) -> Fraction:
        """Weight in points of the row *code*; raises KeyError when it has none."""
        bobot = self.per_kode[code].bobot
        if bobot is None:
            raise KeyError(code)
        return bobot

    def indikator_of(self, code: str) -> str:
        """The indicator that the row *code* belongs to: itself, or of a count the one worked out from it."""
        return code.rpartition(".")[0] if self.per_kode[code].jenis == "jumlah" else code

    def options(self, code: str) -> Mapping[str, Fraction]:
        """Options of indicator *code* with their values (ratios); empty for percent and survey rows."""
        return self.skala.get(self.per_kode[code].jenis_jawaban or "", {})


def is_within(code: str, node: str) -> bool:
    """Whether the row *code* is the node *node* or lies under it; every row lies under the total."""
    return node == "total" or code == node or code.startswith(f"{node}.")


@lru_cache(maxsize=8)
def _claiming(basis: Instrumen, titles: tuple[tuple[str, str], ...], columns: tuple[tuple[str, str], ...]) -> Instrumen:
    # One object for the same claims, as there is one an instrument: what is remembered by it is found again.
    return basis._replace(penilai=basis.penilai.claiming(dict(titles), dict(columns)))


def _reload(folder: str, titles: Mapping[str, str], columns: Mapping[str, str]) -> Instrumen:
    from zi_cli.instrumen.loader import load_instrumen

    return load_instrumen(folder).claiming(titles, columns)
