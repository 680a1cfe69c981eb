"""Where letters take their data: worksheets, a recap, the register, and the requirement check on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zi_cli.config import Config
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.evaluation import evaluate
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.pengajuan.check import periksa
from zi_cli.pengajuan.eligibility import Aturan, HasilSatker
from zi_cli.pengajuan.find_lke import find_lke
from zi_cli.pengajuan.lke_facts import LkeFacts, Simpulan, extract_lke_facts, make_simpulan
from zi_cli.pengajuan.pairing import lke_path, pair_lke
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.pengajuan.requirement import HasilSyarat
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.records.score import ambang_record, read_thresholds, score_record
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.words import DoubtText, state_words
from zi_cli.surat.context_score import ambang_gagal
from zi_cli.surat.material import BahanSatker, Kelayakan, Sumber, SyaratSurat
from zi_cli.text import canonical_name
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai, Worksheet

if TYPE_CHECKING:
    from zi_cli.records.read_back import Document
    from zi_cli.records.types.batch import BatchRecord, SatkerRecord

#: Findings of the check that hold a proposal back by themselves.
_MENAHAN = frozenset({"SYR402", "DAT533", "DAT535", "DAT536", "SYR415"})


#: A recap's record alone can't tell whether the register and the worksheet agree.
_TANPA_BERKAS = "berkas LKE pada rekap tidak ditemukan (atau sudah berubah), sehingga register tidak dapat dicocokkan"


class Lookup(NamedTuple):
    """What to look for: files, a folder of them, a recap, a register, and how to judge.

    ``tanggal`` is the submission date for the check; ``predikat`` overrides the register's.
    ``semua_baris`` reads the worksheets of rows that are not proposed too (monev).
    """

    konfigurasi: Config
    instrumen: Instrumen
    tanggal: date
    berkas: tuple[Path, ...] = ()
    folder: Path | None = None
    rekap: Document[BatchRecord] | None = None
    daftar: DaftarSatker | None = None
    penilai: Penilai | None = None
    predikat: Predikat | None = None
    read_lke: bool = True
    semua_baris: bool = False


class Gathered(NamedTuple):
    """Every satker found, in the order of the register, and the files that could not be read."""

    satker: tuple[BahanSatker, ...]
    gagal: tuple[Temuan, ...]


class _Lke(NamedTuple):
    """One scored worksheet: for the check, as a record, and in full when it was read here."""

    bahan: LkeFacts
    skor: Mapping[str, Any]
    lembar: Worksheet | None = None
    penilaian: tuple[Penilaian, ...] = ()


def gather(cari: Lookup) -> Gathered:
    """Read what *cari* names, pair it with the register and check every proposal.

    Raises :class:`UnreadableInput` for a recap that was made with other thresholds.
    """
    lke, gagal = _semua_lke(cari)
    per_jalur = {x.bahan.jalur.resolve(): x for x in lke}
    aturan = Aturan(cari.konfigurasi, load_syarat(cari.instrumen), cari.tanggal)
    akar = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent] if cari.rekap else []
    akar += [b.parent for b in cari.berkas]
    if cari.folder is not None:
        akar.append(cari.folder)
    diperiksa = periksa(aturan, cari.daftar, [x.bahan for x in lke], akar=akar)
    putusan = {_kunci(h): h for h in diperiksa.satker}
    hasil: list[BahanSatker] = []
    if cari.daftar is None:
        hasil += [_bahan(cari, None, x, putusan) for x in lke]
        return Gathered(tuple(hasil), tuple(gagal))
    pasang = pair_lke(cari.daftar, [x.bahan for x in lke], akar)
    for p in pasang.baris:
        milik = per_jalur[p.bahan.jalur.resolve()] if p.bahan else None
        hasil.append(_bahan(cari, p.satker, milik, putusan))
    hasil += [_bahan(cari, None, per_jalur[b.jalur.resolve()], putusan) for b in pasang.sisa]
    return Gathered(tuple(hasil), tuple(gagal))


def pilih(kumpulan: Sequence[BahanSatker], nama: Iterable[str]) -> list[BahanSatker]:
    """The satker that *nama* name by kode or by name; raises :class:`UserError` for one not there."""
    hasil: dict[int, BahanSatker] = {}
    for n in nama:
        kunci = canonical_name(n)
        cocok = [b for b in kumpulan if kunci in (canonical_name(b.kode), canonical_name(b.nama))]
        if not cocok:
            from zi_cli.surat.fields import terdekat

            dekat = terdekat(n, [t for b in kumpulan for t in (b.kode, b.nama) if t])
            saran = f"; mungkin {', '.join(dekat)}" if dekat else ""
            raise UserError(f"satker “{n[:80]}” tidak ada di register, rekap, atau berkas{saran}", EXIT_USAGE)
        hasil |= {id(b): b for b in cocok}
    return [b for b in kumpulan if id(b) in hasil]


def _semua_lke(cari: Lookup) -> tuple[list[_Lke], list[Temuan]]:
    if not cari.read_lke:
        return [], []
    lke: list[_Lke] = []
    gagal: list[Temuan] = []
    jalur = list(cari.berkas)
    if cari.rekap is not None:
        for rekaman in cari.rekap.isi["satker"]:
            ada = _cari_berkas(rekaman, cari)
            if ada is not None:
                jalur.append(ada)
            elif rekaman["ambang"] == ambang_record(cari.konfigurasi.ambang):
                lke.append(_dari_rekaman(rekaman, cari))
            else:
                sebab = "dihitung dengan ambang lain; ulangi zi batch dengan zi.toml yang sama"
                raise UnreadableInput(make_temuan("SRT632", berkas=cari.rekap.jalur.name, sebab=sebab))
    ditemukan = [] if jalur or cari.rekap is not None else find_lke(cari.folder, cari.daftar, None)
    if cari.semua_baris and cari.daftar is not None and not jalur and cari.rekap is None:
        sudah = {b.jalur.resolve() for b in ditemukan}
        jalur += [j for j in _tidak_diusulkan(cari.daftar) if j.resolve() not in sudah]
    semua = [*((x, True) for x in jalur), *((b.jalur, b.disebut) for b in ditemukan)]
    for j, disebut in semua:
        try:
            with guarding_several(semua):
                lke.append(_baca(j, cari))
        except UnreadableInput as e:
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
            jalur = lke_path(s, daftar.berkas, ())
        except ValueError:
            continue  # pairing reports it, with the cell
        if jalur is not None and jalur.is_file():
            yield jalur


def _baca(jalur: Path, cari: Lookup) -> _Lke:
    e = evaluate(jalur, cari.konfigurasi, cari.penilai)
    ws, utama = e.ws, e.penentu
    skor = score_record(ws, utama, e.semua, cari.instrumen, cari.konfigurasi.ambang)
    bahan = extract_lke_facts(e, load_syarat(cari.instrumen), jalur)
    return _Lke(bahan, skor, ws, tuple(e.semua))


def _cari_berkas(rekaman: SatkerRecord, cari: Lookup) -> Path | None:
    """The worksheet a recap's record speaks of, if it is still where it was, byte for byte."""
    assert cari.rekap is not None
    tempat = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent]
    if cari.daftar is not None:
        tempat.append(cari.daftar.berkas.parent)
    for akar in tempat:
        # A name that is none (too long, a NUL in it) is no file.
        with suppress(OSError, ValueError, RuntimeError):
            calon = (akar / rekaman["jalur"]).resolve()
            if not calon.is_relative_to(akar.resolve()) or not calon.is_file():
                continue
            with calon.open("rb") as f:
                if hashlib.file_digest(f, "sha256").hexdigest() == rekaman["berkas"]["sha256"]:
                    return calon
    return None


