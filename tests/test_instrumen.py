"""The instrument's data: complete, consistent to the last fraction, and strictly loaded."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from zi_cli.instrumen.loader import (
    InvalidInstrumen,
    instrumen_folder,
    load_folder,
    load_instrumen,
    load_kewajaran,
    load_kriteria,
    read_kriteria,
)

I = load_instrumen()  # noqa: E741 - the instrument, as the rest of the module reads it


def test_numbers_of_rows_and_indikator() -> None:
    """CATATAN on the sheet: 202 rows; 113 indicators = 87 Pemenuhan + 23 Reform + 3 Hasil; 24 counts."""
    assert len(I.baris) == 202
    assert len(I.indikator) == 113
    assert sum(b.kode.startswith("A.I.") for b in I.indikator) == 87
    assert sum(b.kode.startswith("A.II.") for b in I.indikator) == 23
    assert sum(b.kode.startswith("B.") for b in I.indikator) == 3
    assert sum(b.jenis == "jumlah" for b in I.baris) == 24
    assert sum(b.jenis_jawaban == "persen" for b in I.indikator) == 8


def test_weights_are_exact() -> None:
    """Tabel 4 and Tabel 5 of SEK-OT.03.02-01: 8, 7, 10, 10, 15, 10 of 60; 17.5, 5, 17.5 of 40."""
    assert [I.bobot_area(n) for n in I.nama_area] == [8, 7, 10, 10, 15, 10]
    assert I.bobot("A") + I.bobot("B") == 60 + 40 == 100
    for kode, anak in I.anak.items():
        assert sum(I.bobot(k) for k in anak) == I.bobot(kode), kode
    for nomor in I.nama_area:
        pemenuhan, reform = I.area_halves(nomor)
        assert I.bobot(pemenuhan) == I.bobot(reform) == I.bobot_area(nomor) / 2
    assert [I.bobot(k) for k in I.hasil_codes] == [Fraction("17.5"), 5, Fraction("17.5")]


def test_indikator_of_one_group_weigh_the_same() -> None:
    for kode, anak in I.anak.items():
        if I.per_kode[kode].jenis == "sub":
            assert len({I.bobot(k) for k in anak}) == 1, kode


def test_every_indikator_with_choices_has_a_rubric() -> None:
    kriteria = load_kriteria(I)
    for b in I.indikator:
        assert [k.pilihan for k in kriteria.get(b.kode, ())] == list(I.options(b.kode))


def test_official_scales() -> None:
    """The sheet's own constants: 0.67 and 0.33 are 67/100 and 33/100, not thirds."""
    assert list(I.skala["abcd"].values()) == [1, Fraction(67, 100), Fraction(33, 100), 0]
    assert list(I.skala["abcde"].values()) == [1, Fraction(3, 4), Fraction(1, 2), Fraction(1, 4), 0]


def test_twelve_ambang_and_wbbm_is_never_lower() -> None:
    assert len(I.ambang.daftar) == 12
    assert all(a.minimal["WBK"] <= a.minimal["WBBM"] for a in I.ambang.daftar)


def test_plausibility_rules_are_read() -> None:
    assert load_kewajaran(I)


