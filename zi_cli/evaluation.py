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
from zi_cli.scoring.result import BELUM_DINILAI, Penilaian
from zi_cli.scoring.score import half_findings, is_blank, penentu, score_worksheet
from zi_cli.scoring.totals import total_differs
from zi_cli.text import excerpt, one_line
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
        selected = penentu(self.semua, self.instrumen, self.pilihan)
        if selected is None:
            raise UnreadableInput(self._absent("penentu"))
        return selected

    @property
    def shown(self) -> list[Penilaian]:
        """The assessors to show: the one asked for alone, else all."""
        return [self.of(self.pilihan)] if self.pilihan else self.semua

    def of(self, penilai: Penilai) -> Penilaian:
        """What *penilai* scored; raises ``UnreadableInput`` (LKE135) when that assessor answered nothing."""
        for p in self.semua:
            if p.penilai == penilai and not is_blank(p):
                return p
        raise UnreadableInput(self._absent(self.instrumen.penilai.name_of(penilai)))

    def pair(self, between: tuple[Penilai, Penilai] | None) -> tuple[Penilaian, Penilaian] | str:
        """The two assessors to compare, or (in words) why there are none.

        *between* names them; by default the lowest and the one who decides. Raises ``UnreadableInput``
        (LKE135) when one who was named answered nothing.
        """
        if between is not None:
            return self.of(between[0]), self.of(between[1])
        if alone := self.alone:
            return alone
        dari, ke = self.semua[0], penentu(self.semua, self.instrumen)
        if ke is not None and dari.penilai != ke.penilai:
            return dari, ke
        # The others stand beyond those who decide, and are compared only where they are named.
        codes = [p.penilai for p in self.semua]
        *first, last = map(self.instrumen.penilai.name_of, codes)
        who = f"{', '.join(first)}{',' if len(first) > 1 else ''} dan {last}"
        return f"dinilai oleh {who}; sebut dua yang dibandingkan, misalnya --antara {codes[0]},{codes[1]}"

    @property
    def alone(self) -> str:
        """Why there is nobody to compare, in words; "" when two assessors or more answered."""
        if len(self.semua) > 1:
            return ""
        (only,) = self.semua
        if is_blank(only):
            return f"{BELUM_DINILAI} siapa pun"
        return f"hanya dinilai oleh {self.instrumen.penilai.name_of(only.penilai)}"

    def target(self, requested: Predikat | None) -> Predikat:
        """The predicate that warnings refer to: the one asked for, else the file's own, else WBK."""
        return requested or ("WBBM" if self.ws.usulan == "WBBM" else "WBK")

    def findings(self, p: Penilaian, target: Predikat | None = None, *, detailed: bool = False) -> list[Temuan]:
        """All findings about the assessor *p*: layout first, then :meth:`assessor_findings`."""
        return [*self.ws.temuan, *self.assessor_findings(p, target, detailed=detailed)]

    def assessor_findings(
        self, p: Penilaian, target: Predikat | None = None, *, detailed: bool = False
    ) -> list[Temuan]:
        """Answers, halves of areas below *target*'s percentage (LKE230), and the file's total when it differs.

        With *detailed*, of a file read in full, also every other figure of the file, and completeness.
        """
        temuan = [*p.temuan, *half_findings(p, self.instrumen, self.ambang, self.target(target))]
        column = self.ws.penilai.get(p.penilai)
        if column is None:
            return temuan
        if not detailed:
            return temuan + self._differing_total(column, p)
        from zi_cli.scoring.completeness import check_completeness

        file_figures = reconcile(column, p, self.instrumen, self.ws.temuan)
        return temuan + file_figures + check_completeness(column, p, self.instrumen)

    def all_findings(self, target: Predikat | None = None) -> list[Temuan]:
        """What is wrong in the file, of a file read in full: layout first, then every assessor in rising order."""
        return [*self.ws.temuan, *(t for p in self.semua for t in self.assessor_findings(p, target, detailed=True))]

    def notes(self) -> dict[str, dict[str, str]]:
        """Each assessor's notes by kode."""
        return {
            name: {code: str(i.nilai) for code, i in column.catatan.items()} for name, column in self.ws.penilai.items()
        }

    def _differing_total(self, column: KolomPenilai, p: Penilaian) -> list[Temuan]:
        """The file's total when it differs, or in its place the lower figures that explain it, as in a full reading."""
        known = self.berbeda
        if not (differing_total(column, p, self.instrumen) if known is None else p.penilai in known):
            return []
        return [t for t in reconcile(column, p, self.instrumen, self.ws.temuan) if t.kode in EXPLAIN_TOTAL]

    def total_differences(self, file: Path, *, password: str | None = None) -> dict[Penilai, Difference]:
        """For each assessor shown whose total in *file* is not ours, the difference in parts; it decides nothing."""
        differences = [p for p in self.shown if self._total_differs(p)]
        if not differences:
            return {}
        from zi_cli.scoring.formulas.difference import explain

        results = {b.penilaian.penilai: explain(b) for b in self._with_formulas(differences, file, password)}
        return {name: d for name, d in results.items() if d is not None}

    def with_formula_findings(self, temuan: list[Temuan], file: Path, *, password: str | None = None) -> list[Temuan]:
        """*temuan* with those about the formulas of *file*, in place of what only follows from them."""
        from zi_cli.scoring.formulas.formula_findings import check_formulas, fold_consequences

        parts = self._with_formulas(self.semua, file, password)
        if not parts or not parts[0].lembar.rumus.terbaca:
            reason = "rumus hanya dibaca dari .xlsx dan .xlsm" if parts else "tidak terbaca, atau berkas berubah"
            return [*temuan, make_temuan("LKE314", sebab=reason)]
        return fold_consequences(temuan, [c for b in parts if (c := check_formulas(b)) is not None])

    def _with_formulas(self, every: Iterable[Penilaian], file: Path, password: str | None) -> list[AssessorSheet]:
        """Each of *every* with the formulas of *file*; none when they can't be read or the file has changed."""
        from zi_cli.scoring.formulas.score_cells import AssessorSheet
        from zi_cli.worksheet.formula_sheet import read_formula_sheet

        try:
            sheet = read_formula_sheet(file, self.instrumen, password=password)
        except UnreadableInput:
            return []
        if sheet.buku.sha256 != self.ws.sha256:
            return []
        semantics = load_sheet_semantics(self.instrumen)
        return [AssessorSheet(self.ws, sheet, p, self.instrumen, semantics) for p in every]

    def _total_differs(self, p: Penilaian) -> bool:
        column = self.ws.penilai.get(p.penilai)
        return column is not None and total_differs(column, p, self.instrumen)

    def _absent(self, term: str) -> Temuan:
        # A file in which nobody answered has a blank record all the same, but no assessor.
        name = self.instrumen.penilai.name_of
        present = ", ".join(name(p.penilai) for p in self.semua if not is_blank(p))
        return make_temuan("LKE135", berkas=self.ws.nama, penilai=term, ada=present or "tidak ada")


