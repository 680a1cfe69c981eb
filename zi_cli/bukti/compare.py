"""What changed in the evidence since an earlier look: new, renewed, the same bytes, moved, gone."""

from collections.abc import Iterable, Sequence
from typing import Literal

from zi_cli.bukti.links import canonical_link
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


def piece(kode: str | None, nama: str, sha256: str | None, *, tautan: bool) -> ComparedDocument:
    """A document for comparison: a link is told by where it leads, a file by its bytes."""
    return ComparedDocument(kode, nama, canonical_link(nama) if tautan else sha256)


def compare_pieces(lama: Iterable[ComparedDocument], baru: Sequence[ComparedDocument]) -> list[Changed]:
    """Every document of *baru* with what became of it, then those of *lama* that are gone.

    A file is renewed when another content stands under its name, moved when its content stands elsewhere.
    """
    sisa = dict.fromkeys(lama)
    hasil: list[Changed] = []
    tunda: list[ComparedDocument] = []
    for d in baru:
        if d in sisa:
            del sisa[d]
            hasil.append(Changed("sama", d.kode, d.nama))
        else:
            tunda.append(d)
    menurut_nama = {(d.kode, d.nama): d for d in sisa}
    lanjut: list[ComparedDocument] = []
    for d in tunda:
        if (dahulu := menurut_nama.get((d.kode, d.nama))) is not None:
            del sisa[dahulu]
            hasil.append(Changed("diperbarui", d.kode, d.nama))
        else:
            lanjut.append(d)
    menurut_isi: dict[str, list[ComparedDocument]] = {}
    for d in reversed(sisa):
        if d.isi is not None:
            menurut_isi.setdefault(d.isi, []).append(d)
    for d in lanjut:
        asal = menurut_isi.get(d.isi or "", [])
        # What stayed in its indicator under another name is the likeliest.
        milik = next((x for x in reversed(asal) if x.kode == d.kode), asal[-1] if asal else None)
        if milik is None:
            hasil.append(Changed("baru", d.kode, d.nama))
            continue
        asal.remove(milik)
        del sisa[milik]
        tempat = milik.nama if milik.kode == d.kode else f"{milik.kode or 'tanpa indikator'}: {milik.nama}"
        hasil.append(Changed("pindah", d.kode, d.nama, tempat))
    hasil += [Changed("hilang", d.kode, d.nama) for d in sisa]
    return hasil


def count_changes(perubahan: Iterable[Changed]) -> dict[Change, int]:
    """Number of documents by what became of them, all five always present."""
    hasil: dict[Change, int] = dict.fromkeys(CHANGES, 0)
    for c in perubahan:
        hasil[c.perubahan] += 1
    return hasil
