"""Whether what was read is what a person sees: hidden sheets, columns and rows, and cells that show something else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat, column_letters
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.cells import is_filled, raw_text
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.formats.sheet_view import Odd, SheetView
from zi_cli.worksheet.model import BELUM_DIHITUNG, KolomPenilai, NilaiSel, Penilai
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout import Layout

#: Ranges of rows named in one finding.
_DISEBUT = 12
#: A line before all others, a wide gap, several lines after all others (one is a slip of the hand), or lines left blank
#: in between. The gap stands before what could go back and forth in a long one: the time stays linear.
_BARU = "[\n\u2028\u2029\x85]"
_DORONG = re.compile(rf"\A(?:\r|{_BARU})|\s{{20}}|(?:\r?{_BARU}\s*){{2}}\Z|{_BARU}\s*{_BARU}\s*{_BARU}")


class _Cell(NamedTuple):
    """A cell that decides: the row it answers or names ("" for a heading), where it is, what was read."""

    kode: str
    lembar: int
    sel: Sel
    nilai: NilaiSel


def check_seen(
    buku: Workbook, tata: Layout, dibaca: Mapping[Penilai, KolomPenilai], instrumen: Instrumen
) -> tuple[dict[Penilai, KolomPenilai], list[Temuan]]:
    """The columns with what can't be trusted in each, and findings: LKE151, LKE152 and LKE154.

    Raises ``Damaged`` or ``LimitExceeded`` when the set-up of a sheet can't be read.
    """
    penilai = dict(dibaca)
    temuan: list[Temuan] = []
    aneh = {i for i in tata.baris_kepala if buku.rupa is not None and not buku.rupa.plain(i, buku.lembar[i][1])}
    aneh |= {i for i in tata.baris_kepala if any(_pushed(v) for _, _, v in _heading_cells(buku, tata, i))}
    sebab, ragu = _frame(buku, tata, aneh, temuan)
    diperiksa = {p: [*_answers(buku, tata, p)] for p in dibaca if _to_check(buku, tata, p, aneh)}
    memutus = _decider(buku, tata, instrumen) if diperiksa else None
    for p, kolom in dibaca.items():
        sebab_kolom, ragu_kolom = _column(buku, instrumen.penilai.nama(p), diperiksa.get(p, []), p == memutus, temuan)
        if sebab or ragu or sebab_kolom or ragu_kolom:
            semua = tuple(sorted({*kolom.sebab, *sebab, *sebab_kolom}))
            penilai[p] = kolom._replace(ragu=kolom.ragu | ragu | ragu_kolom, sebab=semua)
    return penilai, temuan


def _to_check(buku: Workbook, tata: Layout, penilai: Penilai, aneh: set[int]) -> bool:
    """Whether the answers of *penilai* have to be looked at one by one; those of an ordinary sheet have not."""
    for i, k in tata.peta[penilai].columns("jawaban"):
        nilai = _values(buku, i, k)
        if i in aneh or i in buku.tersembunyi or any(map(_pushed, nilai)):
            return True
        if buku.rupa is None:
            continue
        v = buku.rupa.view(i)
        if v.baris or v.baris_bawaan or v.hides_column(k) or any(v.tight(k, n) for n in nilai):
            return True
        if buku.rupa.rounds(i) and any(map(_fraction, nilai)):
            return True
    return False


def _values(buku: Workbook, lembar: int, kolom: int) -> set[NilaiSel]:
    """The different values of a column: of its answers there are few."""
    return {b[kolom] for b in buku.lembar[lembar][1] if kolom < len(b)}


def _pushed(nilai: NilaiSel) -> bool:
    """Whether a text, or a part of it, stands so far below or beside its place that it may not be seen."""
    return isinstance(nilai, str) and _DORONG.search(nilai) is not None and not nilai.isspace()


def _fraction(nilai: NilaiSel) -> bool:
    return isinstance(nilai, float) and not nilai.is_integer()


def _answers(buku: Workbook, tata: Layout, penilai: Penilai) -> Iterator[_Cell]:
    """The filled answer cells of *penilai*, column by column from the top."""
    tempat = sorted(tata.peta[penilai].tempat("jawaban"), key=lambda t: (t[1], t[3], t[2]))
    for kode, i, r, k, sel in tempat:
        nilai = buku.lembar[i][1][r][k]
        if is_filled(nilai):
            yield _Cell(kode, i, sel, nilai)


def _decider(buku: Workbook, tata: Layout, instrumen: Instrumen) -> Penilai | None:
    """The highest assessor with answers of those who decide unasked."""
    calon = (p for p in reversed(instrumen.penilai.memutus) if p in tata.peta)
    return next((p for p in calon if next(_answers(buku, tata, p), None) is not None), None)


def _frame(buku: Workbook, tata: Layout, aneh: set[int], temuan: list[Temuan]) -> tuple[set[str], set[str]]:
    """What is wrong with headings, as codes that deny every column, and which rows' texts show something else."""
    tempat_teks = {(i, k) for _, i, _, k in tata.letak} if buku.rupa is not None else set()
    tertutup = {(i, k) for i, k in tempat_teks if buku.rupa and buku.rupa.view(i).hides_column(k)}
    kepala = [
        _Cell("", i, Sel(buku.lembar[i][0], r + 1, k), v)
        for i in sorted(aneh)
        for r, k, v in _heading_cells(buku, tata, i)
    ]
    teks = [
        _Cell(kode, i, Sel(buku.lembar[i][0], r + 1, k), buku.lembar[i][1][r][k])
        for kode, i, r, k in (tata.letak if aneh or tertutup else ())
        if i in aneh or (i, k) in tertutup
    ]
    aneh_kepala, aneh_teks = (_odd(buku, sel, gambar=False, melintas=False) for sel in (kepala, teks))
    aneh_teks |= {c: Odd("berada di kolom tersembunyi") for c in teks if (c.lembar, c.sel.kolom) in tertutup}
    # A logo may lie over other headings.
    penilai = {(i, k) for p in tata.peta.values() for i, k in p.columns("jawaban")}
    milik = [c for c in kepala if (c.lembar, c.sel.kolom) in penilai]
    aneh_kepala = {**_odd(buku, milik, melintas=False), **aneh_kepala}
    temuan += _shown(aneh_kepala, kepala, "galat")
    temuan += _shown(aneh_teks, teks, None)
    return {"LKE154"} if aneh_kepala else set(), {c.kode for c in aneh_teks}


