"""The assessors of an instrument as data: their order and names, who decides, and the headings that name them."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from zi_cli.instrumen.strict_data import TomlTable, read_toml
from zi_cli.named_tuple import NamedTuple

_KEYS = frozenset(["bawaan", "penentu", "jalur", "kata_nama", "penilai", "tajuk"])
#: Ways of proposing a satker, each resting on one assessor's result (BAB III A.1.d of SEK-OT.03.02-01).
JALUR = ("tpn", "tpm")


class TimPenilai(NamedTuple):
    """One assessor: ``nama`` for people, ``kepala`` over the columns of our form, ``nama_surat`` in letters.

    ``hanya_pengungkit``: this one assesses the Pengungkit component alone.
    """

    kode: str
    nama: str
    kepala: str
    nama_surat: str
    hanya_pengungkit: bool


class Pihak(NamedTuple):
    """A party that must take part in the panel; ``jabatan`` is a pattern of the offices that belong to it."""

    unsur: str
    jabatan: str


class Jalur(NamedTuple):
    """A way of proposing: kode of the assessor whose result it rests on, and who meets in the panel."""

    penilai: str
    panel: tuple[Pihak, ...]


class Tajuk(NamedTuple):
    """One way a heading names an assessor, as sets of words of the normalised heading.

    All words of one phrase of ``kata`` stand in it, one word of ``dengan`` (where there are any), and
    none of ``tanpa``.
    """

    penilai: str
    kata: tuple[frozenset[str], ...]
    dengan: frozenset[str]
    tanpa: frozenset[str]

    def names(self, content: frozenset[str]) -> bool:
        """Whether a heading of the words *content* names this assessor."""
        return (
            any(k <= content for k in self.kata)
            and (not self.dengan or not self.dengan.isdisjoint(content))
            and self.tanpa.isdisjoint(content)
        )


class _AssessorData(NamedTuple):
    daftar: tuple[TimPenilai, ...]
    bawaan: str
    penentu: str
    jalur: Mapping[str, Jalur]
    tajuk: tuple[Tajuk, ...]
    kata_nama: frozenset[str]
    kolom_tetap: Mapping[str, str]
    judul_ditunjuk: Mapping[str, str] = MappingProxyType({})
    kolom_ditunjuk: Mapping[str, str] = MappingProxyType({})


class SetPenilai(_AssessorData):
    """All assessors of an instrument in rising order.

    ``bawaan`` owns the columns that name nobody; ``penentu`` is the highest who decides unasked, those
    above only on request. ``jalur`` are the ways of proposing. ``tajuk`` are
    tried in their order. ``kata_nama`` are the words of which an assessor's bare name consists: a cell of
    nothing else is no satker's name. ``kolom_tetap`` says whose the answer columns of a sheet are, by their letters,
    when no heading names anybody and they are exactly these. ``judul_ditunjuk`` (by heading, where one has it) and
    ``kolom_ditunjuk`` (by letters or by a heading in quotes, and they must be there) are what a user said of the
    answer columns.
    """

    # There is one object an instrument, and its mappings have no hash: it is told by identity.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def claiming(self, titles: Mapping[str, str], columns: Mapping[str, str]) -> "SetPenilai":
        """These assessors, with the answer columns that a user says are theirs."""
        return self._replace(
            judul_ditunjuk={**self.judul_ditunjuk, **titles}, kolom_ditunjuk={**self.kolom_ditunjuk, **columns}
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Kode of all assessors in rising order."""
        return tuple(t.kode for t in self.daftar)

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """Kode of those who decide unasked, in rising order."""
        return self.codes[: self.rank(self.penentu) + 1]

    def rank(self, code: str) -> int:
        """Place of assessor *code* in rising order, 0 for the lowest; ValueError when there is no such one."""
        return self.codes.index(code)

    def tim(self, code: str) -> TimPenilai:
        """The assessor *code*; ValueError when there is no such one."""
        return self.daftar[self.rank(code)]

    def name_of(self, code: str) -> str:
        """Name of assessor *code* for people; ValueError when there is no such one."""
        return self.tim(code).nama

    def named(self, writing: str) -> str | None:
        """The assessor that *writing* means: its kode, or one of its names as outputs and forms show them."""
        word = writing.strip().casefold()
        return next((t.kode for t in self.daftar if word in (t.kode, t.nama.casefold(), t.kepala.casefold())), None)

    def recognise(self, text: str) -> str | None:
        """Kode of the assessor that the normalised heading *text* names, or None."""
        content = frozenset(text.split())
        return next((t.penilai for t in self.tajuk if t.names(content)), None)


