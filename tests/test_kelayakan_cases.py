"""The table of eligibility cases, through the command line, and no yes on a cell that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kelayakan_cases import ANSWERS, FOLDER, WBBM, WBK, CaseData, answer, build, read_cases
from zi_cli.cli import run_cli
from zi_cli.pengajuan.register.columns import COLUMNS, column_of_heading
from zi_cli.pengajuan.register.subjects import _Subject, _subjects

CASES = read_cases()


@pytest.mark.parametrize("kasus", CASES, ids=lambda k: f"{k.tabel}: {k.kasus}")
def test_case(kasus: CaseData, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kode = run_cli(build(kasus, tmp_path))
    keluar = capsys.readouterr()
    if kasus.layak.isdigit():
        assert kode == int(kasus.layak)
        assert all(t in keluar.err for t in kasus.temuan.split())
        return
    s = answer(keluar.out, kasus)
    bukan = {f["kode"] for f in s["fakta"] if f["jawaban"] != "ya"}
    assert (s["layak"], bukan) == (ANSWERS[kasus.layak], set(kasus.bukan_ya.split())), s["alasan"]
    assert set(kasus.temuan.split()) <= {t["kode"] for t in s["temuan"]}
    assert (kode == 0) is (s["layak"] is True and s["jumlah"] == 1) or kode == 3
    assert kasus.dasar


def test_the_index_names_every_table() -> None:
    with (FOLDER / "indeks.csv").open(encoding="utf-8", newline="") as f:
        jumlah = {r["tabel"]: int(r["kasus"]) for r in csv.DictReader(f)}
    assert {p.stem for p in FOLDER.glob("*.csv")} == {*jumlah, "indeks"}
    assert {t: sum(k.tabel == t for k in CASES) for t in jumlah} == jumlah
    assert len(CASES) >= 500
    assert len({(k.tabel, k.kasus) for k in CASES}) == len(CASES)


#: What no column reads as a value of its own; texts are no fault where any text is a value.
_WRONG = ["#REF!", "#N/A", "entah", "v", "√", "sudah", "45670", "8,5 dari", "31/02/2027", "14/08/25", "13/12", "101%"]
#: What a person adds to a text that is not certain.
_DOUBTFUL = [
    "?",
    " (?)",
    "*",
    " …",
    " (cek lagi)",
    " (ditolak)",
    " - dikembalikan",
    " menyusul",
    " dst",
    " / belum",
    " (draf)",
]
#: Other ways to write the same: marks that nobody sees, blanks, small and capital letters.
_SAME: list[Callable[[str], str]] = [
    str.upper, str.lower, lambda t: t.replace(" ", "\u00a0"), lambda t: f"  {t.replace(' ', '  ')} ",
    lambda t: f"\u200b{t}\ufeff", lambda t: t.replace(" ", "\n"), lambda t: t.replace(" ", "\u202f") + "\t",
]  # fmt: skip
_FREE_TEXT = {"kode", "nama", "eselon1", "pendahuluan_penilai", "berkas_lke"}
_DECIDING = [k.field for k in COLUMNS if k.menentukan]
#: Blank here is no gap: never happened, another source, a warning, or found otherwise.
_MAY_BE_BLANK = {
    "tanggal_pencabutan", "lhkpn", "lhkasn", "pendahuluan_tanggal", "berkas_lke", "jenis", "eselon1", "mulai_wbbm",
    "tanggal_predikat", "tanggal_monev", "tanggal_pencanangan",
}  # fmt: skip
#: Cells of the worksheet that the verdict and the requirements of a complete proposal rest on.
_LKE_CELLS = ["B.I.a", "A.II.5.iii.a.1", "A.II.5.iii.a.5", "A.II.5.iii.b.1", "A.II.5.iii.b.5"]


def _eligible(folder: Path, capsys: pytest.CaptureFixture[str], **isi: str) -> bool | None:
    kasus = CaseData("", "", isi.get("daftar", ""), isi.get("konfigurasi", ""), isi.get("lke", ""), "", "", "", "", "")
    for lama in folder.iterdir():
        lama.unlink()
    run_cli(build(kasus, folder))
    hasil: bool | None = answer(capsys.readouterr().out, kasus)["layak"]
    return hasil


_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_SETTINGS
@given(
    st.sampled_from(["", "WBBM | "]), st.sampled_from(_DECIDING), st.sampled_from(_WRONG), st.sampled_from(_DOUBTFUL),
    st.booleans(),
)  # fmt: skip
def test_a_fault_in_a_deciding_cell_is_never_eligible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dasar: str, field: str, isi: str, ragu: str, xlsx: bool
) -> None:
    if field in _FREE_TEXT:
        isi = (WBK[field] + ragu).strip() if field != "berkas_lke" else "#REF!"
    tambahan = " | xlsx" if xlsx else ""
    assert _eligible(tmp_path, capsys, daftar=f"{dasar}{field}={isi}{tambahan}") is not True


@_SETTINGS
@given(st.sampled_from(["", "WBBM | "]), st.data(), st.sampled_from(_SAME), st.booleans())
def test_a_cell_written_otherwise_stays_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dasar: str, data: st.DataObject,
    sama: Callable[[str], str], xlsx: bool,
) -> None:  # fmt: skip
    isi = WBBM if dasar else WBK
    field = data.draw(st.sampled_from(sorted(set(isi) - {"berkas_lke"})))
    # The changes of a case are stripped, so the new text goes into what the case starts from.
    with pytest.MonkeyPatch.context() as m:
        m.setitem(isi, field, sama(isi[field]))
        assert _eligible(tmp_path, capsys, daftar=dasar + ("xlsx" if xlsx else "")) is True


@_SETTINGS
@given(st.sampled_from(["", "WBBM | "]), st.sampled_from(sorted(set(_DECIDING) - _MAY_BE_BLANK)), st.booleans())
def test_a_missing_fact_is_never_eligible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dasar: str, field: str, kolom: bool
) -> None:
    if (dasar, field) == ("WBBM | ", "mulai_wbk"):
        return  # a proposal for WBBM rests on the start towards WBBM
    if kolom and field in ("kode", "nama"):
        return  # without these columns it is no register
    assert _eligible(tmp_path, capsys, daftar=f"{dasar}-{field}" if kolom else f"{dasar}{field}=") is not True


@_SETTINGS
@given(st.sampled_from(_LKE_CELLS), st.sampled_from(["#REF!", "entah", "-5", "8.5.1", "999", "12 orang", "√"]))
def test_a_fault_in_the_lke_is_never_eligible(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kode: str, isi: str
) -> None:
    assert _eligible(tmp_path, capsys, lke=f"{kode}={isi}") is not True


@pytest.mark.parametrize("kunci", ["opini_bpk", "sakip", "indeks_rb", "spip"])
@pytest.mark.parametrize("isi", ["#REF!", "entah", "325", "-1", "??"])
def test_a_fault_in_the_configuration_is_never_eligible(
    kunci: str, isi: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _eligible(tmp_path, capsys, konfigurasi=f'{kunci}="{isi}"') is not True


@pytest.mark.parametrize("pokok", _subjects(), ids=lambda s: f"{s.kolom}: {' '.join(s.kata)}")
def test_a_column_that_speaks_of_what_decides_is_never_passed_over(
    pokok: _Subject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert column_of_heading(pokok.kolom) is not None
    heading = " ".join(k.capitalize() for k in pokok.kata)
    assert _eligible(tmp_path, capsys, daftar=f"+{heading} (lain)=entah") is not True or pokok.kolom in _NOT_REQUIRED
    assert _eligible(tmp_path, capsys, daftar=f"+{heading} (lain)=-") is True


#: A fault there warns, or decides for another proposal only.
_NOT_REQUIRED = {
    "tanggal_predikat",
    "tanggal_monev",
    "tanggal_pencanangan",
    "pendahuluan_tanggal",
    "mulai_wbbm",
    "jenis",
}
