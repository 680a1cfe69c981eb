"""A small LKE written part by part, in the styles of several programs, for files that are changed by structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tests.fuzz.basis import MAIN_NS, PKG, REL_NS
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris

HEADINGS = ("Penilaian", "Bobot", "Pilihan Jawaban", "Jawaban Unit", "Jawaban TPI")
#: Row of the first label; the headings stand one above.
FIRST_ROW = 4
UNIT, TPI = "D", "E"
_LABEL = {
    "ya_tidak": "Ya/Tidak", "abc": "A/B/C", "abcd": "A/B/C/D", "abcde": "A/B/C/D/E", "persen": "%",
    "nilai_0_4": "Nilai (0-4)", "jumlah": "Jumlah",
}  # fmt: skip
_OPTIONS: Mapping[str, tuple[str | float, str | float]] = {
    "ya_tidak": ("Ya", "Tidak"), "abc": ("A", "C"), "abcd": ("A", "D"), "abcde": ("B", "E"), "persen": (0.9, 0.6),
    "nilai_0_4": (3.5, 2.25), "jumlah": (12, 7),
}  # fmt: skip

#: Styles by index: plain, heading, wrapped text, percent, two decimals, centred answer.
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.00"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><color theme="1"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/><bgColor indexed="64"/></patternFill></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment horizontal="center"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


@cache
def rows() -> tuple[Baris, ...]:
    """The rows of the instrument that the small LKE has: one of each kind of answer, and more of the usual ones."""
    semua = load_instrumen().baris
    dipilih = [*semua[:22]]
    dipilih += [b for jenis in ("persen", "nilai_0_4", "abcde", "abcd") for b in semua if b.jenis_jawaban == jenis][:6]
    jumlah = [b for b in semua if b.jenis == "jumlah"][:4]
    kode = {b.kode for b in (*dipilih, *jumlah)}
    return tuple(b for b in semua if b.kode in kode)


def grid() -> list[list[str | float | None]]:
    """The cells from row 1 on, column by column."""
    kisi: list[list[str | float | None]] = [
        ["LEMBAR KERJA EVALUASI ZONA INTEGRITAS"], ["Satuan Kerja : Kantor Imigrasi Contoh"], [*HEADINGS],
    ]  # fmt: skip
    for b in rows():
        unit, tpi = _OPTIONS[b.jenis_jawaban] if b.jenis_jawaban else (None, None)
        bobot = float(b.bobot) if b.bobot is not None and b.jenis != "indikator" else None
        label = _LABEL[b.jenis_jawaban] if b.jenis_jawaban else None
        kisi.append([f"{b.marker}. {b.teks}", bobot, label, unit, tpi])
    return kisi


def answer_rows() -> list[tuple[int, Baris]]:
    """(row of the sheet, row of the instrument) of every indicator."""
    return [(i, b) for i, b in enumerate(rows(), FIRST_ROW) if b.jenis == "indikator"]


def style(k: int, nilai: object, baris: int) -> int:
    """The style of the cell in column *k* (0 is A)."""
    if baris < FIRST_ROW:
        return 1 if baris == FIRST_ROW - 1 else 0
    if isinstance(nilai, float) and k > 2:
        return 3 if nilai < 1 else 4
    return 2 if k == 0 else 5


def parts(
    kisi: Sequence[Sequence[str | float | None]] | None = None, *, inline: bool = False
) -> dict[str, bytes | str]:
    """Parts of the workbook; texts shared, or in the cells themselves (*inline*)."""
    kisi = grid() if kisi is None else kisi
    teks: dict[str, int] = {}
    baris = []
    for r, isi in enumerate(kisi, 1):
        sel = "".join(_cell(r, k, v, teks, inline) for k, v in enumerate(isi) if v is not None)
        baris.append(f'<row r="{r}" spans="1:5">{sel}</row>')
    jenis = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    lembar = (
        f'<worksheet xmlns="{MAIN_NS}" xmlns:r="{REL_NS}"><sheetPr/><dimension ref="A1:E{len(kisi)}"/><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
        '<col min="1" max="1" width="60" customWidth="1"/><col min="2" max="5" width="14" customWidth="1"/></cols>'
        f'<sheetData>{"".join(baris)}</sheetData><mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
    )
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return {
        "[Content_Types].xml": f'{xml}<Types xmlns="{PKG}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{jenis}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{jenis}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{jenis}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{jenis}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{xml}<Relationships xmlns="{PKG}/relationships"><Relationship Id="rId1" '
        f'Type="{REL_NS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{xml}<workbook xmlns="{MAIN_NS}" xmlns:r="{REL_NS}"><workbookPr/><bookViews><workbookView '
        'activeTab="0"/></bookViews><sheets><sheet name="LKE" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{xml}<Relationships xmlns="{PKG}/relationships">'
        f'<Relationship Id="rId1" Type="{REL_NS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL_NS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{REL_NS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": xml + lembar,
        "xl/styles.xml": f'{xml}<styleSheet xmlns="{MAIN_NS}">{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'{xml}<sst xmlns="{MAIN_NS}" count="{len(teks)}" uniqueCount="{len(teks)}">'
        + "".join(f"<si><t>{_xml(t)}</t></si>" for t in teks)
        + "</sst>",
    }


def _cell(r: int, k: int, nilai: str | float, teks: dict[str, int], inline: bool) -> str:
    kepala = f'<c r="{chr(65 + k)}{r}" s="{style(k, nilai, r)}"'
    if not isinstance(nilai, str):
        return f"{kepala}><v>{nilai:g}</v></c>"
    if inline:
        return f'{kepala} t="inlineStr"><is><t>{_xml(nilai)}</t></is></c>'
    return f'{kepala} t="s"><v>{teks.setdefault(nilai, len(teks))}</v></c>'


def _xml(teks: str) -> str:
    return teks.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