def read_penilai(file: Path) -> SetPenilai:
    """Read ``penilai.toml``; raises :class:`InvalidInstrumen` at the first thing that does not fit."""
    content = read_toml(file)
    content.require(_KEYS, frozenset(["kolom_tetap"]))
    daftar = tuple(_read_one(t) for t in content.tables("penilai"))
    code = tuple(t.kode for t in daftar)
    for bidang in ("kode", "nama", "kepala"):
        if len({getattr(t, bidang) for t in daftar}) != len(daftar):
            raise content.wrong("penilai", f"{bidang} penilai ganda")
    jalur = content.table("jalur")
    jalur.require(frozenset(JALUR))
    every = SetPenilai(
        daftar=daftar,
        bawaan=content.choice("bawaan", code),
        penentu=content.choice("penentu", code),
        jalur={j: _read_way(jalur.table(j), code) for j in JALUR},
        tajuk=tuple(_read_heading(t, code) for t in content.tables("tajuk")),
        kata_nama=frozenset(content.texts("kata_nama")),
        kolom_tetap=_fixed_columns(content.table("kolom_tetap"), code) if "kolom_tetap" in content.isi else {},
    )
    for t in daftar:
        # Our own form must be read back: each heading names its own assessor.
        if every.recognise(t.kepala.casefold()) != t.kode:
            raise content.wrong("tajuk", f"judul kolom “{t.kepala}” tidak menunjuk penilai {t.kode}")
    return every


def _fixed_columns(t: TomlTable, codes: tuple[str, ...]) -> Mapping[str, str]:
    return {k: t.choice(k, codes) for k in t.isi}


def _read_one(t: TomlTable) -> TimPenilai:
    t.require(frozenset(["kode", "nama", "kepala"]), frozenset(["nama_surat", "hanya_pengungkit"]))
    code = t.text("kode")
    if not code.isascii() or not code.replace("-", "").isalnum() or code != code.casefold():
        raise t.wrong("kode", f"kode “{code[:40]}” harus huruf kecil, angka, dan tanda hubung")
    name = t.text("nama")
    letter_name = t.text("nama_surat") if "nama_surat" in t.isi else name
    return TimPenilai(code, name, t.text("kepala"), letter_name, t.flag("hanya_pengungkit"))


def _read_way(t: TomlTable, codes: tuple[str, ...]) -> Jalur:
    t.require(frozenset(Jalur._fields))
    return Jalur(t.choice("penilai", codes), tuple(_read_party(x) for x in t.tables("panel")))


def _read_party(t: TomlTable) -> Pihak:
    t.require(frozenset(Pihak._fields))
    try:
        re.compile(t.text("jabatan"))
    except re.error as e:
        raise t.wrong("jabatan", f"pola tidak dapat dibaca: {e}") from e
    return Pihak(t.text("unsur"), t.text("jabatan"))


def _read_heading(t: TomlTable, codes: tuple[str, ...]) -> Tajuk:
    t.require(frozenset(["penilai", "kata"]), frozenset(["dengan", "tanpa"]))
    return Tajuk(
        t.choice("penilai", codes),
        tuple(frozenset(k.split()) for k in t.texts("kata")),
        frozenset(t.texts("dengan", boleh_kosong=True)),
        frozenset(t.texts("tanpa", boleh_kosong=True)),
    )
