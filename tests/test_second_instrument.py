"""Another instrument goes through every command with right figures: nothing in the code knows the first one's data.

The figures are worked out here from the weights of the test instrument: 84 + 36 = 120 points, surveys up to 5.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.other_instrumen import AREAS, NAME, PERFECT, rows, workbook, write_instrumen
from tests.surat.letter_reading import letter_text
from tests.survei.exports import HEADINGS, honest, write_csv
from tests.survei.exports import rows as survey_rows
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import InvalidInstrumen, load_folder

Run = Callable[..., str]

#: Area 3 loses 3/4 of 3 points; area 7 3 points and a quarter of 3; S.X.a a fifth of 12; S.X.b a quarter of 4.
LOWER = {**PERFECT, "P.M.3.i.b": "C", "P.N.7.i.a": "Tidak", "P.N.7.i.b.2": 15, "S.X.a": 4, "S.X.b": "B"}
AREA_POINTS = {"1": 8, "2": 10, "3": 9.75, "4": 14, "5": 16, "6": 12, "7": 8.25}
AREA_PERCENT = {"1": 100, "2": 100, "3": 81.25, "4": 100, "5": 100, "6": 100, "7": 68.75}
DRIVERS, RESULTS, TOTAL = 78, 32.6, 110.6
FAILS_WBBM = ["area-7", "kepercayaan"]
ZI_TOML = """instrumen = "ins"
[instansi]
nama = "Kementerian Contoh"
[ketua_tpi]
nama = "Nama Ketua"
jabatan = "Ketua Tim"
[surat]
kota = "Jakarta"
kop = ["KEMENTERIAN CONTOH"]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instrument, one LKE of three assessors, a folder of two satker, and a zi.toml that names the instrument."""
    folder = tmp_path_factory.mktemp("uji")
    write_instrumen(folder / "ins")
    workbook(folder / "lke.xlsx", {"satker": PERFECT, "pembina": LOWER, "tpn": PERFECT})
    workbook(folder / "f/Kanwil A/a.xlsx", {"satker": PERFECT, "pembina": LOWER}, satker="Kantor Uji A")
    workbook(folder / "f/Kanwil B/b.xlsx", {"satker": PERFECT, "pembina": PERFECT}, satker="Kantor Uji B")
    (folder / "zi.toml").write_text(ZI_TOML, "utf-8")
    return folder


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in the folder; its standard output."""
    monkeypatch.chdir(place)

    def go(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run_cli([*arguments, "--instrumen", "ins"]) == code
        return capsys.readouterr().out

    return go


def check_points(record: dict[str, dict[str, object]]) -> None:
    """The figures of LOWER in a zi.score record."""
    points = record["nilai"]
    assert (points["P"], points["S"], points["total"]) == (DRIVERS, RESULTS, TOTAL)
    assert {n: a["nilai"] for n, a in record["area"].items()} == AREA_POINTS  # type: ignore[index]
    assert {n: a["persen"] for n, a in record["area"].items()} == AREA_PERCENT  # type: ignore[index]
    verdict = record["putusan"]
    assert {p: v["keadaan"] for p, v in verdict.items()} == {"WBK": "memenuhi", "WBBM": "belum memenuhi"}  # type: ignore[index]
    assert [a["kode"] for a in verdict["WBBM"]["ambang"] if not a["memenuhi"]] == FAILS_WBBM  # type: ignore[index]


def test_score(run: Run) -> None:
    records = [json.loads(line) for line in run("score", "lke.xlsx", "--format", "json").splitlines()]
    assert [r["penilai"] for r in records] == ["satker", "pembina", "tpn"]
    assert [r["nilai"]["total"] for r in records] == [120, TOTAL, 120]
    check_points(records[1])
    text = run("score", "lke.xlsx", "--penilai", "pembina")
    assert re.search(r"Total +110,60 +120 +92,17 %", text)
    assert re.search(r"7 Data +6,00 +2,25 +8,25 +12 +68,75 %", text)
    assert "Persiapan  Perubahan" in text and "Pemenuhan" not in text


def test_score_answers_to_the_schema(run: Run) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run_schema("score"))
    for line in run("score", "lke.xlsx", "--format", "json").splitlines():
        jsonschema.validate(json.loads(line), schema)


def run_schema(name: str) -> str:
    from zi_cli.records.schema import schema_text

    return schema_text(name)


def test_score_writes_a_copy(run: Run, place: Path) -> None:
    run("score", "lke.xlsx", "--penilai", "pembina", "--tulis", "tulis.xlsx")
    cells = {str(c.value) for ws in load_workbook(place / "tulis.xlsx") for row in ws.iter_rows() for c in row}
    assert "Nilai Tim Pembina" in cells and any(NAME in c for c in cells)


