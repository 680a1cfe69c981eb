"""Fields that come from the worksheet: figures, thresholds, marked-down indicators, recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import TINGKAT_WORDS, sort_temuan
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI
from zi_cli.scoring.score import half_findings
from zi_cli.scoring.words import state_words, threshold_label
from zi_cli.surat.material import BahanSatker, PermintaanSurat, SyaratSurat
from zi_cli.text import decimal_text, excerpt, number_word, short_number
from zi_cli.views.recommendations import Rekomendasi, answers_of, is_under, most_first, recommend
from zi_cli.views.verdict import reason

if TYPE_CHECKING:
    from zi_cli.evaluation import Evaluation
    from zi_cli.findings.record import Temuan
    from zi_cli.scoring.result import NilaiIndikator, Penilaian

#: A report lists this many findings and recommendations an area; the rest is counted.
MAX_TEMUAN = 40
MAX_ITEMS = 5
_MAX_TEXT_LETTERS = 400


def _figure_text(nilai: Fraction, *, thin: bool) -> str:
    """Points or percent with two decimals; with up to six where rounding alone would show a pass."""
    return short_number(nilai) if thin else decimal_text(nilai)


def figure_summary(b: BahanSatker, instrumen: Instrumen) -> dict[str, str]:
    """Total, pengungkit and hasil of the deciding assessor, ready to print; what was not assessed has no figure."""
    x = b.penentu
    assert x is not None
    misleading = {a.kode for p in x.putusan.values() for a in p.ambang if a.pembulatan_menyesatkan}
    thin = {a.simpul for a in instrumen.ambang.daftar if a.kode in misleading}
    nodes = {"total": "total", "pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil}
    present = nodes if x.tahap == "akhir" else ("pengungkit",)
    return {k: _figure_text(x.nilai[n], thin=n in thin) if k in present else BELUM_DINILAI for k, n in nodes.items()}


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
                "nilai": _figure_text(a.nilai, thin=thin) + persen if present else "–",
                "minimal": decimal_text(a.minimal) + persen,
                "selisih": _figure_text(a.selisih, thin=thin) if present else "–",
                "kurang": _figure_text(abs(min(a.selisih, Fraction(0))), thin=thin) + persen if present else "–",
                "keterangan": a.keadaan,
                "gagal": a.keadaan == BELUM_MEMENUHI,
            }
        )
    return results


def failed_ambang(e: Evaluation, predikat: Predikat) -> list[dict[str, Any]]:
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
        return instrumen.simpul_title(temuan[0].indikator) if temuan[0].indikator else "berkas"
    other = (str(s).rpartition("!")[2] if s.lembar == cells[0].lembar else str(s) for s in cells[1:])
    return ", ".join([str(cells[0]), *other])


def fill_lhe(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the report of evaluation, from the worksheet."""
    e = b.evaluasi
    assert e is not None
    main, unit = e.penentu, next((x for x in e.semua if x.penilai == p.instrumen.penilai.bawaan), None)
    name, result = p.instrumen.penilai.name_of(main.penilai), [p.instrumen.peran.hasil]
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
        "lhe.temuan_lain": sum(len(milik) for milik in sebunyi[MAX_TEMUAN:]),
        "lhe.tanpa_penurunan": _nothing_lowered(p.instrumen, name, unit, main),
        "penilai": [_penilai_row(p.instrumen, x) for x in e.semua],
        "baris_nilai": _nilai_rows(p.instrumen, main),
        "penurunan": list(_lowered_rows(e, unit, main)) if unit and unit is not main else [],
        "temuan": [
            {
                "kode": milik[0].kode,
                "tingkat": TINGKAT_WORDS[milik[0].tingkat],
                "tempat": _place(milik, p.instrumen),
                "pesan": milik[0].pesan,
            }
            for milik in sebunyi[:MAX_TEMUAN]
        ],
        "rekomendasi": area_recommendations(p.instrumen, main),
        "langkah": _plan_steps(p),
    }
    if b.predikat:
        putusan = main.putusan[b.predikat]
        content["ambang"] = threshold_rows(e, b.predikat)
        content["lhe.putusan"] = state_words(putusan.keadaan, putusan.keadaan_pengungkit, p.instrumen)
        content["lhe.alasan"] = reason(putusan)
    return content


def _scope(instrumen: Instrumen, *, pendahuluan: bool) -> dict[str, Any]:
    """What was assessed, in words: components with their areas, halves and weights."""
    role, number = instrumen.peran, list(instrumen.nama_area)
    half = f"{_lower(instrumen.half_names[0])} dan {_lower(instrumen.half_names[1])}"
    pengungkit, result = (_lower(instrumen.simpul_title(k)) for k in role[:2])
    bobot, bobot_hasil = (short_number(instrumen.bobot(k)) for k in role[:2])
    lingkup = (
        f"komponen {pengungkit} ({number_word(len(number))} area perubahan, aspek {half}, bobot {bobot}) "
        + (f"saja, sebagai penilaian pendahuluan; komponen {result} {BELUM_DINILAI}" if pendahuluan else "")
        + ("" if pendahuluan else f"dan komponen {result} (bobot {bobot_hasil})")
    )
    return {
        "lhe.lingkup": lingkup,
        "lhe.pemenuhan": instrumen.half_names[0],
        "lhe.reform": instrumen.half_names[1],
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
        "langkah": _plan_steps(p),
        "rekomendasi": area_recommendations(p.instrumen, e.penentu),
        "ambang_gagal": failed_ambang(e, b.predikat) if b.predikat else [],
        "lhe.penilai": p.instrumen.penilai.name_of(e.penentu.penilai),
    }


