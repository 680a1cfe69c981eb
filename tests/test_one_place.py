"""One place a change: what is added as data (threshold, assessor, requirement, finding, letter) is seen everywhere.

docs/arsitektur.md counts the files each change touches; here each is made as data and no code is changed.
"""

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.other_instrumen import PERFECT, workbook, write_instrumen
from tests.surat.letter_reading import letter_text
from zi_cli.cli import run_cli
from zi_cli.findings import catalogue
from zi_cli.instrumen.loader import instrumen_folder
from zi_cli.pengajuan.register import letter_kinds
from zi_cli.report import output_forms
from zi_cli.surat import claims, fields, template_check
from zi_cli.views.table import Table

SAMPLES = Path(__file__).parent.parent / "sample_lke"
Run = Callable[..., str]

THRESHOLD = """
[[ambang]]
kode = "survei-layanan"
label = "Nilai survei pelayanan yang baru"
simpul = "B.II.a"
wbk = "17.4"
wbbm = "17.5"
status = "cocok"
sumber = ["uji"]
"""
REQUIREMENT = """
[[syarat]]
kode = "layanan-unggulan"
tingkat = "satker"
label = "Layanan unggulan yang baru"
singkat = "layanan unggulan"
operator = "ya"
kosong = "belum_ada_data"
isian = "satker.layanan_utama"
sumber = "uji"
berlaku_sejak = 2030-01-01
dasar = "uji"
tindakan = "Isi kolom Layanan utama."

[portofolio]"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in an empty folder; its standard output."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run_cli(list(arguments)) == code, arguments
        return capsys.readouterr().out

    return go


def changed(folder: Path, file: str, old: str, new: str) -> str:
    """A copy of lke-2021 in *folder* with one change in *file*; its path."""
    shutil.copytree(instrumen_folder(), folder)
    text = (folder / file).read_text("utf-8")
    assert old in text, "the example no longer fits the data"
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return str(folder)


def cells(path: Path) -> set[str]:
    return {str(c.value) for ws in load_workbook(path, data_only=True) for row in ws.iter_rows() for c in row}


def test_a_threshold(run: Run, tmp_path: Path) -> None:
    """Added in ambang.toml alone."""
    ins = ("--instrumen", changed(tmp_path / "ins", "ambang.toml", 'batas = "inklusif"', 'batas = "inklusif"  # batas'))
    with (tmp_path / "ins/ambang.toml").open("a", encoding="utf-8") as f:
        f.write(THRESHOLD)
    lke = str(SAMPLES / "lke-wbk.xlsx")
    (tmp_path / "f/K").mkdir(parents=True)
    shutil.copy(lke, tmp_path / "f/K")
    score = json.loads(run("score", lke, "--penilai", "tpi", "--format", "json", *ins))
    (new,) = [a for a in score["putusan"]["WBK"]["ambang"] if a["kode"] == "survei-layanan"]
    assert (new["minimal"], new["memenuhi"], score["putusan"]["WBK"]["keadaan"]) == (17.4, False, "belum memenuhi")
    assert "Nilai survei pelayanan yang baru" in run("score", lke, "--penilai", "tpi", *ins)
    periksa = run("check", lke, "--usulan", "WBK", "--tanggal", "2027-05-20", *ins, code=1)
    assert "Nilai survei pelayanan yang baru" in periksa
    run("batch", "f", "-o", "rekap", *ins)
    (row,) = csv.DictReader(io.StringIO((tmp_path / "rekap/rekap.csv").read_text("utf-8-sig")))
    assert "survei-layanan" in row["gagal_wbk"]
    for what in (lke, "f", "rekap/rekap.json"):
        run("report", what, "-o", "r.html", "--timpa", *ins)
        assert "Nilai survei pelayanan yang baru" in (tmp_path / "r.html").read_text("utf-8")
    assert "survei-layanan" in run("plan", lke, "--target", "WBK", "--izinkan", "survei", *ins)
    assert "belum memenuhi" in run("compare", lke, *ins)
    letter = ("--target", "WBK", "--nomor", "1", "--tanggal", "2026-05-20", "--draf")
    run("surat", "perbaikan", lke, *letter, *ins, "-o", "p.docx")
    assert "Nilai survei pelayanan yang baru" in letter_text((tmp_path / "DRAF-p.docx").read_bytes())
    run("template", "-o", "t.xlsx", *ins)
    assert any("Nilai survei pelayanan yang baru" in c for c in cells(tmp_path / "t.xlsx"))
    run("score", lke, "--tulis", "s.xlsx", *ins)
    assert any("survei-layanan" in c for c in cells(tmp_path / "s.xlsx"))
    assert "17,4" in run("explain", "survei-layanan", *ins)
    (tmp_path / "zi.toml").write_text("[ambang.wbk]\nsurvei-layanan = 17.45\n", "utf-8")
    tight = json.loads(run("score", lke, "--penilai", "tpi", "--format", "json", *ins, "--konfigurasi", "zi.toml"))
    assert tight["ambang"]["diubah"] == ["survei-layanan WBK: 17,4 menjadi 17,45"]


def test_an_assessor(run: Run, tmp_path: Path) -> None:
    """Added in penilai.toml alone: a name, its heading, its place; here the one who decides."""
    folder = write_instrumen(tmp_path / "ins")
    text = (folder / "penilai.toml").read_text("utf-8").replace('penentu = "pembina"', 'penentu = "dewan"')
    new = '[[penilai]]\nkode = "dewan"\nnama = "Dewan Uji"\nkepala = "Dewan"\n'
    text = text.replace('[[penilai]]\nkode = "tpm"', f'{new}[[penilai]]\nkode = "tpm"')
    text = text.replace('penilai = "pembina"\npanel', 'penilai = "dewan"\npanel')
    text = text.replace("[[tajuk]]", '[[tajuk]]\npenilai = "dewan"\nkata = ["dewan"]\n[[tajuk]]', 1)
    (folder / "penilai.toml").write_text(text, "utf-8")
    ins = ("--instrumen", str(folder))
    run("template", "-o", "t.xlsx", "--penilai", "satker,dewan", *ins)
    assert {"Dewan", "Penilaian Dewan"} <= cells(tmp_path / "t.xlsx")
    lke = workbook(tmp_path / "f/K/lke.xlsx", {"satker": PERFECT, "pembina": PERFECT})
    book = load_workbook(lke)
    book.active["F4"] = "Jawaban Dewan"  # type: ignore[index]
    book.save(lke)
    records = [json.loads(line) for line in run("score", str(lke), "--format", "json", *ins).splitlines()]
    assert [r["penilai"] for r in records] == ["satker", "dewan"]
    assert "Dewan Uji" in run("score", str(lke), "--penilai", "dewan", *ins)
    check = json.loads(run("check", "f", "--format", "json", "--tanggal", "2030-05-20", *ins, code=1))
    assert check["satker"][0]["penilai"] == "dewan"
    run("batch", "f", "-o", "rekap", *ins)
    assert json.loads((tmp_path / "rekap/rekap.json").read_text("utf-8"))["satker"][0]["penilai"] == "dewan"
    assert "Dewan Uji" in run("compare", str(lke), "--antara", "satker,dewan", *ins)
    run("report", str(lke), "-o", "r.html", *ins)
    assert "Dewan Uji" in (tmp_path / "r.html").read_text("utf-8")
    assert "Dewan Uji" in run("plan", str(lke), "--target", "WBBM", *ins)
    assert "dewan: Dewan Uji" in run("explain", "penilai", *ins)
    letter = ("--target", "WBK", "--nomor", "1", "--tanggal", "2030-05-20", "--draf")
    run("surat", "lhe", str(lke), *letter, *ins, "-o", "l.docx")
    assert "Dewan Uji" in letter_text((tmp_path / "DRAF-l.docx").read_bytes())


def test_a_requirement_on_an_existing_column(run: Run, tmp_path: Path) -> None:
    """Added in syarat.toml alone."""
    ins = ("--instrumen", changed(tmp_path / "ins", "syarat.toml", "\n[portofolio]", REQUIREMENT))
    shutil.copytree(SAMPLES / "usulan-2027", tmp_path / "u")
    check = json.loads(run("check", "u", "--tanggal", "2027-05-20", "--format", "json", *ins, code=1))
    proposed = [s for s in check["satker"] if s["usulan"]]
    assert proposed
    for s in proposed:
        assert [x["memenuhi"] for x in s["syarat"] if x["kode"] == "layanan-unggulan"] != []
    assert "Layanan unggulan yang baru" in run("check", "u", "--tanggal", "2027-05-20", "--rinci", *ins, code=1)
    run("batch", "u", "-o", "rekap", "--tanggal", "2027-05-20", *ins)
    assert "Layanan unggulan yang baru" in cells(tmp_path / "rekap/rekap.xlsx")
    lke = next((tmp_path / "u").rglob("lke-*.xlsx"))
    run("report", str(lke), "--data", "u/satker.xlsx", "--tanggal", "2027-05-20", "-o", "r.html", *ins)
    assert "Layanan unggulan yang baru" in (tmp_path / "r.html").read_text("utf-8")


def test_a_finding(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added in the catalogue alone; what raises it names the code."""
    data = tmp_path / "data"
    shutil.copytree(catalogue._DATA, data)
    entries = json.loads((data / "lke.json").read_text("utf-8"))
    entries["LKE199"] = {
        "tingkat": "peringatan",
        "judul": "Temuan uji",
        "pesan": "Berkas “{berkas}” diuji.",
        "mengapa": "Uji.",
        "perbaikan": "Uji.",
        "contoh": "Uji.",
    }
    (data / "lke.json").write_text(json.dumps(entries), "utf-8")
    monkeypatch.setattr(catalogue, "_DATA", data)
    for cached in (catalogue._families, catalogue.load_family):
        cached.cache_clear()
    try:
        assert "Temuan uji" in run("explain", "LKE199")
        assert catalogue.make_temuan("LKE199", berkas="x").pesan == "Berkas “x” diuji."
        assert "LKE199" in list(catalogue.CATALOGUE)
    finally:
        for cached in (catalogue._families, catalogue.load_family):
            cached.cache_clear()


