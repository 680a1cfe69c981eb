"""Where letters take their data: worksheets, a recap, the register, and the requirement check on them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from zi_cli.errors import SALAH_PAKAI, GalatPengguna, TakTerbaca
from zi_cli.findings.katalog import buat_temuan
from zi_cli.findings.model import Temuan
from zi_cli.instrumen.model import PREDIKAT, Instrumen, Predikat
from zi_cli.pengajuan.aturan import muat_syarat
from zi_cli.pengajuan.baca_lke import cari_lke
from zi_cli.pengajuan.bahan import BahanLke, Simpulan, ringkas_lke
from zi_cli.pengajuan.daftar import DaftarSatker, Satker
from zi_cli.pengajuan.kelayakan import Aturan, HasilSatker
from zi_cli.pengajuan.kolom import nama_baku
from zi_cli.pengajuan.konfigurasi import Konfigurasi
from zi_cli.pengajuan.pasangan import jalur_lke, pasangkan
from zi_cli.pengajuan.periksa import periksa
from zi_cli.pengajuan.syarat import HasilSyarat
from zi_cli.report.rekaman import rekaman_ambang, rekaman_score
from zi_cli.scoring.model import Penilaian
from zi_cli.scoring.penilaian import nilai_worksheet, penentu
from zi_cli.surat.bahan import BahanSatker, Kelayakan, Sumber, SyaratSurat
from zi_cli.surat.konteks_nilai import ambang_gagal
from zi_cli.surat.rekap import Rekap
from zi_cli.worksheet.model import Penilai, Worksheet
from zi_cli.worksheet.read import baca_berkas

#: Findings of the check that hold a proposal back by themselves.
_MENAHAN = frozenset({"SYR402", "DAT533", "DAT535", "DAT536", "SYR415"})


#: A recap's record alone can't tell whether the register and the worksheet agree.
_TANPA_BERKAS = "berkas LKE pada rekap tidak ditemukan (atau sudah berubah), sehingga register tidak dapat dicocokkan"


class Pencarian(NamedTuple):
    """What to look for: files, a folder of them, a recap, a register, and how to judge.

    ``tanggal`` is the submission date for the check; ``predikat`` overrides the register's.
    ``semua_baris`` reads the worksheets of rows that are not proposed too (monev).
    """

    konfigurasi: Konfigurasi
    instrumen: Instrumen
    tanggal: date
    berkas: tuple[Path, ...] = ()
    folder: Path | None = None
    rekap: Rekap | None = None
    daftar: DaftarSatker | None = None
    penilai: Penilai | None = None
    predikat: Predikat | None = None
    baca_lke: bool = True
    semua_baris: bool = False


class Kumpulan(NamedTuple):
    """Every satker found, in the order of the register, and the files that could not be read."""

    satker: tuple[BahanSatker, ...]
    gagal: tuple[Temuan, ...]


class _Lke(NamedTuple):
    """One scored worksheet: for the check, as a record, and in full when it was read here."""

    bahan: BahanLke
    skor: Mapping[str, Any]
    lembar: Worksheet | None = None
    penilaian: tuple[Penilaian, ...] = ()


def kumpulkan(cari: Pencarian) -> Kumpulan:
    """Read what *cari* names, pair it with the register and check every proposal."""
    lke, gagal = _semua_lke(cari)
    per_jalur = {x.bahan.jalur.resolve(): x for x in lke}
    aturan = Aturan(cari.konfigurasi, muat_syarat(cari.instrumen.nama), cari.tanggal)
    akar = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent] if cari.rekap else []
    akar += [b.parent for b in cari.berkas]
    if cari.folder is not None:
        akar.append(cari.folder)
    diperiksa = periksa(aturan, cari.daftar, [x.bahan for x in lke], akar=akar)
    putusan = {_kunci(h): h for h in diperiksa.satker}
    hasil: list[BahanSatker] = []
    if cari.daftar is None:
        hasil += [_bahan(cari, None, x, putusan) for x in lke]
        return Kumpulan(tuple(hasil), tuple(gagal))
    pasang = pasangkan(cari.daftar, [x.bahan for x in lke], akar)
    for p in pasang.baris:
        milik = per_jalur[p.bahan.jalur.resolve()] if p.bahan else None
        hasil.append(_bahan(cari, p.satker, milik, putusan))
    hasil += [_bahan(cari, None, per_jalur[b.jalur.resolve()], putusan) for b in pasang.sisa]
    return Kumpulan(tuple(hasil), tuple(gagal))


def pilih(kumpulan: Sequence[BahanSatker], nama: Iterable[str]) -> list[BahanSatker]:
    """The satker that *nama* name by kode or by name; raises :class:`GalatPengguna` for one not there."""
    hasil: dict[int, BahanSatker] = {}
    for n in nama:
        kunci = nama_baku(n)
        cocok = [b for b in kumpulan if kunci in (nama_baku(b.kode), nama_baku(b.nama))]
        if not cocok:
            from zi_cli.surat.medan import terdekat

            dekat = terdekat(n, [t for b in kumpulan for t in (b.kode, b.nama) if t])
            saran = f"; mungkin {', '.join(dekat)}" if dekat else ""
            raise GalatPengguna(f"satker “{n[:80]}” tidak ada di register, rekap, atau berkas{saran}", SALAH_PAKAI)
        hasil |= {id(b): b for b in cocok}
    return [b for b in kumpulan if id(b) in hasil]


def _semua_lke(cari: Pencarian) -> tuple[list[_Lke], list[Temuan]]:
    if not cari.baca_lke:
        return [], []
    lke: list[_Lke] = []
    gagal: list[Temuan] = []
    jalur = list(cari.berkas)
    if cari.rekap is not None:
        for rekaman in cari.rekap.satker:
            ada = _cari_berkas(rekaman, cari)
            if ada is not None:
                jalur.append(ada)
            elif rekaman["ambang"] == rekaman_ambang(cari.konfigurasi.ambang):
                lke.append(_dari_rekaman(rekaman, cari))
            else:
                sebab = "dihitung dengan ambang lain; ulangi zi batch dengan zi.toml yang sama"
                return [], [buat_temuan("SRT632", berkas=cari.rekap.jalur.name, sebab=sebab)]
    ditemukan = [] if jalur or cari.rekap is not None else cari_lke(cari.folder, cari.daftar, None)
    if cari.semua_baris and cari.daftar is not None and not jalur and cari.rekap is None:
        sudah = {b.jalur.resolve() for b in ditemukan}
        jalur += [j for j in _tidak_diusulkan(cari.daftar) if j.resolve() not in sudah]
    for j, disebut in [*((x, True) for x in jalur), *((b.jalur, b.disebut) for b in ditemukan)]:
        try:
            lke.append(_baca(j, cari))
        except TakTerbaca as e:
            # A workbook of the folder that holds no worksheet and that no row names is another document.
            if disebut or e.temuan.kode != "LKE105":
                gagal.append(e.temuan)
    return lke, gagal


def _tidak_diusulkan(daftar: DaftarSatker) -> Iterator[Path]:
    """Worksheets named by rows that say they are not proposed."""
    for s in daftar.satker:
        if s.usulan != "Tidak":
            continue
        try:
            jalur = jalur_lke(s, daftar.berkas, ())
        except ValueError:
            continue  # pairing reports it, with the cell
        if jalur is not None and jalur.is_file():
            yield jalur


def _baca(jalur: Path, cari: Pencarian) -> _Lke:
    ws = baca_berkas(jalur, instrumen=cari.instrumen)
    semua = nilai_worksheet(ws, cari.instrumen, cari.konfigurasi.ambang)
    utama = penentu(semua, cari.penilai)
    if utama is None:
        ada = ", ".join(x.penilai for x in semua)
        raise TakTerbaca(buat_temuan("DAT538", berkas=jalur.name, penilai=cari.penilai, ada=ada))
    skor = rekaman_score(ws, utama, semua, cari.instrumen, cari.konfigurasi.ambang)
    syarat = muat_syarat(cari.instrumen.nama)
    bahan = ringkas_lke(ws, utama, cari.instrumen, cari.konfigurasi.ambang, syarat, jalur)
    return _Lke(bahan, skor, ws, tuple(semua))


def _cari_berkas(rekaman: Mapping[str, Any], cari: Pencarian) -> Path | None:
    """The worksheet a recap's record speaks of, if it is still where it was, byte for byte."""
    assert cari.rekap is not None
    tempat = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent]
    if cari.daftar is not None:
        tempat.append(cari.daftar.berkas.parent)
    for akar in tempat:
        calon: Path = (akar / rekaman["jalur"]).resolve()
        if not calon.is_relative_to(akar.resolve()) or not calon.is_file():
            continue
        with calon.open("rb") as f:
            if hashlib.file_digest(f, "sha256").hexdigest() == rekaman["berkas"]["sha256"]:
                return calon
    return None


