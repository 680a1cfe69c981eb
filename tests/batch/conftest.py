"""Workbooks for the batch tests, made by the generator of ``bench/``."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from zi_cli.cli import run_cli

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def builder_module() -> ModuleType:
    spek = importlib.util.spec_from_file_location("pembuat", _ROOT / "bench" / "pembuat.py")
    assert spek is not None and spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    return modul


@pytest.fixture(scope="session")
def tree_builder(builder_module: ModuleType) -> Any:
    return builder_module.Pembuat()


@pytest.fixture
def tulis(tmp_path: Path, tree_builder: Any) -> Callable[..., Path]:
    """Write one workbook below ``tmp_path/pohon``."""

    def write(nama: str, nomor: int, **lain: Any) -> Path:
        tujuan = tmp_path / "pohon" / nama
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        tujuan.write_bytes(tree_builder.berkas(nomor, **lain))
        return tujuan

    return write


@pytest.fixture
def zi_batch(tmp_path: Path) -> Callable[..., int]:
    """Run ``zi batch`` over ``tmp_path/pohon`` into ``tmp_path/rekap`` with two workers."""

    def run(*argumen: str) -> int:
        dasar = ["batch", str(tmp_path / "pohon"), "-o", str(tmp_path / "rekap"), "--pekerja", "2"]
        return run_cli([*dasar, *argumen])

    return run


@pytest.fixture
def rekap_json(tmp_path: Path) -> Callable[[], dict[str, Any]]:
    def read() -> dict[str, Any]:
        isi: dict[str, Any] = json.loads((tmp_path / "rekap" / "rekap.json").read_text("utf-8"))
        return isi

    return read
