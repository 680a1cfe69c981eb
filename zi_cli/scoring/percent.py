"""Percent indicators: the counts decide, the typed percentage is checked against them."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.ratio_rules import ATURAN
from zi_cli.text import desimal, ringkas
from zi_cli.worksheet.cells import KOSONG, Reading, parse_count, parse_percent
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel

#: Two readings of one ratio cell that differ by less than this are the same number.
_SAMA = Fraction(1, 1_000_000)
_NOL, _SATU = Fraction(0), Fraction(1)


class HasilPersen(NamedTuple):
    """The outcome of one percent row: ratio 0 to 1 or None, the typed text, and the findings.

    ``lain`` are further ratios that the row may stand for because its cells contradict each other.
    """

    nilai: Fraction | None
    mentah: str | None
    temuan: list[Temuan]
    lain: tuple[Fraction, ...] = ()


class BacaanHitungan(NamedTuple):
    """One count: its whole number or None, the findings, and whether anything was written.

    ``rincian`` is the sum of the parts where it contradicts the typed figure; ``tak_terbaca``: the
    number is a sum while a cell that belongs to it can't be read.
    """

    nilai: Fraction | None
    temuan: Sequence[Temuan]
    ada: bool
    rincian: Fraction | None = None
    tak_terbaca: bool = False


def score_percent(baris: Baris, kolom: KolomPenilai, instrumen: Instrumen) -> HasilPersen:
    """Score the percent row *baris* from its counts, else from the percentage typed there.

    Sources: the rule named in ``struktur.csv``; precedence and tolerances as in docs/penilaian.md.
    """
    isian = kolom.jawaban.get(baris.kode)
    tertulis = parse_percent(isian.nilai) if isian else KOSONG
    aturan = baris.aturan
    if aturan is None:
        raise ValueError(f"{baris.kode} tidak beraturan")
    pertama, kedua = hitungan = [read_counts(k, kolom, instrumen) for k in aturan.operan]
    temuan = [*pertama.temuan, *kedua.temuan]
    bagian, semua = pertama.nilai, kedua.nilai
    rasio = ATURAN[aturan.nama](bagian, semua)
    sel = isian.sel if isian else None
    nilai = rasio.nilai
    if nilai is None or rasio.mentah is None:
        kosong = [instrumen.per_kode[k].nomor for k, h in zip(aturan.operan, hitungan, strict=True) if h.nilai is None]
        ada = any(h.ada for h in hitungan)
        tanpa_hitungan = _take_typed(
            baris, tertulis, sel, kosong, ada, temuan, instrumen, boleh_lebih=rasio.boleh_lebih
        )
        berlebih = isinstance(tertulis.nilai, Fraction) and tertulis.nilai > 1 and not rasio.boleh_lebih
        return HasilPersen(tanpa_hitungan, tertulis.mentah, temuan, (_NOL,) if berlebih else ())
    lain = _rasio_lain(aturan.nama, pertama, kedua)
    if rasio.penyebut_nol:
        sel_penyebut = kolom.jawaban.get(aturan.operan[1])
        baris_penyebut = f"baris {instrumen.per_kode[aturan.operan[1]].nomor}"
        temuan.append(
            make_temuan("LKE207", sel_penyebut.sel if sel_penyebut else sel, baris.kode, rincian=baris_penyebut)
        )
        if bagian:
            lain.append(_SATU)
    if rasio.mentah > 1 and not rasio.boleh_lebih:
        lain.append(_NOL)
        temuan.append(
            make_temuan(
                "LKE206", sel, baris.kode, rincian=_rincian(bagian, semua), hitungan=f"{desimal(rasio.mentah * 100)} %"
            )
        )
    if tertulis.masalah is not None and not _sama(tertulis, rasio.mentah):
        temuan += _masalah_tertulis(baris, tertulis, sel, instrumen, ringan=True)
        # A bare 92 is 92 % or 9200 %; text that is no number contradicts nothing.
        if isinstance(tertulis.nilai, Fraction) and not _sama(tertulis, rasio.mentah * 100):
            lain += [min(_SATU, tertulis.nilai / 100), _SATU]
    elif tertulis.nilai is not None and not (_sama(tertulis, rasio.mentah) or _sama(tertulis, nilai)):
        # Counts that can't be right (LKE206, LKE207) are the mistake, whatever percentage stands beside them.
        if not any(t.kode in ("LKE206", "LKE207") for t in temuan):
            temuan.append(
                make_temuan(
                    "LKE204",
                    sel,
                    baris.kode,
                    tertulis=tertulis.mentah,
                    rincian=_rincian(bagian, semua),
                    hitungan=f"{desimal(nilai * 100)} %",
                )
            )
        if isinstance(tertulis.nilai, Fraction):
            lain.append(min(_SATU, tertulis.nilai))
    return HasilPersen(nilai, tertulis.mentah, temuan, tuple(lain))


def _rasio_lain(aturan: str, pertama: BacaanHitungan, kedua: BacaanHitungan) -> list[Fraction]:
    """The ratios of a row whose counts contradict themselves: by the parts, and with an unread part at worst."""
    lain: list[Fraction | None] = []
    if pertama.rincian is not None:
        lain.append(ATURAN[aturan](pertama.rincian, kedua.nilai).nilai)
    if kedua.rincian is not None:
        lain.append(ATURAN[aturan](pertama.nilai, kedua.rincian).nilai)
    if pertama.tak_terbaca or kedua.tak_terbaca:
        lain += [_NOL, _SATU]
    return [n for n in lain if n is not None]


def _take_typed(
    baris: Baris,
    tertulis: Reading,
    sel: Sel | None,
    kosong: list[int],
    ada: bool,
    temuan: list[Temuan],
    instrumen: Instrumen,
    *,
    boleh_lebih: bool,
) -> Fraction | None:
    daftar_kosong = ", ".join(f"baris {n}" for n in kosong)
    if tertulis.masalah is not None:
        temuan += _masalah_tertulis(baris, tertulis, sel, instrumen, ringan=False)
        return None
    if not isinstance(tertulis.nilai, Fraction):
        if ada:
            temuan.append(
                make_temuan("LKE217", sel, baris.kode, indikator=instrumen.sebutan(baris.kode), kosong=daftar_kosong)
            )
        elif sel is not None:
            temuan.append(make_temuan("LKE202", sel, baris.kode, indikator=instrumen.sebutan(baris.kode)))
        return None
    temuan.append(
        make_temuan(
            "LKE211",
            sel,
            baris.kode,
            indikator=instrumen.sebutan(baris.kode),
            kosong=daftar_kosong,
            tertulis=tertulis.mentah,
        )
    )
    if tertulis.nilai > 1 and not boleh_lebih:
        temuan.append(
            make_temuan(
                "LKE206", sel, baris.kode, rincian="yang tertulis", hitungan=f"{ringkas(tertulis.nilai * 100)} %"
            )
        )
    return min(Fraction(1), tertulis.nilai)


def _masalah_tertulis(
    baris: Baris, tertulis: Reading, sel: Sel | None, instrumen: Instrumen, *, ringan: bool
) -> list[Temuan]:
    """The finding about an unusable typed percentage; lighter when the counts decide anyway."""
    if tertulis.masalah is None or tertulis.masalah == "LKE112":
        return []
    return [
        make_temuan(
            tertulis.masalah,
            sel,
            baris.kode,
            akibat="yang dipakai hitungannya" if ringan else "dihitung tanpa jawaban",
            tingkat="peringatan" if ringan else None,
            jawaban=tertulis.mentah,
            indikator=instrumen.sebutan(baris.kode),
        )
    ]


def read_counts(kode: str, kolom: KolomPenilai, instrumen: Instrumen) -> BacaanHitungan:
    """One operand; where the row is itself a sum, the typed figure decides, else its parts."""
    isian = kolom.jawaban.get(kode)
    aturan = instrumen.per_kode[kode].aturan
    if aturan is None:
        wajar = _hitungan_wajar(isian.nilai if isian else "")
        if wajar is not None:
            return wajar
    sendiri, temuan = _read_one(kode, isian, instrumen)
    ada = not sendiri.kosong
    if aturan is None:
        return BacaanHitungan(_angka(sendiri), temuan, ada)
    bagian: list[Fraction] = []
    for k in aturan.operan:
        bacaan, temuan_bagian = _read_one(k, kolom.jawaban.get(k), instrumen)
        temuan += temuan_bagian
        ada = ada or not bacaan.kosong
        if isinstance(bacaan.nilai, Fraction):
            bagian.append(bacaan.nilai)
    jumlah = sum(bagian, Fraction(0)) if bagian else None
    tertulis = _angka(sendiri)
    if tertulis is None:
        return BacaanHitungan(jumlah, temuan, ada, tak_terbaca=bool(temuan))
    if jumlah is not None and jumlah != tertulis and isian is not None:
        temuan.append(make_temuan("LKE208", isian.sel, kode, tertulis=ringkas(tertulis), rincian=ringkas(jumlah)))
        return BacaanHitungan(tertulis, temuan, ada, rincian=jumlah)
    return BacaanHitungan(tertulis, temuan, ada)


@lru_cache(maxsize=8192, typed=True)
def _hitungan_wajar(nilai: NilaiSel) -> BacaanHitungan | None:
    """A blank cell or a sound count; None when there is anything to say about it."""
    bacaan = parse_count(nilai)
    return None if bacaan.masalah is not None else BacaanHitungan(_angka(bacaan), (), not bacaan.kosong)


def _read_one(kode: str, isian: Isian | None, instrumen: Instrumen) -> tuple[Reading, list[Temuan]]:
    if isian is None:
        return KOSONG, []
    bacaan = parse_count(isian.nilai)
    if bacaan.masalah is None or bacaan.masalah == "LKE112":
        return bacaan, []
    return bacaan, [
        make_temuan(
            bacaan.masalah,
            isian.sel,
            kode,
            jawaban=bacaan.mentah,
            indikator=instrumen.sebutan(kode),
            akibat="hitungannya dianggap kosong",
        )
    ]


def _angka(bacaan: Reading) -> Fraction | None:
    return bacaan.nilai if isinstance(bacaan.nilai, Fraction) else None


def _sama(tertulis: Reading, hitungan: Fraction) -> bool:
    if not isinstance(tertulis.nilai, Fraction):
        return False
    return tertulis.nilai == hitungan or abs(tertulis.nilai - hitungan) <= max(tertulis.toleransi, _SAMA)


def _rincian(bagian: Fraction | None, semua: Fraction | None) -> str:
    return f"{ringkas(bagian) if bagian is not None else '–'} dari {ringkas(semua) if semua is not None else '–'}"
