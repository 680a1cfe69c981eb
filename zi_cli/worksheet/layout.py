"""The layout of a workbook: which sheets, columns and rows hold which answer of which assessor.

Everything here is a function of headings, labels, weights and option labels, never of answers, so
that files made from one form share one result (the last ones are remembered).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from zi_cli.bahasa import rata, ringkas
from zi_cli.findings.katalog import buat_temuan
from zi_cli.findings.model import Sel, Temuan
from zi_cli.instrumen.model import Instrumen
from zi_cli.scoring.jawaban import angka_sel
from zi_cli.worksheet.cocok import BarisLabel, HasilCocok, Kecocokan, cocokkan
from zi_cli.worksheet.kamus import MIRIP_YAKIN
from zi_cli.worksheet.kolom import Kepala, Peran, cari_kepala, kenali_penilai
from zi_cli.worksheet.model import PENILAI, NilaiSel, Penilai
from zi_cli.worksheet.teks import normal, penanda_saja, pisah_penanda

Lembar = tuple[str, list[list[NilaiSel]]]

#: A sheet counts as (part of) an LKE from this many recognised rows on.
BARIS_MINIMAL = 3
#: Two sheets that share more than this part of their rows are two copies, not two parts.
TUMPANG_TINDIH = Fraction(3, 10)
#: Labelled rows considered in one workbook; an official sheet has 202, and eight assessors may fill one each.
BARIS_LABEL_MAKS = 2000
#: Rows of a sheet looked at below its headings.
BARIS_MAKS = 20_000
_INGATAN = 64
_TEKS_MAKS = 90
_LABEL_MAKS = 2000
_PERAN_PETUNJUK: tuple[Peran, ...] = ("bobot", "pilihan", "nomor")


#: Where one cell is: (kode of its row, sheet index, zero-based row, column, address).
Letak = tuple[str, int, int, int, Sel]


@dataclass(slots=True)
class TataLetak:
    """What was recognised: places by (assessor, role), absent rows, odd labels, and findings.

    ``tempat_total`` are the places of totals and components among the score cells, by assessor.

    ``sisa`` are labelled rows that matched nothing and ``ganda`` rows that repeat another one:
    they matter only if they hold an answer, which the layout does not know.
    """

    lembar: tuple[str, ...]
    penilai: tuple[Penilai, ...]
    tempat: dict[tuple[Penilai, Peran], tuple[Letak, ...]]
    tempat_total: dict[Penilai, tuple[Letak, ...]]
    baris_hilang: tuple[str, ...]
    label_pilihan: dict[str, tuple[str, Sel, str]]
    temuan: list[Temuan]
    sisa: tuple[tuple[int, int, str], ...]
    ganda: tuple[tuple[int, int, str, Sel], ...]
    kolom_jawaban: tuple[tuple[int, int], ...]
    baris_kepala: dict[int, int]


class _Kerangka(NamedTuple):
    """One sheet's headings and the cells of its label, weight, option and ID columns, row by row."""

    indeks: int
    nama: str
    kepala: Kepala
    kolom: tuple[int, ...]
    sel: tuple[tuple[NilaiSel, ...], ...]


class _Bagian(NamedTuple):
    """One sheet with its headings and labelled rows."""

    indeks: int
    nama: str
    kepala: Kepala
    baris: list[BarisLabel]
    bobot: dict[int, NilaiSel]
    pilihan: dict[int, str]


def kenali(lembar: Sequence[Lembar], instrumen: Instrumen) -> TataLetak | None:
    """Recognise the layout of a workbook; None when no sheet holds an LKE."""
    return _kenali(tuple(_kerangka(lembar)), instrumen)


@lru_cache(maxsize=_INGATAN)
def _kenali(kerangka: tuple[_Kerangka, ...], instrumen: Instrumen) -> TataLetak | None:
    bagian: list[_Bagian] = []
    sisa = BARIS_LABEL_MAKS
    for k in kerangka:
        bagian.append(_baca_label(k, sisa))
        sisa -= len(bagian[-1].baris)
    return _susun(bagian, instrumen)


