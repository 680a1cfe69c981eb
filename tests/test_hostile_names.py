"""Escape, control and direction characters of names and cells never leave raw, whatever the command and the form."""

from __future__ import annotations

import io
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.laporan.bahan import jawaban_acak, tulis_lke
from zi_cli.cli import run_cli
from zi_cli.outgoing import safe_cell
from zi_cli.report.markdown import md
from zi_cli.streams import clean_streams
from zi_cli.text import escaped, strip_controls

SAMPLE = Path(__file__).parent.parent / "sample_lke" / "usulan-2027"
#: What may stand in XML, and what only file names, CSV and TOML can hold.
IN_XML = "A\x9b31mB\u202egnp.C\u2066D\u2028E"
ANYWHERE = f"\x1b[2J\x1b]0;t\x07{IN_XML}\r\x08"
DANGER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)")


def raw(teks: str) -> list[str]:
    """The dangerous characters of *teks* with what stands around them."""
    return [ascii(teks[max(0, m.start() - 30) : m.end() + 20]) for m in DANGER.finditer(teks)]


def texts(berkas: Path) -> Iterator[str]:
    """What a person may read of an output file; a workbook or letter by its parts."""
    data = berkas.read_bytes()
    if data[:2] != b"PK":
        yield data.decode("utf-8-sig")
        return
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for nama in z.namelist():
            if nama.endswith((".xml", ".rels")):
                yield z.read(nama).decode("utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample proposal with hostile names of folder, files, sheets, satker and cells."""
    root = tmp_path_factory.mktemp("jahat") / f"usulan-{ANYWHERE}"
    shutil.copytree(SAMPLE, root)
    register = load_workbook(root / "satker.xlsx")
    sheet = register["Satker"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and "Kantor Imigrasi" in cell.value:
                cell.value = f"{cell.value} {IN_XML}"
    for lain in ("Tindak lanjut", "Hasil TPN", "Kawasan", "Pengaduan", "Pembinaan", "Replikasi", "Pelatihan"):
        sheet = register[lain] if lain in register.sheetnames else register.create_sheet(lain)
        if sheet.max_row == 1:
            sheet.append(["Nama satker", "Kode", "Indikator", "Catatan", "Status", "Tanggal", f"Lain {IN_XML}"])
        sheet.append([f"Kantor {IN_XML}", IN_XML, IN_XML, IN_XML, IN_XML, IN_XML, IN_XML])
    register.save(root / "satker.xlsx")
    (root.parent / "zi.toml").write_text(
        f"[instansi]\n{json.dumps(ANYWHERE)} = {json.dumps(ANYWHERE)}\n", encoding="utf-8"
    )
    answers = jawaban_acak(1, 0.8)
    row = next(k for k in answers if answers[k] in ("Ya", "Tidak"))
    hostile = root / f"Kan{ANYWHERE}wil" / f"U{ANYWHERE}PT" / f"lke-{ANYWHERE}.xlsx"
    tulis_lke(hostile, {"unit": {**answers, row: f"Ya{IN_XML}"}, "tpi": answers}, satker=f"Kantor {IN_XML}", tahun=2027)
    grid = load_workbook(hostile).active
    assert grid is not None
    cells = [[str(c.value or "") for c in r] for r in grid.iter_rows()]
    hostile.with_suffix(".csv").write_text(
        "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in r) for r in cells), encoding="utf-8", newline=""
    )
    book = load_workbook(hostile)
    assert book.active is not None
    book.active.title = f"L{IN_XML}"[:31]
    book.save(hostile.with_name(f"lembar-{ANYWHERE}.xlsx"))
    (hostile.with_name(f"rusak-{ANYWHERE}.xlsx")).write_bytes(b"PK\x03\x04rusak")
    survey = [["Timestamp", f"Jenis layanan {IN_XML}", *(f"{n}. Pertanyaan {IN_XML}" for n in range(1, 9))]]
    survey += [[f"2027-0{m}-11", f"Paspor {IN_XML}", *("4",) * 8] for m in range(1, 5)]
    lines = (",".join('"' + c + '"' for c in row) for row in survey)
    (root.parent / f"survei-{ANYWHERE}.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    evidence = root.parent / f"bukti-{ANYWHERE}" / f"A.I.1.i.a {ANYWHERE}"
    evidence.mkdir(parents=True)
    (evidence / f"notulen {ANYWHERE}.txt").write_text(ANYWHERE, encoding="utf-8")
    return root


def _hostile(root: Path) -> Path:
    return next(p for p in root.glob("Kan*/*/lke-*.xlsx") if "\x1b" in p.name)


def _survey(root: Path) -> Path:
    return next(root.parent.glob("survei-*.csv"))


def copied(root: Path, tujuan: Path) -> Path:
    """A copy of the tree that a command may write to."""
    return Path(shutil.copytree(root, tujuan / f"u{ANYWHERE}"))


DATE = ["--tanggal", "2027-05-20"]
WRITTEN = ("html",)
#: Commands that show one table, in every form.
SHOWN: dict[str, Callable[[Path, Path], list[object]]] = {
    "work folder": lambda t, k: ["kerja", t],
    "stages": lambda t, k: ["tahap", t, *DATE],
    "follow-up": lambda t, k: ["tindak-lanjut", t, *DATE],
    "evidence": lambda t, k: ["bukti", "periksa", next(t.parent.glob("bukti-*")), "--lke", _hostile(t)],
    "survey": lambda t, k: ["survei", _survey(t)],
}
COMMANDS: dict[str, Callable[[Path, Path], list[object]]] = {
    **{
        f"score {b}": lambda t, k, b=b: ["score", *sorted(t.glob("Kan*/*/*")), "--format", b, "--rinci"]
        for b in ("tabel", "md", "csv", "json")
    },
    **{
        f"lint {b}": lambda t, k, b=b: ["lint", *sorted(t.glob("Kan*/*/*")), "--format", b]
        for b in ("tabel", "md", "csv", "json")
    },
    **{
        f"check {b}": lambda t, k, b=b: ["check", t, "--format", b, "--rinci", "--tanggal", "2027-05-20"]
        for b in ("tabel", "md", "csv", "json")
    },
    **{
        f"compare {b}": lambda t, k, b=b: ["compare", *sorted(t.glob("Kan*/*/l*.xlsx")), "--format", b]
        for b in ("tabel", "md", "csv", "json")
    },
    **{
        f"plan {b}": lambda t, k, b=b: ["plan", _hostile(t), "--format", b]
        for b in ("tabel", "md", "csv", "json")
    },
    "compare a folder": lambda t, k: ["compare", t, "--format", "md"],
    "batch": lambda t, k: ["batch", t, "-o", k / "rekap", "--pekerja", "1"],
    "batch md": lambda t, k: ["batch", t, "-o", k / "rekap", "--format", "md", "--pekerja", "1"],
    "report": lambda t, k: ["report", _hostile(t), "-o", k / "l.html"],
    "score to a workbook": lambda t, k: ["score", _hostile(t).with_suffix(".csv"), "-o", k / "s.xlsx"],
    "score to markdown": lambda t, k: ["score", _hostile(t).with_suffix(".csv"), "-o", k / f"s{ANYWHERE}.md"],
    "template": lambda t, k: ["template", "--isi", _hostile(t).with_suffix(".csv"), "-o", k / f"f{ANYWHERE}.xlsx"],
    "template of all": lambda t, k: ["template", "--data", t / "satker.xlsx", "-o", k / f"f{ANYWHERE}"],
    "letter": lambda t, k: [
        "surat", "sptjm", t, "--tanggal", "2027-05-20", "--satker", "647102", "-o", k / f"s{ANYWHERE}",
        "--paksa", ANYWHERE,
    ],
    "letter refused": lambda t, k: ["surat", "lhe", t, "--tanggal", "2027-05-20", "-o", k / f"s{ANYWHERE}"],
    "configuration": lambda t, k: ["check", t, "--konfigurasi", t.parent / "zi.toml"],
    "init": lambda t, k: ["init", k / f"i{ANYWHERE}"],
    "explain": lambda t, k: ["explain", ANYWHERE],
    "usage": lambda t, k: [ANYWHERE],
    "option": lambda t, k: ["score", f"--{ANYWHERE}"],
    "value": lambda t, k: ["score", "x.xlsx", "--penilai", ANYWHERE],
    "missing": lambda t, k: ["score", t / ANYWHERE],
    **{
        f"{nama} {b}": lambda t, k, a=a, b=b: [*a(t, k), "--format", b, *(["-o", k / f"x.{b}"] if b in WRITTEN else [])]
        for nama, a in SHOWN.items()
        for b in ("tabel", "md", "csv", *WRITTEN)
    },
    "letters of all": lambda t, k: ["surat", "semua", copied(t, k), *DATE, "-o", k / f"s{ANYWHERE}"],
    "stages by quarter": lambda t, k: ["tahap", t, "--triwulan", "2027-2", "-o", k / "t.docx", *DATE],
    "stages, new sheets": lambda t, k: ["tahap", copied(t, k), "--lembar"],
    "follow-up written": lambda t, k: ["tindak-lanjut", copied(t, k), "--tulis", *DATE],
    "packages": lambda t, k: ["paket", t, "--draf", "-o", k / f"p{ANYWHERE}", *DATE],
    "a package again": lambda t, k: ["paket", "periksa", t],
    "evidence folders": lambda t, k: ["bukti", "siapkan", k / f"b{ANYWHERE}"],
    "PortalRB books": lambda t, k: ["portalrb", "buku", t, "--semua", *DATE, "-o", k / f"b{ANYWHERE}"],
    "PortalRB documents": lambda t, k: ["portalrb", "ekspor", t, "--semua", *DATE, "-o", k / f"e{ANYWHERE}"],
    "init from a folder": lambda t, k: ["init", k / f"i{ANYWHERE}", "--dari", t],
    "survey map": lambda t, k: ["survei", "peta", _survey(t), "-o", k / "peta.xlsx"],
    "survey map shown": lambda t, k: ["survei", "peta", _survey(t)],
    "survey report": lambda t, k: ["survei", "laporan", _survey(t), "-o", k / "l.docx"],
    "template check": lambda t, k: ["surat", "periksa", t / f"{ANYWHERE}.docx"],
    "template of a folder": lambda t, k: ["template", "--isi", t, "-o", k / f"f{ANYWHERE}"],
    "formulas": lambda t, k: ["lint", "--rumus", *sorted(t.glob("Kan*/*/*"))],
    "copy": lambda t, k: ["score", _hostile(t), "--tulis", k / f"c{ANYWHERE}.xlsx"],
    "cell": lambda t, k: ["explain", "A.I.1.i.a", _hostile(t)],
}  # fmt: skip


def _ours(berkas: Path, tree: Path) -> bool:
    """Whether a file of the output is a copy of one of the inputs, byte for byte."""
    return berkas.read_bytes() in {p.read_bytes() for p in tree.rglob("*") if p.name[:3] == berkas.name[:3]}


@pytest.mark.parametrize("apa", COMMANDS)
def test_nothing_raw_reaches_terminal_or_file(
    apa: str, tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What writes beside itself writes there.
    monkeypatch.chdir(tmp_path)
    run_cli([str(a) for a in COMMANDS[apa](tree, tmp_path)])
    out, err = capsys.readouterr()
    assert raw(out) == [] and raw(err) == []
    assert "Traceback" not in err and "tak terduga" not in err
    for berkas in tmp_path.rglob("*"):
        # The results kept for --lanjut are read by the program alone.
        # What a person wrote into a register survives whatever is added to it.
        own = berkas.name.startswith("satker.xlsx") and berkas.parent.name.startswith("u")
        if berkas.is_file() and berkas.suffix != ".jsonl" and not own and not _ours(berkas, tree):
            for teks in texts(berkas):
                assert raw(teks) == [], berkas


def test_json_keeps_the_name_and_escapes_it(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    berkas = next(tree.glob("Kan*/*/lembar*.xlsx"))
    run_cli(["score", str(berkas), "--format", "json"])
    out = capsys.readouterr().out
    assert [json.loads(b)["berkas"]["nama"] for b in out.splitlines()] == [berkas.name] * 2
    assert "\\u202e" in out and "\\u001b" in out and raw(out) == []


def test_colours_of_our_own_reach_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.text import Text

    from zi_cli.outgoing import present
    from zi_cli.report.terminal import console
    from zi_cli.streams import Styled

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    papan = io.StringIO()
    console(papan, layar=True).print(Text(f"nama {ANYWHERE}", style="red"))
    with clean_streams():
        present(Styled(papan.getvalue()), None, timpa=False)
        present("\x1b[31mbukan warna kita", None, timpa=False)
    out = capsys.readouterr().out
    assert "\x1b[31mnama ?[2J" in out and "?[31mbukan warna kita" in out


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_cleaned_is_clean(teks: str) -> None:
    assert raw(strip_controls(teks)) == raw(strip_controls(teks, "?")) == raw(safe_cell(teks)) == raw(md(teks)) == []
    dokumen = json.dumps({"nama": teks}, ensure_ascii=False)
    assert json.loads(escaped(dokumen)) == {"nama": teks} and raw(escaped(dokumen)) == []
    if all(unicodedata.category(c)[0] in "LNPS" for c in teks):
        assert strip_controls(teks) == teks