def test_lint_names_the_halves_by_their_own_names(run: Run) -> None:
    document = run("lint", "lke.xlsx", "--format", "json")
    findings = [t for line in document.splitlines() for t in json.loads(line)["temuan"]]
    assert {(t["kode"], t["indikator"]) for t in findings} == {("LKE230", "P.M.3"), ("LKE230", "P.N.7")}
    assert any("Perubahan area 7 (Data) menurut Tim Pembina hanya 37,50 %" in t["pesan"] for t in findings)


def test_check(run: Run) -> None:
    record = json.loads(run("check", "f", "--format", "json", "--tanggal", "2030-05-02", code=1))
    assert record["instrumen"] == NAME
    assert [(s["nama"], s["penilai"]) for s in record["satker"]] == [
        ("Kantor Uji A", "pembina"),
        ("Kantor Uji B", "pembina"),
    ]
    one = json.loads(run("check", "lke.xlsx", "--usulan", "WBK", "--tanggal", "2030-05-02", "--format", "json", code=1))
    (satker,) = one["satker"]
    assert satker["nilai_memenuhi"] is True
    (lhkpn,) = (s for s in satker["syarat"] if s["kode"] == "lhkpn")
    assert (lhkpn["memenuhi"], lhkpn["nilai"]) == (False, 75)


def test_batch_in_workers_and_its_recap_in_a_report(run: Run, place: Path) -> None:
    recap = json.loads(run("batch", "f", "-o", "rekap", "--timpa", "--format", "json"))
    best, worse = recap["satker"]
    assert (best["satker"], best["nilai"]["total"], best["penilai_lain"]) == ("Kantor Uji B", 120, {"satker": 120})
    assert worse["penilai"] == "pembina"
    check_points(worse)
    table = list(csv.DictReader(io.StringIO((place / "rekap/rekap.csv").read_text("utf-8-sig"))))
    assert [(r["area_7"], r["total"], r["wbbm"]) for r in table] == [
        ("100", "120", "memenuhi"),
        ("68.75", "110.6", "belum memenuhi"),
    ]
    run("report", "rekap/rekap.json", "-o", "rekap.html", "--timpa")
    page = (place / "rekap.html").read_text("utf-8")
    assert "ketujuh area" in page and "Persiapan" in page and "keenam" not in page


def test_plan(run: Run) -> None:
    """WBBM needs area 7 at 80 % (9.6 of 12 points) and S.X at 14: the cheapest two steps are P.N.7.i.a and S.X.a."""
    argumen = ("plan", "lke.xlsx", "--target", "WBBM", "--izinkan", "survei,hitungan")
    plan = json.loads(run(*argumen, "--format", "json"))
    assert (plan["tercapai"], plan["optimal"], plan["nilai_awal"]) == (True, True, TOTAL)
    assert [s["indikator"] for s in plan["langkah"]] == ["P.N.7.i.a", "S.X.a"]
    assert "skala 0–5" in run(*argumen)


def test_compare(run: Run, place: Path) -> None:
    record = json.loads(run("compare", "lke.xlsx", "--format", "json"))
    (pair,) = record["pasangan"]
    parts = {b["kode"]: b["selisih"] for b in pair["bagian"]}
    assert (parts["area-3"], parts["area-7"], parts["P"], parts["S"], parts["total"]) == (-2.25, -3.75, -6, -3.4, -9.4)
    folder = json.loads(run("compare", "f", "--format", "json"))
    assert [round(g["kelebihan"], 6) for g in folder["ringkasan"]["grup"]] == [9.4, 0]
    run("compare", "lke.xlsx", "-o", "banding.html", "--timpa")
    assert "Tim Pembina" in (place / "banding.html").read_text("utf-8")


def test_report_of_one_file(run: Run, place: Path) -> None:
    run("report", "lke.xlsx", "-o", "satu.html", "--timpa")
    page = (place / "satu.html").read_text("utf-8")
    for words in ("dari 120", "Ketujuh area penggerak", "Persiapan dan Perubahan", "Area 7: Data", "Tim Pembina"):
        assert words in page
    assert "Pemenuhan" not in page and "Reform" not in page and "lke-2021" not in page and "90/2021" not in page
    assert '<h2 id="j-hasil">Capaian akhir</h2>' in page and ">Penggerak</th>" in page
    assert ">Hasil<" not in page and ">Pengungkit<" not in page


