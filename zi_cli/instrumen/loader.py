"""Strict loading of an instrument folder: whatever does not fit is an error naming file and line."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from zi_cli.instrumen.tree import (
    Ambang,
    Aturan,
    Baris,
    Instrumen,
    JenisBaris,
    JenisJawaban,
    Kewajaran,
    Kriteria,
    Pencocokan,
    Peran,
    Predikat,
    SetAmbang,
    StatusAmbang,
)

INSTRUMEN_BAKU = "lke-2021"
_DATA = Path(__file__).parent / "data"

_KOLOM_STRUKTUR = ("baris", "kode", "jenis_baris", "teks", "bobot", "jenis_jawaban", "aturan")
_KOLOM_KRITERIA = ("kode", "pilihan", "nilai", "uraian")
_KOLOM_ALIAS = ("kode", "teks")
_KOLOM_KEWAJARAN = ("kiri", "hubungan", "kanan", "alasan")
_KUNCI_INSTRUMEN = frozenset(
    [
        "nama",
        "judul",
        "dasar_hukum",
        "berlaku_sejak",
        "jumlah_indikator",
        "bobot_total",
        "survei_maksimum",
        "skala",
        "area",
        "label",
        "pencocokan",
        "peran",
    ]
)
_KUNCI_PENCOCOKAN = frozenset(["dengan", "tanggal", "hasil"])
_KUNCI_AMBANG = frozenset(["nama", "sumber", "diverifikasi", "batas", "ambang"])
_KUNCI_BUTIR_AMBANG = frozenset(["kode", "label", "simpul", "satuan", "wbk", "wbbm", "sumber", "status", "catatan"])

#: Number of operands of each named rule; their meaning is in ``scoring.rumus``.
_OPERAN = {"rasio": 2, "rasio_terbatas": 2, "rasio_atau_penuh": 2, "penurunan": 2, "jumlah": 3}
_ATURAN = re.compile(r"(\w+)\(([\w.]+(?:, [\w.]+)*)\)")
_JENIS_BARIS = frozenset(get_args(JenisBaris))
_JENIS_JAWABAN = frozenset(get_args(JenisJawaban))


class InvalidInstrumen(Exception):
    """The instrument's data are not consistent; the message names file, line and what is allowed."""

    def __init__(self, berkas: Path, baris: int | None, pesan: str) -> None:
        tempat = f"{berkas.name}:{baris}" if baris else berkas.name
        super().__init__(f"{tempat}: {pesan}")


def instrumen_folder(nama: str = INSTRUMEN_BAKU) -> Path:
    """Folder of the instrument *nama* inside the package."""
    return _DATA / nama


@cache
def load_instrumen(nama: str = INSTRUMEN_BAKU) -> Instrumen:
    """Load and check the packaged instrument *nama* (once per process)."""
    return load_folder(instrumen_folder(nama))


def load_folder(folder: Path) -> Instrumen:
    """Load an instrument from *folder*; raise :class:`InvalidInstrumen` at the first inconsistency."""
    berkas = folder / "instrumen.toml"
    kepala = _baca_toml(berkas)
    _tuntut_kunci(berkas, kepala, _KUNCI_INSTRUMEN)
    skala = _baca_skala(berkas, kepala["skala"])
    baris = _baca_struktur(folder / "struktur.csv")
    per_kode = {b.kode: b for b in baris}
    anak: dict[str, list[str]] = {}
    for b in baris:
        if b.induk is not None and b.bernilai:
            anak.setdefault(b.induk, []).append(b.kode)
    instrumen = Instrumen(
        nama=_teks(berkas, kepala, "nama"),
        judul=_teks(berkas, kepala, "judul"),
        dasar_hukum=_teks(berkas, kepala, "dasar_hukum"),
        berlaku_sejak=_tanggal(berkas, kepala, "berlaku_sejak"),
        survei_maksimum=_pecahan(berkas, None, kepala["survei_maksimum"]),
        baris=baris,
        per_kode=MappingProxyType(per_kode),
        anak=MappingProxyType({k: tuple(v) for k, v in anak.items()}),
        indikator=tuple(b for b in baris if b.jenis == "indikator"),
        skala=skala,
        peran=_baca_peran(berkas, kepala["peran"], per_kode),
        nama_area=MappingProxyType(dict(kepala["area"])),
        label=MappingProxyType(dict(kepala["label"])),
        alias=_baca_alias(folder / "alias.csv", per_kode),
        ambang=_baca_ambang(folder / "ambang.toml", per_kode, kepala["area"]),
        pencocokan=_baca_pencocokan(berkas, kepala["pencocokan"]),
    )
    _periksa_pohon(folder / "struktur.csv", instrumen, kepala)
    _periksa_kepala(berkas, instrumen, kepala)
    return instrumen


