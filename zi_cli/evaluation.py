"""The one way in: a path becomes a scored worksheet, with its assessors, the one who decides, and all findings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.config import Config, ConfigSheet, load_config
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import find_instrumen, known_instrumen, load_instrumen
from zi_cli.instrumen.sheet_semantics import load_sheet_semantics
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.reconcile import differing_total, reconcile
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import half_findings, penentu, score_worksheet
from zi_cli.scoring.totals import total_differs
from zi_cli.text import cuplik, one_line
from zi_cli.worksheet.fit import best_fit
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.formats.open import Workbook, open_workbook, working_on
from zi_cli.worksheet.model import KolomPenilai, Penilai, Worksheet
from zi_cli.worksheet.read import build_worksheet

if TYPE_CHECKING:
    from zi_cli.scoring.formulas.difference import Difference
    from zi_cli.scoring.formulas.score_cells import AssessorSheet

#: A figure of the file that differs from ours, at a node or as the total itself.
EXPLAIN_TOTAL = frozenset({"LKE301", "LKE304"})


class Evaluation(NamedTuple):
    """One file as *instrumen* and *ambang* judge it.

    ``semua`` are its assessors in rising order, each scored apart. ``pilihan`` is the assessor asked
    for, who did assess the file; None when nobody was named. ``berbeda``: those whose total in
    the file is not ours; None when the totals were not compared yet.
    """

    ws: Worksheet
    instrumen: Instrumen
    ambang: SetAmbang
    semua: list[Penilaian]
    pilihan: Penilai | None
    berbeda: frozenset[Penilai] | None = None

    @property
    def penentu(self) -> Penilaian:
        """The assessor who decides: the one asked for, else the highest who may decide unasked.

        Raises ``UnreadableInput`` (LKE135) when only assessors answered who decide on request alone.
        """
        terpilih = penentu(self.semua, self.instrumen, self.pilihan)
        if terpilih is None:
            raise UnreadableInput(self._absent("penentu"))
        return terpilih

    @property
    def shown(self) -> list[Penilaian]:
        """The assessors to show: the one asked for alone, else all."""
        return [self.of(self.pilihan)] if self.pilihan else self.semua

    def of(self, penilai: Penilai) -> Penilaian:
        """What *penilai* scored; raises ``UnreadableInput`` (LKE135) when that assessor answered nothing."""
        for p in self.semua:
            if p.penilai == penilai:
                return p
        raise UnreadableInput(self._absent(self.instrumen.penilai.nama(penilai)))

    def pair(self, antara: tuple[Penilai, Penilai] | None) -> tuple[Penilaian, Penilaian] | str:
        """The two assessors to compare, or (in words) why there are none.

        *antara* names them; by default the lowest and the one who decides. Raises ``UnreadableInput``
        (LKE135) when one who was named answered nothing.
        """
        if antara is not None:
            return self.of(antara[0]), self.of(antara[1])
        ke = penentu(self.semua, self.instrumen)
        if ke is None:
            return "tidak ada penentu; sebut kedua penilai dengan --antara"
        dari = self.semua[0]
        hanya = f"hanya dinilai oleh {self.instrumen.penilai.nama(ke.penilai)}"
        return hanya if dari.penilai == ke.penilai else (dari, ke)

    def target(self, diminta: Predikat | None) -> Predikat:
        """The predicate that warnings refer to: the one asked for, else the file's own, else WBK."""
        return diminta or ("WBBM" if self.ws.usulan == "WBBM" else "WBK")

    def findings(self, p: Penilaian, target: Predikat | None = None, *, rinci: bool = False) -> list[Temuan]:
        """All findings about the assessor *p*: layout first, then :meth:`assessor_findings`."""
        return [*self.ws.temuan, *self.assessor_findings(p, target, rinci=rinci)]

    def assessor_findings(self, p: Penilaian, target: Predikat | None = None, *, rinci: bool = False) -> list[Temuan]:
        """Answers, halves of areas below *target*'s percentage (LKE230), and the file's total when it differs.

        With *rinci*, of a file read in full, also every other figure of the file, and completeness.
        """
        temuan = [*p.temuan, *half_findings(p, self.instrumen, self.ambang, self.target(target))]
        kolom = self.ws.penilai.get(p.penilai)
        if kolom is None:
            return temuan
        if not rinci:
            return temuan + self._differing_total(kolom, p)
        from zi_cli.scoring.completeness import check_completeness

        angka_berkas = reconcile(kolom, p, self.instrumen, self.ws.temuan)
        return temuan + angka_berkas + check_completeness(kolom, p, self.instrumen)

    def all_findings(self, target: Predikat | None = None) -> list[Temuan]:
        """What is wrong in the file, of a file read in full: layout first, then every assessor in rising order."""
        return [*self.ws.temuan, *(t for p in self.semua for t in self.assessor_findings(p, target, rinci=True))]

    def notes(self) -> dict[str, dict[str, str]]:
        """Each assessor's notes by kode."""
        return {
            nama: {kode: str(i.nilai) for kode, i in kolom.catatan.items()} for nama, kolom in self.ws.penilai.items()
        }

    def _differing_total(self, kolom: KolomPenilai, p: Penilaian) -> list[Temuan]:
        """The file's total when it differs, or in its place the lower figures that explain it, as in a full reading."""
        known = self.berbeda
        if not (differing_total(kolom, p, self.instrumen) if known is None else p.penilai in known):
            return []
        return [t for t in reconcile(kolom, p, self.instrumen, self.ws.temuan) if t.kode in EXPLAIN_TOTAL]

    def total_differences(self, berkas: Path, *, sandi: str | None = None) -> dict[Penilai, Difference]:
        """For each assessor shown whose total in *berkas* is not ours, the difference in parts; it decides nothing."""
        beda = [p for p in self.shown if self._total_differs(p)]
        if not beda:
            return {}
        from zi_cli.scoring.formulas.difference import explain

        hasil = {b.penilaian.penilai: explain(b) for b in self._with_formulas(beda, berkas, sandi)}
        return {nama: d for nama, d in hasil.items() if d is not None}

    def with_formula_findings(self, temuan: list[Temuan], berkas: Path, *, sandi: str | None = None) -> list[Temuan]:
        """*temuan* with those about the formulas of *berkas*, in place of what only follows from them."""
        from zi_cli.scoring.formulas.check import check_formulas, fold_consequences

        bagian = self._with_formulas(self.semua, berkas, sandi)
        if not bagian or not bagian[0].lembar.rumus.terbaca:
            sebab = "rumus hanya dibaca dari .xlsx dan .xlsm" if bagian else "tidak terbaca, atau berkas berubah"
            return [*temuan, make_temuan("LKE314", sebab=sebab)]
        return fold_consequences(temuan, [c for b in bagian if (c := check_formulas(b)) is not None])

    def _with_formulas(self, semua: Iterable[Penilaian], berkas: Path, sandi: str | None) -> list[AssessorSheet]:
        """Each of *semua* with the formulas of *berkas*; none when they can't be read or the file has changed."""
        from zi_cli.scoring.formulas.score_cells import AssessorSheet
        from zi_cli.worksheet.formula_sheet import read_formula_sheet

        try:
            lembar = read_formula_sheet(berkas, self.instrumen, sandi=sandi)
        except UnreadableInput:
            return []
        if lembar.buku.sha256 != self.ws.sha256:
            return []
        semantics = load_sheet_semantics(self.instrumen)
        return [AssessorSheet(self.ws, lembar, p, self.instrumen, semantics) for p in semua]

    def _total_differs(self, p: Penilaian) -> bool:
        kolom = self.ws.penilai.get(p.penilai)
        return kolom is not None and total_differs(kolom, p, self.instrumen)

    def _absent(self, sebutan: str) -> Temuan:
        # A file in which nobody answered has a blank record all the same, but no assessor.
        nama = self.instrumen.penilai.nama
        ada = ", ".join(nama(p.penilai) for p in self.semua if not any(t.kode == "LKE220" for t in p.temuan))
        return make_temuan("LKE135", berkas=self.ws.nama, penilai=sebutan, ada=ada or "tidak ada")


