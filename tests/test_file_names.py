"""Names of files that are not valid text (old disks, other encodings) stop no command and reach no output raw."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from zi_cli.cli import run_cli
from zi_cli.text import path_text

USULAN = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"
BAD = os.fsdecode(b"\xff\x01")

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="sistem berkas menolak nama seperti itu")


@pytest.fixture
def sample_tree(tmp_path: Path) -> Path:
    """The sample, with such a name for its folder, register, configuration and every worksheet."""
    akar = tmp_path / f"usulan{BAD}"
    shutil.copytree(USULAN, akar)
    for lke in list(akar.rglob("lke*.xlsx")):
        lke.rename(lke.with_name(f"{lke.stem}{BAD}.xlsx"))
    (akar / "satker.xlsx").rename(akar / f"satker{BAD}.xlsx")
    (akar / "zi.toml").rename(akar / f"zi{BAD}.toml")
    return akar


def test_half_a_character_of_windows() -> None:
    assert path_text("a\ud83d.xlsx") == "a\\xed\\xa0\\xbd.xlsx"


@pytest.mark.parametrize(
    "command",
    [
        "score {lke} --format json -o {keluaran}/h.json",
        "score {lke} -o {keluaran}/h.txt",
        "score {lke} --tulis {keluaran}/h.xlsx",
        "lint {lke} --format json -o {keluaran}/h.json",
        "report {lke} -o {keluaran}/h.html",
        "report {pohon} -o {keluaran}/h.html",
        "plan {lke} --target WBBM --konfigurasi {zi} --format json -o {keluaran}/h.json",
        "check {pohon} --data {satker} --konfigurasi {zi} --format json -o {keluaran}/h.json",
        "check {pohon} --data {satker} --konfigurasi {zi} -o {keluaran}/h.txt",
        "batch {pohon} --data {satker} --konfigurasi {zi} -o {keluaran}/rekap --pekerja 1",
        "surat sptjm {pohon} --data {satker} --konfigurasi {zi} --satker 647102 --tanggal 2027-05-20 -o {keluaran}",
    ],
    ids=lambda p: " ".join(p.split()[:1] + [x for x in p.split() if x.startswith("--") and x != "--konfigurasi"]),
)
def test_a_name_that_is_no_text(
    command: str, sample_tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keluaran").mkdir()
    isi = {
        "lke": next(sample_tree.rglob("lke-647101*.xlsx")),
        "pohon": sample_tree,
        "satker": sample_tree / f"satker{BAD}.xlsx",
        "zi": sample_tree / f"zi{BAD}.toml",
        "keluaran": tmp_path / "keluaran",
    }
    kode = run_cli([p.format(**isi) for p in command.split()])
    layar = capsys.readouterr()
    assert kode in (0, 1, 3), layar.err
    assert "tak terduga" not in layar.err
    assert "LKE134" not in layar.err + layar.out
    hasil = [p for p in (tmp_path / "keluaran").rglob("*") if p.is_file()]
    assert hasil, layar.err
    for p in hasil:
        if p.suffix in (".json", ".txt", ".html", ".csv"):
            p.read_text(encoding="utf-8")
