"""The hash that every output states, whoever computes it."""

import hashlib
import sys

import pytest

from zi_cli.files import sha256


@pytest.mark.parametrize("data", [b"", b"abc", bytes(range(256)) * 300, b"x" * (1 << 20), b"x" * ((1 << 20) + 1)])
@pytest.mark.parametrize("loaded", [True, False])
def test_the_hash_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch, data: bytes, loaded: bool) -> None:
    benar = hashlib.sha256(data).hexdigest()
    if not loaded:
        monkeypatch.delitem(sys.modules, "hashlib")
    assert sha256(data) == benar
