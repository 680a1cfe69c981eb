"""From the sections of ``zi.toml`` to settings: every value checked, every fault a finding."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast, get_args

from zi_cli.config import keys
from zi_cli.config.settings import (
    Config,
    ConfigCalendar,
    Correspondence,
    Instansi,
    Letterheads,
    NumberedLetter,
    OpenFollowUp,
    Pejabat,
    ProposalDefaults,
    SuratBaku,
    SurveySettings,
    TeamMember,
)
from zi_cli.instrumen.loader import find_instrumen, known_instrumen
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.instrumen.tighten import tighten_ambang
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import cuplik, read_number

#: Years that can be proposed for, as ``--tahun`` takes them.
_TAHUN = range(2000, 2101)


def build_config(
    p: TomlReader,
    isi: Mapping[str, Any],
    path: Path,
    sha256: str,
    diminta: Instrumen | None,
    bawaan: Callable[[], Instrumen],
) -> Config:
    """The settings that *isi* holds; what is wrong with it is added to the reader's findings."""
    akar = p.tabel("", isi, keys.BAGIAN)
    tertulis = _instrumen(p, akar.get("instrumen"), path.parent)
    instrumen = diminta or tertulis or bawaan()
    instansi = p.tabel("instansi", akar.get("instansi", {}), keys.INSTANSI)
    surat = p.tabel("surat", akar.get("surat", {}), keys.SURAT)
    peraturan = p.tabel("surat.peraturan", surat.pop("peraturan", None) or {}, keys.PERATURAN)
    bernomor: dict[str, NumberedLetter] = {}
    for bagian in ("persetujuan_tpm", "sptjm_instansi"):
        isian = p.tabel(bagian, akar.get(bagian, {}), keys.BERNOMOR)
        if "nomor" in isian and "tanggal" in isian:
            bernomor[bagian] = NumberedLetter(isian["nomor"], isian["tanggal"])
        elif isian:
            p.wrong(bagian, "nomor dan tanggal, dua-duanya", "sebagian")
    pejabat = {
        nama: Pejabat(**p.tabel(nama, akar.get(nama, {}), keys.PEJABAT))
        for nama in ("pimpinan", "sekretaris_jenderal", "ketua_tpi")
    }
    tindak_lanjut = p.tabel("tindak_lanjut", akar.get("tindak_lanjut", {}), keys.TINDAK_LANJUT)
    terbuka = _choice(p, "tindak_lanjut.terbuka", tindak_lanjut.get("terbuka"), get_args(OpenFollowUp))
    panel = tuple(Pejabat(**p.tabel(f"panel[{n}]", t, keys.PEJABAT)) for n, t in enumerate(akar.get("panel", ()), 1))
    tim = tuple(_member(p, f"tim[{n}]", t) for n, t in enumerate(akar.get("tim", ()), 1))
    ambang, temuan = tighten_ambang(instrumen, akar.get("ambang", {}), path.name)
    p.temuan += temuan
    k = Config(
        instrumen=instrumen,
        ambang=ambang,
        berkas=path,
        sha256=sha256,
        instansi=Instansi(**instansi),
        pimpinan=pejabat["pimpinan"],
        sekretaris_jenderal=pejabat["sekretaris_jenderal"],
        ketua_tpi=pejabat["ketua_tpi"],
        panel=panel,
        surat=SuratBaku(peraturan=peraturan, **surat),
        naskah=Correspondence(**p.tabel("naskah", akar.get("naskah", {}), keys.NASKAH)),
        kop=_letterheads(p.tabel("kop", akar.get("kop", {}), keys.KOP)),
        tembusan=p.tabel("tembusan", akar.get("tembusan", {}), dict.fromkeys(keys.SURAT_BERTEMBUSAN, "daftar_teks")),
        kalender=ConfigCalendar(**p.tabel("kalender", akar.get("kalender", {}), keys.KALENDER)),
        usulan=_proposal(p, akar.get("usulan", {}), instrumen),
        survei=_survei(p, akar.get("survei", {})),
        persetujuan_tpm=bernomor.get("persetujuan_tpm"),
        sptjm_instansi=bernomor.get("sptjm_instansi"),
        tindak_lanjut=cast(OpenFollowUp, terbuka or "peringatkan"),
        tim=tim,
        jadwal=p.tabel("jadwal", akar.get("jadwal", {}), dict.fromkeys(keys.TAHAP_BERJADWAL, "batas")),
    )
    k = k._replace(instrumen=instrumen.claiming(_judul_penilai(p, akar.get("judul_penilai", {}), instrumen), {}))
    return k._replace(instrumen_lain=tertulis.nama) if tertulis is not None and tertulis is not instrumen else k