def _kerangka(lembar: Sequence[Lembar]) -> Iterator[_Kerangka]:
    kepala_lalu: Kepala | None = None
    for indeks, (nama, baris) in enumerate(lembar):
        kepala = cari_kepala(baris, kenali_penilai(normal(nama)) or "unit")
        if kepala is None:
            # A part of a split instrument may leave its headings to the first part.
            if kepala_lalu is None or not baris:
                continue
            kepala = kepala_lalu._replace(awal=-1, akhir=-1)
        if not any(t.peran == "jawaban" for _, t in kepala.kolom):
            continue
        kepala_lalu = kepala
        lebar = len(baris[0])
        perlu = [*kepala.label, *(k for k, t in kepala.kolom if t.peran in ("bobot", "pilihan", "nomor"))]
        kolom = tuple(sorted({k for k in perlu if k < lebar}))
        if len(kolom) >= 2:  # itemgetter of one column would not give tuples, and one column is no LKE
            isi = tuple(map(itemgetter(*kolom), baris[kepala.akhir + 1 : kepala.akhir + 1 + BARIS_MAKS]))
            yield _Kerangka(indeks, nama, kepala, kolom, isi)


def _baca_label(kerangka: _Kerangka, batas: int) -> _Bagian:
    """Marker, text and hints of the labelled rows below the headings, at most *batas* of them."""
    kepala = kerangka.kepala
    letak = {k: i for i, k in enumerate(kerangka.kolom)}
    label = [(k, letak[k]) for k in kepala.label if k in letak]
    hint = {p: letak.get(next(iter(kepala.milik(p)), -1), -1) for p in _PERAN_PETUNJUK}
    daftar: list[BarisLabel] = []
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
                    penanda = penanda_saja(teks) or penanda
                teks, kolom = s, k
            else:
                penanda = penanda_saja(s) or penanda
        if kolom < 0 or len(teks.strip()) < 3:
            continue
        if len(daftar) >= batas:
            break
        petunjuk = {p: sel[i] if i >= 0 else "" for p, i in hint.items()}
        penanda_teks, teks = pisah_penanda(teks[:_LABEL_MAKS])
        p, nomor = petunjuk["pilihan"], petunjuk["nomor"]
        jenis = kenali_pilihan(p) if isinstance(p, str) and p else None
        pengenal = nomor.strip() if isinstance(nomor, str) else ""
        if not penanda and not penanda_teks and len(pengenal) <= 5:
            penanda = penanda_saja(pengenal) or ""
        if isinstance(p, str) and p.strip():
            pilihan[len(daftar)] = p
        if petunjuk["bobot"] != "":
            bobot[len(daftar)] = petunjuk["bobot"]
        daftar.append(BarisLabel(kerangka.indeks, r, kolom, penanda_teks or penanda, teks, jenis, pengenal))
    return _Bagian(kerangka.indeks, kerangka.nama, kepala, daftar, bobot, pilihan)


def kenali_pilihan(teks: str) -> str | None:
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


def _susun(bagian: list[_Bagian], instrumen: Instrumen) -> TataLetak | None:
    """Put the sheets together: parts of one instrument, or one copy per assessor."""
    kelompok: list[tuple[list[_Bagian], set[str]]] = []
    sendiri = {b.indeks: cocokkan(b.baris, instrumen) for b in bagian}
    for b in bagian:
        liputan = {c.kode for c in sendiri[b.indeks].cocok.values() if c.mirip >= MIRIP_YAKIN}
        if len(liputan) < BARIS_MINIMAL:
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
    hasil: TataLetak | None = None
    for anggota, _ in sorted(kelompok, key=lambda x: -len(x[1])):
        tata = _susun_kelompok(anggota, sendiri, instrumen)
        if hasil is None:
            hasil = tata
        elif set(tata.penilai).isdisjoint(hasil.penilai):
            _gabung(hasil, tata)
        else:
            hasil.temuan.append(
                buat_temuan("LKE114", Sel(anggota[0].nama, 1, 0), lembar=anggota[0].nama, dipakai=hasil.lembar[0])
            )
    return hasil


def _gabung(utama: TataLetak, lain: TataLetak) -> None:
    """Add the sheets of another assessor to *utama*."""
    utama.lembar += lain.lembar
    utama.penilai = tuple(p for p in PENILAI if p in utama.penilai or p in lain.penilai)
    utama.tempat |= lain.tempat
    utama.tempat_total |= lain.tempat_total
    utama.temuan += lain.temuan
    utama.sisa += lain.sisa
    utama.ganda += lain.ganda
    utama.kolom_jawaban += lain.kolom_jawaban
    utama.baris_kepala |= lain.baris_kepala


