"""The same satker in several files: when it is the same one, and which file counts."""

from typing import Any

import pytest

from zi_cli.batch.file_result import Ringkas
from zi_cli.batch.versions import group_versions
from zi_cli.instrumen.loader import load_instrumen

PENILAI = load_instrumen().penilai


def _summary(nama: str, **ubah: Any) -> Ringkas:
    dasar: dict[str, Any] = {
        "nama": nama,
        "grup": "K",
        "sha256": nama,
        "satker": "Kantor Imigrasi Contoh",
        "kode_satker": None,
        "tahun": 2026,
        "usulan": None,
        "penilai": "tpi",
        "tahap": "akhir",
        "total": 80,
        "nilai_maks": 80,
        "pengungkit": 50,
        "hasil": 30,
        "area": (80,) * 6,
        "kosong": 0,
        "putusan": {},
        "temuan": (0, 0, 0),
    }
    return Ringkas(**(dasar | ubah))


@pytest.mark.parametrize(
    ("kalah", "menang"),
    [
        ({"tahun": 2025}, {"tahun": 2026}),
        ({"tahun": None}, {"tahun": 2025}),
        ({"tahap": "pendahuluan", "penilai": "kanwil"}, {"tahap": "akhir", "penilai": "unit"}),
        ({"penilai": "unit"}, {"penilai": "kanwil"}),
        ({"satker": "KANTOR  IMIGRASI contoh.", "tahun": 2024}, {"tahun": 2025}),
        ({"satker": "Nama Lama", "kode_satker": "01", "tahun": 2024}, {"kode_satker": "01"}),
    ],
)
def test_the_newest_is_used(kalah: dict[str, Any], menang: dict[str, Any]) -> None:
    for daftar in (
        [_summary("a", **kalah), _summary("b", **menang)],
        [_summary("b", **menang), _summary("a", **kalah)],
    ):
        (v,) = group_versions(daftar, PENILAI)
        assert [daftar[i].nama for i in v.indeks] == ["b", "a"]
        assert v.temuan.kode == "LKE131"


def test_equal_contents_are_no_versions() -> None:
    daftar = [_summary("a", sha256="s", satker=None), _summary("b", sha256="s", satker=None)]
    (v,) = group_versions(daftar, PENILAI)
    assert v.temuan.kode == "LKE130"


def test_two_equals_with_other_contents_are_doubtful() -> None:
    (v,) = group_versions([_summary("a", kosong=3), _summary("b")], PENILAI)
    assert v.indeks == (1, 0)
    assert (v.temuan.kode, v.temuan.tingkat) == ("LKE132", "galat")


def test_an_older_copy_raises_no_doubt() -> None:
    daftar = [_summary("a", sha256="s"), _summary("b", sha256="s"), _summary("c", tahun=2024)]
    (v,) = group_versions(daftar, PENILAI)
    assert v.temuan.kode == "LKE131"
    assert len(v.indeks) == 3


@pytest.mark.parametrize(
    "beda",
    [
        {"satker": "Lapas Contoh"},
        {"satker": None},
        {"satker": "—"},
    ],
)
def test_another_satker_is_not_merged(beda: dict[str, Any]) -> None:
    assert group_versions([_summary("a"), _summary("b", **beda)], PENILAI) == []


def test_one_name_with_two_codes_is_two_satker() -> None:
    assert group_versions([_summary("a", kode_satker="01"), _summary("b", kode_satker="02")], PENILAI) == []


def test_official_abbreviations_are_one_satker() -> None:
    daftar = [
        _summary("a", satker="Lapas Kelas IIA Contoh"),
        _summary("b", satker="Lembaga Pemasyarakatan Kelas IIA Contoh"),
    ]
    assert [v.indeks for v in group_versions(daftar, PENILAI)] != []
    lain = [_summary("a", satker="Lapas Kelas IIA Contoh"), _summary("b", satker="Lapas Kelas IIB Contoh")]
    assert group_versions(lain, PENILAI) == []


def test_what_the_register_names_outranks_the_newest() -> None:
    daftar = [_summary("a", tahun=2027), _summary("b", tahun=2026)]
    (v,) = group_versions(daftar, PENILAI, frozenset({daftar[1].nama}))
    assert (v.indeks, v.temuan.kode, v.alasan) == ((1, 0), "LKE131", "disebut kolom Berkas LKE")
