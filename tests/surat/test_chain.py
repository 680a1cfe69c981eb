"""The chain: folder, recap, check, letters for a dozen satker; recaps and plans from elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.surat.letter_reading import letter_text
from tests.surat.samples import simpul_points

Zi = Callable[..., tuple[int, str, str]]
_COMMON = ("--tanggal", "2027-05-20", "--nomor", "1", "--format", "json")


@pytest.fixture(scope="module")
def rekap(sample_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recap of the sample tree, written outside it."""
    from zi_cli.cli import run_cli

    keluaran = tmp_path_factory.mktemp("rekap") / "rekap"
    assert run_cli(["batch", str(sample_tree), "-o", str(keluaran), "--pekerja", "1"]) == 0
    return keluaran / "rekap.json"


def test_from_a_recap_is_as_from_the_folder(zi: Zi, sample_tree: Path, rekap: Path, tmp_path: Path) -> None:
    _, dari_folder, _ = zi("surat", "pengajuan", sample_tree, *_COMMON, "-o", tmp_path / "a")
    kode, dari_rekap, _ = zi(
        "surat", "pengajuan", "--dari", rekap, "--data", sample_tree / "satker.xlsx", *_COMMON, "-o", tmp_path / "b"
    )
    assert kode == 0
    assert json.loads(dari_rekap)["satker"] == json.loads(dari_folder)["satker"]
    kode, keluar, _ = zi(
        "surat", "sptjm", "--dari", rekap, "--data", sample_tree / "satker.xlsx", *_COMMON, "-o", tmp_path / "c"
    )
    ditolak = {json.loads(b)["satker"][0] for b in keluar.splitlines() if json.loads(b)["berkas"] is None}
    assert (kode, len(keluar.splitlines())) == (1, 13)
    # Counts that deny the register's LHKPN, a note that denies its SAKIP, a revocation, no worksheet, no row.
    assert ditolak == {
        "Rumah Detensi Imigrasi Contoh",
        "Kantor Imigrasi Kelas II Non TPI Contoh",
        "Lembaga Pemasyarakatan Kelas IIB Contoh",
        "Lembaga Pemasyarakatan Narkotika Contoh",
        "Rumah Tahanan Negara Kelas I Contoh",
    }


@pytest.mark.parametrize("jenis", ["lhe", "usul-kanwil", "sptjm"])
def test_who_was_read_and_proposes_nothing_is_told_so(zi: Zi, jenis: str, tmp_path: Path) -> None:
    """A worksheet without a proposal, in a folder: what lacks is not the file."""
    shutil.copy(Path(__file__).parents[2] / "sample_lke" / "lke-banyak-salah.xlsx", tmp_path / "lke.xlsx")
    kode, _, galat = zi("surat", jenis, tmp_path, "-o", tmp_path / "s")
    assert kode == 1 and "SRT627" in galat and "sebutkan berkas" not in galat
    assert "usulan satker yang dibaca bukan WBK atau WBBM; isi kolom Usulan" in galat
    assert "SRT627" not in zi("surat", jenis, tmp_path, "--target", "wbk", "-o", tmp_path / "s")[2]


def test_a_recap_without_its_files_is_not_enough(zi: Zi, sample_tree: Path, rekap: Path, tmp_path: Path) -> None:
    """Without the worksheets the register can't be cross-checked: nobody is proposed on the recap's word."""
    for nama in ("satker.xlsx", "zi.toml"):
        shutil.copy(sample_tree / nama, tmp_path / nama)
    argumen = ("--dari", rekap, "--data", tmp_path / "satker.xlsx", *_COMMON, "-o", tmp_path / "s")
    kode, _, galat = zi("surat", "pengajuan", *argumen)
    assert (kode, galat.count("SRT628"), "SRT627" in galat) == (1, 12, True)
    kode, keluar, _ = zi("surat", "pengajuan", "--satker", "647101", *argumen)
    assert (kode, json.loads(keluar)["temuan"][0]["kode"]) == (1, "SRT631")
    kode, keluar, _ = zi("surat", "lhe", "--satker", "647101", *argumen)
    assert "SRT631" in {t["kode"] for t in json.loads(keluar)["temuan"]}
    kode, keluar, _ = zi("surat", "monev", "--satker", "647101", "--catatan", "x", *argumen)
    assert (kode, "lke-647101.xlsx” pada rekap tidak ditemukan atau sudah berubah" in keluar) == (1, True)
    assert not list(tmp_path.glob("s/*"))


