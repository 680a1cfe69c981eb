"""Which satker go into which letter, and on which of its lists."""

from collections.abc import Sequence

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.claims import claims_called, claims_of, holds, unproven
from zi_cli.surat.material import BahanSatker, PermintaanSurat, group_name, not_by_tpm
from zi_cli.text import canonical_name

#: The list for those of whom neither of the others can be said.
_OPEN = "belum_lengkap"


class LetterSubject(NamedTuple):
    """The satker of one letter, and those it lists as not (yet) proposed."""

    bahan: tuple[BahanSatker, ...]
    lain: tuple[BahanSatker, ...] = ()


def group_letters(
    p: PermintaanSurat, collections: Sequence[BahanSatker], *, mentioned: bool
) -> tuple[list[LetterSubject], list[Temuan]]:
    """The letters to make of *collections*, and findings about who is left out or that nobody is left.

    *mentioned*: the user named these satker, so nobody is dropped in silence; a letter the data
    deny is refused instead.
    """
    given = len(collections)
    if p.kawasan:
        collections = [
            b for b in collections if b.satker and canonical_name(b.satker.kawasan or "") == canonical_name(p.kawasan)
        ]
    elif not mentioned:
        # Nobody proposes to take a predicate away without naming whose.
        collections = [b for b in collections if b.predikat is not None] if p.jenis != "pencabutan" else []
    proposing = len(collections)
    temuan: list[Temuan] = []
    if p.jalur == "tpm" and not mentioned:
        temuan += [_left_out(b, "jalur TPM hanya untuk WBK") for b in collections if b.predikat == "WBBM"]
        collections = [b for b in collections if b.predikat != "WBBM"]
        temuan += [_left_out(b, reason) for b in collections if (reason := not_by_tpm(b))]
        collections = [b for b in collections if not not_by_tpm(b)]
    if not mentioned:
        # Improvements go to those they concern, a TPM's panel to those it evaluated; the others are named.
        syarat = "bina" if p.jenis == "perbaikan" else "ikut" if p.jalur == "tpm" else ""
        for b in [b for b in collections if syarat and claims_called(p, syarat) and not holds(p, b, syarat)]:
            temuan.append(_left_out(b, "; ".join(open_reasons(p, b, syarat))))
            collections = [x for x in collections if x is not b]
    if not collections:
        return [], [*temuan, make_temuan("SRT627", jenis=p.jenis, sebab=_empty_reason(p, given, proposing))]
    if p.kawasan:
        return [LetterSubject(tuple(collections))], temuan
    per = load_kinds()[p.jenis].per
    if per == "satker":
        return [LetterSubject((b,)) for b in collections], temuan
    groups: dict[str, list[BahanSatker]] = {}
    for b in collections:
        groups.setdefault(canonical_name(group_name(b, per)) if per != "gabungan" else per, []).append(b)
    content: list[LetterSubject] = []
    for name, milik in groups.items():
        if not name:
            temuan += [_left_out(b, f"kolom {'Kanwil' if per == 'kanwil' else 'Eselon I'} kosong") for b in milik]
            continue
        one, other = _joint_subjects(p, milik, mentioned=mentioned)
        content += one
        temuan += other
    return content, temuan


def _joint_subjects(
    p: PermintaanSurat, collections: Sequence[BahanSatker], *, mentioned: bool
) -> tuple[list[LetterSubject], list[Temuan]]:
    berdaftar = {k.klaim for k in claims_of(p, "daftar")}
    if not berdaftar:
        # A letter that lists nobody is about all of them.
        return [LetterSubject(tuple(collections))], []
    if mentioned and (p.paksa is not None or _OPEN not in berdaftar):
        return [LetterSubject(tuple(collections))], []
    usulan = tuple(b for b in collections if holds(p, b, "usulan"))
    others = tuple(b for b in collections if b not in usulan)
    if _OPEN in berdaftar:
        if usulan or any(split_lists(p, others)["belum_layak"]):
            return [LetterSubject(usulan, others)], []
        temuan = [_left_out(b, "; ".join(open_reasons(p, b, "usulan"))) for b in others]
        reason = f"belum ada yang dapat disimpulkan dari {len(others)} satker; sebabnya ada di zi check"
        return [], [*temuan, make_temuan("SRT627", jenis=p.jenis, sebab=reason)]
    temuan = [_left_out(b, "; ".join(open_reasons(p, b, "usulan"))) for b in others]
    if not usulan:
        reason = "tidak ada satker yang memenuhi nilai dan semua syarat"
        return [], [*temuan, make_temuan("SRT627", jenis=p.jenis, sebab=reason)]
    return [LetterSubject(usulan)], temuan


def split_lists(
    p: PermintaanSurat, others: Sequence[BahanSatker]
) -> dict[str, list[tuple[BahanSatker, tuple[str, ...]]]]:
    """Those not proposed, with the reasons: of whom it is proven that they fall short, and the others."""
    results: dict[str, list[tuple[BahanSatker, tuple[str, ...]]]] = {"belum_layak": [], _OPEN: []}
    for b in others:
        if holds(p, b, "belum_layak"):
            results["belum_layak"].append((b, b.kelayakan.sebab if b.kelayakan else ()))
        else:
            results[_OPEN].append((b, open_reasons(p, b, "usulan")))
    return results


def open_reasons(p: PermintaanSurat, b: BahanSatker, klaim: str) -> tuple[str, ...]:
    """Why the claim called *klaim* can't be made of *b*; what is not of this satker says nothing more about it."""
    results: dict[str, None] = {}
    for f in unproven(p, b, claims_called(p, klaim)):
        milik = b.kelayakan.sebab if f.kode == "layak" and b.kelayakan else (f.sebab,)
        results |= dict.fromkeys(s for s in milik if s)
        if f.kode == "identitas" and b.satker is None:
            break
    return tuple(results)


def _left_out(b: BahanSatker, reason: str) -> Temuan:
    return make_temuan("SRT628", satker=b.nama, sebab=reason)


def _empty_reason(p: PermintaanSurat, given: int, proposing: int) -> str:
    """Why nobody is left of *given* satker, of whom *proposing* have a predicate proposed."""
    if p.kawasan:
        return f"tidak ada satker dalam kawasan “{p.kawasan[:80]}” di daftar satker"
    if p.jenis == "pencabutan":
        return "sebutkan satkernya dengan --satker atau berkas LKE-nya"
    if p.jenis == "monev":
        return "tidak ada satker berpredikat di daftar satker (--data), dan tidak ada yang disebut"
    if p.jenis == "perbaikan":
        return "tidak ada satker yang terbukti belum memenuhi nilai atau syarat"
    if proposing:
        return f"tidak satu pun dari {proposing} satker berusulan dapat diikutkan; sebabnya disebut pada masing-masing"
    if given:
        one = "usulan satker yang dibaca" if given == 1 else f"usulan {given} satker yang dibaca"
        return f"{one} bukan WBK atau WBBM; isi kolom Usulan di daftar satker, atau sebutkan --target"
    return "tidak ada satker yang dibaca; sebutkan berkas LKE-nya, --dari, atau --data"
