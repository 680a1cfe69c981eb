"""``zi.toml``: the ministry's own data, letter defaults, calendar and stricter thresholds, strictly read."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, cast, get_args

from zi_cli.errors import os_reason
from zi_cli.files import open_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import find_instrumen, known_instrumen, load_instrumen
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.instrumen.tighten import tighten_ambang
from zi_cli.instrumen.tree import Instrumen, Peraturan, SetAmbang
from zi_cli.text import cuplik, read_number

NAMA_BAKU = "zi.toml"
#: A configuration is a page of text; more is not one.
_UKURAN_MAKSIMUM = 256 * 1024


class Pejabat(NamedTuple):
    """An official who signs or attends; empty parts are None."""

    nama: str | None = None
    nip: str | None = None
    jabatan: str | None = None


class TeamMember(NamedTuple):
    """A member of an assessing team: of which one (``unit``: a Kanwil, a Unit Eselon I, "TPM"), and as what."""

    unit: str
    nama: str
    jabatan: str
    nip: str | None = None
    kedudukan: str = "Anggota"


class Instansi(NamedTuple):
    """The ministry: what Tabel 7 of SEK-OT.03.02-01 asks of it, as written, and its portfolio.

    ``sakip``, ``indeks_rb``, ``spip`` and ``opini_bpk`` are the text as typed (numbers too); the
    requirement engine reads them. ``jumlah_satker`` counts all its satker, ``jumlah_berpredikat``
    those that hold a WBK or WBBM predicate now.
    """

    nama: str | None = None
    opini_bpk: str | None = None
    sakip: str | None = None
    indeks_rb: str | None = None
    spip: str | None = None
    jumlah_satker: int | None = None
    jumlah_berpredikat: int | None = None


class SuratBaku(NamedTuple):
    """Defaults of letters. ``kop`` are the letterhead's lines, ``tembusan`` the copies, in order.

    ``peraturan`` is what the file says of the regulation in place of the instrument.
    """

    kop: tuple[str, ...] = ()
    kota: str | None = None
    sifat: str = "Penting"
    tembusan: tuple[str, ...] = ()
    peraturan: Mapping[str, Any] = MappingProxyType({})


class NumberedLetter(NamedTuple):
    """A letter on file: KemenPANRB's consent to a TPM (BAB III A.1.d), the ministry's own SPTJM."""

    nomor: str
    tanggal: date


class Correspondence(NamedTuple):
    """What the office's correspondence system fills in by itself: its marks for a letter's number and signature."""

    nomor: str | None = None
    tanda_tangan: str | None = None


class Letterheads(NamedTuple):
    """Lines of the letterhead by the level of who signs, and the pictures: the Minister's, and everybody else's."""

    baris: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    logo: str | None = None
    logo_menteri: str | None = None


class ConfigCalendar(NamedTuple):
    """Dates that replace the instrument's.

    ``batas_pengajuan`` is a full date (for its year alone) or (month, day) for every year;
    ``pembaruan_data_dukung`` are (month, day) pairs in order; None keeps the instrument's.
    """

    batas_pengajuan: date | tuple[int, int] | None = None
    pembaruan_data_dukung: tuple[tuple[int, int], ...] | None = None


class ProposalDefaults(NamedTuple):
    """The year proposed, the date of the proposal, whose assessment decides (kode); None where nobody said."""

    tahun: int | None = None
    tanggal: date | None = None
    penilai: str | None = None


#: What open follow-up does to a proposal: keeps it back, is said, is not looked at.
OpenFollowUp = Literal["tahan", "peringatkan", "abaikan"]


class SurveySettings(NamedTuple):
    """How survey indices are worked out: from the answers' scale to 4, months, and how many of them (None: all).

    ``bobot_skm`` are the weights of the satisfaction survey's elements in order, ratios that sum to 1 (empty: equal).
    """

    rumus: Literal["proporsi", "rentang"] = "proporsi"
    gabungan: Literal["bulan", "semua"] = "bulan"
    bulan: int | None = None
    bobot_skm: tuple[Fraction, ...] = ()


class ConfigSheet(NamedTuple):
    """The same settings from a sheet of a workbook: values as ``zi.toml`` would hold them, and cells by key."""

    berkas: Path
    sha256: str
    isi: Mapping[str, Any]
    sel: Mapping[str, Sel]
    temuan: tuple[Temuan, ...] = ()


class Config(NamedTuple):
    """Everything of ``zi.toml`` and of the register's sheet Instansi.

    ``berkas`` and ``sha256`` are None when there is neither; ``temuan`` are what is odd about them but stops nothing.

    ``instrumen`` is the one in force; ``ambang`` are its thresholds, with what the file made stricter.
    ``instrumen_lain`` is the instrument the file names when another one was asked for; ``pesaing`` are the
    other known instruments where nobody named one and it was taken by the form of a worksheet.
    """

    instrumen: Instrumen
    ambang: SetAmbang
    berkas: Path | None = None
    sha256: str | None = None
    instansi: Instansi = Instansi()
    pimpinan: Pejabat = Pejabat()
    sekretaris_jenderal: Pejabat = Pejabat()
    ketua_tpi: Pejabat = Pejabat()
    panel: tuple[Pejabat, ...] = ()
    surat: SuratBaku = SuratBaku()
    persetujuan_tpm: NumberedLetter | None = None
    sptjm_instansi: NumberedLetter | None = None
    naskah: Correspondence = Correspondence()
    kop: Letterheads = Letterheads()
    tembusan: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    kalender: ConfigCalendar = ConfigCalendar()
    instrumen_lain: str | None = None
    pesaing: tuple[Instrumen, ...] = ()
    usulan: ProposalDefaults = ProposalDefaults()
    survei: SurveySettings = SurveySettings()
    temuan: tuple[Temuan, ...] = ()
    tindak_lanjut: OpenFollowUp = "peringatkan"
    tim: tuple[TeamMember, ...] = ()
    jadwal: Mapping[str, date | tuple[int, int]] = MappingProxyType({})

    @property
    def peraturan(self) -> Peraturan:
        """The regulation that letters rest on: the instrument's, with what the file says otherwise."""
        return self.instrumen.peraturan._replace(**self.surat.peraturan)


