"""From a worksheet that was read to the official form: same answers, notes and evidence, cleanly typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.findings.record import Sel
from zi_cli.forms.content import SUMMARY_ONLY, CoverIdentity, Formulir, IsianPenilai, Rubric, TakTerbawa
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import PREDIKAT, Baris, Instrumen, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import has_answers, score_penilai
from zi_cli.text import file_part, strip_controls
from zi_cli.worksheet.cells import Reading, parse_count, parse_option, parse_percent, parse_survey, raw_text, shown_text
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Penilai, Worksheet
from zi_cli.worksheet.rubric import read_rubric

if TYPE_CHECKING:
    from zi_cli.pengajuan.register.read_register import Satker

#: Longest text a cell of a workbook holds.
_MAX_TEXT = 32767

#: Folder of satker whose Kanwil the register does not name.
_NO_KANWIL = "Tanpa Kanwil"

#: Findings of the reader about answers that belong to no row of the instrument.
_NO_PLACE = frozenset({"LKE121", "LKE127"})
#: And those that leave open whose answers these are: the form has to be looked at before its verdict is believed.
_NO_OWNER = frozenset({"LKE113", "LKE114", "LKE115"})


def build_form(
    instrumen: Instrumen,
    ambang: SetAmbang,
    penilai: Iterable[Penilai],
    identitas: CoverIdentity,
    isian: Mapping[Penilai, IsianPenilai],
) -> Formulir:
    """A form with its scores, for the assessors *penilai* and all of *isian*, in rising order."""
    every = {*penilai, *isian}
    return Formulir(
        instrumen=instrumen,
        ambang=ambang,
        penilai=tuple(p for p in instrumen.penilai.codes if p in every),
        identitas=identitas,
        isian=isian,
        penilaian=score_isian(instrumen, ambang, isian),
    )


def score_isian(
    instrumen: Instrumen, ambang: SetAmbang, isian: Mapping[Penilai, IsianPenilai]
) -> dict[Penilai, Penilaian]:
    """Scores of the assessors of *isian* who answered anything."""
    results: dict[Penilai, Penilaian] = {}
    for p, content in isian.items():
        # What a note says of a survey answer counts as it does in the worksheet it comes from.
        notes = {k: Isian(n, Sel("", instrumen.per_kode[k].nomor, 1)) for k, n in content.catatan.items()}
        jawaban = {k: Isian(n, Sel("", b.nomor, 0)) for k, n, b in _answered_rows(instrumen, content)}
        column = KolomPenilai(p, jawaban, catatan=notes)
        if has_answers(column):
            results[p] = score_penilai(column, {}, instrumen, ambang)
    return results


def _answered_rows(instrumen: Instrumen, content: IsianPenilai) -> Iterable[tuple[str, str | int | float, Baris]]:
    return ((k, n, instrumen.per_kode[k]) for k, n in content.jawaban.items())


def copy_to_form(
    ws: Worksheet,
    instrumen: Instrumen,
    ambang: SetAmbang,
    penilai: Iterable[Penilai],
    identitas: CoverIdentity,
    rubrik: Rubric = SUMMARY_ONLY,
) -> Formulir:
    """The form with everything of *ws* and the criteria *rubrik*; ``tidak_terbawa`` lists what has no place in it."""
    rest: list[TakTerbawa] = []
    isian: dict[Penilai, IsianPenilai] = {}
    for p, column in ws.penilai.items():
        content = _copy_assessors(column, instrumen, rest)
        if content.jawaban or content.catatan or content.bukti:
            isian[p] = content
    rest += [
        TakTerbawa(None, str(t.sel or ""), t.indikator or "", "", t.pesan)
        for t in ws.temuan
        if t.kode in _NO_PLACE | _NO_OWNER
    ]
    f = build_form(instrumen, ambang, penilai, identitas, isian)
    return replace(f, tidak_terbawa=tuple(rest), asal=strip_controls(ws.nama), rubrik=rubrik)


def own_rubric(book: Workbook, instrumen: Instrumen) -> Rubric:
    """The criteria that *book* carries itself; what is only the instrument's summary (a form of ours) is not told."""
    from zi_cli.forms.lke_sheet import summary_rubric

    kriteria = load_kriteria(instrumen)
    texts = {
        code: texts
        for code, texts in read_rubric(book, instrumen).items()
        if texts != summary_rubric(instrumen.per_kode[code], instrumen, kriteria).strip()
    }
    return Rubric(texts, strip_controls(book.nama), book.sha256)


def _copy_assessors(column: KolomPenilai, instrumen: Instrumen, rest: list[TakTerbawa]) -> IsianPenilai:
    jawaban: dict[str, str | int | float] = {}
    for b in instrumen.baris:
        isian = column.jawaban.get(b.kode)
        if b.jenis_jawaban is None or isian is None or b.jenis_jawaban == "persen":
            continue
        reading = _read(b, isian.nilai, instrumen)
        if isinstance(reading.nilai, str):
            jawaban[b.kode] = reading.nilai
        elif reading.nilai is not None:
            jawaban[b.kode] = int(reading.nilai) if b.jenis_jawaban == "jumlah" else float(reading.nilai)
        elif reading.masalah is not None:
            rest.append(_not_carried(column, isian, b.kode, "bukan jawaban yang berlaku pada baris ini"))
    _copy_percent(column, instrumen, jawaban, rest)
    return IsianPenilai(
        jawaban,
        _copy_text(column, column.catatan, instrumen, rest),
        _copy_text(column, column.bukti, instrumen, rest),
    )


