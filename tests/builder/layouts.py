"""Layouts by name: the forms in which worksheets go round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from tests.builder.form_shape import HEADER_NAMES, FormShape, KolomPenilai
from zi_cli.instrumen.loader import load_instrumen

TITLE = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM TAHUN 2026"
SATKER = "Kantor Imigrasi Kelas II TPI Contoh"


class Layout(NamedTuple):
    """A form, the suffix of its file, and the assessors it may hold (None: any)."""

    bentuk: Callable[[Random, list[str]], FormShape]
    akhiran: str = "xlsx"
    penilai: tuple[str, ...] | None = None


def _titles(rng: Random) -> tuple[tuple[str, ...], ...]:
    identitas = rng.choice(
        [
            ((f"Satuan Kerja : {SATKER}",),),
            (("Satker", ":", SATKER), ("Usulan Predikat", ":", "WBK")),
            (("Nama Unit Kerja", SATKER), ("Tahun", "2026")),
        ]
    )
    return ((TITLE,), *identitas, *rng.choice([((),), ((), ())]))


def _header_names(rng: Random, penilai: list[str]) -> dict[str, str]:
    nama = {p: rng.choice(HEADER_NAMES[p]) for p in penilai}
    return {"unit": ""} if penilai == ["unit"] and rng.random() < 0.3 else nama


def _columns(rng: Random) -> tuple[KolomPenilai, ...]:
    pilihan: list[tuple[KolomPenilai, ...]] = [
        ("jawaban",),
        ("jawaban", "catatan"),
        ("jawaban", "nilai", "persen"),
        ("jawaban", "nilai", "persen", "catatan", "bukti"),
        ("jawaban", "catatan", "bukti"),
    ]
    return rng.choice(pilihan)


def _official(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(nama_kepala=_header_names(rng, penilai), judul_kolom={"uraian": rng.choice(["Penilaian", ""])})


def _official_numbered(rng: Random, penilai: list[str]) -> FormShape:
    nomor, kepala = rng.choice([("baris", "ID"), ("kode", "ID"), ("kode", "Kode"), ("urut", "No")])
    return FormShape(
        nomor=nomor,
        judul=_titles(rng),
        judul_kolom={"nomor": kepala},
        nama_kepala=_header_names(rng, penilai),
        kolom_penilai=_columns(rng),
    )


def _merge_columns(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(
        uraian="gabung",
        nomor=rng.choice([None, "urut", "baris"]),
        judul=_titles(rng) if rng.random() < 0.5 else (),
        judul_kolom={"kriteria": rng.choice(["Kriteria Nilai", "Penjelasan"])},
        kolom_penilai=rng.choice([("jawaban", "nilai", "persen"), ("jawaban", "persen", "nilai", "catatan")]),
        nama_kepala=_header_names(rng, penilai),
    )


def _two_rows(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(
        uraian=rng.choice(["resmi", "gabung"]),
        kepala_dua=True,
        judul=_titles(rng) if rng.random() < 0.7 else (),
        kolom_penilai=rng.choice([("jawaban", "nilai", "persen"), ("jawaban", "nilai", "persen", "catatan", "bukti")]),
        nama_kepala={p: rng.choice(HEADER_NAMES[p]) for p in penilai},
    )


def _shuffled_columns(rng: Random, penilai: list[str]) -> FormShape:
    urutan = ["uraian", "bobot", "kriteria", "pilihan", "penilai"]
    rng.shuffle(urutan)
    buang = rng.choice([None, None, "kriteria", "bobot", "pilihan"])
    return FormShape(
        uraian=rng.choice(["resmi", "gabung"]),
        nomor=rng.choice([None, "baris"]),
        urutan=("nomor", *(u for u in urutan if u != buang)),
        judul=_titles(rng) if rng.random() < 0.5 else (),
        kolom_penilai=_columns(rng),
        nama_kepala={p: rng.choice(HEADER_NAMES[p]) for p in penilai},
    )


def _split_komponen(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(
        uraian=rng.choice(["resmi", "gabung"]),
        pisah="komponen",
        judul=_titles(rng) if rng.random() < 0.5 else (),
        kolom_penilai=_columns(rng),
        nama_kepala=_header_names(rng, penilai),
    )


def _split_areas(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(
        uraian=rng.choice(["resmi", "gabung"]),
        pisah="area",
        kolom_penilai=_columns(rng),
        nama_kepala=_header_names(rng, penilai),
    )


def _with_cover(rng: Random, penilai: list[str]) -> FormShape:
    return FormShape(
        sampul={
            "Sampul": ((), ("", TITLE), (), ("", "Satuan Kerja", ":", SATKER), ("", "Tahun", ":", "2026")),
            "Petunjuk": (
                ("PETUNJUK PENGISIAN",),
                ("1.", "Isi kolom Jawaban sesuai Pilihan Jawaban pada setiap baris."),
                ("2.", "Penilaian dilakukan bertahap: Unit Kerja, Kanwil, TPI."),
                ("3.", "Lampirkan bukti dukung setiap jawaban."),
                ("Pilihan Jawaban", "Nilai", "Keterangan"),
                ("A/B/C", "1 / 0,5 / 0", "Sesuai kriteria"),
                ("Ya/Tidak", "1 / 0", "Sesuai kriteria"),
            ),
        },
        uraian=rng.choice(["resmi", "gabung"]),
        nama_lembar=rng.choice(["LKE ZI", "Sheet1", "LKE 2026"]),
        kolom_penilai=_columns(rng),
        nama_kepala=_header_names(rng, penilai),
    )


def _hidden_layout(rng: Random, penilai: list[str]) -> FormShape:
    kode = [b.kode for b in load_instrumen().baris if b.jenis in ("indikator", "jumlah")]
    return FormShape(
        judul=_titles(rng),
        kolom_penilai=("jawaban", "catatan"),
        nama_kepala=_header_names(rng, penilai),
        kolom_tersembunyi=tuple(rng.sample(["bobot", "kriteria", "pilihan", "jawaban", "catatan"], 2)),
        baris_tersembunyi=frozenset(rng.sample(kode, 12)),
        selingan=frozenset(rng.sample(kode, 15)),
    )


def _simple(rng: Random, penilai: list[str]) -> FormShape:
    return rng.choice([_official, _official_numbered, _merge_columns])(rng, penilai)


LAYOUTS: Mapping[str, Layout] = {
    "resmi": Layout(_official),
    "resmi-nomor": Layout(_official_numbered),
    "gabung": Layout(_merge_columns),
    "dua-baris": Layout(_two_rows),
    "kolom-acak": Layout(_shuffled_columns),
    "pisah-komponen": Layout(_split_komponen),
    "pisah-area": Layout(_split_areas),
    "sampul": Layout(_with_cover),
    "tersembunyi": Layout(_hidden_layout),
    "csv": Layout(_simple, "csv"),
    "xls": Layout(_simple, "xls"),
    "ods": Layout(_simple, "ods"),
}