@pytest.fixture
def letter_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path, Path]]:
    """Copies of jenis-surat.csv, of the folder of medan.csv, and of the templates, in force for the test."""
    kinds, data, templates = tmp_path / "jenis-surat.csv", tmp_path / "data", tmp_path / "templates"
    shutil.copy(letter_kinds._FILE, kinds)
    shutil.copytree(fields._DATA, data)
    shutil.copytree(template_check.template_folder(), templates)
    monkeypatch.setattr(letter_kinds, "_FILE", kinds)
    monkeypatch.setattr(fields, "_DATA", data)
    monkeypatch.setattr(template_check, "template_folder", lambda: templates)
    caches = (letter_kinds.load_kinds, fields.load_fields, fields.fields_of_kind, claims.load_claims)
    for cached in caches:
        cached.cache_clear()
    yield kinds, data, templates
    for cached in caches:
        cached.cache_clear()


def add_kind(kinds: Path, templates: Path, medan: str, text: str) -> None:
    """A letter kind "undangan", due and signed as "perbaikan" is, that says *text* with the fields *medan*."""
    head, *rows = kinds.read_text("utf-8").splitlines()
    like = dict(zip(head.split(","), next(csv.reader([r for r in rows if r.startswith("perbaikan,")])), strict=True))
    like |= {"kode": "undangan", "judul": "Undangan uji", "ringkasan": "Uji.", "medan": medan}
    with kinds.open("a", encoding="utf-8", newline="") as f:
        csv.DictWriter(f, head.split(","), lineterminator="\n").writerow(like)
    letter = docx.Document()
    letter.add_paragraph(text)
    letter.save(str(templates / "undangan.docx"))


