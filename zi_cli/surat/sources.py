"""Where letters take their data: worksheets read for them, the register, and the requirement check on both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.config import Config
from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.files import file_sha256, real_path
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.pengajuan.check import check_register, register_row
from zi_cli.pengajuan.eligibility import BERKAS, EVALUASI, IDENTITAS, NILAI, TAHUN, Aturan, HasilSatker, check_satker
from zi_cli.pengajuan.fact import Fact, Jawaban
from zi_cli.pengajuan.find_lke import find_lke
from zi_cli.pengajuan.kawasan import Kawasan
from zi_cli.pengajuan.lke_facts import LkeFacts, extract_lke_facts
from zi_cli.pengajuan.pairing import lke_path, pair_lke
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.scoring.words import state_words
from zi_cli.surat.context_score import ambang_gagal
from zi_cli.surat.material import PERSEN, TANPA_LKE, BahanSatker, Kelayakan, RecordedPlan, Sumber, syarat_surat
from zi_cli.text import canonical_name, path_text
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai

if TYPE_CHECKING:
    from zi_cli.batch.run import Watcher
    from zi_cli.records.read_back import ReadRecord
    from zi_cli.records.types.batch import BatchRecord, SatkerRecord

#: From so many worksheets on their reading is watched.
_BANYAK = 50
#: Why the worksheet that a recap was made from can't stand for itself.
_TIDAK_SAMA = "berkas LKE “{}” pada rekap tidak ditemukan atau sudah berubah; jalankan lagi zi batch"


class Lookup(NamedTuple):
    """What to look for: files, a folder of them, a recap, a register, and how to judge.

    ``tanggal`` is the submission date for the check, ``tahun`` the proposal's year where it was said apart;
    ``predikat`` overrides the register's. ``dimiliki``: the letters are about the predicates held, not those
    proposed. ``tim`` is whose evaluation they speak of (None: who decides unasked). ``lihat`` is told of many files.
    """

    konfigurasi: Config
    instrumen: Instrumen
    tanggal: date
    berkas: tuple[Path, ...] = ()
    folder: Path | None = None
    rekap: ReadRecord[BatchRecord] | None = None
    daftar: DaftarSatker | None = None
    penilai: Penilai | None = None
    tim: Penilai | None = None
    tahun: int | None = None
    predikat: Predikat | None = None
    dimiliki: bool = False
    lihat: Watcher | None = None


class Gathered(NamedTuple):
    """Every satker found, in the order of the register, the files that could not be read, and findings about all."""

    satker: tuple[BahanSatker, ...]
    gagal: tuple[Temuan, ...]
    umum: tuple[Temuan, ...] = ()
    kawasan: tuple[Kawasan, ...] = ()


class _Lke(NamedTuple):
    """One worksheet: for the check, and in full."""

    bahan: LkeFacts
    evaluasi: Evaluation


def gather(cari: Lookup) -> Gathered:
    """Read what *cari* names, pair it with the register and check every proposal."""
    lke, gagal, hilang = _semua_lke(cari)
    per_jalur = {real_path(x.bahan.jalur): x for x in lke}
    syarat = load_syarat(cari.instrumen)
    aturan = Aturan(cari.konfigurasi, syarat, cari.tanggal, tahun_pengajuan=cari.tahun, tim=cari.tim)
    akar = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent] if cari.rekap else []
    akar += [b.parent for b in cari.berkas]
    if cari.folder is not None:
        akar.append(cari.folder)
    bahan = [x.bahan for x in lke]
    diperiksa = check_register(aturan, cari.daftar, bahan, akar=akar)
    usulan = {_kunci(h.satker, h.bahan): h for h in diperiksa.satker}

    def satu(satker: Satker | None, b: LkeFacts | None, pasangan: Iterable[Temuan] = ()) -> BahanSatker:
        hasil = _material(cari, satker, per_jalur[real_path(b.jalur)] if b else None, usulan.get(_kunci(satker, b)))
        if cari.dimiliki and satker is not None and hasil.predikat is not None and cari.daftar is not None:
            baris = register_row(satker)
            milik = [*pasangan, *(t for t in cari.daftar.temuan if t.sel is not None and t.sel.baris == baris)]
            nama = path_text(cari.daftar.berkas.name)
            hasil = replace(hasil, cocok=check_satker(aturan, replace(satker, usulan=hasil.predikat), b, nama, milik))
        sebab = hilang[kunci][1] if (kunci := canonical_name(hasil.nama)) in hilang else TANPA_LKE
        return replace(hasil, tanpa_lke=sebab)

    umum = tuple(t.temuan for t in diperiksa.temuan if t.berkas is None and t.temuan.kode == "SYR411")
    if cari.daftar is None:
        kumpulan = [satu(None, b) for b in bahan]
        ada = {canonical_name(b.nama) for b in kumpulan}
        kumpulan += [BahanSatker(n, tanpa_lke=sebab) for kunci, (n, sebab) in hilang.items() if kunci not in ada]
        return Gathered(tuple(kumpulan), tuple(gagal), umum)
    pasang = pair_lke(cari.daftar, bahan, akar)
    hasil = [satu(p.satker, p.bahan, p.temuan) for p in pasang.baris] + [satu(None, b) for b in pasang.sisa]
    return Gathered(tuple(hasil), tuple(gagal), umum, diperiksa.kawasan)


def common_sources(
    setelan: Config,
    daftar: DaftarSatker | None,
    rekap: ReadRecord[BatchRecord] | None = None,
    rencana: RecordedPlan | None = None,
) -> tuple[Sumber, ...]:
    """Sources that concern every letter of this run."""
    sumber = [Sumber(path_text(daftar.berkas.name), daftar.sha256)] if daftar else []
    if setelan.berkas is not None and setelan.sha256 is not None:
        sumber.append(Sumber(path_text(setelan.berkas.name), setelan.sha256))
    return (
        *sumber,
        *([Sumber(path_text(rekap.jalur.name), rekap.sha256)] if rekap else ()),
        *([rencana.sumber] if rencana else ()),
    )


def pick_satker(kumpulan: Sequence[BahanSatker], nama: Iterable[str]) -> list[BahanSatker]:
    """The satker that *nama* name by kode or by name, written out or abbreviated, several of them parted by commas.

    Raises :class:`UserError` for one not there.
    """
    hasil: dict[int, BahanSatker] = {}
    disebut = [x for n in nama for x in ([n] if _called(kumpulan, n) else n.split(","))]
    for n in disebut:
        cocok = _called(kumpulan, n)
        if not cocok:
            from zi_cli.surat.fields import nearest_fields

            dekat = nearest_fields(n, [t for b in kumpulan for t in (b.kode, b.nama) if t])
            saran = f"; mungkin {', '.join(dekat)}" if dekat else ""
            raise UserError(f"satker “{n[:80]}” tidak ada di daftar satker, rekap, atau berkas{saran}", EXIT_USAGE)
        hasil |= {id(b): b for b in cocok}
    return [b for b in kumpulan if id(b) in hasil]


def _called(kumpulan: Sequence[BahanSatker], nama: str) -> list[BahanSatker]:
    kunci, lengkap = canonical_name(nama), name_key(nama)
    return [b for b in kumpulan if canonical_name(b.kode) == kunci or name_key(b.nama) == lengkap]


def _semua_lke(cari: Lookup) -> tuple[list[_Lke], list[Temuan], dict[str, tuple[str, str]]]:
    """Worksheets, findings about those that can't be read, and by levelled name the recap's that are not there.

    A recap only says where worksheets were; every figure is read again from the very bytes it was made from.
    """
    lke: list[_Lke] = []
    gagal: list[Temuan] = []
    hilang: dict[str, tuple[str, str]] = {}
    jalur = list(cari.berkas)
    for rekaman in cari.rekap.isi["satker"] if cari.rekap else ():
        ada = _find_file(rekaman, cari)
        if ada is not None:
            jalur.append(ada)
        else:
            nama = rekaman["satker"] or Path(rekaman["jalur"]).stem
            hilang[canonical_name(nama)] = (nama, _TIDAK_SAMA.format(path_text(Path(rekaman["jalur"]).name)))
    ditemukan = [] if jalur or cari.rekap is not None else find_lke(cari.folder, cari.daftar, None)
    if cari.dimiliki and cari.daftar is not None and not jalur and cari.rekap is None:
        sudah = {real_path(b.jalur) for b in ditemukan}
        jalur += [j for j in _tidak_diusulkan(cari.daftar) if real_path(j) not in sudah]
    semua = [*((x, True) for x in jalur), *((b.jalur, b.disebut) for b in ditemukan)]
    lihat = cari.lihat if len(semua) >= _BANYAK else None
    if lihat is not None:
        lihat.begin(len(semua))
    try:
        for j, disebut in semua:
            try:
                with guarding_several(semua):
                    lke.append(_read(j, cari))
            except UnreadableInput as e:
                # A workbook of the folder that holds no worksheet and that no row names is another document.
                if disebut or e.temuan.kode != "LKE105":
                    gagal.append(e.temuan)
            if lihat is not None:
                lihat.advance(path_text(j.name))
    finally:
        if lihat is not None:
            lihat.end()
    return lke, gagal, hilang


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


def _read(jalur: Path, cari: Lookup) -> _Lke:
    e = evaluate(jalur, cari.konfigurasi, cari.penilai)
    if cari.penilai is None and any(x.penilai == cari.tim for x in e.semua):
        e = e._replace(pilihan=cari.tim)
    return _Lke(extract_lke_facts(e, load_syarat(cari.instrumen), jalur), e)


def _find_file(rekaman: SatkerRecord, cari: Lookup) -> Path | None:
    """The worksheet a recap's record speaks of, if it is still where it was, byte for byte."""
    assert cari.rekap is not None
    tempat = [cari.rekap.jalur.parent, cari.rekap.jalur.parent.parent]
    if cari.daftar is not None:
        tempat.append(cari.daftar.berkas.parent)
    for akar in tempat:
        # A name that is none (too long, a NUL in it) is no file.
        with suppress(OSError, ValueError, RuntimeError):
            calon = real_path(akar / rekaman["jalur"])
            if not calon.is_relative_to(real_path(akar)) or not calon.is_file():
                continue
            if file_sha256(calon) == rekaman["berkas"]["sha256"]:
                return calon
    return None


