"""Take any one fact from a letter that needs it: the letter is refused, or the sentence does not stand."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from tests.surat.letter_reading import letter_text
from tests.surat.samples import RANTAI, SURAT, chain_tree
from zi_cli.cli import run_cli
from zi_cli.pengajuan.fact import Fact, Jawaban
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.claims import _WHEN, Claim, load_claims
from zi_cli.surat.letter_facts import FACTS, Case

#: Letters that state what only --paksa lets them, and one that has nothing but its signer differ from another.
_OTHERS = {"pencabutan", "atas-nama", "monev-dua-catatan", "pengajuan-lampiran"}
_COMMON = ["--tanggal", "2027-05-20", "--nomor", "1"]


class _Path:
    """What a claim's condition looks at."""

    kawasan = None

    def __init__(self, nama: str) -> None:
        self.jalur = "tpm" if "tpm" in SURAT[nama] else "tpn"


def claims_on(nama: str, fakta: str) -> list[Claim]:
    """The claims of letter *nama* that need *fakta*."""
    jenis = SURAT[nama][0]
    return [k for k in load_claims() if jenis in k.jenis and fakta in k.fakta and _WHEN[k.bila](_Path(nama))]


@cache
def pairs() -> list[tuple[str, str]]:
    """Every letter and every fact that it needs."""
    return [(n, f) for n in SURAT if n not in _OTHERS for f in FACTS if claims_on(n, f)]


def sample() -> list[tuple[str, str]]:
    """Each fact in one letter at least, and each letter once; all of them with ZI_TEST_FAKTA=1."""
    if os.environ.get("ZI_TEST_FAKTA") == "1":
        return pairs()
    hasil: list[tuple[str, str]] = []
    for n, f in pairs():
        if not any(p[0] == n for p in hasil) or not any(p[1] == f for p in hasil):
            hasil.append((n, f))
    return hasil


def literal(kalimat: str) -> str:
    """The longest stretch of a sentence that stands in the letter as it is; "" when it has none long enough."""
    potong = re.split(r"\{[%{].*?[%}]\}|\{peraturan\}", kalimat)
    utuh = max((p.strip() for p in potong), key=len)
    return "" if kalimat.startswith(("for ", "if ")) or len(utuh) < 25 else utuh


@pytest.mark.parametrize(("nomor", "nama", "fakta"), [(i, *p) for i, p in enumerate(sample())])
def test_no_sentence_without_its_fact(
    nomor: int, nama: str, fakta: str, sample_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jawaban = (Jawaban.BELUM, Jawaban.TIDAK)[nomor % 2]

    def ask(c: Case) -> Fact:
        return Fact(fakta, jawaban, "diambil oleh uji")

    monkeypatch.setitem(FACTS, fakta, FACTS[fakta]._replace(ask=ask))
    jenis, *opsi = SURAT[nama]
    berkas = tmp_path / "surat.docx"
    folder = chain_tree(sample_tree) if nama in RANTAI else sample_tree
    kode = run_cli(["surat", jenis, str(folder), *_COMMON, *opsi, "-o", str(berkas)])
    klaim = claims_on(nama, fakta)
    if not berkas.exists():
        assert kode == 1
        return
    assert not any(k.cara == "tolak" for k in klaim)
    isi = letter_text(berkas.read_bytes())
    lain = [k.kalimat for k in load_claims() if jenis in k.jenis and k not in klaim]
    utuh = [u for k in klaim if (u := literal(k.kalimat)) and not any(u in x for x in lain)]
    assert [u for u in utuh if u in isi] == []


def test_every_kind_and_fact_is_tried() -> None:
    assert {SURAT[n][0] for n, _ in pairs()} | {"pencabutan"} == set(load_kinds())
    assert {f for n, f in pairs()} | {"kawasan-tidak-memenuhi"} == set(FACTS)
    assert {f for _, f in sample()} == {f for _, f in pairs()}
