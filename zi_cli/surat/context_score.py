"""Fields that come from the worksheet: figures, thresholds, marked-down indicators, recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import KATA_TINGKAT, sort_temuan
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI
from zi_cli.scoring.score import half_findings
from zi_cli.scoring.words import state_words, threshold_label
from zi_cli.surat.material import BahanSatker, PermintaanSurat, SyaratSurat
from zi_cli.text import bilangan, cuplik, desimal, ringkas
from zi_cli.views.recommendations import Rekomendasi, answers_of, is_under, most_first, recommend
from zi_cli.views.verdict import reason

if TYPE_CHECKING:
    from zi_cli.evaluation import Evaluation
    from zi_cli.findings.record import Temuan
    from zi_cli.scoring.result import NilaiIndikator, Penilaian

#: A report lists this many findings and recommendations an area; the rest is counted.
MAKS_TEMUAN = 40
MAKS_BUTIR = 5
_HURUF_TEKS = 400


def _angka(nilai: Fraction, *, thin: bool) -> str:
    """Points or percent with two decimals; with up to six where rounding alone would show a pass."""
    return ringkas(nilai) if thin else desimal(nilai)


def figure_summary(b: BahanSatker, instrumen: Instrumen) -> dict[str, str]:
    """Total, pengungkit and hasil of the deciding assessor, ready to print; what was not assessed has no figure."""
    x = b.penentu
    assert x is not None
    misleading = {a.kode for p in x.putusan.values() for a in p.ambang if a.pembulatan_menyesatkan}
    thin = {a.simpul for a in instrumen.ambang.daftar if a.kode in misleading}
    nodes = {"total": "total", "pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil}
    present = nodes if x.tahap == "akhir" else ("pengungkit",)
    return {k: _angka(x.nilai[n], thin=n in thin) if k in present else BELUM_DINILAI for k, n in nodes.items()}


def threshold_rows(e: Evaluation, predikat: Predikat) -> list[dict[str, Any]]:
    """Every threshold of *predikat* with value, minimum and distance; those of Hasil only once it is assessed."""
    instrumen = e.instrumen
    label = {a.kode: threshold_label(a, instrumen) for a in e.ambang.daftar}
    results = []
    for a in e.penentu.putusan[predikat].ambang:
        persen = " %" if a.satuan == "persen" else ""
        thin = a.pembulatan_menyesatkan
        present = a.keadaan != BELUM_DINILAI
        results.append(
            {
                "label": label[a.kode],
                "nilai": _angka(a.nilai, thin=thin) + persen if present else "–",
                "minimal": desimal(a.minimal) + persen,
                "selisih": _angka(a.selisih, thin=thin) if present else "–",
                "kurang": _angka(abs(min(a.selisih, Fraction(0))), thin=thin) + persen if present else "–",
                "keterangan": a.keadaan,
                "gagal": a.keadaan == BELUM_MEMENUHI,
            }
        )
    return results


def ambang_gagal(e: Evaluation, predikat: Predikat) -> list[dict[str, Any]]:
    """Only the thresholds that are not reached."""
    return [a for a in threshold_rows(e, predikat) if a["gagal"]]


def _alike(temuan: Iterable[Temuan]) -> list[list[Temuan]]:
    """Findings that say the same of several cells, together, in the order of the first of each."""
    per: dict[tuple[str, str], list[Temuan]] = {}
    for t in temuan:
        per.setdefault((t.kode, t.pesan), []).append(t)
    return list(per.values())


def _place(temuan: Sequence[Temuan], instrumen: Instrumen) -> str:
    """The cells of findings that say the same, the sheet's name once; else the node they are about."""
    cells = [t.sel for t in temuan if t.sel is not None]
    if not cells:
        return instrumen.judul_simpul(temuan[0].indikator) if temuan[0].indikator else "berkas"
    other = (str(s).rpartition("!")[2] if s.lembar == cells[0].lembar else str(s) for s in cells[1:])
    return ", ".join([str(cells[0]), *other])


