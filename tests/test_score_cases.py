"""Cases of scoring: each rule with values at, just under and just over its edge (``kasus/skor/*.toml``)."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.builder import perfect, raw_cells
from tests.builder.sheet import worksheet
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import score_worksheet

FOLDER = Path(__file__).parent / "kasus/skor"
INDEX: dict[str, Any] = tomllib.loads((FOLDER / "indeks.toml").read_text(encoding="utf-8"))
KASUS = {nama: tomllib.loads((FOLDER / f"{nama}.toml").read_text(encoding="utf-8"))["kasus"] for nama in INDEX}
KEYS = {
    "nama", "isi", "hilang", "skor", "kosong", "temuan", "nilai_maks", "putusan", "menyesatkan", "tahap", "pengungkit",
    "maks",
}  # fmt: skip


def test_the_index_is_complete() -> None:
    assert {p.stem for p in FOLDER.glob("*.toml")} == {"indeks", *INDEX}
    assert {nama: len(isi) for nama, isi in KASUS.items()} == {nama: i["jumlah"] for nama, i in INDEX.items()}
    for nama, isi in KASUS.items():
        assert len({k["nama"] for k in isi}) == len(isi), nama
        assert all(set(k) <= KEYS and len(k) > 2 for k in isi), nama


@pytest.mark.parametrize(
    "kasus", [pytest.param(k, id=f"{nama}: {k['nama']}") for nama, isi in KASUS.items() for k in isi]
)
def test_case(kasus: dict[str, Any]) -> None:
    isi = raw_cells(perfect()) | kasus.get("isi", {})
    ws = worksheet({"unit": isi}, hilang=kasus.get("hilang", ()))
    (p,) = score_worksheet(ws, load_instrumen())
    for kode, skor in kasus.get("skor", {}).items():
        assert p.nilai[kode] == Fraction(skor), kode
    for kunci, nyata in (("tahap", p.tahap), ("kosong", list(p.kosong))):
        assert nyata == kasus.get(kunci, nyata)
    if "nilai_maks" in kasus:
        assert p.nilai_maks == Fraction(kasus["nilai_maks"])
    tertulis = sorted(f"{t.kode} {t.tingkat} {t.indikator} {t.sel.baris if t.sel else '-'}" for t in p.temuan)
    assert tertulis == sorted(kasus.get("temuan", []))
    for predikat, gagal in kasus.get("putusan", {}).items():
        putusan = p.putusan[predikat]
        assert [a.kode for a in putusan.ambang if not a.memenuhi] == gagal
        assert putusan.memenuhi is (not gagal)
    if "menyesatkan" in kasus:
        kode = {a.kode for q in p.putusan.values() for a in q.ambang if a.pembulatan_menyesatkan}
        assert kode == set(kasus["menyesatkan"])
    for predikat, lolos in kasus.get("pengungkit", {}).items():
        assert p.putusan[predikat].pengungkit_memenuhi is lolos
    for predikat, lolos in kasus.get("maks", {}).items():
        assert p.putusan[predikat].memenuhi_maks is lolos
