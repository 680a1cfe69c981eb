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
from zi_cli.files import file_fault, file_sha256, is_there, real_path
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput, holds_no_worksheet
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import name_key
from zi_cli.pengajuan.check_register import check_register, register_row
from zi_cli.pengajuan.eligibility import BERKAS, EVALUASI, IDENTITAS, NILAI, TAHUN, Aturan, HasilSatker, check_satker
from zi_cli.pengajuan.fact import Fact, Jawaban
from zi_cli.pengajuan.find_lke import find_lke
from zi_cli.pengajuan.kawasan import Kawasan
from zi_cli.pengajuan.lke_facts import LkeFacts, extract_lke_facts
from zi_cli.pengajuan.pairing import lke_path, pair_lke
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.scoring.words import state_words
from zi_cli.surat.context_score import failed_ambang
from zi_cli.surat.material import NO_LKE, PERCENT_NOTE, BahanSatker, Kelayakan, RecordedPlan, Sumber, syarat_surat
from zi_cli.text import canonical_name, path_text
from zi_cli.worksheet.formats.guard import guarding_several
from zi_cli.worksheet.model import Penilai

if TYPE_CHECKING:
    from zi_cli.batch.run import Watcher
    from zi_cli.records.read_back import ReadRecord
    from zi_cli.records.types.batch import BatchRecord, SatkerRecord

#: From so many worksheets on their reading is watched.
_MANY = 50
#: Why the worksheet that a recap was made from can't stand for itself.
_NOT_SAME = "berkas LKE “{}” pada rekap tidak ditemukan atau sudah berubah; jalankan lagi zi batch"


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
    """Every satker found, in the order of the register, the files that could not be read, and findings about all.

    ``tanpa_baris`` says of the files that were named and that no row gets what keeps them from it.
    """

    satker: tuple[BahanSatker, ...]
    gagal: tuple[Temuan, ...]
    umum: tuple[Temuan, ...] = ()
    kawasan: tuple[Kawasan, ...] = ()
    tanpa_baris: tuple[Temuan, ...] = ()


class _Lke(NamedTuple):
    """One worksheet: for the check, and in full."""

    bahan: LkeFacts
    evaluasi: Evaluation


def gather(search: Lookup) -> Gathered:
    """Read what *search* names, pair it with the register and check every proposal."""
    lke, failed, missing = _all_lke(search)
    per_jalur = {real_path(x.bahan.jalur): x for x in lke}
    syarat = load_syarat(search.instrumen)
    rules = Aturan(search.konfigurasi, syarat, search.tanggal, tahun_pengajuan=search.tahun, tim=search.tim)
    root = [search.rekap.jalur.parent, search.rekap.jalur.parent.parent] if search.rekap else []
    root += [b.parent for b in search.berkas]
    if search.folder is not None:
        root.append(search.folder)
    materials = [x.bahan for x in lke]
    checked = check_register(rules, search.daftar, materials, roots=root)
    usulan = {_material_key(h.satker, h.bahan): h for h in checked.satker}

    def material_of(satker: Satker | None, b: LkeFacts | None, pairs: Iterable[Temuan] = ()) -> BahanSatker:
        result = _material(
            search, satker, per_jalur[real_path(b.jalur)] if b else None, usulan.get(_material_key(satker, b))
        )
        if search.dimiliki and satker is not None and result.predikat is not None and search.daftar is not None:
            row = register_row(satker)
            milik = [*pairs, *(t for t in search.daftar.temuan if t.sel is not None and t.sel.baris == row)]
            name = path_text(search.daftar.berkas.name)
            result = replace(result, cocok=check_satker(rules, replace(satker, usulan=result.predikat), b, name, milik))
        reason = missing[key][1] if (key := canonical_name(result.nama)) in missing else NO_LKE
        return replace(result, tanpa_lke=reason)

    common = tuple(t.temuan for t in checked.temuan if t.berkas is None and t.temuan.kode == "SYR411")
    if search.daftar is None:
        collections = [material_of(None, b) for b in materials]
        present = {canonical_name(b.nama) for b in collections}
        collections += [BahanSatker(n, tanpa_lke=reason) for key, (n, reason) in missing.items() if key not in present]
        return Gathered(tuple(collections), tuple(failed), common)
    pasang = pair_lke(search.daftar, materials, root)
    result = [material_of(p.satker, p.bahan, p.temuan) for p in pasang.baris] + [
        material_of(None, b) for b in pasang.sisa
    ]
    answered = {b.jalur for b in pasang.sisa} | {p.bahan.jalur for p in pasang.baris if p.bahan is not None}
    denied = tuple(t for b in search.berkas if b not in answered for t in pasang.temuan_sisa.get(b, ()))
    return Gathered(tuple(result), tuple(failed), common, checked.kawasan, denied)


