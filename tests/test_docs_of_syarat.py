"""The pages about requirements and configuration name everything there is."""

from __future__ import annotations

from pathlib import Path

from zi_cli.config import (
    Config,
    ConfigCalendar,
    Instansi,
    SuratBaku,
    load_config,
)
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Peraturan
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.pengajuan.work_folder import prepare_folder

DOCS = Path(__file__).parent.parent / "docs"


def test_every_syarat_and_column_is_in_syarat_md() -> None:
    halaman = (DOCS / "syarat.md").read_text("utf-8")
    assert [s.kode for s in load_syarat(load_instrumen()).daftar if f"`{s.kode}`" not in halaman] == []
    kolom = next(b for b in halaman.splitlines() if b.startswith("Kolom: "))
    assert kolom == f"Kolom: {', '.join(k.judul for k in COLUMNS)}."


def test_every_key_is_in_konfigurasi_md_and_the_example(tmp_path: Path) -> None:
    halaman = (DOCS / "konfigurasi.md").read_text("utf-8")
    prepare_folder(tmp_path)
    contoh = (tmp_path / "zi.toml").read_text("utf-8")
    bagian = {*Config._fields} - {"berkas", "sha256", "instrumen_lain", "pesaing", "temuan", "lembar"} | {
        "judul_penilai"
    }
    kunci = {f for t in (Instansi, SuratBaku, ConfigCalendar) for f in t._fields} | {*Peraturan._fields}
    for nama in bagian | kunci:
        assert nama in halaman, nama
        assert nama in contoh, nama
    for a in load_instrumen().ambang.daftar:
        assert a.satuan == "persen" or f"`{a.kode}`" in halaman
    assert load_config(tmp_path / "zi.toml", load_instrumen()).instansi.opini_bpk is None
