"""Forms with sown formula faults: the file's total explained in parts, LibreOffice's recalculation as the judge.

python -m tests.difference_check [BANYAK] [BIBIT]
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.builder.answers import raw_cells
from tests.builder.formula_form import ERRORS, FormulaForm, Sown, clean_answers, formula_form, sow
from tests.builder.spellings import spell
from tests.oracle.libre import ubah
from zi_cli.evaluation import evaluate, load_rules
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.formulas.difference import Difference
from zi_cli.worksheet.formats.open import open_workbook

INSTRUMEN = load_instrumen()
TOLERANSI = Fraction(1, 10**9)
_AT_ONCE = 60


class Outcome(NamedTuple):
    """One form: what was sown, what LibreOffice shows as its total, and how we explain it."""

    berkas: str
    form: FormulaForm
    total: float | str
    kami: Fraction
    selisih: Difference | None

    @property
    def unnamed(self) -> list[Sown]:
        """Faults sown whose cell is in no part."""
        bagian = self.selisih.bagian if self.selisih else ()
        return [x for x in self.form.ditanam if not any(x.sel in named_cells(b.sel, b.sebab) for b in bagian)]

    @property
    def wrong(self) -> str:
        """What does not add up; "" when all does."""
        if isinstance(self.total, str):
            salah = self.selisih is None or self.selisih.berkas is not None
            return "total kesalahan rumus tidak dijelaskan" if salah else ""
        if self.selisih is None:
            return "" if abs(Fraction(self.total) - self.kami) <= Fraction(5, 1000) else "selisih tidak dijelaskan"
        if self.selisih.berkas is None or abs(self.selisih.berkas - Fraction(self.total)) > TOLERANSI:
            return f"total {self.selisih.berkas} bukan {self.total}"
        jumlah = sum((b.poin or Fraction(0) for b in self.selisih.bagian), Fraction(0))
        return "" if jumlah == self.selisih.selisih else f"bagian berjumlah {jumlah}, bukan {self.selisih.selisih}"


def named_cells(sel: object, sebab: str) -> set[str]:
    """The cells that a part names."""
    kata = sebab.replace("(", " ").replace(")", " ").replace(",", " ").replace(";", " ").replace(":", " ").split()
    return {str(sel).rpartition("!")[2], *kata}


def make_forms(banyak: int, bibit: int) -> list[FormulaForm]:
    """*banyak* forms of random answers with one to five faults each, every second one in other spellings."""
    hasil = []
    for n in range(banyak):
        rng = Random(f"selisih/{bibit}/{n}")
        f = formula_form(raw_cells(clean_answers(rng)))
        sow(f, rng, rng.randint(1, 5))
        if n % 2:
            spell(f, rng, {x.kode for x in f.ditanam})
        hasil.append(f)
    return hasil


def check(forms: Sequence[FormulaForm], folder: Path) -> list[Outcome]:
    """Recalculate *forms* with LibreOffice and explain each total."""
    asal = folder / "asal"
    asal.mkdir()
    berkas = [f.save(asal / f"f{n:03}.xlsx") for n, f in enumerate(forms)]
    hasil: list[Outcome] = []
    for i in range(0, len(berkas), _AT_ONCE):
        dihitung = ubah(berkas[i : i + _AT_ONCE], "xlsx", folder / "hasil", folder / "profil")
        hasil += [outcome(b, f) for b, f in zip(dihitung, forms[i : i + _AT_ONCE], strict=True)]
    return hasil


def missed(hasil: Sequence[Outcome], folder: Path) -> list[tuple[Outcome, Sown]]:
    """Faults that no part names although the difference changes with them once all that is undone before is right.

    LibreOffice says so: the form with only the faults that are undone later, with and without the fault.
    """
    # Faults that cancel each other to less than rounding leave nothing to explain.
    lepas = [(h, x) for h in hasil if h.selisih for x in h.unnamed]
    forms: list[FormulaForm] = []
    for h, x in lepas:
        lain = [y for y in h.form.ditanam if _turn(y, h.form) > _turn(x, h.form)]
        forms += [h.form.with_faults(lain), h.form.with_faults([*lain, x])]
    folder.mkdir()
    beda = [_off(o) for o in check(forms, folder)] if forms else []
    return [(h, x) for n, (h, x) in enumerate(lepas) if _far(beda[2 * n], beda[2 * n + 1], h.form)]


def _turn(x: Sown, f: FormulaForm) -> tuple[int, int]:
    """When a fault is undone: errors, totals, then down the sheet, blanks last."""
    golongan = 0 if x.nama in ERRORS else 3 if x.nama == "kosong" else 1 if "TOTAL" in x.kode else 2
    return golongan, -f.baris[x.kode] if golongan == 1 else f.baris[x.kode]


def _off(o: Outcome) -> Fraction | str:
    """How far the total is from ours."""
    return o.total if isinstance(o.total, str) else Fraction(o.total) - o.kami


def _far(a: Fraction | str, b: Fraction | str, f: FormulaForm) -> bool:
    """Whether a fault changed the total: by more than a calculation in binary does, or roundings of the form's own."""
    if isinstance(a, str) or isinstance(b, str):
        return a != b
    membulatkan = any("ROUND(" in str(x) for x in f.bersih.values())
    return abs(a - b) > (Fraction(5, 1000) if membulatkan else TOLERANSI)


def outcome(berkas: Path, f: FormulaForm) -> Outcome:
    e = evaluate(berkas, load_rules(None, None), complete=False)
    (p,) = e.semua
    baris = dict(open_workbook(berkas).lembar)["LKE ZI"][f.baris["TOTAL"]]
    total = baris[12]
    assert isinstance(total, float | str)
    return Outcome(berkas.name, f, total, p.nilai["total"], e.total_differences(berkas).get(p.penilai))


def main(banyak: int = 500, bibit: int = 1) -> int:
    with tempfile.TemporaryDirectory() as sementara:
        hasil = check(make_forms(banyak, bibit), Path(sementara))
        lepas = missed(hasil, Path(sementara) / "sendiri")
    salah = [h for h in hasil if h.wrong]
    for h in salah[:20]:
        print(f"{h.berkas}: {h.wrong} ({[x[:2] for x in h.form.ditanam]})")
    for h, x in lepas[:40]:
        bagian = [(str(b.sel), b.sebab) for b in h.selisih.bagian] if h.selisih else []
        print(f"{h.berkas}: {x} tidak disebut; {bagian}")
    ditanam = sum(len(h.form.ditanam) for h in hasil)
    print(f"{len(hasil)} formulir, {ditanam} kesalahan ditanam; {len(salah)} formulir tidak cocok;")
    print(f"{len(lepas)} kesalahan yang mengubah total tidak disebut;")
    print(f"banyak bagian: {dict(sorted(Counter(len(h.selisih.bagian) if h.selisih else 0 for h in hasil).items()))}")
    return int(bool(salah or lepas))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