def common_sources(
    setting: Config,
    daftar: DaftarSatker | None,
    rekap: ReadRecord[BatchRecord] | None = None,
    plan: RecordedPlan | None = None,
) -> tuple[Sumber, ...]:
    """Sources that concern every letter of this run."""
    source = [Sumber(path_text(daftar.berkas.name), daftar.sha256)] if daftar else []
    if setting.berkas is not None and setting.sha256 is not None:
        source.append(Sumber(path_text(setting.berkas.name), setting.sha256))
    return (
        *source,
        *([Sumber(path_text(rekap.jalur.name), rekap.sha256)] if rekap else ()),
        *([plan.sumber] if plan else ()),
    )


def pick_satker(collections: Sequence[BahanSatker], names: Iterable[str]) -> list[BahanSatker]:
    """The satker that *names* name by kode or by name, written out or abbreviated, several of them parted by commas.

    Raises :class:`UserError` for one not there.
    """
    results: dict[int, BahanSatker] = {}
    mentioned = [x for n in names for x in ([n] if _called(collections, n) else n.split(","))]
    for n in mentioned:
        matches = _called(collections, n)
        if not matches:
            from zi_cli.surat.fields import nearest_fields

            near = nearest_fields(n, [t for b in collections for t in (b.kode, b.nama) if t])
            suggestion = f"; mungkin {', '.join(near)}" if near else ""
            raise UserError(f"satker “{n[:80]}” tidak ada di daftar satker, rekap, atau berkas{suggestion}", EXIT_USAGE)
        results |= {id(b): b for b in matches}
    return [b for b in collections if id(b) in results]


def _called(collections: Sequence[BahanSatker], name: str) -> list[BahanSatker]:
    key, complete = canonical_name(name), name_key(name)
    return [b for b in collections if canonical_name(b.kode) == key or name_key(b.nama) == complete]


def _all_lke(search: Lookup) -> tuple[list[_Lke], list[Temuan], dict[str, tuple[str, str]]]:
    """Worksheets, findings about those that can't be read, and by levelled name the recap's that are not there.

    A recap only says where worksheets were; every figure is read again from the very bytes it was made from.
    """
    lke: list[_Lke] = []
    failed: list[Temuan] = []
    missing: dict[str, tuple[str, str]] = {}
    jalur = list(search.berkas)
    for record in search.rekap.isi["satker"] if search.rekap else ():
        present = _find_file(record, search)
        if present is not None:
            jalur.append(present)
        else:
            name = record["satker"] or Path(record["jalur"]).stem
            missing[canonical_name(name)] = (name, _NOT_SAME.format(path_text(Path(record["jalur"]).name)))
    found = [] if jalur or search.rekap is not None else find_lke(search.folder, search.daftar, None)
    if search.dimiliki and search.daftar is not None and not jalur and search.rekap is None:
        sudah = {real_path(b.jalur) for b in found}
        jalur += [j for j in _not_proposed(search.daftar) if real_path(j) not in sudah]
    every = [*((x, True) for x in jalur), *((b.jalur, b.disebut) for b in found)]
    look = search.lihat if len(every) >= _MANY else None
    if look is not None:
        look.begin(len(every))
    try:
        for j, mentioned in every:
            try:
                with guarding_several(every):
                    lke.append(_read(j, search))
            except UnreadableInput as e:
                # A workbook of the folder that holds no worksheet and that no row names is another document.
                if mentioned or not holds_no_worksheet(e.temuan):
                    failed.append(e.temuan)
            if look is not None:
                look.advance(path_text(j.name))
    finally:
        if look is not None:
            look.end()
    return lke, failed, missing


def _not_proposed(daftar: DaftarSatker) -> Iterator[Path]:
    """Worksheets named by rows that say they are not proposed."""
    for s in daftar.satker:
        if s.usulan != "Tidak":
            continue
        try:
            jalur = lke_path(s, daftar.berkas, ())
        except ValueError:
            continue  # pairing reports it, with the cell
        if jalur is not None and is_there(jalur):
            yield jalur


