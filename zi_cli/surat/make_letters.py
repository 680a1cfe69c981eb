"""The letters that are due, made where they are new or changed; what a person edited, or sent, stays."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.files import file_fault, file_sha256, is_there, read_file, sha256, write_file
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letters import LetterRow
from zi_cli.surat.all_letters import PlannedLetter
from zi_cli.surat.compose import PreparedLetter, Surat, finish_letter, prepare_letter
from zi_cli.surat.context import letter_date
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.letter_manifest import LetterManifest
from zi_cli.text import one_line

if TYPE_CHECKING:
    from zi_cli.records.types.surat import KeadaanSurat, SuratTertulisRecord

#: What an edited letter lacks whose PDF shows it as it was.
_STALE_PDF = "PDF-nya dari sebelum disunting: buat lagi dengan --pdf"
#: Letters between two collections of what rendering leaves behind: trees of XML that hold on to each other.
_SWEEP_EVERY = 20


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
    surat: Sequence[PlannedLetter], folder: Path, manifest: LetterManifest, progress: Callable[[str], None]
) -> Generator[LetterOutcome, None, None]:
    """Make what is new or changed of *surat* below *folder*, one letter at a time; *progress* hears of each.

    A letter that a person edited, or that was sent, stays as it is. Each is noted in *manifest* as it is written.
    """
    used: set[str] = set()
    # What the letters are made from stays until the end: no use in searching it for garbage again and again.
    gc.freeze()
    try:
        for n, s in enumerate(surat, 1):
            result = _make(s, folder, manifest, used)
            progress(result.berkas.name if result.berkas else s.kunci)
            yield result
            if n % _SWEEP_EVERY == 0:
                gc.collect()
    finally:
        gc.unfreeze()
        manifest.close()


def _make(s: PlannedLetter, folder: Path, manifest: LetterManifest, used: set[str]) -> LetterOutcome:
    """Where the letter stands; what the system refuses of its file stops no other."""
    try:
        return _made(s, folder, manifest, used)
    except OSError as e:
        return LetterOutcome(s, "gagal", _refusal(e), temuan=s.temuan)


def _refusal(e: OSError) -> str:
    name = f"“{one_line(Path(os.fsdecode(e.filename)).name)}”: " if isinstance(e.filename, str | bytes) else ""
    return f"{name}{os_reason(e)}"


def _made(s: PlannedLetter, folder: Path, manifest: LetterManifest, used: set[str]) -> LetterOutcome:
    old = manifest.surat.get(s.kunci)
    present = folder / old["berkas"] if old else None
    if s.isi is None:
        return _not_ready(s, s.temuan, present)
    ready = prepare_letter(s.p, s.isi.bahan, s.isi.lain, s.temuan)
    day = letter_date(s.p, s.isi.bahan)
    changed = old is not None and old["sidik"] != ready.sidik
    if s.baris is not None and s.baris.gone_out:
        lacking = "datanya berubah sesudah surat ini dikirim" if changed else ""
        return LetterOutcome(s, "terkirim", lacking, present, tanggal=day, temuan=ready.temuan)
    now = _fingerprint(present) if present is not None else None
    if old is not None and present is not None and now is not None and now != old["sha256"]:
        lacking = "datanya berubah sejak disunting; pindahkan berkas ini agar dibuat lagi" if changed else ""
        if _own_pdf(present, old) and old.get("pdf_dari") != now:
            lacking = "; ".join(filter(None, (lacking, _STALE_PDF)))
        return LetterOutcome(s, "disunting", lacking, present, tanggal=day, temuan=ready.temuan)
    if ready.permintaan is None:
        return _not_ready(s, ready.temuan, present)._replace(tanggal=day)
    lacking = "" if s.p.draf else _number_or_date(s, day)
    if lacking:
        state: KeadaanSurat = "menunggu nomor" if "nomor" in lacking else "belum siap"
        return LetterOutcome(s, state, lacking, _still_there(present), tanggal=day, temuan=ready.temuan)
    if old is not None and now is not None and not changed:
        used.add(old["berkas"].casefold())
        pdf = folder / Path(old["berkas"]).with_suffix(".pdf").name if old["pdf"] else None
        return LetterOutcome(s, "tetap", "", present, pdf, old["sha256"], day, ready.temuan)
    return _write(s, ready, folder, manifest, used)._replace(tanggal=day)


def _write(
    s: PlannedLetter, ready: PreparedLetter, folder: Path, manifest: LetterManifest, used: set[str]
) -> LetterOutcome:
    old, jejak_lama = manifest.surat.get(s.kunci), manifest.trail(s.kunci)
    result = finish_letter(ready)
    if result.docx is None:
        return _not_ready(s, result.temuan, folder / old["berkas"] if old else None)
    target = folder / _free_name(result, used)
    digest = sha256(result.docx)
    milik_kami = old is not None and old["berkas"] == target.name
    try:
        if not milik_kami and _fingerprint(target) not in (None, digest):
            lacking = "berkas bernama sama sudah ada dan bukan dari zi surat semua; pindahkan agar dibuat"
            return LetterOutcome(s, "sudah ada", lacking, target, temuan=result.temuan)
        state: KeadaanSurat = "diperbarui" if old is not None and is_there(target) else "ditulis"
        new: SuratTertulisRecord = {"berkas": target.name, "sha256": digest, "sidik": ready.sidik, "pdf": None}
        manifest.note(s.kunci, new, result.jejak)
        write_file(target, result.docx, overwrite=True)
    except (OSError, UnwritableOutput) as e:
        with contextlib.suppress(UnwritableOutput):
            manifest.note(s.kunci, old, jejak_lama)
        reason = e.pesan if isinstance(e, UnwritableOutput) else _refusal(e)
        return LetterOutcome(s, "gagal", reason, temuan=result.temuan)
    lacking = ""
    if old is not None:
        try:
            _remove_stale(folder, old, target)
        except OSError as e:
            # The letter stands; open in Word or a reader of PDF, what it replaces may not go.
            lacking = f"yang digantikannya tidak dapat dihapus: {_refusal(e)}"
    return LetterOutcome(s, state, lacking, target, None, digest, None, result.temuan)


def _fingerprint(file: Path) -> str | None:
    """The SHA-256 of a letter; None where there is none, or none any more. Raises ``OSError``."""
    try:
        return file_sha256(file)
    except FileNotFoundError:
        return None


def _remove_stale(folder: Path, old: SuratTertulisRecord, target: Path) -> None:
    """Take away what the letter just written replaces: its PDF, and itself under an older name, as we wrote them."""
    if _own_pdf(folder / old["berkas"], old):
        (folder / old["berkas"]).with_suffix(".pdf").unlink()
    if old["berkas"] != target.name and not file_fault(folder / old["berkas"]):
        (folder / old["berkas"]).unlink()


def _number_or_date(s: PlannedLetter, day: date | None) -> str:
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
    if day is None:
        return "tanggal surat belum diisi" + _at(b, "tanggal")
    return ""


def _at(b: LetterRow | None, field: str) -> str:
    return f" ({b.sel[field]})" if b is not None and field in b.sel else ""


def _not_ready(s: PlannedLetter, temuan: Sequence[Temuan], old: Path | None) -> LetterOutcome:
    """The letter can't be made: the first thing that is missing, and how many more there are."""
    # Who was left out, and why, says more than that nobody is left.
    tertinggal = [t for t in temuan if t.kode == "SRT628"] if s.isi is None else []
    important = tertinggal or [t for t in temuan if t.tingkat == "galat"] or list(temuan)
    lacking = important[0].pesan if important else "datanya belum lengkap"
    if len(important) > 1:
        lacking += f" (dan {len(important) - 1} hal lain)"
    # The list has the satker in a column of its own.
    lacking = lacking.removeprefix(f"{s.satker[0]}: ") if s.satker else lacking
    return LetterOutcome(s, "belum siap", lacking, _still_there(old), temuan=tuple(temuan))