def fill_lhe(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the report of evaluation, from the worksheet."""
    e = b.evaluasi
    assert e is not None
    main, unit = e.penentu, next((x for x in e.semua if x.penilai == p.instrumen.penilai.bawaan), None)
    name, result = p.instrumen.penilai.nama(main.penilai), [p.instrumen.peran.hasil]
    # Halves of areas are told as the assessor who decides has them; the others' would repeat it.
    others = {
        t for x in e.semua if x is not main for t in half_findings(x, p.instrumen, e.ambang, e.target(b.predikat))
    }
    important = [t for t in sort_temuan(e.all_findings(b.predikat)) if t.tingkat != "info" and t not in others]
    sebunyi = _alike(important)
    content: dict[str, Any] = {
        "lhe.penilai": name,
        **_scope(p.instrumen, pendahuluan=main.tahap == "pendahuluan"),
        "lhe.tahap_pendahuluan": main.tahap == "pendahuluan",
        "lhe.kosong": sum(1 for k in main.kosong if main.tahap == "akhir" or not is_under(k, result)),
        "lhe.temuan_lain": sum(len(milik) for milik in sebunyi[MAKS_TEMUAN:]),
        "lhe.tanpa_penurunan": _tanpa_penurunan(p.instrumen, name, unit, main),
        "penilai": [_baris_penilai(p.instrumen, x) for x in e.semua],
        "baris_nilai": _baris_nilai(p.instrumen, main),
        "penurunan": list(_penurunan(e, unit, main)) if unit and unit is not main else [],
        "temuan": [
            {
                "kode": milik[0].kode,
                "tingkat": KATA_TINGKAT[milik[0].tingkat],
                "tempat": _place(milik, p.instrumen),
                "pesan": milik[0].pesan,
            }
            for milik in sebunyi[:MAKS_TEMUAN]
        ],
        "rekomendasi": rekomendasi_area(p.instrumen, main),
        "langkah": _langkah(p),
    }
    if b.predikat:
        putusan = main.putusan[b.predikat]
        content["ambang"] = threshold_rows(e, b.predikat)
        content["lhe.putusan"] = state_words(putusan.keadaan, putusan.keadaan_pengungkit)
        content["lhe.alasan"] = reason(putusan)
    return content


def _scope(instrumen: Instrumen, *, pendahuluan: bool) -> dict[str, Any]:
    """What was assessed, in words: components with their areas, halves and weights."""
    role, number = instrumen.peran, list(instrumen.nama_area)
    half = f"{_lower(instrumen.nama_belahan[0])} dan {_lower(instrumen.nama_belahan[1])}"
    pengungkit, result = (_lower(instrumen.judul_simpul(k)) for k in role[:2])
    bobot, bobot_hasil = (ringkas(instrumen.bobot(k)) for k in role[:2])
    lingkup = (
        f"komponen {pengungkit} ({bilangan(len(number))} area perubahan, aspek {half}, bobot {bobot}) "
        + (f"saja, sebagai penilaian pendahuluan; komponen {result} {BELUM_DINILAI}" if pendahuluan else "")
        + ("" if pendahuluan else f"dan komponen {result} (bobot {bobot_hasil})")
    )
    return {
        "lhe.lingkup": lingkup,
        "lhe.pemenuhan": instrumen.nama_belahan[0],
        "lhe.reform": instrumen.nama_belahan[1],
        "lhe.rentang_area": f"area {number[0]} sampai dengan {number[-1]}, {half}",
        "nomor_area": number,
    }


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def fill_perbaikan(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the letter of improvements to a satker, from the worksheet."""
    e = b.evaluasi
    assert e is not None
    return {
        "langkah": _langkah(p),
        "rekomendasi": rekomendasi_area(p.instrumen, e.penentu),
        "ambang_gagal": ambang_gagal(e, b.predikat) if b.predikat else [],
        "lhe.penilai": p.instrumen.penilai.nama(e.penentu.penilai),
    }


def rekomendasi_area(instrumen: Instrumen, penilaian: Penilaian) -> list[dict[str, Any]]:
    """Per area the steps to the best answer that add most points; the rest is counted."""
    every = recommend(answers_of(penilaian), instrumen, load_kriteria(instrumen))
    results: list[dict[str, Any]] = []
    for number, name in instrumen.nama_area.items():
        candidates = most_first(r for r in every if is_under(r.kode, instrumen.bagian_area(number)))
        items = [_butir(r) for r in candidates[:MAKS_BUTIR]]
        if len(candidates) > MAKS_BUTIR:
            items.append(f"serta {len(candidates) - MAKS_BUTIR} indikator lain di bawah jawaban tertinggi.")
        if items:
            results.append({"area": name, "butir": items})
    return results


def _butir(r: Rekomendasi) -> str:
    title = f"{_pendek(r.teks)} ({r.kode}; potensi {r.tambahan} poin)"
    return f"{title}: dari {r.dari} ke {r.ke}: {_pendek(r.tuntutan).rstrip('.')}."


def _pendek(text: str) -> str:
    return cuplik(text, _HURUF_TEKS)


def _baris_nilai(instrumen: Instrumen, x: Penilaian) -> list[dict[str, Any]]:
    """Components, areas (with both halves) and results of the deciding assessor, in sheet order."""

    def baris(
        name: str, bobot: Fraction, nilai: Fraction, *two: Fraction, present: bool = True, part: bool = False
    ) -> dict[str, Any]:
        pemenuhan, reform = (desimal(n) for n in two) if two else ("", "")
        return {
            "nama": name,
            "rincian": part,
            "bobot": desimal(bobot),
            "pemenuhan": pemenuhan,
            "reform": reform,
            "nilai": desimal(nilai) if present else "–",
            "persen": f"{desimal(nilai * 100 / bobot)} %" if present else "–",
        }

    results = []
    complete = x.tahap == "akhir"
    for komponen in (b for b in instrumen.baris if b.jenis == "komponen"):
        code, pengungkit = komponen.kode, komponen.kode == instrumen.peran.pengungkit
        present, title = complete or pengungkit, f"{code}. {instrumen.judul_simpul(code)}"
        results.append(baris(title, instrumen.bobot(code), x.nilai[code], present=present))
        if pengungkit:
            for number, name in instrumen.nama_area.items():
                two = [x.nilai[k] for k in instrumen.bagian_area(number)]
                results.append(
                    baris(f"{number}. {name}", instrumen.bobot_area(number), sum(two, Fraction(0)), *two, part=True)
                )
            continue
        for child in (c for k in instrumen.anak[code] for c in instrumen.anak[k]):
            text = instrumen.judul_simpul(child)
            results.append(baris(text, instrumen.bobot(child), x.nilai[child], present=present, part=True))
    results.append(baris("Total", instrumen.bobot_total, x.nilai["total"], present=complete))
    return results


def _baris_penilai(instrumen: Instrumen, x: Penilaian) -> dict[str, Any]:
    area = [desimal(sum((x.nilai[k] for k in instrumen.bagian_area(n)), Fraction(0))) for n in instrumen.nama_area]
    nodes = {"pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil, "total": "total"}
    present = nodes if x.tahap == "akhir" else ("pengungkit",)
    ringkas_ = {k: desimal(x.nilai[n]) if k in present else "–" for k, n in nodes.items()}
    return {"nama": instrumen.penilai.nama(x.penilai), "area": area} | ringkas_


def _penurunan(e: Evaluation, unit: Penilaian, main: Penilaian) -> Iterable[dict[str, str]]:
    """Indicators that both assessed and *main* lower than *unit*."""
    column = e.ws.penilai.get(main.penilai)
    for row in e.instrumen.indikator:
        u, t = unit.indikator[row.kode], main.indikator[row.kode]
        if t.skor >= u.skor or t.jawaban is None or u.jawaban is None:
            continue
        note = column.catatan.get(row.kode) if column else None
        ground = " ".join(str(note.nilai).split()) if note else ""
        yield {
            "kode": row.kode,
            "uraian": _pendek(row.teks),
            "unit": _jawaban(u),
            "penilai": _jawaban(t),
            "selisih": desimal(t.skor - u.skor),
            "alasan": _pendek(ground) if ground else "belum ditulis di kolom catatan penilai",
        }


def _tanpa_penurunan(instrumen: Instrumen, name: str, unit: Penilaian | None, main: Penilaian) -> str:
    default = _lower(instrumen.penilai.nama(instrumen.penilai.bawaan))
    if unit is None:
        return f"Lembar kerja evaluasi tidak memuat jawaban {default}, sehingga tidak ada yang dibandingkan."
    if unit is main:
        return f"Hanya jawaban {default} yang terisi; belum ada penilaian di atasnya."
    return f"Tidak ada indikator yang dinilai lebih rendah oleh {name} di antara yang dijawab keduanya."


def _jawaban(n: NilaiIndikator) -> str:
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else ringkas(n.jawaban, 2)


def baris_syarat(syarat: Iterable[SyaratSurat]) -> list[dict[str, str]]:
    """Requirements as rows of a letter."""
    remarks = {True: "terpenuhi", False: "tidak terpenuhi", None: BELUM_PASTI}
    return [
        {
            "label": s.label,
            "nilai": s.nilai,
            "minimal": s.minimal,
            "keterangan": remarks[s.memenuhi],
            "tindakan": s.tindakan,
        }
        for s in syarat
    ]


def _langkah(p: PermintaanSurat) -> list[dict[str, str]]:
    if p.rencana is None:
        return []
    from zi_cli.views.plan import step_text

    kriteria = load_kriteria(p.instrumen)
    results = []
    for number, step in enumerate(p.rencana.langkah, 1):
        t = step_text(number, step, p.instrumen, kriteria)
        tuntutan = f"{t.tuntutan} {t.catatan}" if t.catatan else t.tuntutan
        results.append(
            {
                "indikator": t.kode,
                "uraian": _pendek(t.uraian),
                "dari": t.dari,
                "ke": t.ke,
                "tambahan": t.tambahan,
                "tuntutan": _pendek(tuntutan),
            }
        )
    return results
