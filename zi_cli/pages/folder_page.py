"""The page of a folder: the records of a recap become summary, map, table and drill-down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from zi_cli.findings.record import KATA_TINGKAT, TINGKAT
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.report.html.charts import Seri, Sumbu, batang_mendatar, stacked_columns
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.scoring.result import BELUM_DINILAI
from zi_cli.scoring.words import threshold_label
from zi_cli.text import angka, angka_ringkas, pecahan, strip_controls
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
    BELUM,
    PENDAHULUAN,
    PENGUNGKIT_BELUM_PASTI,
    SATKER_BADGES,
    TAK_PASTI,
    THRESHOLD_BADGES,
    WBBM,
    WBK,
    Badge,
    satker_badge,
    verdict_sentence,
)

#: Width in points of one column of the distribution.
_LEBAR_KELAS = 5
#: Colour class of each state in charts and in the map.
_WARNA = {
    WBBM: "seri-1",
    WBK: "baik",
    PENDAHULUAN: "seri-3",
    PENGUNGKIT_BELUM_PASTI: "seri-2",
    TAK_PASTI: "waspada",
    BELUM: "buruk",
}

Rekaman = Mapping[str, Any]


def folder_page(
    rekap: Rekaman,
    instrumen: Instrumen,
    nama: str,
    sumber_lain: Sequence[SumberLain] = (),
    batas: date | None = None,
) -> str:
    """HTML of the zi.batch/1 document *rekap* (already checked), called *nama* in its heading.

    *batas* is the deadline that the proposals are made for.
    """
    satker: Sequence[Rekaman] = rekap["satker"]
    status = [satker_badge(r) for r in satker]
    ada = [k for k in SATKER_BADGES if k in status]
    grup = sorted({r["grup"] for r in satker}, key=lambda g: (g.casefold(), g))
    pandangan = {
        "nama": nama,
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "ambang": sorted({_ambang(r) for r in satker}) or [f"{instrumen.ambang.nama} – {instrumen.ambang.sumber}"],
        "pimpinan": _leadership(rekap, instrumen, batas),
        **_proposals(rekap, instrumen),
        "penilai": sorted({instrumen.penilai.nama(r["penilai"]) for r in satker}),
        "kartu": _kartu(rekap, status, ada),
        "keadaan": [{"kode": k.kode, "label": k.label, "warna": _WARNA[k]} for k in ada],
        "grup": [{"kode": str(i), "nama": g} for i, g in enumerate(grup)],
        "matriks": _matriks(satker, status, grup, ada),
        "area": _area(satker, instrumen),
        "judul_area": instrumen.semua_area,
        "batas_area": [
            float(next(a for a in instrumen.ambang.daftar if a.satuan == "persen").minimal[p]) for p in PREDIKAT
        ],
        "satker": [_baris(i, r, k, grup, instrumen) for i, (r, k) in enumerate(zip(satker, status, strict=True))],
        "gagal": [
            {"berkas": g["berkas"], "kode": t["kode"], "pesan": t["pesan"]} for g in rekap["gagal"] for t in g["temuan"]
        ],
        "data": _data(satker, status, instrumen),
        **_distribusi(satker, status, ada, instrumen),
        "grafik_gagal": _grafik_gagal(satker, "WBK", instrumen),
    }
    return make_page("folder.html.j2", v=pandangan, sumber_lain=sumber_lain)


def _leadership(rekap: Rekaman, instrumen: Instrumen, batas: date | None) -> dict[str, Any]:
    isi = leadership_page(rekap, load_syarat(instrumen), batas)
    return isi._asdict() | {"tabel": [table_view(t) for t in isi.tabel]}


def _proposals(rekap: Rekaman, instrumen: Instrumen) -> dict[str, Any]:
    """Eligibility, requirements and letters where there was a register; None where there was none."""
    if rekap["daftar"] is None:
        return {"kelayakan": None, "surat": None}
    baris, syarat = all_rows(rekap), load_syarat(instrumen)
    kelayakan = (
        eligibility_by_group(baris),
        requirements_by_count(baris, syarat)._replace(judul="Syarat, semua satker"),
        requirements_by_group(baris, syarat),
        proposals(baris),
    )
    surat = (
        letters_due(rekap)._replace(judul="Surat jatuh tempo menurut jenis"),
        letters_by_group(rekap, baris)._replace(judul="Surat jatuh tempo per Kanwil"),
    )
    return {"kelayakan": [table_view(t) for t in kelayakan], "surat": [table_view(t) for t in surat]}


def _ambang(rekaman: Rekaman) -> str:
    ambang = rekaman["ambang"]
    diubah = f"; diperketat: {', '.join(ambang['diubah'])}" if ambang["diubah"] else ""
    return f"{ambang['nama']} – {ambang['sumber']}{diubah}"


def _kartu(rekap: Rekaman, status: Sequence[Badge], ada: Sequence[Badge]) -> list[dict[str, Any]]:
    jumlah = Counter(status)
    kartu = [{"label": "Satker dinilai", "nilai": len(status)}]
    kartu += [{"label": k.label, "nilai": jumlah[k]} for k in ada]
    if rekap["gagal"]:
        kartu.append({"label": "Gagal dibaca", "nilai": len(rekap["gagal"])})
    return kartu


def _matriks(
    satker: Sequence[Rekaman], status: Sequence[Badge], grup: Sequence[str], ada: Sequence[Badge]
) -> list[dict[str, Any]]:
    """One row a group: how many of its satker are in each state, and how much of the group that is."""
    hitung: Counter[tuple[str, Badge]] = Counter((r["grup"], k) for r, k in zip(satker, status, strict=True))
    baris = []
    for i, g in enumerate(grup):
        jumlah = sum(hitung[g, k] for k in ada)
        sel = [{"keadaan": k, "jumlah": hitung[g, k], "bagian": f"{hitung[g, k] / jumlah:.2f}"} for k in ada]
        baris.append({"kode": str(i), "nama": g, "jumlah": jumlah, "sel": sel})
    return baris


def _area(satker: Sequence[Rekaman], instrumen: Instrumen) -> list[dict[str, Any]]:
    """Mean achievement of each area, and how many satker stay below its WBK minimum."""
    per_simpul = {a.simpul: a for a in instrumen.ambang.daftar if a.satuan == "persen"}
    daftar = []
    for nomor, nama in instrumen.nama_area.items():
        persen = [pecahan(r["area"][nomor]["persen"]) for r in satker]
        kode = per_simpul[nomor].kode
        kurang = sum(_misses(b) for r in satker for b in r["putusan"]["WBK"]["ambang"] if b["kode"] == kode)
        rata = sum(persen, Fraction(0)) / len(persen) if persen else Fraction(0)
        daftar.append({"nomor": nomor, "nama": nama, "rata": float(rata), "kurang": kurang})
    return daftar


def _baris(nomor: int, r: Rekaman, k: Badge, grup: Sequence[str], instrumen: Instrumen) -> dict[str, Any]:
    pengungkit, hasil = instrumen.peran[:2]
    hitungan = Counter(t["tingkat"] for t in r["temuan"])
    return {
        "nomor": nomor,
        "nama": satker_name(r),
        "grup": r["grup"],
        "kode_grup": str(grup.index(r["grup"])),
        "penilai": instrumen.penilai.nama(r["penilai"]),
        "pengungkit": r["nilai"][pengungkit],
        "hasil": None if r["tahap"] == "pendahuluan" else r["nilai"][hasil],
        "total": r["nilai"]["total"],
        "usulan": r["kelayakan"]["usulan"] if r["kelayakan"] else None,
        "layak": answer_badge(r["kelayakan"]["layak"]) if r["kelayakan"] else None,
        "keadaan": k,
        "urut": SATKER_BADGES.index(k),
        "galat": hitungan["galat"],
        "temuan": len(r["temuan"]),
        "kosong": r["kosong"],
    }


def _distribusi(
    satker: Sequence[Rekaman], status: Sequence[Badge], ada: Sequence[Badge], instrumen: Instrumen
) -> dict[str, Any]:
    """Histogram of totals of fully assessed satker; of Pengungkit when all are preliminary."""
    akhir = [i for i, r in enumerate(satker) if r["tahap"] == "akhir"]
    simpul = "total" if akhir else instrumen.peran.pengungkit
    puncak = -(-(instrumen.bobot_total if akhir else instrumen.bobot(simpul)) // _LEBAR_KELAS) * _LEBAR_KELAS
    terpilih = akhir or list(range(len(satker)))
    kelas = {i: min(int(satker[i]["nilai"][simpul]) // _LEBAR_KELAS, puncak // _LEBAR_KELAS - 1) for i in terpilih}
    awal = min(kelas.values(), default=0)
    rentang = range(awal, puncak // _LEBAR_KELAS)
    jumlah = {k: Counter(kelas[i] for i in terpilih if status[i] == k) for k in ada}
    label = [f"{n * _LEBAR_KELAS}" for n in rentang]
    judul = "Sebaran nilai total" if akhir else "Sebaran nilai pengungkit"
    per_kelas = [sum(jumlah[k][n] for k in ada) for n in rentang]
    keterangan = "; ".join(f"{t} sampai {int(t) + _LEBAR_KELAS}: {n}" for t, n in zip(label, per_kelas, strict=True))
    seri = [Seri(k.label, [jumlah[k][n] for n in rentang], _WARNA[k]) for k in ada]
    return {
        "judul_sebaran": judul,
        "grafik_sebaran": stacked_columns(judul, keterangan, label, seri) if terpilih else None,
        "tabel_sebaran": list(zip(label, [str(int(t) + _LEBAR_KELAS) for t in label], per_kelas, strict=True)),
        "di_luar_sebaran": len(satker) - len(terpilih),
    }


def _misses(ambang: Rekaman) -> bool:
    """Whether the figure of a threshold that is assessed lies below it."""
    return not ambang["memenuhi"] and ambang["keadaan"] != BELUM_DINILAI


def _grafik_gagal(satker: Sequence[Rekaman], predikat: Predikat, instrumen: Instrumen) -> Any:
    """How many satker fail each threshold; those whose Hasil is not assessed yet count for Pengungkit only."""
    hitung: Counter[str] = Counter()
    for r in satker:
        hitung.update(b["kode"] for b in r["putusan"][predikat]["ambang"] if _misses(b))
    kode = [a.kode for a in instrumen.ambang.daftar]
    label = [k.replace("-", " ").capitalize() for k in kode]
    puncak = max(hitung.values(), default=0) or 1
    return batang_mendatar(
        f"Satker di bawah setiap batas {predikat}",
        "; ".join(f"{t}: {hitung[k]}" for t, k in zip(label, kode, strict=True)),
        label,
        [Seri("Satker", [hitung[k] for k in kode], "buruk")],
        Sumbu(0, puncak * 1.1, sorted({0, puncak})),
        nilai=True,
    )


def _data(satker: Sequence[Rekaman], status: Sequence[Badge], instrumen: Instrumen) -> dict[str, Any]:
    """What the drill-down shows, compact: texts and findings once, scores as places in a list of figures."""
    kamus: dict[str, int] = {}
    temuan: dict[tuple[str, ...], int] = {}
    contoh = satker[0]["putusan"] if satker else None
    return {
        "ambang": [
            {
                "label": threshold_label(a, instrumen),
                **{p.lower(): _batas(contoh, p, i, a.satuan) for p in PREDIKAT},
            }
            for i, a in enumerate(instrumen.ambang.daftar)
        ],
        "tanda": {b.kode: [b.label, b.nada] for b in THRESHOLD_BADGES.values()},
        "belahan": instrumen.nama_belahan,
        "area": [f"{n}. {nama}" for n, nama in instrumen.nama_area.items()],
        "indikator": [[b.kode, b.teks, angka(instrumen.bobot(b.kode), 3)] for b in instrumen.indikator],
        "satker": [_rinci(r, k, instrumen, kamus, temuan) for r, k in zip(satker, status, strict=True)],
        "kamus": list(kamus),
        "temuan": list(temuan),
    }


def _batas(putusan: Rekaman | None, predikat: Predikat, nomor: int, satuan: str) -> str:
    if putusan is None:
        return "–"
    return angka_ringkas(putusan[predikat]["ambang"][nomor]["minimal"]) + (" %" if satuan == "persen" else "")


def _rinci(
    r: Rekaman, k: Badge, instrumen: Instrumen, kamus: dict[str, int], temuan: dict[tuple[str, ...], int]
) -> dict[str, Any]:
    teks, penjelasan = verdict_sentence(r, instrumen)
    nilai = r["nilai"]
    ambang = {p: r["putusan"][p]["ambang"] for p in PREDIKAT}
    urutan: list[str] = list(TINGKAT)
    return {
        "nama": strip_controls(satker_name(r)),
        "grup": strip_controls(r["grup"]),
        "berkas": strip_controls(r.get("jalur") or r["berkas"]["nama"]),
        "sha256": strip_controls(r["berkas"]["sha256"]),
        "penilai": instrumen.penilai.nama(r["penilai"]),
        "tahap": r["tahap"],
        "total": angka(nilai["total"]),
        "label": k.label,
        "nada": k.nada,
        "penjelasan": f"{teks}. {penjelasan}".strip(),
        "lain": [[instrumen.penilai.nama(p), angka(n)] for p, n in r["penilai_lain"].items()],
        "ambang": [_nilai_ambang(a, b) for a, b in zip(ambang["WBK"], ambang["WBBM"], strict=True)],
        **{p.lower(): "".join(THRESHOLD_BADGES[a["keadaan"]].kode for a in ambang[p]) for p in PREDIKAT},
        "area": [_persen_area(r, n, instrumen) for n in instrumen.nama_area],
        "indikator": [kamus.setdefault(angka(nilai[b.kode], 3), len(kamus)) for b in instrumen.indikator],
        "temuan": [
            [temuan.setdefault(_finding_cells(t, instrumen), len(temuan)), strip_controls(t["sel"] or "")]
            for t in sorted(r["temuan"], key=lambda t: urutan.index(t["tingkat"]))
        ],
    }


def _finding_cells(t: Rekaman, instrumen: Instrumen) -> tuple[str, ...]:
    """A finding without its cell: many satker share it, so the page holds it once."""
    return t["kode"], KATA_TINGKAT[t["tingkat"]], strip_controls(finding_words(t, instrumen))


def _nilai_ambang(wbk: Rekaman, wbbm: Rekaman) -> str:
    menyesatkan = wbk["pembulatan_menyesatkan"] or wbbm["pembulatan_menyesatkan"]
    teks = angka_ringkas(wbk["nilai"]) if menyesatkan else angka(wbk["nilai"])
    return teks + (" %" if wbk.get("satuan") == "persen" else "")


def _persen_area(r: Rekaman, nomor: str, instrumen: Instrumen) -> list[str]:
    belahan = [pecahan(r["nilai"][k]) * 100 / instrumen.bobot(k) for k in instrumen.bagian_area(nomor)]
    return [*(f"{angka(b)} %" for b in belahan), f"{angka(r['area'][nomor]['persen'])} %"]