@pytest.mark.parametrize("kind", ["lhe", "perbaikan", "rekomendasi", "berita-acara"])
def test_letters(kind: str, run: Run, place: Path) -> None:
    out = place / f"{kind}.docx"
    more = (
        "--nomor",
        "1",
        "--tanggal",
        "2030-05-02",
        "--target",
        "WBK",
        "--draf",
        "--timpa",
        "--konfigurasi",
        "zi.toml",
        "--paksa",
        "no register tells what is proposed",
    )
    run("surat", kind, "lke.xlsx", *more, "-o", str(out))
    text = letter_text((place / f"DRAF-{kind}.docx").read_bytes())
    assert not re.search(r"2021|enam area|SEK-OT|\bTPI\b|bobot 60", text)
    if kind == "lhe":
        assert "Nomor 7 Tahun 2030 tentang Penilaian Uji" in text and "PED-UJI-1" in text
        assert "| S. Capaian akhir | 36,00 |  |  | 32,60 | 90,56 % |" in text
        assert "| Tim Pembina | 8,00 | 10,00 | 9,75 | 14,00 | 16,00 | 12,00 | 8,25 | 78,00 | 32,60 | 110,60 |" in text


def test_template_blank_and_filled(run: Run, place: Path) -> None:
    """The form of the instrument is read back as itself, with the figures that Excel would show stored in it."""
    run("template", "-o", "kosong.xlsx", "--penilai", "satker,pembina", "--timpa")
    blank = json.loads(run("score", "kosong.xlsx", "--format", "json").splitlines()[0])
    assert (blank["kosong"], blank["nilai"]["total"]) == (31, 0)
    run("template", "-o", "isi.xlsx", "--isi", "lke.xlsx", "--timpa")
    check_points(json.loads(run("score", "isi.xlsx", "--penilai", "pembina", "--format", "json")))
    summary = load_workbook(place / "isi.xlsx", data_only=True)["Ringkasan"]
    values = {c.value for row in summary.iter_rows() for c in row}
    assert {DRIVERS, RESULTS, TOTAL, 120, "7. Data", "Persiapan", "Perubahan"} <= values


def test_what_a_form_can_not_take_over_is_told_by_the_assessors_own_name(run: Run, place: Path) -> None:
    book = load_workbook(place / "lke.xlsx")
    (cell,) = (c for ws in book for row in ws.iter_rows() for c in row if c.value == "Tidak")
    cell.value = "entah"
    book.save(place / "salah.xlsx")
    text = run("template", "-o", "isi.xlsx", "--isi", "salah.xlsx", "--timpa")
    assert f"{cell.coordinate}: tidak terbawa: P.N.7.i.a (Tim Pembina) “entah”" in text


def test_evidence_lies_by_its_own_codes(run: Run, place: Path) -> None:
    """The table that zi wrote itself is understood again; a file in a folder belongs to the folder's indicator."""
    run("bukti", "siapkan", "bukti", "--lke", "lke.xlsx")
    (place / "bukti" / "7 Data" / "P.N.7.i.b" / "SK Tim 2030.txt").write_text("Surat keputusan", "utf-8")
    record = json.loads(run("bukti", "periksa", "bukti", "--lke", "lke.xlsx", "--format", "json", code=1))
    assert len(record["indikator"]) == 31
    assert {t["temuan"]["kode"] for t in record["temuan"]} & {"BKT836", "BKT811"} == set()
    (document,) = record["dokumen"]
    assert document["indikator"] == "P.N.7.i.b"
    assert next(i["poin"] for i in record["indikator"] if i["kode"] == "P.N.7.i.b") == 2.25


def test_panel_and_survey(run: Run, place: Path) -> None:
    agenda = json.loads(run("compare", "lke.xlsx", "--konsensus", "--format", "json"))["konsensus"]
    assert {b["kode"] for b in agenda[0]["butir"]} == {k for k in LOWER if LOWER[k] != PERFECT[k]} - {"P.N.7.i.b.2"} | {
        "P.N.7.i.b"
    }
    write_csv(place / "jawaban.csv", HEADINGS, survey_rows(honest(60)))
    assert json.loads(run("survei", "jawaban.csv", "--format", "json"))["instrumen"] == NAME
    run("instrumen", "banding", "lke.xlsx", code=2)
    run("template", "--bentuk", "portalrb", "-o", "portal.xlsx", code=2)


def test_a_work_folder_of_its_own(run: Run, place: Path) -> None:
    run("init", "kerja", "--dari", "f")
    standing = json.loads(run("kerja", "kerja", "--format", "json"))
    assert standing["lke"] == 2
    stages = json.loads(run("tahap", "kerja", "--tanggal", "2030-05-02", "--format", "json"))
    assert stages["instrumen"] == NAME and len(stages["satker"]) == 2
    quarter = json.loads(run("tahap", "kerja", "--triwulan", "2030-2", "--format", "json"))
    assert quarter["instrumen"] == NAME and [s["ipk"] for s in quarter["satker"]] == [None, None]
    assert json.loads(run("tindak-lanjut", "kerja", "--format", "json"))["instrumen"] == NAME
    run("paket", "kerja", "--draf", "--tanggal", "2030-05-02", "-o", "paket", code=1)
    run("surat", "semua", "kerja", "--draf", "--tanggal", "2030-05-02", "-o", "surat")
    run("portalrb", "ekspor", "kerja", "--semua", code=2)