#: One mistake each, with words that the message must hold, the line among them.
BROKEN = {
    "kunci asing": ("instrumen.toml", 'nama = "lke-2021"', 'nama = "x"\nwarna = "biru"', "warna", ":3"),
    "kunci hilang": ("instrumen.toml", 'survei_maksimum = "4"', "", "survei_maksimum", ""),
    "angka tanpa petik": ("instrumen.toml", 'survei_maksimum = "4"', "survei_maksimum = 4.0", "petik", ""),
    "skala tidak turun": ("instrumen.toml", 'B = "0.5"', 'B = "1.5"', "turun", ""),
    "jumlah indikator": ("instrumen.toml", "= 113", "= 112", "113 indikator", ""),
    "label asing": ("instrumen.toml", '"B.II.a" =', '"B.II.z" =', "B.II.z", ""),
    "kode ganda": ("struktur.csv", "A.I.1.i.b,indikator", "A.I.1.i.a,indikator", "ganda", ":7"),
    "bobot sub": ("struktur.csv", "Penyusunan Tim Kerja,0.5", "Penyusunan Tim Kerja,0.6", "A.I.1", ""),
    "bobot komponen": ("struktur.csv", "B,komponen,HASIL,40", "B,komponen,HASIL,41", "B", ""),
    "bobot bukan angka": ("struktur.csv", "Penyusunan Tim Kerja,0.5", "Penyusunan Tim Kerja,x", "x", ":5"),
    "jenis baris": ("struktur.csv", "A.I.1.i,sub", "A.I.1.i,subb", "subb", ":5"),
    "jenis jawaban": ("struktur.csv", "jelas,0.25,abc", "jelas,0.25,abx", "abx", ":7"),
    "jawaban pada judul": ("struktur.csv", "Penyusunan Tim Kerja,0.5,", "Penyusunan Tim Kerja,0.5,abc", "sub", ":5"),
    "urutan baris": ("struktur.csv", "7,A.I.1.i.b", "5,A.I.1.i.b", "naik", ":7"),
    "induk hilang": ("struktur.csv", "9,A.I.1.ii.a", "9,A.I.9.ii.a", "A.I.9.ii", ":9"),
    "aturan asing": ("struktur.csv", '"penurunan(', '"kenaikan(', "kenaikan", ""),
    "operan asing": ("struktur.csv", "rasio(A.II.4.i.a.2", "rasio(A.II.4.i.a.9", "A.II.4.i.a.9", ""),
    "operan kurang": ("struktur.csv", "rasio(A.II.4.i.a.2, A.II.4.i.a.1)", "rasio(A.II.4.i.a.2)", "2 operan", ""),
    "kolom hilang": ("struktur.csv", "baris,kode,", "baris,", "kolom", ":1"),
    "alias asing": ("alias.csv", "A.I.2.i.a,SOP", "A.I.2.i.z,SOP", "A.I.2.i.z", ":2"),
    "ambang terbalik": ("ambang.toml", 'wbk = "75"', 'wbk = "95"', "WBBM lebih rendah", ""),
    "ambang tanpa simpul": ("ambang.toml", 'simpul = "B.II"', 'simpul = "C.II"', "C.II", ""),
    "kunci ambang asing": ("ambang.toml", 'batas = "inklusif"', 'batas = "inklusif"\nbats = "x"', "bats", ":9"),
    "ambang tanpa sumber": ("ambang.toml", 'status = "cocok"\nsumber = [', 'status = "cocok"\nsumbr = [', "sumbr", ""),
    "catatan kosong": ("ambang.toml", 'simpul = "total"\n', 'simpul = "total"\ncatatan = ""\n', "catatan", ""),
    "status asing": ("ambang.toml", 'status = "cocok"', 'status = "sah"', "sah", ""),
    "berbeda tanpa catatan": ("ambang.toml", 'status = "cocok"', 'status = "berbeda"', "catatan", ""),
    "pencocokan tanpa tanggal": ("instrumen.toml", "tanggal = 2026-06-09", 'tanggal = "2026"', "tanggal", ""),
    "peran asing": ("instrumen.toml", 'hasil = "B"', 'hasil = "B.I"', "komponen", ""),
    "belahan asing": ("instrumen.toml", 'reform = "A.II"', 'reform = "B.II"', "aspek", ""),
    "area tak bernama": ("instrumen.toml", '6 = "Peningkatan Kualitas Pelayanan Publik"\n', "", "A.I.6", ":"),
    "komponen panjang": ("struktur.csv", "B,komponen,HASIL", f"B,komponen,{'HASIL ' * 21}", "[label]", ""),
    "area panjang": ("instrumen.toml", '6 = "Peningkatan', f'6 = "{"Sangat " * 18}', "nama area 6", ":"),
    "toml rusak": ("ambang.toml", "[[ambang]]", "[[ambang", "tidak terbaca", ""),
}  # fmt: skip


@pytest.mark.parametrize("nama", BROKEN)
def test_faults_in_the_data_are_refused(nama: str, tmp_path: Path) -> None:
    berkas, lama, baru, kata, baris = BROKEN[nama]
    folder = tmp_path / "lke"
    shutil.copytree(instrumen_folder(), folder)
    isi = (folder / berkas).read_text(encoding="utf-8")
    assert lama in isi, "contoh rusak tidak lagi cocok dengan datanya"
    (folder / berkas).write_text(isi.replace(lama, baru, 1), encoding="utf-8")
    with pytest.raises(InvalidInstrumen, match=re.escape(kata)) as e:
        load_folder(folder)
    assert str(e.value).startswith(f"{berkas}{baris}")


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("A.I.1.i.b,B,0.5", "A.I.1.i.b,B,0.6", "abc"),
        ("A.I.1.i.b,C,0,", "A.I.1.i.b,D,0,", "abc"),
        ("A.I.1.i.b,C,0,", "A.I.1.i.b,B,0.5,", "ganda"),
        ("A.I.1.i.b,C,0,Anggota ditunjuk tanpa seleksi.,\n", "", "tidak lengkap"),
        ("tanpa seleksi.,\n", "tanpa seleksi.,Pilih anggota.\n", "tuntutan"),
        ("mayoritas unsur unit terwakili.", "mayoritas unsur unit terwakili. ", "tuntutan"),
        ("uraian,tuntutan", "uraian,tuntut", "kolom"),
        ("A.I.1.i.b,A,1", "A.I.1.i.z,A,1", "A.I.1.i.z"),
    ],
)
def test_a_rubric_must_fit_its_scale(lama: str, baru: str, kata: str, tmp_path: Path) -> None:
    isi = (instrumen_folder() / "kriteria.csv").read_text(encoding="utf-8")
    assert lama in isi
    berkas = tmp_path / "kriteria.csv"
    berkas.write_text(isi.replace(lama, baru, 1), encoding="utf-8")
    with pytest.raises(InvalidInstrumen, match=kata):
        read_kriteria(berkas, I)