def _dari_rekaman(rekaman: SatkerRecord, cari: Lookup) -> _Lke:
    """A record whose worksheet is elsewhere: its figures stand, cross-checks with it are not possible."""
    assert cari.rekap is not None
    simpulan: dict[Predikat, Simpulan] = {}
    for p, v in rekaman["putusan"].items():
        ragu = [DoubtText(**b) for b in v["bergantung"]]
        ambang = read_thresholds(v)
        simpulan[p] = make_simpulan(ambang, v["keadaan"], v["keadaan_pengungkit"], ragu, v["sebab"])
    akar = cari.daftar.berkas.parent if cari.daftar else cari.rekap.jalur.parent
    bahan = LkeFacts(
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
        pengungkit={rekaman["penilai"]: {p: rekaman["putusan"][p]["keadaan_pengungkit"] for p in PREDIKAT}},
        sidik="",
    )
    return _Lke(bahan, rekaman)


def _kunci(h: HasilSatker) -> object:
    return id(h.satker) if h.satker is not None else h.bahan.jalur.resolve() if h.bahan else None


def _bahan(cari: Lookup, satker: Satker | None, lke: _Lke | None, putusan: Mapping[object, HasilSatker]) -> BahanSatker:
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


def _kelayakan(cari: Lookup, h: HasilSatker | None, lke: _Lke | None) -> Kelayakan:
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


def _sebab(cari: Lookup, h: HasilSatker, lke: _Lke | None) -> Iterator[str]:
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
        putusan = lke.skor["putusan"][h.usulan]
        kata = state_words(putusan["keadaan"], putusan["keadaan_pengungkit"])
        jumlah = len(putusan["bergantung"])
        yield f"putusan nilai: {kata}" + (f", bergantung pada {jumlah} jawaban yang meragukan" if jumlah else "")
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
