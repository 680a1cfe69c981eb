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


def _angka(nilai: Fraction, *, tipis: bool) -> str:
    """Points or percent with two decimals; with up to six where rounding alone would show a pass."""
    return ringkas(nilai) if tipis else desimal(nilai)


def figure_summary(b: BahanSatker, instrumen: Instrumen) -> dict[str, str]:
    """Total, pengungkit and hasil of the deciding assessor, ready to print; what was not assessed has no figure."""
    x = b.penentu
    assert x is not None
    menyesatkan = {a.kode for p in x.putusan.values() for a in p.ambang if a.pembulatan_menyesatkan}
    tipis = {a.simpul for a in instrumen.ambang.daftar if a.kode in menyesatkan}
    simpul = {"total": "total", "pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil}
    ada = simpul if x.tahap == "akhir" else ("pengungkit",)
    return {k: _angka(x.nilai[n], tipis=n in tipis) if k in ada else BELUM_DINILAI for k, n in simpul.items()}


def threshold_rows(e: Evaluation, predikat: Predikat) -> list[dict[str, Any]]:
    """Every threshold of *predikat* with value, minimum and distance; those of Hasil only once it is assessed."""
    instrumen = e.instrumen
    label = {a.kode: threshold_label(a, instrumen) for a in e.ambang.daftar}
    hasil = []
    for a in e.penentu.putusan[predikat].ambang:
        persen = " %" if a.satuan == "persen" else ""
        tipis = a.pembulatan_menyesatkan
        ada = a.keadaan != BELUM_DINILAI
        hasil.append(
            {
                "label": label[a.kode],
                "nilai": _angka(a.nilai, tipis=tipis) + persen if ada else "–",
                "minimal": desimal(a.minimal) + persen,
                "selisih": _angka(a.selisih, tipis=tipis) if ada else "–",
                "kurang": _angka(abs(min(a.selisih, Fraction(0))), tipis=tipis) + persen if ada else "–",
                "keterangan": a.keadaan,
                "gagal": a.keadaan == BELUM_MEMENUHI,
            }
        )
    return hasil


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
    sel = [t.sel for t in temuan if t.sel is not None]
    if not sel:
        return instrumen.judul_simpul(temuan[0].indikator) if temuan[0].indikator else "berkas"
    lain = (str(s).rpartition("!")[2] if s.lembar == sel[0].lembar else str(s) for s in sel[1:])
    return ", ".join([str(sel[0]), *lain])


def fill_lhe(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the report of evaluation, from the worksheet."""
    e = b.evaluasi
    assert e is not None
    utama, unit = e.penentu, next((x for x in e.semua if x.penilai == p.instrumen.penilai.bawaan), None)
    nama, hasil = p.instrumen.penilai.nama(utama.penilai), [p.instrumen.peran.hasil]
    # Halves of areas are told as the assessor who decides has them; the others' would repeat it.
    lain = {t for x in e.semua if x is not utama for t in half_findings(x, p.instrumen, e.ambang, e.target(b.predikat))}
    penting = [t for t in sort_temuan(e.all_findings(b.predikat)) if t.tingkat != "info" and t not in lain]
    sebunyi = _alike(penting)
    isi: dict[str, Any] = {
        "lhe.penilai": nama,
        **_scope(p.instrumen, pendahuluan=utama.tahap == "pendahuluan"),
        "lhe.tahap_pendahuluan": utama.tahap == "pendahuluan",
        "lhe.kosong": sum(1 for k in utama.kosong if utama.tahap == "akhir" or not is_under(k, hasil)),
        "lhe.temuan_lain": sum(len(milik) for milik in sebunyi[MAKS_TEMUAN:]),
        "lhe.tanpa_penurunan": _tanpa_penurunan(p.instrumen, nama, unit, utama),
        "penilai": [_baris_penilai(p.instrumen, x) for x in e.semua],
        "baris_nilai": _baris_nilai(p.instrumen, utama),
        "penurunan": list(_penurunan(e, unit, utama)) if unit and unit is not utama else [],
        "temuan": [
            {
                "kode": milik[0].kode,
                "tingkat": KATA_TINGKAT[milik[0].tingkat],
                "tempat": _place(milik, p.instrumen),
                "pesan": milik[0].pesan,
            }
            for milik in sebunyi[:MAKS_TEMUAN]
        ],
        "rekomendasi": rekomendasi_area(p.instrumen, utama),
        "langkah": _langkah(p),
    }
    if b.predikat:
        putusan = utama.putusan[b.predikat]
        isi["ambang"] = threshold_rows(e, b.predikat)
        isi["lhe.putusan"] = state_words(putusan.keadaan, putusan.keadaan_pengungkit)
        isi["lhe.alasan"] = reason(putusan)
    return isi


def _scope(instrumen: Instrumen, *, pendahuluan: bool) -> dict[str, Any]:
    """What was assessed, in words: components with their areas, halves and weights."""
    peran, nomor = instrumen.peran, list(instrumen.nama_area)
    belahan = f"{_lower(instrumen.nama_belahan[0])} dan {_lower(instrumen.nama_belahan[1])}"
    pengungkit, hasil = (_lower(instrumen.judul_simpul(k)) for k in peran[:2])
    bobot, bobot_hasil = (ringkas(instrumen.bobot(k)) for k in peran[:2])
    lingkup = (
        f"komponen {pengungkit} ({bilangan(len(nomor))} area perubahan, aspek {belahan}, bobot {bobot}) "
        + (f"saja, sebagai penilaian pendahuluan; komponen {hasil} {BELUM_DINILAI}" if pendahuluan else "")
        + ("" if pendahuluan else f"dan komponen {hasil} (bobot {bobot_hasil})")
    )
    return {
        "lhe.lingkup": lingkup,
        "lhe.pemenuhan": instrumen.nama_belahan[0],
        "lhe.reform": instrumen.nama_belahan[1],
        "lhe.rentang_area": f"area {nomor[0]} sampai dengan {nomor[-1]}, {belahan}",
        "nomor_area": nomor,
    }


def _lower(teks: str) -> str:
    return teks[:1].lower() + teks[1:]


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
    semua = recommend(answers_of(penilaian), instrumen, load_kriteria(instrumen))
    hasil: list[dict[str, Any]] = []
    for nomor, nama in instrumen.nama_area.items():
        calon = most_first(r for r in semua if is_under(r.kode, instrumen.bagian_area(nomor)))
        butir = [_butir(r) for r in calon[:MAKS_BUTIR]]
        if len(calon) > MAKS_BUTIR:
            butir.append(f"serta {len(calon) - MAKS_BUTIR} indikator lain di bawah jawaban tertinggi.")
        if butir:
            hasil.append({"area": nama, "butir": butir})
    return hasil


def _butir(r: Rekomendasi) -> str:
    judul = f"{_pendek(r.teks)} ({r.kode}; potensi {r.tambahan} poin)"
    return f"{judul}: dari {r.dari} ke {r.ke}: {_pendek(r.tuntutan).rstrip('.')}."


def _pendek(teks: str) -> str:
    return cuplik(teks, _HURUF_TEKS)


def _baris_nilai(instrumen: Instrumen, x: Penilaian) -> list[dict[str, str]]:
    """Components, areas (with both halves) and results of the deciding assessor, in sheet order."""

    def baris(nama: str, bobot: Fraction, nilai: Fraction, *dua: Fraction, ada: bool = True) -> dict[str, str]:
        pemenuhan, reform = (desimal(n) for n in dua) if dua else ("", "")
        return {
            "nama": nama,
            "bobot": desimal(bobot),
            "pemenuhan": pemenuhan,
            "reform": reform,
            "nilai": desimal(nilai) if ada else "–",
            "persen": f"{desimal(nilai * 100 / bobot)} %" if ada else "–",
        }

    hasil = []
    lengkap = x.tahap == "akhir"
    for komponen in (b for b in instrumen.baris if b.jenis == "komponen"):
        kode, pengungkit = komponen.kode, komponen.kode == instrumen.peran.pengungkit
        ada, judul = lengkap or pengungkit, f"{kode}. {instrumen.judul_simpul(kode)}"
        hasil.append(baris(judul, instrumen.bobot(kode), x.nilai[kode], ada=ada))
        if pengungkit:
            for nomor, nama in instrumen.nama_area.items():
                dua = [x.nilai[k] for k in instrumen.bagian_area(nomor)]
                hasil.append(baris(f"    {nomor}. {nama}", instrumen.bobot_area(nomor), sum(dua, Fraction(0)), *dua))
            continue
        for anak in (c for k in instrumen.anak[kode] for c in instrumen.anak[k]):
            teks = f"    {instrumen.judul_simpul(anak)}"
            hasil.append(baris(teks, instrumen.bobot(anak), x.nilai[anak], ada=ada))
    hasil.append(baris("Total", instrumen.bobot_total, x.nilai["total"], ada=lengkap))
    return hasil


def _baris_penilai(instrumen: Instrumen, x: Penilaian) -> dict[str, Any]:
    area = [desimal(sum((x.nilai[k] for k in instrumen.bagian_area(n)), Fraction(0))) for n in instrumen.nama_area]
    simpul = {"pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil, "total": "total"}
    ada = simpul if x.tahap == "akhir" else ("pengungkit",)
    ringkas_ = {k: desimal(x.nilai[n]) if k in ada else "–" for k, n in simpul.items()}
    return {"nama": instrumen.penilai.nama(x.penilai), "area": area} | ringkas_


def _penurunan(e: Evaluation, unit: Penilaian, utama: Penilaian) -> Iterable[dict[str, str]]:
    """Indicators that both assessed and *utama* lower than *unit*."""
    kolom = e.ws.penilai.get(utama.penilai)
    for baris in e.instrumen.indikator:
        u, t = unit.indikator[baris.kode], utama.indikator[baris.kode]
        if t.skor >= u.skor or t.jawaban is None or u.jawaban is None:
            continue
        catatan = kolom.catatan.get(baris.kode) if kolom else None
        alasan = " ".join(str(catatan.nilai).split()) if catatan else ""
        yield {
            "kode": baris.kode,
            "uraian": _pendek(baris.teks),
            "unit": _jawaban(u),
            "penilai": _jawaban(t),
            "selisih": desimal(t.skor - u.skor),
            "alasan": _pendek(alasan) if alasan else "belum ditulis di kolom catatan penilai",
        }


def _tanpa_penurunan(instrumen: Instrumen, nama: str, unit: Penilaian | None, utama: Penilaian) -> str:
    bawaan = _lower(instrumen.penilai.nama(instrumen.penilai.bawaan))
    if unit is None:
        return f"Lembar kerja evaluasi tidak memuat jawaban {bawaan}, sehingga tidak ada yang dibandingkan."
    if unit is utama:
        return f"Hanya jawaban {bawaan} yang terisi; belum ada penilaian di atasnya."
    return f"Tidak ada indikator yang dinilai lebih rendah oleh {nama} di antara yang dijawab keduanya."


def _jawaban(n: NilaiIndikator) -> str:
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else ringkas(n.jawaban, 2)


def baris_syarat(syarat: Iterable[SyaratSurat]) -> list[dict[str, str]]:
    """Requirements as rows of a letter."""
    keterangan = {True: "terpenuhi", False: "tidak terpenuhi", None: BELUM_PASTI}
    return [
        {
            "label": s.label,
            "nilai": s.nilai,
            "minimal": s.minimal,
            "keterangan": keterangan[s.memenuhi],
            "tindakan": s.tindakan,
        }
        for s in syarat
    ]


def _langkah(p: PermintaanSurat) -> list[dict[str, str]]:
    if p.rencana is None:
        return []
    from zi_cli.views.plan import step_text

    kriteria = load_kriteria(p.instrumen)
    hasil = []
    for nomor, langkah in enumerate(p.rencana.langkah, 1):
        t = step_text(nomor, langkah, p.instrumen, kriteria)
        tuntutan = f"{t.tuntutan} {t.catatan}" if t.catatan else t.tuntutan
        hasil.append(
            {
                "indikator": t.kode,
                "uraian": _pendek(t.uraian),
                "dari": t.dari,
                "ke": t.ke,
                "tambahan": t.tambahan,
                "tuntutan": _pendek(tuntutan),
            }
        )
    return hasil
