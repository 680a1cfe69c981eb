"""The year a worksheet states: its own titles, never the number of a regulation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pembangun import Bentuk, mentah, sempurna, susun
from zi_cli.worksheet.read import read_worksheet


@pytest.mark.parametrize(
    ("judul", "tahun"),
    [
        (["LEMBAR KERJA EVALUASI ZI TAHUN 2027"], 2027),
        (["Lembar Kerja Evaluasi Zona Integritas 2026"], 2026),
        (["LKE ZI 2026"], 2026),
        (["T.A. 2027"], 2027),
        (["Tahun : 2027", "Data kinerja tahun 2026"], 2027),
        (["EVALUASI ZI TAHUN 2027", "Data kinerja tahun 2026"], 2027),
        (["LKE sesuai PermenPANRB Nomor 90 Tahun 2021"], None),
        (["LKE 2027", "PermenPANRB Nomor 90 Tahun 2021 jo. Nomor 5 Tahun 2024"], 2027),
        (["SK Tim ZI Nomor 12 Tahun 2026", "Tahun 2027"], 2027),
        (["Tahun 2026", "Tahun 2027"], None),
        (["Tahun : 2026/2027", "LKE TAHUN 2027"], None),
        (["Kantor Imigrasi Contoh"], None),
    ],
)
def test_tahun(judul: list[str], tahun: int | None, tmp_path: Path) -> None:
    bentuk = Bentuk(judul=tuple((j,) for j in judul))
    ws = read_worksheet(susun({"unit": mentah(sempurna())}, bentuk).simpan(tmp_path / "x.xlsx"))
    assert ws.tahun == tahun
