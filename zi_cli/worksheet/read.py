"""Read a file into a Worksheet: open it, recognise its layout, pick up every assessor's cells."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import one_line
from zi_cli.worksheet.cells import parse_count
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded
from zi_cli.worksheet.formats.open import Workbook, open_workbook
from zi_cli.worksheet.model import BELUM_DIHITUNG, Isian, KolomPenilai, NilaiSel, Penilai, Worksheet
from zi_cli.worksheet.recognise.cell_map import CellMap, StoredAt
from zi_cli.worksheet.recognise.identity import read_identity
from zi_cli.worksheet.recognise.labels import cut_label
from zi_cli.worksheet.recognise.layout import Layout, recognise_layout
from zi_cli.worksheet.recognise.stray_columns import StrayColumn, find_stray, stray_findings
from zi_cli.worksheet.seen import check_seen


def read_worksheet(
    berkas: Path, *, sandi: str | None = None, instrumen: Instrumen | None = None, lengkap: bool = True
) -> Worksheet:
    """Read the LKE in *berkas*; raises ``UnreadableInput`` with an LKE1xx finding when there is none to read.

    Without *lengkap* only what scoring needs is picked up: answers, notes on surveys, and the file's own totals.
    """
    return build_worksheet(open_workbook(berkas, sandi=sandi), instrumen or load_instrumen(), lengkap=lengkap)


def build_worksheet(buku: Workbook, instrumen: Instrumen, *, lengkap: bool = True) -> Worksheet:
    """Recognise the LKE in an open workbook; raises ``UnreadableInput``: LKE105 when it holds none.

    LKE104 or LKE110 when how its sheets look can't be told.
    """
    _mark_uncalculated(buku)
    tata, liar = find_layout(buku, instrumen)
    with _coded(buku):
        identitas = read_identity(
            buku.lembar, tata.baris_kepala, instrumen.penilai, buku.tersembunyi, partial(_is_seen, buku)
        )
    dibaca = {p: _kolom_penilai(p, tata.peta[p], buku, lengkap) for p in tata.penilai}
    with _coded(buku):
        penilai, terlihat = check_seen(buku, tata, dibaca, instrumen)
        rumus = tuple(_formula_answers(buku, tata, instrumen))
    return Worksheet(
        nama=buku.nama,
        sha256=buku.sha256,
        lembar=tata.lembar,
        satker=identitas.satker,
        tahun=identitas.tahun,
        usulan=identitas.usulan,
        kode_satker=identitas.kode,
        penilai=penilai,
        baris_hilang=tata.baris_hilang,
        label_pilihan=tata.label_pilihan,
        teks_lain=tata.teks_lain,
        temuan=[
            *tata.temuan,
            *stray_findings(liar),
            *_baris_berjawaban(tata, buku, instrumen),
            *_rumus_kosong(penilai, instrumen),
            *terlihat,
        ],
        rumus_jawaban=rumus,
        tahun_ragu=identitas.tahun_ragu,
        satker_ragu=identitas.satker_ragu,
    )


@contextmanager
def _coded(buku: Workbook) -> Iterator[None]:
    """What is wrong with how the sheets of *buku* look, as its finding."""
    try:
        yield
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=one_line(buku.nama), sebab=e)) from None
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=one_line(buku.nama), sebab=e)) from None


def _is_seen(buku: Workbook, lembar: int, baris: int, kolom: int, isi: str) -> bool:
    """Whether a cell (one-based row, zero-based column) of the sheet shows what it holds."""
    if buku.rupa is None:
        return True
    tampilan = buku.rupa.view(lembar)
    if tampilan.hides_row(baris) or tampilan.hides_column(kolom):
        return False
    return buku.rupa.odd(lembar, (baris, kolom), isi, gambar=False, melintas=False) is None


def find_layout(buku: Workbook, instrumen: Instrumen) -> tuple[Layout, list[StrayColumn]]:
    """The layout of *buku* and its unclaimed columns of answers; raises ``UnreadableInput`` (LKE105)."""
    tata = recognise_layout(buku.lembar, instrumen, tersembunyi=buku.tersembunyi)
    if tata is None:
        nama = ", ".join(cut_label(n) for n, _ in buku.lembar[:8])
        raise UnreadableInput(make_temuan("LKE105", berkas=buku.nama, lembar=nama or "tidak ada"))
    liar = find_stray(tata, buku.lembar, instrumen)
    milik = {(s.lembar, s.kolom): s.penilai for s in liar if s.penilai is not None}
    if milik and (ulang := recognise_layout(buku.lembar, instrumen, milik, tersembunyi=buku.tersembunyi)) is not None:
        # "Nilai TPI" over letters and Ya/Tidak is the TPI's answer column.
        tata = ulang
        liar = find_stray(tata, buku.lembar, instrumen)
    return tata, liar


def _formula_answers(buku: Workbook, tata: Layout, instrumen: Instrumen) -> Iterator[tuple[Penilai, str, Sel]]:
    """Answers that are formulas, but for counts and percentages, which are worked out here from other cells."""
    if buku.rupa is None:
        return
    kolom: dict[int, set[int]] = {}
    for p in tata.penilai:
        for i, k in tata.peta[p].columns("jawaban"):
            kolom.setdefault(i, set()).add(k)
    rumus = {i: buku.rupa.formulas(i, semua) for i, semua in kolom.items()}
    for p in tata.penilai if any(rumus.values()) else ():
        for kode, i, r, k, sel in tata.peta[p].tempat("jawaban"):
            if (r + 1, k) not in rumus[i] or instrumen.per_kode[kode].aturan is not None:
                continue
            if buku.lembar[i][1][r][k] not in ("", BELUM_DIHITUNG):
                yield p, kode, sel


def _kolom_penilai(penilai: Penilai, peta: CellMap, buku: Workbook, lengkap: bool) -> KolomPenilai:
    def take(letak: Iterable[StoredAt]) -> dict[str, Isian]:
        semua = ((kode, isi[i][r][k], sel) for kode, i, r, k, sel in letak)
        return {kode: Isian(nilai, sel) for kode, nilai, sel in semua if nilai != ""}

    isi = [baris for _, baris in buku.lembar]
    return KolomPenilai(
        penilai=penilai,
        jawaban={kode: Isian(isi[i][r][k], sel) for kode, i, r, k, sel in peta.tempat("jawaban")},
        catatan=take(peta.tempat("catatan") if lengkap else peta.catatan_survei),
        bukti=take(peta.tempat("bukti")) if lengkap else {},
        nilai=take(peta.tempat("nilai") if lengkap else peta.total),
        persen=take(peta.tempat("persen")) if lengkap else {},
        ada_catatan=peta.ada("catatan"),
        ada_bukti=peta.ada("bukti"),
        catatan_lain=tuple(_stray_notes(peta, buku)) if lengkap else (),
    )


def _stray_notes(peta: CellMap, buku: Workbook) -> Iterator[tuple[str, Isian]]:
    """Notes between the first and the last row with a place for one, in rows that have none."""
    milik: dict[int, set[int]] = {}
    for _, i, r, _, _ in peta.tempat("catatan"):
        milik.setdefault(i, set()).add(r)
    for i, k in peta.columns("catatan"):
        nama, isi = buku.lembar[i]
        for r in range(min(milik.get(i, {0})), max(milik.get(i, {0}))):
            nilai = isi[r][k] if k < len(isi[r]) else ""
            if r not in milik[i] and isinstance(nilai, str) and nilai.strip():
                # The text of a row is its longest cell left of the note.
                teks = max((s for s in isi[r][:k] if isinstance(s, str)), key=len, default="")
                yield cut_label(teks), Isian(nilai, Sel(nama, r + 1, k))


def _baris_berjawaban(tata: Layout, buku: Workbook, instrumen: Instrumen) -> list[Temuan]:
    """Rows that hold an answer but belong to no indicator (LKE127) or repeat one (LKE121)."""
    temuan: list[Temuan] = []
    hilang = bool(tata.baris_hilang)
    for lembar, r, teks in tata.sisa:
        sel = _sel_jawaban(lembar, r, tata, buku)
        if sel is not None:
            temuan.append(make_temuan("LKE127", sel, tingkat="galat" if hilang else None, teks=teks))
    for lembar, r, kode, dipakai in tata.ganda:
        sel = _sel_jawaban(lembar, r, tata, buku)
        if sel is not None:
            temuan.append(make_temuan("LKE121", sel, kode, indikator=instrumen.sebutan(kode), dipakai=dipakai))
    return temuan


def _sel_jawaban(lembar: int, r: int, tata: Layout, buku: Workbook) -> Sel | None:
    nama, isi = buku.lembar[lembar]
    for i, k in tata.kolom_jawaban:
        if i == lembar and k < len(isi[r]) and _terisi(isi[r][k]):
            return Sel(nama, r + 1, k)
    return None


def _terisi(nilai: NilaiSel) -> bool:
    return bool(nilai.strip()) if isinstance(nilai, str) else True


def _mark_uncalculated(buku: Workbook) -> None:
    isi = dict(buku.lembar)
    for lembar, r, k in buku.rumus_kosong:
        if r <= len(isi[lembar]) and k < len(isi[lembar][r - 1]):
            isi[lembar][r - 1][k] = BELUM_DIHITUNG


def _rumus_kosong(penilai: Mapping[Penilai, KolomPenilai], instrumen: Instrumen) -> list[Temuan]:
    """One LKE112 a sheet whose answer cells hold formulas that were never calculated and that nothing replaces."""
    hilang: dict[str, list[Sel]] = {}
    for kolom in penilai.values():
        for kode, isian in kolom.jawaban.items():
            if isian.nilai == BELUM_DIHITUNG and not _dihitung_sendiri(kode, kolom, instrumen):
                hilang.setdefault(isian.sel.lembar, []).append(isian.sel)
    return [
        make_temuan("LKE112", min(sel), jumlah=len(sel), lembar=cut_label(lembar)) for lembar, sel in hilang.items()
    ]


def _dihitung_sendiri(kode: str, kolom: KolomPenilai, instrumen: Instrumen) -> bool:
    """Whether the row *kode* is computed here from other rows that are all filled (a sum: at least one)."""
    baris = instrumen.per_kode[kode]
    if baris.aturan is None:
        return False
    ada = (_ada_hitungan(k, kolom, instrumen) for k in baris.aturan.operan)
    return any(ada) if baris.jenis == "jumlah" else all(ada)


def _ada_hitungan(kode: str, kolom: KolomPenilai, instrumen: Instrumen) -> bool:
    isian = kolom.jawaban.get(kode)
    terbaca = isian is not None and isinstance(parse_count(isian.nilai).nilai, Fraction)
    return terbaca or _dihitung_sendiri(kode, kolom, instrumen)
