"""The assessors of an instrument as data: their order and names, who decides, and the headings that name them."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from zi_cli.instrumen.strict_data import TomlTable, read_toml
from zi_cli.named_tuple import NamedTuple

_KUNCI = frozenset(["bawaan", "penentu", "jalur", "kata_nama", "penilai", "tajuk"])
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

    def names(self, isi: frozenset[str]) -> bool:
        """Whether a heading of the words *isi* names this assessor."""
        return (
            any(k <= isi for k in self.kata)
            and (not self.dengan or not self.dengan.isdisjoint(isi))
            and self.tanpa.isdisjoint(isi)
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

    def claiming(self, judul: Mapping[str, str], kolom: Mapping[str, str]) -> "SetPenilai":
        """These assessors, with the answer columns that a user says are theirs."""
        return self._replace(
            judul_ditunjuk={**self.judul_ditunjuk, **judul}, kolom_ditunjuk={**self.kolom_ditunjuk, **kolom}
        )

    @cached_property
    def kode(self) -> tuple[str, ...]:
        """Kode of all assessors in rising order."""
        return tuple(t.kode for t in self.daftar)

    @cached_property
    def memutus(self) -> tuple[str, ...]:
        """Kode of those who decide unasked, in rising order."""
        return self.kode[: self.rank(self.penentu) + 1]

    def rank(self, kode: str) -> int:
        """Place of assessor *kode* in rising order, 0 for the lowest; ValueError when there is no such one."""
        return self.kode.index(kode)

    def tim(self, kode: str) -> TimPenilai:
        """The assessor *kode*; ValueError when there is no such one."""
        return self.daftar[self.rank(kode)]

    def nama(self, kode: str) -> str:
        """Name of assessor *kode* for people; ValueError when there is no such one."""
        return self.tim(kode).nama

    def named(self, tulisan: str) -> str | None:
        """The assessor that *tulisan* means: its kode, or one of its names as outputs and forms show them."""
        kata = tulisan.strip().casefold()
        return next((t.kode for t in self.daftar if kata in (t.kode, t.nama.casefold(), t.kepala.casefold())), None)

    def recognise(self, teks: str) -> str | None:
        """Kode of the assessor that the normalised heading *teks* names, or None."""
        isi = frozenset(teks.split())
        return next((t.penilai for t in self.tajuk if t.names(isi)), None)


def read_penilai(berkas: Path) -> SetPenilai:
    """Read ``penilai.toml``; raises :class:`InvalidInstrumen` at the first thing that does not fit."""
    isi = read_toml(berkas)
    isi.require(_KUNCI, frozenset(["kolom_tetap"]))
    daftar = tuple(_read_one(t) for t in isi.tables("penilai"))
    kode = tuple(t.kode for t in daftar)
    for bidang in ("kode", "nama", "kepala"):
        if len({getattr(t, bidang) for t in daftar}) != len(daftar):
            raise isi.wrong("penilai", f"{bidang} penilai ganda")
    jalur = isi.table("jalur")
    jalur.require(frozenset(JALUR))
    semua = SetPenilai(
        daftar=daftar,
        bawaan=isi.choice("bawaan", kode),
        penentu=isi.choice("penentu", kode),
        jalur={j: _read_way(jalur.table(j), kode) for j in JALUR},
        tajuk=tuple(_read_heading(t, kode) for t in isi.tables("tajuk")),
        kata_nama=frozenset(isi.texts("kata_nama")),
        kolom_tetap=_fixed_columns(isi.table("kolom_tetap"), kode) if "kolom_tetap" in isi.isi else {},
    )
    for t in daftar:
        # Our own form must be read back: each heading names its own assessor.
        if semua.recognise(t.kepala.casefold()) != t.kode:
            raise isi.wrong("tajuk", f"judul kolom “{t.kepala}” tidak menunjuk penilai {t.kode}")
    return semua


def _fixed_columns(t: TomlTable, kode: tuple[str, ...]) -> Mapping[str, str]:
    return {k: t.choice(k, kode) for k in t.isi}


def _read_one(t: TomlTable) -> TimPenilai:
    t.require(frozenset(["kode", "nama", "kepala"]), frozenset(["nama_surat", "hanya_pengungkit"]))
    kode = t.text("kode")
    if not kode.isascii() or not kode.replace("-", "").isalnum() or kode != kode.casefold():
        raise t.wrong("kode", f"kode “{kode[:40]}” harus huruf kecil, angka, dan tanda hubung")
    nama = t.text("nama")
    nama_surat = t.text("nama_surat") if "nama_surat" in t.isi else nama
    return TimPenilai(kode, nama, t.text("kepala"), nama_surat, t.flag("hanya_pengungkit"))


def _read_way(t: TomlTable, kode: tuple[str, ...]) -> Jalur:
    t.require(frozenset(Jalur._fields))
    return Jalur(t.choice("penilai", kode), tuple(_read_party(x) for x in t.tables("panel")))


def _read_party(t: TomlTable) -> Pihak:
    t.require(frozenset(Pihak._fields))
    try:
        re.compile(t.text("jabatan"))
    except re.error as e:
        raise t.wrong("jabatan", f"pola tidak dapat dibaca: {e}") from e
    return Pihak(t.text("unsur"), t.text("jabatan"))


def _read_heading(t: TomlTable, kode: tuple[str, ...]) -> Tajuk:
    t.require(frozenset(["penilai", "kata"]), frozenset(["dengan", "tanpa"]))
    return Tajuk(
        t.choice("penilai", kode),
        tuple(frozenset(k.split()) for k in t.texts("kata")),
        frozenset(t.texts("dengan", boleh_kosong=True)),
        frozenset(t.texts("tanpa", boleh_kosong=True)),
    )
