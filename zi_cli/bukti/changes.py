"""What changed in the evidence since an earlier look: new, renewed, the same bytes, moved, gone."""

from collections.abc import Iterable, Sequence
from typing import Literal

from zi_cli.bukti.text_links import canonical_link
from zi_cli.named_tuple import NamedTuple

Change = Literal["baru", "diperbarui", "sama", "pindah", "hilang"]
CHANGES: tuple[Change, ...] = ("baru", "diperbarui", "sama", "pindah", "hilang")


class ComparedDocument(NamedTuple):
    """A document as it is compared: its indicator, its name, and what tells its content (None: not known)."""

    kode: str | None
    nama: str
    isi: str | None


class Changed(NamedTuple):
    """One document and what became of it; ``dahulu`` is its earlier indicator and name when it was moved."""

    perubahan: Change
    kode: str | None
    nama: str
    dahulu: str | None = None


def piece(code: str | None, name: str, sha256: str | None, *, link: bool) -> ComparedDocument:
    """A document for comparison: a link is told by where it leads, a file by its bytes."""
    return ComparedDocument(code, name, canonical_link(name) if link else sha256)


def compare_pieces(old: Iterable[ComparedDocument], new: Sequence[ComparedDocument]) -> list[Changed]:
    """Every document of *new* with what became of it, then those of *old* that are gone.

    A file is renewed when another content stands under its name, moved when its content stands elsewhere.
    """
    rest = dict.fromkeys(old)
    results: list[Changed] = []
    tunda: list[ComparedDocument] = []
    for d in new:
        if d in rest:
            del rest[d]
            results.append(Changed("sama", d.kode, d.nama))
        else:
            tunda.append(d)
    by_name = {(d.kode, d.nama): d for d in rest}
    resume: list[ComparedDocument] = []
    for d in tunda:
        if (former := by_name.get((d.kode, d.nama))) is not None:
            del rest[former]
            results.append(Changed("diperbarui", d.kode, d.nama))
        else:
            resume.append(d)
    by_content: dict[str, list[ComparedDocument]] = {}
    for d in reversed(rest):
        if d.isi is not None:
            by_content.setdefault(d.isi, []).append(d)
    for d in resume:
        origins = by_content.get(d.isi or "", [])
        # What stayed in its indicator under another name is the likeliest.
        milik = next((x for x in reversed(origins) if x.kode == d.kode), origins[-1] if origins else None)
        if milik is None:
            results.append(Changed("baru", d.kode, d.nama))
            continue
        origins.remove(milik)
        del rest[milik]
        place = milik.nama if milik.kode == d.kode else f"{milik.kode or 'tanpa indikator'}: {milik.nama}"
        results.append(Changed("pindah", d.kode, d.nama, place))
    results += [Changed("hilang", d.kode, d.nama) for d in rest]
    return results


def count_changes(changes: Iterable[Changed]) -> dict[Change, int]:
    """Number of documents by what became of them, all five always present."""
    results: dict[Change, int] = dict.fromkeys(CHANGES, 0)
    for c in changes:
        results[c.perubahan] += 1
    return results