class ConfigRejected(UnreadableInput):
    """A ``zi.toml`` with faults; ``semua`` lists every one of them (exit code 3)."""

    def __init__(self, semua: tuple[Temuan, ...]) -> None:
        super().__init__(semua[0])
        self.semua = semua
        self.pesan = "\nzi: ".join(t.line for t in semua)


def find_config(diminta: Path | None, folder: Path | None = None, data: Path | None = None) -> Path | None:
    """The ``zi.toml`` to use: *diminta* (``--konfigurasi``), else in *folder*, else beside *data*.

    Nothing else is searched. An explicit path is returned unchecked; loading it tells what is wrong.
    """
    if diminta is not None:
        return diminta
    for tempat in (folder if folder is not None and folder.is_dir() else None, data.parent if data else None):
        if tempat is not None and (tempat / NAMA_BAKU).is_file():
            return tempat / NAMA_BAKU
    return None


def load_config(
    path: Path | None,
    diminta: Instrumen | None = None,
    *,
    bawaan: Callable[[], Instrumen] = load_instrumen,
    lembar: ConfigSheet | None = None,
) -> Config:
    """Read *path* strictly; None gives the defaults with the instrument's thresholds.

    *lembar* says the same things from a workbook; where the two differ neither is used (DAT572). The instrument is
    *diminta*, else the one the file names, else what *bawaan* gives.

    Raises :class:`ConfigRejected` with every DAT50x finding: unreadable, unknown key, wrong
    type, a threshold laxer than the instrument's.
    """
    if path is None and lembar is None:
        instrumen = diminta or bawaan()
        return Config(instrumen, instrumen.ambang)
    berkas = path if path is not None else lembar.berkas if lembar is not None else Path()
    pembaca = TomlReader(berkas.name)
    mentah = read_settings(path) if path is not None else b""
    isi = pembaca.urai(mentah)
    sidik = sha256(mentah) if lembar is None or path is not None else lembar.sha256
    if not pembaca.temuan:
        gabungan, temuan = _merge(isi, lembar, berkas.name)
        konfigurasi = _build(pembaca, gabungan, berkas, sidik, diminta, bawaan)
        if not pembaca.temuan:
            return konfigurasi._replace(temuan=temuan)
    raise ConfigRejected(tuple(pembaca.temuan))


