"""The sheet Instansi holds teams and the schedule, so that nobody needs zi.toml for them."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zi_cli.cli.work import open_work
from zi_cli.config import SCHEDULED_TAHAP, TeamMember
from zi_cli.pengajuan.register.instansi import instansi_rows, read_instansi, read_member
from zi_cli.pengajuan.register.register_workbook import example_rows, register_workbook


def folder(tempat: Path, **isi: Any) -> Path:
    """A work folder whose sheet Instansi holds *isi*, by key with "__" for the point and "_" for a hyphen."""
    berkas = tempat / "satker.xlsx"
    berkas.write_bytes(register_workbook([example_rows()], [{}], {}, ()))
    buku = openpyxl.load_workbook(berkas)
    label = {r.kunci: r.label for r in instansi_rows()}
    for kunci, nilai in isi.items():
        looked_for = label[kunci.replace("__", ".").replace("_", "-")]
        baris = next(b for b in buku["Instansi"].iter_rows() if b[0].value == looked_for)
        baris[1].value = nilai
    buku.save(berkas)
    return tempat


def test_teams_and_schedule_of_the_sheet_are_in_force(tmp_path: Path) -> None:
    tim = "TPM; Nama Satu; 198001012005011001; Inspektur; Ketua\nKantor Wilayah Contoh; Nama Dua, S.H.; Analis"
    kerja = open_work(folder(tmp_path, tim=tim, jadwal__nilai_kanwil=date(2027, 2, 26)))
    assert kerja.konfigurasi.tim == (
        TeamMember("TPM", "Nama Satu", "Inspektur", "198001012005011001", "Ketua"),
        TeamMember("Kantor Wilayah Contoh", "Nama Dua, S.H.", "Analis"),
    )
    assert kerja.konfigurasi.jadwal == {"nilai-kanwil": date(2027, 2, 26)}


def test_every_stage_that_can_be_scheduled_has_a_row() -> None:
    assert {r.kunci for r in instansi_rows() if r.kunci.startswith("jadwal.")} == {
        f"jadwal.{k}" for k in SCHEDULED_TAHAP
    }


@pytest.mark.parametrize(
    "teks", ["TPM; Nama", "Nama", "TPM; Nama; 1980; Inspektur", "; Nama; Inspektur", "TPM; N; J; K; L"]
)
def test_what_is_no_member_is_named_with_its_cell(teks: str, tmp_path: Path) -> None:
    assert read_member(teks) is None
    lembar = read_instansi(folder(tmp_path, tim=teks) / "satker.xlsx")
    assert lembar is not None and "tim" not in lembar.isi
    (t,) = lembar.temuan
    assert t.kode == "DAT571" and t.sel is not None and "unit; nama" in t.pesan
