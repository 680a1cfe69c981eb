"""The pages in a real browser: nothing from the network, nothing on the console, usable by keyboard.

Skipped without Chromium, unless ZI_TEST_LENGKAP=1, which makes its absence a failure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser import CHROMIUM, OPTIONS
from tests.report.material import random_answers, write_lke
from tests.tools import FULL_MODE
from zi_cli.cli import run_cli as zi

pytestmark = pytest.mark.skipif(CHROMIUM is None and not FULL_MODE, reason="Chromium tidak terpasang")


@pytest.fixture(scope="module")
def a_browser() -> Iterator[Any]:
    if not FULL_MODE:
        pytest.importorskip("playwright.sync_api")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield b
        b.close()


@pytest.fixture
def opened_page(a_browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a file at a width; fails at the end on console messages, script errors, dialogs, requests."""
    keluhan: list[str] = []
    halaman: list[Any] = []

    def call(berkas: Path, lebar: int = 1280, skema: str = "light") -> Any:
        h = a_browser.new_page(viewport={"width": lebar, "height": 900}, color_scheme=skema)
        halaman.append(h)
        h.on("console", lambda m: keluhan.append(f"konsol: {m.text}"))
        h.on("pageerror", lambda e: keluhan.append(f"galat: {e}"))
        h.on("dialog", lambda d: (keluhan.append(f"dialog: {d.message}"), d.dismiss()))
        h.on("request", lambda r: keluhan.append(f"permintaan: {r.url}") if not r.url.startswith("file:") else None)
        h.goto(berkas.as_uri())
        return h

    yield call
    for h in halaman:
        h.close()
    assert keluhan == []