def _merge(isi: dict[str, Any], lembar: ConfigSheet | None, nama: str) -> tuple[dict[str, Any], tuple[Temuan, ...]]:
    """Both sources together; a key with two values has none."""
    if lembar is None:
        return isi, ()
    hasil = {k: dict(v) if isinstance(v, dict) else v for k, v in isi.items()}
    temuan = list(lembar.temuan)
    for bagian, milik in lembar.isi.items():
        if isinstance(milik, list):
            _merge_list(hasil, bagian, milik, lembar, nama, temuan)
            continue
        tujuan = hasil.setdefault(bagian, {})
        if not isinstance(tujuan, dict):
            continue  # refused where it is checked
        for kunci, nilai in milik.items():
            lain = tujuan.get(kunci)
            if lain in (None, "", []):
                tujuan[kunci] = nilai
            elif str(lain) != str(nilai):
                sel = lembar.sel.get(f"{bagian}.{kunci}")
                isi_lain = {"kunci": f"{bagian}.{kunci}", "toml": cuplik(lain), "lembar": cuplik(nilai), "berkas": nama}
                temuan.append(make_temuan("DAT572", sel, tingkat=None, **isi_lain))
                del tujuan[kunci]
    return hasil, tuple(temuan)


def _merge_list(
    hasil: dict[str, Any], kunci: str, milik: list[Any], lembar: ConfigSheet, nama: str, temuan: list[Temuan]
) -> None:
    """A repeated section of both sources: the one that is there, neither where they differ."""
    lain = hasil.get(kunci)
    if not lain:
        hasil[kunci] = milik
    elif lain != milik:
        isi_lain = {"kunci": kunci, "toml": f"{len(lain)} isian", "lembar": f"{len(milik)} isian", "berkas": nama}
        temuan.append(make_temuan("DAT572", lembar.sel.get(kunci), tingkat=None, **isi_lain))
        del hasil[kunci]


def read_settings(path: Path) -> bytes:
    """The bytes of a TOML file that a user keeps; raises :class:`ConfigRejected` (DAT501)."""
    try:
        with open_file(path) as f:
            mentah = f.read(_UKURAN_MAKSIMUM + 1)
    except OSError as e:
        sebab = "tidak ditemukan" if isinstance(e, FileNotFoundError) else os_reason(e)
        raise ConfigRejected((make_temuan("DAT501", berkas=path.name, sebab=sebab),)) from e
    if len(mentah) > _UKURAN_MAKSIMUM:
        sebab = f"lebih besar daripada {_UKURAN_MAKSIMUM // 1024} KB"
        raise ConfigRejected((make_temuan("DAT501", berkas=path.name, sebab=sebab),))
    return mentah


