"""Every letter that is due, planned from the register and its sheet Surat."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import build_calendar
from zi_cli.pengajuan.due_letters import DueLetter, by_tpm, missing_letters
from zi_cli.pengajuan.register.letter_kinds import Jenis, load_kinds
from zi_cli.pengajuan.register.letters import ALL, LetterRow, Letters, SatkerNames, on_way
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.surat.chain import step_before
from zi_cli.surat.claims import holds
from zi_cli.surat.letter_row import with_row
from zi_cli.surat.material import BahanSatker, PermintaanSurat, group_name
from zi_cli.surat.selection import LetterSubject, group_letters
from zi_cli.text import canonical_name

#: The claim without which nobody is told to improve.
_BINA = "bina"


class PlannedLetter(NamedTuple):
    """A letter that is due: what tells it from others, its row, the request, and whom it is about.

    ``satker`` are names, none for a letter about all; ``untuk`` is what its row says of whose it is ("" for all);
    ``temuan`` is known before it is made.
    """

    kunci: str
    p: PermintaanSurat
    isi: LetterSubject | None
    satker: tuple[str, ...]
    kode: str | None
    baris: LetterRow | None
    temuan: tuple[Temuan, ...]
    untuk: str = ""


class Due(NamedTuple):
    """What letters are made from: the satker as proposed and as holders of a predicate, and the sheet Surat.

    ``dasar`` is the request that all letters share; ``templat`` gives the template of a kind. ``hanya`` are the
    satker to which the letters are limited (None: all, and the letters about all of them). ``tpm`` are the proposed
    as the TPM evaluated them, for the letters of its way; none where it has nobody and no row.
    """

    dasar: PermintaanSurat
    usulan: Sequence[BahanSatker]
    pemegang: Sequence[BahanSatker]
    surat: Letters
    tanggal: date
    templat: Callable[[str], Path | None]
    hanya: frozenset[int] | None = None
    tpm: Sequence[BahanSatker] = ()


def plan_letters(d: Due) -> list[PlannedLetter]:
    """The letters that are due, in the guideline's order of kinds and the register's of satker.

    Every row of the sheet Surat is a letter; those that the data ask for are due with or without one.
    """
    ways = {"satker": _per_satker, "gabungan": _about_all}
    tpm = d._replace(dasar=replace(d.dasar, jalur="tpm"), usulan=d.tpm)
    jalur = {j: [d, tpm] if d.tpm and j.jalur_tpm else [d] for j in load_kinds().values()}
    return [s for j, every in jalur.items() for milik in every for s in ways.get(j.per, _per_group)(milik, j)]


def missing_rows(d: Due) -> list[DueLetter]:
    """The letters that are due and have no row of the sheet Surat yet, not even one that can't be used."""
    jatuh = [DueLetter(s.untuk or ALL, s.p.jenis, s.p.jalur) for s in plan_letters(d) if s.baris is None]
    return missing_letters(jatuh, d.surat, d.dasar.daftar.satker if d.dasar.daftar else ())


def _per_satker(d: Due, j: Jenis) -> Iterator[PlannedLetter]:
    milik = {id(b.milik): b for b in d.surat.of(j.kode, d.dasar.jalur) if b.milik is not None}
    monev = _monev_due(d) if j.saat == "monev" else frozenset()
    name = SatkerNames(d.dasar.daftar.satker if d.dasar.daftar else ())
    p = _request(d, j)
    for b in d.pemegang if j.tahun == "laporan" else d.usulan:
        if b.satker is None or (d.hanya is not None and id(b.satker) not in d.hanya):
            continue
        row = milik.get(id(b.satker))
        if row is not None or _is_due(d, j, p, b, monev):
            yield _planned(p, j, name.key(b.kode or b.nama), LetterSubject((b,)), row)._replace(untuk=b.nama)
    if d.hanya is not None:
        return
    for row in d.surat.of(j.kode, d.dasar.jalur):
        if row.milik is None:
            # A kawasan: all of its satker in one letter.
            q = replace(p, kawasan=row.satker)
            content, temuan = group_letters(q, d.pemegang if j.tahun == "laporan" else d.usulan, mentioned=False)
            yield _planned(q, j, name.key(row.satker), content[0] if content else None, row, temuan)


