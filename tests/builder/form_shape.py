"""The form of a worksheet: which columns, in which order, on which sheets, with what in front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.builder.grid import Nilai

#: Headings by assessor as they occur; the first is the usual one.
HEADER_NAMES: Mapping[str, tuple[str, ...]] = {
    "unit": ("Unit", "Unit Kerja", "UNIT KERJA", "Satker"),
    "tpi-unit": ("TPI Unit",),
    "kanwil": ("Kanwil", "Tim Penilai Kanwil", "KANWIL"),
    "eselon1": ("Eselon I", "Tim Penilai Eselon I"),
    "setjen": ("Setjen", "Sekretariat Jenderal"),
    "tpi": ("TPI", "Itjen", "Inspektorat Jenderal"),
    "tpm": ("TPM",),
    "tpn": ("TPN",),
}

KolomPenilai = Literal["jawaban", "nilai", "persen", "catatan", "bukti"]
COLUMN_TITLES: Mapping[str, str] = {
    "uraian": "Penilaian",
    "bobot": "Bobot",
    "kriteria": "Kriteria Nilai",
    "pilihan": "Pilihan Jawaban",
    "jawaban": "Jawaban",
    "nilai": "Nilai",
    "persen": "%",
    "catatan": "Catatan/Keterangan/Penjelasan",
    "bukti": "Bukti Dukung",
}


@dataclass(frozen=True)
class Sisipan:
    """A row that is not of the instrument, put before the row *sebelum*.

    ``kolom`` is the column of the text within the official text block, ``penanda`` stands left of it;
    ``jawaban`` gives what the assessors wrote there.
    """

    sebelum: str
    teks: str
    kolom: int = 0
    penanda: str = ""
    jawaban: Mapping[str, Nilai] = field(default_factory=dict)


@dataclass(frozen=True)
class FormShape:
    """Everything about a worksheet but its answers.

    ``uraian``: "resmi" puts markers in columns of their own (A to F), "gabung" puts marker and text into one
    "Penilaian" column. ``nomor``: a first column with the official row number ("baris"), the kode ("kode"), or a
    running number of the questions ("urut"). ``urutan``: the blocks from left to right, where "penilai" is the block
    of the assessors. ``kepala_dua``: assessors' names merged over their columns. ``judul``: rows above the header.
    ``teks``, ``penanda`` and ``label`` replace the official ones by kode; ``hilang`` rows are left out; ``pindah``
    puts a row right after another one.
    """

    uraian: Literal["resmi", "gabung"] = "resmi"
    nomor: Literal["baris", "kode", "urut"] | None = None
    urutan: tuple[str, ...] = ("nomor", "uraian", "bobot", "kriteria", "pilihan", "penilai")
    kolom_penilai: tuple[KolomPenilai, ...] = ("jawaban",)
    nama_kepala: Mapping[str, str] = field(default_factory=dict)
    judul_kolom: Mapping[str, str] = field(default_factory=dict)
    kepala_dua: bool = False
    judul: tuple[tuple[str, ...], ...] = ()
    pisah: Literal["satu", "komponen", "area"] = "satu"
    nama_lembar: str = "LKE ZI"
    sampul: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    kolom_tersembunyi: tuple[str, ...] = ()
    baris_tersembunyi: frozenset[str] = frozenset()
    selingan: frozenset[str] = frozenset()
    sisipan: tuple[Sisipan, ...] = ()
    hilang: frozenset[str] = frozenset()
    pindah: Mapping[str, str] = field(default_factory=dict)
    teks: Mapping[str, str] = field(default_factory=dict)
    penanda: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    bobot: Mapping[str, float | str] = field(default_factory=dict)
    bergaya: bool = False
