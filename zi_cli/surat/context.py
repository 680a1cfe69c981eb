"""The fields of a letter, from the data: texts ready to print, and nothing where nothing is known."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zi_cli.instrumen.tree import PREDIKAT, Instrumen
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.surat import spelling as ejaan
from zi_cli.surat.attendance import present_parties
from zi_cli.surat.chain import PENILAI_SURAT, bureau_head, chain_fields, group_head, open_notes, preliminary_score
from zi_cli.surat.claims import holds, load_claims
from zi_cli.surat.context_score import failed_ambang, figure_summary, fill_lhe, fill_perbaikan, syarat_rows
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.letterhead import copies, letterhead_fields
from zi_cli.surat.material import LONG_NAMES, BahanSatker, PermintaanSurat, official_name, syarat_surat
from zi_cli.surat.selection import split_lists
from zi_cli.text import capitalised, short_number
from zi_cli.text import long_date as tulis_tanggal

#: Printed unless ``--isi`` says otherwise; wording of SEK-OT.03.02-01 BAB III C and Gambar 2.
_DEFAULTS = {
    "surat.sifat": "Penting",
    "surat.lampiran": "-",
    "surat.meterai": "Meterai Rp10.000,00",
    "tujuan.jabatan": "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
    "tujuan.melalui": "Deputi Bidang Reformasi Birokrasi, Akuntabilitas Aparatur, dan Pengawasan",
    "tujuan.kota": "Jakarta",
}
#: Why the report shows no requirements: by whether a register was given.
_NO_SYARAT = {
    True: "daftar satker tidak disertakan",
    False: "satker ini tidak ada di daftar satker yang disertakan",
}
_CONCLUSIONS = {"masih": "masih memenuhi", "tidak": "tidak memenuhi"}
#: Free texts of the LHE (BAB III A): a draft shows that they are still to be written, a letter leaves them out.
_PROSE_FIELDS = ("lhe.komitmen", "lhe.inovasi", "lhe.tren")


def letter_fields(
    p: PermintaanSurat, materials: Sequence[BahanSatker], others: Sequence[BahanSatker] = ()
) -> dict[str, Any]:
    """Fields of letter *p* for *materials*; *others* are those discussed but not proposed.

    Fields without a value are absent, unless they are optional: those are blank, so that a
    template may ask for them.
    """
    rata: dict[str, Any] = dict(_DEFAULTS)
    _common_fields(p, materials[0] if materials else None, rata)
    if load_kinds()[p.jenis].per == "satker":
        _satker_fields(p, materials, rata)
    else:
        rata["usulan"] = [_usulan(p, b) for b in materials]
        for name, daftar in split_lists(p, others).items():
            rata[name] = [_usulan(p, b) | {"sebab": capitalised("; ".join(reason))} for b, reason in daftar]
    if p.jenis in ("berita-acara", "undangan-panel"):
        _panel(p, rata)
    rata |= chain_fields(p, materials)
    for field, content in letterhead_fields(p, materials[0] if materials else None).items():
        _put(rata, field, content)
    rata.update({k: ejaan.nip(v) if k.endswith(".nip") else v for k, v in p.isi.items()})
    if "ttd.jabatan" not in p.isi and rata.get("ttd.atas_nama") and rata["ttd.atas_nama"] == rata.get("ttd.jabatan"):
        rata.pop("ttd.jabatan")
    rata["surat.tembusan"] = copies(p, rata)
    return _nested_fields(p.jenis, rata)


def _common_fields(p: PermintaanSurat, b: BahanSatker | None, rata: dict[str, Any]) -> None:
    k = p.konfigurasi
    _put(rata, "surat.nomor", p.nomor)
    _put(rata, "surat.tanggal", tulis_tanggal(p.tanggal) if p.tanggal else None)
    _put(rata, "surat.kota", p.kota or k.surat.kota)
    tahun = p.tahun_surat(b)
    _put(rata, "surat.tahun", str(tahun) if tahun else None)
    _put(rata, "surat.tahun_laporan", str(tahun) if tahun else None)
    _put(rata, "surat.sifat", k.surat.sifat)
    rata["surat.lampiran_nilai"] = p.lampiran
    # Letters that pass an assessment on come with its worksheets.
    if p.lampiran or p.jenis in PENILAI_SURAT:
        rata["surat.lampiran"] = "1 (satu) berkas"
    rata["surat.jalur"] = p.jalur
    rata |= {"tim.nama": p.tim.nama, "tim.resmi": p.tim.nama_surat}
    if p.catatan:
        rata["surat.catatan"] = list(p.catatan)
    _put(rata, "instansi.nama", k.instansi.nama)
    _put(rata, "pimpinan.jabatan", k.pimpinan.jabatan)
    rule = k.peraturan
    rata |= {
        "peraturan.nomor": rule.nomor,
        "peraturan.tahun": str(rule.tahun),
        "peraturan.judul": rule.judul,
        "peraturan.pedoman": rule.pedoman,
        "peraturan.judul_pedoman": rule.judul_pedoman,
    }
    _put(rata, "peraturan.tabel_syarat", load_syarat(p.instrumen).tabel)
    rata |= _component_fields(p.instrumen)
    if rule.perubahan_nomor and rule.perubahan_tahun:
        rata["peraturan.perubahan"] = (
            "sebagaimana telah diubah dengan Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi "
            f"Nomor {rule.perubahan_nomor} Tahun {rule.perubahan_tahun}"
        )
    marker = load_kinds()[p.jenis].penanda
    pejabat = {
        "pimpinan": k.pimpinan,
        "ketua_tpi": k.ketua_tpi,
        "sekretaris_jenderal": k.sekretaris_jenderal,
        "biro": bureau_head(k),
        "kelompok": group_head(p, b),
        "kepala": group_head(p, b),
    }.get(marker)
    if pejabat is not None:
        _put(rata, "ttd.nama", pejabat.nama)
        _put(rata, "ttd.jabatan", pejabat.jabatan)
        _put(rata, "ttd.nip", ejaan.nip(pejabat.nip) if pejabat.nip else None)
    _put(rata, "ttd.tte", k.naskah.tanda_tangan)


def _component_fields(instrumen: Instrumen) -> dict[str, str]:
    """Names of the components within a sentence, and what each can reach."""
    drivers, results = instrumen.komponen_words
    return {
        "komponen.pengungkit": drivers,
        "komponen.hasil": results,
        "komponen.bobot_pengungkit": short_number(instrumen.bobot(instrumen.peran.pengungkit)),
        "komponen.bobot_hasil": short_number(instrumen.bobot(instrumen.peran.hasil)),
        "komponen.bobot_total": short_number(instrumen.bobot_total),
    }


def _satker_fields(p: PermintaanSurat, materials: Sequence[BahanSatker], rata: dict[str, Any]) -> None:
    b = materials[0]
    _identity_fields(b, rata)
    rata |= {f"klaim.{k.klaim}": holds(p, b, k.klaim) for k in load_claims() if k.cara == "kata" and p.jenis in k.jenis}
    if b.predikat:
        rata |= {"lhe.predikat": b.predikat, "lhe.predikat_panjang": LONG_NAMES[b.predikat]}
    if rata.get("klaim.memenuhi") or rata.get("klaim.belum_memenuhi"):
        rata["lhe.memenuhi"] = rata["klaim.memenuhi"]
    for field in _PROSE_FIELDS if p.draf else ():
        rata[field] = "belum diisi"
    rata["lhe.tim"] = p.tim.nama_surat
    if p.jenis in ("monev", "pencabutan"):
        _monev(p, materials, rata)
    elif p.jenis == "sptjm":
        _put(rata, "surat.kota", p.kota or (b.satker.kota if b.satker else None) or p.konfigurasi.surat.kota)
        day = sptjm_date(p, b)
        _put(rata, "surat.tanggal", tulis_tanggal(day) if day else None)
    elif p.jenis == "keterangan-tlhp" and b.satker is not None and b.satker.tlhp is not None:
        rata |= {"satker.tlhp": b.satker.tlhp.teks, "satker.tlhp_nihil": b.satker.tlhp.nilai is None}
    syarat = syarat_rows(b.kelayakan.syarat) if b.kelayakan else []
    rata["syarat"] = syarat
    rata["syarat_gagal"] = [s for s in syarat if s["keterangan"] != "terpenuhi"]
    if b.kelayakan is not None:
        rata["lhe.sebab"] = "; ".join(b.kelayakan.sebab)
        rata["lhe.tanpa_syarat"] = _NO_SYARAT[p.daftar is None]
    if b.evaluasi is not None:
        rata |= {f"nilai.{k}": v for k, v in figure_summary(b, p.instrumen).items()}
        if p.jenis in ("lhe", "perbaikan"):
            rata |= fill_lhe(p, b) if p.jenis == "lhe" else fill_perbaikan(p, b)
            rata["tindak_lanjut"] = open_notes(p, b)


def sptjm_date(p: PermintaanSurat, b: BahanSatker) -> date | None:
    """The day an SPTJM bears: the register's, else the letter's."""
    return (b.satker.sptjm_tanggal if b.satker else None) or p.tanggal


def letter_date(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> date | None:
    """The day the letter bears."""
    return sptjm_date(p, materials[0]) if p.jenis == "sptjm" and materials else p.tanggal


def _identity_fields(b: BahanSatker, rata: dict[str, Any]) -> None:
    s = b.satker
    rata["satker.nama"] = b.nama
    _put(rata, "kepala.jabatan", (s.kepala_jabatan if s else None) or f"Kepala {b.nama}")
    if s is None:
        return
    for field, nilai in (
        ("satker.kode", s.kode),
        ("satker.jenis", s.jenis),
        ("satker.kanwil", official_name(s.kanwil) if s.kanwil else None),
        ("satker.alamat", s.alamat),
        ("satker.kota", s.kota),
        ("satker.predikat", s.predikat),
        ("satker.tanggal_predikat", tulis_tanggal(s.tanggal_predikat) if s.tanggal_predikat else None),
        ("kepala.nama", s.kepala_nama),
        ("kepala.nip", ejaan.nip(s.kepala_nip) if s.kepala_nip else None),
    ):
        _put(rata, field, nilai)


def _monev(p: PermintaanSurat, materials: Sequence[BahanSatker], rata: dict[str, Any]) -> None:
    b = materials[0]
    kawasan = (b.satker.kawasan if b.satker else None) or p.kawasan  # as the register spells it
    rata["monev.nama"] = kawasan if p.kawasan else b.nama
    rata["monev.sebutan"] = "Kawasan" if p.kawasan else "unit kerja/satuan kerja"
    predikat = {x.predikat for x in materials}
    rata["monev.predikat_panjang"] = "/".join(LONG_NAMES[x] for x in PREDIKAT if x in predikat) or None
    if p.paksa is not None and p.simpulan is not None:
        rata |= {"klaim.masih": p.simpulan, "klaim.tidak": not p.simpulan}
    if rata.get("klaim.masih") or rata.get("klaim.tidak"):
        rata["monev.memenuhi"] = rata["klaim.masih"]
    if p.kawasan:
        rata["monev.anggota"] = [
            {
                "nama": x.nama,
                "predikat": x.predikat or "",
                "simpulan": next((t for k, t in _CONCLUSIONS.items() if holds(p, x, k)), ""),
                "syarat": _table_rows(p, x),
            }
            | (figure_summary(x, p.instrumen) if x.evaluasi else {})
            for x in materials
        ]
    else:
        rata["tabel7"] = _table_rows(p, b)
    if p.judged_kawasan is not None:
        parts = (*p.judged_kawasan.anggota, *p.judged_kawasan.aspek)
        rata["monev.aspek"] = [
            {"nama": x.nama, "keadaan": x.fakta.sebab} for x in parts if x.fakta.jawaban is Jawaban.TIDAK
        ]
    if p.jenis == "pencabutan" and not p.kawasan and b.evaluasi is not None and b.predikat:
        rata["ambang_gagal"] = failed_ambang(b.evaluasi, b.predikat)


def _table_rows(p: PermintaanSurat, b: BahanSatker) -> list[dict[str, str]]:
    """The satker's own rows of the guideline's table for the predicate it holds; how long it built up to it is past."""
    table = load_syarat(p.instrumen).tabel
    every = (s for s in (b.cocok.syarat if b.cocok else ()) if s.syarat.tingkat == "satker")
    return syarat_rows(
        syarat_surat(s for s in every if s.syarat.stands_in(table) and s.syarat.operator != "tahun_sejak")
    )


def _usulan(p: PermintaanSurat, b: BahanSatker) -> dict[str, Any]:
    s = b.satker
    content: dict[str, Any] = {"nama": b.nama, "kode": b.kode, "kanwil": (s.kanwil if s else None) or ""}
    if b.predikat:
        content["predikat"] = b.predikat
    content |= {"pengungkit": "", "hasil": "", "total": "", "penilai": ""}
    if b.evaluasi is not None:
        content |= figure_summary(b, p.instrumen) | {"penilai": p.instrumen.penilai.name_of(b.evaluasi.penentu.penilai)}
    content["pendahuluan"] = preliminary_score(p, b)
    return content


def _panel(p: PermintaanSurat, rata: dict[str, Any]) -> None:
    if p.tanggal is not None:
        rata |= {
            "panel.hari": ejaan.day_name(p.tanggal),
            "panel.bulan": ejaan.month_name(p.tanggal),
            "panel.tanggal_terbilang": ejaan.number_in_words(p.tanggal.day),
            "panel.tahun_terbilang": ejaan.number_in_words(p.tanggal.year),
        }
    _put(rata, "panel.tempat", rata.get("surat.kota"))
    _put(rata, "panel.peserta", present_parties(p))
    rata["panel.tim"] = p.tim.nama_surat
    hadir = [
        {"nama": h.nama, "jabatan": h.jabatan or "", "nip": ejaan.nip(h.nip) if h.nip else ""}
        for h in p.konfigurasi.panel
        if h.nama
    ]
    if hadir:
        rata["hadir"] = hadir


def _put(rata: dict[str, Any], field: str, nilai: Any) -> None:
    if nilai is not None and nilai != "":
        rata[field] = nilai


def _nested_fields(kind: str, rata: Mapping[str, Any]) -> dict[str, Any]:
    """Nested groups of the fields this kind of letter knows, optional ones blank."""
    results: dict[str, Any] = {}
    for name, m in fields_of_kind(kind).items():
        if "[]" in name:
            continue
        if name in rata and rata[name] is not None:
            nilai = rata[name]
        elif not m.wajib:
            nilai = [] if m.bentuk == "daftar" else 0 if m.bentuk == "angka" else ""
        else:
            nilai = None
        gugus, _, tail = name.partition(".")
        if not tail:
            if nilai is not None:
                results[gugus] = nilai
        else:
            results.setdefault(gugus, {})
            if nilai is not None:
                results[gugus][tail] = nilai
    return results
