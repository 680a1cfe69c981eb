"""``zi report``: what the pages hold, checked without a browser."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.builder import perfect
from tests.report.conftest import HOSTILE_GROUPS, HOSTILE_NAMES
from tests.report.material import random_answers, without_hasil, write_lke
from zi_cli.batch.compare_folder import recap_folder
from zi_cli.config import Config
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pages.folder_page import folder_page

Jalankan = Callable[..., tuple[int, str, str]]


class Quiet:
    """Watches a run and says nothing."""

    def begin(self, jumlah: int) -> None: ...
    def busy_with(self, nama: str) -> None: ...
    def advance(self, nama: str) -> None: ...
    def end(self) -> None: ...


def gather(folder: Path) -> dict[str, Any]:
    """The recap of *folder*, made by one worker."""
    return dict(
        recap_folder(folder, load_instrumen(), Config(load_instrumen(), load_instrumen().ambang), None, 1, Quiet())
    )


@pytest.fixture(scope="module")
def rekap_lke(folder_lke: Path) -> str:
    """The recap of the hostile folder, as JSON text."""
    return json.dumps(gather(folder_lke))


class Pemindai(HTMLParser):
    """Tags and attributes that could fetch or run something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.skrip = 0
        self.berbahaya: list[tuple[str, str, str | None]] = []
        self.teks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        sifat = dict(attrs)
        self.skrip += tag == "script" and sifat.get("type") is None
        for nama, isi in attrs:
            jauh = nama in ("src", "href", "action", "data", "srcset") and not (isi or "").startswith(("#", "data:,"))
            if jauh or nama.startswith("on"):
                self.berbahaya.append((tag, nama, isi))
        if tag in ("img", "iframe", "object", "embed", "base", "form"):
            self.berbahaya.append((tag, "", None))

    def handle_data(self, data: str) -> None:
        self.teks.append(data)


def scan_page(html: str) -> Pemindai:
    p = Pemindai()
    p.feed(html)
    assert p.berbahaya == []
    assert p.skrip == 1
    return p


def report_text(run_command: Jalankan, masukan: Path, tempat: Path, *lain: object) -> str:
    tujuan = tempat / "laporan.html"
    kode, keluar, galat = run_command("report", masukan, "-o", tujuan, *lain)
    assert (kode, galat) == (0, "")
    assert str(tujuan) in keluar
    return tujuan.read_text(encoding="utf-8")


@pytest.mark.parametrize("nama", HOSTILE_NAMES)
def test_one_satker_is_inert_whatever_its_name(tmp_path: Path, run_command: Jalankan, nama: str) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": random_answers(1, 0.8)}, satker=nama)
    p = scan_page(report_text(run_command, lke, tmp_path))
    assert any(" ".join(nama.split()) in " ".join(t.split()) for t in p.teks)


def test_all_assessors_stand_side_by_side(tmp_path: Path, run_command: Jalankan) -> None:
    isi = {"unit": perfect(), "kanwil": without_hasil(perfect()), "tpi": perfect() | {"A.I.1.i.b": "C"}}
    html = report_text(run_command, write_lke(tmp_path / "lke.xlsx", isi), tmp_path)
    baris = re.search(r"<tr data-bagian[^>]*>(?:(?!</tr>).)*A\.I\.1\.i\.b<.*?</tr>", html, re.S)
    assert baris is not None
    assert 'class="beda"' in baris[0]
    assert re.findall(r"<td data-n=\"[\d.]+\">([^<]*)</td>", baris[0]) == ["A", "A", "C"]
    assert html.count("<tr data-bagian=") == 113


