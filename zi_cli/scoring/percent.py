"""Percent indicators: the counts decide, the typed percentage is checked against them."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.ratio_rules import ATURAN
from zi_cli.text import decimal_text, short_number
from zi_cli.worksheet.cells import BLANK, Reading, parse_count, parse_percent, shown_text
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel

#: Two readings of one ratio cell that differ by less than this are the same number.
_SAME = Fraction(1, 1_000_000)
_ZERO, _ONE = Fraction(0), Fraction(1)


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


def score_percent(row: Baris, column: KolomPenilai, instrumen: Instrumen) -> HasilPersen:
    """Score the percent row *row* from its counts, else from the percentage typed there.

    Sources: the rule named in ``struktur.csv``; precedence and tolerances as in docs/penilaian.md.
    """
    isian = column.jawaban.get(row.kode)
    written = parse_percent(isian.nilai) if isian else BLANK
    rule = row.aturan
    if rule is None:
        raise ValueError(f"{row.kode} tidak beraturan")
    first, second = calculations = [read_counts(k, column, instrumen) for k in rule.operan]
    temuan = [*first.temuan, *second.temuan]
    part, every = first.nilai, second.nilai
    ratio = ATURAN[rule.nama](part, every)
    cell = isian.sel if isian else None
    nilai = ratio.nilai
    if nilai is None or ratio.mentah is None:
        empty = [instrumen.per_kode[k].nomor for k, h in zip(rule.operan, calculations, strict=True) if h.nilai is None]
        present = any(h.ada for h in calculations)
        tanpa_hitungan = _take_typed(
            row, written, isian, empty, present, temuan, instrumen, boleh_lebih=ratio.boleh_lebih
        )
        excess = isinstance(written.nilai, Fraction) and written.nilai > 1 and not ratio.boleh_lebih
        return HasilPersen(tanpa_hitungan, written.mentah, temuan, (_ZERO,) if excess else ())
    others = _other_ratios(rule.nama, first, second)
    if ratio.penyebut_nol:
        sel_penyebut = column.jawaban.get(rule.operan[1])
        baris_penyebut = f"baris {instrumen.per_kode[rule.operan[1]].nomor}"
        temuan.append(
            make_temuan("LKE207", sel_penyebut.sel if sel_penyebut else cell, row.kode, rincian=baris_penyebut)
        )
        if part:
            others.append(_ONE)
    if ratio.mentah > 1 and not ratio.boleh_lebih:
        others.append(_ZERO)
        temuan.append(
            make_temuan(
                "LKE206",
                cell,
                row.kode,
                rincian=_part_of_whole(part, every),
                hitungan=f"{decimal_text(ratio.mentah * 100)} %",
            )
        )
    if written.masalah is not None and not _same_percent(written, ratio.mentah):
        temuan += _written_problem(row, written, isian, instrumen, light=True)
        # A bare 92 is 92 % or 9200 %; text that is no number contradicts nothing.
        if isinstance(written.nilai, Fraction) and not _same_percent(written, ratio.mentah * 100):
            others += [min(_ONE, written.nilai / 100), _ONE]
    elif written.nilai is not None and not (_same_percent(written, ratio.mentah) or _same_percent(written, nilai)):
        # Counts that can't be right (LKE206, LKE207) are the mistake, whatever percentage stands beside them.
        if not any(t.kode in ("LKE206", "LKE207") for t in temuan):
            temuan.append(
                make_temuan(
                    "LKE204",
                    cell,
                    row.kode,
                    tertulis=shown_text(isian.nilai) if isian else "",
                    rincian=_part_of_whole(part, every),
                    hitungan=f"{decimal_text(nilai * 100)} %",
                )
            )
        if isinstance(written.nilai, Fraction):
            others.append(min(_ONE, written.nilai))
    return HasilPersen(nilai, written.mentah, temuan, tuple(others))


def _other_ratios(rule: str, first: BacaanHitungan, second: BacaanHitungan) -> list[Fraction]:
    """The ratios of a row whose counts contradict themselves: by the parts, and with an unread part at worst."""
    others: list[Fraction | None] = []
    if first.rincian is not None:
        others.append(ATURAN[rule](first.rincian, second.nilai).nilai)
    if second.rincian is not None:
        others.append(ATURAN[rule](first.nilai, second.rincian).nilai)
    if first.tak_terbaca or second.tak_terbaca:
        others += [_ZERO, _ONE]
    return [n for n in others if n is not None]


def _take_typed(
    row: Baris,
    written: Reading,
    isian: Isian | None,
    empty: list[int],
    present: bool,
    temuan: list[Temuan],
    instrumen: Instrumen,
    *,
    boleh_lebih: bool,
) -> Fraction | None:
    cell = isian.sel if isian else None
    daftar_kosong = ", ".join(f"baris {n}" for n in empty)
    if written.masalah is not None:
        temuan += _written_problem(row, written, isian, instrumen, light=False)
        return None
    if not isinstance(written.nilai, Fraction):
        if present:
            temuan.append(
                make_temuan("LKE217", cell, row.kode, indikator=instrumen.in_words(row.kode), kosong=daftar_kosong)
            )
        elif cell is not None:
            temuan.append(make_temuan("LKE202", cell, row.kode, indikator=instrumen.in_words(row.kode)))
        return None
    temuan.append(
        make_temuan(
            "LKE211",
            cell,
            row.kode,
            indikator=instrumen.in_words(row.kode),
            kosong=daftar_kosong,
            tertulis=shown_text(isian.nilai) if isian else "",
        )
    )
    if written.nilai > 1 and not boleh_lebih:
        temuan.append(
            make_temuan(
                "LKE206", cell, row.kode, rincian="yang tertulis", hitungan=f"{short_number(written.nilai * 100)} %"
            )
        )
    return min(Fraction(1), written.nilai)


def _written_problem(
    row: Baris, written: Reading, isian: Isian | None, instrumen: Instrumen, *, light: bool
) -> list[Temuan]:
    """The finding about an unusable typed percentage; lighter when the counts decide anyway."""
    if isian is None or written.masalah is None or written.masalah == "LKE112":
        return []
    return [
        make_temuan(
            written.masalah,
            isian.sel,
            row.kode,
            akibat="yang dipakai hitungannya" if light else "dihitung tanpa jawaban",
            level="peringatan" if light else None,
            jawaban=shown_text(isian.nilai),
            indikator=instrumen.in_words(row.kode),
        )
    ]


def read_counts(code: str, column: KolomPenilai, instrumen: Instrumen) -> BacaanHitungan:
    """One operand; where the row is itself a sum, the typed figure decides, else its parts."""
    isian = column.jawaban.get(code)
    rule = instrumen.per_kode[code].aturan
    if rule is None:
        wajar = _sound_count(isian.nilai if isian else "")
        if wajar is not None:
            return wajar
    own, temuan = _read_one(code, isian, instrumen)
    present = not own.is_blank
    if rule is None:
        return BacaanHitungan(_figure(own), temuan, present)
    parts: list[Fraction] = []
    for k in rule.operan:
        reading, temuan_bagian = _read_one(k, column.jawaban.get(k), instrumen)
        temuan += temuan_bagian
        present = present or not reading.is_blank
        if isinstance(reading.nilai, Fraction):
            parts.append(reading.nilai)
    jumlah = sum(parts, Fraction(0)) if parts else None
    written = _figure(own)
    if written is None:
        return BacaanHitungan(jumlah, temuan, present, tak_terbaca=bool(temuan))
    if jumlah is not None and jumlah != written and isian is not None:
        temuan.append(
            make_temuan("LKE208", isian.sel, code, tertulis=short_number(written), rincian=short_number(jumlah))
        )
        return BacaanHitungan(written, temuan, present, rincian=jumlah)
    return BacaanHitungan(written, temuan, present)


@lru_cache(maxsize=8192, typed=True)
def _sound_count(nilai: NilaiSel) -> BacaanHitungan | None:
    """A blank cell or a sound count; None when there is anything to say about it."""
    reading = parse_count(nilai)
    return None if reading.masalah is not None else BacaanHitungan(_figure(reading), (), not reading.is_blank)


def _read_one(code: str, isian: Isian | None, instrumen: Instrumen) -> tuple[Reading, list[Temuan]]:
    if isian is None:
        return BLANK, []
    reading = parse_count(isian.nilai)
    if reading.masalah is None or reading.masalah == "LKE112":
        return reading, []
    return reading, [
        make_temuan(
            reading.masalah,
            isian.sel,
            code,
            jawaban=shown_text(isian.nilai),
            indikator=instrumen.in_words(code),
            akibat="hitungannya dianggap kosong",
        )
    ]


def _figure(reading: Reading) -> Fraction | None:
    return reading.nilai if isinstance(reading.nilai, Fraction) else None


def _same_percent(written: Reading, calculation: Fraction) -> bool:
    if not isinstance(written.nilai, Fraction):
        return False
    return written.nilai == calculation or abs(written.nilai - calculation) <= max(written.toleransi, _SAME)


def _part_of_whole(part: Fraction | None, every: Fraction | None) -> str:
    return f"{short_number(part) if part is not None else '–'} dari {short_number(every) if every is not None else '–'}"
