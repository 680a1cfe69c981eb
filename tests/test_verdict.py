"""The four states of a verdict: the worst and the best of every doubt, against every combination tried one by one."""

import csv
import json
import shutil
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from zi_cli.cli import run_cli
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.scoring.result import BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI, Penilaian
from zi_cli.scoring.score import score_worksheet
from zi_cli.scoring.totals import sum_nodes
from zi_cli.scoring.verdict import ambang_value, belongs_to_pengungkit, threshold_range
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Worksheet

INSTRUMEN = load_instrumen()
WITH_OPTIONS = [b for b in INSTRUMEN.indikator if INSTRUMEN.options(b.kode)]
REFORM_1 = [b.kode for b in INSTRUMEN.indikator if b.kode.startswith("A.II.1.")]


def score(
    answers: Mapping[str, NilaiSel] | None = None,
    labels: Mapping[str, str] | None = None,
    findings: tuple[Temuan, ...] = (),
) -> Penilaian:
    """A perfect sheet with *answers* in place of the best, *labels* (scale by kode), and *findings* of its layout."""
    cells: dict[str, Isian] = {}
    for b in INSTRUMEN.baris:
        value: NilaiSel = ""
        if b.jenis_jawaban == "nilai_0_4":
            value = 4
        elif b.jenis_jawaban == "jumlah":
            value = 0 if b.kode.startswith("A.II.3.iii.a") else 10
        elif b.jenis_jawaban not in (None, "persen"):
            value = next(iter(INSTRUMEN.options(b.kode)))
        # The two sums of LHKPN and LHKASN come from their parts.
        if b.jenis_jawaban is not None:
            cells[b.kode] = Isian((answers or {}).get(b.kode, value), Sel("LKE ZI", b.nomor, 10))
    for b in INSTRUMEN.baris:
        if b.jenis_jawaban == "jumlah" and b.aturan is not None and b.kode not in (answers or {}):
            cells[b.kode] = Isian("", cells[b.kode].sel)
            for i, part in enumerate(b.aturan.operan):
                if part not in (answers or {}):
                    cells[part] = Isian(0 if i else 10, cells[part].sel)
    label = {k: (scale, Sel("LKE ZI", 1, 9), scale) for k, scale in (labels or {}).items()}
    ws = Worksheet(
        "x.xlsx", "0" * 64, ("LKE ZI",), None, None, None, None, {"unit": KolomPenilai("unit", cells)}, (), label,
        list(findings),
    )  # fmt: skip
    (p,) = score_worksheet(ws, INSTRUMEN)
    return p


def states(p: Penilaian) -> dict[Predikat, str]:
    return {q: p.putusan[q].keadaan for q in PREDIKAT}


def passes(points: Mapping[str, Fraction], predikat: Predikat, *, pengungkit: bool) -> bool:
    nodes = sum_nodes(points, INSTRUMEN)
    return all(
        ambang_value(a, nodes, INSTRUMEN) >= a.minimal[predikat]
        for a in INSTRUMEN.ambang.daftar
        if not pengungkit or belongs_to_pengungkit(a, INSTRUMEN)
    )


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[str, NilaiSel], dict[str, str], dict[str, list[Fraction]]]:
    """Answers, labels, and for each of up to four doubtful rows the ratios that it may stand for."""
    answers: dict[str, NilaiSel] = {}
    # Weak areas bring the thresholds into reach of a few doubtful cells.
    for area in draw(st.sets(st.sampled_from(sorted(INSTRUMEN.nama_area)), max_size=2)):
        rows = [b for b in WITH_OPTIONS for half in INSTRUMEN.area_halves(area) if b.kode.startswith(f"{half}.")]
        for b in draw(st.lists(st.sampled_from(rows), max_size=len(rows), unique=True)):
            answers[b.kode] = draw(st.sampled_from(list(INSTRUMEN.options(b.kode))))
    if draw(st.booleans()):
        answers["B.I.a"] = draw(st.sampled_from([3.5, 3.6, 3.7]))
    labels: dict[str, str] = {}
    doubts: dict[str, list[Fraction]] = {}
    for b in draw(st.lists(st.sampled_from(WITH_OPTIONS), min_size=1, max_size=4, unique_by=lambda b: b.kode)):
        official = INSTRUMEN.options(b.kode)
        kind = draw(st.sampled_from(["blank", "invalid", "label"]))
        if kind == "label" and b.jenis_jawaban in ("abc", "abcd"):
            labels[b.kode] = "abcd" if b.jenis_jawaban == "abc" else "abcde"
            answers[b.kode] = "B"
            doubts[b.kode] = [official["B"], INSTRUMEN.skala[labels[b.kode]]["B"]]
        else:
            answers[b.kode] = "" if kind == "blank" else "Z"
            doubts[b.kode] = list(official.values())
    return answers, labels, doubts


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_states_equal_every_combination_tried(
    sheet: tuple[dict[str, NilaiSel], dict[str, str], dict[str, list[Fraction]]],
) -> None:
    answers, labels, doubts = sheet
    p = score(answers, labels)
    assert {r.kode for r in p.ragu} == set(doubts)
    for q in PREDIKAT:
        for a, row in zip(INSTRUMEN.ambang.daftar, p.putusan[q].ambang, strict=True):
            least, most = threshold_range(a, p, INSTRUMEN)
            by_range = MEMENUHI if least >= a.minimal[q] else BELUM_PASTI if most >= a.minimal[q] else BELUM_MEMENUHI
            assert row.keadaan == by_range
    points = {k: n.skor for k, n in p.indikator.items()}
    combinations = [
        points | {k: n * INSTRUMEN.bobot(k) for k, n in zip(doubts, c, strict=True)} for c in product(*doubts.values())
    ]
    for q in PREDIKAT:
        for pengungkit in (False, True):
            outcomes = {passes(c, q, pengungkit=pengungkit) for c in combinations}
            expected = "belum dapat dipastikan" if len(outcomes) == 2 else "memenuhi" if True in outcomes else None
            state = p.putusan[q].keadaan_pengungkit if pengungkit else p.putusan[q].keadaan
            assert state == (expected or "belum memenuhi")
        # What it hangs on is enough: with all other doubts at worst the answer is still open.
        if p.putusan[q].keadaan == "belum dapat dipastikan":
            hung = {r.kode for r in p.putusan[q].bergantung}
            worst = points | {k: min(n) * INSTRUMEN.bobot(k) for k, n in doubts.items()}
            best = worst | {k: max(doubts[k]) * INSTRUMEN.bobot(k) for k in hung}
            assert not passes(worst, q, pengungkit=False) and passes(best, q, pengungkit=False)
        else:
            assert p.putusan[q].bergantung == ()


