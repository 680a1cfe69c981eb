"""Cost files: what is read, and that every fault is named by its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.plan.costs import CostsRejected, read_costs

INSTRUMEN = load_instrumen()


def written(folder: Path, isi: str | bytes) -> Path:
    berkas = folder / "biaya.csv"
    berkas.write_bytes(isi if isinstance(isi, bytes) else isi.encode())
    return berkas


def test_nearest_row_above_decides(tmp_path: Path) -> None:
    biaya = read_costs(written(tmp_path, "kode,biaya\n*,9\nA.I.5,5\nA.I.5.i.a,2.5\n\nA.I,7\n"), INSTRUMEN)
    assert biaya.cost_of("A.I.5.i.a", "A") == Fraction("2.5")
    assert biaya.cost_of("A.I.5.i.b", "A") == 5
    assert biaya.cost_of("A.I.4.i.a", "A") == 7
    assert biaya.cost_of("B.I.a", None) == 9


def test_excel_csv_with_levels(tmp_path: Path) -> None:
    isi = "\ufeffKode;Ke;Biaya\r\nA.I.5.i.a;a;1500000,50\r\nA.I.5.i.a;;3\r\n"
    biaya = read_costs(written(tmp_path, isi), INSTRUMEN)
    assert biaya.cost_of("A.I.5.i.a", "A") == Fraction("1500000.5")
    assert biaya.cost_of("A.I.5.i.a", "B") == 3
    assert biaya.cost_of("A.I.5.i.b", "A") is None


@pytest.mark.parametrize(
    ("isi", "kode", "potongan"),
    [
        (b"", "DAT561", "baris 1"),
        ("indikator,harga\nA.I,1\n", "DAT561", "indikator,harga"),
        (b"kode,biaya\nA.I,\xff\n", "DAT560", "UTF-8"),
        ('kode,biaya\n"A.I,1\n', "DAT560", "rusak"),
        (b"kode,biaya\n" + b"x" * 1024 * 1024, "DAT560", "KB"),
        ("kode,biaya\nA.I.5,1,5\n", "DAT562", "baris 2"),
        ("kode,biaya\nA.1,1\n", "DAT563", "baris 2"),
        ("kode,biaya\nA.II.5.ii.a.1,1\n", "DAT563", "A.II.5.ii.a.1"),
        ("kode,biaya\nA.I,1.500\n", "DAT564", "1.500"),
        ("kode,biaya\nA.I,-1\n", "DAT564", "-1"),
        ("kode,biaya\nA.I,\n", "DAT564", "baris 2"),
        ("kode,biaya\nA.I,١\n", "DAT564", "baris 2"),
        ("kode,ke,biaya\nA.I.5.i.a,D,1\n", "DAT565", "A/B/C"),
        ("kode,ke,biaya\nA.I,A,1\n", "DAT565", "A.I"),
        ("kode,biaya\nA.I,1\n\nA.I,2\n", "DAT566", "baris 4"),
        ("kode,ke,biaya\nA.I.5.i.a,A,1\nA.I.5.i.a,a,1\n", "DAT566", "baris 3"),
    ],
)
def test_fault_is_named(tmp_path: Path, isi: str | bytes, kode: str, potongan: str) -> None:
    with pytest.raises(CostsRejected) as e:
        read_costs(written(tmp_path, isi), INSTRUMEN)
    (temuan,) = e.value.semua
    assert temuan.kode == kode
    assert potongan in temuan.pesan
    assert e.value.kode_keluar == 3


def test_all_faults_at_once(tmp_path: Path) -> None:
    with pytest.raises(CostsRejected) as e:
        read_costs(written(tmp_path, "kode,biaya\nA.9,1\nA.I,x\n"), INSTRUMEN)
    assert [t.kode for t in e.value.semua] == ["DAT563", "DAT564"]


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CostsRejected) as e:
        read_costs(tmp_path / "tidak-ada.csv", INSTRUMEN)
    assert e.value.temuan.kode == "DAT560"