def _read(b: Baris, nilai: NilaiSel, instrumen: Instrumen) -> Reading:
    if b.jenis_jawaban == "jumlah":
        return parse_count(nilai)
    if b.jenis_jawaban == "nilai_0_4":
        return parse_survey(nilai, instrumen.survei_maksimum)
    return parse_option(nilai, tuple(instrumen.options(b.kode)))


def _copy_percent(
    column: KolomPenilai, instrumen: Instrumen, jawaban: dict[str, str | int | float], rest: list[TakTerbawa]
) -> None:
    """Typed percentages: kept where the counts do not decide, else the form computes them anew."""
    counted = score_isian(instrumen, instrumen.ambang, {column.penilai: IsianPenilai(jawaban)}).get(column.penilai)
    for b in instrumen.indikator:
        isian = column.jawaban.get(b.kode)
        if b.jenis_jawaban != "persen" or isian is None:
            continue
        reading = parse_percent(isian.nilai)
        calculation = counted.indikator[b.kode].jawaban if counted is not None else None
        if isinstance(calculation, Fraction):
            if not reading.is_blank and not _same_percent(reading, calculation):
                rest.append(_not_carried(column, isian, b.kode, "persentase dihitung ulang dari baris Jumlah"))
        elif reading.masalah is None and isinstance(reading.nilai, Fraction):
            jawaban[b.kode] = float(min(Fraction(1), reading.nilai))
            if reading.nilai > 1:
                rest.append(_not_carried(column, isian, b.kode, "lebih dari 100%; ditulis 100%"))
        elif reading.masalah is not None:
            rest.append(_not_carried(column, isian, b.kode, "bukan persentase 0–100% yang jelas"))


def _same_percent(reading: Reading, calculation: Fraction) -> bool:
    """Whether the typed percentage is the computed one, to the digits it was written with."""
    return isinstance(reading.nilai, Fraction) and abs(reading.nilai - calculation) <= max(
        reading.toleransi, Fraction(1, 1_000_000)
    )


def _copy_text(
    column: KolomPenilai, origins: Mapping[str, Isian], instrumen: Instrumen, rest: list[TakTerbawa]
) -> dict[str, str]:
    results: dict[str, str] = {}
    for code, isian in origins.items():
        text = strip_controls(isian.nilai if isinstance(isian.nilai, str) else shown_text(isian.nilai))
        if not text.strip():
            continue
        if code not in instrumen.per_kode:
            rest.append(_not_carried(column, isian, code, "baris ini tidak ada di instrumen"))
            continue
        if len(text) > _MAX_TEXT:
            rest.append(_not_carried(column, isian, code, f"lebih dari {_MAX_TEXT} huruf; sisanya terpotong"))
        results[code] = text[:_MAX_TEXT]
    return results


def _not_carried(column: KolomPenilai, isian: Isian, code: str, reason: str) -> TakTerbawa:
    return TakTerbawa(column.penilai, str(isian.sel), code, strip_controls(raw_text(isian.nilai) or ""), reason)


def fill_from_register(daftar: Iterable[Satker], empty: Formulir) -> Iterator[tuple[Path, Formulir]]:
    """For each satker of a register the path ``Kanwil/UPT/lke-<tahun>.xlsx`` and its form.

    Names become harmless parts of a path; two satker of one name are told apart by their kode.
    """
    for s, folder in satker_folders(daftar):
        identitas = register_identity(s, empty.identitas)
        yield folder / f"lke-{identitas.tahun}.xlsx", replace(empty, identitas=identitas)


def register_identity(s: Satker, tetapan: CoverIdentity) -> CoverIdentity:
    """Who the row *s* of a register is, as *tetapan* goes on about it."""
    return replace(
        tetapan,
        satker=strip_controls(s.nama or ""),
        kode=strip_controls(s.kode or ""),
        jenis=strip_controls(s.jenis or ""),
        kanwil=strip_controls(s.kanwil or ""),
        eselon1=strip_controls(s.eselon1 or ""),
        kepala=strip_controls(s.kepala_nama or ""),
        alamat=strip_controls(s.alamat or ""),
        usulan=tetapan.usulan or (s.usulan if s.usulan in PREDIKAT else ""),
    )


def satker_folders(daftar: Iterable[Satker]) -> Iterator[tuple[Satker, Path]]:
    """Each satker with its folder Kanwil/UPT; two satker of one name are told apart by their kode."""
    taken: set[str] = set()
    for s in daftar:
        folder = Path(file_part(s.kanwil) if s.kanwil else _NO_KANWIL)
        basis = file_part(s.called)
        name = basis
        for pembeda in chain([file_part(s.kode or "2")], map(str, count(2))):
            if str(folder / name).casefold() not in taken:
                break
            name = f"{basis} ({pembeda})"
        taken.add(str(folder / name).casefold())
        yield s, folder / name