@cache
def load_kriteria(nama: str = INSTRUMEN_BAKU) -> Mapping[str, tuple[Kriteria, ...]]:
    """Rubric of every option of every indicator of instrument *nama*, by kode.

    Apart from :func:`load_instrumen` because scoring needs only the scales; raises
    :class:`InvalidInstrumen` when the options do not fit the row's answer type.
    """
    return read_kriteria(instrumen_folder(nama) / "kriteria.csv", load_instrumen(nama))


def read_kriteria(berkas: Path, instrumen: Instrumen) -> Mapping[str, tuple[Kriteria, ...]]:
    """Read a rubric table and check it against the scales of *instrumen*.

    The column ``tuntutan`` is optional: an option's demand in positive words where its rubric reads as a fault.
    """
    daftar: dict[str, list[Kriteria]] = {}
    for nomor, r in _baca_csv(berkas, _KOLOM_KRITERIA, opsional=("tuntutan",)):
        kode = r["kode"]
        if kode not in instrumen.per_kode:
            raise InvalidInstrumen(berkas, nomor, f"kode “{kode}” tidak ada di struktur.csv")
        nilai = _pecahan(berkas, nomor, r["nilai"])
        skala = instrumen.pilihan(kode)
        if skala.get(r["pilihan"]) != nilai:
            jenis = instrumen.per_kode[kode].jenis_jawaban
            raise InvalidInstrumen(berkas, nomor, f"pilihan {r['pilihan']} = {r['nilai']} bukan milik jenis {jenis}")
        if any(k.pilihan == r["pilihan"] for k in daftar.get(kode, ())):
            raise InvalidInstrumen(berkas, nomor, f"pilihan {r['pilihan']} dari {kode} ganda")
        tuntutan = r.get("tuntutan", "")
        if tuntutan and (not nilai or tuntutan != tuntutan.strip() or tuntutan == r["uraian"]):
            raise InvalidInstrumen(
                berkas, nomor, "tuntutan hanya untuk pilihan di atas 0, tanpa spasi di tepi, dan berbeda dari uraian"
            )
        daftar.setdefault(kode, []).append(Kriteria(r["pilihan"], nilai, r["uraian"], tuntutan or r["uraian"]))
    for b in instrumen.indikator:
        ada = tuple(k.pilihan for k in daftar.get(b.kode, ()))
        if ada != tuple(instrumen.pilihan(b.kode)):
            raise InvalidInstrumen(berkas, None, f"pilihan {b.kode} tidak lengkap: {'/'.join(ada)}")
    return MappingProxyType({k: tuple(v) for k, v in daftar.items()})


@cache
def load_kewajaran(nama: str = INSTRUMEN_BAKU) -> tuple[Kewajaran, ...]:
    """Plausibility rules between the counts of instrument *nama* (``kewajaran.csv``)."""
    berkas = instrumen_folder(nama) / "kewajaran.csv"
    per_kode = load_instrumen(nama).per_kode
    hasil: list[Kewajaran] = []
    for nomor, r in _baca_csv(berkas, _KOLOM_KEWAJARAN):
        kiri, kanan = (tuple(r[sisi].split(" + ")) for sisi in ("kiri", "kanan"))
        for kode in (*kiri, *kanan):
            if kode not in per_kode or per_kode[kode].jenis != "jumlah":
                raise InvalidInstrumen(berkas, nomor, f"“{kode}” bukan kode baris hitungan")
        if r["hubungan"] not in ("<=", "="):
            raise InvalidInstrumen(berkas, nomor, f"hubungan “{r['hubungan']}” harus <= atau =")
        hasil.append(Kewajaran(kiri, cast(Literal["<=", "="], r["hubungan"]), kanan, r["alasan"]))
    return tuple(hasil)