def _build(
    p: TomlReader,
    isi: Mapping[str, Any],
    path: Path,
    sha256: str,
    diminta: Instrumen | None,
    bawaan: Callable[[], Instrumen],
) -> Config:
    akar = p.tabel("", isi, _BAGIAN)
    tertulis = _instrumen(p, akar.get("instrumen"), path.parent)
    instrumen = diminta or tertulis or bawaan()
    instansi = p.tabel("instansi", akar.get("instansi", {}), _INSTANSI)
    surat = p.tabel("surat", akar.get("surat", {}), _SURAT)
    peraturan = p.tabel("surat.peraturan", surat.pop("peraturan", None) or {}, _PERATURAN)
    bernomor: dict[str, NumberedLetter] = {}
    for bagian in ("persetujuan_tpm", "sptjm_instansi"):
        isian = p.tabel(bagian, akar.get(bagian, {}), _BERNOMOR)
        if "nomor" in isian and "tanggal" in isian:
            bernomor[bagian] = NumberedLetter(isian["nomor"], isian["tanggal"])
        elif isian:
            p.tolak("DAT503", kunci=bagian, seharusnya="nomor dan tanggal, dua-duanya", nilai="sebagian")
    pejabat = {
        nama: Pejabat(**p.tabel(nama, akar.get(nama, {}), _PEJABAT))
        for nama in ("pimpinan", "sekretaris_jenderal", "ketua_tpi")
    }
    terbuka = p.tabel("tindak_lanjut", akar.get("tindak_lanjut", {}), _TINDAK_LANJUT).get("terbuka") or "peringatkan"
    if terbuka not in get_args(OpenFollowUp):
        pilihan = ", ".join(get_args(OpenFollowUp))
        p.tolak("DAT503", kunci="tindak_lanjut.terbuka", seharusnya=f"salah satu dari {pilihan}", nilai=cuplik(terbuka))
    panel = tuple(Pejabat(**p.tabel(f"panel[{n}]", t, _PEJABAT)) for n, t in enumerate(akar.get("panel", ()), 1))
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
        naskah=Correspondence(**p.tabel("naskah", akar.get("naskah", {}), _NASKAH)),
        kop=_letterheads(p.tabel("kop", akar.get("kop", {}), _KOP)),
        tembusan=p.tabel("tembusan", akar.get("tembusan", {}), dict.fromkeys(SURAT_BERTEMBUSAN, "daftar_teks")),
        kalender=ConfigCalendar(**p.tabel("kalender", akar.get("kalender", {}), _KALENDER)),
        usulan=_proposal(p, akar.get("usulan", {}), instrumen),
        survei=_survei(p, akar.get("survei", {})),
        persetujuan_tpm=bernomor.get("persetujuan_tpm"),
        sptjm_instansi=bernomor.get("sptjm_instansi"),
        tindak_lanjut=cast(OpenFollowUp, terbuka),
        tim=tim,
        jadwal=p.tabel("jadwal", akar.get("jadwal", {}), dict.fromkeys(TAHAP_BERJADWAL, "batas")),
    )
    k = k._replace(instrumen=instrumen.claiming(_judul_penilai(p, akar.get("judul_penilai", {}), instrumen), {}))
    return k._replace(instrumen_lain=tertulis.nama) if tertulis is not None and tertulis is not instrumen else k


def _letterheads(isi: Mapping[str, Any]) -> Letterheads:
    baris = {t: isi[t] for t in KOP_TINGKAT if isi.get(t)}
    return Letterheads(baris, isi.get("logo") or None, isi.get("logo_menteri") or None)


def _proposal(p: TomlReader, isi: Mapping[str, Any], instrumen: Instrumen) -> ProposalDefaults:
    usulan = ProposalDefaults(**p.tabel("usulan", isi, _USULAN))
    if usulan.penilai is None:
        return usulan
    kode = usulan.penilai.strip().casefold()
    if kode not in instrumen.penilai.kode:
        seharusnya = f"kode penilai ({', '.join(instrumen.penilai.kode)})"
        p.tolak("DAT503", kunci="usulan.penilai", seharusnya=seharusnya, nilai=cuplik(usulan.penilai))
    return usulan._replace(penilai=kode)


def _survei(p: TomlReader, isi: Mapping[str, Any]) -> SurveySettings:
    dibaca = p.tabel("survei", isi, _SURVEI)
    for kunci, pilihan in _PILIHAN_SURVEI.items():
        if kunci in dibaca and dibaca[kunci] not in pilihan:
            p.tolak("DAT503", kunci=f"survei.{kunci}", seharusnya=" atau ".join(pilihan), nilai=cuplik(dibaca[kunci]))
            return SurveySettings()
    if dibaca.get("bulan") == 0:
        p.tolak("DAT503", kunci="survei.bulan", seharusnya="bilangan bulat 1 atau lebih", nilai="0")
        return SurveySettings()
    tertulis: tuple[str, ...] = dibaca.pop("bobot_skm", ())
    bobot = [_ratio(teks) for teks in tertulis]
    if tertulis and (any(b <= 0 for b in bobot) or sum(bobot) != 1):
        seharusnya = "daftar bobot unsur yang berjumlah tepat 1, misalnya 1/9 sembilan kali"
        p.tolak("DAT503", kunci="survei.bobot_skm", seharusnya=seharusnya, nilai=cuplik("; ".join(tertulis)))
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
    milik = p.tabel(bagian, isi, _TIM)
    for kunci in ("unit", "nama", "jabatan"):
        if not milik.get(kunci):
            p.tolak("DAT503", kunci=f"{bagian}.{kunci}", seharusnya="teks", nilai="")
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
            seharusnya = f"kode penilai ({', '.join(instrumen.penilai.kode)})"
            p.tolak("DAT503", kunci=f"judul_penilai.{cuplik(judul)}", seharusnya=seharusnya, nilai=cuplik(kode))
    return dict(isi)