def _is_due(d: Due, j: Jenis, p: PermintaanSurat, b: BahanSatker, monev: frozenset[int]) -> bool:
    jalur = d.dasar.jalur
    if jalur == "tpm" and not by_tpm(b.predikat, d.dasar.konfigurasi, b.satker):
        return False
    if j.saat == "usulan":
        return b.predikat is not None
    if j.saat == "berantai":
        return step_before(j.kode, b, d.surat, jalur)
    if j.saat == "belum layak":
        return b.predikat is not None and holds(p, b, _BINA)
    return j.saat == "monev" and id(b.satker) in monev


def _that_far(d: Due, j: Jenis, milik: Sequence[BahanSatker]) -> Sequence[BahanSatker]:
    """Those of *milik* whom a letter of the chain concerns now; all of them where it concerns nobody yet."""
    far = [b for b in milik if j.saat == "berantai" and step_before(j.kode, b, d.surat, d.dasar.jalur)]
    return far or milik


def _about_all(d: Due, j: Jenis) -> Iterator[PlannedLetter]:
    row = next(iter(d.surat.of(j.kode, d.dasar.jalur)), None)
    p = _request(d, j)
    if d.hanya is None and (row is not None or any(_is_due(d, j, p, b, frozenset()) for b in d.usulan)):
        content, temuan = group_letters(with_row(p, row)[0], _that_far(d, j, d.usulan), mentioned=False)
        yield _planned(p, j, "", content[0] if content else None, row, temuan)


def _per_group(d: Due, j: Jenis) -> Iterator[PlannedLetter]:
    """The letters of a Kantor Wilayah or a Unit Eselon I: those that have a row, or whose satker are that far."""
    p = _request(d, j)
    berbaris = {canonical_name(b.satker): b for b in d.surat.of(j.kode, d.dasar.jalur)}
    groups: dict[str, list[BahanSatker]] = {}
    for b in d.usulan:
        groups.setdefault(canonical_name(group_name(b, j.per)), []).append(b)
    for name in dict.fromkeys((*groups, *berbaris)) if d.hanya is None else ():
        row, milik = berbaris.get(name), groups.get(name, [])
        if name and (row is not None or any(_is_due(d, j, p, b, frozenset()) for b in milik)):
            purpose = row.satker if row is not None else group_name(milik[0], j.per)
            content, temuan = group_letters(with_row(p, row)[0], _that_far(d, j, milik), mentioned=False)
            yield _planned(p, j, name, content[0] if content else None, row, temuan)._replace(untuk=purpose)


def _request(d: Due, j: Jenis) -> PermintaanSurat:
    tahun = d.dasar.tahun if j.tahun == "usulan" else None
    return replace(d.dasar, jenis=j.kode, tahun=tahun, templat=d.templat(j.kode))


def _planned(
    p: PermintaanSurat,
    j: Jenis,
    key: str,
    content: LetterSubject | None,
    row: LetterRow | None,
    temuan: Iterable[Temuan] = (),
) -> PlannedLetter:
    p, dari_baris = with_row(p, row)
    materials = content.bahan if content and j.per == "satker" else ()
    return PlannedLetter(
        f"{on_way(j.kode, p.jalur)}|{key}" + ("|draf" if p.draf else ""), p, content, tuple(b.nama for b in materials),
        materials[0].kode if len(materials) == 1 else None, row, (*temuan, *dari_baris),
    )  # fmt: skip


def _monev_due(d: Due) -> frozenset[int]:
    """The satker (by identity) whose predicate's monev is overdue or comes soon."""
    k = d.dasar.konfigurasi
    pemegang = [b.satker for b in d.pemegang if b.satker is not None and b.satker.holds_predikat]
    kalender = build_calendar(pemegang, d.tanggal, load_syarat(k.instrumen).kalender, k.kalender)
    return frozenset(id(m.satker) for m in kalender.monev if m.status in ("terlambat", "jatuh tempo"))