def _still_there(file: Path | None) -> Path | None:
    """A letter of an earlier run that is no longer borne out."""
    return file if file is not None and is_there(file) else None


def _free_name(s: Surat, used: set[str]) -> str:
    name, n = f"{s.nama}.docx", 2
    while name.casefold() in used:
        name, n = f"{s.nama}-{n}.docx", n + 1
    used.add(name.casefold())
    return name


def _own_pdf(docx: Path, old: SuratTertulisRecord) -> bool:
    """Whether the PDF beside *docx* is there as a run of ours wrote it."""
    pdf = docx.with_suffix(".pdf")
    return old["pdf"] is not None and not file_fault(pdf) and file_sha256(pdf) == old["pdf"]


def make_pdfs(
    results: Sequence[LetterOutcome],
    manifest: LetterManifest,
    change: Callable[[Mapping[str, bytes]], dict[str, bytes]],
) -> list[LetterOutcome]:
    """A PDF beside every letter that has none of these bytes, edited or not, all by one run of *change*.

    A PDF that a person put there stays. Raises :class:`UnwritableOutput` when a PDF can't be made or written; the
    letters stand.
    """
    made = list(results)
    needed, position = dict[str, bytes](), dict[str, int]()
    for n, h in enumerate(results):
        old = manifest.surat.get(h.surat.kunci)
        if old is None or h.berkas is None or (h.sha256 is None and h.keadaan != "disunting"):
            continue
        pdf = h.berkas.with_suffix(".pdf")
        try:
            content, own = read_file(h.berkas), _own_pdf(h.berkas, old)
        except OSError as e:
            made[n] = h._replace(keadaan="gagal", kurang=f"PDF-nya tidak dibuat: {_refusal(e)}")
            continue
        if is_there(pdf) and not own:
            made[n] = h._replace(kurang=h.kurang or "PDF-nya bukan dari zi surat semua, dibiarkan")
        elif not is_there(pdf) or old.get("pdf_dari", old["sha256"]) != sha256(content):
            needed[h.berkas.stem], position[h.berkas.stem] = content, n
        else:
            made[n] = h._replace(pdf=pdf)
    for name, content in (change(needed) if needed else {}).items():
        n = position[name]
        h = made[n]
        assert h.berkas is not None
        pdf = h.berkas.with_suffix(".pdf")
        write_file(pdf, content, overwrite=True)
        notes: SuratTertulisRecord = {**manifest.surat[h.surat.kunci], "pdf": sha256(content)}
        if h.sha256 is None:
            notes["pdf_dari"] = sha256(needed[name])
        manifest.note(h.surat.kunci, notes)
        made[n] = h._replace(pdf=pdf, kurang=h.kurang.removesuffix(_STALE_PDF).removesuffix("; "))
    if needed:
        manifest.save()
    return made
