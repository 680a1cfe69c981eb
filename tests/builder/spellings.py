"""Other ways to write the formulas of a form, all of them right: as people meet them in files that went around."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random
from typing import TYPE_CHECKING

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris

if TYPE_CHECKING:
    from tests.builder.formula_form import FormulaForm

INSTRUMEN = load_instrumen()
_BOBOT, _ANSWER_COLUMN, _NILAI_COLUMN = 8, 11, 12
#: The scales on a sheet of their own, side by side: letters in the first of two columns, values in the second.
SCALE_SHEET = "Skala"
SCALES = {nama: [(p, float(n)) for p, n in isi.items()] for nama, isi in INSTRUMEN.skala.items()}
_PLACES = {nama: (chr(65 + 2 * n), chr(66 + 2 * n)) for n, nama in enumerate(SCALES)}


def scale_cells() -> Iterator[tuple[int, int, str | float]]:
    """Row, column, content of the sheet of scales."""
    for n, isi in enumerate(SCALES.values()):
        for b, (pilihan, nilai) in enumerate(isi):
            yield from ((b, 2 * n, pilihan), (b, 2 * n + 1, nilai))


def name_of(kode: str) -> str:
    """The defined name of the weight of *kode*."""
    return f"Bobot_{kode.replace('.', '_')}"


def spell(f: FormulaForm, rng: Random, biarkan: Collection[str] = ()) -> None:
    """Write each formula of *f* in another way, but for the rows *biarkan*; also in its clean copy."""
    for kode in (k for k in f.baris if k not in biarkan):
        b, lama = INSTRUMEN.per_kode[kode], f.get(kode)
        if not isinstance(lama, str) or not lama.startswith("="):
            continue
        if baru := rng.choice([*_spellings(f, b, lama)] or [None]):
            f.put(kode, baru)
            f.bersih = f.bersih | {(f.baris[kode], _NILAI_COLUMN): baru}


def _spellings(f: FormulaForm, b: Baris, lama: str) -> Iterator[str]:
    h = f.address(b.kode, _BOBOT)
    if b.jenis == "indikator":
        k = f.address(b.kode, _ANSWER_COLUMN)
        if b.jenis_jawaban == "nilai_0_4":
            cara = ("{k}/4*{h}", "{h}*{k}*25%", "ROUND({k}/4*{h},4)", "{h}*({k}/4)", "IF({k}>0,{k}*{h}/4,0)")
        elif b.jenis_jawaban == "persen":
            cara = ("{k}", "MIN(1,{k})", "IF({k}>1,100%,{k})", "{k}*100%", "N({k})", "IFERROR({k},0)")
        else:
            cara = (*_option(k, str(b.jenis_jawaban)),)
            yield from (f"=({x})*{h}" if b.kode[0] == "B" else f"={x}" for x in cara)
            return
        yield from (f"={x.format(k=k, h=h)}" for x in cara)
        return
    isi = lama.partition("(")[2].partition(")")[0]
    if lama.startswith("=SUM("):
        a, *sisa = isi.split(",")
        cara = (
            "+".join((a, *sisa)), f"SUM({'+'.join((a, *sisa))})", f"ROUND(SUM({isi}),3)", f"IFERROR(SUM({isi}),0)",
            f"SUMPRODUCT({a})+SUM({','.join(sisa) or 0})", f"IF(SUM({isi})>0,SUM({isi}),0)",
            "+".join(f"N({x})" for x in (a, *sisa)),
        )  # fmt: skip
        yield from (f"={x}" for x in cara)
    if lama.startswith("=AVERAGE(") and b.jenis == "sub":
        bobot, n = f"{float(b.bobot or 1):g}", len([k for k in INSTRUMEN.anak[b.kode] if k in f.baris])
        cara = (
            "SUM({r})/COUNT({r})*{h}", "SUM({r})/{n}*{h}", "IFERROR(AVERAGE({r}),0)*{h}", "{h}*AVERAGE({r})",
            "AVERAGE({r})*{w}", "ROUND(AVERAGE({r})*{h},3)", "AVERAGEA({r})*{h}", "PRODUCT(AVERAGE({r}),{h})",
            "SUM({r})*({h}/{n})", 'IF(COUNT({r})=0,"",AVERAGE({r})*{h})', "AVERAGE({r})*{nama}", "+AVERAGE({r})*{h}",
            "AVERAGE({r})*{h}*100/100", "AVERAGE( {r} ) * {h}", "average({r})*{h}",
            *(() if "," in isi else ("{{AVERAGE({r}*{h})}}", "SUMPRODUCT({r})*{h}/{n}", "SUMPRODUCT({r}*{h})/{n}")),
        )  # fmt: skip
        yield from (f"={x.format(r=isi, h=h, w=bobot, n=n, nama=name_of(b.kode))}" for x in cara)


def _option(k: str, nama: str) -> Iterator[str]:
    """The value of the answer in *k* on the scale *nama*."""
    skala, (a, b) = SCALES[nama], _PLACES[nama]
    n = len(skala)
    huruf, nilai = f"{SCALE_SHEET}!${a}$1:${a}${n}", f"{SCALE_SHEET}!${b}$1:${b}${n}"
    tabel = f"{SCALE_SHEET}!${a}$1:${b}${n}"
    for syarat in ('{k}="{p}"', 'UPPER(TRIM({k}))=UPPER("{p}")', 'LEFT({k},1)=LEFT("{p}",1)', 'EXACT({k},"{p}")',
                   'OR({k}="{p}",{k}=LOWER("{p}"))'):  # fmt: skip
        isi = '"Blm Diisi"'
        for p, x in reversed(skala):
            isi = f"IF({syarat.format(k=k, p=p)},{x:g},{isi})"
        yield isi
    pairs = [f'"{p}",{x:g}' for p, x in skala]
    yield f"_xlfn.IFS({','.join(f'{k}={x}' for x in pairs)})"
    yield f"_xlfn.SWITCH({k},{','.join(pairs[:-1])},{skala[-1][1]:g})"
    yield f"VLOOKUP({k},{{{';'.join(pairs)}}},2,FALSE)"
    yield f"IFERROR(VLOOKUP({k},{tabel},2,0),0)"
    yield f"VLOOKUP({k},{SCALE_SHEET}!${a}:${b},2,FALSE)"
    yield f"INDEX({nilai},MATCH({k},{huruf},0))"
    yield f"SUMIF({huruf},{k},{nilai})"
    yield f"SUMPRODUCT(({huruf}={k})*{nilai})"
    yield "+".join(f'({k}="{p}")*{x:g}' for p, x in skala)
    for pemisah in ",;":
        isi, angka = (pemisah.join(x) for x in zip(*((f'"{p}"', f"{x:g}") for p, x in sorted(skala)), strict=True))
        yield f"LOOKUP({k},{{{isi}}},{{{angka}}})"
        yield f"CHOOSE(MATCH({k},{{{isi}}},0),{angka.replace(';', ',')})"