def test_a_doubt_that_changes_nothing_does_not_make_it_unknown() -> None:
    p = score({"A.I.1.i.a": ""})
    assert states(p) == {"WBK": "memenuhi", "WBBM": "memenuhi"}
    assert len(p.ragu) == 1


def test_a_proven_no_outranks_a_doubt() -> None:
    p = score({"B.I.b": "D", "A.I.1.i.a": ""})
    assert states(p) == {"WBK": "belum memenuhi", "WBBM": "belum memenuhi"}


def test_hasil_not_assessed() -> None:
    blank: dict[str, NilaiSel] = dict.fromkeys(INSTRUMEN.hasil_codes, "")
    p = score(blank)
    assert states(p) == {"WBK": "belum dinilai", "WBBM": "belum dinilai"}
    assert p.putusan["WBK"].keadaan_pengungkit == "memenuhi"
    assert [a.keadaan for a in p.putusan["WBK"].ambang] == ["belum dinilai"] + ["memenuhi"] * 7 + ["belum dinilai"] * 4
    weak = {
        b.kode: list(INSTRUMEN.options(b.kode))[-1] for b in WITH_OPTIONS if b.kode.startswith(("A.I.4.", "A.II.4."))
    }
    p = score({**blank, **weak})
    assert states(p) == {"WBK": "belum memenuhi", "WBBM": "belum memenuhi"}
    p = score({**blank, **dict.fromkeys(weak, "")})
    assert states(p) == {"WBK": "belum dinilai", "WBBM": "belum dinilai"}
    assert p.putusan["WBK"].keadaan_pengungkit == "belum dapat dipastikan"
    assert {r.kode for r in p.putusan["WBK"].bergantung} == set(weak)


@pytest.mark.parametrize("code", ["LKE113", "LKE114"])
def test_whose_answers_these_are_is_open(code: str) -> None:
    p = score(findings=(make_temuan(code, penilai="unit", dipakai="LKE!K4", lembar="LKE 2"),))
    assert states(p) == {"WBK": "belum dapat dipastikan", "WBBM": "belum dapat dipastikan"}
    assert {a.keadaan for a in p.putusan["WBK"].ambang} == {"belum dapat dipastikan"}
    assert p.putusan["WBK"].sebab == (code,)
    assert p.putusan["WBK"].bergantung == ()


def test_a_row_that_stands_twice_is_doubtful() -> None:
    p = score(findings=(make_temuan("LKE121", Sel("LKE", 9, 9), "A.I.1.i.a", indikator="A.I.1.i.a", dipakai="LKE!K5"),))
    (doubt,) = p.ragu
    assert (doubt.kode, doubt.terburuk, doubt.terbaik) == ("A.I.1.i.a", 0, INSTRUMEN.bobot("A.I.1.i.a"))