def _heading_cells(buku: Workbook, tata: Layout, lembar: int) -> Iterator[tuple[int, int, NilaiSel]]:
    """Row, column (both zero-based) and text of each heading of a sheet."""
    if tata.baris_kepala[lembar] >= 0:
        for r in range(tata.baris_kepala[lembar], tata.akhir_kepala[lembar] + 1):
            yield from ((r, k, v) for k, v in enumerate(buku.lembar[lembar][1][r]) if v != "")


def _column(
    buku: Workbook, penilai: str, jawaban: list[_Cell], memutus: bool, temuan: list[Temuan]
) -> tuple[set[str], set[str]]:
    """What hides the answers of the assessor named *penilai* as a whole, as codes; which of them are hidden or odd."""
    sebab: set[str] = set()
    ragu: set[str] = set()
    tingkat: Tingkat | None = None if memutus else "info"
    for (i, k), grup in groupby(jawaban, key=lambda c: (c.lembar, c.sel.kolom)):
        sel = [*grup]
        tampilan = buku.rupa.view(i) if buku.rupa is not None else None
        tempat = ""
        if i in buku.tersembunyi:
            tempat = f"lembar “{cut_label(buku.lembar[i][0])}”"
        elif tampilan is not None and tampilan.hides_column(k):
            tempat = f"kolom {column_letters(k)}"
        elif tampilan is not None:
            ragu |= {c.kode for c in sel if tampilan.hides_row(c.sel.baris)}
            temuan += _hidden_rows(sel, tampilan) if memutus else ()
        if tempat:
            sebab.add("LKE151")
            isi = {"penilai": penilai, "jumlah": len(sel), "tempat": tempat}
            temuan.append(make_temuan("LKE151", sel[0].sel, tingkat=tingkat, **isi))
    aneh = _odd(buku, jawaban)
    temuan += _shown(aneh, jawaban, tingkat)
    return sebab, ragu | {c.kode for c, odd in aneh.items() if not odd.bulat}


def _hidden_rows(jawaban: list[_Cell], tampilan: SheetView) -> Iterator[Temuan]:
    """LKE152 for the hidden rows of one sheet that hold answers, at the first of them."""
    sel = [c.sel for c in jawaban if tampilan.hides_row(c.sel.baris)]
    if sel:
        rentang: list[list[int]] = []
        for baris in (s.baris for s in sel):
            if rentang and baris == rentang[-1][-1] + 1:
                rentang[-1].append(baris)
            else:
                rentang.append([baris])
        sebutan = [f"{r[0]}" if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in rentang]
        lebih = ", …" if len(sebutan) > _DISEBUT else ""
        yield make_temuan("LKE152", sel[0], baris=", ".join(sebutan[:_DISEBUT]) + lebih, jumlah=len(sel))


def _odd(buku: Workbook, sel: Iterable[_Cell], *, gambar: bool = True, melintas: bool = True) -> dict[_Cell, Odd]:
    """Those that are not seen as they are read; *gambar* and *melintas* as for ``Appearance.odd``."""
    hasil: dict[_Cell, Odd] = {}
    if buku.rupa is None:
        return hasil
    for c in sel:
        if _pushed(c.nilai):
            hasil[c] = Odd("ditulis sesudah baris atau spasi kosong yang mendorongnya keluar dari selnya")
        elif c.nilai != BELUM_DIHITUNG:
            odd = buku.rupa.odd(c.lembar, (c.sel.baris, c.sel.kolom), c.nilai, gambar=gambar, melintas=melintas)
            if odd is not None:
                hasil[c] = odd
    return hasil


def _shown(aneh: Mapping[_Cell, Odd], semua: Iterable[_Cell], tingkat: Tingkat | None) -> Iterator[Temuan]:
    """One LKE154 for each run of cells with one reason, at its first cell."""
    for odd, grup in groupby(semua if aneh else (), key=aneh.get):
        if odd is None:
            continue
        sel = [*grup]
        lebih = f" (juga {len(sel) - 1} sel berikutnya sampai {sel[-1].sel})" if len(sel) > 1 else ""
        isi = cut_label(raw_text(sel[0].nilai) or "")
        grade = "info" if odd.bulat else tingkat
        yield make_temuan(
            "LKE154", sel[0].sel, sel[0].kode or None, tingkat=grade, isi=isi, sebab=odd.sebab, lebih=lebih
        )
