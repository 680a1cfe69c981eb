"""Take away or age any fact that a claim needs: its sentence is in no letter, or there is no letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates.sumber.buat_templat import REGULATION
from tests.kelayakan_cases import worksheet
from zi_cli.config import load_config
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import LetterPlace, LetterRow, Letters
from zi_cli.pengajuan.register.read_register import Satker, read_register
from zi_cli.surat.claims import Claim, check_claims, load_claims
from zi_cli.surat.context import letter_fields
from zi_cli.surat.letter_facts import FACTS, Case
from zi_cli.surat.material import BahanSatker, PermintaanSurat, RecordedPlan, Sumber
from zi_cli.surat.sandbox import Gugus, LetterEnvironment
from zi_cli.surat.selection import group_letters
from zi_cli.surat.sources import Lookup, gather
from zi_cli.surat.template_check import own_template, text_parts

SAMPLE = Path(__file__).parent.parent.parent / "sample_lke" / "usulan-2027"
DAY = date(2027, 5, 20)


@dataclass
class Keadaan:
    """What the letter is made from; a change works on it before the check is made anew."""

    jenis: str
    jalur: str
    satker: Satker | None
    lke: tuple[str, ...] | None
    opsi: dict[str, Any]
    toml: str
    penilai: str | None = None
    surat: tuple[LetterRow, ...] = ()


_BASE = ("satker=Lapas Kelas IIA Contoh", "kode=001")
_TOML = """
[instansi]
nama = "Kementerian Contoh"
opini_bpk = "WTP"
sakip = "BB"
indeks_rb = "BB"
spip = 3
[pimpinan]
nama = "A"
jabatan = "Menteri Contoh"
[ketua_tpi]
nama = "B"
jabatan = "Inspektur Jenderal"
[surat]
kota = "Jakarta"
[persetujuan_tpm]
nomor = "1"
tanggal = 2027-02-01
[[panel]]
nama = "B"
jabatan = "Inspektur Jenderal"
[[panel]]
nama = "C"
jabatan = "Kepala Biro Perencanaan dan Keuangan"
[[panel]]
nama = "D"
jabatan = "Direktur Jenderal Imigrasi"
[[panel]]
nama = "E"
jabatan = "Direktur Jenderal Pemasyarakatan"
[sekretaris_jenderal]
nama = "F"
jabatan = "Sekretaris Jenderal"
""" + "".join(
    f'[[tim]]\nunit = "{unit}"\nnama = "N"\njabatan = "{jabatan}"\nkedudukan = "{kedudukan}"\n'
    for unit, jabatan, kedudukan in (
        ("Kanwil Contoh Utara", "Kepala Bagian", "Ketua"),
        ("Direktorat Jenderal Pemasyarakatan", "Kepala Bagian", "Ketua"),
        ("TPM", "Inspektur Jenderal", "Ketua"),
        ("TPM", "Sekretaris Jenderal", "Anggota"),
        ("TPM", "Direktur Jenderal Imigrasi", "Anggota"),
        ("TPM", "Direktur Jenderal Pemasyarakatan Contoh", "Anggota"),
    )
)


@cache
def _row() -> Satker:
    (satker,) = (s for s in read_register(SAMPLE / "satker.xlsx").satker if s.kode == "647102")
    isi = {"kode": "001", "nama": "Lapas Kelas IIA Contoh", "lhkpn": None, "lhkasn": None, "berkas_lke": "lke.xlsx"}
    return replace(satker, **isi)


def awal(jenis: str, jalur: str) -> Keadaan:
    """A state in which every claim of the letter is proven."""
    satker, lke = _row(), (*_BASE, "tahun=2027")
    if jenis in ("monev", "pencabutan"):
        satker = replace(satker, usulan="Tidak", predikat="WBK", tanggal_predikat=date(2024, 12, 9))
    if jenis in ("pencabutan", "perbaikan"):
        lke += ("nilai=buruk",)
    if jenis in ("usul-setjen", "usul-sendiri"):
        satker = replace(satker, jenis="Kanwil" if jenis == "usul-setjen" else "Unit Eselon I")
    if jenis.startswith("usul-") or jenis == "daftar-tpi":
        lke += ("kanwil=baik", "eselon1=baik", "setjen=baik")
    if jalur == "tpm":
        lke += (f"tpm={'buruk' if jenis == 'perbaikan' else 'baik'}",)
    return Keadaan(jenis, jalur, satker, lke, {}, _TOML, surat=tuple(_letters(satker, jalur)))


def _letters(s: Satker, jalur: str) -> Iterator[LetterRow]:
    """Every letter of the chain, on the way of the letter at hand and sent before it."""
    hari = date(2027, 5, 3)
    for j in load_kinds().values():
        siapa = {"satker": s.nama, "kanwil": s.kanwil, "eselon1": s.eselon1}.get(j.per) or ""
        place = LetterPlace(Path("satker.xlsx"), "Surat", 2)
        milik = s if j.per == "satker" else None
        lewat = jalur if j.jalur_tpm else "tpn"
        yield LetterRow(siapa, j.kode, f"{j.kode}-1", hari, "", "", "", hari, place, milik=milik, jalur=lewat)


def _without_letters(*jenis: str) -> Callable[[Keadaan], None]:
    return lambda k: setattr(k, "surat", tuple(b for b in k.surat if b.jenis not in jenis))


def _surat(jenis: str, **isi: Any) -> Callable[[Keadaan], None]:
    return lambda k: setattr(k, "surat", tuple(b._replace(**isi) if b.jenis == jenis else b for b in k.surat))


def _other_way(k: Keadaan) -> None:
    """The letters before are those of the other way."""
    lain = {"tpn": "tpm", "tpm": "tpn"}
    k.surat = tuple(b._replace(jalur=lain[b.jalur]) if load_kinds()[b.jenis].jalur_tpm else b for b in k.surat)


def _with_fields(**isi: Any) -> Callable[[Keadaan], None]:
    def ubah(k: Keadaan) -> None:
        assert k.satker is not None
        galat = frozenset(n.removeprefix("galat_") for n in isi if n.startswith("galat_"))
        biasa = {n: v for n, v in isi.items() if not n.startswith("galat_")}
        k.satker = replace(k.satker, **biasa, **dict.fromkeys(galat), galat=k.satker.galat | galat)

    return ubah


def _lke(*ubah: str) -> Callable[[Keadaan], None]:
    return lambda k: setattr(k, "lke", (*k.lke, *ubah) if k.lke is not None else None)


def _with_options(**isi: Any) -> Callable[[Keadaan], None]:
    return lambda k: k.opsi.update(isi)


def _toml(lama: str, baru: str) -> Callable[[Keadaan], None]:
    return lambda k: setattr(k, "toml", k.toml.replace(lama, baru))


def _without(nama: str) -> Callable[[Keadaan], None]:
    return lambda k: setattr(k, nama, None)


#: Change -> the facts it takes away (in some kinds of letter: where they are asked at all).
CHANGES: dict[str, tuple[Callable[[Keadaan], None], str]] = {
    "--tahun lain": (_with_options(tahun=2025), "tahun-surat"),
    "izin dicabut": (_toml("[persetujuan_tpm]\nnomor = \"1\"\ntanggal = 2027-02-01\n", ""), "persetujuan-tpm"),
    "izin terlambat": (_toml("2027-02-01", "2027-05-20"), "persetujuan-tpm"),
    "panel tanpa TPI": (_toml('nama = "B"\njabatan = "Inspektur Jenderal"\n[[panel]]', "[[panel]]"), "panel-lengkap"),
    "panel tanpa biro": (_toml("Kepala Biro Perencanaan dan Keuangan", "Analis"), "panel-lengkap"),
    "kawasan": (_with_options(kawasan="Bandara"), "kawasan-tidak-memenuhi"),
    "tanpa LKE": (_without("lke"), "lke dinilai-tim hasil-dinilai nilai-pasti nilai-memenuhi nilai-tidak-memenuhi"),
    "TPI belum menilai": (lambda k: setattr(k, "penilai", "unit"), "dinilai-tim"),
    "Hasil belum dinilai": (_lke("tanpa hasil"), "hasil-dinilai nilai-memenuhi"),
    "LKE lama": (_lke("tahun=2025"), "tahun-lke"),
    "LKE satker lain": (_lke("satker=Rutan Lain", "kode=9"), "identitas"),
    "dua baris": (_with_fields(ganda=True), "identitas"),
    "tidak diusulkan": (_with_fields(usulan="Tidak"), "diusulkan"),
    "usulan kosong": (_with_fields(usulan=None), "diusulkan"),
    "TLHP kosong": (_with_fields(tlhp=None), "layak tlhp-cocok tlhp-tuntas"),
    "TLHP tidak terbaca": (_with_fields(galat_tlhp=True), "layak tlhp-cocok tlhp-tuntas"),
    "SAKIP kosong": (_with_fields(sakip=None), "layak sakip-satker-cocok"),
    "SAKIP dibantah": (_lke("catatan A.I.4.ii.a=SAKIP predikat C"), "layak sakip-satker-cocok"),
    "LHKPN tidak terbaca": (_lke("A.II.5.iii.a.5=entah"), "layak"),
    "mulai kosong": (_with_fields(mulai_wbk=None), "layak lama-pembangunan-cocok"),
    "layanan utama kosong": (_with_fields(layanan_utama=None), "layak layanan-utama-cocok"),
    "dampak kosong": (_with_fields(dampak=None), "layak dampak-cocok"),
    "SPTJM lama": (_with_fields(sptjm_tanggal=date(2025, 5, 3)), "layak sptjm-berlaku"),
    "SPTJM tidak terbaca": (_with_fields(galat_sptjm_tanggal=True), "layak sptjm-berlaku"),
    "pencabutan tidak terbaca": (_with_fields(galat_tanggal_pencabutan=True), "layak boleh-diusulkan tidak-dicabut"),
    "dicabut": (_with_fields(tanggal_pencabutan=date(2026, 1, 1)), "layak boleh-diusulkan tidak-dicabut"),
    "predikat kosong": (_with_fields(predikat=None), "berpredikat"),
    "predikat lain": (_with_fields(predikat="WBBM"), "berpredikat"),
    "opini kosong": (_toml('opini_bpk = "WTP"\n', ""), "layak"),
    "survei kosong": (_lke("B.I.a="), "nilai-memenuhi nilai-pasti"),
    "survei dibantah": (_lke("catatan B.I.a=Indeks IPAK 2,10."), "survei-cocok"),
    "nilai buruk": (_lke("nilai=buruk", "tpm=buruk"), "nilai-memenuhi layak"),
    "nilai baik": (_lke("nilai=baik", "tpm=baik"), "nilai-tidak-memenuhi belum-layak"),
    "usulan WBBM": (_with_fields(usulan="WBBM"), "wbk-saja"),
    "simpulan dibantah": (lambda k: k.opsi.update(simpulan=k.jenis != "monev"), "simpulan-cocok"),
    "jalur lain": (lambda k: setattr(k, "jalur", "tpm"), "jalur-tpn dinilai-tim"),
    "Kanwil belum menilai": (_lke("-kanwil"), "memenuhi-kanwil"),
    "Kanwil menilai buruk": (_lke("kanwil=buruk"), "memenuhi-kanwil"),
    "Eselon I menilai buruk": (_lke("eselon1=buruk"), "memenuhi-eselon1 pendahuluan-lolos"),
    "Setjen menilai buruk": (_lke("setjen=buruk"), "memenuhi-setjen"),
    "jenis UPT": (_with_fields(jenis="Lapas"), "kantor-wilayah unit-eselon1"),
    "jenis Kanwil": (_with_fields(jenis="Kanwil"), "upt unit-eselon1"),
    "jenis kosong": (_with_fields(jenis=None), "kantor-wilayah unit-eselon1 upt"),
    "data dukung kosong": (_with_fields(tanggal_data_dukung=None), "data-dukung-terunggah"),
    "data dukung kelak": (_with_fields(tanggal_data_dukung=date(2027, 5, 21)), "data-dukung-terunggah"),
    "usul Kanwil tiada": (_without_letters("usul-kanwil"), "usul-kanwil-terkirim"),
    "usul Kanwil belum dikirim": (_surat("usul-kanwil", tanggal_kirim=None), "usul-kanwil-terkirim"),
    "usul Eselon I tanpa nomor": (_surat("usul-eselon1", nomor=""), "usul-pembina-terkirim"),
    "LHE dikirim kelak": (_surat("lhe", tanggal_kirim=date(2027, 6, 1)), "lhe-terkirim"),
    "surat jalur lain": (_other_way, "lhe-terkirim berita-acara-terkirim nota-biro-terkirim"),
    "berita acara tiada": (_without_letters("berita-acara"), "berita-acara-terkirim"),
    "nota Biro menunggu nomor": (_surat("nota-biro", nomor="${nomor_naskah}"), "nota-biro-terkirim"),
    "tim tanpa ketua": (_toml('kedudukan = "Ketua"', 'kedudukan = "Sekretaris"'), "tim-terisi"),
    "TPM tanpa Pemasyarakatan": (_toml('"Direktur Jenderal Pemasyarakatan Contoh"', '"Analis"'), "tpm-lengkap"),
    "rencana lain": (_with_options(rencana=RecordedPlan(Sumber("p.json", "0"), "0" * 64, "WBK", ())), "rencana-cocok"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tempat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bukti")


@cache
def _templat(jenis: str) -> list[Any]:
    """The body of the packaged template, compiled."""
    return [LetterEnvironment().from_string(b.teks) for b in text_parts(own_template(jenis)) if b.nama == "isi"]


def surat(k: Keadaan, tempat: Path) -> tuple[PermintaanSurat, list[BahanSatker], list[str] | None]:
    """The request, its satker, and the letter's paragraphs; None when it is refused."""
    toml = tempat / "zi.toml"
    toml.write_text(k.toml, encoding="utf-8")
    konfigurasi = load_config(toml)
    daftar = read_register(SAMPLE / "satker.xlsx")
    daftar = replace(daftar, berkas=tempat / "satker.xlsx", satker=(k.satker,) if k.satker else (), temuan=())
    berkas: tuple[Path, ...] = ()
    (tempat / "lke.xlsx").unlink(missing_ok=True)
    if k.lke is not None:
        berkas = (tempat / "lke.xlsx",)
        berkas[0].write_bytes(worksheet(k.lke))
    p = PermintaanSurat(
        k.jenis, konfigurasi, konfigurasi.instrumen, DAY, "1", "Jakarta", jalur=k.jalur, catatan=("Catatan.",),
        daftar=daftar, letters=Letters(k.surat), **k.opsi,
    )  # fmt: skip
    cari = Lookup(
        konfigurasi, konfigurasi.instrumen, DAY, berkas, daftar=daftar, penilai=k.penilai, tim=p.tim.kode,
        tahun=p.tahun, dimiliki=k.jenis in ("monev", "pencabutan"),
    )  # fmt: skip
    kumpulan = list(gather(cari).satker)
    isi, _ = group_letters(replace(p, kawasan=None), kumpulan, mentioned=True)
    if not isi or any(t.tingkat == "galat" for t in check_claims(p, isi[0].bahan)):
        return p, kumpulan, None
    konteks = Gugus("", letter_fields(p, isi[0].bahan, isi[0].lain) | {"audit": {}})
    xml = "".join(t.render(konteks) for t in _templat(k.jenis))
    return p, kumpulan, [re.sub(r"<[^>]+>", "", a) for a in xml.split("</w:p>")]