def test_figures_of_the_recap_are_not_used(zi: Zi, sample_tree: Path, rekap: Path, tmp_path: Path) -> None:
    """Whatever a recap says of itself, the letter's figures are read from the worksheet again."""
    dokumen = json.loads(rekap.read_text(encoding="utf-8"))
    for r in dokumen["satker"]:
        r["nilai"]["total"] = 99.99
    fake_one = sample_tree / "rekap-palsu.json"
    fake_one.write_text(json.dumps(dokumen), encoding="utf-8")
    argumen = (
        "--dari",
        fake_one,
        "--data",
        sample_tree / "satker.xlsx",
        "--satker",
        "647102",
        *_COMMON,
        "-o",
        tmp_path,
    )
    try:
        # One that contradicts itself is not used at all; in one that does not, only the files and their hashes are.
        kode, _, galat = zi("surat", "rekomendasi", *argumen)
        assert (kode, "SRT632" in galat) == (3, True)
        dokumen = json.loads(rekap.read_text(encoding="utf-8"))
        for r in dokumen["satker"]:
            r.update(tahap="pendahuluan", tahun=1999, kosong=99, penilai="unit")
            r["putusan"]["WBK"]["keadaan"] = "belum memenuhi"
        fake_one.write_text(json.dumps(dokumen), encoding="utf-8")
        assert zi("surat", "rekomendasi", *argumen)[0] == 0
    finally:
        fake_one.unlink()
    teks = letter_text((tmp_path / "rekomendasi.docx").read_bytes())
    assert f"| WBK | {simpul_points(sample_tree, '647102', 'A')}" in teks
    assert "belum memenuhi" not in teks


