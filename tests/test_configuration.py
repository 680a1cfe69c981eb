"""zi.toml: everything known is read, everything else refused by its key."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from zi_cli.config import (
    Config,
    ConfigRejected,
    NumberedLetter,
    Pejabat,
    find_config,
    load_config,
)
from zi_cli.errors import EXIT_UNREADABLE
from zi_cli.instrumen.loader import load_instrumen

COMPLETE = """
[instansi]
nama = "Kementerian Contoh"
opini_bpk = "WTP"
sakip = 72.5
indeks_rb = "BB"
spip = 3
jumlah_satker = 900
jumlah_berpredikat = 0

[pimpinan]
nama = "Nama Contoh"
nip = ""

[[panel]]
nama = "Anggota Contoh"
jabatan = "Auditor"

[surat]
kop = ["SATU", "DUA"]
tembusan = []
kota = "Jakarta"

[surat.peraturan]
nomor = "1"
tahun = 2027

[persetujuan_tpm]
nomor = "B/1"
tanggal = 2027-01-15

[kalender]
batas_pengajuan = 2027-06-15
pembaruan_data_dukung = ["06-30", "03-31"]

[ambang.wbk]
area = 62
area-5 = 65
total = "78,5"
[ambang.wbbm]
total = 85
"""


def load_text(teks: str, folder: Path) -> Config:
    berkas = folder / "zi.toml"
    berkas.write_text(teks, "utf-8")
    return load_config(berkas, load_instrumen())


def test_all_entries_are_read(tmp_path: Path) -> None:
    k = load_text(COMPLETE, tmp_path)
    assert (k.instansi.sakip, k.instansi.spip, k.instansi.jumlah_satker) == ("72.5", "3", 900)
    assert k.instansi.jumlah_berpredikat == 0
    assert k.pimpinan == Pejabat("Nama Contoh", None, None)
    assert k.panel == (Pejabat("Anggota Contoh", None, "Auditor"),)
    assert (k.surat.kop, k.surat.tembusan, k.peraturan.tahun) == (("SATU", "DUA"), (), 2027)
    assert k.persetujuan_tpm == NumberedLetter("B/1", date(2027, 1, 15))
    assert k.kalender.batas_pengajuan == date(2027, 6, 15)
    assert k.kalender.pembaruan_data_dukung == ((3, 31), (6, 30))
    minimal = {a.kode: a.minimal["WBK"] for a in k.ambang.daftar}
    assert (minimal["total"], minimal["area-1"], minimal["area-5"]) == (Fraction(157, 2), 62, 65)
    assert "total WBK: 75 menjadi 78,5" in k.ambang.diubah
    assert not any(d.startswith("total WBBM") for d in k.ambang.diubah)
    assert k.sha256 is not None and len(k.sha256) == 64


def test_a_single_area_outranks_all_areas_in_any_order(tmp_path: Path) -> None:
    for isi in ("area = 70\narea-2 = 65", "area-2 = 65\narea = 70"):
        k = load_text(f"[ambang.wbk]\n{isi}\n", tmp_path)
        assert {a.kode: a.minimal["WBK"] for a in k.ambang.daftar if a.satuan == "persen"}["area-2"] == 65


def test_without_a_file_the_ambang_of_the_instrumen_hold() -> None:
    k = load_config(None, load_instrumen())
    assert (k.ambang, k.berkas, k.sha256) == (load_instrumen().ambang, None, None)


def test_a_blank_file_and_one_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert load_text("", tmp_path).ambang.diubah == ()
    assert load_text('\ufeff[instansi]\nnama = "X"\n', tmp_path).instansi.nama == "X"


REFUSED = {
    "[instansi": ["DAT501"],
    "[instansi]\nopini_bkp = 'WTP'": ["DAT502"],
    "[instnasi]": ["DAT502"],
    "[instansi]\nnama = 5": ["DAT503"],
    "[instansi]\njumlah_satker = -1": ["DAT503"],
    "[instansi]\njumlah_satker = true": ["DAT503"],
    "[instansi]\njumlah_satker = 1.5": ["DAT503"],
    "instansi = 1": ["DAT503"],
    "panel = 3": ["DAT503"],
    "panel = [1]": ["DAT503"],
    "[surat]\ntembusan = 'x'": ["DAT503"],
    "[surat]\ntembusan = [1]": ["DAT503"],
    "[surat.peraturan]\nnomer = '1'": ["DAT502"],
    "[kalender]\nbatas_pengajuan = '31-05'": ["DAT503"],
    "[kalender]\nbatas_pengajuan = '02-29'": ["DAT503"],
    "[kalender]\nbatas_pengajuan = 2027-05-31T10:00:00": ["DAT503"],
    "[kalender]\npembaruan_data_dukung = []": ["DAT503"],
    "[persetujuan_tpm]\nnomor = 'x'": ["DAT503"],
    "[ambang.wbx]\ntotal = 80": ["DAT502"],
    "[ambang]\nwbk = 80": ["DAT503"],
    "[ambang.wbk]\ntotla = 80": ["DAT502"],
    "[ambang.wbk]\ntotal = 'tinggi'": ["DAT503"],
    "[ambang.wbk]\ntotal = true": ["DAT503"],
    "[ambang.wbk]\ntotal = nan": ["DAT503"],
    "[ambang.wbk]\ntotal = 1e999999": ["DAT503"],
    "[ambang.wbk]\ntotal = 74.99": ["DAT504"],
    "[ambang.wbk]\narea = 59.999": ["DAT504"],
    "[ambang.wbbm]\nsurvei-korupsi = 17.51": ["DAT505"],
    "[ambang.wbbm]\narea-1 = 101": ["DAT505"],
    "[ambang.wbk]\ntotal = 85.01": ["DAT505"],
    "[instansi]\nnama = 1\nx = 2\n[ambang.wbk]\ntotal = 1": ["DAT503", "DAT502", "DAT504"],
    "x = " + "[" * 5000: ["DAT501"],
    "# " + "x" * 300_000: ["DAT501"],
    "a" + ".a" * 50_000 + " = 1": ["DAT501"],
    "[instansi]\njumlah_satker = " + "9" * 5000: ["DAT501"],
    "[instansi]\nnama = 0x" + "f" * 5000: ["DAT503"],
}


@pytest.mark.parametrize("teks", REFUSED, ids=lambda t: t[:50])
def test_what_is_wrong_is_refused_with_a_code(teks: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigRejected) as galat:
        load_text(teks, tmp_path)
    assert [t.kode for t in galat.value.semua] == REFUSED[teks]
    assert galat.value.kode_keluar == EXIT_UNREADABLE
    assert all(t.pesan.startswith("zi.toml: ") for t in galat.value.semua)


def test_equal_to_the_ambang_of_the_regulation_is_accepted(tmp_path: Path) -> None:
    assert load_text("[ambang.wbk]\ntotal = 75\narea = 60\n", tmp_path).ambang.diubah == ()


def test_no_utf8_and_not_there(tmp_path: Path) -> None:
    berkas = tmp_path / "zi.toml"
    berkas.write_bytes(b"[instansi]\nnama = '\xff'")
    for b in (berkas, tmp_path / "tidak-ada.toml", tmp_path):
        with pytest.raises(ConfigRejected) as galat:
            load_config(b, load_instrumen())
        assert galat.value.temuan.kode == "DAT501"


def test_only_looked_for_in_the_folder_and_beside_the_register(tmp_path: Path) -> None:
    folder, lain = tmp_path / "usulan", tmp_path / "lain"
    (folder / "dalam").mkdir(parents=True)
    lain.mkdir()
    for f in (tmp_path, lain):
        (f / "zi.toml").touch()
    daftar = lain / "satker.xlsx"
    assert find_config(None, folder, None) is None
    assert find_config(None, folder / "dalam", None) is None
    assert find_config(None, folder, daftar) == lain / "zi.toml"
    (folder / "zi.toml").touch()
    assert find_config(None, folder, daftar) == folder / "zi.toml"
    assert find_config(Path("x.toml"), folder, daftar) == Path("x.toml")
    assert find_config(None, None, None) is None
