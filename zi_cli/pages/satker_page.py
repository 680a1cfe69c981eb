"""The page of one satker: its zi.score records become what the template shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Kriteria, Predikat, SetAmbang, is_within
from zi_cli.report.html.charts import Seri, Sumbu, batang_mendatar
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, MEMENUHI
from zi_cli.scoring.words import HASIL_BELUM_DINILAI, threshold_label
from zi_cli.text import angka, angka_ringkas, pecahan
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
_MAKS_ANJURAN = 15


def satker_page(
    rekaman: Sequence[Rekaman],
    penentu: str,
    instrumen: Instrumen,
    kriteria: Mapping[str, Sequence[Kriteria]],
    ambang: SetAmbang,
    *,
    catatan: Mapping[str, Mapping[str, str]] | None = None,
    syarat: Rekaman | None = None,
    tindak_lanjut: Table | None = None,
    sumber_lain: Sequence[SumberLain] = (),
) -> str:
    """HTML of one satker.

    *rekaman* are its zi.score records in rising order of assessors and *penentu* the one who
    decides. *catatan* holds each assessor's notes by kode; *syarat* is the zi.check
    document of this satker alone, and *tindak_lanjut* its follow-up; None when there was no register.
    """
    utama = next(r for r in rekaman if r["penilai"] == penentu)
    temuan = merge_findings(rekaman, instrumen)
    gagal = failing_nodes(utama, instrumen)
    anjuran = most_first(recommend(answers_of_record(utama, instrumen), instrumen, kriteria), gagal)[:_MAKS_ANJURAN]
    pandangan = {
        **_kepala(utama, rekaman, instrumen, ambang),
        "daftar_ambang": _ambang(utama, instrumen, ambang),
        "area": _area(utama, instrumen, ambang),
        "hasil": _hasil(utama, instrumen, ambang),
        "temuan": grouped_findings(temuan),
        "jumlah_temuan": severity_counts(temuan),
        "syarat": requirement_view(syarat),
        "tindak_lanjut": table_view(tindak_lanjut) if tindak_lanjut is not None else None,
        "rekomendasi": anjuran,
        "rekomendasi_didahulukan": any(is_under(r.kode, gagal) for r in anjuran),
        "pilihan_bagian": [
            *({"kode": f"area-{n}", "nama": f"{n}. {nama}"} for n, nama in instrumen.nama_area.items()),
            {"kode": "hasil", "nama": "Hasil"},
        ],
        "indikator": daftar_indikator(utama, rekaman, instrumen, catatan or {}),
    }
    return make_page("satker.html.j2", v=pandangan | _grafik(pandangan), sumber_lain=sumber_lain)


def _kepala(utama: Rekaman, rekaman: Sequence[Rekaman], instrumen: Instrumen, ambang: SetAmbang) -> dict[str, Any]:
    teks, penjelasan = verdict_sentence(utama, instrumen)
    hasil_belum = f"Komponen {HASIL_BELUM_DINILAI} pada tahap pendahuluan."
    keseluruhan = satker_badge(utama)
    return {
        "nama": utama["satker"] or utama["berkas"]["nama"],
        "tahun": utama["tahun"],
        "berkas": utama["berkas"]["nama"],
        "sha256": utama["berkas"]["sha256"],
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "penentu": instrumen.penilai.nama(utama["penilai"]),
        "tahap": utama["tahap"],
        "hasil_belum": hasil_belum if utama["tahap"] == "pendahuluan" else "",
        "bobot_total": instrumen.bobot_total,
        "nama_belahan": instrumen.nama_belahan,
        "judul_area": instrumen.semua_area.capitalize(),
        "total": utama["nilai"]["total"],
        "maks": utama["nilai_maks"],
        "kosong": utama["kosong"],
        "selisih": utama["selisih_lembar"],
        "putusan": {"teks": teks, "penjelasan": penjelasan, "nada": keseluruhan.nada},
        "predikat": [_predikat(utama, p, instrumen, ambang) for p in PREDIKAT],
        "penilai": [_penilai(r, utama, instrumen) for r in rekaman],
        "ambang": {
            "nama": ambang.nama,
            "sumber": ambang.sumber,
            "diverifikasi": ambang.diverifikasi,
            "diubah": list(ambang.diubah),
        },
        "batas_total": next(a.minimal for a in ambang.daftar if a.simpul == "total"),
    }


def _predikat(rekaman: Rekaman, predikat: Predikat, instrumen: Instrumen, ambang: SetAmbang) -> dict[str, Any]:
    label = {a.kode: f"Area {a.simpul}" if a.satuan == "persen" else a.label for a in ambang.daftar}
    keadaan_nya = verdict_badge(rekaman, predikat)
    butir = rekaman["putusan"][predikat]["ambang"]
    gagal = [label[b["kode"]] for b in butir if b["keadaan"] == BELUM_MEMENUHI]
    return {"nama": predikat, "label": keadaan_nya.label, "nada": keadaan_nya.nada, "gagal": gagal}


def _penilai(rekaman: Rekaman, utama: Rekaman, instrumen: Instrumen) -> dict[str, Any]:
    pengungkit, hasil = instrumen.peran[:2]
    return {
        "nama": instrumen.penilai.nama(rekaman["penilai"]),
        "penentu": rekaman is utama,
        "pengungkit": rekaman["nilai"][pengungkit],
        "hasil": None if rekaman["tahap"] == "pendahuluan" else rekaman["nilai"][hasil],
        "total": rekaman["nilai"]["total"],
        "wbk": verdict_badge(rekaman, "WBK"),
        "wbbm": verdict_badge(rekaman, "WBBM"),
    }


def _ambang(rekaman: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    """One row a threshold: the value, and for each predicate the minimum and the distance."""
    per_predikat = {p: {b["kode"]: b for b in rekaman["putusan"][p]["ambang"]} for p in PREDIKAT}
    daftar = []
    for a in ambang.daftar:
        butir = [per_predikat[p][a.kode] for p in PREDIKAT]
        menyesatkan = any(b["pembulatan_menyesatkan"] for b in butir)
        nilai = butir[0]["nilai"]
        tanda = " %" if a.satuan == "persen" else ""
        daftar.append(
            {
                "label": threshold_label(a, instrumen),
                "nilai": (angka_ringkas(nilai) if menyesatkan else angka(nilai)) + tanda,
                "tanda": tanda,
                "batas": [
                    {
                        "minimal": b["minimal"],
                        "selisih": None if b["keadaan"] == BELUM_DINILAI else b["selisih"],
                        "keadaan": THRESHOLD_BADGES[b["keadaan"]],
                        "menyesatkan": b["pembulatan_menyesatkan"],
                    }
                    for b in butir
                ],
            }
        )
    return daftar


def _area(rekaman: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    batas = {a.simpul: [a.minimal[p] for p in PREDIKAT] for a in ambang.daftar if a.satuan == "persen"}
    keadaan = {p: {b["kode"]: b["keadaan"] for b in rekaman["putusan"][p]["ambang"]} for p in PREDIKAT}
    kode_area = {a.simpul: a.kode for a in ambang.daftar if a.satuan == "persen"}
    daftar = []
    for nomor, nama in instrumen.nama_area.items():
        area = rekaman["area"][nomor]
        per_predikat = {p: keadaan[p][kode_area[nomor]] for p in PREDIKAT}
        tercapai = [p for p in PREDIKAT if per_predikat[p] == MEMENUHI]
        badge = THRESHOLD_BADGES[per_predikat[PREDIKAT[0]]]
        daftar.append(
            {
                "nomor": nomor,
                "nama": nama,
                "nilai": area["nilai"],
                "bobot": area["bobot"],
                "persen": area["persen"],
                "batas": [float(b) for b in batas[nomor]],
                "nada": badge.nada,
                "label": f"✓ {tercapai[-1]}" if tercapai else badge.label,
                "belahan": [_belahan(rekaman, k, instrumen) for k in instrumen.bagian_area(nomor)],
            }
        )
    return daftar


def _belahan(rekaman: Rekaman, kode: str, instrumen: Instrumen) -> dict[str, Any]:
    nilai, bobot = rekaman["nilai"][kode], instrumen.bobot(kode)
    return {"nilai": nilai, "bobot": bobot, "persen": float(pecahan(nilai) * 100 / bobot)}


def _hasil(rekaman: Rekaman, instrumen: Instrumen, ambang: SetAmbang) -> list[dict[str, Any]]:
    """The Hasil component: its aspects and their parts, with the thresholds that look at them."""
    komponen = instrumen.peran.hasil
    keadaan = {b["kode"]: b["keadaan"] for b in rekaman["putusan"]["WBK"]["ambang"]}
    per_simpul = {a.simpul: a for a in ambang.daftar if a.satuan == "nilai"}
    daftar = []
    for b in instrumen.baris:
        if not b.bernilai or b.bobot is None or not is_within(b.kode, komponen):
            continue
        batas = per_simpul.get(b.kode)
        nilai = pecahan(rekaman["nilai"][b.kode])
        indikator = rekaman["indikator"].get(b.kode)
        daftar.append(
            {
                "nama": instrumen.judul_simpul(b.kode),
                "jawaban": answer_text(indikator["jawaban"], b) if indikator else "",
                "nilai": nilai,
                "bobot": b.bobot,
                "persen": float(nilai * 100 / b.bobot),
                "batas": [float(batas.minimal[p] * 100 / b.bobot) for p in PREDIKAT] if batas else [],
                "nada": THRESHOLD_BADGES[keadaan[batas.kode]].nada if batas else "",
            }
        )
    return daftar


def _grafik(pandangan: Mapping[str, Any]) -> dict[str, Any]:
    batas = [float(pandangan["batas_total"][p]) for p in PREDIKAT]
    penentu = next(p for p in pandangan["penilai"] if p["penentu"])
    pengungkit, hasil = penentu["pengungkit"], penentu["hasil"] or 0
    area, puncak = pandangan["area"], float(pandangan["bobot_total"])
    satu, dua = pandangan["nama_belahan"]
    batas_area = sorted({float(b) for a in area for b in a["batas"]})
    return {
        "grafik_total": batang_mendatar(
            "Nilai total terhadap batas",
            f"Pengungkit {angka(pengungkit)} dan Hasil {angka(hasil)}, total {angka(pandangan['total'])}; "
            f"batas WBK {angka_ringkas(batas[0])}, WBBM {angka_ringkas(batas[1])}.",
            ["Nilai"],
            [Seri("Pengungkit", [pengungkit], "seri-1"), Seri("Hasil", [hasil], "seri-2")],
            Sumbu(0, puncak, [0, *batas, puncak]),
            tumpuk=True,
        ),
        "grafik_belahan": batang_mendatar(
            f"Capaian {satu} dan {dua} setiap area",
            "; ".join(
                f"{a['nama']}: {satu} {angka(a['belahan'][0]['persen'], 0)} %, "
                f"{dua} {angka(a['belahan'][1]['persen'], 0)} %"
                for a in area
            ),
            [f"Area {a['nomor']}" for a in area],
            [
                Seri(nama, [round(a["belahan"][i]["persen"], 1) for a in area], f"seri-{i + 1}")
                for i, nama in enumerate((satu, dua))
            ],
            Sumbu(0, 100, [0, *batas_area, 100]),
        ),
    }