def instrumen_by_form(berkas: Iterable[Path], *, sandi: str | None = None) -> Instrumen:
    """The known instrument whose form the first of *berkas* with an LKE in it is.

    Files that can't be read say nothing here; without any that does it is the default one. Raises
    ``UserError`` (exit code 2) when the file fits two instruments equally well.
    """
    semua = [load_instrumen(n) for n in known_instrumen()]
    calon = [*berkas]
    for b in calon if len(semua) > 1 else ():
        try:
            with guarding_several(calon):
                cocok = best_fit(open_workbook(b, sandi=sandi), semua)
        except UnreadableInput:
            continue
        if len(cocok) > 1:
            nama = " dan ".join(i.nama for i in cocok)
            raise UserError(f"“{one_line(b.name)}” sama cocok dengan instrumen {nama}; sebut --instrumen", EXIT_USAGE)
        if cocok:
            return cocok[0]
    return load_instrumen()


def load_rules(
    diminta: str | None,
    konfigurasi: Path | None,
    berkas: Iterable[Path] = (),
    *,
    sandi: str | None = None,
    lembar: ConfigSheet | None = None,
) -> Config:
    """What worksheets are judged by: the configuration (and *lembar*, its sheet) with its instrument and thresholds.

    The instrument is *diminta* (a name or a folder), else the one *konfigurasi* (a ``zi.toml``) names, else
    by the form of *berkas* (:func:`instrumen_by_form`). Raises ``UserError`` (exit code 2) for one that is not
    there, ``InvalidInstrumen`` and ``ConfigRejected`` (exit code 3) for faulty data.
    """
    terpilih = None
    if diminta is not None:
        terpilih = find_instrumen(diminta)
        if terpilih is None:
            nama = ", ".join(known_instrumen())
            raise UserError(
                f"instrumen “{cuplik(diminta)}” tidak ada; yang dikenal: {nama}; atau sebut foldernya", EXIT_USAGE
            )
    menurut_bentuk: list[Instrumen] = []

    def bawaan() -> Instrumen:
        menurut_bentuk.append(instrumen_by_form(berkas, sandi=sandi))
        return menurut_bentuk[0]

    k = load_config(konfigurasi, terpilih, bawaan=bawaan, lembar=lembar)
    if not menurut_bentuk:
        return k
    return k._replace(pesaing=tuple(load_instrumen(n) for n in known_instrumen() if n != k.instrumen.nama))


