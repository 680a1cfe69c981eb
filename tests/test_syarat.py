"""Requirements, from the text of a cell to the answer: cases of tests/kasus/syarat.toml."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zi_cli.config import Config, Instansi
from zi_cli.instrumen.loader import InvalidInstrumen, instrumen_folder, load_instrumen
from zi_cli.instrumen.read_requirements import read_syarat
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pengajuan.eligibility import Aturan, check_satker
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.requirement import HasilSyarat
from zi_cli.pengajuan.syarat import FIELDS, load_syarat

KASUS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "kasus" / "syarat.toml").read_text("utf-8"))[
    "kasus"
]
HASIL = {"ya": True, "tidak": False, "belum": None}
_ALLOWED = {"nama", "syarat", "usulan", "isian", "tanggal", "hasil", "dasar", "kolom", "nihil", "pembulatan"}


def run_command(kasus: dict[str, Any], folder: Path) -> HasilSyarat:
    """One case, through a register in CSV or the ministry's values, to the answer of its requirement."""
    syarat = next(s for s in load_syarat(load_instrumen()).daftar if s.kode == kasus["syarat"])
    usulan = kasus.get("usulan", "WBK")
    tempat, _, field = syarat.isian[usulan].partition(".")
    isi = {"kode": "1", "nama": "Satker Contoh", "usulan": usulan, **kasus.get("kolom", {})}
    instansi = Instansi()
    if tempat == "instansi":
        instansi = instansi._replace(**{field: kasus["isian"] or None})
    elif kasus["isian"]:
        isi[field] = kasus["isian"]
    berkas = folder / "satker.csv"
    with berkas.open("w", encoding="utf-8", newline="") as f:
        penulis = csv.DictWriter(f, [k.judul for k in COLUMNS])
        penulis.writeheader()
        penulis.writerow({k.judul: isi.get(k.field, "") for k in COLUMNS})
    satker = read_register(berkas).satker[0]
    tanggal = kasus.get("tanggal", date(2027, 5, 20))
    aturan = Aturan(
        Config(load_instrumen(), load_instrumen().ambang, instansi=instansi), load_syarat(load_instrumen()), tanggal
    )
    hasil = check_satker(aturan, satker, None, berkas.name)
    return next(s for s in hasil.syarat if s.kode == kasus["syarat"])


@pytest.mark.parametrize("kasus", KASUS, ids=lambda k: f"{k['syarat']}: {k['nama']}")
def test_case(kasus: dict[str, Any], tmp_path: Path) -> None:
    assert set(kasus) <= _ALLOWED
    hasil = run_command(kasus, tmp_path)
    assert hasil.memenuhi is HASIL[kasus["hasil"]]
    assert hasil.nihil is kasus.get("nihil", False)
    assert hasil.pembulatan is kasus.get("pembulatan", False)
    assert (hasil.tindakan is None) is (hasil.memenuhi is True)


@pytest.mark.parametrize("kode", [s.kode for s in load_syarat(load_instrumen()).daftar if not s.hanya_peringatan])
def test_every_syarat_has_cases_on_both_sides(kode: str) -> None:
    hasil = {k["hasil"] for k in KASUS if k["syarat"] == kode}
    # A blank revocation date means "never"; an SPTJM of another time proves nothing.
    assert hasil == {"pencabutan": {"ya", "tidak"}, "sptjm": {"ya", "belum"}}.get(kode, {"ya", "tidak", "belum"})
    assert all(k["dasar"] for k in KASUS if k["syarat"] == kode)


def test_the_sakip_scale_at_every_bound() -> None:
    skala = load_syarat(load_instrumen()).skala["sakip"]
    tepat = {"30": "D", "50": "C", "60": "CC", "70": "B", "80": "BB", "90": "A", "100": "AA"}
    atas = {"30.01": "C", "50.01": "CC", "60.01": "B", "70.01": "BB", "80.01": "A", "90.01": "AA", "100.01": None}
    assert {t: skala.read(t) for t in (*tepat, *atas)} == {**tepat, **atas}


def test_syarat_apply_by_predikat() -> None:
    wbk, wbbm = (({s.kode for s in load_syarat(load_instrumen()).applicable(p)}) for p in PREDIKAT)
    assert wbbm - wbk == {"predikat-wbk"}
    assert wbk < wbbm


BROKEN = {
    "unknown key": ('dasar = "Tabel 7"\n', 'dasar = "Tabel 7"\ndasr = "x"\n', "dasr"),
    "unknown operator": ('operator = "ada"', 'operator = "adaa"', "adaa"),
    "grade not on the scale": ('wbk = "WTP"', 'wbk = "WTX"', "WTX"),
    "minimum that is no number": ('wbk = "100"', 'wbk = "seratus"', "seratus"),
    "zero years": ('wbk = "1"\n', 'wbk = "0"\n', "0"),
    "operator without minimum": ('wbk = "3"\n', "", "spip"),
    "unknown field": ('isian = "satker.tlhp"', 'isian = "satker.tlph"', "tlph"),
    "unknown worksheet row": ('lke = "A.II.5.iii.a"', 'lke = "A.II.9"', "A.II.9"),
    "repeated kode": ('kode = "sptjm"', 'kode = "tlhp"', "ganda"),
    "limits out of order": ("sakip_batas = [0, 30, 50", "sakip_batas = [0, 50, 30", "sakip"),
    "alias of nothing": ('"WTP-DPP" = "WTP"', '"WTP-DPP" = "WTQ"', "WTQ"),
    "impossible day": ('batas_pengajuan = "05-31"', 'batas_pengajuan = "05-32"', "05-32"),
    "not TOML": ("[skala]", "[skala", "tidak terbaca"),
}


@pytest.mark.parametrize("apa", BROKEN)
def test_damaged_data_are_refused(apa: str, tmp_path: Path) -> None:
    asli = (instrumen_folder() / "syarat.toml").read_text("utf-8")
    cari, ganti, disebut = BROKEN[apa]
    assert cari in asli
    berkas = tmp_path / "syarat.toml"
    berkas.write_text(asli.replace(cari, ganti, 1), "utf-8")
    with pytest.raises(InvalidInstrumen, match=disebut):
        read_syarat(berkas, load_instrumen(), FIELDS)