def instrumen_by_form(files: Iterable[Path], *, password: str | None = None) -> Instrumen:
    """The known instrument whose form the first of *files* with an LKE in it is.

    Files that can't be read say nothing here; without any that does it is the default one. Raises
    ``UserError`` (exit code 2) when the file fits two instruments equally well.
    """
    every = [load_instrumen(n) for n in known_instrumen()]
    # Files of a folder are searched for when they are asked for: with one form there is nothing to ask.
    candidates = [*files] if len(every) > 1 else []
    for b in candidates:
        try:
            with guarding_several(candidates):
                matches = best_fit(open_workbook(b, password=password), every)
        except UnreadableInput:
            continue
        if len(matches) > 1:
            name = " dan ".join(i.nama for i in matches)
            raise UserError(f"“{one_line(b.name)}” sama cocok dengan instrumen {name}; sebut --instrumen", EXIT_USAGE)
        if matches:
            return matches[0]
    return load_instrumen()


def load_rules(
    requested: str | None,
    config: Path | None,
    files: Iterable[Path] = (),
    *,
    password: str | None = None,
    sheet: ConfigSheet | None = None,
) -> Config:
    """What worksheets are judged by: the configuration (and *sheet*, its sheet) with its instrument and thresholds.

    The instrument is *requested* (a name or a folder), else the one *config* (a ``zi.toml``) names, else
    by the form of *files* (:func:`instrumen_by_form`). Raises ``UserError`` (exit code 2) for one that is not
    there, ``InvalidInstrumen`` and ``ConfigRejected`` (exit code 3) for faulty data.
    """
    selected = None
    if requested is not None:
        selected = find_instrumen(requested)
        if selected is None:
            name = ", ".join(known_instrumen())
            raise UserError(
                f"instrumen “{excerpt(requested)}” tidak ada; yang dikenal: {name}; atau sebut foldernya", EXIT_USAGE
            )
    menurut_bentuk: list[Instrumen] = []

    def default_instrumen() -> Instrumen:
        menurut_bentuk.append(instrumen_by_form(files, password=password))
        return menurut_bentuk[0]

    k = load_config(config, selected, default=default_instrumen, sheet=sheet)
    if not menurut_bentuk:
        return k
    return k._replace(pesaing=tuple(load_instrumen(n) for n in known_instrumen() if n != k.instrumen.nama))