def test_explain(run: Run) -> None:
    assert "area-1 … area-7" in run("explain", "ambang")
    assert "pembina: Tim Pembina" in run("explain", "penilai")
    assert "Pegawai yang sudah melapor harta" in run("explain", "P.N.7.i.b")


def test_the_stage_follows_the_instruments_own_results(run: Run, place: Path) -> None:
    """Without S the stage is preliminary, and only P and the areas decide."""
    early = {k: v for k, v in LOWER.items() if not k.startswith("S.")}
    workbook(place / "awal.xlsx", {"pembina": early})
    (record,) = (json.loads(line) for line in run("score", "awal.xlsx", "--format", "json").splitlines())
    assert (record["tahap"], record["nilai"]["total"]) == ("pendahuluan", DRIVERS)
    assert record["putusan"]["WBBM"]["keadaan_pengungkit"] == "belum memenuhi"
    assert "area-7 " in run("score", "awal.xlsx")
    run("report", "awal.xlsx", "-o", "awal.html", "--timpa")
    page = (place / "awal.html").read_text("utf-8")
    assert "atas Penggerak dan ketujuh area" in page and "Pengungkit" not in page and "keenam" not in page


def test_what_the_instrument_does_not_hold_is_refused(
    run: Run, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No list of the portal's questions, and no row that takes a survey's index: nothing is silently left out."""
    write_csv(place / "jawaban.csv", HEADINGS, survey_rows(honest(30)))
    for command in (["survei", "jawaban.csv", "--lke", "lke.xlsx"], ["portalrb", "ekspor", "f", "-o", "ekspor"]):
        assert run_cli([*command, "--instrumen", "ins"]) == 2
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1) and f"instrumen {NAME} tidak " in err


def test_indicators_of_one_node_stand_together(tmp_path: Path) -> None:
    folder = write_instrumen(tmp_path / "ins")
    without_numbers = [r.split(",", 1)[1] for r in rows()]
    (moved,) = [r for r in without_numbers if r.startswith("P.M.1.i.a,")]
    without_numbers.remove(moved)
    without_numbers.insert(next(i for i, r in enumerate(without_numbers) if r.startswith("P.N.1.i.a,")), moved)
    lines = [f"{n},{r}" for n, r in enumerate(without_numbers, 2)]
    head = "baris,kode,jenis_baris,teks,bobot,jenis_jawaban,aturan"
    (folder / "struktur.csv").write_text("\n".join([head, *lines]) + "\n", "utf-8")
    with pytest.raises(InvalidInstrumen, match="berurutan"):
        load_folder(folder)


def test_every_area_has_its_threshold_and_its_weight(tmp_path: Path) -> None:
    instrumen = load_folder(write_instrumen(tmp_path / "ins"))
    codes = [a.kode for a in instrumen.ambang.daftar]
    assert codes == ["total", "penggerak", *(f"area-{n}" for n in AREAS), "kepercayaan", "kepuasan"]
    assert [instrumen.bobot_area(n) for n in AREAS] == [8, 10, 12, 14, 16, 12, 12]


def test_a_name_with_marks_of_formulas_stays_text_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_instrumen(tmp_path / "ins")
    structure = (tmp_path / "ins/struktur.csv").read_text("utf-8")
    named = structure.replace("komponen,PENGGERAK,", 'komponen,"Inti ""Utama"" & {lain}",')
    assert named != structure
    (tmp_path / "ins/struktur.csv").write_text(named, "utf-8")
    workbook(tmp_path / "f/Kanwil A/a.xlsx", {"satker": PERFECT, "pembina": PERFECT}, satker="Kantor Uji A")
    monkeypatch.chdir(tmp_path)
    assert run_cli(["batch", "f", "--instrumen", "ins"]) == 0
    sheet = load_workbook(tmp_path / "rekap/rekap.xlsx")["Rekap"]
    rules = {f for r in sheet.conditional_formatting for rule in r.rules for f in rule.formula}
    assert '"belum dinilai (inti ""Utama"" & {lain} memenuhi)"' in rules
    # Between its ends a text within a formula has its marks in pairs.
    texts = [f[1:-1] for f in rules if f.startswith('"')]
    assert texts and all('"' not in t.replace('""', "") for t in texts)
    assert run_cli(["template", "--instrumen", "ins", "-o", "formulir.xlsx"]) == 0
    form = load_workbook(tmp_path / "formulir.xlsx")
    cells = [c.value for s in form for r in s.iter_rows() for c in r if isinstance(c.value, str)]
    formulas = [c for c in cells if c.startswith("=") and "Utama" in c]
    assert formulas and all('""Utama""' in f for f in formulas)
