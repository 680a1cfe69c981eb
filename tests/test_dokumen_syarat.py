"""The pages about requirements and configuration name everything there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from zi_cli.instrumen.loader import muat
from zi_cli.pengajuan.aturan import muat_syarat
from zi_cli.pengajuan.kolom import KOLOM
from zi_cli.pengajuan.konfigurasi import (
    Instansi,
    KalenderKonfigurasi,
    Konfigurasi,
    Peraturan,
    SuratBaku,
    muat_konfigurasi,
)
from zi_cli.pengajuan.siapkan import siapkan_folder

DOCS = Path(__file__).parent.parent / "docs"


def test_setiap_syarat_dan_kolom_ada_di_syarat_md() -> None:
    halaman = (DOCS / "syarat.md").read_text("utf-8")
    assert [s.kode for s in muat_syarat().daftar if f"`{s.kode}`" not in halaman] == []
    kolom = next(b for b in halaman.splitlines() if b.startswith("Kolom: "))
    assert kolom == f"Kolom: {', '.join(k.judul for k in KOLOM)}."


def test_setiap_kunci_ada_di_konfigurasi_md_dan_contoh(tmp_path: Path) -> None:
    halaman = (DOCS / "konfigurasi.md").read_text("utf-8")
    siapkan_folder(tmp_path)
    contoh = (tmp_path / "zi.toml").read_text("utf-8")
    bagian = {f.name for f in fields(Konfigurasi)} - {"berkas", "sha256"}
    kunci = {f.name for t in (Instansi, Peraturan, SuratBaku, KalenderKonfigurasi) for f in fields(t)}
    for nama in bagian | kunci:
        assert nama in halaman, nama
        assert nama in contoh, nama
    for a in muat().ambang.daftar:
        assert a.satuan == "persen" or f"`{a.kode}`" in halaman
    assert muat_konfigurasi(tmp_path / "zi.toml", muat()).instansi.opini_bpk is None
