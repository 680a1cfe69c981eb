"""With another instrument nothing of the built-in one is said: words, codes, figures, and numbers of regulations.

Every command is run with the instrument of the tests, and all it prints and writes is searched.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.other_instrumen import PERFECT, workbook, write_instrumen
from tests.survei.exports import HEADINGS, honest, write_csv
from tests.survei.exports import rows as survey_rows
from tests.test_second_instrument import LOWER, ZI_TOML
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.letter_kinds import load_kinds

ON = ["--tanggal", "2030-05-02"]
LETTER = ["--nomor", "1", *ON, "--draf", "--timpa", "--paksa", "uji", "--konfigurasi", "zi.toml"]
BUILT_IN = load_instrumen()
#: What only the built-in instrument says: its node codes, areas, halves, thresholds, numbers, regulations.
WORDS = [
    r"\bA\.I{1,2}\b", r"\bB\.I{1,2}\b", "lke-2021", r"\b90/2021", r"\b5/2024", "SEK-OT", "90 Tahun 2021",
    *map(re.escape, BUILT_IN.nama_area.values()), *map(re.escape, BUILT_IN.label.values()),
    "Pemenuhan(?! Ambang)", r"\bReform\b", "[Ee]nam area", "113 indikator", "0–4", "127 pertanyaan",
    r"\b18,25\b", r"\b15,75\b", r"\b19,50?\b", r"\b40,00\b", r"\b48,00\b", r"\bUnit kerja(?!/satuan kerja)",
    # Its components by name and weight; keys of JSON and CSV are the same for every instrument.
    r"(?<![\w\",.])[Pp]engungkit|PENGUNGKIT", r"[Nn]ilai hasil\b", r"[Kk]omponen [Hh]asil\b", "Hasil belum dinilai",
    r"\bHasil\s+Total\b", "Rata-rata Hasil", r"\b(?:dari|bobot|pengungkit) 60\b", r"\b(?:dari|bobot|hasil) 40\b",
    "[Kk]eenam", r"\bTabel 7\b", "Lingkungan Kementerian Imigrasi", "Belum dievaluasi TPI",
]  # fmt: skip
LEAK = re.compile("|".join(WORDS))
COMMANDS = [
    *(["score", "lke.xlsx", "--rinci", "--format", f] for f in ("tabel", "json", "csv", "md")),
    ["score", "lke.xlsx", "--penilai", "pembina", "--target", "WBBM"],
    ["score", "awal.xlsx", "--rinci"],
    ["score", "kosong.xlsx"],
    ["score", "salah.xlsx"],
    *(["score", "lke.xlsx", "-o", f"nilai.{f}", "--timpa"] for f in ("xlsx", "html")),
    ["score", "lke.xlsx", "--penilai", "pembina", "--tulis", "tulis.xlsx"],
    ["score", "lke.xlsx", "--penilai", "unit"],
    ["lint", "lke.xlsx", "awal.xlsx", "kosong.xlsx", "salah.xlsx", "--rumus"],
    ["lint", "lke.xlsx", "--target", "WBBM", "--format", "json"],
    ["lint", "lke.xlsx", "-o", "lint.xlsx", "--timpa"],
    ["plan", "lke.xlsx", "--target", "WBBM"],
    ["plan", "lke.xlsx", "--target", "WBBM", "--izinkan", "survei,hitungan", "-o", "plan.json", "--timpa"],
    ["plan", "awal.xlsx", "--target", "WBBM"],
    ["plan", "lke.xlsx", "--target", "WBBM", "--izinkan", "survei,hitungan", "-o", "plan.html", "--timpa"],
    *(["explain", c] for c in ("ambang", "penilai", "P", "S", "P.M", "P.N.7", "P.N.7.i.b", "S.X.a", "area-7", "total")),
    ["explain", "P.M.3.i.b", "lke.xlsx"],
    ["explain", "ambang", "--format", "json"],
    ["lint", "salah.xlsx", "-o", "salah.html", "--timpa"],
    ["batch", "f", "-o", "rekap", "--timpa", *ON],
    ["batch", "f", "-o", "rekap-awal", "--tahap", "pendahuluan", "--pekerja", "1", "--format", "md"],
    ["check", "f", *ON, "--kalender"],
    ["check", "f", *ON, "--rinci"],
    ["check", "f", *ON, "--format", "json"],
    ["check", "lke.xlsx", "--usulan", "WBK", *ON],
    ["compare", "lke.xlsx"],
    ["compare", "f"],
    ["compare", "lke.xlsx", "awal.xlsx"],
    ["compare", "lke.xlsx", "--konsensus"],
    *(["compare", "lke.xlsx", "-o", f"banding.{f}", "--timpa"] for f in ("html", "xlsx", "md")),
    ["compare", "lke.xlsx", "awal.xlsx", "-o", "banding-awal.html", "--timpa"],
    ["compare", "f", "-o", "banding-folder.html", "--timpa"],
    *(["report", x, "-o", f"{x}.html", "--timpa"] for x in ("lke.xlsx", "awal.xlsx", "f")),
    ["report", "rekap/rekap.json", "-o", "rekap.html", "--timpa"],
    ["init", "kerja", "--dari", "f"],
    ["kerja", "kerja"],
    ["check", "kerja", *ON, "--rinci"],
    ["batch", "kerja", "-o", "rekap-kerja", *ON],
    ["report", "kerja", "-o", "kerja.html", "--timpa"],
    *(["surat", j, "lke.xlsx", "--target", "WBK", *LETTER, "-o", f"satu-{j}.docx"] for j in load_kinds()),
    *(["surat", j, "kerja", *LETTER, "-o", f"kerja-{j}"] for j in load_kinds()),
    ["surat", "lhe", "lke.xlsx", "--target", "WBBM", *LETTER, "--rencana", "plan.json", "-o", "rencana.docx"],
    ["surat", "lhe", "awal.xlsx", "--target", "WBK", *LETTER, "-o", "awal.docx"],
    ["surat", "semua", "kerja", "--draf", *ON, "-o", "surat"],
    ["tahap", "kerja", *ON],
    ["tahap", "kerja", "--triwulan", "2030-2"],
    ["tahap", "kerja", "--triwulan", "2030-2", "-o", "triwulan.docx", "--timpa"],
    ["tahap", "kerja", *ON, "-o", "tahap.html", "--timpa"],
    ["tindak-lanjut", "kerja"],
    ["paket", "kerja", "--draf", *ON, "-o", "paket"],
    ["template", "-o", "formulir.xlsx", "--penilai", "satker,pembina"],
    ["template", "-o", "isi.xlsx", "--isi", "lke.xlsx"],
    ["template", "-o", "isi-awal.xlsx", "--isi", "awal.xlsx"],
    ["bukti", "siapkan", "bukti", "--lke", "lke.xlsx"],
    ["bukti", "periksa", "bukti", "--lke", "lke.xlsx", "--triwulan", "2", "--tahun", "2030"],
    ["survei", "jawaban.csv"],
    ["survei", "jawaban.csv", "--lke", "lke.xlsx"],
    ["portalrb", "ekspor", "kerja", "-o", "ekspor"],
    ["portalrb", "buku", "kerja", "-o", "buku"],
    ["instrumen", "banding", "lke.xlsx"],
]


def text_of(file: Path) -> str:
    """All text of a file; of an archive that of its XML parts."""
    if file.suffix not in (".xlsx", ".docx", ".zip"):
        return file.read_text("utf-8", "replace")
    with zipfile.ZipFile(file) as z:
        return "\n".join(
            re.sub(r"</(?:a:t|w:p|si|t)>", "\n", z.read(n).decode("utf-8", "replace"))
            for n in z.namelist()
            if n.endswith((".xml", ".html", ".json"))
        )


def said(text: str) -> Iterator[str]:
    """What of the built-in instrument a text says, with the words around it."""
    plain = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", text, flags=re.S)
    for m in LEAK.finditer(plain):
        yield re.sub(r"\s+", " ", plain[max(0, m.start() - 40) : m.end() + 40])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bocor")
    write_instrumen(folder / "ins")
    workbook(folder / "lke.xlsx", {"satker": PERFECT, "pembina": LOWER, "tpn": PERFECT})
    workbook(folder / "awal.xlsx", {"pembina": {k: v for k, v in LOWER.items() if not k.startswith("S.")}})
    workbook(folder / "salah.xlsx", {"pembina": {**LOWER, "S.X.a": "baik", "S.Y.a": 92, "P.M.1.i.b": "F"}})
    workbook(folder / "kosong.xlsx", {"satker": {}, "pembina": {}})
    workbook(folder / "f/Kanwil A/a.xlsx", {"satker": PERFECT, "pembina": LOWER}, satker="Kantor Uji A")
    workbook(folder / "f/Kanwil B/b.xlsx", {"satker": PERFECT, "pembina": PERFECT}, satker="Kantor Uji B")
    write_csv(folder / "jawaban.csv", HEADINGS, survey_rows(honest(60)))
    (folder / "zi.toml").write_text(ZI_TOML, "utf-8")
    return folder


def test_every_command_speaks_of_its_own_instrument_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    seen: dict[Path, int] = {f: f.stat().st_mtime_ns for f in place.rglob("*") if f.is_file()}
    leaks: dict[str, list[str]] = {}
    done = 0
    for command in COMMANDS:
        capfd.readouterr()
        code = run_cli([*command, "--instrumen", "ins"])
        out, err = capfd.readouterr()
        assert code in (0, 1, 2, 3), (command, err)
        done += code in (0, 1)
        texts = {"screen": out + err}
        for f in place.rglob("*"):
            if f.is_file() and "ins" not in f.relative_to(place).parts and seen.get(f) != f.stat().st_mtime_ns:
                seen[f] = f.stat().st_mtime_ns
                texts[f.relative_to(place).as_posix()] = text_of(f)
        for where, text in texts.items():
            if found := sorted(set(said(text))):
                leaks[f"{' '.join(command)} → {where}"] = found
    assert not leaks, "\n".join(f"{k}: {v}" for k, v in leaks.items())
    assert done > 0.8 * len(COMMANDS)


def test_the_search_finds_what_it_is_for() -> None:
    for text in ("Nilai A.I.3 menurut PermenPANRB 90/2021", "area 5: Penguatan Pengawasan", "minimal 18,25"):
        assert list(said(text))
