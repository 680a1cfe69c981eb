"""Fields that come from the score: figures, thresholds, marked-down indicators, recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.instrumen.loader import load_kriteria
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.records.score import read_thresholds
from zi_cli.scoring.result import BELUM_DINILAI
from zi_cli.surat.material import BahanSatker, PermintaanSurat, SyaratSurat
from zi_cli.text import bilangan, desimal, ringkas
from zi_cli.views.recommendations import Rekomendasi, answers_of, is_under, most_first, recommend
from zi_cli.views.thresholds import threshold_label

if TYPE_CHECKING:
    from zi_cli.scoring.result import NilaiIndikator, Penilaian

#: A report lists this many findings and recommendations an area; the rest is counted.
MAKS_TEMUAN = 40
MAKS_BUTIR = 5
_HURUF_TEKS = 220


def angka(nilai: Fraction, *, menyesatkan: bool = False) -> str:
    """Points or percent with two decimals; with up to six where rounding alone would show a pass."""
    return ringkas(nilai) if menyesatkan else desimal(nilai)


def nilai_ringkas(skor: Mapping[str, Any], instrumen: Instrumen) -> dict[str, str]:
    """Total, pengungkit and hasil of a score record, ready to print."""
    menyesatkan = {a["kode"] for p in skor["putusan"].values() for a in p["ambang"] if a["pembulatan_menyesatkan"]}
    tipis = {a.simpul for a in instrumen.ambang.daftar if a.kode in menyesatkan}
    simpul = {"total": "total", "pengungkit": instrumen.peran.pengungkit, "hasil": instrumen.peran.hasil}
    return {k: angka(Fraction(skor["eksak"][n]), menyesatkan=n in tipis) for k, n in simpul.items()}


def daftar_ambang(
    ambang: SetAmbang, instrumen: Instrumen, skor: Mapping[str, Any], predikat: Predikat
) -> list[dict[str, Any]]:
    """Every threshold of *predikat* with value, minimum and distance."""
    label = {a.kode: threshold_label(a, instrumen) for a in ambang.daftar}
    hasil = []
    for a in read_thresholds(skor["putusan"][predikat]):
        persen = " %" if a.satuan == "persen" else ""
        tipis = a.pembulatan_menyesatkan
        hasil.append(
            {
                "label": label[a.kode],
                "nilai": angka(a.nilai, menyesatkan=tipis) + persen,
                "minimal": angka(a.minimal) + persen,
                "selisih": angka(a.selisih, menyesatkan=tipis),
                "kurang": angka(abs(min(a.selisih, Fraction(0))), menyesatkan=tipis) + persen,
                "keterangan": "memenuhi" if a.memenuhi else "tidak memenuhi",
                "memenuhi": a.memenuhi,
            }
        )
    return hasil


def ambang_gagal(
    ambang: SetAmbang, instrumen: Instrumen, skor: Mapping[str, Any], predikat: Predikat
) -> list[dict[str, Any]]:
    """Only the thresholds that are not reached."""
    return [a for a in daftar_ambang(ambang, instrumen, skor, predikat) if not a["memenuhi"]]


def isi_lhe(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the report of evaluation."""
    skor, semua = _wajib(b)
    utama = next(x for x in semua if x.penilai == skor["penilai"])
    nama = p.instrumen.penilai.nama(utama.penilai)
    unit = next((x for x in semua if x.penilai == p.instrumen.penilai.bawaan), None)
    penting = [t for t in skor["temuan"] if t["tingkat"] != "info"]
    isi: dict[str, Any] = {
        "lhe.penilai": nama,
        **_scope(p.instrumen, pendahuluan=utama.tahap == "pendahuluan"),
        "lhe.tahap_pendahuluan": utama.tahap == "pendahuluan",
        "lhe.kosong": len(utama.kosong),
        "lhe.temuan_lain": max(len(penting) - MAKS_TEMUAN, 0),
        "lhe.tanpa_penurunan": _tanpa_penurunan(p.instrumen, nama, unit, utama),
        "penilai": [_baris_penilai(p.instrumen, x) for x in semua],
        "baris_nilai": _baris_nilai(p.instrumen, utama),
        "penurunan": list(_penurunan(p.instrumen, b, unit, utama)) if unit and unit is not utama else [],
        "temuan": [
            {
                "kode": t["kode"],
                "tingkat": t["tingkat"],
                "tempat": t["sel"] or t["indikator"] or "berkas",
                "pesan": t["pesan"],
            }
            for t in penting[:MAKS_TEMUAN]
        ],
        "syarat": [_syarat(s) for s in (b.kelayakan.syarat if b.kelayakan else ())],
        "rekomendasi": rekomendasi_area(p.instrumen, utama),
        "langkah": _langkah(p),
    }
    if b.predikat:
        isi["ambang"] = daftar_ambang(p.konfigurasi.ambang, p.instrumen, skor, b.predikat)
        memenuhi = _memenuhi(b, b.predikat)
        isi["lhe.memenuhi"] = memenuhi
        isi["lhe.rekomendasi"] = _kalimat_rekomendasi(p, b, b.predikat, memenuhi)
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