def _susun_kelompok(anggota: list[_Bagian], sendiri: Mapping[int, HasilCocok], instrumen: Instrumen) -> TataLetak:
    """One copy of the instrument from its sheets; *sendiri* are the matches of each sheet by itself, by index."""
    urut = sorted(anggota, key=lambda b: _letak_tengah(sendiri[b.indeks], instrumen))
    semua = [x for b in urut for x in b.baris]
    hasil = cocokkan(semua, instrumen) if len(urut) > 1 else sendiri[urut[0].indeks]
    asal = {(x.lembar, x.baris): (b, i) for b in urut for i, x in enumerate(b.baris)}
    nama = {b.indeks: b.nama for b in urut}
    per_lembar = {b.indeks: b for b in urut}
    temuan: list[Temuan] = []
    label_pilihan: dict[str, tuple[str, Sel, str]] = {}
    letak: dict[str, BarisLabel] = {}
    for r, c in hasil.cocok.items():
        x = semua[r]
        letak[c.kode] = x
        b, i = asal[(x.lembar, x.baris)]
        temuan += _temuan_baris(x, c, b, i, instrumen)
        label = _label_lain(x, c, b, i, instrumen)
        if label is not None:
            label_pilihan[c.kode] = label
    hilang = tuple(b.kode for b in instrumen.baris if b.kode not in letak and b.jenis in ("indikator", "jumlah"))
    for kode in hilang:
        if instrumen.per_kode[kode].jenis == "indikator":
            temuan.append(_temuan_hilang(kode, letak, nama, instrumen))
    for b in urut:
        temuan += _kolom_ganda(b)
    penilai = tuple(p for p in PENILAI if any(b.kepala.milik("jawaban", p) for b in urut))
    tempat = dict(_semua_tempat(letak, per_lembar, penilai, instrumen))
    puncak = {b.kode for b in instrumen.baris if b.jenis in ("total", "komponen")}
    return TataLetak(
        lembar=tuple(b.nama for b in sorted(urut, key=lambda b: b.indeks)),
        penilai=penilai,
        tempat=tempat,
        tempat_total={p: tuple(x for x in tempat.get((p, "nilai"), ()) if x[0] in puncak) for p in penilai},
        baris_hilang=hilang,
        label_pilihan=label_pilihan,
        temuan=temuan,
        sisa=tuple((semua[r].lembar, semua[r].baris, potong(semua[r].teks)) for r in hasil.sisa),
        ganda=tuple(_ganda(semua[r], kode, letak[kode], nama) for r, kode in hasil.ganda.items()),
        kolom_jawaban=tuple((b.indeks, k) for b in urut for k, t in b.kepala.kolom if t.peran == "jawaban"),
        baris_kepala={b.indeks: b.kepala.awal for b in urut},
    )


def _ganda(x: BarisLabel, kode: str, dipakai: BarisLabel, nama: dict[int, str]) -> tuple[int, int, str, Sel]:
    return x.lembar, x.baris, kode, Sel(nama[dipakai.lembar], dipakai.baris + 1, dipakai.kolom)