def _read(jalur: Path, search: Lookup) -> _Lke:
    e = evaluate(jalur, search.konfigurasi, search.penilai)
    if search.penilai is None and any(x.penilai == search.tim for x in e.semua):
        e = e._replace(pilihan=search.tim)
    return _Lke(extract_lke_facts(e, load_syarat(search.instrumen), jalur), e)


def _find_file(record: SatkerRecord, search: Lookup) -> Path | None:
    """The worksheet a recap's record speaks of, if it is still where it was, byte for byte."""
    assert search.rekap is not None
    places = [search.rekap.jalur.parent, search.rekap.jalur.parent.parent]
    if search.daftar is not None:
        places.append(search.daftar.berkas.parent)
    for root in places:
        # A name that is none (too long, a NUL in it) is no file.
        with suppress(OSError, ValueError, RuntimeError):
            candidate = real_path(root / record["jalur"])
            if not candidate.is_relative_to(real_path(root)) or file_fault(candidate):
                continue
            if file_sha256(candidate) == record["berkas"]["sha256"]:
                return candidate
    return None


def _material_key(satker: Satker | None, lke: LkeFacts | None) -> object:
    return id(satker) if satker is not None else real_path(lke.jalur) if lke else None


def _material(search: Lookup, satker: Satker | None, lke: _Lke | None, h: HasilSatker | None) -> BahanSatker:
    usulan = h.usulan if h else None
    if search.dimiliki:
        usulan = next((p for p in PREDIKAT if satker is not None and p == satker.predikat), None)
    return BahanSatker(
        nama=satker.called if satker else (lke.bahan.satker or lke.bahan.jalur.stem) if lke else "",
        satker=satker,
        predikat=search.predikat or usulan,
        evaluasi=lke.evaluasi if lke else None,
        lke=lke.bahan if lke else None,
        cocok=h,
        kelayakan=_eligibility(search, h, lke),
        sumber=(Sumber(lke.bahan.nama, lke.bahan.sha256),) if lke else (),
    )


def _eligibility(search: Lookup, h: HasilSatker | None, lke: _Lke | None) -> Kelayakan:
    if h is None:
        return Kelayakan(False, ("daftar satker menyatakan tidak diusulkan",))
    if search.predikat is not None and search.predikat != h.usulan:
        return Kelayakan(
            None, (f"diusulkan menuju {h.usulan or 'predikat yang belum diisi'}, bukan {search.predikat}",)
        )
    reason = () if h.layak else tuple(_reasons(h, lke))
    return Kelayakan(h.layak, reason, syarat_surat(h.syarat) if h.satker is not None else ())


def _reasons(h: HasilSatker, lke: _Lke | None) -> Iterator[str]:
    """Why *h* is not eligible, in words fit for a letter: what fails, then what is not known, blanks together.

    That there is a worksheet, of this satker, by the right team are facts of their own.
    """
    empty = {s.kode: s.label.removesuffix(PERCENT_NOTE) for s in h.syarat if s.nilai_teks == "belum ada data"}
    for jawaban in (Jawaban.TIDAK, Jawaban.BELUM):
        for f in h.fakta:
            if f.jawaban is not jawaban or f.kode in empty or f.kode in (BERKAS, IDENTITAS, EVALUASI, TAHUN):
                continue
            if f.kode == NILAI and lke is not None and h.usulan is not None:
                # Another's figures conclude nothing.
                if h.fact(EVALUASI).proven:
                    yield from _nilai_reasons(lke.evaluasi, h.usulan, f)
            else:
                yield f.sebab.replace(PERCENT_NOTE, "")
    if empty:
        yield f"belum ada data: {', '.join(empty.values())}"


def _nilai_reasons(e: Evaluation, usulan: Predikat, f: Fact) -> Iterator[str]:
    if f.jawaban is Jawaban.TIDAK:
        yield from (f"{a['label']} {a['nilai']}, di bawah {a['minimal']}" for a in failed_ambang(e, usulan))
    else:
        putusan = e.penentu.putusan[usulan]
        count = len(putusan.bergantung)
        word = state_words(putusan.keadaan, putusan.keadaan_pengungkit, e.instrumen)
        yield f"putusan nilai: {word}" + (f", bergantung pada {count} jawaban yang meragukan" if count else "")