def _dari_rekaman(rekaman: Mapping[str, Any], cari: Pencarian) -> _Lke:
    """A record whose worksheet is elsewhere: its figures stand, cross-checks with it are not possible."""
    assert cari.rekap is not None
    simpulan: dict[Predikat, Simpulan] = {}
    for p in PREDIKAT:
        putusan = rekaman["putusan"][p]
        pasti = putusan["memenuhi"] or not putusan["memenuhi_maks"]
        total = next(a for a in putusan["ambang"] if a["kode"] == "total")
        simpulan[p] = Simpulan(
            putusan["memenuhi"] if pasti else None,
            Fraction(str(total["nilai"])),
            Fraction(str(total["minimal"])),
            tuple(f"{a['kode']} {a['nilai']} dari {a['minimal']}" for a in putusan["ambang"] if not a["memenuhi"]),
        )
    akar = cari.daftar.berkas.parent if cari.daftar else cari.rekap.jalur.parent
    bahan = BahanLke(
        jalur=akar / rekaman["jalur"],
        nama=rekaman["jalur"],
        sha256=rekaman["berkas"]["sha256"],
        satker=rekaman["satker"],
        kode_satker=None,
        tahun=rekaman["tahun"],
        usulan=None,
        penilai=rekaman["penilai"],
        tahap=rekaman["tahap"],
        simpulan=simpulan,
        angka={},
        catatan=(),
        kosong=(),
        temuan=(),
    )
    return _Lke(bahan, rekaman)