def _kunci(satker: Satker | None, lke: LkeFacts | None) -> object:
    return id(satker) if satker is not None else real_path(lke.jalur) if lke else None


def _material(cari: Lookup, satker: Satker | None, lke: _Lke | None, h: HasilSatker | None) -> BahanSatker:
    usulan = h.usulan if h else None
    if cari.dimiliki:
        usulan = next((p for p in PREDIKAT if satker is not None and p == satker.predikat), None)
    return BahanSatker(
        nama=satker.sebutan if satker else (lke.bahan.satker or lke.bahan.jalur.stem) if lke else "",
        satker=satker,
        predikat=cari.predikat or usulan,
        evaluasi=lke.evaluasi if lke else None,
        lke=lke.bahan if lke else None,
        cocok=h,
        kelayakan=_kelayakan(cari, h, lke),
        sumber=(Sumber(lke.bahan.nama, lke.bahan.sha256),) if lke else (),
    )


def _kelayakan(cari: Lookup, h: HasilSatker | None, lke: _Lke | None) -> Kelayakan:
    if h is None:
        return Kelayakan(False, ("daftar satker menyatakan tidak diusulkan",))
    if cari.predikat is not None and cari.predikat != h.usulan:
        return Kelayakan(None, (f"diusulkan menuju {h.usulan or 'predikat yang belum diisi'}, bukan {cari.predikat}",))
    sebab = () if h.layak else tuple(_sebab(h, lke))
    return Kelayakan(h.layak, sebab, syarat_surat(h.syarat) if h.satker is not None else ())


