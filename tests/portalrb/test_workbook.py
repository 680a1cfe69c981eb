"""The portal's workbook: what it carries is what ``zi score`` reads from it."""

from pathlib import Path
from random import Random

import pytest

from tests.builder.answers import acak, raw_cells
from tests.builder.assemble import build_book
from tests.builder.layouts import LAYOUTS
from zi_cli.cli import run_cli
from zi_cli.evaluation import Evaluation, evaluate, load_rules
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.portalrb.portal_answers import UnitSheet, portal_answers
from zi_cli.portalrb.portal_workbook import PortalIdentity, portal_workbook
from zi_cli.portalrb.questions import load_questions

INSTRUMEN = load_instrumen()
QUESTIONS = load_questions(INSTRUMEN)


def read(berkas: Path) -> tuple[Evaluation, UnitSheet]:
    e = evaluate(berkas, load_rules(None, None, [berkas]))
    return e, portal_answers(e, QUESTIONS)


@pytest.mark.parametrize("nama", LAYOUTS)
def test_figures_answers_notes_and_links_come_back(nama: str, tmp_path: Path) -> None:
    """From every layout."""
    rng = Random(nama)
    jawaban = {"unit": raw_cells(acak(rng)), "tpi": raw_cells(acak(rng))}
    tata = LAYOUTS[nama]
    bentuk, lke = tata.bentuk(rng, ["unit", "tpi"]), tmp_path / f"lke.{tata.akhiran}"
    e, isi = read(build_book(jawaban, bentuk).simpan(lke))
    for kode in {t.indikator for t in isi.temuan if t.kode == "PRB902"}:
        # A percentage without its counts is refused; without it the rest goes over.
        for satu in jawaban.values():
            satu |= {k: None for k in satu if f"{k}.".startswith(f"{kode}.")}
    e, isi = read(build_book(jawaban, bentuk).simpan(lke))
    assert not isi.rejected
    buku = tmp_path / "portal.xlsx"
    identitas = PortalIdentity("Kantor Imigrasi Contoh", "647101", 2027, "WBK")
    buku.write_bytes(portal_workbook(INSTRUMEN, QUESTIONS, identitas, isi.answers))
    kembali, isi_kembali = read(buku)
    assert (kembali.ws.satker, kembali.ws.kode_satker, kembali.ws.tahun, kembali.ws.usulan) == identitas
    for penilai in ("unit", "tpi"):
        assert kembali.of(penilai).nilai == e.of(penilai).nilai
    assert isi_kembali.answers == isi.answers


def test_the_same_input_gives_the_same_bytes() -> None:
    assert portal_workbook(INSTRUMEN, QUESTIONS, PortalIdentity()) == portal_workbook(
        INSTRUMEN, QUESTIONS, PortalIdentity()
    )


def test_a_blank_one_is_read_as_blank(tmp_path: Path) -> None:
    buku = tmp_path / "kosong.xlsx"
    buku.write_bytes(portal_workbook(INSTRUMEN, QUESTIONS, PortalIdentity()))
    _, isi = read(buku)
    assert {a.jawaban_unit for a in isi.answers} == {None}
    assert not isi.rejected


def test_a_folder_of_workbooks_for_upload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cerita = Path(__file__).parents[2] / "sample_lke/usulan-2027"
    args = ["portalrb", "buku", str(cerita), "-o", str(tmp_path / "buku"), "--tanggal", "2027-05-20"]
    assert run_cli(args) == 1
    ditulis = [Path(p) for p in capsys.readouterr().out.splitlines()]
    assert len(ditulis) == 3 and all(p.is_file() for p in ditulis)
    for p in ditulis:
        e, isi = read(p)
        assert e.ws.tahun == 2027 and sum(a.jawaban_unit is not None for a in isi.answers) == 127
    assert run_cli(args) == 4
    # A workbook of before is replaced with the whole folder: that of a satker no longer eligible does not stay.
    assert run_cli([*args[:-1], "2026-11-01", "--timpa"]) == 1
    assert [p.name for p in (tmp_path / "buku").iterdir()] == ["manifes.json"]
    assert run_cli([*args, "--timpa"]) == 1 and all(p.is_file() for p in ditulis)
    capsys.readouterr()
    (tmp_path / "buku" / "catatan.xlsx").write_bytes(b"milik orang")
    assert run_cli([*args, "--timpa"]) == 4
    assert "catatan.xlsx" in capsys.readouterr().err
    # Neither the export of the other kind nor the server takes this folder for its own.
    (tmp_path / "buku" / "catatan.xlsx").unlink()
    assert run_cli(["portalrb", "ekspor", *args[2:], "--timpa"]) == 4


def test_template_in_the_portals_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kosong, terisi = tmp_path / "kosong.xlsx", tmp_path / "terisi.xlsx"
    asal = Path(__file__).parents[2] / "sample_lke/lke-wbk.xlsx"
    assert run_cli(["template", "--bentuk", "portalrb", "--satker", "Kantor Imigrasi Contoh", "-o", str(kosong)]) == 0
    assert read(kosong)[0].ws.satker == "Kantor Imigrasi Contoh"
    kode = run_cli(["template", "--bentuk", "portalrb", "--isi", str(asal), "-o", str(terisi)])
    assert kode in (0, 1)
    assert read(terisi)[1].answers == read(asal)[1].answers
    assert run_cli(["template", "--bentuk", "portalrb", "--data", str(asal)]) == 2