def _kunci(h: HasilSatker) -> object:
    return id(h.satker) if h.satker is not None else h.bahan.jalur.resolve() if h.bahan else None


def _bahan(
    cari: Pencarian, satker: Satker | None, lke: _Lke | None, putusan: Mapping[object, HasilSatker]
) -> BahanSatker:
    kunci = id(satker) if satker is not None else lke.bahan.jalur.resolve() if lke else None
    h = putusan.get(kunci)
    usulan = h.usulan if h else None
    sumber = (Sumber(lke.bahan.nama, lke.bahan.sha256),) if lke else ()
    nama = satker.sebutan if satker else (lke.bahan.satker or lke.bahan.jalur.stem) if lke else ""
    return BahanSatker(
        nama=nama,
        satker=satker,
        predikat=cari.predikat or usulan,
        skor=lke.skor if lke else None,
        lembar=lke.lembar if lke else None,
        penilaian=lke.penilaian if lke else (),
        kelayakan=_kelayakan(cari, h, lke),
        sumber=sumber,
    )


def _kelayakan(cari: Pencarian, h: HasilSatker | None, lke: _Lke | None) -> Kelayakan:
    if h is None:
        return Kelayakan(False, ("register menyatakan tidak diusulkan",))
    if cari.predikat is not None and cari.predikat != h.usulan:
        return Kelayakan(None, (f"diusulkan menuju {h.usulan or 'predikat yang belum diisi'}, bukan {cari.predikat}",))
    syarat = tuple(
        SyaratSurat(s.label, s.nilai_teks, s.minimal_teks, s.memenuhi, (s.tindakan or "").rstrip(".")) for s in h.syarat
    )
    if h.layak and lke is not None and lke.lembar is None:
        return Kelayakan(None, (_TANPA_BERKAS,), syarat)
    sebab = () if h.layak else tuple(_sebab(cari, h, lke))
    return Kelayakan(h.layak, sebab or tuple(h.alasan), syarat if h.satker is not None else ())


def _sebab(cari: Pencarian, h: HasilSatker, lke: _Lke | None) -> Iterator[str]:
    """Why *h* is not eligible, in words fit for a letter (no cell addresses)."""
    if h.usulan is None:
        yield "predikat yang diusulkan belum diisi"
    elif lke is None:
        yield "lembar kerja evaluasi belum ada"
    elif h.nilai_memenuhi is False:
        gagal = ambang_gagal(cari.konfigurasi.ambang, cari.instrumen, lke.skor, h.usulan)
        yield from (f"{a['label']} {a['nilai']}, di bawah {a['minimal']}" for a in gagal)
        if not gagal:
            yield "catatan survei di lembar kerja evaluasi lebih rendah daripada nilainya"
    elif h.nilai_memenuhi is None:
        yield f"nilai belum pasti: {lke.skor['kosong']} indikator tanpa jawaban"
    for s in h.syarat:
        if s.memenuhi is False:
            yield f"{_label(s)}: {s.nilai_teks} (seharusnya {s.minimal_teks})"
    belum = [_label(s) for s in h.syarat if s.memenuhi is None]
    if belum:
        yield f"belum ada data: {', '.join(belum)}"
    yield from (
        t.temuan.pesan.rstrip(".") for t in h.temuan if t.temuan.kode in _MENAHAN and t.temuan.tingkat == "galat"
    )


def _label(s: HasilSyarat) -> str:
    return s.label.removesuffix(" (persen)")