@pytest.mark.parametrize(
    ("jawaban", "kalimat"),
    [
        (perfect(), "Menuju WBK: memenuhi; Menuju WBBM: memenuhi"),
        (perfect() | {"B.I.b": "C"}, "Menuju WBK: memenuhi; Menuju WBBM: belum memenuhi"),
        (perfect() | {"B.I.a": 3}, "Menuju WBK: belum memenuhi; Menuju WBBM: belum memenuhi"),
        (
            perfect() | {"B.I.a": None},
            "Menuju WBK: belum dapat dipastikan; Menuju WBBM: belum dapat dipastikan",
        ),
        (
            without_hasil(perfect()),
            "Menuju WBK: belum dinilai (pengungkit memenuhi); Menuju WBBM: belum dinilai (pengungkit memenuhi)",
        ),
    ],
)
def test_the_verdict_comes_first(tmp_path: Path, run_command: Jalankan, jawaban: Any, kalimat: str) -> None:
    html = report_text(run_command, write_lke(tmp_path / "lke.xlsx", {"tpi": jawaban}), tmp_path)
    kesimpulan = re.search(r'<p class="kesimpulan">(.*?)</p>', html)
    assert kesimpulan is not None
    assert kalimat in kesimpulan[1]


def test_report_names_its_sources(tmp_path: Path, run_command: Jalankan) -> None:

    lke = write_lke(tmp_path / "lke.xlsx", {"unit": perfect()})
    html = report_text(run_command, lke, tmp_path)
    assert hashlib.sha256(lke.read_bytes()).hexdigest() in html
    for teks in (
        "lke-2021",
        "dicocokkan dengan sistem publik, bukan lampiran resmi",
        "zi 0.",
        "Penilai penentu: Unit kerja",
    ):
        assert teks in html


