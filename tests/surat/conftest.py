"""Shared fixtures of the letter tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.surat.samples import prepare_tree
from zi_cli.cli import run_cli


@pytest.fixture(scope="session")
def sample_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample tree with a panel and the TPM consent; tests only read it."""
    return prepare_tree(tmp_path_factory.mktemp("pohon"))


@pytest.fixture
def zi(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one command line; returns exit code, stdout, stderr."""

    def run(*argumen: object) -> tuple[int, str, str]:
        kode = run_cli([str(a) for a in argumen])
        keluar = capsys.readouterr()
        assert "Traceback" not in keluar.err
        return kode, keluar.out, keluar.err

    return run