def evaluate(
    file: Path,
    config: Config,
    choice: Penilai | None = None,
    *,
    password: str | None = None,
    complete: bool = True,
) -> Evaluation:
    """Read and score *file* by the instrument and thresholds of *config*; *password* opens an encrypted file.

    Raises ``UnreadableInput``: an LKE1xx finding when there is no worksheet to read, LKE138 when it is
    the form of another instrument (``Config.pesaing``), LKE139 when a column said to be an assessor's is
    not there, LKE135 when the assessor *choice* answered nothing
    in it. Without *complete* only what scoring needs is read.
    """
    book = open_workbook(file, password=password)
    with working_on(file):
        return _judge(file, book, config, choice, password, complete=complete)


def _judge(
    file: Path, book: Workbook, config: Config, choice: Penilai | None, password: str | None, *, complete: bool
) -> Evaluation:
    """The evaluation of the open workbook *book*; as :func:`evaluate`."""
    instrumen, ambang = config.instrumen, config.ambang
    if config.pesaing:
        matches = best_fit(book, (instrumen, *config.pesaing))
        if matches and instrumen not in matches:
            raise UnreadableInput(
                make_temuan("LKE138", berkas=book.nama, bentuk=matches[0].nama, instrumen=instrumen.nama)
            )
    ws = _proven(file, build_worksheet(book, instrumen, complete=complete), instrumen, password)
    tiada = [k for k, p in instrumen.penilai.kolom_ditunjuk.items() if p not in ws.penilai]
    if tiada:
        raise UnreadableInput(make_temuan("LKE139", berkas=ws.nama, kolom=excerpt(", ".join(tiada))))
    every = score_worksheet(ws, instrumen, ambang)
    differing = None
    if not complete:
        present = [p for p in every if p.penilai in ws.penilai]
        differing = frozenset(p.penilai for p in present if differing_total(ws.penilai[p.penilai], p, instrumen))
    if differing:
        # What explains the difference stands in the cells that scoring does not need.
        ws = _proven(file, build_worksheet(book, instrumen), instrumen, password)
    e = Evaluation(ws, instrumen, ambang, every, choice, differing)
    if choice is not None:
        e.of(choice)
    return e


def _proven(file: Path, ws: Worksheet, instrumen: Instrumen, password: str | None) -> Worksheet:
    """*ws* with its answers' formulas worked out where there are any."""
    if not ws.rumus_jawaban:
        return ws
    from zi_cli.scoring.formulas.formula_answers import check_answers

    return check_answers(file, ws, instrumen, password=password)