def _sebab(h: HasilSatker, lke: _Lke | None) -> Iterator[str]:
    """Why *h* is not eligible, in words fit for a letter: what fails, then what is not known, blanks together.

    That there is a worksheet, of this satker, by the right team are facts of their own.
    """
    kosong = {s.kode: s.label.removesuffix(PERSEN) for s in h.syarat if s.nilai_teks == "belum ada data"}
    for jawaban in (Jawaban.TIDAK, Jawaban.BELUM):
        for f in h.fakta:
            if f.jawaban is not jawaban or f.kode in kosong or f.kode in (BERKAS, IDENTITAS, EVALUASI, TAHUN):
                continue
            if f.kode == NILAI and lke is not None and h.usulan is not None:
                # Another's figures conclude nothing.
                if h.fact(EVALUASI).proven:
                    yield from _sebab_nilai(lke.evaluasi, h.usulan, f)
            else:
                yield f.sebab.replace(PERSEN, "")
    if kosong:
        yield f"belum ada data: {', '.join(kosong.values())}"


def _sebab_nilai(e: Evaluation, usulan: Predikat, f: Fact) -> Iterator[str]:
    if f.jawaban is Jawaban.TIDAK:
        yield from (f"{a['label']} {a['nilai']}, di bawah {a['minimal']}" for a in ambang_gagal(e, usulan))
    else:
        putusan = e.penentu.putusan[usulan]
        jumlah = len(putusan.bergantung)
        kata = state_words(putusan.keadaan, putusan.keadaan_pengungkit)
        yield f"putusan nilai: {kata}" + (f", bergantung pada {jumlah} jawaban yang meragukan" if jumlah else "")