def test_a_letter_kind(run: Run, tmp_path: Path, letter_data: tuple[Path, Path, Path]) -> None:
    """Added as a row of jenis-surat.csv, and the letter itself: its template."""
    kinds, _, templates = letter_data
    words = "Mengundang {{ satker.nama }} pada tahun {{ surat.tahun }}, {{ surat.tanggal }}."
    add_kind(kinds, templates, "satker.nama surat.tahun", words)
    assert "Undangan uji" in run("surat", "daftar")
    assert "undangan" in [json.loads(x)["jenis"] for x in run("surat", "daftar", "--format", "json").splitlines()]
    assert "surat.tahun" in run("surat", "daftar", "undangan", "--kolom")
    more = ("--tanggal", "2027-05-20", "--tahun", "2027", "--target", "WBK", "-o", "u.docx")
    run("surat", "undangan", str(SAMPLES / "lke-wbk.xlsx"), *more)
    assert "pada tahun 2027, 20 Mei 2027." in letter_text((tmp_path / "u.docx").read_bytes())


def test_a_field_of_letters(run: Run, tmp_path: Path, letter_data: tuple[Path, Path, Path]) -> None:
    """Added as a row of medan.csv, for the kinds that it names."""
    kinds, data, templates = letter_data
    with (data / "medan.csv").open("a", encoding="utf-8", newline="") as f:
        f.write("undangan.acara,undangan,ya,teks,ya,Acara,--isi,Rapat\n")
    add_kind(kinds, templates, "satker.nama", "Mengundang {{ satker.nama }} untuk {{ undangan.acara }}.")
    assert "undangan.acara" in run("surat", "daftar", "undangan", "--kolom")
    more = ("--tanggal", "2027-05-20", "--isi", "undangan.acara=rapat", "--target", "WBK", "-o", "u.docx")
    run("surat", "undangan", str(SAMPLES / "lke-wbk.xlsx"), *more)
    assert "untuk rapat." in letter_text((tmp_path / "u.docx").read_bytes())


