"""One sheet of a workbook: its headings and its labelled rows, before they are matched."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import NilaiSel, Penilai
from zi_cli.worksheet.recognise.headings import ColumnHeading, Headings, Peran, find_headings
from zi_cli.worksheet.recognise.labels import marker_only, normal, split_marker
from zi_cli.worksheet.recognise.row_match import LabelRow

Lembar = tuple[str, list[list[NilaiSel]]]

#: Rows of a sheet looked at below its headings.
BARIS_MAKS = 20_000
_LABEL_MAKS = 2000
_PERAN_PETUNJUK: tuple[Peran, ...] = ("bobot", "pilihan", "nomor")


class Skeleton(NamedTuple):
    """One sheet's headings and the cells of its label, weight, option and ID columns, row by row."""

    indeks: int
    nama: str
    kepala: Headings
    kolom: tuple[int, ...]
    sel: tuple[tuple[NilaiSel, ...], ...]
    tersembunyi: bool = False


class SheetPart(NamedTuple):
    """One sheet with its headings and labelled rows."""

    indeks: int
    nama: str
    kepala: Headings
    baris: list[LabelRow]
    bobot: dict[int, NilaiSel]
    pilihan: dict[int, str]
    tersembunyi: bool = False


def build_skeleton(
    lembar: Sequence[Lembar], penilai_dikenal: SetPenilai, tersembunyi: frozenset[int] = frozenset()
) -> Iterator[Skeleton]:
    """The sheets that may hold an LKE or a part of one: those with headings, and those that follow them.

    One whose headings know no answer column is among them: its answers may stand under a heading nobody knows.
    Hidden sheets come last: what is seen goes first in everything that is decided by order.
    """
    kepala_lalu: Headings | None = None
    for indeks in sorted(range(len(lembar)), key=lambda i: (i in tersembunyi, i)):
        nama, baris = lembar[indeks]
        kepala = find_headings(baris, penilai_dikenal, penilai_dikenal.recognise(normal(nama)))
        if kepala is None:
            # A part of a split instrument may leave its headings to the first part.
            if kepala_lalu is None or not baris:
                continue
            kepala = kepala_lalu._replace(awal=-1, akhir=-1)
        if any(t.peran == "jawaban" for _, t in kepala.kolom):
            kepala_lalu = kepala
        lebar = len(baris[0])
        perlu = [*kepala.label, *(k for k, t in kepala.kolom if t.peran in ("bobot", "pilihan", "nomor"))]
        kolom = tuple(sorted({k for k in perlu if k < lebar}))
        if len(kolom) >= 2:  # itemgetter of one column would not give tuples, and one column is no LKE
            isi = tuple(map(itemgetter(*kolom), baris[kepala.akhir + 1 : kepala.akhir + 1 + BARIS_MAKS]))
            yield Skeleton(indeks, nama, kepala, kolom, isi, indeks in tersembunyi)


def as_answers(kerangka: Skeleton, jawaban: Mapping[tuple[int, int], Penilai]) -> Skeleton:
    """*kerangka* with the columns *jawaban* (by sheet index and column) as answers of their assessors."""
    kolom = dict(kerangka.kepala.kolom)
    kolom |= {k: ColumnHeading("jawaban", p) for (i, k), p in jawaban.items() if i == kerangka.indeks}
    return kerangka._replace(kepala=kerangka.kepala._replace(kolom=tuple(sorted(kolom.items()))))


def read_label(kerangka: Skeleton, batas: int) -> SheetPart:
    """Marker, text and hints of the labelled rows below the headings, at most *batas* of them."""
    kepala = kerangka.kepala
    letak = {k: i for i, k in enumerate(kerangka.kolom)}
    label = [(k, letak[k]) for k in kepala.label if k in letak]
    hint = {p: letak.get(next(iter(kepala.milik(p)), -1), -1) for p in _PERAN_PETUNJUK}
    daftar: list[LabelRow] = []
    bobot: dict[int, NilaiSel] = {}
    pilihan: dict[int, str] = {}
    for r, sel in enumerate(kerangka.sel, kepala.akhir + 1):
        penanda, teks, kolom = "", "", -1
        for k, i in label:
            s = sel[i]
            if s == "":
                continue
            if not isinstance(s, str):
                s = f"{s:.15g}" if isinstance(s, float | int) else str(s)
            if len(s) > len(teks):
                if teks:
                    penanda = marker_only(teks) or penanda
                teks, kolom = s, k
            else:
                penanda = marker_only(s) or penanda
        if kolom < 0 or len(teks.strip()) < 3:
            continue
        if len(daftar) >= batas:
            break
        petunjuk = {p: sel[i] if i >= 0 else "" for p, i in hint.items()}
        penanda_teks, teks = split_marker(teks[:_LABEL_MAKS])
        p, nomor = petunjuk["pilihan"], petunjuk["nomor"]
        jenis = recognise_options(p) if isinstance(p, str) and p else None
        pengenal = nomor.strip() if isinstance(nomor, str) else ""
        if not penanda and not penanda_teks and len(pengenal) <= 5:
            penanda = marker_only(pengenal) or ""
        if isinstance(p, str) and p.strip():
            pilihan[len(daftar)] = p
        if petunjuk["bobot"] != "":
            bobot[len(daftar)] = petunjuk["bobot"]
        daftar.append(LabelRow(kerangka.indeks, r, kolom, penanda_teks or penanda, teks, jenis, pengenal))
    return SheetPart(kerangka.indeks, kerangka.nama, kepala, daftar, bobot, pilihan, kerangka.tersembunyi)


def recognise_options(teks: str) -> str | None:
    """The answer type that a "Pilihan Jawaban" label names ("A/B/C" is ``abc``); "" when unknown."""
    n = normal(teks)
    if not n:
        return None
    if "%" in n.split() or n in ("persen", "persentase", "%"):
        return "persen"
    if n.startswith("jumlah"):
        return "jumlah"
    if n.startswith("nilai") or n in ("0 4", "angka", "skor 0 4"):
        return "nilai_0_4"
    if set(n.split()) == {"ya", "tidak"}:
        return "ya_tidak"
    huruf = n.replace(" ", "")
    return {"abc": "abc", "abcd": "abcd", "abcde": "abcde", "ac": "abc", "ad": "abcd", "ae": "abcde"}.get(huruf, "")