def _baca_csv(
    berkas: Path, kolom: tuple[str, ...], *, opsional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row; the columns *opsional* may follow *kolom*, all of them or none."""
    try:
        with berkas.open(encoding="utf-8", newline="") as f:
            pembaca = csv.reader(f, strict=True)
            kepala = tuple(next(pembaca, ()))
            if kepala not in (kolom, kolom + opsional):
                raise InvalidInstrumen(berkas, 1, f"kolom harus {','.join(kolom + opsional)}")
            for sel in pembaca:
                if len(sel) != len(kepala):
                    raise InvalidInstrumen(berkas, pembaca.line_num, f"{len(sel)} kolom, seharusnya {len(kepala)}")
                yield pembaca.line_num, dict(zip(kepala, sel, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise InvalidInstrumen(berkas, None, f"tidak terbaca: {e}") from e


def _baca_toml(berkas: Path) -> dict[str, Any]:
    try:
        with berkas.open("rb") as f:
            return tomllib.load(f)
    except (OSError, ValueError) as e:
        raise InvalidInstrumen(berkas, None, f"tidak terbaca: {e}") from e


def _tuntut_kunci(
    berkas: Path, isi: Mapping[str, Any], boleh: frozenset[str], opsional: frozenset[str] = frozenset()
) -> None:
    for kunci in isi:
        if kunci not in boleh:
            raise InvalidInstrumen(
                berkas, _baris_kunci(berkas, kunci), f"kunci “{kunci}” tidak dikenal; boleh: {', '.join(sorted(boleh))}"
            )
    for kunci in sorted(boleh - opsional):
        if kunci not in isi:
            raise InvalidInstrumen(berkas, None, f"kunci “{kunci}” belum ada")


def _baris_kunci(berkas: Path, kunci: str) -> int | None:
    pola = re.compile(rf"\s*\[*\s*\"?{re.escape(kunci)}\b")
    for nomor, teks in enumerate(berkas.read_text(encoding="utf-8").splitlines(), 1):
        if pola.match(teks):
            return nomor
    return None


def _teks(berkas: Path, isi: Mapping[str, Any], kunci: str) -> str:
    nilai = isi[kunci]
    if not isinstance(nilai, str) or not nilai:
        raise InvalidInstrumen(berkas, _baris_kunci(berkas, kunci), f"“{kunci}” harus teks")
    return nilai


def _tanggal(berkas: Path, isi: Mapping[str, Any], kunci: str) -> date:
    nilai = isi[kunci]
    if not isinstance(nilai, date):
        raise InvalidInstrumen(berkas, _baris_kunci(berkas, kunci), f"“{kunci}” harus tanggal")
    return nilai


def _pecahan(berkas: Path, tempat: int | str | None, teks: object) -> Fraction:
    """Exact value of a quoted number; a bare TOML float is refused because it is not exact.

    *tempat* is its line, or the key of the table that holds it.
    """
    if isinstance(teks, str):
        try:
            return Fraction(teks)
        except (ValueError, ZeroDivisionError):
            pass
    baris = _baris_kunci(berkas, tempat) if isinstance(tempat, str) else tempat
    raise InvalidInstrumen(berkas, baris, f'“{teks}” bukan angka dalam tanda petik, misalnya "0.5" atau "1/3"')


def _baca_skala(berkas: Path, isi: Mapping[str, Any]) -> Mapping[str, Mapping[str, Fraction]]:
    skala: dict[str, Mapping[str, Fraction]] = {}
    for jenis, pilihan in isi.items():
        if jenis not in _JENIS_JAWABAN:
            raise InvalidInstrumen(berkas, _baris_kunci(berkas, jenis), f"jenis jawaban “{jenis}” tidak dikenal")
        nilai = {p: _pecahan(berkas, jenis, n) for p, n in pilihan.items()}
        urut = list(nilai.values())
        if urut != sorted(urut, reverse=True) or urut[0] != 1 or urut[-1] != 0:
            raise InvalidInstrumen(berkas, _baris_kunci(berkas, jenis), f"skala “{jenis}” harus turun dari 1 ke 0")
        skala[jenis] = MappingProxyType(nilai)
    return MappingProxyType(skala)


def _baca_struktur(berkas: Path) -> tuple[Baris, ...]:
    hasil: list[Baris] = []
    ada: set[str] = set()
    for nomor, r in _baca_csv(berkas, _KOLOM_STRUKTUR):
        kode, jenis, jawaban = r["kode"], r["jenis_baris"], r["jenis_jawaban"]
        if kode in ada:
            raise InvalidInstrumen(berkas, nomor, f"kode “{kode}” ganda")
        if jenis not in _JENIS_BARIS:
            raise InvalidInstrumen(berkas, nomor, f"jenis_baris “{jenis}” tidak dikenal")
        if jawaban and jawaban not in _JENIS_JAWABAN:
            raise InvalidInstrumen(berkas, nomor, f"jenis_jawaban “{jawaban}” tidak dikenal")
        if bool(jawaban) != (jenis in ("indikator", "jumlah")):
            raise InvalidInstrumen(berkas, nomor, f"jenis_jawaban “{jawaban}” tidak cocok dengan {jenis}")
        if not r["baris"].isdigit() or (hasil and int(r["baris"]) <= hasil[-1].nomor):
            raise InvalidInstrumen(berkas, nomor, f"baris “{r['baris']}” harus naik")
        induk: str | None = kode.rpartition(".")[0] or None
        if jenis in ("total", "kelompok"):
            induk = None
        elif induk is not None and induk not in ada:
            raise InvalidInstrumen(berkas, nomor, f"induk “{induk}” belum ada sebelum {kode}")
        ada.add(kode)
        hasil.append(
            Baris(
                nomor=int(r["baris"]),
                kode=kode,
                jenis=cast(JenisBaris, jenis),
                teks=r["teks"],
                bobot=_pecahan(berkas, nomor, r["bobot"]) if r["bobot"] else None,
                jenis_jawaban=cast(JenisJawaban, jawaban) if jawaban else None,
                aturan=_baca_aturan(berkas, nomor, r["aturan"]) if r["aturan"] else None,
                induk=induk,
            )
        )
    for b in hasil:
        for operan in b.aturan.operan if b.aturan else ():
            if operan not in ada:
                raise InvalidInstrumen(berkas, None, f"aturan {b.kode} memakai kode “{operan}” yang tidak ada")
        if (b.jenis_jawaban == "persen") != (b.aturan is not None and b.jenis == "indikator"):
            raise InvalidInstrumen(berkas, None, f"{b.kode}: indikator persen wajib beraturan, yang lain tidak")
    return tuple(hasil)


def _baca_aturan(berkas: Path, nomor: int, teks: str) -> Aturan:
    cocok = _ATURAN.fullmatch(teks)
    if cocok is None or cocok[1] not in _OPERAN:
        raise InvalidInstrumen(berkas, nomor, f"aturan “{teks}” tidak dikenal; boleh: {', '.join(_OPERAN)}")
    operan = tuple(cocok[2].split(", "))
    if len(operan) != _OPERAN[cocok[1]]:
        raise InvalidInstrumen(berkas, nomor, f"aturan {cocok[1]} butuh {_OPERAN[cocok[1]]} operan")
    return Aturan(cocok[1], operan)


def _baca_alias(berkas: Path, per_kode: Mapping[str, Baris]) -> Mapping[str, tuple[str, ...]]:
    alias: dict[str, list[str]] = {}
    for nomor, r in _baca_csv(berkas, _KOLOM_ALIAS):
        if r["kode"] not in per_kode:
            raise InvalidInstrumen(berkas, nomor, f"kode “{r['kode']}” tidak ada di struktur.csv")
        alias.setdefault(r["kode"], []).append(r["teks"])
    return MappingProxyType({k: tuple(v) for k, v in alias.items()})


def _baca_ambang(berkas: Path, per_kode: Mapping[str, Baris], area: Mapping[str, str]) -> SetAmbang:
    isi = _baca_toml(berkas)
    _tuntut_kunci(berkas, isi, _KUNCI_AMBANG)
    if isi["batas"] != "inklusif":
        raise InvalidInstrumen(berkas, _baris_kunci(berkas, "batas"), "batas harus “inklusif”")
    daftar: list[Ambang] = []
    for butir in isi["ambang"]:
        _tuntut_kunci(berkas, butir, _KUNCI_BUTIR_AMBANG, opsional=frozenset({"satuan", "catatan"}))
        satuan = butir.get("satuan", "nilai")
        if satuan not in ("nilai", "persen"):
            raise InvalidInstrumen(berkas, None, f"satuan “{satuan}” tidak dikenal")
        simpul = butir["simpul"]
        if simpul not in per_kode and simpul not in ("total", "area"):
            raise InvalidInstrumen(berkas, None, f"simpul “{simpul}” tidak ada di struktur.csv")
        minimal: dict[Predikat, Fraction] = {
            "WBK": _pecahan(berkas, None, butir["wbk"]),
            "WBBM": _pecahan(berkas, None, butir["wbbm"]),
        }
        if minimal["WBK"] > minimal["WBBM"]:
            raise InvalidInstrumen(berkas, None, f"ambang {butir['kode']}: WBBM lebih rendah daripada WBK")
        bukti = _baca_bukti(berkas, butir)
        if simpul == "area":
            daftar += [
                Ambang(f"{butir['kode']}-{n}", butir["label"], n, satuan, MappingProxyType(minimal), *bukti)
                for n in area
            ]
        else:
            daftar.append(Ambang(butir["kode"], butir["label"], simpul, satuan, MappingProxyType(minimal), *bukti))
    if len({a.kode for a in daftar}) != len(daftar):
        raise InvalidInstrumen(berkas, None, "kode ambang ganda")
    return SetAmbang(isi["nama"], isi["sumber"], isi["diverifikasi"], tuple(daftar))


def _baca_bukti(berkas: Path, butir: Mapping[str, Any]) -> tuple[tuple[str, ...], StatusAmbang, str | None]:
    """Who confirms a threshold, whether they agree, and the note that a disagreement needs."""
    sumber, status, catatan = butir["sumber"], butir["status"], butir.get("catatan")
    tempat = f"ambang {butir['kode']}"
    if not isinstance(sumber, list) or not sumber or not all(isinstance(s, str) and s for s in sumber):
        raise InvalidInstrumen(berkas, None, f"{tempat}: sumber harus daftar teks yang terisi")
    if status not in get_args(StatusAmbang):
        raise InvalidInstrumen(berkas, None, f"{tempat}: status “{status}” harus cocok atau berbeda")
    if not isinstance(catatan, str | None) or catatan == "" or (status == "berbeda" and catatan is None):
        raise InvalidInstrumen(berkas, None, f"{tempat}: status berbeda perlu catatan yang terisi")
    return tuple(sumber), cast(StatusAmbang, status), catatan


def _baca_peran(berkas: Path, isi: Any, per_kode: Mapping[str, Baris]) -> Peran:
    if not isinstance(isi, dict):
        raise InvalidInstrumen(berkas, _baris_kunci(berkas, "peran"), "“peran” harus bagian berkunci")
    _tuntut_kunci(berkas, isi, frozenset(Peran._fields))
    peran = Peran(**{nama: _teks(berkas, isi, nama) for nama in Peran._fields})
    for nama, kode in peran._asdict().items():
        b = per_kode.get(kode)
        komponen = nama in ("pengungkit", "hasil")
        cocok = b and (b.jenis == "komponen" if komponen else (b.jenis, b.induk) == ("aspek", peran.pengungkit))
        if not cocok:
            pesan = f"{nama} “{kode}” harus {'komponen' if komponen else 'aspek pengungkit'} di struktur.csv"
            raise InvalidInstrumen(berkas, _baris_kunci(berkas, nama), pesan)
    return peran


def _baca_pencocokan(berkas: Path, isi: Any) -> Pencocokan:
    if not isinstance(isi, dict):
        raise InvalidInstrumen(berkas, _baris_kunci(berkas, "pencocokan"), "“pencocokan” harus bagian berkunci")
    _tuntut_kunci(berkas, isi, _KUNCI_PENCOCOKAN)
    return Pencocokan(_teks(berkas, isi, "dengan"), _tanggal(berkas, isi, "tanggal"), _teks(berkas, isi, "hasil"))


def _periksa_pohon(berkas: Path, instrumen: Instrumen, kepala: Mapping[str, Any]) -> None:
    """Weights of children sum exactly to their parent's, and the components to the whole."""
    for kode, anak in instrumen.anak.items():
        jumlah = sum((instrumen.bobot(k) for k in anak), Fraction(0))
        if jumlah != instrumen.bobot(kode):
            raise InvalidInstrumen(berkas, None, f"bobot anak {kode} berjumlah {jumlah}, bukan {instrumen.bobot(kode)}")
    komponen = [b for b in instrumen.baris if b.jenis == "komponen"]
    total = sum((instrumen.bobot(b.kode) for b in komponen), Fraction(0))
    if total != Fraction(kepala["bobot_total"]):
        raise InvalidInstrumen(berkas, None, f"bobot komponen berjumlah {total}, bukan {kepala['bobot_total']}")
    for b in instrumen.baris:
        if b.bernilai and b.jenis != "indikator" and b.kode not in instrumen.anak:
            raise InvalidInstrumen(berkas, None, f"{b.kode} tidak punya anak")
    for nomor in instrumen.nama_area:
        for kode in instrumen.bagian_area(nomor):
            if kode not in instrumen.per_kode:
                raise InvalidInstrumen(berkas, None, f"area {kode} tidak ada")
    # Totals are sums over a run of indicators, so those of one node stand together.
    selesai: set[str] = set()
    jalur: tuple[str, ...] = ()
    for b in instrumen.indikator:
        bagian = b.kode.split(".")
        baru = tuple(".".join(bagian[:n]) for n in range(1, len(bagian)))
        selesai |= set(jalur) - set(baru)
        for kode in baru:
            if kode in selesai:
                raise InvalidInstrumen(berkas, None, f"indikator {kode} tidak berurutan")
        jalur = baru


def _periksa_kepala(berkas: Path, instrumen: Instrumen, kepala: Mapping[str, Any]) -> None:
    """What instrumen.toml says of the rows agrees with them."""
    if len(instrumen.indikator) != kepala["jumlah_indikator"]:
        raise InvalidInstrumen(
            berkas,
            _baris_kunci(berkas, "jumlah_indikator"),
            f"{len(instrumen.indikator)} indikator di struktur.csv, bukan {kepala['jumlah_indikator']}",
        )
    belahan = {k for n in instrumen.nama_area for k in instrumen.bagian_area(n)}
    for b in instrumen.baris:
        if b.jenis == "area" and b.kode not in belahan:
            raise InvalidInstrumen(berkas, _baris_kunci(berkas, "area"), f"area {b.kode} belum bernama")
    for kode in instrumen.label:
        if kode not in instrumen.per_kode:
            raise InvalidInstrumen(berkas, _baris_kunci(berkas, kode), f"label untuk kode “{kode}” yang tidak ada")
