"""The page of one satker: its zi.score records become what the template shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Kriteria, Predikat, SetAmbang, is_within
from zi_cli.report.html.charts import Seri, Sumbu, horizontal_bars
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, MEMENUHI
from zi_cli.scoring.words import results_not_assessed, threshold_label
from zi_cli.text import figure_text, record_number, short_figure
from zi_cli.views.findings import grouped_findings, merge_findings, requirement_view, severity_counts
from zi_cli.views.indicators import daftar_indikator
from zi_cli.views.recommendations import (
    answer_text,
    answers_of_record,
    failing_nodes,
    is_under,
    most_first,
    recommend,
)
from zi_cli.views.table import Table
from zi_cli.views.verdict import THRESHOLD_BADGES, satker_badge, verdict_badge, verdict_sentence

Rekaman = Mapping[str, Any]

#: Recommendations shown; the table of indicators has the rest.
_MAX_ADVICE = 15


def satker_page(
    records: Sequence[Rekaman],
    penentu: str,
    instrumen: Instrumen,
    kriteria: Mapping[str, Sequence[Kriteria]],
    ambang: SetAmbang,
    *,
    notes: Mapping[str, Mapping[str, str]] | None = None,
    syarat: Rekaman | None = None,
    tindak_lanjut: Table | None = None,
    other_source: Sequence[SumberLain] = (),
) -> str:
    """HTML of one satker.

    *records* are its zi.score records in rising order of assessors and *penentu* the one who
    decides. *notes* holds each assessor's notes by kode; *syarat* is the zi.check
    document of this satker alone, and *tindak_lanjut* its follow-up; None when there was no register.
    """
    main = next(r for r in records if r["penilai"] == penentu)
    temuan = merge_findings(records, instrumen)
    failed = failing_nodes(main, instrumen)
    advice = most_first(recommend(answers_of_record(main, instrumen), instrumen, kriteria), failed)[:_MAX_ADVICE]
    pandangan = {
        **_page_head(main, records, instrumen, ambang),
        "daftar_ambang": _ambang(main, instrumen, ambang),
        "area": _area(main, instrumen, ambang),
        "hasil": _hasil(main, instrumen, ambang),
        "temuan": grouped_findings(temuan),
        "jumlah_temuan": severity_counts(temuan),
        "syarat": requirement_view(syarat),
        "tindak_lanjut": table_view(tindak_lanjut) if tindak_lanjut is not None else None,
        "komponen": instrumen.nama_komponen,
        "rekomendasi": advice,
        "rekomendasi_didahulukan": any(is_under(r.kode, failed) for r in advice),
        "pilihan_bagian": [
            *({"kode": f"area-{n}", "nama": f"{n}. {name}"} for n, name in instrumen.nama_area.items()),
            {"kode": "hasil", "nama": instrumen.nama_komponen[1]},
        ],
        "indikator": daftar_indikator(main, records, instrumen, notes or {}),
    }
    return make_page("satker.html.j2", v=pandangan | _charts(pandangan), sumber_lain=other_source)


def _page_head(main: Rekaman, records: Sequence[Rekaman], instrumen: Instrumen, ambang: SetAmbang) -> dict[str, Any]:
    text, explanation = verdict_sentence(main, instrumen)
    hasil_belum = f"Komponen {results_not_assessed(instrumen)} pada tahap pendahuluan."
    keseluruhan = satker_badge(main, instrumen)
    return {
        "nama": main["satker"] or main["berkas"]["nama"],
        "tahun": main["tahun"],
        "berkas": main["berkas"]["nama"],
        "sha256": main["berkas"]["sha256"],
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "penentu": instrumen.penilai.name_of(main["penilai"]),
        "tahap": main["tahap"],
        "hasil_belum": hasil_belum if main["tahap"] == "pendahuluan" else "",
        "bobot_total": instrumen.bobot_total,
        "nama_belahan": instrumen.half_names,
        "nama_pengungkit": instrumen.komponen_words[0],
        "judul_area": instrumen.all_areas_text.capitalize(),
        "total": main["nilai"]["total"],
        "maks": main["nilai_maks"],
        "kosong": main["kosong"],
        "selisih": main["selisih_lembar"],
        "putusan": {"teks": text, "penjelasan": explanation, "nada": keseluruhan.nada},
        "predikat": [_predikat(main, p, instrumen, ambang) for p in PREDIKAT],
        "penilai": [_penilai(r, main, instrumen) for r in records],
        "ambang": {
            "nama": ambang.nama,
            "sumber": ambang.sumber,
            "diverifikasi": ambang.diverifikasi,
            "diubah": list(ambang.diubah),
        },
        "batas_total": next(a.minimal for a in ambang.daftar if a.simpul == "total"),
    }


def _predikat(record: Rekaman, predikat: Predikat, instrumen: Instrumen, ambang: SetAmbang) -> dict[str, Any]:
    label = {a.kode: f"Area {a.simpul}" if a.satuan == "persen" else a.label for a in ambang.daftar}
    keadaan_nya = verdict_badge(record, predikat, instrumen)
    items = record["putusan"][predikat]["ambang"]
    failed = [label[b["kode"]] for b in items if b["keadaan"] == BELUM_MEMENUHI]
    return {"nama": predikat, "label": keadaan_nya.label, "nada": keadaan_nya.nada, "gagal": failed}


def _penilai(record: Rekaman, main: Rekaman, instrumen: Instrumen) -> dict[str, Any]:
    pengungkit, result = instrumen.peran[:2]
    return {
        "nama": instrumen.penilai.name_of(record["penilai"]),
        "penentu": record is main,
        "pengungkit": record["nilai"][pengungkit],
        "hasil": None if record["tahap"] == "pendahuluan" else record["nilai"][result],
        "total": record["nilai"]["total"],
        "wbk": verdict_badge(record, "WBK", instrumen),
        "wbbm": verdict_badge(record, "WBBM", instrumen),
    }


def _ambang(record: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    """One row a threshold: the value, and for each predicate the minimum and the distance."""
    per_predikat = {p: {b["kode"]: b for b in record["putusan"][p]["ambang"]} for p in PREDIKAT}
    daftar = []
    for a in ambang.daftar:
        items = [per_predikat[p][a.kode] for p in PREDIKAT]
        misleading = any(b["pembulatan_menyesatkan"] for b in items)
        nilai = items[0]["nilai"]
        mark = " %" if a.satuan == "persen" else ""
        daftar.append(
            {
                "label": threshold_label(a, instrumen),
                "nilai": (short_figure(nilai) if misleading else figure_text(nilai)) + mark,
                "tanda": mark,
                "batas": [
                    {
                        "minimal": b["minimal"],
                        "selisih": None if b["keadaan"] == BELUM_DINILAI else b["selisih"],
                        "keadaan": THRESHOLD_BADGES[b["keadaan"]],
                        "menyesatkan": b["pembulatan_menyesatkan"],
                    }
                    for b in items
                ],
            }
        )
    return daftar


def _area(record: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    limits = {a.simpul: [a.minimal[p] for p in PREDIKAT] for a in ambang.daftar if a.satuan == "persen"}
    states = {p: {b["kode"]: b["keadaan"] for b in record["putusan"][p]["ambang"]} for p in PREDIKAT}
    kode_area = {a.simpul: a.kode for a in ambang.daftar if a.satuan == "persen"}
    daftar = []
    for number, name in instrumen.nama_area.items():
        area = record["area"][number]
        per_predikat = {p: states[p][kode_area[number]] for p in PREDIKAT}
        tercapai = [p for p in PREDIKAT if per_predikat[p] == MEMENUHI]
        badge = THRESHOLD_BADGES[per_predikat[PREDIKAT[0]]]
        daftar.append(
            {
                "nomor": number,
                "nama": name,
                "nilai": area["nilai"],
                "bobot": area["bobot"],
                "persen": area["persen"],
                "batas": [float(b) for b in limits[number]],
                "nada": badge.nada,
                "label": f"✓ {tercapai[-1]}" if tercapai else badge.label,
                "belahan": [_area_half(record, k, instrumen) for k in instrumen.area_halves(number)],
            }
        )
    return daftar


def _area_half(record: Rekaman, code: str, instrumen: Instrumen) -> dict[str, Any]:
    nilai, bobot = record["nilai"][code], instrumen.bobot(code)
    return {"nilai": nilai, "bobot": bobot, "persen": float(record_number(nilai) * 100 / bobot)}


def _hasil(record: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    """The Hasil component: its aspects and their parts, with the thresholds that look at them."""
    komponen = instrumen.peran.hasil
    states = {b["kode"]: b["keadaan"] for b in record["putusan"]["WBK"]["ambang"]}
    by_node = {a.simpul: a for a in ambang.daftar if a.satuan == "nilai"}
    daftar = []
    for b in instrumen.baris:
        if not b.carries_points or b.bobot is None or not is_within(b.kode, komponen):
            continue
        limit = by_node.get(b.kode)
        nilai = record_number(record["nilai"][b.kode])
        indikator = record["indikator"].get(b.kode)
        daftar.append(
            {
                "nama": instrumen.simpul_title(b.kode),
                "jawaban": answer_text(indikator["jawaban"], b) if indikator else "",
                "nilai": nilai,
                "bobot": b.bobot,
                "persen": float(nilai * 100 / b.bobot),
                "batas": [float(limit.minimal[p] * 100 / b.bobot) for p in PREDIKAT] if limit else [],
                "nada": THRESHOLD_BADGES[states[limit.kode]].nada if limit else "",
            }
        )
    return daftar


def _charts(pandangan: Mapping[str, Any]) -> dict[str, Any]:
    limits = [float(pandangan["batas_total"][p]) for p in PREDIKAT]
    penentu = next(p for p in pandangan["penilai"] if p["penentu"])
    pengungkit, result = penentu["pengungkit"], penentu["hasil"] or 0
    area, peak = pandangan["area"], float(pandangan["bobot_total"])
    (one, two), names = pandangan["nama_belahan"], pandangan["komponen"]
    batas_area = sorted({float(b) for a in area for b in a["batas"]})
    return {
        "grafik_total": horizontal_bars(
            "Nilai total terhadap batas",
            f"{names[0]} {figure_text(pengungkit)} dan {names[1]} {figure_text(result)}, total "
            f"{figure_text(pandangan['total'])}; "
            f"batas WBK {short_figure(limits[0])}, WBBM {short_figure(limits[1])}.",
            ["Nilai"],
            [Seri(names[0], [pengungkit], "seri-1"), Seri(names[1], [result], "seri-2")],
            Sumbu(0, peak, [0, *limits, peak]),
            tumpuk=True,
        ),
        "grafik_belahan": horizontal_bars(
            f"Capaian {one} dan {two} setiap area",
            "; ".join(
                f"{a['nama']}: {one} {figure_text(a['belahan'][0]['persen'], 0)} %, "
                f"{two} {figure_text(a['belahan'][1]['persen'], 0)} %"
                for a in area
            ),
            [f"Area {a['nomor']}" for a in area],
            [
                Seri(name, [round(a["belahan"][i]["persen"], 1) for a in area], f"seri-{i + 1}")
                for i, name in enumerate((one, two))
            ],
            Sumbu(0, 100, [0, *batas_area, 100]),
        ),
    }
