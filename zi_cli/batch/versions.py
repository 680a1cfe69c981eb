"""The same satker in several files: which files belong together, and which one counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from zi_cli.batch.file_result import Ringkas
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.worksheet.recognise.labels import normal

_NAMES_GIVEN = 5


class Versi(NamedTuple):
    """Files of one satker, the one that counts first, why it does, and the finding that says so."""

    indeks: tuple[int, ...]
    alasan: str
    temuan: Temuan


def group_versions(
    daftar: Sequence[Ringkas], penilai: SetPenilai, mentioned: frozenset[str] = frozenset()
) -> list[Versi]:
    """Groups of two files or more of one satker, as indexes into *daftar*.

    Files are of one satker when their content is the same, or their satker code, or their satker
    name, abbreviations written out (unless two of that name bear different codes). Nothing is concluded from
    file names. A file that the register names (*mentioned*) counts before all others.
    """
    parents = list(range(len(daftar)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    for member in _same_satker(daftar):
        for i in member[1:]:
            parents[root(i)] = root(member[0])
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(daftar)):
        groups[root(i)].append(i)
    return [_choose(daftar, member, penilai, mentioned) for member in groups.values() if len(member) > 1]


def _same_satker(daftar: Sequence[Ringkas]) -> Iterable[list[int]]:
    content: dict[str, list[int]] = defaultdict(list)
    codes: dict[str, list[int]] = defaultdict(list)
    names: dict[str, list[int]] = defaultdict(list)
    for i, r in enumerate(daftar):
        content[r.sha256].append(i)
        if r.kode_satker:
            codes[normal(r.kode_satker)].append(i)
        if r.satker and (n := name_key(r.satker)):
            names[n].append(i)
    yield from content.values()
    yield from codes.values()
    for member in names.values():
        if len({normal(daftar[i].kode_satker or "") for i in member} - {""}) <= 1:
            yield member


def _choose(daftar: Sequence[Ringkas], members: list[int], penilai: SetPenilai, mentioned: frozenset[str]) -> Versi:
    """The one the register names, else the newest by what the files say.

    Newest: year, then stage, then the assessor furthest along the chain.
    """

    def preference(i: int) -> tuple[bool, int, bool, int, int]:
        return daftar[i].nama in mentioned, *_recency(daftar[i], penilai), -daftar[i].kosong

    ordered = sorted(members, key=preference, reverse=True)
    selected, second = daftar[ordered[0]], daftar[ordered[1]]
    others = [daftar[i].nama for i in ordered[1:]]
    term = ", ".join(others[:_NAMES_GIVEN]) + (f", dan {len(others) - _NAMES_GIVEN} lagi" if others[5:] else "")
    content: dict[str, Any] = {"satker": selected.satker or selected.nama, "dipakai": selected.nama, "lain": term}
    if all(daftar[i].sha256 == selected.sha256 for i in members):
        # A copy of what the register names is no surprise: its heap lies beside it.
        weight: Tingkat | None = "info" if selected.nama in mentioned else None
        return Versi(tuple(ordered), "isi sama", make_temuan("LKE130", level=weight, **content))
    if selected.nama in mentioned and second.nama not in mentioned:
        ground = "disebut kolom Berkas LKE"
        return Versi(tuple(ordered), ground, make_temuan("LKE131", **content, alasan=ground))
    # Two equal files and an older one: the copies do not make the choice doubtful.
    if _recency(second, penilai) == _recency(selected, penilai) and second.sha256 != selected.sha256:
        ground = "tidak dapat ditentukan yang terbaru; dipakai yang paling lengkap"
        return Versi(tuple(ordered), ground, make_temuan("LKE132", **content))
    ground = f"terbaru: {age_text(selected, penilai)}"
    return Versi(tuple(ordered), ground, make_temuan("LKE131", **content, alasan=age_text(selected, penilai)))


def _recency(r: Ringkas, penilai: SetPenilai) -> tuple[int, bool, int]:
    return r.tahun or 0, r.tahap == "akhir", penilai.rank(r.penilai)


def age_text(r: Ringkas, penilai: SetPenilai) -> str:
    """Year, stage and assessor of a file in words."""
    return f"tahun {r.tahun or 'tidak tertulis'}, tahap {r.tahap}, penilai {penilai.name_of(r.penilai)}"