def ratio_range(p: Penilaian, kode: str) -> tuple[Fraction, Fraction] | None:
    """The least and most that the row may stand for, as ratios; None when it is not doubtful."""
    bobot = INSTRUMEN.bobot(kode)
    return next(((r.terburuk / bobot, r.terbaik / bobot) for r in p.ragu if r.kode == kode), None)


COMPLAINTS = next(b for b in INSTRUMEN.indikator if b.aturan is not None and b.aturan.nama == "rasio")


@pytest.mark.parametrize(
    ("typed", "part", "whole", "expected"),
    [
        ("50%", 5, 10, None),
        ("100%", 5, 10, (Fraction(1, 2), Fraction(1))),
        ("hampir semua", 5, 10, None),
        (50, 5, 10, None),
        (92, 5, 10, (Fraction(1, 2), Fraction(1))),
        ("", 12, 10, (Fraction(0), Fraction(1))),
        ("", 3, 0, (Fraction(0), Fraction(1))),
        ("", "lima", 10, (Fraction(0), Fraction(1))),
        ("50%", "lima", 10, None),
        ("105%", "", "", (Fraction(0), Fraction(1))),
    ],
)
def test_percent_rows(
    typed: NilaiSel, part: NilaiSel, whole: NilaiSel, expected: tuple[Fraction, Fraction] | None
) -> None:
    assert COMPLAINTS.aturan is not None
    first, second = COMPLAINTS.aturan.operan
    assert ratio_range(score({COMPLAINTS.kode: typed, first: part, second: whole}), COMPLAINTS.kode) == expected


def test_a_sum_that_differs_from_its_parts() -> None:
    row = next(b for b in INSTRUMEN.indikator if b.aturan and INSTRUMEN.per_kode[b.aturan.operan[1]].aturan)
    assert row.aturan is not None
    done, due = row.aturan.operan
    parts = INSTRUMEN.per_kode[due].aturan
    assert parts is not None
    sums: dict[str, NilaiSel] = dict(zip(parts.operan, (1, 10, 0), strict=True))
    assert ratio_range(score({done: 10, due: 10, **sums}), row.kode) == (Fraction(10, 11), 1)
    assert ratio_range(score({done: 10, due: "", **sums, parts.operan[2]: "dua"}), row.kode) == (0, 1)


REAL = Path(__file__).parent / "data/lke-nyata-2024.xlsx"
REASON = (
    "bergantung pada 1 jawaban yang meragukan: A.I.4.i.c Pimpinan memantau pencapaian kinerja secara berkala "
    "(baris tidak ada di berkas)"
)


def test_every_output_says_the_same_of_the_same_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(REAL, folder / "lke.xlsx")
    lke = str(folder / "lke.xlsx")

    def out(*args: str) -> str:
        run_cli(list(args))
        return capsys.readouterr().out

    (record,) = (json.loads(line) for line in out("score", lke, "--format", "json").splitlines())
    assert [record["putusan"][q]["keadaan"] for q in PREDIKAT] == ["memenuhi", "belum dapat dipastikan"]
    (row,) = csv.DictReader(out("score", lke, "--format", "csv").removeprefix("\ufeff").splitlines())
    assert (row["WBK"], row["WBBM"]) == ("memenuhi", "belum dapat dipastikan")
    for shown in ("tabel", "md"):
        text = out("score", lke, "--format", shown)
        assert REASON in text
    recap = out("batch", str(folder), "-o", str(tmp_path / "rekap"), "--format", "csv")
    (row,) = csv.DictReader(recap.removeprefix("\ufeff").splitlines())
    assert (row["wbk"], row["wbbm"]) == ("memenuhi", "belum dapat dipastikan")
    kept = json.loads((tmp_path / "rekap/rekap.json").read_text(encoding="utf-8"))
    assert kept["satker"][0]["putusan"] == record["putusan"]
    out("report", lke, "-o", str(tmp_path / "lke.html"))
    html = (tmp_path / "lke.html").read_text(encoding="utf-8")
    assert "Menuju WBK: memenuhi; Menuju WBBM: belum dapat dipastikan" in html
    assert REASON in html
    compared = out("compare", lke, lke, "--format", "md")
    assert "| WBBM | belum dapat dipastikan | belum dapat dipastikan |" in compared
    out("score", lke, "--tulis", str(tmp_path / "hasil.xlsx"))
    written = load_workbook(tmp_path / "hasil.xlsx")["Hasil zi"]
    cells = {str(r[0]): r[2] for r in written.iter_rows(values_only=True) if r[0]}
    assert (cells["Putusan WBK"], cells["Putusan WBBM"]) == ("memenuhi", "belum dapat dipastikan")