def _letak_tengah(hasil: HasilCocok, instrumen: Instrumen) -> int:
    nomor = sorted(instrumen.per_kode[c.kode].nomor for c in hasil.cocok.values())
    return nomor[len(nomor) // 2] if nomor else 0


def _semua_tempat(
    letak: dict[str, BarisLabel], per_lembar: dict[int, _Bagian], penilai: tuple[Penilai, ...], instrumen: Instrumen
) -> Iterator[tuple[tuple[Penilai, Peran], tuple[Letak, ...]]]:
    dijawab = {b.kode for b in instrumen.baris if b.jenis in ("indikator", "jumlah")}
    peran_semua: tuple[Peran, ...] = ("jawaban", "catatan", "bukti", "nilai", "persen")
    for p in penilai:
        di_jawaban = {i: b.kepala.milik("jawaban", p) for i, b in per_lembar.items()}
        for peran in peran_semua:
            milik = {i: b.kepala.milik(peran, p) for i, b in per_lembar.items()}
            if not any(milik.values()) and peran != "nilai":
                continue
            isi = []
            for b in instrumen.baris:
                x = letak.get(b.kode)
                if x is None or (b.kode not in dijawab and peran not in ("nilai", "persen")):
                    continue
                kolom = milik[x.lembar]
                if not kolom and peran == "nilai" and b.kode not in dijawab:
                    # Without a "Nilai" column the sums stand in the answer column itself.
                    kolom = di_jawaban[x.lembar]
                if kolom:
                    sel = Sel(per_lembar[x.lembar].nama, x.baris + 1, kolom[0])
                    isi.append((b.kode, x.lembar, x.baris, kolom[0], sel))
            if isi:
                yield (p, peran), tuple(isi)


def _temuan_baris(x: BarisLabel, c: Kecocokan, b: _Bagian, i: int, instrumen: Instrumen) -> list[Temuan]:
    """What is odd about one matched row: its text, marker, title or weight."""
    resmi = instrumen.per_kode[c.kode]
    sel = Sel(b.nama, x.baris + 1, x.kolom)
    temuan: list[Temuan] = []
    dijawab = resmi.jenis in ("indikator", "jumlah")
    if c.ragu is not None and dijawab:
        temuan.append(buat_temuan("LKE128", sel, c.kode, teks=potong(x.teks), indikator=c.kode, lain=c.ragu))
    elif c.teks_milik is not None and dijawab:
        temuan.append(buat_temuan("LKE122", sel, c.kode, teks=potong(x.teks), pemilik=c.teks_milik, indikator=c.kode))
    elif not dijawab and (c.teks_milik is not None or c.cara == "letak"):
        temuan.append(buat_temuan("LKE124", sel, c.kode, teks=potong(x.teks), resmi=resmi.teks, indikator=c.kode))
    elif dijawab and c.mirip < 1:
        temuan.append(
            buat_temuan(
                "LKE126",
                sel,
                c.kode,
                tingkat="peringatan" if c.mirip < MIRIP_YAKIN else None,
                teks=potong(x.teks),
                indikator=c.kode,
                persen=round(c.mirip * 100),
            )
        )
    elif dijawab and c.cara == "pindah":
        temuan.append(buat_temuan("LKE129", sel, c.kode, teks=potong(x.teks), indikator=c.kode))
    huruf = x.penanda
    if resmi.jenis == "indikator" and len(huruf) == 1 and huruf.isalpha() and huruf != resmi.huruf:
        temuan.append(buat_temuan("LKE123", sel, c.kode, penanda=huruf, resmi=resmi.huruf, indikator=c.kode))
    if i in b.bobot and resmi.bobot is not None and resmi.jenis in ("komponen", "aspek", "area", "sub"):
        tertulis = angka_sel(b.bobot[i])
        if tertulis is None or (tertulis != resmi.bobot and tertulis * 100 != resmi.bobot):
            kolom = b.kepala.milik("bobot")[0]
            temuan.append(
                buat_temuan(
                    "LKE125",
                    Sel(b.nama, x.baris + 1, kolom),
                    c.kode,
                    bobot=ringkas(tertulis) if tertulis is not None else f"“{potong(str(b.bobot[i]))}”",
                    resmi=ringkas(resmi.bobot),
                    indikator=c.kode,
                )
            )
    return temuan


def _label_lain(x: BarisLabel, c: Kecocokan, b: _Bagian, i: int, instrumen: Instrumen) -> tuple[str, Sel, str] | None:
    resmi = instrumen.per_kode[c.kode]
    if resmi.jenis != "indikator" or i not in b.pilihan or x.jenis_label in (None, resmi.jenis_jawaban):
        return None
    kolom = b.kepala.milik("pilihan")[0]
    return x.jenis_label or "", Sel(b.nama, x.baris + 1, kolom), potong(b.pilihan[i])


def _temuan_hilang(kode: str, letak: dict[str, BarisLabel], nama: dict[int, str], instrumen: Instrumen) -> Temuan:
    """LKE120 at the place of the last recognised row before the missing one."""
    b = instrumen.per_kode[kode]
    sel = None
    for lain in instrumen.baris:
        if lain.nomor >= b.nomor:
            break
        x = letak.get(lain.kode)
        if x is not None:
            sel = Sel(nama[x.lembar], x.baris + 1, x.kolom)
    return buat_temuan("LKE120", sel, kode, nomor=b.nomor, indikator=kode, teks=potong(b.teks))


def _kolom_ganda(b: _Bagian) -> Iterator[Temuan]:
    for p in PENILAI:
        kolom = b.kepala.milik("jawaban", p)
        for k in kolom[1:]:
            sel = Sel(b.nama, b.kepala.akhir + 1, k)
            yield buat_temuan("LKE113", sel, penilai=p, dipakai=Sel(b.nama, b.kepala.akhir + 1, kolom[0]))


def potong(teks: str) -> str:
    """*teks* on one line, shortened for a message."""
    bersih = rata(teks)
    return bersih if len(bersih) <= _TEKS_MAKS else bersih[: _TEKS_MAKS - 1] + "…"
