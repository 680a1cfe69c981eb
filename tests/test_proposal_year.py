"""The year of a proposal where nobody says one: ``init --dari``, ``check`` and ``template`` go by the same."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.test_init_from import lke, run
from zi_cli.cli import run_cli
from zi_cli.pengajuan import eligibility

NAMES = {"647101": "Kanim Kelas I Contoh", "647102": "Lapas Kelas IIA Contoh", "647103": "Rutan Kelas IIB Contoh"}


@pytest.mark.parametrize(
    ("today", "stated", "config", "tahun"),
    [
        ((2026, 11, 27), (2026, 2026, 2025), "", 2027),
        ((2026, 11, 27), (2026, 2027, 2027), "", 2027),
        ((2026, 11, 27), (2026, 2026, 2026), "", 2026),  # what all state is what the sheet Instansi begins with
        ((2027, 5, 31), (2026, 2027, 2026), "", 2027),
        ((2027, 6, 1), (2026, 2027, 2027), "", 2028),
        ((2026, 11, 27), (2026, 2027, 2028), "[usulan]\ntahun = 2026\n", 2026),
        ((2026, 11, 27), (2027, 2027, 2027), "[usulan]\ntanggal = 2026-05-20\n", 2026),
    ],
)
def test_one_year_for_all_commands(
    today: tuple[int, int, int],
    stated: tuple[int, int, int],
    config: str,
    tahun: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> date:
            return date(*today)

    monkeypatch.setattr(eligibility, "date", Today)
    monkeypatch.chdir(tmp_path)
    folder, box = Path("kerja"), Path("kerja", "masuk")
    for (kode, nama), year in zip(NAMES.items(), stated, strict=True):
        lke(box / f"{kode}.xlsx", nama, kode=kode, usulan="WBK", tahun=str(year))
    if config:
        (folder / "zi.toml").write_text(config, encoding="utf-8")
    others = {kode for kode, year in zip(NAMES, stated, strict=True) if year != tahun}
    for _ in range(2):  # the second time the register is there
        _, isi = run(folder, box, capsys)
        told = {s["isi"]["kode"]: " ".join(s["putuskan"]) for s in isi["satker"]}
        assert {kode for kode, what in told.items() if f"bukan {tahun}" in what} == others
        assert {kode for kode, what in told.items() if "menyebut tahun" in what} == others
        run_cli(["check", str(folder), "--format", "json"])
        satker = json.loads(capsys.readouterr().out)["satker"]
        lain = {s["kode"]: t["pesan"] for s in satker for t in s["temuan"] if t["kode"] == "SYR417"}
        assert set(lain) == others and all(str(tahun) in pesan for pesan in lain.values())
    assert run_cli(["init", str(folder), "--dari", str(box)]) == 0
    assert f"Tahun usulan   {tahun}" in capsys.readouterr().out
    assert run_cli(["template", "--data", str(folder / "satker.xlsx")]) == 0
    assert [p.name for p in Path().glob("lke-*")] == [f"lke-{tahun}"]
