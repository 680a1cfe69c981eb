"""No yes, and no letter, on a worksheet with a fault in any cell that the verdict rests on.

The worksheet is one whose every answer is needed: lowered one by one as far as the thresholds allow, so that
without any of them (or with one lower) it would fail.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.builder import BookDraft, FormShape, build_book, perfect, raw_cells
from tests.builder.grid import Nilai
from tests.builder.sheet import worksheet
from tests.kelayakan_cases import LKE, CaseData, answer, build
from zi_cli.cli import run_cli
from zi_cli.config import load_config
from zi_cli.scoring.result import MEMENUHI
from zi_cli.scoring.score import score_worksheet

CONFIG = load_config(None)
INSTRUMEN = CONFIG.instrumen
#: Cells with counts that a score is worked out from, and the typed indices.
COUNTS = ("A.II.1.i.a.1", "A.II.1.i.a.2", "A.II.1.i.b.1", "A.II.1.i.b.2", "A.II.4.i.a.1", "A.II.4.i.a.2",
         "A.II.6.i.b.1", "A.II.6.i.b.2", "B.I.a", "B.II.a")  # fmt: skip


@cache
def needed(predikat: str) -> dict[str, Nilai]:
    """Answers that reach *predikat* with none to spare."""
    isi = raw_cells(perfect())
    # The two indices at their thresholds (17,5 points at index 4).
    isi |= {"B.I.a": 3.6, "B.II.a": 3.2 if predikat == "WBK" else 3.6}
    urut = [b.kode for b in INSTRUMEN.indikator if list(INSTRUMEN.options(b.kode))]
    Random(7).shuffle(urut)
    for kode in urut:
        for rendah in reversed(list(INSTRUMEN.options(kode))[1:]):
            calon = isi | {kode: rendah}
            (p,) = score_worksheet(worksheet({"tpi": calon}), INSTRUMEN, CONFIG.ambang)
            if p.putusan[predikat].keadaan == MEMENUHI:
                isi = calon
                break
    return isi


def cells(predikat: str) -> list[str]:
    """The cells that the verdict rests on: of each indicator that counts, and of counts."""
    isi = needed(predikat)
    nol = {k for k in isi if list(INSTRUMEN.options(k)) and isi[k] == list(INSTRUMEN.options(k))[-1]}
    return [b.kode for b in INSTRUMEN.indikator if list(INSTRUMEN.options(b.kode)) and b.kode not in nol] + [*COUNTS]


def text(teks: str) -> Callable[[Any], None]:
    return lambda sel: setattr(sel, "value", teks)


def white(sel: Any) -> None:
    sel.font = Font(color="FFFFFFFF")


def hidden_row(sel: Any) -> None:
    sel.parent.row_dimensions[sel.row].hidden = True


def other_look(sel: Any) -> None:
    sel.number_format = '"–";"–";"–";"–"'


def merged(sel: Any) -> None:
    sel.parent.merged_cells.add(f"{sel.offset(-1, 0).coordinate}:{sel.coordinate}")


def twice(sel: Any) -> None:
    """The row once more, below all others, with another answer."""
    lembar = sel.parent
    baru = lembar.max_row + 2
    for c in lembar[sel.row]:
        lembar.cell(baru, c.column).value = c.value
    lembar.cell(baru, sel.column).value = "C" if sel.value != "C" else "B"


FAULTS: dict[str, Callable[[Any], None]] = {
    "error": text("#REF!"),
    "not available": text("#N/A"),
    "word": text("entah"),
    "two": text("A/B"),
    "question": text("A?"),
    "tick": text("√"),
    "blank": text(""),
    "formula never calculated": text('=IF(1=1,"A","B")'),
    "white": white,
    "hidden row": hidden_row,
    "shown as a dash": other_look,
    "covered": merged,
    "row twice": twice,
    "cyrillic": text("А"),
    "negative": text("-1"),
}


def faulty(predikat: str, kode: str, salah: Callable[[Any], None]) -> bytes:
    judul = tuple(
        (f"{j} : {LKE[k]}",) for k, j in (("satker", "Satuan Kerja"), ("kode", "Kode Satker"), ("tahun", "Tahun"))
    )
    buku: BookDraft = build_book({"unit": needed(predikat), "tpi": needed(predikat)}, FormShape(judul=judul))
    lembar, r, k = buku.letak["tpi", kode]
    isi = openpyxl.load_workbook(BytesIO(buku.xlsx()))
    salah(isi[lembar].cell(r, k + 1))
    wadah = BytesIO()
    isi.save(wadah)
    return wadah.getvalue()


def asked(
    folder: Path, capsys: pytest.CaptureFixture[str], predikat: str, kode: str, salah: Callable[[Any], None]
) -> dict[str, Any]:
    """What ``zi check`` says of the one satker."""
    dasar = "WBBM | kode=001" if predikat == "WBBM" else "kode=001"
    kasus = CaseData("", "", dasar, "", "", "", "", "", "", "")
    for lama in folder.iterdir():
        lama.unlink()
    argumen = build(kasus, folder)
    (folder / "lke.xlsx").write_bytes(faulty(predikat, kode, salah))
    run_cli(argumen)
    return answer(capsys.readouterr().out, kasus)


def nothing(sel: Any) -> None:
    """No fault."""


def remark(sel: Any) -> None:
    sel.comment = Comment("Sudah dicek", "Penilai")


@pytest.mark.parametrize("predikat", ["WBK", "WBBM"])
@pytest.mark.parametrize("ubah", [nothing, remark])
def test_without_a_fault_it_is_a_yes(
    predikat: str, ubah: Callable[[Any], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    s = asked(tmp_path, capsys, predikat, "A.I.1.i.a", ubah)
    assert s["layak"] is True, s["alasan"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(["WBK", "WBBM"]), st.sampled_from(sorted(FAULTS)))
def test_a_fault_in_any_cell_is_never_a_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject, predikat: str, salah: str
) -> None:
    kode = data.draw(st.sampled_from(cells(predikat)))
    s = asked(tmp_path, capsys, predikat, kode, FAULTS[salah])
    assert s["layak"] is not True


def test_every_cell_was_meant() -> None:
    assert len(cells("WBK")) > 60 and len(cells("WBBM")) > 80


def letter(folder: Path, salah: Callable[[Any], None], kode: str) -> tuple[int, list[str]]:
    """Exit code of ``zi surat pengajuan`` for the one satker, and the letters written."""
    toml = '\\n[pimpinan]\\nnama = "A"\\njabatan = "Menteri Contoh"\\n[surat]\\nkota = "Jakarta"'
    kasus = CaseData("", "", "kode=001", f'nama="Kementerian Contoh" | toml: {toml}', "", "", "", "", "", "")
    for lama in folder.glob("*.*"):
        lama.unlink()
    build(kasus, folder)
    (folder / "lke.xlsx").write_bytes(faulty("WBK", kode, salah))
    argumen = ["surat", "pengajuan", str(folder), "--nomor", "1", "--tanggal", "2027-05-20"]
    kode_keluar = run_cli([*argumen, "--data", str(folder / "satker.csv"), "-o", str(folder / "surat")])
    return kode_keluar, [p.name for p in folder.glob("surat/*.docx")]


def test_the_letter_is_written_without_a_fault(tmp_path: Path) -> None:
    assert letter(tmp_path, nothing, "A.I.1.i.a")[0] == 0 and [*tmp_path.glob("surat/*.docx")]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(cells("WBK")), st.sampled_from(sorted(FAULTS)))
def test_a_fault_in_any_cell_is_never_in_a_letter(tmp_path: Path, kode: str, salah: str) -> None:
    assert letter(tmp_path, FAULTS[salah], kode) == (1, [])
