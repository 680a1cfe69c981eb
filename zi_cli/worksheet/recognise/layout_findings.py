"""What is odd about the rows and columns of a recognised layout, as findings."""

from collections.abc import Container, Iterator, Mapping

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import ringkas
from zi_cli.worksheet.cells import angka_sel
from zi_cli.worksheet.recognise.labels import cut_label, normal
from zi_cli.worksheet.recognise.row_match import LabelRow, RowMatch
from zi_cli.worksheet.recognise.sheet_skeleton import SheetPart
from zi_cli.worksheet.recognise.vocabulary import MIRIP_YAKIN


def temuan_baris(x: LabelRow, c: RowMatch, b: SheetPart, i: int, instrumen: Instrumen) -> list[Temuan]:
    """What is odd about one matched row: its text, marker, title or weight."""
    resmi = instrumen.per_kode[c.kode]
    sel = Sel(b.nama, x.baris + 1, x.kolom)
    temuan: list[Temuan] = []
    dijawab = resmi.jenis in ("indikator", "jumlah")
    if c.ragu is not None and dijawab:
        temuan.append(
            make_temuan(
                "LKE128",
                sel,
                c.kode,
                teks=cut_label(x.teks),
                indikator=instrumen.sebutan(c.kode),
                lain=instrumen.sebutan(c.ragu),
            )
        )
    elif c.teks_milik is not None and dijawab:
        temuan.append(
            make_temuan(
                "LKE122", sel, c.kode, teks=cut_label(x.teks), pemilik=c.teks_milik, indikator=instrumen.sebutan(c.kode)
            )
        )
    elif not dijawab and (c.teks_milik is not None or c.cara == "letak"):
        temuan.append(make_temuan("LKE124", sel, c.kode, teks=cut_label(x.teks), resmi=resmi.teks, indikator=c.kode))
    elif dijawab and c.mirip < 1:
        temuan.append(
            make_temuan(
                "LKE126",
                sel,
                c.kode,
                tingkat="peringatan" if c.mirip < MIRIP_YAKIN else None,
                teks=cut_label(x.teks),
                indikator=instrumen.sebutan(c.kode),
                persen=round(c.mirip * 100),
            )
        )
    elif dijawab and c.cara == "pindah":
        temuan.append(make_temuan("LKE129", sel, c.kode, teks=cut_label(x.teks), indikator=c.kode))
    if i in b.bobot and resmi.bobot is not None and resmi.jenis in ("komponen", "aspek", "area", "sub"):
        tertulis = angka_sel(b.bobot[i])
        if tertulis is None or (tertulis != resmi.bobot and tertulis * 100 != resmi.bobot):
            kolom = b.kepala.milik("bobot")[0]
            temuan.append(
                make_temuan(
                    "LKE125",
                    Sel(b.nama, x.baris + 1, kolom),
                    c.kode,
                    bobot=ringkas(tertulis) if tertulis is not None else f"“{cut_label(str(b.bobot[i]))}”",
                    resmi=ringkas(resmi.bobot),
                    indikator=instrumen.sebutan(c.kode),
                )
            )
    return temuan


def odd_marker(x: LabelRow, kode: str, instrumen: Instrumen) -> str | None:
    """The letter in front of a question where it is not the official one."""
    resmi, huruf = instrumen.per_kode[kode], x.penanda
    lain = resmi.jenis == "indikator" and len(huruf) == 1 and huruf.isalpha() and huruf != resmi.huruf
    return huruf if lain else None


def marker_findings(lain: Mapping[str, tuple[str, Sel]], ada: Container[str], instrumen: Instrumen) -> Iterator[Temuan]:
    """One LKE123 for the odd letters of a sub; *lain* are letter and cell by kode, *ada* the rows that are there.

    Letters that only count on over a row that is not there follow from its LKE120.
    """
    per_sub: dict[str | None, list[str]] = {}
    for kode in lain:
        per_sub.setdefault(instrumen.per_kode[kode].induk, []).append(kode)
    for induk, kode_lain in per_sub.items():
        semua = instrumen.anak.get(induk or "", ())
        tersisa = [k for k in semua if k in ada]
        if len(tersisa) < len(semua):
            kode_lain = [k for k in kode_lain if lain[k][0] != instrumen.per_kode[semua[tersisa.index(k)]].huruf]
        if kode_lain:
            yield make_temuan(
                "LKE123",
                lain[kode_lain[0]][1],
                kode_lain[0],
                penanda="”, “".join(lain[k][0] for k in kode_lain),
                resmi="”, “".join(instrumen.per_kode[k].huruf for k in kode_lain),
                indikator=", ".join(map(instrumen.sebutan, kode_lain)),
            )


def label_lain(x: LabelRow, c: RowMatch, b: SheetPart, i: int, instrumen: Instrumen) -> tuple[str, Sel, str] | None:
    """The "Pilihan Jawaban" of a row where it is not the instrument's: answer type by the label, cell, text.

    A label that names only some of the right options ("Ya" for Ya/Tidak) is of the right type.
    """
    resmi = instrumen.per_kode[c.kode]
    if resmi.jenis != "indikator" or i not in b.pilihan or x.jenis_label in (None, resmi.jenis_jawaban):
        return None
    kolom = b.kepala.milik("pilihan")[0]
    kata = set(normal(b.pilihan[i]).split())
    sebagian = kata <= {p.casefold() for p in instrumen.pilihan(c.kode)}
    jenis = resmi.jenis_jawaban if sebagian and not x.jenis_label else x.jenis_label
    return jenis or "", Sel(b.nama, x.baris + 1, kolom), cut_label(b.pilihan[i])


def temuan_hilang(kode: str, letak: dict[str, LabelRow], nama: dict[int, str], instrumen: Instrumen) -> Temuan:
    """LKE120 at the place of the last recognised row before the missing one."""
    b = instrumen.per_kode[kode]
    sel = None
    for lain in instrumen.baris:
        if lain.nomor >= b.nomor:
            break
        x = letak.get(lain.kode)
        if x is not None:
            sel = Sel(nama[x.lembar], x.baris + 1, x.kolom)
    return make_temuan("LKE120", sel, kode, nomor=b.nomor, indikator=instrumen.sebutan(kode))


def temuan_kolom_ganda(b: SheetPart, instrumen: Instrumen) -> Iterator[Temuan]:
    """LKE113 for every further answer column of one assessor."""
    for p in instrumen.penilai.kode:
        kolom = b.kepala.milik("jawaban", p)
        for k in kolom[1:]:
            sel = Sel(b.nama, b.kepala.akhir + 1, k)
            yield make_temuan(
                "LKE113", sel, penilai=instrumen.penilai.nama(p), dipakai=Sel(b.nama, b.kepala.akhir + 1, kolom[0])
            )