def _squeezed(teks: str) -> str:
    return re.sub(r"\s+", "", teks)


def pattern_of(kalimat: str) -> str:
    """What a printed sentence looks like: its fixed words, anything where a field or a choice stands."""
    isi = re.sub(r"\{% (if|for) .*?\{% end\1 %\}", "{{ }}", kalimat.replace("{peraturan}", REGULATION))
    return ".*".join(re.escape(_squeezed(x)) for x in re.split(r"\{\{.*?\}\}", isi))


def looked_for(k: Claim) -> bool:
    """Whether the claim is a sentence of its own about what the letter states."""
    return k.klaim not in ("ikut", "belum_lengkap") and not k.kalimat.startswith("for ")


def is_written(alinea: Iterable[str], k: Claim) -> bool:
    """Whether the claim's sentence is a paragraph, or, for a stretch of one, stands in a paragraph."""
    potongan = k.kalimat[0] == " " or k.klaim in ("masih", "tidak")
    cari = re.compile(pattern_of(k.kalimat) if potongan else f"^{pattern_of(k.kalimat)}$")
    return any(cari.search(_squeezed(a)) for a in alinea)


BERCABANG = {j: ("tpn", "tpm") if any(k.bila == "tpm" for k in load_claims() if j in k.jenis) else ("tpn",)
             for j in load_kinds()}  # fmt: skip


