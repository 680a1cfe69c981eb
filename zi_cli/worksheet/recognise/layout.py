"""The layout of a workbook: which sheets, columns and rows hold which answer of which assessor.

Everything here is a function of headings, labels, weights and option labels, never of answers, so
that files made from one form share one result (the last ones are remembered).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.recognise.cell_map import CellMap
from zi_cli.worksheet.recognise.headings import Headings
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout_findings import (
    label_lain,
    marker_findings,
    odd_marker,
    temuan_baris,
    temuan_hilang,
    temuan_kolom_ganda,
)
from zi_cli.worksheet.recognise.row_match import LabelRow, MatchResult, match_rows, may_cover
from zi_cli.worksheet.recognise.sheet_skeleton import (
    Lembar,
    SheetPart,
    Skeleton,
    as_answers,
    build_skeleton,
    read_label,
)
from zi_cli.worksheet.recognise.vocabulary import MIRIP_YAKIN

#: A sheet counts as (part of) an LKE from this many recognised rows on.
BARIS_MINIMAL = 3
#: Two sheets that share more than this part of their rows are two copies, not two parts.
TUMPANG_TINDIH = Fraction(3, 10)
#: Labelled rows considered in one workbook; an official sheet has 202, and eight assessors may fill one each.
BARIS_LABEL_MAKS = 2000
_INGATAN = 64


class ReadPart(NamedTuple):
    """One sheet with its headings and the zero-based row of every indicator found there, by kode."""

    indeks: int
    nama: str
    kepala: Headings
    baris: tuple[tuple[str, int], ...]


class Layout(NamedTuple):
    """What was recognised: the cells of each assessor, absent rows, odd labels, and findings.

    ``sisa`` are labelled rows that matched nothing and ``ganda`` rows that repeat another one:
    they matter only if they hold an answer, which the layout does not know. ``bagian`` are the sheets of it,
    and those that hold the same rows but no column known as an answer. ``letak`` has the cell of each answered
    row's text: kode, sheet, zero-based row and column; ``teks_lain`` are the texts of rows that differ from the
    instrument's, by kode.
    """

    lembar: tuple[str, ...]
    penilai: tuple[Penilai, ...]
    peta: dict[Penilai, CellMap]
    baris_hilang: tuple[str, ...]
    label_pilihan: dict[str, tuple[str, Sel, str]]
    temuan: list[Temuan]
    sisa: tuple[tuple[int, int, str], ...]
    ganda: tuple[tuple[int, int, str, Sel], ...]
    kolom_jawaban: tuple[tuple[int, int], ...]
    baris_kepala: dict[int, int]
    bagian: tuple[ReadPart, ...]
    akhir_kepala: dict[int, int]
    letak: tuple[tuple[str, int, int, int], ...]
    teks_lain: dict[str, str] = {}  # noqa: RUF012  (a layout is never changed)


def recognise_layout(
    lembar: Sequence[Lembar],
    instrumen: Instrumen,
    jawaban: Mapping[tuple[int, int], Penilai] | None = None,
    *,
    tersembunyi: frozenset[int] = frozenset(),
) -> Layout | None:
    """Recognise the layout of a workbook whose sheets *tersembunyi* are hidden; None when no sheet holds an LKE.

    *jawaban* are columns (by sheet index and column) known to hold an assessor's answers, whatever their heading.
    """
    kerangka = tuple(build_skeleton(lembar, instrumen.penilai, tersembunyi))
    return _recognise(tuple(as_answers(k, jawaban) for k in kerangka) if jawaban else kerangka, instrumen)


@lru_cache(maxsize=_INGATAN)
def _recognise(kerangka: tuple[Skeleton, ...], instrumen: Instrumen) -> Layout | None:
    bagian: list[SheetPart] = []
    sisa = BARIS_LABEL_MAKS
    for k in kerangka:
        bagian.append(read_label(k, sisa))
        sisa -= len(bagian[-1].baris)
    return _build(bagian, instrumen)


def _build(bagian: list[SheetPart], instrumen: Instrumen) -> Layout | None:
    """Put the sheets together: parts of one instrument, or one copy per assessor."""
    kelompok: list[tuple[list[SheetPart], set[str]]] = []
    bagian = [b for b in bagian if may_cover(b.baris, instrumen, BARIS_MINIMAL)]
    sendiri = {b.indeks: match_rows(b.baris, instrumen) for b in bagian}
    tanpa_jawaban: list[SheetPart] = []
    for b in bagian:
        liputan = {c.kode for c in sendiri[b.indeks].cocok.values() if c.mirip >= MIRIP_YAKIN}
        if len(liputan) < BARIS_MINIMAL:
            continue
        if not any(t.peran == "jawaban" for _, t in b.kepala.kolom):
            tanpa_jawaban.append(b)
            continue
        for anggota, ada in kelompok:
            if len(liputan & ada) <= TUMPANG_TINDIH * min(len(liputan), len(ada)):
                anggota.append(b)
                ada |= liputan
                break
        else:
            # A sheet without headings of its own that repeats rows is a recap of theirs, not another LKE.
            if b.kepala.awal >= 0:
                kelompok.append(([b], liputan))
    if not kelompok:
        return None
    hasil: Layout | None = None
    # What is seen goes before any hidden copy, however complete.
    for anggota, _ in sorted(kelompok, key=lambda x: (all(b.tersembunyi for b in x[0]), -len(x[1]))):
        tata = _build_group(anggota, sendiri, instrumen)
        if hasil is None:
            hasil = tata
        elif set(tata.penilai).isdisjoint(hasil.penilai):
            hasil = _merge(hasil, tata, instrumen)
        else:
            kode = "LKE153" if all(b.tersembunyi for b in anggota) else "LKE114"
            sel = Sel(anggota[0].nama, 1, 0)
            hasil.temuan.append(make_temuan(kode, sel, lembar=anggota[0].nama, dipakai=hasil.lembar[0]))
    if hasil is not None and tanpa_jawaban:
        lain = tuple(_read_part(b, sendiri[b.indeks], instrumen) for b in tanpa_jawaban)
        hasil = hasil._replace(bagian=hasil.bagian + lain)
    return hasil


def _read_part(b: SheetPart, cocok: MatchResult, instrumen: Instrumen) -> ReadPart:
    baris = ((c.kode, b.baris[r].baris) for r, c in cocok.cocok.items())
    return ReadPart(
        b.indeks, b.nama, b.kepala, tuple(x for x in baris if instrumen.per_kode[x[0]].jenis == "indikator")
    )


def _merge(utama: Layout, lain: Layout, instrumen: Instrumen) -> Layout:
    """*utama* with the sheets of another assessor."""
    return Layout(
        lembar=utama.lembar + lain.lembar,
        penilai=tuple(p for p in instrumen.penilai.kode if p in utama.penilai or p in lain.penilai),
        peta=utama.peta | lain.peta,
        baris_hilang=utama.baris_hilang,
        label_pilihan=utama.label_pilihan,
        temuan=utama.temuan + lain.temuan,
        sisa=utama.sisa + lain.sisa,
        ganda=utama.ganda + lain.ganda,
        kolom_jawaban=utama.kolom_jawaban + lain.kolom_jawaban,
        baris_kepala=utama.baris_kepala | lain.baris_kepala,
        bagian=utama.bagian + lain.bagian,
        akhir_kepala=utama.akhir_kepala | lain.akhir_kepala,
        letak=utama.letak + lain.letak,
        teks_lain=lain.teks_lain | utama.teks_lain,
    )


def _build_group(anggota: list[SheetPart], sendiri: Mapping[int, MatchResult], instrumen: Instrumen) -> Layout:
    """One copy of the instrument from its sheets; *sendiri* are the matches of each sheet by itself, by index."""
    urut = sorted(anggota, key=lambda b: _letak_tengah(sendiri[b.indeks], instrumen))
    semua = [x for b in urut for x in b.baris]
    hasil = match_rows(semua, instrumen) if len(urut) > 1 else sendiri[urut[0].indeks]
    asal = {(x.lembar, x.baris): (b, i) for b in urut for i, x in enumerate(b.baris)}
    nama = {b.indeks: b.nama for b in urut}
    temuan: list[Temuan] = []
    label_pilihan: dict[str, tuple[str, Sel, str]] = {}
    penanda: dict[str, tuple[str, Sel]] = {}
    letak: dict[str, LabelRow] = {}
    for r, c in hasil.cocok.items():
        x = semua[r]
        letak[c.kode] = x
        b, i = asal[(x.lembar, x.baris)]
        temuan += temuan_baris(x, c, b, i, instrumen)
        huruf = odd_marker(x, c.kode, instrumen)
        if huruf is not None:
            penanda[c.kode] = (huruf, Sel(b.nama, x.baris + 1, x.kolom))
        label = label_lain(x, c, b, i, instrumen)
        if label is not None:
            label_pilihan[c.kode] = label
    temuan += marker_findings(penanda, letak, instrumen)
    hilang = tuple(b.kode for b in instrumen.baris if b.kode not in letak and b.jenis in ("indikator", "jumlah"))
    for kode in hilang:
        if instrumen.per_kode[kode].jenis == "indikator":
            temuan.append(temuan_hilang(kode, letak, nama, instrumen))
    for b in urut:
        temuan += temuan_kolom_ganda(b, instrumen)
    penilai = tuple(p for p in instrumen.penilai.kode if any(b.kepala.milik("jawaban", p) for b in urut))
    baris = {kode: (x.lembar, x.baris) for kode, x in letak.items()}
    return Layout(
        lembar=tuple(b.nama for b in sorted(urut, key=lambda b: b.indeks)),
        penilai=penilai,
        peta={p: CellMap(p, baris, urut, instrumen) for p in penilai},
        baris_hilang=hilang,
        label_pilihan=label_pilihan,
        temuan=temuan,
        sisa=tuple((semua[r].lembar, semua[r].baris, cut_label(semua[r].teks)) for r in hasil.sisa),
        ganda=tuple(_ganda(semua[r], kode, letak[kode], nama) for r, kode in hasil.ganda.items()),
        kolom_jawaban=tuple((b.indeks, k) for b in urut for k, t in b.kepala.kolom if t.peran == "jawaban"),
        baris_kepala={b.indeks: b.kepala.awal for b in urut},
        bagian=tuple(ReadPart(b.indeks, b.nama, b.kepala, _indicator_rows(b, baris, instrumen)) for b in urut),
        akhir_kepala={b.indeks: b.kepala.akhir for b in urut},
        letak=tuple(
            (kode, x.lembar, x.baris, x.kolom)
            for kode, x in letak.items()
            if instrumen.per_kode[kode].jenis in ("indikator", "jumlah")
        ),
        teks_lain={k: x.teks for k, x in letak.items() if x.teks != instrumen.per_kode[k].teks},
    )


def _indicator_rows(
    b: SheetPart, baris: Mapping[str, tuple[int, int]], instrumen: Instrumen
) -> tuple[tuple[str, int], ...]:
    return tuple((i.kode, baris[i.kode][1]) for i in instrumen.indikator if baris.get(i.kode, (-1,))[0] == b.indeks)


def _ganda(x: LabelRow, kode: str, dipakai: LabelRow, nama: dict[int, str]) -> tuple[int, int, str, Sel]:
    return x.lembar, x.baris, kode, Sel(nama[dipakai.lembar], dipakai.baris + 1, dipakai.kolom)


def _letak_tengah(hasil: MatchResult, instrumen: Instrumen) -> int:
    nomor = sorted(instrumen.per_kode[c.kode].nomor for c in hasil.cocok.values())
    return nomor[len(nomor) // 2] if nomor else 0