def isi_perbaikan(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    """Fields of the letter of improvements to a satker."""
    isi: dict[str, Any] = {
        "syarat_gagal": [_syarat(s) for s in (b.kelayakan.syarat if b.kelayakan else ()) if s.memenuhi is not True],
        "langkah": _langkah(p),
        "rekomendasi": [],
    }
    if b.skor is not None:
        isi["lhe.penilai"] = p.instrumen.penilai.nama(b.skor["penilai"])
    if b.skor is not None and b.predikat:
        isi["ambang_gagal"] = ambang_gagal(p.konfigurasi.ambang, p.instrumen, b.skor, b.predikat)
    if b.skor is not None and b.penilaian:
        utama = next(x for x in b.penilaian if x.penilai == b.skor["penilai"])
        isi["rekomendasi"] = rekomendasi_area(p.instrumen, utama)
    return isi


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
    satu = " ".join(teks.split())
    return satu if len(satu) <= _HURUF_TEKS else satu[: _HURUF_TEKS - 1].rsplit(" ", 1)[0] + " …"


def _baris_nilai(instrumen: Instrumen, x: Penilaian) -> list[dict[str, str]]:
    """Components, areas (with both halves) and results of the deciding assessor, in sheet order."""

    def baris(nama: str, bobot: Fraction, nilai: Fraction, pemenuhan: str = "", reform: str = "") -> dict[str, str]:
        return {
            "nama": nama,
            "bobot": desimal(bobot),
            "pemenuhan": pemenuhan,
            "reform": reform,
            "nilai": desimal(nilai),
            "persen": f"{desimal(nilai * 100 / bobot)} %",
        }

    hasil = []
    for komponen in (b for b in instrumen.baris if b.jenis == "komponen"):
        hasil.append(
            baris(_judul(komponen.kode, komponen.teks), instrumen.bobot(komponen.kode), x.nilai[komponen.kode])
        )
        if komponen.kode == instrumen.peran.pengungkit:
            for nomor, nama in instrumen.nama_area.items():
                dua = [x.nilai[k] for k in instrumen.bagian_area(nomor)]
                bobot = instrumen.bobot_area(nomor)
                hasil.append(baris(f"    {nomor}. {nama}", bobot, sum(dua, Fraction(0)), *(desimal(n) for n in dua)))
            continue
        for anak in (c for k in instrumen.anak[komponen.kode] for c in instrumen.anak[k]):
            hasil.append(baris(f"    {_pendek(instrumen.per_kode[anak].teks)}", instrumen.bobot(anak), x.nilai[anak]))
    hasil.append(baris("Total", instrumen.bobot_total, x.nilai["total"]))
    return hasil


def _judul(kode: str, teks: str) -> str:
    return f"{kode}. {_pendek(teks).capitalize()}"


def _baris_penilai(instrumen: Instrumen, x: Penilaian) -> dict[str, Any]:
    area = [desimal(sum((x.nilai[k] for k in instrumen.bagian_area(n)), Fraction(0))) for n in instrumen.nama_area]
    peran = instrumen.peran
    simpul = (("pengungkit", peran.pengungkit), ("hasil", peran.hasil), ("total", "total"))
    ringkas_ = {k: desimal(x.nilai[n]) for k, n in simpul}
    return {"nama": instrumen.penilai.nama(x.penilai), "area": area} | ringkas_


def _penurunan(instrumen: Instrumen, b: BahanSatker, unit: Penilaian, utama: Penilaian) -> Iterable[dict[str, str]]:
    kolom = b.lembar.penilai.get(utama.penilai) if b.lembar else None
    for baris in instrumen.indikator:
        u, t = unit.indikator[baris.kode], utama.indikator[baris.kode]
        if t.skor >= u.skor:
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
    return f"Tidak ada indikator yang dinilai lebih rendah oleh {nama} daripada oleh {bawaan}."


def _jawaban(n: NilaiIndikator) -> str:
    if n.jawaban is None:
        return "–"
    return n.jawaban if isinstance(n.jawaban, str) else ringkas(n.jawaban, 2)


def _syarat(s: SyaratSurat) -> dict[str, str]:
    keterangan = {True: "terpenuhi", False: "tidak terpenuhi", None: "belum ada data"}[s.memenuhi]
    return {
        "label": s.label, "nilai": s.nilai, "minimal": s.minimal, "keterangan": keterangan, "tindakan": s.tindakan,
    }  # fmt: skip


def _langkah(p: PermintaanSurat) -> list[dict[str, str]]:
    if p.rencana is None:
        return []
    from zi_cli.views.plan import teks_satu

    kriteria = load_kriteria(p.instrumen)
    hasil = []
    for nomor, langkah in enumerate(p.rencana.langkah, 1):
        t = teks_satu(nomor, langkah, p.instrumen, kriteria)
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


def _memenuhi(b: BahanSatker, predikat: Predikat) -> bool:
    assert b.skor is not None
    putusan = b.skor["putusan"][predikat]
    if b.skor["tahap"] == "pendahuluan":
        return bool(putusan["pengungkit_memenuhi"])
    return bool(putusan["memenuhi"])


def _kalimat_rekomendasi(p: PermintaanSurat, b: BahanSatker, predikat: Predikat, memenuhi: bool) -> str:
    """The recommendation of BAB III A.2, or why it has to wait."""
    if not memenuhi:
        return (
            f"{p.tim.nama} merekomendasikan bahwa satuan kerja tersebut belum dapat diajukan "
            "kepada Tim Penilai Nasional serta perlu dilakukan perbaikan dan pembinaan kembali."
        )
    if b.skor is not None and b.skor["tahap"] == "pendahuluan":
        return f"Satuan kerja tersebut layak dievaluasi lebih lanjut; komponen hasil {BELUM_DINILAI}."
    if b.kelayakan is None or b.kelayakan.layak is not True:
        sebab = (
            "; ".join(b.kelayakan.sebab) if b.kelayakan and b.kelayakan.sebab else "syarat pengajuan belum diperiksa"
        )
        return f"Pengajuan menunggu terpenuhinya syarat pengajuan: {sebab}."
    if p.jalur == "tpm":
        return f"{p.tim.nama} merekomendasikan penetapan satuan kerja tersebut berpredikat Menuju {predikat}."
    return (
        f"{p.tim.nama} merekomendasikan kepada Menteri untuk mengajukan evaluasi kepada Kementerian PANRB selaku Tim "
        f"Penilai Nasional untuk mendapatkan predikat Menuju {predikat}."
    )


def _wajib(b: BahanSatker) -> tuple[Mapping[str, Any], tuple[Penilaian, ...]]:
    if b.skor is None or not b.penilaian:
        raise ValueError("LHE memerlukan lembar yang dinilai")
    return b.skor, b.penilaian
