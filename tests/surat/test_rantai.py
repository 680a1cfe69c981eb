"""The chain: folder, recap, check, letters for a dozen satker; recaps and plans from elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.surat.bacaan import teks_surat
from tests.surat.contoh import nilai

Zi = Callable[..., tuple[int, str, str]]
_UMUM = ("--tanggal", "2027-05-20", "--nomor", "1", "--format", "json")


@pytest.fixture(scope="module")
def rekap(pohon: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recap of the sample tree, written outside it."""
    from zi_cli.cli import jalankan

    keluaran = tmp_path_factory.mktemp("rekap") / "rekap"
    assert jalankan(["batch", str(pohon), "-o", str(keluaran), "--pekerja", "1"]) == 0
    return keluaran / "rekap.json"


def test_dari_rekap_sama_dengan_dari_folder(zi: Zi, pohon: Path, rekap: Path, tmp_path: Path) -> None:
    _, dari_folder, _ = zi("surat", "pengajuan", pohon, *_UMUM, "-o", tmp_path / "a")
    kode, dari_rekap, _ = zi(
        "surat", "pengajuan", "--dari", rekap, "--data", pohon / "satker.xlsx", *_UMUM, "-o", tmp_path / "b"
    )
    assert kode == 0
    assert json.loads(dari_rekap)["satker"] == json.loads(dari_folder)["satker"]
    kode, keluar, _ = zi(
        "surat", "sptjm", "--dari", rekap, "--data", pohon / "satker.xlsx", *_UMUM, "-o", tmp_path / "c"
    )
    assert (kode, len(keluar.splitlines())) == (0, 12)


def test_rekap_tanpa_berkasnya_tidak_cukup(zi: Zi, pohon: Path, rekap: Path, tmp_path: Path) -> None:
    """Without the worksheets the register can't be cross-checked: nobody is proposed on the recap's word."""
    for nama in ("satker.xlsx", "zi.toml"):
        shutil.copy(pohon / nama, tmp_path / nama)
    argumen = ("--dari", rekap, "--data", tmp_path / "satker.xlsx", *_UMUM, "-o", tmp_path / "s")
    kode, _, galat = zi("surat", "pengajuan", *argumen)
    assert (kode, galat.count("SRT628"), "SRT627" in galat) == (1, 12, True)
    kode, keluar, _ = zi("surat", "pengajuan", "--satker", "647101", *argumen)
    assert (kode, json.loads(keluar)["temuan"][0]["kode"]) == (1, "SRT622")
    kode, keluar, _ = zi("surat", "lhe", "--satker", "647101", *argumen)
    assert "SRT631" in {t["kode"] for t in json.loads(keluar)["temuan"]}
    kode, _, _ = zi("surat", "monev", "--satker", "647101", "--catatan", "x", *argumen)
    assert kode == 0
    assert f"nilai total {nilai(pohon, '647101')}" in teks_surat(
        next((tmp_path / "s").glob("monev*.docx")).read_bytes()
    )


@pytest.mark.parametrize(
    "ubah",
    [
        lambda d: d.update(skema="zi.batch/2"),
        lambda d: d.update(satker={}),
        lambda d: d["satker"][0].pop("putusan"),
        lambda d: d["satker"][0]["nilai"].update(total="75"),
        lambda d: d["satker"][0].update(jalur=7),
        lambda d: d["satker"][0].update(penilai="saya"),
        lambda d: d["satker"][0]["putusan"]["WBK"]["ambang"].pop(),
        lambda d: d["satker"].append(None),
    ],
)
def test_rekap_rusak(ubah: Callable[[dict[str, object]], object], zi: Zi, rekap: Path, tmp_path: Path) -> None:
    dokumen = json.loads(rekap.read_text(encoding="utf-8"))
    ubah(dokumen)
    rusak = tmp_path / "rekap.json"
    rusak.write_text(json.dumps(dokumen), encoding="utf-8")
    kode, _, galat = zi("surat", "rekomendasi", "--dari", rusak, *_UMUM, "-o", tmp_path / "s")
    assert (kode, "SRT632" in galat) == (3, True)


