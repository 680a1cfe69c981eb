"""Every known trick of a two-faced .ods is named at its cell, or the document is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.judge import read, unnamed
from tests.fuzz.two_faced_ods import HALUS, TRICKS, two_faced_ods

#: Files made by each trick, one after another, twice.
MUSLIHAT = [*two_faced_ods(5, 2 * len((*TRICKS, *HALUS)))]
#: Kinds in which nothing is false.
BIASA = ("ods: biasa", "ods: rentang biasa", "ods: baris di dalam baris")


@pytest.mark.parametrize("i", range(len(MUSLIHAT)), ids=lambda i: f"{i} {MUSLIHAT[i].jenis}")
def test_each_trick_is_named_or_refused(tmp_path: Path, i: int) -> None:
    muslihat = MUSLIHAT[i]
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(muslihat.data)
    r = read(berkas)
    assert r.ditolak.startswith("LKE104") if r.ditolak else unnamed(muslihat.disebut, r) == []
    assert not (r.ditolak and muslihat.disebut)
    if muslihat.jenis in BIASA:
        assert not r.ditolak and not any(kode.startswith("LKE15") for kode, _ in r.temuan)