def _instrumen(p: TomlReader, nama: str | None, folder: Path) -> Instrumen | None:
    """The instrument the file names; a folder is taken from where the file is."""
    if nama is None:
        return None
    instrumen = find_instrumen(nama, folder)
    if instrumen is None:
        seharusnya = f"nama instrumen ({', '.join(known_instrumen())}) atau foldernya"
        p.tolak("DAT503", kunci="instrumen", seharusnya=seharusnya, nilai=cuplik(nama))
    return instrumen


_BAGIAN = {
    "instrumen": "teks",
    "instansi": "bagian",
    "pimpinan": "bagian",
    "sekretaris_jenderal": "bagian",
    "ketua_tpi": "bagian",
    "panel": "daftar_bagian",
    "surat": "bagian",
    "persetujuan_tpm": "bagian",
    "sptjm_instansi": "bagian",
    "naskah": "bagian",
    "kop": "bagian",
    "tembusan": "bagian",
    "kalender": "bagian",
    "usulan": "bagian",
    "survei": "bagian",
    "ambang": "bagian",
    "judul_penilai": "bagian",
    "tindak_lanjut": "bagian",
    "tim": "daftar_bagian",
    "jadwal": "bagian",
}
_TINDAK_LANJUT = {"terbuka": "teks"}
_TIM = {"unit": "teks", "nama": "teks", "nip": "teks", "jabatan": "teks", "kedudukan": "teks"}
#: Stages that the Sekretaris Jenderal's schedule may give a day (``zi_cli/tahap/data/tahap.csv``).
TAHAP_BERJADWAL = (
    *("nilai-kanwil", "usul-kanwil", "nilai-eselon1", "usul-eselon1", "nilai-setjen", "usul-setjen", "usul-sendiri"),
    *("daftar-tpi", "evaluasi-tpi", "lhe", "panel", "nota-biro", "nota-sekjen", "evaluasi-tpm", "penetapan"),
)
_INSTANSI = {
    "nama": "teks",
    "opini_bpk": "teks",
    "sakip": "teks_angka",
    "indeks_rb": "teks_angka",
    "spip": "teks_angka",
    "jumlah_satker": "cacah",
    "jumlah_berpredikat": "cacah",
}
_PEJABAT = {"nama": "teks", "nip": "teks", "jabatan": "teks"}
_SURAT = {
    "kop": "daftar_teks",
    "kota": "teks",
    "sifat": "teks",
    "tembusan": "daftar_teks",
    "peraturan": "bagian",
}
_PERATURAN = {
    "nomor": "teks_angka",
    "tahun": "cacah",
    "judul": "teks",
    "pedoman": "teks",
    "perubahan_nomor": "teks_angka",
    "perubahan_tahun": "cacah",
}
_BERNOMOR = {"nomor": "teks", "tanggal": "hari"}
_NASKAH = {"nomor": "teks", "tanda_tangan": "teks"}
#: Levels of signatories that have a letterhead of their own.
KOP_TINGKAT = ("menteri", "inspektorat_jenderal", "sekretariat_jenderal", "eselon1", "kanwil", "upt")
_KOP = {**dict.fromkeys(KOP_TINGKAT, "daftar_teks"), "logo": "teks", "logo_menteri": "teks"}
#: Kinds of letters that say who gets a copy.
SURAT_BERTEMBUSAN = (
    *("pengajuan", "rekomendasi", "pencabutan", "perbaikan", "usul-kanwil", "usul-eselon1", "usul-setjen"),
    *("usul-sendiri", "daftar-tpi", "nota-biro", "nota-sekjen"),
)
_USULAN = {"tahun": "cacah", "tanggal": "hari", "penilai": "teks"}
_SURVEI = {"rumus": "teks", "gabungan": "teks", "bulan": "cacah", "bobot_skm": "daftar_teks"}
_PILIHAN_SURVEI = {"rumus": ("proporsi", "rentang"), "gabungan": ("bulan", "semua")}
_KALENDER = {"batas_pengajuan": "batas", "pembaruan_data_dukung": "daftar_bulan_hari"}
