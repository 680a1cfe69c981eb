"""Explanations of findings, indicators and thresholds, for ``zi explain`` and the generated documentation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, cast

from zi_cli.evaluation import Evaluation
from zi_cli.findings.catalogue import CATALOGUE, CatalogueEntry
from zi_cli.findings.record import TINGKAT_WORDS
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.score import temuan_record
from zi_cli.text import decimal_text, long_date, point_decimal, short_number, strip_controls
from zi_cli.worksheet.cells import raw_text, shown_text
from zi_cli.worksheet.model import Penilai

if TYPE_CHECKING:
    from zi_cli.records.types import explain as tipe

_ANSWER_KINDS = {
    "ya_tidak": "Ya/Tidak",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    "persen": "persentase, dihitung dari baris hitungannya",
    "nilai_0_4": "indeks survei 0–{maks}",
    "jumlah": "hitungan, bilangan bulat 0 atau lebih",
}
_RULE_WORDS = {
    "rasio": "{0} dibagi {1}; penyebut 0 dihitung 0",
    "rasio_terbatas": "{0} dibagi {1}, paling tinggi 100 %; lebih banyak perubahan daripada agen adalah wajar",
    "rasio_atau_penuh": "{0} dibagi {1}; 100 % bila tidak ada yang harus ditindaklanjuti",
    "penurunan": "({0} dikurangi {1}) dibagi {0}, paling rendah 0; 100 % bila keduanya 0, 0 % bila hanya tahun lalu 0",
    "jumlah": "jumlah {0}, {1}, dan {2}",
}


class Explanation(NamedTuple):
    """A title, labelled paragraphs, labelled lists, and the same as data."""

    judul: str
    isi: list[tuple[str, str]]
    daftar: list[tuple[str, list[str]]]
    data: tipe.ExplainRecord


def explain_temuan(e: CatalogueEntry) -> Explanation:
    """What finding *e* means, why it matters, how to mend it."""
    level = TINGKAT_WORDS[e.tingkat] + "".join(f" (dapat juga {TINGKAT_WORDS[t]})" for t in e.tingkat_lain)
    data: tipe.TemuanExplained = {
        "skema": "zi.explain/1",
        "kode": e.kode,
        "tingkat": e.tingkat,
        "judul": e.judul,
        "mengapa": e.mengapa,
        "perbaikan": e.perbaikan,
        "contoh": e.contoh,
    }
    content = [
        *([("Tidak dipakai lagi", f"digantikan {e.pengganti}.")] if e.pengganti else []),
        ("Tingkat", level),
        ("Mengapa penting", e.mengapa),
        ("Perbaikan", e.perbaikan),
        ("Contoh", e.contoh),
    ]
    return Explanation(f"{e.kode} {e.judul}", content, [], data)


def explain_indikator(code: str, instrumen: Instrumen) -> Explanation:
    """An instrument row: its text, weight, place, answer options with values and rubric, or its rule."""
    b = instrumen.per_kode[code]
    content = [("Jenis baris", b.jenis), ("Letak", official_place(b, instrumen))]
    if b.bobot is not None:
        content.append(
            ("Bobot", f"{short_number(b.bobot)} poin" + (f" ({b.bobot})" if b.bobot.denominator > 100 else ""))
        )
    if b.jenis_jawaban:
        content.append(("Jawaban", _ANSWER_KINDS[b.jenis_jawaban].format(maks=short_number(instrumen.survei_maksimum))))
    if b.aturan:
        names = [f"baris {instrumen.per_kode[k].nomor} ({instrumen.per_kode[k].teks})" for k in b.aturan.operan]
        content.append(("Perhitungan", _RULE_WORDS[b.aturan.nama].format(*names)))
    kriteria = load_kriteria(instrumen).get(code, ())
    daftar = []
    if kriteria:
        daftar.append(("Pilihan", [f"{k.pilihan} = {short_number(k.nilai)}: {k.uraian}" for k in kriteria]))
    children = instrumen.anak.get(code, ())
    if children:
        daftar.append(("Terdiri atas", [f"{k} {instrumen.per_kode[k].teks}" for k in children]))
    data: tipe.BarisExplained = {
        "skema": "zi.explain/1",
        "kode": code,
        "baris": b.nomor,
        "jenis": b.jenis,
        "teks": b.teks,
        "bobot": float(point_decimal(b.bobot, 6)) if b.bobot is not None else None,
        "jenis_jawaban": b.jenis_jawaban,
        "pilihan": {k.pilihan: {"nilai": float(k.nilai), "uraian": k.uraian} for k in kriteria},
        "anak": list(children),
        "di_berkas": None,
    }
    return Explanation(f"{code} {b.teks}", content, daftar, data)


def explain_in_file(code: str, e: Evaluation, penilai: Sequence[Penilai]) -> Explanation:
    """The row *code* as :func:`explain_indikator` has it, with what *penilai* wrote there and what is said of it."""
    p = explain_indikator(code, e.instrumen)
    item, content = [], []
    for nilai in e.semua:
        isian = e.ws.penilai[nilai.penilai].jawaban.get(code)
        if isian is None or nilai.penilai not in penilai:
            continue
        n = nilai.indikator.get(code)
        temuan = [t for t in e.findings(nilai, None, detailed=True) if t.sel == isian.sel or t.indikator == code]
        writing = strip_controls(raw_text(isian.nilai) or "")
        poin = f", {decimal_text(n.skor)} poin" if n is not None else ""
        shown = f"“{strip_controls(shown_text(isian.nilai))}”" if writing.strip() else "kosong"
        if n is not None and isinstance(n.jawaban, Fraction) and not writing.strip():
            shown = f"kosong, menurut baris hitungannya {short_number(n.jawaban * 100, 2)} %"
        item.append(f"{isian.sel} ({e.instrumen.penilai.name_of(nilai.penilai)}): {shown}{poin}")
        item += [f"{t.line} Perbaikan: {CATALOGUE[t.kode].perbaikan}" for t in temuan]
        content.append(
            {
                "penilai": nilai.penilai,
                "sel": str(isian.sel),
                "mentah": writing,
                "poin": float(point_decimal(n.skor, 6)) if n is not None else None,
                "temuan": [temuan_record(t) for t in temuan],
            }
        )
    data = cast("tipe.BarisExplained", {**p.data, "di_berkas": content})
    return Explanation(p.judul, p.isi, [(f"Di {e.ws.nama}", item or ["tidak ada jawaban"]), *p.daftar], data)


def explain_instrumen(every: Sequence[Instrumen], used: Instrumen) -> Explanation:
    """The instruments that are installed, with the one in force first where it is another one."""
    daftar = [*every, *([] if used in every else [used])]
    content = [
        ("Dipakai", used.nama),
        ("Memilih", "--instrumen NAMA|FOLDER, atau instrumen di zi.toml; selain itu menurut bentuk berkasnya"),
    ]
    items = [(f"{i.nama}, {i.judul}", _instrumen_items(i)) for i in daftar]
    data: tipe.InstrumenExplained = {
        "skema": "zi.explain/1",
        "kode": "instrumen",
        "dipakai": used.nama,
        "instrumen": [
            {
                "nama": i.nama,
                "judul": i.judul,
                "dasar_hukum": i.dasar_hukum,
                "berlaku_sejak": i.berlaku_sejak.isoformat(),
                "indikator": len(i.indikator),
                "area": len(i.nama_area),
                "bobot": float(point_decimal(i.bobot_total, 6)),
                "penilai": list(i.penilai.codes),
                "ambang": [a.kode for a in i.ambang.daftar],
            }
            for i in daftar
        ],
    }
    return Explanation("instrumen Instrumen penilaian", content, items, data)


def _instrumen_items(i: Instrumen) -> list[str]:
    p = i.pencocokan
    return [
        f"Dasar: {i.dasar_hukum}; berlaku sejak {long_date(i.berlaku_sejak)}",
        f"Isi: {len(i.indikator)} indikator, {len(i.nama_area)} area, {short_number(i.bobot_total)} poin, "
        f"{len(i.ambang.daftar)} ambang, {len(i.penilai.codes)} penilai",
        f"Kecocokan: {p.hasil} dengan {p.dengan}, {long_date(p.tanggal)}",
    ]


def explain_penilai(instrumen: Instrumen) -> Explanation:
    """The assessors of an instrument in rising order: who decides, who only on request, who assesses what."""
    p = instrumen.penilai
    content = [
        ("Instrumen", instrumen.nama),
        ("Penentu", f"penilai tertinggi yang mengisi, sampai {p.penentu}; yang sesudahnya hanya dengan --penilai"),
        ("Kolom tanpa nama penilai", f"milik {p.bawaan}"),
    ]
    alone = f"; hanya {instrumen.nama_komponen[0]}"
    items = [f"{t.kode}: {t.nama}{alone if t.hanya_pengungkit else ''}" for t in p.daftar]
    data: tipe.PenilaiExplained = {
        "skema": "zi.explain/1",
        "kode": "penilai",
        "instrumen": instrumen.nama,
        "penentu": p.penentu,
        "bawaan": p.bawaan,
        "penilai": [
            {
                "kode": t.kode,
                "nama": t.nama,
                "kepala": t.kepala,
                "nama_surat": t.nama_surat,
                "hanya_pengungkit": t.hanya_pengungkit,
            }
            for t in p.daftar
        ],
    }
    return Explanation(f"penilai Penilai, {instrumen.nama}", content, [("Dari yang paling awal", items)], data)


_STATUS = {"cocok": "semua sumber menyebut angka yang sama", "berbeda": "satu sumber menyebut angka lain"}


def explain_ambang(instrumen: Instrumen, code: str = "ambang") -> Explanation | None:
    """The thresholds that *code* names, each with its minima, who confirms it, and whether they agree.

    "ambang" names all of them, "area" those of every area; None when *code* names none.
    """
    every = instrumen.ambang.daftar
    hits = [a for a in every if code in ("ambang", a.kode) or (code == "area" and a.satuan == "persen")]
    if not hits:
        return None
    p = instrumen.pencocokan
    content = [
        ("Instrumen", f"{instrumen.nama}; {p.hasil} dengan {p.dengan}, {long_date(p.tanggal)}"),
        ("Dasar ambang", f"{instrumen.ambang.sumber}; {instrumen.ambang.diverifikasi}"),
    ]
    title = hits[0].kode if len(hits) == 1 else code
    data: tipe.AmbangExplained = {
        "skema": "zi.explain/1",
        "kode": title,
        "instrumen": instrumen.nama,
        "pencocokan": {"dengan": p.dengan, "tanggal": p.tanggal.isoformat(), "hasil": p.hasil},
        "sumber": instrumen.ambang.sumber,
        "diverifikasi": instrumen.ambang.diverifikasi,
        "ambang": [_data_ambang(a) for a in hits],
    }
    name = hits[0].label if len(hits) == 1 else f"Nilai minimal WBK dan WBBM, {instrumen.nama}"
    # The areas share one entry of the data file, so they are said once.
    groups = [list(g) for _, g in groupby(hits, key=lambda a: (a.label, a.sumber))]
    daftar = [(f"{_code_span(g)}, {g[0].label}", _ambang_items(g[0])) for g in groups]
    return Explanation(f"{title} {name}", content, daftar, data)


def _code_span(ambang: list[Ambang]) -> str:
    return ambang[0].kode if len(ambang) == 1 else f"{ambang[0].kode} … {ambang[-1].kode}"


def _ambang_items(a: Ambang) -> list[str]:
    unit = "% dari bobotnya" if a.satuan == "persen" else "poin"
    items = [
        "; ".join(f"{p} paling sedikit {short_number(a.minimal[p])} {unit}" for p in PREDIKAT),
        f"Status: {_STATUS[a.status]}",
        f"Sumber: {'; '.join(a.sumber)}",
    ]
    return [*items, f"Catatan: {a.catatan}"] if a.catatan else items


def _data_ambang(a: Ambang) -> tipe.SatuAmbangExplained:
    return {
        "kode": a.kode,
        "label": a.label,
        "simpul": a.simpul,
        "satuan": a.satuan,
        "minimal": {p: float(point_decimal(a.minimal[p], 6)) for p in PREDIKAT},
        "status": a.status,
        "sumber": list(a.sumber),
        "catatan": a.catatan,
    }


def official_place(b: Baris, instrumen: Instrumen) -> str:
    """Where the row sits: official row number, and the path of titles above it."""
    jalur: list[str] = []
    parent = b.induk
    while parent is not None:
        jalur.append(instrumen.simpul_title(parent))
        parent = instrumen.per_kode[parent].induk
    return f"baris {b.nomor} lembar resmi" + (f"; {' › '.join(reversed(jalur))}" if jalur else "")


def explanation_text(p: Explanation) -> str:
    """The explanation as plain text."""
    rows = [p.judul, ""]
    rows += [f"{label}: {content}" for label, content in p.isi]
    for label, item in p.daftar:
        rows += [f"{label}:", *(f"  {b}" for b in item)]
    return "\n".join(rows) + "\n"


def explanation_markdown(p: Explanation) -> str:
    """The explanation as a Markdown section."""
    rows = [f"## {p.judul}", ""]
    for label, content in p.isi:
        rows += [f"**{label}.** {content}", ""]
    for label, item in p.daftar:
        rows += [f"**{label}.**", "", *(f"- {b}" for b in item), ""]
    return "\n".join(rows)