def area_recommendations(instrumen: Instrumen, penilaian: Penilaian) -> list[dict[str, Any]]:
    """Per area the steps to the best answer that add most points; the rest is counted."""
    every = recommend(answers_of(penilaian), instrumen, load_kriteria(instrumen))
    results: list[dict[str, Any]] = []
    for number, name in instrumen.nama_area.items():
        candidates = most_first(r for r in every if is_under(r.kode, instrumen.area_halves(number)))
        items = [_item_text(r) for r in candidates[:MAX_ITEMS]]
        if len(candidates) > MAX_ITEMS:
            items.append(f"serta {len(candidates) - MAX_ITEMS} indikator lain di bawah jawaban tertinggi.")
        if items:
            results.append({"area": name, "butir": items})
    return results


def _item_text(r: Rekomendasi) -> str:
    title = f"{_shortened(r.teks)} ({r.kode}; potensi {r.tambahan} poin)"
    return f"{title}: dari {r.dari} ke {r.ke}: {_shortened(r.tuntutan).rstrip('.')}."


def _shortened(text: str) -> str:
    return excerpt(text, _MAX_TEXT_LETTERS)


def _nilai_rows(instrumen: Instrumen, x: Penilaian) -> list[dict[str, Any]]:
    """Components, areas (with both halves) and results of the deciding assessor, in sheet order."""

    def row(
        name: str, bobot: Fraction, nilai: Fraction, *two: Fraction, present: bool = True, part: bool = False
    ) -> dict[str, Any]:
        pemenuhan, reform = (decimal_text(n) for n in two) if two else ("", "")
        return {
            "nama": name,
            "rincian": part,
            "bobot": decimal_text(bobot),
            "pemenuhan": pemenuhan,
            "reform": reform,
            "nilai": decimal_text(nilai) if present else "–",
            "persen": f"{decimal_text(nilai * 100 / bobot)} %" if present else "–",
        }

    results = []
    complete = x.tahap == "akhir"
    for komponen in (b for b in instrumen.baris if b.jenis == "komponen"):
        code, pengungkit = komponen.kode, komponen.kode == instrumen.peran.pengungkit
        present, title = complete or pengungkit, f"{code}. {instrumen.simpul_title(code)}"
        results.append(row(title, instrumen.bobot(code), x.nilai[code], present=present))
        if pengungkit:
            for number, name in instrumen.nama_area.items():
                two = [x.nilai[k] for k in instrumen.area_halves(number)]
                results.append(
                    row(f"{number}. {name}", instrumen.bobot_area(number), sum(two, Fraction(0)), *two, part=True)
                )
            continue
        for child in (c for k in instrumen.anak[code] for c in instrumen.anak[k]):
            text = instrumen.simpul_title(child)
            results.append(row(text, instrumen.bobot(child), x.nilai[child], present=present, part=True))
    results.append(row("Total", instrumen.bobot_total, x.nilai["total"], present=complete))
    return results


def _penilai_row(instrumen: Instrumen, x: Penilaian) -> dict[str, Any]:
    area = [decimal_text(sum((x.nilai[k] for k in instrumen.area_halves(n)), Fraction(0))) for n in instrumen.nama_area]
    nodes = {"pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil, "total": "total"}
    present = nodes if x.tahap == "akhir" else ("pengungkit",)
    ringkas_ = {k: decimal_text(x.nilai[n]) if k in present else "–" for k, n in nodes.items()}
    return {"nama": instrumen.penilai.name_of(x.penilai), "area": area} | ringkas_


def _lowered_rows(e: Evaluation, unit: Penilaian, main: Penilaian) -> Iterable[dict[str, str]]:
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
            "uraian": _shortened(row.teks),
            "unit": _answer_text(u),
            "penilai": _answer_text(t),
            "selisih": decimal_text(t.skor - u.skor),
            "alasan": _shortened(ground) if ground else "belum ditulis di kolom catatan penilai",
        }


def _nothing_lowered(instrumen: Instrumen, name: str, unit: Penilaian | None, main: Penilaian) -> str:
    default = _lower(instrumen.penilai.name_of(instrumen.penilai.bawaan))
    if unit is None:
        return f"Lembar kerja evaluasi tidak memuat jawaban {default}, sehingga tidak ada yang dibandingkan."
    if unit is main:
        return f"Hanya jawaban {default} yang terisi; belum ada penilaian di atasnya."
    return f"Tidak ada indikator yang dinilai lebih rendah oleh {name} di antara yang dijawab keduanya."


def _answer_text(n: NilaiIndikator) -> str:
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else short_number(n.jawaban, 2)


def syarat_rows(syarat: Iterable[SyaratSurat]) -> list[dict[str, str]]:
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


def _plan_steps(p: PermintaanSurat) -> list[dict[str, str]]:
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
                "uraian": _shortened(t.uraian),
                "dari": t.dari,
                "ke": t.ke,
                "tambahan": t.tambahan,
                "tuntutan": _shortened(tuntutan),
            }
        )
    return results