@pytest.mark.parametrize(("jenis", "jalur"), [(j, x) for j, semua in BERCABANG.items() for x in semua])
def test_it_is_proven_at_first(jenis: str, jalur: str, tempat: Path) -> None:
    """Each letter can be made, and its sentences are found by the patterns: the property below is not empty."""
    p, kumpulan, alinea = surat(awal(jenis, jalur), tempat)
    assert alinea is not None, check_claims(p, kumpulan)
    dicetak = [k for k in load_claims() if jenis in k.jenis and looked_for(k) and is_written(alinea, k)]
    assert len(dicetak) >= 2


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_fact_no_sentence(data: st.DataObject, tempat: Path) -> None:
    jenis = data.draw(st.sampled_from(sorted(BERCABANG)))
    k = awal(jenis, data.draw(st.sampled_from(BERCABANG[jenis])))
    dipilih = data.draw(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3, unique=True))
    for nama in dipilih:
        CHANGES[nama][0](k)
    p, kumpulan, alinea = surat(k, tempat)
    if alinea is None:
        return
    for b in kumpulan:
        assert not says_more(p, b, alinea), dipilih


def says_more(p: PermintaanSurat, b: BahanSatker, alinea: list[str]) -> list[tuple[str, set[str]]]:
    """Sentences that stand although a fact they need is not proven for *b*, with those facts."""
    belum = {f for f in FACTS if not FACTS[f].ask(Case(p, b)).proven}
    milik = [k for k in load_claims() if p.jenis in k.jenis and k.cara != "turunan" and k.bila in ("", p.jalur)]
    return [
        (k.kalimat, kurang)
        for k in milik
        if looked_for(k)
        and (kurang := belum & {f for x in milik if x is k or (k.klaim and x.klaim == k.klaim) for f in x.fakta})
        and is_written(alinea, k)
    ]