def test_an_lke_changed_after_the_recap(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pohon"
    shutil.copytree(sample_tree, folder)
    assert zi("batch", folder, "-o", tmp_path / "rekap", "--pekerja", "1")[0] == 0
    lke = next(folder.rglob("lke-647102.xlsx"))
    lke.write_bytes(next(folder.rglob("lke-647103.xlsx")).read_bytes())
    argumen = ("--dari", tmp_path / "rekap" / "rekap.json", "--data", folder / "satker.xlsx", *_COMMON, "-o", tmp_path)
    kode, keluar, _ = zi("surat", "lhe", "--satker", "647102", *argumen)
    assert (kode, "sudah berubah" in keluar, "SRT631" in keluar) == (1, True, True)


@pytest.mark.parametrize(
    "ubah",
    [
        lambda d: d.update(skema="zi.batch/2"),
        lambda d: d.update(satker={}),
        lambda d: d["satker"][0].pop("berkas"),
        lambda d: d["satker"][0].pop("putusan"),
        lambda d: d["satker"][0]["nilai"].update(total="75"),
        lambda d: d["satker"][0].update(penilai="saya"),
        lambda d: d["satker"][0]["putusan"]["WBK"]["ambang"].pop(),
        lambda d: d["satker"][0]["berkas"].update(sha256=None),
        lambda d: d["satker"][0].update(jalur=7),
        lambda d: d["satker"][0].update(satker=["a"]),
        lambda d: d["satker"].append(None),
    ],
)
def test_a_damaged_recap(ubah: Callable[[dict[str, object]], object], zi: Zi, rekap: Path, tmp_path: Path) -> None:
    dokumen = json.loads(rekap.read_text(encoding="utf-8"))
    ubah(dokumen)
    rusak = tmp_path / "rekap.json"
    rusak.write_text(json.dumps(dokumen), encoding="utf-8")
    kode, _, galat = zi("surat", "rekomendasi", "--dari", rusak, *_COMMON, "-o", tmp_path / "s")
    assert (kode, "SRT632" in galat) == (3, True)


def test_a_path_in_the_recap_leaves_no_folder(zi: Zi, sample_tree: Path, rekap: Path, tmp_path: Path) -> None:
    dokumen = json.loads(rekap.read_text(encoding="utf-8"))
    for r in dokumen["satker"]:
        r["jalur"] = str(sample_tree / r["jalur"])
    for nama in ("satker.xlsx", "zi.toml"):
        shutil.copy(sample_tree / nama, tmp_path / nama)
    sunting = tmp_path / "rekap.json"
    sunting.write_text(json.dumps(dokumen), encoding="utf-8")
    argumen = ("--dari", sunting, "--data", tmp_path / "satker.xlsx", *_COMMON, "-o", tmp_path / "s")
    kode, keluar, _ = zi("surat", "pengajuan", "--satker", "647101", *argumen)
    assert (kode, json.loads(keluar)["temuan"][0]["kode"]) == (1, "SRT631")


def test_a_plan_goes_into_a_letter(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    lke = next(sample_tree.rglob("lke-647104.xlsx"))
    _, keluar, _ = zi("plan", lke, "--target", "WBK", "--format", "json")
    rencana = tmp_path / "plan.json"
    rencana.write_text(keluar, encoding="utf-8")
    langkah = json.loads(keluar)["langkah"]
    assert langkah
    for jenis in ("perbaikan", "lhe"):
        argumen = (
            "surat",
            jenis,
            sample_tree,
            "--satker",
            "647104",
            *_COMMON,
            "--rencana",
            rencana,
            "-o",
            tmp_path / jenis,
        )
        assert zi(*argumen)[0] == 0
        teks = letter_text(next((tmp_path / jenis).glob("*.docx")).read_bytes())
        for x in langkah:
            assert f"| {x['indikator']} " in teks
        assert "hanya berlaku apabila data dukungnya" in teks
    kode, keluar, _ = zi(
        "surat", "perbaikan", sample_tree, "--satker", "647102", *_COMMON, "--rencana", rencana, "-o", tmp_path
    )
    assert (kode, "SRT634" in {t["kode"] for t in json.loads(keluar)["temuan"]}) == (1, True)


@pytest.mark.parametrize(
    ("lama", "baru"),
    [('"indikator": "', '"indikator": "Z'), ('"tingkat": 1', '"tingkat": -1'), ("zi.plan/1", "zi.x/1")],
)
def test_a_damaged_plan(lama: str, baru: str, zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    lke = next(sample_tree.rglob("lke-647104.xlsx"))
    _, keluar, _ = zi("plan", lke, "--target", "WBK", "--format", "json")
    assert lama in keluar
    rencana = tmp_path / "plan.json"
    rencana.write_text(keluar.replace(lama, baru), encoding="utf-8")
    kode, _, galat = zi("surat", "perbaikan", lke, *_COMMON, "--rencana", rencana, "-o", tmp_path / "s")
    assert (kode, "SRT632" in galat) == (3, True)


def test_kawasan(zi: Zi, sample_tree: Path, tmp_path: Path) -> None:
    """One letter for a strategic area: each member with its own figures and verdict, nothing on the area itself."""
    anggota = (("647104", "Balai Pemasyarakatan Kelas I Contoh", "WBK"),
               ("647102", "Lembaga Pemasyarakatan Kelas IIA Contoh", "WBBM"))  # fmt: skip
    isi = "Kode,Nama satker,Jenis,Kota,Kawasan,Usulan,Predikat saat ini,Tanggal pencabutan,Berkas LKE\n"
    for kode, nama, predikat in anggota:
        isi += f"{kode},{nama},Lapas,Kota Contoh,Bandara Contoh,Tidak,{predikat},,{kode}.xlsx\n"
        shutil.copy(next(sample_tree.rglob(f"lke-{kode}.xlsx")), tmp_path / f"{kode}.xlsx")
    (tmp_path / "satker.csv").write_text(isi, encoding="utf-8")
    shutil.copy(sample_tree / "zi.toml", tmp_path / "zi.toml")
    data = ("--data", tmp_path / "satker.csv", "--kawasan", "bandara contoh", "--catatan", "x", *_COMMON)
    kode, keluar, _ = zi("surat", "monev", *data, "-o", tmp_path / "s")
    dokumen = json.loads(keluar)
    assert (kode, len(dokumen["satker"])) == (0, 2)
    teks = letter_text(Path(dokumen["berkas"]).read_bytes())
    assert "Kawasan Bandara Contoh tidak memenuhi" not in teks
    assert "Kawasan Bandara Contoh masih memenuhi" not in teks
    assert "tidak menyimpulkan keadaan kawasan" in teks
    for kode_satker, nama, predikat in anggota:
        assert f"{nama}: nilai pengungkit {simpul_points(sample_tree, kode_satker, 'A')}" in teks
        assert (
            f"nilai total {simpul_points(sample_tree, kode_satker)}; tidak memenuhi kriteria Menuju {predikat};" in teks
        )
        assert f"Keadaan syarat {nama}" in teks
    for jenis, tambahan in (("monev", ("--simpulan", "masih")), ("pencabutan", ())):
        kode, keluar, _ = zi("surat", jenis, *data, *tambahan, "-o", tmp_path / "t")
        assert (kode, "Tabel 6" in keluar) == (1, True)
    lain = ("surat", "monev", "--data", tmp_path / "satker.csv", "--kawasan", "lain", *_COMMON)
    assert zi(*lain, "-o", tmp_path / "u")[0] == 1
