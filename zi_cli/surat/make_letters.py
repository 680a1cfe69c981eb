"""The letters that are due, made where they are new or changed; what a person edited, or sent, stays."""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.files import file_sha256, read_file, write_file
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letters import LetterRow
from zi_cli.surat.all_letters import PlannedLetter
from zi_cli.surat.compose import PreparedLetter, Surat, finish_letter, prepare_letter
from zi_cli.surat.context import letter_date
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.letter_manifest import LetterManifest

if TYPE_CHECKING:
    from zi_cli.records.types.surat import KeadaanSurat, SuratTertulisRecord

#: What an edited letter lacks whose PDF shows it as it was.
_PDF_LAMA = "PDF-nya dari sebelum disunting: buat lagi dengan --pdf"
#: Letters between two collections of what rendering leaves behind: trees of XML that hold on to each other.
_SAPU_TIAP = 20


class LetterOutcome(NamedTuple):
    """Where a letter stands after a run; ``kurang`` is the one thing that is missing, "" when none is."""

    surat: PlannedLetter
    keadaan: KeadaanSurat
    kurang: str = ""
    berkas: Path | None = None
    pdf: Path | None = None
    sha256: str | None = None
    tanggal: date | None = None
    temuan: tuple[Temuan, ...] = ()


def make_letters(
    surat: Sequence[PlannedLetter], folder: Path, manifes: LetterManifest, maju: Callable[[str], None]
) -> Generator[LetterOutcome, None, None]:
    """Make what is new or changed of *surat* below *folder*, one letter at a time; *maju* hears of each that is done.

    A letter that a person edited, or that was sent, stays as it is. Each is noted in *manifes* as it is written.
    """
    dipakai: set[str] = set()
    # What the letters are made from stays until the end: no use in searching it for garbage again and again.
    gc.freeze()
    try:
        for n, s in enumerate(surat, 1):
            hasil = _make(s, folder, manifes, dipakai)
            maju(hasil.berkas.name if hasil.berkas else s.kunci)
            yield hasil
            if n % _SAPU_TIAP == 0:
                gc.collect()
    finally:
        gc.unfreeze()
        manifes.close()


def _make(s: PlannedLetter, folder: Path, manifes: LetterManifest, dipakai: set[str]) -> LetterOutcome:
    lama = manifes.surat.get(s.kunci)
    ada = folder / lama["berkas"] if lama else None
    if s.isi is None:
        return _not_ready(s, s.temuan, ada)
    siap = prepare_letter(s.p, s.isi.bahan, s.isi.lain, s.temuan)
    hari = letter_date(s.p, s.isi.bahan)
    berubah = lama is not None and lama["sidik"] != siap.sidik
    if s.baris is not None and s.baris.gone_out:
        kurang = "datanya berubah sesudah surat ini dikirim" if berubah else ""
        return LetterOutcome(s, "terkirim", kurang, ada, tanggal=hari, temuan=siap.temuan)
    tertulis = ada is not None and ada.is_file()
    if lama is not None and ada is not None and tertulis and (kini := file_sha256(ada)) != lama["sha256"]:
        kurang = "datanya berubah sejak disunting; pindahkan berkas ini agar dibuat lagi" if berubah else ""
        if _own_pdf(ada, lama) and lama.get("pdf_dari") != kini:
            kurang = "; ".join(filter(None, (kurang, _PDF_LAMA)))
        return LetterOutcome(s, "disunting", kurang, ada, tanggal=hari, temuan=siap.temuan)
    if siap.permintaan is None:
        return _not_ready(s, siap.temuan, ada)._replace(tanggal=hari)
    kurang = "" if s.p.draf else _number_or_date(s, hari)
    if kurang:
        keadaan: KeadaanSurat = "menunggu nomor" if "nomor" in kurang else "belum siap"
        return LetterOutcome(s, keadaan, kurang, _still_there(ada), tanggal=hari, temuan=siap.temuan)
    if lama is not None and tertulis and not berubah:
        dipakai.add(lama["berkas"].casefold())
        pdf = folder / Path(lama["berkas"]).with_suffix(".pdf").name if lama["pdf"] else None
        return LetterOutcome(s, "tetap", "", ada, pdf, lama["sha256"], hari, siap.temuan)
    return _write(s, siap, folder, manifes, dipakai)._replace(tanggal=hari)


def _write(
    s: PlannedLetter, siap: PreparedLetter, folder: Path, manifes: LetterManifest, dipakai: set[str]
) -> LetterOutcome:
    lama, jejak_lama = manifes.surat.get(s.kunci), manifes.trail(s.kunci)
    hasil = finish_letter(siap)
    if hasil.docx is None:
        return _not_ready(s, hasil.temuan, folder / lama["berkas"] if lama else None)
    tujuan = folder / _free_name(hasil, dipakai)
    sha256 = hashlib.sha256(hasil.docx).hexdigest()
    milik_kami = lama is not None and lama["berkas"] == tujuan.name
    try:
        if tujuan.exists() and not milik_kami and file_sha256(tujuan) != sha256:
            kurang = "berkas bernama sama sudah ada dan bukan dari zi surat semua; pindahkan agar dibuat"
            return LetterOutcome(s, "sudah ada", kurang, tujuan, temuan=hasil.temuan)
        keadaan: KeadaanSurat = "diperbarui" if lama is not None and tujuan.exists() else "ditulis"
        baru: SuratTertulisRecord = {"berkas": tujuan.name, "sha256": sha256, "sidik": siap.sidik, "pdf": None}
        manifes.note(s.kunci, baru, hasil.jejak)
        write_file(tujuan, hasil.docx, timpa=True)
        if lama is not None:
            _remove_stale(folder, lama, tujuan)
    except (OSError, UnwritableOutput) as e:
        with contextlib.suppress(UnwritableOutput):
            manifes.note(s.kunci, lama, jejak_lama)
        sebab = e.pesan if isinstance(e, UnwritableOutput) else os_reason(e)
        return LetterOutcome(s, "gagal", sebab, temuan=hasil.temuan)
    return LetterOutcome(s, keadaan, "", tujuan, None, sha256, None, hasil.temuan)