def _letterheads(isi: Mapping[str, Any]) -> Letterheads:
    baris = {t: isi[t] for t in keys.KOP_TINGKAT if isi.get(t)}
    return Letterheads(baris, isi.get("logo") or None, isi.get("logo_menteri") or None)


def _proposal(p: TomlReader, isi: Mapping[str, Any], instrumen: Instrumen) -> ProposalDefaults:
    usulan = ProposalDefaults(**p.tabel("usulan", isi, keys.USULAN))
    if usulan.tahun is not None and usulan.tahun not in _TAHUN:
        p.wrong("usulan.tahun", f"tahun {_TAHUN[0]} sampai {_TAHUN[-1]}", usulan.tahun)
    if usulan.penilai is None:
        return usulan
    kode = instrumen.penilai.named(usulan.penilai)
    if kode is None:
        semua = instrumen.penilai.kode
        p.wrong("usulan.penilai", f"kode penilai ({', '.join(semua)})", usulan.penilai, semua)
    return usulan._replace(penilai=kode)


def _choice(p: TomlReader, kunci: str, nilai: str | None, pilihan: Sequence[str]) -> str | None:
    """The one of *pilihan* that *nilai* is, in whatever case; anything else is a finding, and None."""
    hasil = next((x for x in pilihan if nilai is not None and nilai.casefold() == x), None)
    if nilai is not None and hasil is None:
        p.wrong(kunci, f"{', '.join(pilihan[:-1])} atau {pilihan[-1]}", nilai, pilihan)
    return hasil


def _survei(p: TomlReader, isi: Mapping[str, Any]) -> SurveySettings:
    dibaca = p.tabel("survei", isi, keys.SURVEI)
    for kunci, pilihan in keys.PILIHAN_SURVEI.items():
        if kunci in dibaca:
            dibaca[kunci] = _choice(p, f"survei.{kunci}", dibaca[kunci], pilihan)
            if dibaca[kunci] is None:
                return SurveySettings()
    if dibaca.get("bulan") == 0:
        p.wrong("survei.bulan", "bilangan bulat 1 atau lebih", 0)
        return SurveySettings()
    tertulis: tuple[str, ...] = dibaca.pop("bobot_skm", ())
    bobot = [_ratio(teks) for teks in tertulis]
    if tertulis and (any(b <= 0 for b in bobot) or sum(bobot) != 1):
        seharusnya = "daftar bobot unsur yang berjumlah tepat 1, misalnya 1/9 sembilan kali"
        p.wrong("survei.bobot_skm", seharusnya, "; ".join(tertulis))
        return SurveySettings()
    return SurveySettings(**dibaca, bobot_skm=tuple(bobot))


def _ratio(teks: str) -> Fraction:
    """A weight as written, "0,15" or "1/9"; 0 for what is none."""
    bagian = [read_number(b) for b in teks.split("/")]
    angka = [b[0] for b in bagian if b is not None]
    if len(angka) != len(bagian) or len(bagian) > 2 or angka[-1] == 0:
        return Fraction()
    return angka[0] / angka[1] if len(angka) == 2 else angka[0]


def _member(p: TomlReader, bagian: str, isi: Mapping[str, Any]) -> TeamMember:
    milik = p.tabel(bagian, isi, keys.TIM)
    for kunci in ("unit", "nama", "jabatan"):
        if not milik.get(kunci):
            p.wrong(f"{bagian}.{kunci}", "teks", "")
    return TeamMember(
        unit=milik.get("unit") or "",
        nama=milik.get("nama") or "",
        jabatan=milik.get("jabatan") or "",
        nip=milik.get("nip") or None,
        kedudukan=milik.get("kedudukan") or "Anggota",
    )


def _judul_penilai(p: TomlReader, isi: Mapping[str, Any], instrumen: Instrumen) -> dict[str, str]:
    """Whose answers stand under a heading that names no assessor: ``"Verifikator" = "tpi"``."""
    for judul, kode in isi.items():
        if kode not in instrumen.penilai.kode:
            semua = instrumen.penilai.kode
            p.wrong(f"judul_penilai.{cuplik(judul)}", f"kode penilai ({', '.join(semua)})", kode)
    return dict(isi)


def _instrumen(p: TomlReader, nama: str | None, folder: Path) -> Instrumen | None:
    """The instrument the file names; a folder is taken from where the file is."""
    if nama is None:
        return None
    instrumen = find_instrumen(nama, folder)
    if instrumen is None:
        p.wrong("instrumen", f"nama instrumen ({', '.join(known_instrumen())}) atau foldernya", nama)
    return instrumen
