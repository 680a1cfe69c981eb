"""Every sentence of the templates that states a fact is bound to the facts that prove it, and stands only with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from templates.sumber.buat_templat import REGULATION
from tests.surat.sentences import Sentence, kalimat
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.claims import Claim, load_claims
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.letter_facts import FACTS

#: Sentences and labels that state nothing about a satker: addresses, headings, requests, the signer's own promise.
LABEL = frozenset((Path(__file__).parent / "label.txt").read_text(encoding="utf-8").splitlines())


def wording(k: Sentence) -> str:
    return k.teks.replace(REGULATION, "{peraturan}")


def claims_of(jenis: str, teks: str) -> list[Claim]:
    return [k for k in load_claims() if jenis in k.jenis and k.kalimat == teks]


@pytest.mark.parametrize("jenis", load_kinds())
def test_every_sentence_is_bound(jenis: str) -> None:
    lepas = [b for k in kalimat(jenis) if (b := wording(k)) not in LABEL and not claims_of(jenis, b)]
    assert lepas == []
    assert not [k for k in kalimat(jenis) if wording(k) in LABEL and claims_of(jenis, wording(k))]


@pytest.mark.parametrize("jenis", load_kinds())
def test_a_conditional_sentence_is_guarded(jenis: str) -> None:
    """A sentence that stands only when proven is inside the condition, or the list, of its own claim."""
    for k in kalimat(jenis):
        for klaim in claims_of(jenis, wording(k)):
            if klaim.cara == "kata":
                assert k.pagar[-1].partition(" (")[0] == f"if klaim.{klaim.klaim}", k.teks
            elif klaim.cara == "daftar" and klaim.klaim not in ("usulan", "ikut") and not k.teks.startswith("for "):
                assert k.pagar[-1].partition(" (")[0] == f"if {klaim.klaim}", k.teks
    for klaim in load_claims():
        if (
            jenis in klaim.jenis
            and klaim.cara == "kata"
            and not any(wording(k) == klaim.kalimat for k in kalimat(jenis))
        ):
            # A stretch within a sentence: right after its own condition.
            pola = rf"\{{% (?:el)?if klaim\.{klaim.klaim} %\}}{re.escape(klaim.kalimat)}"
            assert any(re.search(pola, k.teks) for k in kalimat(jenis)), klaim.kalimat


def test_no_claim_without_a_sentence() -> None:
    semua = {j: " ".join(wording(k) for k in kalimat(j)) for j in load_kinds()}
    for k in load_claims():
        for j in k.jenis:
            assert k.kalimat in semua[j], (j, k.kalimat)
        if k.cara == "kata":
            assert all(f"klaim.{k.klaim}" in fields_of_kind(j) for j in k.jenis)
    assert {f for k in load_claims() for f in k.fakta} == set(FACTS)


def test_a_new_sentence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a sentence nobody bound is found."""
    baru = Sentence("Satuan kerja ini terbaik se-Indonesia.", ())
    monkeypatch.setattr("tests.surat.test_claims.kalimat", lambda jenis: [baru])
    with pytest.raises(AssertionError, match="terbaik"):
        test_every_sentence_is_bound("lhe")