def test_jalur_di_rekap_tidak_keluar_folder(zi: Zi, pohon: Path, rekap: Path, tmp_path: Path) -> None:
    dokumen = json.loads(rekap.read_text(encoding="utf-8"))
    for r in dokumen["satker"]:
        r["jalur"] = str(pohon / r["jalur"])
    for nama in ("satker.xlsx", "zi.toml"):
        shutil.copy(pohon / nama, tmp_path / nama)
    sunting = tmp_path / "rekap.json"
    sunting.write_text(json.dumps(dokumen), encoding="utf-8")
    argumen = ("--dari", sunting, "--data", tmp_path / "satker.xlsx", *_UMUM, "-o", tmp_path / "s")
    kode, keluar, _ = zi("surat", "pengajuan", "--satker", "647101", *argumen)
    assert (kode, json.loads(keluar)["temuan"][0]["kode"]) == (1, "SRT622")


def test_rencana_masuk_surat(zi: Zi, pohon: Path, tmp_path: Path) -> None:
    lke = next(pohon.rglob("lke-647104.xlsx"))
    _, keluar, _ = zi("plan", lke, "--target", "WBK", "--format", "json")
    rencana = tmp_path / "plan.json"
    rencana.write_text(keluar, encoding="utf-8")
    langkah = json.loads(keluar)["langkah"]
    assert langkah
    for jenis in ("perbaikan", "lhe"):
        argumen = ("surat", jenis, pohon, "--satker", "647104", *_UMUM, "--rencana", rencana, "-o", tmp_path / jenis)
        assert zi(*argumen)[0] == 0
        teks = teks_surat(next((tmp_path / jenis).glob("*.docx")).read_bytes())
        for x in langkah:
            assert f"| {x['indikator']} " in teks
        assert "hanya berlaku apabila data dukungnya" in teks
    kode, keluar, _ = zi(
        "surat", "perbaikan", pohon, "--satker", "647102", *_UMUM, "--rencana", rencana, "-o", tmp_path
    )
    assert (kode, json.loads(keluar)["temuan"][0]["kode"]) == (1, "SRT634")


@pytest.mark.parametrize(
    ("lama", "baru"),
    [('"indikator": "', '"indikator": "Z'), ('"tingkat": 1', '"tingkat": -1'), ("zi.plan/1", "zi.x/1")],
)
def test_rencana_rusak(lama: str, baru: str, zi: Zi, pohon: Path, tmp_path: Path) -> None:
    lke = next(pohon.rglob("lke-647104.xlsx"))
    _, keluar, _ = zi("plan", lke, "--target", "WBK", "--format", "json")
    assert lama in keluar
    rencana = tmp_path / "plan.json"
    rencana.write_text(keluar.replace(lama, baru), encoding="utf-8")
    kode, _, galat = zi("surat", "perbaikan", lke, *_UMUM, "--rencana", rencana, "-o", tmp_path / "s")
    assert (kode, "SRT632" in galat) == (3, True)


def test_kawasan(zi: Zi, pohon: Path, tmp_path: Path) -> None:
    """One letter for a strategic area, on the scores of its members."""
    kepala = "Kode,Nama satker,Jenis,Kota,Kawasan,Usulan,Predikat saat ini,Berkas LKE\n"
    baris = [
        f"{kode},Kantor {kode},Kantor Imigrasi,Kota Contoh,Bandara Contoh,Tidak,WBK,{kode}.xlsx"
        for kode in ("A1", "A2")
    ]
    (tmp_path / "satker.csv").write_text(kepala + "\n".join(baris) + "\n", encoding="utf-8")
    shutil.copy(pohon / "zi.toml", tmp_path / "zi.toml")
    for kode, asal in (("A1", "lke-647101"), ("A2", "lke-647104")):
        shutil.copy(next(pohon.rglob(f"{asal}.xlsx")), tmp_path / f"{kode}.xlsx")
    argumen = (
        "surat",
        "monev",
        "--data",
        tmp_path / "satker.csv",
        "--kawasan",
        "bandara contoh",
        "--catatan",
        "x",
        *_UMUM,
    )
    kode, keluar, _ = zi(*argumen, "-o", tmp_path / "s")
    dokumen = json.loads(keluar)
    assert (kode, dokumen["satker"]) == (0, ["Kantor A1", "Kantor A2"])
    teks = teks_surat(Path(dokumen["berkas"]).read_bytes())
    assert "Kawasan Bandara Contoh tidak memenuhi kriteria" in teks
    assert f"a. → Kantor A1: nilai pengungkit {nilai(pohon, '647101', 'A')}" in teks
    kode, keluar, _ = zi(*argumen, "--simpulan", "masih", "-o", tmp_path / "t")
    assert (kode, "SRT623" in keluar) == (1, True)
    assert zi(*argumen[:4], "--kawasan", "lain", *_UMUM, "-o", tmp_path / "u")[0] == 1