def _remove_stale(folder: Path, lama: SuratTertulisRecord, tujuan: Path) -> None:
    """Take away what the letter just written replaces: its PDF, and itself under an older name, as we wrote them."""
    if _own_pdf(folder / lama["berkas"], lama):
        (folder / lama["berkas"]).with_suffix(".pdf").unlink()
    if lama["berkas"] != tujuan.name and (folder / lama["berkas"]).is_file():
        (folder / lama["berkas"]).unlink()


def _number_or_date(s: PlannedLetter, hari: date | None) -> str:
    """What of number and date the letter still lacks."""
    b = s.baris
    if "surat.nomor" in fields_of_kind(s.p.jenis) and not s.p.nomor:
        if b is None:
            return "nomor: belum ada barisnya di lembar Surat"
        return (
            f"nomor dipakai dua kali ({b.sel['nomor']})"
            if "nomor" in b.galat
            else "nomor belum diisi" + _at(b, "nomor")
        )
    if hari is None:
        return "tanggal surat belum diisi" + _at(b, "tanggal")
    return ""


def _at(b: LetterRow | None, field: str) -> str:
    return f" ({b.sel[field]})" if b is not None and field in b.sel else ""


def _not_ready(s: PlannedLetter, temuan: Sequence[Temuan], lama: Path | None) -> LetterOutcome:
    """The letter can't be made: the first thing that is missing, and how many more there are."""
    # Who was left out, and why, says more than that nobody is left.
    tertinggal = [t for t in temuan if t.kode == "SRT628"] if s.isi is None else []
    penting = tertinggal or [t for t in temuan if t.tingkat == "galat"] or list(temuan)
    kurang = penting[0].pesan if penting else "datanya belum lengkap"
    if len(penting) > 1:
        kurang += f" (dan {len(penting) - 1} hal lain)"
    # The list has the satker in a column of its own.
    kurang = kurang.removeprefix(f"{s.satker[0]}: ") if s.satker else kurang
    return LetterOutcome(s, "belum siap", kurang, _still_there(lama), temuan=tuple(temuan))


def _still_there(berkas: Path | None) -> Path | None:
    """A letter of an earlier run that is no longer borne out."""
    return berkas if berkas is not None and berkas.is_file() else None


def _free_name(s: Surat, dipakai: set[str]) -> str:
    nama, n = f"{s.nama}.docx", 2
    while nama.casefold() in dipakai:
        nama, n = f"{s.nama}-{n}.docx", n + 1
    dipakai.add(nama.casefold())
    return nama


def _own_pdf(docx: Path, lama: SuratTertulisRecord) -> bool:
    """Whether the PDF beside *docx* is there as a run of ours wrote it."""
    pdf = docx.with_suffix(".pdf")
    return lama["pdf"] is not None and pdf.is_file() and file_sha256(pdf) == lama["pdf"]


def make_pdfs(
    hasil: Sequence[LetterOutcome], manifes: LetterManifest, ubah: Callable[[Mapping[str, bytes]], dict[str, bytes]]
) -> list[LetterOutcome]:
    """A PDF beside every letter that has none of these bytes, edited or not, all by one run of *ubah*.

    A PDF that a person put there stays. Raises :class:`UnwritableOutput` when a PDF can't be made or written; the
    letters stand.
    """
    jadi = list(hasil)
    perlu, letak = dict[str, bytes](), dict[str, int]()
    for n, h in enumerate(hasil):
        lama = manifes.surat.get(h.surat.kunci)
        if lama is None or h.berkas is None or (h.sha256 is None and h.keadaan != "disunting"):
            continue
        pdf, isi = h.berkas.with_suffix(".pdf"), read_file(h.berkas)
        if pdf.exists() and not _own_pdf(h.berkas, lama):
            jadi[n] = h._replace(kurang=h.kurang or "PDF-nya bukan dari zi surat semua, dibiarkan")
        elif not pdf.exists() or lama.get("pdf_dari", lama["sha256"]) != hashlib.sha256(isi).hexdigest():
            perlu[h.berkas.stem], letak[h.berkas.stem] = isi, n
        else:
            jadi[n] = h._replace(pdf=pdf)
    for nama, isi in (ubah(perlu) if perlu else {}).items():
        n = letak[nama]
        h = jadi[n]
        assert h.berkas is not None
        pdf = h.berkas.with_suffix(".pdf")
        write_file(pdf, isi, timpa=True)
        catatan: SuratTertulisRecord = {**manifes.surat[h.surat.kunci], "pdf": hashlib.sha256(isi).hexdigest()}
        if h.sha256 is None:
            catatan["pdf_dari"] = hashlib.sha256(perlu[nama]).hexdigest()
        manifes.note(h.surat.kunci, catatan)
        jadi[n] = h._replace(pdf=pdf, kurang=h.kurang.removesuffix(_PDF_LAMA).removesuffix("; "))
    if perlu:
        manifes.save()
    return jadi
