"""What the requirement check needs of one scored worksheet: small, picklable, made beside the scoring."""

import hashlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from zi_cli.evaluation import Evaluation
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.fact import Jawaban, from_tribool
from zi_cli.pengajuan.notes import AssessorNote, Catatan, assessor_notes, read_notes
from zi_cli.pengajuan.register.cell_values import Persen
from zi_cli.scoring.result import BELUM_MEMENUHI, Keadaan, Penilaian, Putusan, Tahap, is_passed
from zi_cli.scoring.words import doubt_texts, reason_words, state_words, threshold_label
from zi_cli.survei.against_lke import TypedIndex, typed_indices
from zi_cli.text import excerpt, short_number
from zi_cli.worksheet.cells import parse_count
from zi_cli.worksheet.model import NOT_CALCULATED, KolomPenilai, Penilai

#: Reference precision of a percentage read from a ratio cell.
_TOLERANSI = Fraction(1, 1_000_000)
#: Findings about a blank figure, an incomplete count beside a typed percentage, nobody who must report.
_NO_DOUBT = frozenset({"LKE202", "LKE207", "LKE211"})


class Simpulan(NamedTuple):
    """The verdict for one predicate, as far as the worksheet proves it.

    ``putusan`` is the verdict in words, ``alasan`` the doubtful answers it hangs on, "" when none.
    """

    memenuhi: Jawaban
    total: Fraction
    minimal: Fraction
    gagal: tuple[str, ...]
    putusan: str
    alasan: str


class LkeFigure(NamedTuple):
    """A compliance figure of the worksheet, and the cell that shows it; ``persen`` is None for the reason ``sebab``."""

    persen: Persen | None
    sel: Sel
    sebab: str = ""


class LkeFacts(NamedTuple):
    """One worksheet as the requirement check sees it, decided by ``penilai``.

    ``angka`` holds the compliance figures by kode of the requirement they must agree with;
    ``kosong`` the row numbers without a usable answer; ``temuan`` the SYR407 findings of survey
    notes that deny their answer, and the kesalahan about answers that the verdict hangs on. ``pengungkit`` is
    what each assessor's Pengungkit says of each predicate, ``keadaan`` each one's whole verdict,
    ``tahun_ragu`` what stands in place of the year, ``satker_ragu`` of the name, ``sidik`` a fingerprint of the
    deciding assessor's answers, ``notes`` what the assessors noted, ``survei`` the survey indices typed.
    """

    jalur: Path
    nama: str
    sha256: str
    satker: str | None
    kode_satker: str | None
    tahun: int | None
    usulan: str | None
    penilai: Penilai
    tahap: Tahap
    simpulan: Mapping[Predikat, Simpulan]
    angka: Mapping[str, LkeFigure]
    catatan: tuple[Catatan, ...]
    kosong: tuple[int, ...]
    temuan: tuple[Temuan, ...]
    pengungkit: Mapping[Penilai, Mapping[Predikat, Keadaan]]
    sidik: str
    tahun_ragu: str = ""
    satker_ragu: str = ""
    notes: tuple[AssessorNote, ...] = ()
    survei: tuple[TypedIndex, ...] = ()
    keadaan: Mapping[Penilai, Mapping[Predikat, Keadaan]] = {}

    def year_doubt(self, tahun: int) -> str:
        """Why the worksheet can't be that of the proposal of *tahun*; "" where it states that year, or none."""
        if self.tahun_ragu:
            return f"Tahun LKE “{excerpt(self.tahun_ragu)}” bukan satu tahun"
        return "" if self.tahun in (None, tahun) else f"LKE menyebut tahun {self.tahun}, usulan tahun {tahun}"

    @property
    def owner_doubt(self) -> str:
        """Why it is not sure whose worksheet this is, as far as itself says; "" where it is."""
        return f"nama atau kode satker di LKE “{excerpt(self.satker_ragu)}” tidak pasti" if self.satker_ragu else ""


def extract_lke_facts(e: Evaluation, syarat: SetSyarat, jalur: Path, name: str | None = None) -> LkeFacts:
    """Extract from *e* what :func:`zi_cli.pengajuan.check_register.check_register` needs, by its deciding assessor.

    *jalur* is the file, *name* how to print it (a path below the folder at hand, default its name). Raises
    ``UnreadableInput`` (LKE135) when nobody who may decide answered.
    """
    ws, penilaian, instrumen = e.ws, e.penentu, e.instrumen
    column = ws.penilai.get(penilaian.penilai) or KolomPenilai(penilaian.penilai)
    notes = [c for i in column.catatan.values() for c in read_notes(i, syarat.skala["sakip"])]
    return LkeFacts(
        jalur=jalur,
        nama=name or ws.nama,
        sha256=ws.sha256,
        satker=ws.satker,
        kode_satker=ws.kode_satker,
        tahun=ws.tahun,
        tahun_ragu=ws.tahun_ragu,
        satker_ragu=ws.satker_ragu,
        usulan=ws.usulan,
        penilai=penilaian.penilai,
        tahap=penilaian.tahap,
        simpulan={p: _conclusion(penilaian.putusan[p], instrumen, e.ambang) for p in PREDIKAT},
        angka=_figures(penilaian, column, instrumen, syarat),
        catatan=tuple(notes),
        kosong=tuple(instrumen.per_kode[k].nomor for k in penilaian.kosong),
        temuan=tuple(_touching(e, penilaian)),
        pengungkit={x.penilai: {p: x.putusan[p].keadaan_pengungkit for p in PREDIKAT} for x in e.semua},
        sidik=_fingerprint(column),
        notes=assessor_notes(e),
        survei=tuple(typed_indices(penilaian, instrumen)),
        keadaan={x.penilai: {p: x.putusan[p].keadaan for p in PREDIKAT} for x in e.semua},
    )


