"""A wrong value in the sheet Instansi is one finding at its cell; what hangs on it is never a yes, the rest goes on."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.pengajuan_helpers import daftar, lke_facts, satker
from zi_cli.config import Config, load_config
from zi_cli.pengajuan.check_register import check_register
from zi_cli.pengajuan.eligibility import proposal_rules
from zi_cli.pengajuan.register.instansi import HEADINGS, SHEET, instansi_rows, read_instansi
from zi_cli.surat.compose import doubted_settings
from zi_cli.surat.material import PermintaanSurat

_KASUS = list(
    csv.DictReader((Path(__file__).parent / "data" / "setelan-lembar.csv").open(encoding="utf-8", newline=""))
)
_VALID: dict[str, object] = {
    "usulan.tahun": 2027, "usulan.tanggal": datetime(2027, 5, 20), "instansi.nama": "Kementerian Contoh",
    "instansi.opini_bpk": "WTP", "instansi.sakip": "BB", "instansi.indeks_rb": "BB", "instansi.spip": "3,25",
    "instansi.jumlah_satker": 900, "instansi.jumlah_berpredikat": 265,
}  # fmt: skip


def sheet(folder: Path, isian: str) -> Path:
    """A register whose sheet Instansi is right but for *isian* ("key=value | +Label=value", "#" before a number)."""
    isi = dict(_VALID)
    for bagian in filter(None, isian.split(" | ")):
        kunci, _, teks = bagian.partition("=")
        isi[kunci] = {"#TRUE": True}.get(teks, int(teks[1:]) if teks[1:].isdigit() and teks[0] == "#" else teks)
    buku = openpyxl.Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = SHEET
    lembar.append(HEADINGS)
    for r in instansi_rows():
        lembar.append([r.label, isi.get(r.kunci)])
    for label, nilai in ((k[1:], v) for k, v in isi.items() if k.startswith("+")):
        lembar.append([label, nilai])
    buku.save(folder / "satker.xlsx")
    return folder / "satker.xlsx"


def settings(berkas: Path, toml: Path | None = None) -> Config:
    return load_config(toml, sheet=read_instansi(berkas))


@pytest.mark.parametrize("kasus", _KASUS, ids=lambda k: k["kasus"])
def test_a_wrong_value_is_one_finding_at_its_cell_and_never_a_yes(kasus: dict[str, str], tmp_path: Path) -> None:
    k = settings(sheet(tmp_path, kasus["isian"]))
    hasil = check_register(proposal_rules(k), daftar(satker()), [lke_facts()])
    ada = [t.temuan for t in hasil.temuan if t.temuan.kode.startswith("DAT")]
    assert [t.kode for t in ada] == ([kasus["kode"]] if kasus["kode"] else [])
    assert all(t.sel is not None and t.sel.lembar == SHEET and kasus["pesan"] in t.pesan for t in ada)
    assert hasil.satker[0].layak is {"ya": True, "belum": None}[kasus["layak"]], hasil.satker[0].alasan
    p = PermintaanSurat("pengajuan", k, k.instrumen)
    assert [t.tingkat for t in doubted_settings(p)] == (["galat"] if kasus["surat"] == "tolak" else [])


def test_the_other_values_stay_in_force(tmp_path: Path) -> None:
    k = settings(sheet(tmp_path, "usulan.penilai=siapa | survei.rumus=apa | instansi.jumlah_satker=banyak"))
    assert [t.kode for t in k.temuan] == ["DAT571"] * 3
    assert (k.instansi.sakip, k.usulan.tahun, k.instansi.jumlah_satker) == ("BB", 2027, None)


def test_what_is_said_by_option_outweighs_a_wrong_cell(tmp_path: Path) -> None:
    k = settings(sheet(tmp_path, "usulan.tanggal=1/3/25"))
    hasil = check_register(
        proposal_rules(k.without_doubt("usulan.tanggal"), datetime(2027, 5, 20).date()), daftar(satker()), [lke_facts()]
    )
    assert hasil.satker[0].layak is True


def test_open_follow_up_keeps_back_where_its_setting_is_not_known(tmp_path: Path) -> None:
    assert settings(sheet(tmp_path, "tindak_lanjut.terbuka=stop")).tindak_lanjut == "tahan"


@pytest.mark.parametrize(
    ("toml", "isian"),
    [
        ("[usulan]\ntanggal = 2027-05-21\n", ""),
        ("[usulan]\ntahun = 2026\n", ""),
        ("[usulan]\npenilai = 'tpi'\n", "usulan.penilai=siapa"),
        ("[usulan]\ntanggal = 2027-05-20\n", "usulan.tanggal=lusa"),
    ],
)
def test_what_both_places_say_differently_is_no_yes(toml: str, isian: str, tmp_path: Path) -> None:
    (tmp_path / "zi.toml").write_text(toml, "utf-8")
    k = settings(sheet(tmp_path, isian), tmp_path / "zi.toml")
    assert len(k.temuan) == 1
    assert check_register(proposal_rules(k), daftar(satker()), [lke_facts()]).satker[0].layak is None