@pytest.mark.parametrize(
    ("jenis", "perubahan"),
    [("pengajuan", "TPI belum menilai"), ("monev", "dicabut"), ("sptjm", "SAKIP dibantah"), ("lhe", "LKE lama")],
)
def test_without_its_guard_the_sentence_is_seen(
    jenis: str, perubahan: str, tempat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The property can fail: without the refusal the sentence is there, and is seen."""
    monkeypatch.setattr("tests.surat.test_proven.check_claims", lambda p, bahan: [])
    k = awal(jenis, "tpn")
    CHANGES[perubahan][0](k)
    p, kumpulan, alinea = surat(k, tempat)
    assert alinea is not None
    assert any(says_more(p, b, alinea) for b in kumpulan)


@pytest.mark.parametrize("nama", CHANGES)
def test_every_change_takes_its_fact_away(nama: str, tempat: Path) -> None:
    """Each change does take away what it says, somewhere; so no fact goes untried."""
    ubah, fakta = CHANGES[nama]
    looked_for = set(fakta.split())
    for jenis, jalur in [(j, x) for j, semua in BERCABANG.items() for x in semua]:
        if looked_for:
            k = awal(jenis, jalur)
            ubah(k)
            p, kumpulan, _ = surat(k, tempat)
            looked_for -= {f for b in kumpulan for f in FACTS if not FACTS[f].ask(Case(p, b)).proven}
    assert not looked_for


def test_all_facts_are_tried() -> None:
    dicoba = {f for _, fakta in CHANGES.values() for f in fakta.split()}
    assert set(FACTS) - dicoba <= {"lhkpn-cocok", "lhkasn-cocok"}
