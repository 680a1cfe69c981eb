"""The file's own figures against ours: each score, percentage and total that it holds.

One mistake is one finding, at the lowest node that explains it: a sum that follows from figures below it,
from an answer that has a finding of its own, or from blank answers left out of a mean says nothing more.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.totals import TOLERANSI, total_cells
from zi_cli.text import desimal, ringkas
from zi_cli.worksheet.cells import angka_sel, raw_text
from zi_cli.worksheet.model import BELUM_DIHITUNG, Isian, KolomPenilai


class _Angka(NamedTuple):
    """One figure of the file: as it stands and as ours would (the cell's unit), and the cell's unit in points."""

    berkas: Fraction
    kami: Fraction
    satuan: Fraction

    @property
    def poin(self) -> Fraction:
        return self.berkas * self.satuan

    @property
    def toleransi(self) -> Fraction:
        """In points."""
        return TOLERANSI * self.satuan

    @property
    def beda(self) -> bool:
        return abs(self.berkas - self.kami) > TOLERANSI


class _Lembar(NamedTuple):
    """What the comparison of one assessor's figures goes by.

    ``simpul`` are our points by kode, total rows included; ``rusak`` score cells that are no number; ``bersebab``
    the rows whose figure may differ for a reason that has its own finding, with the codes of those findings.
    """

    kolom: KolomPenilai
    penilaian: Penilaian
    instrumen: Instrumen
    simpul: Mapping[str, Fraction]
    rusak: Mapping[str, Isian]
    bersebab: Mapping[str, set[str]]


class _Harapan(NamedTuple):
    """What a sum should be (points) by the figures below it: blanks as 0, blanks left out; and their rounding."""

    nol: Fraction
    tanpa_kosong: Fraction
    toleransi: Fraction

    def menjelaskan(self, a: _Angka) -> bool:
        """Whether *a* follows from the figures below."""
        batas = a.toleransi + self.toleransi
        return abs(a.poin - self.nol) <= batas or abs(a.poin - self.tanpa_kosong) <= batas


def reconcile(
    kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen, tata: Iterable[Temuan] = ()
) -> list[Temuan]:
    """Findings LKE301–LKE305 about the figures that *kolom* holds, total last; *tata* are those of the layout."""
    simpul = _nilai_simpul(penilaian, instrumen)
    nilai: dict[str, _Angka] = {}
    kelompok: dict[tuple[bool, str], dict[str, Isian]] = {}
    for kode, isian in kolom.nilai.items():
        if kode in simpul:
            # Sheets write the ratio on questions and points on the three rows of Hasil, which bear a weight.
            kelompok.setdefault((kode in penilaian.indikator, kode.partition(".")[0]), {})[kode] = isian
    for isi in kelompok.values():
        nilai |= _read_nilai(isi, simpul, instrumen)
    persen = _read_persen(kolom.persen, simpul, instrumen)
    rusak = {k: i for k, i in kolom.nilai.items() if k in simpul and k not in nilai and i.nilai != BELUM_DIHITUNG}
    lembar = _Lembar(kolom, penilaian, instrumen, simpul, rusak, _bersebab((*penilaian.temuan, *tata), instrumen))
    temuan = [*_sel_rusak(lembar), *_compare_nilai(nilai, lembar), *_compare_persen(persen, nilai, lembar)]
    if temuan:
        return temuan
    # Whether the file's total can be trusted: nothing else differs.
    total = _file_total(kolom, penilaian, instrumen)
    return [] if total is None or total[2].beda else [_temuan_total("LKE305", *total, penilaian, instrumen)]


def differing_total(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> list[Temuan]:
    """LKE304 when the file's total differs from ours; nothing when it agrees or there is none."""
    total = _file_total(kolom, penilaian, instrumen)
    return [] if total is None or not total[2].beda else [_temuan_total("LKE304", *total, penilaian, instrumen)]


def _file_total(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> tuple[str, Isian, _Angka] | None:
    """The row, the cell and the figure of the file's total; None when it holds none or leaves out blanks.

    A blank total is no statement; where only components have one, the first that differs speaks for them.
    """
    # Asked of every assessor of every file: our points of these few rows, not of all.
    total = total_cells(kolom, instrumen) or [
        b.kode for j in ("total", "komponen") for b in instrumen.baris if b.jenis == j
    ]
    ada = [
        (k, i, _Angka(n, _node_points(instrumen.per_kode[k], penilaian), Fraction(1)))
        for k in total
        if (i := kolom.nilai.get(k)) and (n := angka_sel(i.nilai)) is not None
    ]
    if not ada:
        return None
    kode, isian, a = next((x for x in ada if x[2].beda), ada[0])
    if a.beda and penilaian.kosong:
        simpul = _nilai_simpul(penilaian, instrumen)
        if _harapan({}, _Lembar(kolom, penilaian, instrumen, simpul, {}, {}))[kode].menjelaskan(a):
            return None
    return kode, isian, a


def _temuan_total(
    temuan: str, kode: str, isian: Isian, a: _Angka, penilaian: Penilaian, instrumen: Instrumen
) -> Temuan:
    return make_temuan(
        temuan,
        isian.sel,
        kode,
        penilai=f"{instrumen.penilai.nama(penilaian.penilai)} ({instrumen.per_kode[kode].teks})",
        berkas=ringkas(a.berkas, 4),
        kami=ringkas(a.kami, 4),
    )


def _nilai_simpul(penilaian: Penilaian, instrumen: Instrumen) -> dict[str, Fraction]:
    """Our points by kode, total rows included ("A.TOTAL" is A, "TOTAL" the whole)."""
    simpul = dict(penilaian.nilai)
    simpul.update((b.kode, _node_points(b, penilaian)) for b in instrumen.baris if b.jenis == "total")
    return simpul


def _node_points(baris: Baris, penilaian: Penilaian) -> Fraction:
    """Our points of a node or a total row."""
    nilai = penilaian.nilai
    if baris.jenis == "total":
        return nilai.get(baris.kode.rpartition(".")[0] or "total", nilai["total"])
    return nilai[baris.kode]


def _read_nilai(isi: Mapping[str, Isian], simpul: Mapping[str, Fraction], instrumen: Instrumen) -> dict[str, _Angka]:
    """The numbers of a group of score cells; the sheet may write points or the ratio of the weight, all alike."""
    angka = {k: n for k, i in isi.items() if (n := angka_sel(i.nilai)) is not None}
    rasio = {k: simpul[k] / _bobot(k, instrumen) for k in angka}
    sebagai_poin = sum(abs(n - simpul[k]) <= TOLERANSI for k, n in angka.items())
    sebagai_rasio = sum(abs(n - rasio[k]) <= TOLERANSI for k, n in angka.items())
    if sebagai_poin >= sebagai_rasio:
        return {k: _Angka(n, simpul[k], Fraction(1)) for k, n in angka.items()}
    return {k: _Angka(n, rasio[k], _bobot(k, instrumen)) for k, n in angka.items()}


def _read_persen(isi: Mapping[str, Isian], simpul: Mapping[str, Fraction], instrumen: Instrumen) -> dict[str, _Angka]:
    """The percentage cells, written as ratios or, all alike, as numbers up to 100."""
    angka = {k: n for k, i in isi.items() if k in simpul and (n := angka_sel(i.nilai)) is not None}
    skala = 100 if any(n > 1 + TOLERANSI for n in angka.values()) else 1
    return {
        k: _Angka(n, simpul[k] * skala / _bobot(k, instrumen), _bobot(k, instrumen) / skala) for k, n in angka.items()
    }


def _bobot(kode: str, instrumen: Instrumen) -> Fraction:
    return instrumen.per_kode[kode].bobot or Fraction(1)


def _bersebab(temuan: Iterable[Temuan], instrumen: Instrumen) -> dict[str, set[str]]:
    """Rows whose figure may differ for a reason that has its own finding, with the codes of those findings.

    These are answers (LKE2xx, a count's under its indicator) and weights of the sheet's own (LKE125).
    """
    hasil: dict[str, set[str]] = {}
    for t in temuan:
        baris = instrumen.per_kode.get(t.indikator or "")
        if baris is None or not t.kode.startswith(("LKE20", "LKE21", "LKE125")):
            continue
        kode = baris.induk if baris.jenis == "jumlah" and baris.induk else baris.kode
        # A label of no consequence changes no number, but may keep the sheet from finding one.
        hasil.setdefault(kode, set()).add(f"{t.kode} {t.tingkat}" if t.tingkat == "info" else t.kode)
    return hasil


def _beralasan(kode: str, bersebab: Mapping[str, set[str]]) -> bool:
    return bool(bersebab.get(kode, set()) - {"LKE203 info"})


def _node_content(instrumen: Instrumen, simpul: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The rows each sum adds up, in the order in which they can be worked out: contents before their sum."""
    ada = set(simpul)
    urut = {b.kode: tuple(k for k in instrumen.anak.get(b.kode, ()) if k in ada) for b in reversed(instrumen.baris)
            if b.kode in ada and b.jenis != "total"}  # fmt: skip
    total = [b.kode for b in instrumen.baris if b.jenis == "total"]
    for kode in total:
        induk = kode.rpartition(".")[0]
        urut[kode] = (induk,) if induk else tuple(k for k in total if k != kode)
    return urut


def _harapan(angka: Mapping[str, _Angka], lembar: _Lembar) -> dict[str, _Harapan]:
    """What every node should be by the file's own figures below it, ours where it holds none."""
    _, penilaian, instrumen, simpul, rusak, _ = lembar
    harapan: dict[str, _Harapan] = {}
    dipakai: dict[str, _Harapan] = {}
    for kode, isi in _node_content(instrumen, simpul).items():
        if not isi:
            h = _Harapan(simpul[kode], simpul[kode], Fraction(0))
        else:
            dihitung = isi
            if all(k in penilaian.indikator for k in isi):
                # A mean skips text: a blank answer, or a score that the sheet could not find.
                dihitung = tuple(k for k in isi if k in angka or not (k in penilaian.kosong or k in rusak))
            tanpa_kosong = _sum(dipakai[k].tanpa_kosong for k in dihitung)
            if dihitung and dihitung != isi:
                bagian, semua = (_sum(_bobot(k, instrumen) for k in daftar) for daftar in (dihitung, isi))
                tanpa_kosong = tanpa_kosong * semua / bagian if bagian else tanpa_kosong
            h = _Harapan(_sum(dipakai[k].nol for k in isi), tanpa_kosong, _sum(dipakai[k].toleransi for k in isi))
        harapan[kode] = h
        a = angka.get(kode)
        if a is None:
            dipakai[kode] = h
        elif a.beda:
            dipakai[kode] = _Harapan(a.poin, a.poin, a.toleransi)
        else:
            dipakai[kode] = _Harapan(simpul[kode], simpul[kode], Fraction(0))
    return harapan


def _sum(nilai: Iterable[Fraction]) -> Fraction:
    """The sum of *nilai*, exact; over one denominator in whole numbers, a third of the time of adding fractions."""
    pecahan = [n.as_integer_ratio() for n in nilai]
    penyebut = lcm(*{d for _, d in pecahan})
    return Fraction(sum(n * (penyebut // d) for n, d in pecahan), penyebut)


def _sel_rusak(lembar: _Lembar) -> Iterator[Temuan]:
    """LKE303 for each score cell that is no number, unless what it adds up is no number either."""
    _, penilaian, instrumen, simpul, rusak, bersebab = lembar
    isi = _node_content(instrumen, simpul)
    for kode, isian in rusak.items():
        teks = raw_text(isian.nilai) or ""
        label_saja = kode in bersebab and not teks.startswith("#")
        mewarisi = any(k in rusak for k in isi[kode]) or (isi[kode] and set(isi[kode]) <= set(penilaian.kosong))
        if not (_beralasan(kode, bersebab) or label_saja or mewarisi):
            yield make_temuan("LKE303", isian.sel, kode, indikator=instrumen.sebutan(kode), isi=f"“{teks}”")


def _compare_nilai(nilai: Mapping[str, _Angka], lembar: _Lembar) -> Iterator[Temuan]:
    """LKE301 (a total row: LKE304) at each node whose figure nothing else explains."""
    if not any(a.beda for a in nilai.values()):
        return
    kolom, penilaian, instrumen, bersebab = lembar.kolom, lembar.penilaian, lembar.instrumen, lembar.bersebab
    harapan, isi = _harapan(nilai, lembar), _node_content(instrumen, lembar.simpul)
    for kode, a in nilai.items():
        if not a.beda or _beralasan(kode, bersebab) or harapan[kode].menjelaskan(a):
            continue
        if not a.berkas and any(k in lembar.rusak for k in isi[kode]):
            # IFERROR(…, 0) over an error, which has a finding of its own.
            continue
        isian = kolom.nilai[kode]
        if instrumen.per_kode[kode].jenis == "total":
            yield _temuan_total("LKE304", kode, isian, a, penilaian, instrumen)
        else:
            yield make_temuan(
                "LKE301",
                isian.sel,
                kode,
                indikator=instrumen.sebutan(kode),
                berkas=ringkas(a.berkas, 4),
                kami=ringkas(a.kami, 4),
            )


def _compare_persen(persen: Mapping[str, _Angka], nilai: Mapping[str, _Angka], lembar: _Lembar) -> Iterator[Temuan]:
    """LKE302 at each node whose percentage neither its own score nor the figures below it explain."""
    if not any(a.beda for a in persen.values()):
        return
    harapan = _harapan({**nilai, **persen}, lembar)
    for kode, a in persen.items():
        sendiri = nilai.get(kode)
        mengikuti = sendiri is not None and abs(a.poin - sendiri.poin) <= a.toleransi + sendiri.toleransi
        if not a.beda or mengikuti or _beralasan(kode, lembar.bersebab) or harapan[kode].menjelaskan(a):
            continue
        skala = a.satuan / _bobot(kode, lembar.instrumen) * 100
        yield make_temuan(
            "LKE302",
            lembar.kolom.persen[kode].sel,
            kode,
            indikator=lembar.instrumen.sebutan(kode),
            berkas=f"{desimal(a.berkas * skala)} %",
            kami=f"{desimal(a.kami * skala)} %",
        )
