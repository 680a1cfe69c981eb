"""What each kind of letter claims, as data (``klaim.csv``), and whether the facts carry it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, cast, get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.fact import Fact, Jawaban
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat import chain_facts  # noqa: F401  (its facts stand in FACTS)
from zi_cli.surat.fields import read_table
from zi_cli.surat.letter_facts import FACTS, Case
from zi_cli.surat.material import BahanSatker, PermintaanSurat

#: Without its facts the letter is refused, the sentence does not stand, or the satker is not on the list;
#: ``turunan`` follows from what the letter itself prints, and needs none.
Cara = Literal["tolak", "kata", "daftar", "turunan"]
_WHEN: dict[str, Callable[[PermintaanSurat], bool]] = {
    "": lambda _: True,
    "tpn": lambda p: p.jalur == "tpn",
    "tpm": lambda p: p.jalur == "tpm",
    "satker": lambda p: not p.kawasan,
    "kawasan": lambda p: bool(p.kawasan),
}


class Claim(NamedTuple):
    """One sentence of the templates of ``jenis`` and the facts that must be proven for it.

    ``klaim`` is the name of a sentence or list that stands only when proven (the field ``klaim.<name>``, or the
    list's; its facts are those of all rows of that name); ``bila`` the path on which the letter says it.
    ``{peraturan}`` in ``kalimat`` stands for the words that name the regulation.
    """

    jenis: frozenset[str]
    klaim: str
    cara: Cara
    bila: str
    fakta: tuple[str, ...]
    kalimat: str


@cache
def load_claims() -> tuple[Claim, ...]:
    """All claims; raises ValueError when the table names what does not exist."""
    results = []
    for number, r in enumerate(read_table("klaim.csv"), 2):
        kind, fact = frozenset(r["jenis"].split()), tuple(r["fakta"].split())
        if not kind or kind - set(load_kinds()) or r["cara"] not in get_args(Cara) or r["bila"] not in _WHEN:
            raise ValueError(f"klaim.csv:{number}: jenis, cara, atau bila tidak dikenal")
        if set(fact) - set(FACTS) or (r["cara"] in ("kata", "daftar") and not r["klaim"]):
            raise ValueError(f"klaim.csv:{number}: fakta tidak dikenal, atau klaim tanpa nama")
        results.append(Claim(kind, r["klaim"], cast(Cara, r["cara"]), r["bila"], fact, r["kalimat"]))
    return tuple(results)


def claims_of(p: PermintaanSurat, way: Cara) -> Iterator[Claim]:
    """The claims of letter *p* that are handled as *way*."""
    return (k for k in load_claims() if p.jenis in k.jenis and k.cara == way and _WHEN[k.bila](p))


def unproven(p: PermintaanSurat, b: BahanSatker, klaim: Iterable[Claim]) -> list[Fact]:
    """The facts of *klaim* that are not a yes for *b*, each once."""
    facts = dict.fromkeys(f for k in klaim for f in k.fakta)
    return [f for f in (FACTS[code].ask(Case(p, b)) for code in facts) if not f.proven]


def claims_called(p: PermintaanSurat, name: str) -> list[Claim]:
    """The sentences or lists of letter *p* that go by the name *name*."""
    return [k for k in load_claims() if k.klaim == name and p.jenis in k.jenis and _WHEN[k.bila](p)]


def holds(p: PermintaanSurat, b: BahanSatker, name: str) -> bool:
    """Whether the claim called *name* is proven for *b*; false when the letter has no such claim."""
    klaim = claims_called(p, name)
    return bool(klaim) and not unproven(p, b, klaim)


def check_claims(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> list[Temuan]:
    """Findings for every claim that the letter needs and the facts do not carry, one a satker and reason.

    They are galat, or peringatan where ``--paksa`` overrides them.
    """
    temuan: list[Temuan] = []
    mentioned: set[tuple[str, str]] = set()
    klaim = [*claims_of(p, "tolak"), *claims_called(p, "usulan")]
    # Facts about the letter as a whole are asked even when it is about nobody.
    for b in materials or (BahanSatker(""),):
        for f in unproven(p, b, klaim):
            tanya = FACTS[f.kode]
            who = f"Surat {p.jenis}" if tanya.umum else b.nama
            if not who or (who, f.sebab) in mentioned:
                continue
            mentioned.add((who, f.sebab))
            temuan.append(
                make_temuan(
                    tanya.belum if f.jawaban is Jawaban.BELUM else tanya.tidak,
                    level="peringatan" if p.paksa is not None and not tanya.tetap else "galat",
                    satker=who,
                    predikat=b.predikat or "WBK atau WBBM",
                    sebab=f.sebab,
                )
            )
    return temuan
