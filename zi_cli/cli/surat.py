"""``zi surat``: letters from the data, and the list of kinds and fields."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_cli.cli.letter_options import LetterOptions, PilihanJalur, PilihanSimpulan
from zi_cli.cli.options import Rules, Screen, claim_columns, parse_penilai
from zi_cli.cli.output import Result, end
from zi_cli.cli.work import say_doubts, work_folder
from zi_cli.findings.record import TINGKAT_WORDS, Temuan
from zi_cli.folder.discover import files_below
from zi_cli.outgoing import DOCUMENT_ENDINGS
from zi_cli.pengajuan.find_lke import find_register
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.streams import result_stream
from zi_cli.text import clean_prose, path_text
from zi_cli.views.document import lines
from zi_cli.views.table import Column, Table

if TYPE_CHECKING:
    from zi_cli.surat.compose import Surat
    from zi_cli.surat.material import PermintaanSurat
    from zi_cli.surat.selection import LetterSubject
    from zi_cli.surat.sources import Lookup


_DAFTAR = "daftar"
_ALL = "semua"
_CHECK = "periksa"


def _first_words() -> list[str]:
    """What may stand for JENIS, for the Tab key."""
    return [_ALL, _CHECK, _DAFTAR, *load_kinds()]


def command(
    jenis: Annotated[
        str,
        typer.Argument(
            metavar="JENIS",
            help="Jenis surat, “semua”, “periksa”, atau “daftar”.",
            show_default=False,
            autocompletion=_first_words,
        ),
    ],
    berkas: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[BERKAS|FOLDER]", help="Berkas LKE, atau foldernya.", show_default=False),
    ] = None,
    *,
    letter: LetterOptions,
    rules: Rules,
    screen: Screen,
) -> None:
    """Buat surat dari LKE, daftar satker, dan rekap; tanpa data yang cukup surat ditolak.

    “zi surat semua [FOLDER]” membuat setiap surat yang perlu, dengan nomor dan tanggal dari lembar Surat satker.xlsx;
    dijalankan lagi, hanya yang baru atau berubah. Surat yang disunting orang tidak pernah ditimpa. Kode keluarnya 1
    selama masih ada surat yang menunggu nomor atau belum siap.
    “zi surat periksa TEMPLAT.DOCX” memeriksa templat yang disunting di Word.

    Contoh: zi surat sptjm --data satker.xlsx --tanggal 2027-05-20
    """
    if jenis == _ALL:
        wrong = letter.for_one_only()
        if wrong or len(berkas or ()) > 1:
            raise typer.BadParameter(f"{wrong[0] if wrong else 'lebih dari satu FOLDER'} tidak untuk zi surat semua")
        from zi_cli.cli.surat_all import make_all

        make_all(berkas[0] if berkas else None, letter, rules, screen)
        return
    result = screen.choose()
    if jenis == _CHECK:
        check_templates(berkas or [], result)
        return
    if jenis == _DAFTAR:
        _list_kinds([str(b) for b in berkas or []], letter, result)
        return
    from zi_cli.pengajuan.register.letters import Letters
    from zi_cli.surat.inputs import (
        choose_kind,
        choose_template,
        read_day,
        read_fields,
        read_plan_source,
        split_folders,
    )
    from zi_cli.surat.material import PermintaanSurat
    from zi_cli.surat.picture import read_picture
    from zi_cli.surat.sources import Lookup, common_sources

    code = choose_kind(jenis)
    if letter.keluaran is not None and letter.keluaran.suffix.lower() in DOCUMENT_ENDINGS - {".docx"}:
        raise typer.BadParameter(f"surat ditulis sebagai .docx, bukan “{letter.keluaran}”; untuk PDF tambahkan --pdf")
    paksa = clean_prose(letter.paksa) if letter.paksa is not None else None
    if paksa is not None and not paksa.strip():
        raise typer.BadParameter("--paksa memerlukan alasan")
    folder, lke = split_folders(berkas or ())
    data, tahun = letter.data, letter.tahun
    if not (berkas or data or letter.dari):
        folder = work_folder(None)
        if folder is None:
            raise typer.BadParameter(
                "sebut berkas LKE atau foldernya, --dari rekap.json, atau --data daftar satker; tanpa itu jalankan di "
                "folder satker.xlsx"
            )
    if data is None and folder is not None:
        data = find_register(folder)
    candidate = lke or (files_below(folder) if folder is not None else [])
    setting = rules.beside(folder, data).load(candidate, daftar=data)
    setting = claim_columns(setting, letter.kolom_penilai, one=folder is None and len(lke) == 1)
    mentioned = (("usulan.tahun", tahun), ("usulan.tanggal", letter.tanggal), ("usulan.penilai", letter.penilai))
    setting = setting.without_doubt(*(key for key, nilai in mentioned if nilai is not None))
    say_doubts(setting)
    instrumen = setting.instrumen
    day = read_day(letter.tanggal) if letter.tanggal else None
    if tahun is None and load_kinds()[code].tahun == "usulan":
        tahun = setting.usulan.tahun
    rekap = None
    if letter.dari is not None:
        from zi_cli.records.read_back import read_recap

        rekap = read_recap(letter.dari, instrumen, "SRT632")
    daftar, letters = None, Letters()
    if data is not None:
        from zi_cli.pengajuan.register.read_register import read_register
        from zi_cli.pengajuan.register.surat_sheet import read_letters

        daftar = read_register(data, instrumen)
        letters = read_letters(data, daftar.satker)
    dibaca = read_plan_source(letter.rencana, instrumen) if letter.rencana else None
    request = PermintaanSurat(
        jenis=code,
        konfigurasi=setting,
        instrumen=instrumen,
        tanggal=day,
        nomor=letter.nomor,
        kota=letter.kota,
        tahun=tahun,
        jalur="tpm" if letter.jalur is PilihanJalur.tpm else "tpn",
        catatan=tuple(letter.catatan or ()),
        tembusan=tuple(letter.tembusan or ()),
        lampiran=letter.lampiran,
        kawasan=letter.kawasan,
        simpulan=None if letter.simpulan is None else letter.simpulan is PilihanSimpulan.masih,
        isi=read_fields(letter.isi or ()),
        paksa=paksa,
        draf=letter.draf,
        audit=letter.audit.value,
        templat=choose_template(letter.templat, code),
        logo=read_picture(letter.logo) if letter.logo else None,
        rencana=dibaca,
        sumber=common_sources(setting, daftar, rekap, dibaca),
        daftar=daftar,
        letters=letters,
    )
    search = Lookup(
        konfigurasi=setting,
        instrumen=instrumen,
        tanggal=day or setting.usulan.tanggal or date.today(),
        berkas=lke,
        folder=folder,
        rekap=rekap,
        daftar=daftar,
        penilai=parse_penilai(letter.penilai or setting.usulan.penilai, instrumen),
        tim=request.tim.kode,
        tahun=tahun,
        predikat=letter.target,
        dimiliki=code in ("monev", "pencabutan"),
    )
    inputs = [
        p
        for p in (data, letter.dari, letter.rencana, letter.logo, letter.templat, setting.berkas, *lke)
        if p is not None
    ]
    _make(request, search, letter, inputs, result)


def _make(p: PermintaanSurat, search: Lookup, letter: LetterOptions, inputs: list[Path], result: Result) -> None:
    from zi_cli.surat.compose import converter_notices
    from zi_cli.surat.selection import group_letters
    from zi_cli.surat.sources import gather, pick_satker
    from zi_cli.surat.write_letters import letter_files, letter_words, surat_record, write_letters

    collection = gather(search)
    _report((*collection.gagal, *collection.tanpa_baris))
    selected = list(collection.satker)
    if letter.satker:
        selected = pick_satker(selected, letter.satker)
    elif search.berkas:
        selected = [b for b in selected if b.lke is not None]
    p = replace(p, umum=collection.umum, daftar_kawasan=collection.kawasan)
    content, temuan = group_letters(p, selected, mentioned=bool(letter.satker or search.berkas))
    if collection.gagal and not selected:
        # That nothing could be read is said already.
        temuan = [t for t in temuan if t.kode != "SRT627"]
    if p.catatan and len(content) > 1:
        raise typer.BadParameter(f"--catatan milik satu satker, sedangkan ada {len(content)} surat; sebut --satker")
    surat = list(_composed(p, content))
    _report(temuan)
    for s in surat:
        _report(s.temuan, s.nama if len(surat) > 1 else None)
    written = write_letters(surat, letter.keluaran, pdf=letter.pdf, overwrite=letter.timpa, inputs=inputs)
    if any(t.pdf is not None for t in written):
        _report(converter_notices())
    if result.on_screen:
        result.give_text(letter_words(written))
    else:
        table = letter_files(written)
        result.give(lambda: (surat_record(t, p.paksa) for t in written), lambda: [table], lambda: [table])
    end(unread=collection.gagal, refused=not surat or any(s.docx is None for s in surat))


def _composed(p: PermintaanSurat, content: Iterable[LetterSubject]) -> Iterator[Surat]:
    """Each letter, with what its row of the sheet Surat says and no option does."""
    from zi_cli.surat.compose import finish_letter, prepare_letter
    from zi_cli.surat.letter_row import row_of, with_row

    _report(p.letters.temuan)
    for i in content:
        q, temuan = with_row(p, row_of(p, i.bahan, p.letters))
        q = q if q.tanggal is not None else replace(q, tanggal=q.konfigurasi.usulan.tanggal)
        yield finish_letter(prepare_letter(q, i.bahan, i.lain, temuan))


def _report(temuan: Iterable[Temuan], surat: str | None = None) -> None:
    """Findings go to standard error, one line each, with the letter they are about where there are several."""
    place = f"{surat}: " if surat else ""
    for t in temuan:
        sys.stderr.write(f"zi: {place}{t.line}\n")


def _list_kinds(kinds: list[str], letter: LetterOptions, result: Result) -> None:
    from zi_cli.surat.inputs import choose_kind
    from zi_cli.surat.kinds_list import (
        copy_templates,
        field_table,
        field_words,
        kind_table,
        kind_words,
        list_records,
    )

    chosen = [choose_kind(j) for j in kinds]
    if letter.salin is not None:
        for target in copy_templates(letter.salin, chosen, overwrite=letter.timpa):
            typer.echo(str(target), file=result_stream())
    elif result.on_screen:
        result.give_text((field_words if letter.kolom else kind_words)(chosen))
    else:
        table = (field_table if letter.kolom else kind_table)(chosen)
        result.give(lambda: list_records(table), lambda: [table], lambda: [table])


def check_templates(files: Sequence[Path], result: Result) -> None:
    """Say what is wrong with each template (files, or the .docx of folders); exit 1 when there is a kesalahan."""
    from zi_cli.surat.child import review_confined
    from zi_cli.surat.template_check import read_template, review_record

    daftar = [x for b in files for x in (sorted(b.glob("*.docx")) if b.is_dir() else [b])]
    if not daftar:
        raise typer.BadParameter("sebut templat .docx, atau folder templat (zi surat daftar --salin FOLDER)")
    found: list[tuple[Path, list[Temuan]]] = []
    for b in daftar:
        found.append((b, review_confined(read_template(b), _kind(b), path_text(b.name))))
    columns = [Column("Templat"), Column("Tingkat", utuh=True), Column("Kode", utuh=True), Column("Pesan", lebar=100)]
    rows = [(path_text(b.name), TINGKAT_WORDS[t.tingkat], t.kode, t.pesan) for b, every in found for t in every]
    table = Table("Templat", columns, rows)
    clean = lines([f"{len(found)} templat diperiksa, tidak ada temuan."])
    result.give(
        lambda: (review_record(b, _kind(b), t) for b, t in found),
        lambda: [table],
        lambda: [table if rows else clean],
    )
    end(refused=any(t.tingkat == "galat" for _, every in found for t in every))


def _kind(file: Path) -> str:
    """The kind of letter that a template's file name begins with; a usage error (exit 2) when it names none."""
    name = file.stem.casefold()
    matches = [j for j in load_kinds() if name == j or name.startswith((f"{j}-", f"{j}_", f"{j} "))]
    if not matches:
        raise typer.BadParameter(f"“{file.name}”: awali nama berkasnya dengan jenis suratnya, misalnya sptjm.docx")
    return max(matches, key=len)