def _touching(e: Evaluation, penilaian: Penilaian) -> list[Temuan]:
    """The kesalahan that bear on a verdict: about answers it hangs on, notes that deny one, whose answers these are."""
    codes = {r.kode for p in penilaian.putusan.values() for r in p.bergantung}
    every = (*e.ws.temuan, *penilaian.temuan)
    return [
        t
        for t in every
        if t.kode == "SYR407" or (t.tingkat == "galat" and (t.indikator in codes or t.kode in penilaian.sebab))
    ]


def _fingerprint(column: KolomPenilai) -> str:
    content = sorted((code, str(i.nilai).strip()) for code, i in column.jawaban.items())
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _conclusion(p: Putusan, instrumen: Instrumen, ambang: SetAmbang) -> Simpulan:
    total = next(a for a in p.ambang if a.kode == "total")
    names = {a.kode: threshold_label(a, instrumen) for a in ambang.daftar}
    unit = {"persen": " %", "nilai": ""}
    failed = tuple(
        f"{names[a.kode]} {short_number(a.nilai, 6 if a.pembulatan_menyesatkan else 2)}{unit[a.satuan]}"
        f" dari {short_number(a.minimal)}{unit[a.satuan]}"
        for a in p.ambang
        if a.keadaan == BELUM_MEMENUHI
    )
    return Simpulan(
        from_tribool(is_passed(p.keadaan)),
        total.nilai,
        total.minimal,
        failed,
        state_words(p.keadaan, p.keadaan_pengungkit, instrumen),
        reason_words(doubt_texts(p.bergantung), p.sebab),
    )


def _figures(
    penilaian: Penilaian, column: KolomPenilai, instrumen: Instrumen, syarat: SetSyarat
) -> dict[str, LkeFigure]:
    """The figures of the rows that requirements name: counts when both are there, else the ratio used.

    A figure that any finding but a blank one is about (no count, more than all, contradicted) is not usable.
    """
    results: dict[str, LkeFigure] = {}
    for s in syarat.daftar:
        rule = instrumen.per_kode[s.lke].aturan if s.lke else None
        if s.lke is None or rule is None:
            continue
        terkait = set(_operands(s.lke, instrumen))
        nilai = penilaian.indikator[s.lke]
        cell = nilai.sel or next((column.jawaban[k].sel for k in rule.operan if k in column.jawaban), None)
        if cell is None:
            continue
        wrong = [t for t in penilaian.temuan if t.indikator in terkait and t.kode not in _NO_DOUBT]
        if wrong:
            results[s.kode] = LkeFigure(None, wrong[0].sel or cell, wrong[0].pesan.rstrip("."))
            continue
        pending = [i.sel for k in terkait if (i := column.jawaban.get(k)) and i.nilai == NOT_CALCULATED]
        if pending:
            results[s.kode] = LkeFigure(None, pending[0], "rumusnya belum dihitung")
            continue
        done, whole = (_whole_count(k, column, instrumen) for k in rule.operan)
        if done is not None and whole is not None:
            if done > whole:
                results[s.kode] = LkeFigure(None, cell, f"{done} dari {whole}")
                continue
            ratio = Fraction(done, whole) if whole else None
            results[s.kode] = LkeFigure(Persen(ratio, done, whole, teks=f"{done}/{whole}"), cell)
        elif isinstance(nilai.jawaban, Fraction):
            text = f"{short_number(nilai.jawaban * 100)} %"
            results[s.kode] = LkeFigure(Persen(nilai.jawaban, toleransi=_TOLERANSI, teks=text), cell)
    return results


def _operands(code: str, instrumen: Instrumen) -> Iterator[str]:
    """*code* and every row it is computed from."""
    yield code
    rule = instrumen.per_kode[code].aturan
    for k in rule.operan if rule else ():
        yield from _operands(k, instrumen)


def _whole_count(code: str, column: KolomPenilai, instrumen: Instrumen) -> int | None:
    """A whole count: the typed figure, else the sum of the parts that are filled (as scoring does)."""
    isian = column.jawaban.get(code)
    dibaca = parse_count(isian.nilai).nilai if isian else None
    if isinstance(dibaca, Fraction):
        return int(dibaca)
    rule = instrumen.per_kode[code].aturan
    if rule is None:
        return None
    parts = [n for n in (_whole_count(k, column, instrumen) for k in rule.operan) if n is not None]
    return sum(parts) if parts else None
