"""A clean tree of evidence built by code, to sow faults in: files, rows of the table, answers, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.builder.grid import Nilai
from tests.bukti.documents import docx, jpeg, pdf, png
from tests.bukti.worksheet import worksheet
from zi_cli.bukti.folder_names import README_NAME, indicator_folder, indicators
from zi_cli.bukti.ledger import COLUMNS
from zi_cli.instrumen.loader import load_instrumen

INSTRUMEN = load_instrumen()
SATKER = "Kantor Imigrasi Kelas I TPI Contoh"
YEAR = 2026
FOLDER = {b.kode: indicator_folder(INSTRUMEN, b) for b in indicators(INSTRUMEN)}
CODES = list(FOLDER)


def report(kode: str, what: str, year: int = YEAR, pages: int = 2, office: str = SATKER) -> bytes:
    """A report of the satker: letterhead, date, and words of its own."""
    head = f"KEMENTERIAN IMIGRASI DAN PEMASYARAKATAN\n{office}\nContoh, 12 Maret {year}\n{what} {kode} tahun {year}"
    return pdf([head, *(f"Halaman {n} dari {what} {kode} {year}" for n in range(2, pages + 1))])


@dataclass
class Row:
    """A row of bukti.xlsx."""

    indikator: str
    dokumen: str
    judul: str = ""
    tahun: str = ""
    triwulan: str = ""
    status: str = "lengkap"
    tujuan: str = ""


@dataclass
class Tree:
    """What is to be written: files by path, rows, cells Bukti, where these lead, and answers by kode."""

    files: dict[str, bytes] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Nilai] = field(default_factory=dict)

    def add(self, kode: str, name: str, content: bytes, *, row: bool = True, **cells: str) -> str:
        """A file of an indicator, with its row; its path."""
        path = f"{FOLDER[kode]}/{name}"
        self.files[path] = content
        if row:
            self.rows.append(Row(kode, path, **cells))
        return path

    def clear(self, kode: str) -> None:
        """Take all evidence of an indicator away."""
        self.files = {p: c for p, c in self.files.items() if not p.startswith(f"{FOLDER[kode]}/")}
        self.rows = [r for r in self.rows if r.indikator != kode]
        self.links.pop(kode, None)
        self.targets.pop(kode, None)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """The tree and the worksheet on disk: their paths."""
        root = folder / "bukti"
        for kode in CODES:
            (root / FOLDER[kode]).mkdir(parents=True, exist_ok=True)
            (root / FOLDER[kode] / README_NAME).write_text("rubrik", encoding="utf-8")
        for path, content in self.files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if self.rows:
            (root / "bukti.xlsx").write_bytes(table(self.rows))
        return root, worksheet(folder / "lke.xlsx", self.links, self.answers, targets=self.targets)


def table(rows: list[Row]) -> bytes:
    """The table as a person left it."""
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("Bukti")
    for k, title in enumerate(COLUMNS):
        sheet.write_string(0, k, title)
    for n, r in enumerate(rows, 1):
        for title, text in (
            ("Indikator", r.indikator), ("Berkas atau tautan", r.dokumen), ("Judul", r.judul), ("Tahun", r.tahun),
            ("Triwulan", r.triwulan), ("Status", r.status),
        ):  # fmt: skip
            if text.startswith("="):
                sheet.write_formula(n, COLUMNS.index(title), text, None, "klik di sini")
            elif text and r.tujuan and text == r.dokumen:
                sheet.write_url(n, COLUMNS.index(title), r.tujuan, string=text)
            elif text:
                sheet.write_string(n, COLUMNS.index(title), text)
    book.close()
    return out.getvalue()


def clean_tree() -> Tree:
    """Evidence of every indicator without a fault: reports, renewals, pictures, links, last year's for comparison."""
    t = Tree()
    for n, kode in enumerate(CODES):
        t.add(kode, f"Laporan {YEAR}.pdf", report(kode, "Laporan"))
        t.add(kode, f"Notula rapat {YEAR}.pdf", report(kode, "Notula", pages=1))
        if n % 3 == 0:
            t.add(kode, f"Laporan {YEAR - 1}.pdf", report(kode, "Laporan", YEAR - 1))
        if n % 9 == 0:
            t.add(kode, f"pembanding/Laporan TW4 {YEAR - 2}.pdf", report(kode, "Laporan TW4", YEAR - 2))
        if n % 5 == 0:
            for q in (1, 2):
                t.add(kode, f"TW{q}/Monev {YEAR}.docx", docx([SATKER, f"Monev TW{q} {kode}", f"{q} April {YEAR}"]))
        if n % 4 == 0:
            t.add(kode, "Foto kegiatan.jpg", jpeg(640, 480, n))
        if n % 7 == 0:
            t.add(kode, "Tangkapan layar.png", png(640, 400, seed=n))
        if n % 2 == 0:
            t.links[kode] = f"Video: https://www.youtube.com/watch?v=zi{n:04}"
        if n % 8 == 0:
            t.targets[kode] = f"https://youtube.com/watch?v=zi{n:04}"
        if n % 6 == 0:
            t.rows.append(Row(kode, f"https://drive.google.com/file/d/1x{n:04}/view", "SK", str(YEAR)))
        if n % 6 == 1:
            drive = f"https://drive.google.com/file/d/1y{n:04}/view"
            t.rows.append(Row(kode, "klik di sini", "SK", str(YEAR), tujuan=drive))
        if n % 6 == 2:
            drive = f"https://drive.google.com/file/d/1z{n:04}/view"
            t.rows.append(Row(kode, f'=HYPERLINK("{drive}","klik")', "SK", str(YEAR)))
    t.add(CODES[1], "PermenPANRB 90 Tahun 2021.pdf", report(CODES[1], "Peraturan", 2021))
    t.add(CODES[2], f"Renstra {YEAR - 1}-{YEAR + 3}.pdf", report(CODES[2], "Renstra"))
    t.add(CODES[4], "Undangan studi tiru ke Kanim Bandung.pdf", report(CODES[4], "Undangan"))
    t.add(CODES[5], "Koordinasi dengan Kanwil Jawa Barat.pdf", report(CODES[5], "Koordinasi"))
    return t