@pytest.fixture(scope="module")
def halaman(folder_lke: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind."""
    tempat = tmp_path_factory.mktemp("halaman")
    lke = write_lke(tempat / "lke.xlsx", {"unit": random_answers(1, 0.9), "tpi": random_answers(2, 0.6)})
    buat = {
        "satker": ["report", lke],
        "folder": ["report", folder_lke],
        "banding": ["compare", lke, "--format", "html"],
        "banding-folder": ["compare", folder_lke, "--format", "html"],
    }
    hasil = {}
    for nama, argumen in buat.items():
        hasil[nama] = tempat / f"{nama}.html"
        assert zi([str(a) for a in (*argumen, "-o", hasil[nama])]) == 0
    return hasil


@pytest.mark.parametrize("lebar", [390, 1280, 1920])
def test_pages_open_clean_and_do_not_overflow(
    halaman: dict[str, Path], opened_page: Callable[..., Any], lebar: int
) -> None:
    for nama, berkas in halaman.items():
        h = opened_page(berkas, lebar)
        assert h.evaluate("document.documentElement.scrollWidth") <= lebar, nama
        assert h.locator("h1").inner_text().strip(), nama


@pytest.mark.parametrize("skema", ["light", "dark"])
def test_axe_finds_nothing_serious(halaman: dict[str, Path], opened_page: Callable[..., Any], skema: str) -> None:
    if not FULL_MODE:
        pytest.importorskip("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for nama, berkas in halaman.items():
        h = opened_page(berkas, 1280, skema)
        if nama == "folder":
            h.locator("[data-rinci]").first.click()
            assert h.locator("dialog").is_visible()
            berat = _serious(axe.run(h).response)
            assert berat == [], "rincian"
            h.keyboard.press("Escape")
        assert _serious(axe.run(h).response) == [], nama


def _serious(jawaban: dict[str, Any]) -> list[str]:
    return [
        f"{v['id']}: {n['target']} {n.get('failureSummary', '')}"
        for v in jawaban["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"][:3]
    ]


def test_search_filter_and_sort_by_keyboard(halaman: dict[str, Path], opened_page: Callable[..., Any]) -> None:
    h = opened_page(halaman["satker"])
    tampak = "#indikator tbody tr:not([hidden])"
    assert h.locator(tampak).count() == 113
    h.locator("#indikator input[type=search]").focus()
    h.keyboard.type("agen perubahan")
    assert 0 < h.locator(tampak).count() < 20
    assert "dari 113" in h.locator("#indikator [data-jumlah]").inner_text()
    for _ in range(len("agen perubahan")):
        h.keyboard.press("Backspace")
    h.keyboard.press("Tab")
    h.keyboard.press("Tab")
    h.keyboard.press("ArrowDown")
    assert h.locator("#indikator select").nth(1).input_value() == "beda"
    assert 0 < h.locator(tampak).count() < 113
    h.locator("#indikator select").nth(1).select_option("")
    kepala = h.locator("#indikator th:has(button)", has_text="Kurang")
    kepala.locator("button").focus()
    h.keyboard.press("Enter")
    h.keyboard.press("Enter")
    assert kepala.get_attribute("aria-sort") == "descending"
    kolom = kepala.evaluate("e => e.cellIndex")
    nilai = h.evaluate(f"[...document.querySelectorAll('#indikator tbody tr')].map(r => +r.cells[{kolom}].dataset.n)")
    assert nilai == sorted(nilai, reverse=True)


def test_map_filters_and_drill_down_opens(halaman: dict[str, Path], opened_page: Callable[..., Any]) -> None:
    h = opened_page(halaman["folder"])
    angka = h.locator("#peta button[data-pilih]").first
    jumlah = int(angka.inner_text())
    angka.click()
    tampak = h.locator("#satker tbody tr:not([hidden])")
    assert tampak.count() == jumlah
    h.locator("#satker select").first.select_option("")
    h.locator("#satker select").nth(1).select_option("")
    assert tampak.count() == 5
    tombol = tampak.locator("[data-rinci]")
    nama = [t.inner_text() for t in tombol.all()]
    tombol.first.focus()
    h.keyboard.press("Enter")
    judul = h.locator("dialog h2")
    assert judul.inner_text() == nama[0]
    assert h.locator("dialog table").count() >= 3
    h.locator("dialog [data-sesudah]").click()
    assert judul.inner_text() == nama[1]
    h.keyboard.press("Escape")
    assert not h.locator("dialog").is_visible()


def test_markup_in_names_stays_text(halaman: dict[str, Path], opened_page: Callable[..., Any]) -> None:
    h = opened_page(halaman["folder"])
    jahat = "main img, dialog img, dialog b, main script, dialog script, [onload], [onerror]"
    for tombol in h.locator("[data-rinci]").all():
        tombol.click()
        assert h.locator(jahat).count() == 0
        assert "Kanwil" in h.locator("dialog").inner_text()
        h.keyboard.press("Escape")
    assert "<script>alert(1)</script>" in h.locator("#satker").inner_text()


def test_print_opens_folds_and_hides_controls(halaman: dict[str, Path], opened_page: Callable[..., Any]) -> None:
    h = opened_page(halaman["satker"])
    h.emulate_media(media="print")
    assert not h.locator("nav").is_visible()
    assert not h.locator("#indikator .alat").is_visible()
    isi = h.pdf(prefer_css_page_size=True)
    assert isi.startswith(b"%PDF")
    # A4 in points, upright.
    assert b"/MediaBox [0 0 594" in isi or b"/MediaBox [0 0 595" in isi


@pytest.mark.parametrize("jumlah", [24, 100])
def test_folder_prints_on_few_sheets_and_its_summary_on_one(
    jumlah: int, folder_lke: Path, opened_page: Callable[..., Any], tmp_path: Path
) -> None:
    assert zi(["batch", str(folder_lke), "-o", str(tmp_path / "rekap")]) == 0
    rekap = _many(json.loads((tmp_path / "rekap" / "rekap.json").read_text("utf-8")), jumlah)
    (tmp_path / "rekap.json").write_text(json.dumps(rekap), encoding="utf-8")
    assert zi(["report", str(tmp_path / "rekap.json"), "-o", str(tmp_path / "rekap.html")]) == 0
    h = opened_page(tmp_path / "rekap.html")
    assert _sheets(h) <= 6
    tabel = h.locator("#pimpinan table")
    # The largest groups, the others in one row, the sum.
    assert tabel.nth(0).locator("tbody tr").count() == 21
    assert tabel.nth(0).locator("tbody tr").nth(19).inner_text().startswith(f"{min(jumlah, 30) - 19} Kanwil lain")
    assert tabel.nth(0).locator("tbody tr").last.locator("td").nth(1).inner_text() == str(jumlah)
    judul = [j.strip("↕ ") for j in tabel.nth(2).locator("thead th").all_inner_texts()]
    surat = dict(zip(judul, tabel.nth(2).locator("tbody td").all_inner_texts(), strict=True))
    assert surat["Surat"] == "Surat Pernyataan Tanggung Jawab Mutlak"
    assert surat["Jatuh tempo"] == surat["Siap dibuat"] == str(jumlah)
    h.evaluate("window.print = () => { window.tercetak = document.body.className }")
    h.locator("[data-cetak]").click()
    assert h.evaluate("window.tercetak") == "cetak-pimpinan"
    assert h.evaluate("document.body.className") == ""
    h.evaluate("document.body.className = 'cetak-pimpinan'")
    assert _sheets(h) == 1


def _sheets(h: Any) -> int:
    """The sheets of paper that the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", h.pdf(prefer_css_page_size=True)))


def _many(rekap: dict[str, Any], jumlah: int) -> dict[str, Any]:
    """The recap with *jumlah* satker in up to thirty Kanwil, all proposed, each wanting something else."""
    syarat = ["tlhp", "lhkpn", "lhkasn", "sakip"]
    satker = []
    for n in range(jumlah):
        r = json.loads(json.dumps(rekap["satker"][n % len(rekap["satker"])]))
        nama = f"Lembaga Pemasyarakatan Kelas IIA Contoh Nomor {n}"
        r["satker"], r["jalur"] = nama, f"masuk/{n}.xlsx"
        r["grup"] = f"Kantor Wilayah Direktorat Jenderal Pemasyarakatan Contoh {n % 30}"
        r["kelayakan"] = {
            "kode": str(647_000 + n),
            "nama": nama,
            "grup": r["grup"],
            "usulan": "WBK",
            "layak": (True, False, None)[n % 3],
            "syarat": {s: (True, False, None)[(n + i) % 3] for i, s in enumerate(syarat)},
            "alasan": ["contoh"],
        }
        satker.append(r)
    surat = [{"satker": s["satker"], "jenis": "sptjm", "jalur": "tpn", "keadaan": "siap dibuat"} for s in satker]
    kosong = {"nomor": None, "tanggal": None, "tempat": None}
    return rekap | {
        "satker": satker,
        "daftar": {"nama": "satker.xlsx", "sha256": "0" * 64, "tanggal": "2027-05-20"},
        "tanpa_lke": [],
        "surat": [x | kosong for x in surat],
    }


def test_tables_are_there_without_javascript(halaman: dict[str, Path], a_browser: Any) -> None:
    konteks = a_browser.new_context(java_script_enabled=False)
    h = konteks.new_page()
    h.goto(halaman["folder"].as_uri())
    assert h.locator("#satker tbody tr").count() == 5
    assert not h.locator("#satker .alat").is_visible()
    konteks.close()