def test_a_kind_that_names_an_unknown_field_is_refused(letter_data: tuple[Path, Path, Path]) -> None:
    kinds, _, templates = letter_data
    add_kind(kinds, templates, "satker.warna", "…")
    with pytest.raises(ValueError, match=r"satker\.warna tidak dikenal"):
        fields.load_fields()


def test_an_output_form(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added in report/output_forms.py alone: a renderer of the one table, and its ending."""

    def tabs(tables: Sequence[Table], keluaran: Path | None, indonesia: bool) -> str:
        return "\t".join(["BENTUK BARU", tables[0].judul])

    monkeypatch.setitem(output_forms.TABLE_FORMS, output_forms.Format.html, output_forms.TableForm(tabs))
    monkeypatch.setitem(output_forms.ENDINGS, ".tsv", output_forms.Format.html)
    lke, folder = str(SAMPLES / "lke-wbk.xlsx"), str(SAMPLES / "usulan-2027")
    for n, command in enumerate(
        (
            ("score", lke),
            ("lint", lke),
            ("plan", lke, "--target", "WBBM"),
            ("compare", lke),
            *((c, folder, "--tanggal", "2027-05-20") for c in ("check", "tahap", "tindak-lanjut")),
            ("kerja", folder),
        )
    ):
        run_cli([*command, "-o", f"{n}.tsv"])
        assert (tmp_path / f"{n}.tsv").read_text("utf-8-sig").startswith("BENTUK BARU\t"), command
    # And by those that show what they wrote elsewhere.
    for code, *shown in (
        (0, "surat", "daftar"),
        (0, "batch", folder, "--pekerja", "1", "-o", "rekap"),
        (1, "paket", folder, "--draf"),
    ):
        assert "BENTUK BARU\t" in run(*map(str, shown), "--format", "html", code=int(code)), shown