def evaluate(
    berkas: Path,
    aturan: Config,
    pilihan: Penilai | None = None,
    *,
    sandi: str | None = None,
    lengkap: bool = True,
) -> Evaluation:
    """Read and score *berkas* by the instrument and thresholds of *aturan*; *sandi* opens an encrypted file.

    Raises ``UnreadableInput``: an LKE1xx finding when there is no worksheet to read, LKE138 when it is
    the form of another instrument (``Config.pesaing``), LKE139 when a column said to be an assessor's is
    not there, LKE135 when the assessor *pilihan* answered nothing
    in it. Without *lengkap* only what scoring needs is read.
    """
    buku = open_workbook(berkas, sandi=sandi)
    with working_on(berkas):
        return _judge(berkas, buku, aturan, pilihan, sandi, lengkap=lengkap)


def _judge(
    berkas: Path, buku: Workbook, aturan: Config, pilihan: Penilai | None, sandi: str | None, *, lengkap: bool
) -> Evaluation:
    """The evaluation of the open workbook *buku*; as :func:`evaluate`."""
    instrumen, ambang = aturan.instrumen, aturan.ambang
    if aturan.pesaing:
        cocok = best_fit(buku, (instrumen, *aturan.pesaing))
        if cocok and instrumen not in cocok:
            raise UnreadableInput(
                make_temuan("LKE138", berkas=buku.nama, bentuk=cocok[0].nama, instrumen=instrumen.nama)
            )
    ws = _proven(berkas, build_worksheet(buku, instrumen, lengkap=lengkap), instrumen, sandi)
    tiada = [k for k, p in instrumen.penilai.kolom_ditunjuk.items() if p not in ws.penilai]
    if tiada:
        raise UnreadableInput(make_temuan("LKE139", berkas=ws.nama, kolom=cuplik(", ".join(tiada))))
    semua = score_worksheet(ws, instrumen, ambang)
    berbeda = None
    if not lengkap:
        ada = [p for p in semua if p.penilai in ws.penilai]
        berbeda = frozenset(p.penilai for p in ada if differing_total(ws.penilai[p.penilai], p, instrumen))
    if berbeda:
        # What explains the difference stands in the cells that scoring does not need.
        ws = _proven(berkas, build_worksheet(buku, instrumen), instrumen, sandi)
    e = Evaluation(ws, instrumen, ambang, semua, pilihan, berbeda)
    if pilihan is not None:
        e.of(pilihan)
    return e


def _proven(berkas: Path, ws: Worksheet, instrumen: Instrumen, sandi: str | None) -> Worksheet:
    """*ws* with its answers' formulas worked out where there are any."""
    if not ws.rumus_jawaban:
        return ws
    from zi_cli.scoring.formulas.answers import check_answers

    return check_answers(berkas, ws, instrumen, sandi=sandi)
