"""What is odd about the rows and columns of a recognised layout, as findings."""

from collections.abc import Container, Iterator, Mapping

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import short_number
from zi_cli.worksheet.cells import cell_figure
from zi_cli.worksheet.recognise.labels import cut_label, normal
from zi_cli.worksheet.recognise.row_match import LabelRow, RowMatch
from zi_cli.worksheet.recognise.sheet_skeleton import SheetPart
from zi_cli.worksheet.recognise.vocabulary import SURE_LIKENESS


def row_temuan(x: LabelRow, c: RowMatch, b: SheetPart, i: int, instrumen: Instrumen) -> list[Temuan]:
    """What is odd about one matched row: its text, marker, title or weight."""
    official = instrumen.per_kode[c.kode]
    cell = Sel(b.nama, x.baris + 1, x.kolom)
    temuan: list[Temuan] = []
    answered = official.jenis in ("indikator", "jumlah")
    if c.ragu is not None and answered:
        temuan.append(
            make_temuan(
                "LKE128",
                cell,
                c.kode,
                teks=cut_label(x.teks),
                indikator=instrumen.in_words(c.kode),
                lain=instrumen.in_words(c.ragu),
            )
        )
    elif c.teks_milik is not None and answered:
        temuan.append(
            make_temuan(
                "LKE122",
                cell,
                c.kode,
                teks=cut_label(x.teks),
                pemilik=c.teks_milik,
                indikator=instrumen.in_words(c.kode),
            )
        )
    elif not answered and (c.teks_milik is not None or c.cara == "letak"):
        temuan.append(
            make_temuan("LKE124", cell, c.kode, teks=cut_label(x.teks), resmi=official.teks, indikator=c.kode)
        )
    elif answered and c.mirip < 1:
        temuan.append(
            make_temuan(
                "LKE126",
                cell,
                c.kode,
                level="peringatan" if c.mirip < SURE_LIKENESS else None,
                teks=cut_label(x.teks),
                indikator=instrumen.in_words(c.kode),
                persen=round(c.mirip * 100),
            )
        )
    elif answered and c.cara == "pindah":
        temuan.append(make_temuan("LKE129", cell, c.kode, teks=cut_label(x.teks), indikator=c.kode))
    if i in b.bobot and official.bobot is not None and official.jenis in ("komponen", "aspek", "area", "sub"):
        written = cell_figure(b.bobot[i])
        if written is None or (written != official.bobot and written * 100 != official.bobot):
            column = b.kepala.columns_of("bobot")[0]
            temuan.append(
                make_temuan(
                    "LKE125",
                    Sel(b.nama, x.baris + 1, column),
                    c.kode,
                    bobot=short_number(written) if written is not None else f"“{cut_label(str(b.bobot[i]))}”",
                    resmi=short_number(official.bobot),
                    indikator=instrumen.in_words(c.kode),
                )
            )
    return temuan


def odd_marker(x: LabelRow, code: str, instrumen: Instrumen) -> str | None:
    """The letter in front of a question where it is not the official one."""
    official, letters = instrumen.per_kode[code], x.penanda
    other = official.jenis == "indikator" and len(letters) == 1 and letters.isalpha() and letters != official.marker
    return letters if other else None


def marker_findings(
    others: Mapping[str, tuple[str, Sel]], present: Container[str], instrumen: Instrumen
) -> Iterator[Temuan]:
    """One LKE123 for the odd letters of a sub; *others* are letter and cell by kode, *present* the rows that are there.

    Letters that only count on over a row that is not there follow from its LKE120.
    """
    per_sub: dict[str | None, list[str]] = {}
    for code in others:
        per_sub.setdefault(instrumen.per_kode[code].induk, []).append(code)
    for parent, other_code in per_sub.items():
        every = instrumen.anak.get(parent or "", ())
        remaining = [k for k in every if k in present]
        if len(remaining) < len(every):
            other_code = [k for k in other_code if others[k][0] != instrumen.per_kode[every[remaining.index(k)]].marker]
        if other_code:
            yield make_temuan(
                "LKE123",
                others[other_code[0]][1],
                other_code[0],
                penanda="”, “".join(others[k][0] for k in other_code),
                resmi="”, “".join(instrumen.per_kode[k].marker for k in other_code),
                indikator=", ".join(map(instrumen.in_words, other_code)),
            )


def other_label(x: LabelRow, c: RowMatch, b: SheetPart, i: int, instrumen: Instrumen) -> tuple[str, Sel, str] | None:
    """The "Pilihan Jawaban" of a row where it is not the instrument's: answer type by the label, cell, text.

    A label that names only some of the right options ("Ya" for Ya/Tidak) is of the right type.
    """
    official = instrumen.per_kode[c.kode]
    if official.jenis != "indikator" or i not in b.pilihan or x.jenis_label in (None, official.jenis_jawaban):
        return None
    column = b.kepala.columns_of("pilihan")[0]
    words = set(normal(b.pilihan[i]).split())
    partial = words <= {p.casefold() for p in instrumen.options(c.kode)}
    kind = official.jenis_jawaban if partial and not x.jenis_label else x.jenis_label
    return kind or "", Sel(b.nama, x.baris + 1, column), cut_label(b.pilihan[i])


def missing_row_temuan(
    code: str, positions: dict[str, LabelRow], names: dict[int, str], instrumen: Instrumen
) -> Temuan:
    """LKE120 at the place of the last recognised row before the missing one."""
    b = instrumen.per_kode[code]
    cell = None
    for other in instrumen.baris:
        if other.nomor >= b.nomor:
            break
        x = positions.get(other.kode)
        if x is not None:
            cell = Sel(names[x.lembar], x.baris + 1, x.kolom)
    return make_temuan("LKE120", cell, code, nomor=b.nomor, indikator=instrumen.in_words(code))


def duplicate_column_temuan(b: SheetPart, instrumen: Instrumen) -> Iterator[Temuan]:
    """LKE113 for every further answer column of one assessor."""
    for p in instrumen.penilai.codes:
        column = b.kepala.columns_of("jawaban", p)
        for k in column[1:]:
            cell = Sel(b.nama, b.kepala.akhir + 1, k)
            yield make_temuan(
                "LKE113", cell, penilai=instrumen.penilai.name_of(p), dipakai=Sel(b.nama, b.kepala.akhir + 1, column[0])
            )