def test_same_input_gives_the_same_page(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": random_answers(3, 0.5)})
    assert report_text(run_command, lke, tmp_path) == report_text(run_command, lke, tmp_path, "--timpa")


def test_recommendations_put_failing_thresholds_first(tmp_path: Path, run_command: Jalankan) -> None:
    # Hasil fails for lack of survey points; the many points of an area that passes come after it.
    isi = perfect() | {"B.I.a": 3, "A.I.1.i.b": "C"}
    html = report_text(run_command, write_lke(tmp_path / "lke.xlsx", {"unit": isi}), tmp_path)
    bagian = html[html.index('id="rekomendasi"') : html.index('id="indikator"')]
    assert re.findall(r'class="kode redup">([^<]+)<', bagian) == ["B.I.a", "A.I.1.i.b"]


def test_folder_page_has_rows_groups_and_failures(folder_lke: Path, tmp_path: Path, run_command: Jalankan) -> None:
    rusak = tmp_path / "kumpulan"
    shutil.copytree(folder_lke, rusak)
    (rusak / HOSTILE_GROUPS[1] / "<b>rusak.xlsx").write_bytes(b"x")
    tujuan = tmp_path / "rekap.html"
    kode, _, _ = run_command("report", rusak, "-o", tujuan)
    assert kode == 3
    html = tujuan.read_text(encoding="utf-8")
    p = scan_page(html)
    assert html.count("data-rinci=") == 5
    assert any("<b>rusak.xlsx" in t for t in p.teks)
    data = json.loads(re.search(r'id="data-satker">(.*?)</script>', html, re.S)[1])
    assert HOSTILE_NAMES[0] in {s["nama"] for s in data["satker"]}
    assert {len(s["indikator"]) for s in data["satker"]} == {113}


def test_a_thousand_satker_stay_under_six_megabytes(tmp_path: Path) -> None:
    # Half of all answers missing: dozens of findings for each satker.
    for i in range(4):
        isi = {k: None if (n + i) % 2 else j for n, (k, j) in enumerate(random_answers(i, 0.5).items())}
        write_lke(tmp_path / f"K{i}" / "lke.xlsx", {"unit": random_answers(i, 0.9), "tpi": isi}, satker=f"Rutan {i}")
    rekap = gather(tmp_path)
    assert min(len(r["temuan"]) for r in rekap["satker"]) > 50
    banyak = [
        {**r, "grup": f"Kantor Wilayah Contoh {i % 33}", "satker": f"Kantor Imigrasi Kelas II Contoh {i}"}
        for i in range(250)
        for r in rekap["satker"]
    ]
    isi_halaman = folder_page({**rekap, "satker": banyak}, load_instrumen(), "rekap").encode()
    assert len(banyak) == 1000
    assert len(isi_halaman) < 6_000_000


def test_empty_folder_is_said_and_no_page_is_made(tmp_path: Path, run_command: Jalankan) -> None:
    (tmp_path / "kosong").mkdir()
    kode, keluar, galat = run_command("report", tmp_path / "kosong", "-o", tmp_path / "l.html")
    assert (kode, keluar) == (3, "")
    assert "tidak ada buku kerja" in galat
    assert not (tmp_path / "l.html").exists()


def test_recap_and_folder_give_the_same_page(
    folder_lke: Path, rekap_lke: str, tmp_path: Path, run_command: Jalankan
) -> None:
    rekap = tmp_path / "kumpulan.json"
    rekap.write_text(rekap_lke, encoding="utf-8")
    dari_rekap = report_text(run_command, rekap, tmp_path).replace("kumpulan.json", "kumpulan")
    kode, _, _ = run_command("report", folder_lke, "-o", tmp_path / "folder.html")
    assert kode == 0
    assert dari_rekap == (tmp_path / "folder.html").read_text(encoding="utf-8")


def _damage(isi: dict[str, Any], jalur: tuple[Any, ...], nilai: object) -> None:
    for kunci in jalur[:-1]:
        isi = isi[kunci]
    isi[jalur[-1]] = nilai


@pytest.mark.parametrize(
    ("jalur", "nilai"),
    [
        (("skema",), "zi.score/1"),
        (("satker",), None),
        (("satker", 0), []),
        (("satker", 0, "nilai", "total"), "81"),
        (("satker", 0, "nilai", "total"), True),
        (("satker", 0, "nilai", "A.I.1.i.b"), None),
        (("satker", 0, "putusan", "WBK", "ambang"), []),
        (("satker", 0, "putusan", "WBK", "memenuhi"), 1),
        (("satker", 0, "penilai"), "<b>"),
        (("satker", 0, "area", "3"), {}),
        (("satker", 0, "berkas", "sha256"), 5),
        (("satker", 0, "instrumen"), "lain"),
        (("satker", 0, "temuan"), [{"kode": "X", "tingkat": "parah", "pesan": "", "sel": None, "indikator": None}]),
        (("satker", 0, "penilai_lain"), {"unit": "banyak"}),
        (("gagal",), [{}]),
    ],
)
def test_a_recap_that_does_not_fit_is_refused(
    rekap_lke: str, tmp_path: Path, run_command: Jalankan, jalur: tuple[Any, ...], nilai: object
) -> None:
    isi = json.loads(rekap_lke)
    _damage(isi, jalur, nilai)
    rekap = tmp_path / "rekap.json"
    rekap.write_text(json.dumps(isi), encoding="utf-8")
    kode, keluar, galat = run_command("report", rekap, "-o", tmp_path / "l.html")
    assert (kode, keluar, len(galat.splitlines())) == (3, "", 1)
    assert "DAT590" in galat
    assert not (tmp_path / "l.html").exists()


@pytest.mark.parametrize("isi", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_recap_that_is_no_json_is_refused(tmp_path: Path, run_command: Jalankan, isi: bytes) -> None:
    rekap = tmp_path / "rekap.json"
    rekap.write_bytes(isi)
    kode, _, galat = run_command("report", rekap, "-o", tmp_path / "l.html")
    assert kode == 3
    assert "DAT590" in galat


def test_existing_report_is_kept_unless_told(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": perfect()})
    tujuan = tmp_path / "l.html"
    tujuan.write_text("milik saya")
    assert run_command("report", lke, "-o", tujuan)[0] == 4
    assert tujuan.read_text() == "milik saya"
    assert run_command("report", lke, "-o", tujuan, "--timpa")[0] == 0


def test_default_name_is_the_files(tmp_path: Path, run_command: Jalankan, monkeypatch: pytest.MonkeyPatch) -> None:
    lke = write_lke(tmp_path / "sumber" / "lke 2026.xlsx", {"unit": perfect()})
    monkeypatch.chdir(tmp_path)
    assert run_command("report", lke)[0] == 0
    assert (tmp_path / "lke 2026.html").is_file()


_USULAN = Path(__file__).parents[2] / "sample_lke" / "usulan-2027"


def test_requirements_come_from_the_register(tmp_path: Path, run_command: Jalankan) -> None:
    lke = next(_USULAN.rglob("lke-647108.xlsx"))
    html = report_text(run_command, lke, tmp_path, "--data", _USULAN / "satker.xlsx", "--tanggal", "2027-05-20")
    bagian = html[html.index('id="syarat"') : html.index('id="temuan"')]
    assert "Belum layak" in bagian
    assert "20 Mei 2027" in bagian
    assert bagian.count('scope="row"') == 15
    assert re.search(r"SAKIP satker.*?<td>–</td>.*?BB.*?belum", bagian, re.S)
    # Register and configuration are sources of the page.
    for berkas in ("satker.xlsx", "zi.toml"):
        assert hashlib.sha256((_USULAN / berkas).read_bytes()).hexdigest() in html


def test_requirements_of_a_file_that_the_register_does_not_name_are_unknown(
    tmp_path: Path, run_command: Jalankan
) -> None:
    lke = tmp_path / "salinan.xlsx"
    lke.write_bytes(next(_USULAN.rglob("lke-647101.xlsx")).read_bytes())
    html = report_text(run_command, lke, tmp_path, "--data", _USULAN / "satker.xlsx", "--tanggal", "2027-05-20")
    bagian = html[html.index('id="syarat"') : html.index('id="temuan"')]
    assert "Data belum lengkap" in bagian
    assert "bukan salinan.xlsx" in bagian
    assert bagian.count("? belum ada data") == 9
    assert "DAT533" in bagian
    code, out, _ = run_command("check", lke, "--data", _USULAN / "satker.xlsx", "--format", "json")
    assert code == 1
    assert [s["layak"] for s in json.loads(out)["satker"]] == [None]
    code, _, err = run_command("surat", "lhe", lke, "--data", _USULAN / "satker.xlsx", "-o", tmp_path / "surat")
    assert (code, "DAT533" in err, (tmp_path / "surat").exists()) == (1, True, False)


def test_stricter_thresholds_are_used_and_said(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"tpi": perfect() | {"B.I.b": "B"}})
    toml = tmp_path / "ketat.toml"
    toml.write_text("[ambang.wbbm]\ncapaian-kinerja = 4\n", encoding="utf-8")
    assert "Menuju WBBM: memenuhi" in report_text(run_command, lke, tmp_path)
    ketat = report_text(run_command, lke, tmp_path, "--konfigurasi", toml, "--timpa")
    assert "Menuju WBBM: belum memenuhi" in ketat
    assert "diperketat: " in ketat
    assert "ketat.toml" in ketat


@pytest.mark.parametrize(
    "argumen",
    [
        ["lke.xlsx", "--tanggal", "2027-05-20"],
        ["rekap.json", "--data", "satker.xlsx"],
        ["rekap.json", "--tanggal", "2027-05-20"],
        [".", "--penilai", "juri"],
    ],
)
def test_wrong_usage(tmp_path: Path, run_command: Jalankan, argumen: list[str]) -> None:
    kode, keluar, galat = run_command("report", tmp_path / argumen[0], *argumen[1:])
    assert (kode, keluar, len(galat.splitlines())) == (2, "", 1)


def test_a_missing_input_is_said(tmp_path: Path, run_command: Jalankan) -> None:
    kode, _, galat = run_command("report", tmp_path / "tidak-ada.xlsx")
    assert (kode, len(galat.splitlines())) == (3, 1)
