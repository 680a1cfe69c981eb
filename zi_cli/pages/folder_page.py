"""The page of a folder: the records of a recap become summary, map, table and drill-down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from zi_cli.findings.record import TINGKAT, TINGKAT_WORDS
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.report.html.charts import Seri, Sumbu, horizontal_bars, stacked_columns
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.scoring.result import BELUM_DINILAI
from zi_cli.scoring.words import threshold_label
from zi_cli.text import figure_text, record_number, short_figure, strip_controls
from zi_cli.views.findings import finding_words
from zi_cli.views.folder_summary import (
    all_rows,
    answer_badge,
    eligibility_by_group,
    leadership_page,
    letters_by_group,
    letters_due,
    proposals,
    requirements_by_count,
    requirements_by_group,
    satker_name,
)
from zi_cli.views.verdict import (
    THRESHOLD_BADGES,
    Badge,
    satker_badge,
    satker_badges,
    verdict_sentence,
)

#: Width in points of one column of the distribution.
_BIN_WIDTH = 5
#: Colour class of each state in charts and in the map.
_COLOURS = {
    "wbbm": "seri-1",
    "wbk": "baik",
    "pendahuluan": "seri-3",
    "belum-dinilai": "seri-2",
    "belum-pasti": "waspada",
    "belum": "buruk",
}

Rekaman = Mapping[str, Any]


def folder_page(
    rekap: Rekaman,
    instrumen: Instrumen,
    name: str,
    other_source: Sequence[SumberLain] = (),
    limit: date | None = None,
) -> str:
    """HTML of the zi.batch/1 document *rekap* (already checked), called *name* in its heading.

    *limit* is the deadline that the proposals are made for.
    """
    satker: Sequence[Rekaman] = rekap["satker"]
    status = [satker_badge(r, instrumen) for r in satker]
    present = [k for k in satker_badges(instrumen) if k in status]
    grup = sorted({r["grup"] for r in satker}, key=lambda g: (g.casefold(), g))
    pandangan = {
        "nama": name,
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "ambang": sorted({_ambang(r) for r in satker}) or [f"{instrumen.ambang.nama} – {instrumen.ambang.sumber}"],
        "pimpinan": _leadership(rekap, instrumen, limit),
        **_proposals(rekap, instrumen),
        "penilai": sorted({instrumen.penilai.name_of(r["penilai"]) for r in satker}),
        "kartu": _cards(rekap, status, present),
        "keadaan": [{"kode": k.kode, "label": k.label, "warna": _COLOURS[k.kode]} for k in present],
        "grup": [{"kode": str(i), "nama": g} for i, g in enumerate(grup)],
        "matriks": _grup_matrix(satker, status, grup, present),
        "area": _area(satker, instrumen),
        "judul_area": instrumen.all_areas_text,
        "komponen": instrumen.nama_komponen,
        "batas_area": [
            float(next(a for a in instrumen.ambang.daftar if a.satuan == "persen").minimal[p]) for p in PREDIKAT
        ],
        "satker": [_satker_row(i, r, k, grup, instrumen) for i, (r, k) in enumerate(zip(satker, status, strict=True))],
        "gagal": [
            {"berkas": g["berkas"], "kode": t["kode"], "pesan": t["pesan"]} for g in rekap["gagal"] for t in g["temuan"]
        ],
        "data": _data(satker, status, instrumen),
        **_totals_histogram(satker, status, present, instrumen),
        "grafik_gagal": _failures_chart(satker, "WBK", instrumen),
    }
    return make_page("folder.html.j2", v=pandangan, sumber_lain=other_source)


def _leadership(rekap: Rekaman, instrumen: Instrumen, limit: date | None) -> dict[str, Any]:
    content = leadership_page(rekap, load_syarat(instrumen), limit)
    return content._asdict() | {"tabel": [table_view(t) for t in content.tabel]}


def _proposals(rekap: Rekaman, instrumen: Instrumen) -> dict[str, Any]:
    """Eligibility, requirements and letters where there was a register; None where there was none."""
    if rekap["daftar"] is None:
        return {"kelayakan": None, "surat": None}
    row, syarat = all_rows(rekap), load_syarat(instrumen)
    kelayakan = (
        eligibility_by_group(row),
        requirements_by_count(row, syarat)._replace(judul="Syarat, semua satker"),
        requirements_by_group(row, syarat),
        proposals(row),
    )
    surat = (
        letters_due(rekap)._replace(judul="Surat jatuh tempo menurut jenis"),
        letters_by_group(rekap, row)._replace(judul="Surat jatuh tempo per Kanwil"),
    )
    return {"kelayakan": [table_view(t) for t in kelayakan], "surat": [table_view(t) for t in surat]}


def _ambang(record: Rekaman) -> str:
    ambang = record["ambang"]
    changed = f"; diperketat: {', '.join(ambang['diubah'])}" if ambang["diubah"] else ""
    return f"{ambang['nama']} – {ambang['sumber']}{changed}"


def _cards(rekap: Rekaman, status: Sequence[Badge], present: Sequence[Badge]) -> list[dict[str, Any]]:
    counts = Counter(status)
    cards = [{"label": "Satker dinilai", "nilai": len(status)}]
    cards += [{"label": k.label, "nilai": counts[k]} for k in present]
    if rekap["gagal"]:
        cards.append({"label": "Gagal dibaca", "nilai": len(rekap["gagal"])})
    return cards


def _grup_matrix(
    satker: Sequence[Rekaman], status: Sequence[Badge], grup: Sequence[str], present: Sequence[Badge]
) -> list[dict[str, Any]]:
    """One row a group: how many of its satker are in each state, and how much of the group that is."""
    compute: Counter[tuple[str, Badge]] = Counter((r["grup"], k) for r, k in zip(satker, status, strict=True))
    rows = []
    for i, g in enumerate(grup):
        count = sum(compute[g, k] for k in present)
        cells = [{"keadaan": k, "jumlah": compute[g, k], "bagian": f"{compute[g, k] / count:.2f}"} for k in present]
        rows.append({"kode": str(i), "nama": g, "jumlah": count, "sel": cells})
    return rows


def _area(satker: Sequence[Rekaman], instrumen: Instrumen) -> list[dict[str, Any]]:
    """Mean achievement of each area, and how many satker stay below its WBK minimum."""
    by_node = {a.simpul: a for a in instrumen.ambang.daftar if a.satuan == "persen"}
    daftar = []
    for number, name in instrumen.nama_area.items():
        persen = [record_number(r["area"][number]["persen"]) for r in satker]
        code = by_node[number].kode
        lacking = sum(_misses(b) for r in satker for b in r["putusan"]["WBK"]["ambang"] if b["kode"] == code)
        rata = sum(persen, Fraction(0)) / len(persen) if persen else Fraction(0)
        daftar.append({"nomor": number, "nama": name, "rata": float(rata), "kurang": lacking})
    return daftar


def _satker_row(number: int, r: Rekaman, k: Badge, grup: Sequence[str], instrumen: Instrumen) -> dict[str, Any]:
    pengungkit, result = instrumen.peran[:2]
    calculations = Counter(t["tingkat"] for t in r["temuan"])
    return {
        "nomor": number,
        "nama": satker_name(r),
        "grup": r["grup"],
        "kode_grup": str(grup.index(r["grup"])),
        "penilai": instrumen.penilai.name_of(r["penilai"]),
        "pengungkit": r["nilai"][pengungkit],
        "hasil": None if r["tahap"] == "pendahuluan" else r["nilai"][result],
        "total": r["nilai"]["total"],
        "usulan": r["kelayakan"]["usulan"] if r["kelayakan"] else None,
        "layak": answer_badge(r["kelayakan"]["layak"]) if r["kelayakan"] else None,
        "keadaan": k,
        "urut": satker_badges(instrumen).index(k),
        "galat": calculations["galat"],
        "temuan": len(r["temuan"]),
        "kosong": r["kosong"],
    }


def _totals_histogram(
    satker: Sequence[Rekaman], status: Sequence[Badge], present: Sequence[Badge], instrumen: Instrumen
) -> dict[str, Any]:
    """Histogram of totals of fully assessed satker; of Pengungkit when all are preliminary."""
    end = [i for i, r in enumerate(satker) if r["tahap"] == "akhir"]
    node = "total" if end else instrumen.peran.pengungkit
    peak = -(-(instrumen.bobot_total if end else instrumen.bobot(node)) // _BIN_WIDTH) * _BIN_WIDTH
    selected = end or list(range(len(satker)))
    classes = {i: min(int(satker[i]["nilai"][node]) // _BIN_WIDTH, peak // _BIN_WIDTH - 1) for i in selected}
    start = min(classes.values(), default=0)
    spans = range(start, peak // _BIN_WIDTH)
    counts = {k: Counter(classes[i] for i in selected if status[i] == k) for k in present}
    label = [f"{n * _BIN_WIDTH}" for n in spans]
    title = "Sebaran nilai total" if end else f"Sebaran nilai {instrumen.komponen_words[0]}"
    per_kelas = [sum(counts[k][n] for k in present) for n in spans]
    remark = "; ".join(f"{t} sampai {int(t) + _BIN_WIDTH}: {n}" for t, n in zip(label, per_kelas, strict=True))
    seri = [Seri(k.label, [counts[k][n] for n in spans], _COLOURS[k.kode]) for k in present]
    return {
        "judul_sebaran": title,
        "grafik_sebaran": stacked_columns(title, remark, label, seri) if selected else None,
        "tabel_sebaran": list(zip(label, [str(int(t) + _BIN_WIDTH) for t in label], per_kelas, strict=True)),
        "di_luar_sebaran": len(satker) - len(selected),
    }


def _misses(ambang: Rekaman) -> bool:
    """Whether the figure of a threshold that is assessed lies below it."""
    return not ambang["memenuhi"] and ambang["keadaan"] != BELUM_DINILAI


def _failures_chart(satker: Sequence[Rekaman], predikat: Predikat, instrumen: Instrumen) -> Any:
    """How many satker fail each threshold; those whose Hasil is not assessed yet count for Pengungkit only."""
    compute: Counter[str] = Counter()
    for r in satker:
        compute.update(b["kode"] for b in r["putusan"][predikat]["ambang"] if _misses(b))
    codes = [a.kode for a in instrumen.ambang.daftar]
    label = [k.replace("-", " ").capitalize() for k in codes]
    peak = max(compute.values(), default=0) or 1
    return horizontal_bars(
        f"Satker di bawah setiap batas {predikat}",
        "; ".join(f"{t}: {compute[k]}" for t, k in zip(label, codes, strict=True)),
        label,
        [Seri("Satker", [compute[k] for k in codes], "buruk")],
        Sumbu(0, peak * 1.1, sorted({0, peak})),
        nilai=True,
    )


def _data(satker: Sequence[Rekaman], status: Sequence[Badge], instrumen: Instrumen) -> dict[str, Any]:
    """What the drill-down shows, compact: texts and findings once, scores as places in a list of figures."""
    lookup: dict[str, int] = {}
    temuan: dict[tuple[str, ...], int] = {}
    example = satker[0]["putusan"] if satker else None
    return {
        "ambang": [
            {
                "label": threshold_label(a, instrumen),
                **{p.lower(): _minimum_text(example, p, i, a.satuan) for p in PREDIKAT},
            }
            for i, a in enumerate(instrumen.ambang.daftar)
        ],
        "tanda": {b.kode: [b.label, b.nada] for b in THRESHOLD_BADGES.values()},
        "belahan": instrumen.half_names,
        "area": [f"{n}. {name}" for n, name in instrumen.nama_area.items()],
        "indikator": [[b.kode, b.teks, figure_text(instrumen.bobot(b.kode), 3)] for b in instrumen.indikator],
        "satker": [_satker_details(r, k, instrumen, lookup, temuan) for r, k in zip(satker, status, strict=True)],
        "kamus": list(lookup),
        "temuan": list(temuan),
    }


def _minimum_text(putusan: Rekaman | None, predikat: Predikat, number: int, unit: str) -> str:
    if putusan is None:
        return "–"
    return short_figure(putusan[predikat]["ambang"][number]["minimal"]) + (" %" if unit == "persen" else "")


def _satker_details(
    r: Rekaman, k: Badge, instrumen: Instrumen, lookup: dict[str, int], temuan: dict[tuple[str, ...], int]
) -> dict[str, Any]:
    text, explanation = verdict_sentence(r, instrumen)
    nilai = r["nilai"]
    ambang = {p: r["putusan"][p]["ambang"] for p in PREDIKAT}
    order: list[str] = list(TINGKAT)
    return {
        "nama": strip_controls(satker_name(r)),
        "grup": strip_controls(r["grup"]),
        "berkas": strip_controls(r.get("jalur") or r["berkas"]["nama"]),
        "sha256": strip_controls(r["berkas"]["sha256"]),
        "penilai": instrumen.penilai.name_of(r["penilai"]),
        "tahap": r["tahap"],
        "total": figure_text(nilai["total"]),
        "label": k.label,
        "nada": k.nada,
        "penjelasan": f"{text}. {explanation}".strip(),
        "lain": [[instrumen.penilai.name_of(p), figure_text(n)] for p, n in r["penilai_lain"].items()],
        "ambang": [_ambang_values(a, b) for a, b in zip(ambang["WBK"], ambang["WBBM"], strict=True)],
        **{p.lower(): "".join(THRESHOLD_BADGES[a["keadaan"]].kode for a in ambang[p]) for p in PREDIKAT},
        "area": [_area_percents(r, n, instrumen) for n in instrumen.nama_area],
        "indikator": [lookup.setdefault(figure_text(nilai[b.kode], 3), len(lookup)) for b in instrumen.indikator],
        "temuan": [
            [temuan.setdefault(_finding_cells(t, instrumen), len(temuan)), strip_controls(t["sel"] or "")]
            for t in sorted(r["temuan"], key=lambda t: order.index(t["tingkat"]))
        ],
    }


def _finding_cells(t: Rekaman, instrumen: Instrumen) -> tuple[str, ...]:
    """A finding without its cell: many satker share it, so the page holds it once."""
    return t["kode"], TINGKAT_WORDS[t["tingkat"]], strip_controls(finding_words(t, instrumen))


def _ambang_values(wbk: Rekaman, wbbm: Rekaman) -> str:
    misleading = wbk["pembulatan_menyesatkan"] or wbbm["pembulatan_menyesatkan"]
    text = short_figure(wbk["nilai"]) if misleading else figure_text(wbk["nilai"])
    return text + (" %" if wbk.get("satuan") == "persen" else "")


def _area_percents(r: Rekaman, number: str, instrumen: Instrumen) -> list[str]:
    halves = [record_number(r["nilai"][k]) * 100 / instrumen.bobot(k) for k in instrumen.area_halves(number)]
    return [*(f"{figure_text(b)} %" for b in halves), f"{figure_text(r['area'][number]['persen'])} %"]
