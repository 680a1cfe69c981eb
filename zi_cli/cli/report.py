"""``zi report``: a self-contained HTML page of one satker, a folder, or a recap."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from zi_cli.cli.options import (
    FormatOption,
    OverwriteOption,
    PasswordOption,
    PenilaiColumnOption,
    PenilaiOption,
    Proposal,
    Rules,
    TargetOption,
    claim_columns,
)
from zi_cli.cli.output import SAYS, Result, choose_form, end
from zi_cli.cli.work import open_work, required_folder
from zi_cli.config import Config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.files import check_target, file_fault, real_path, write_file
from zi_cli.instrumen.loader import load_kriteria
from zi_cli.names import name_key
from zi_cli.pengajuan.calendar import next_deadline
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.lke_facts import extract_lke_facts
from zi_cli.pengajuan.register.read_register import DaftarSatker, read_register
from zi_cli.records.written import report_record
from zi_cli.report.html.environment import SumberLain
from zi_cli.report.output_forms import ENDINGS, Format
from zi_cli.views.document import lines
from zi_cli.views.table import Table


def command(
    masukan: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BERKAS|FOLDER|REKAP.JSON]",
            help="Yang dilaporkan; bawaan: folder ini bila memuat satker.xlsx.",
            show_default=False,
        ),
    ] = None,
    *,
    keluaran: Annotated[
        Path | None,
        typer.Option("-o", "--keluaran", metavar="LAPORAN.HTML", help="Nama laporan; bawaannya <masukan>.html."),
    ] = None,
    proposal: Proposal,
    penilai: PenilaiOption = None,
    kolom_penilai: PenilaiColumnOption = None,
    target: TargetOption = None,
    rules: Rules,
    sandi: PasswordOption = None,
    timpa: OverwriteOption = False,
    bentuk: FormatOption = None,
) -> None:
    """Buat laporan HTML mandiri: satu berkas, tanpa jaringan, untuk layar dan kertas.

    Contoh: zi report lke.xlsx --data satker.xlsx -o laporan.html
    """
    keluar = Result(choose_form(bentuk, None, SAYS))
    suffix = keluaran.suffix.lower() if keluaran is not None and not keluaran.is_dir() else ""
    if suffix and ENDINGS.get(suffix) is not Format.html:
        raise typer.BadParameter(f"laporan ditulis sebagai .html, bukan “{keluaran}”")
    masukan = required_folder(masukan, or_file=True)
    folder = masukan if masukan.is_dir() else None
    rekap_jadi = folder is None and masukan.suffix.lower() == ".json"
    count = folder is not None or rekap_jadi
    if folder is None and proposal.data is None and (proposal.tanggal is not None or proposal.tahun is not None):
        raise typer.BadParameter(f"--{'tahun' if proposal.tanggal is None else 'tanggal'} hanya bersama --data")
    if rekap_jadi and proposal.data is not None:
        raise typer.BadParameter("--data hanya untuk LKE; rekap sudah memuat syaratnya")
    name = real_path(masukan).name or "laporan"
    output = keluaran or Path(f"{real_path(masukan).stem if folder is None else name}.html")
    one = [masukan] if folder is None else None
    data, config, rule, chosen = open_work(folder, rules, proposal, penilai, files=one, password=sandi)
    config = claim_columns(config, kolom_penilai, one=not count)
    rule = rule._replace(konfigurasi=config)
    instrumen = config.instrumen
    sources = [p for p in (masukan, data, config.berkas) if p is not None and not file_fault(p)]
    check_target(output, overwrite=timpa, inputs=sources)
    failed = 0
    if count:
        from zi_cli.pages.folder_page import folder_page
        from zi_cli.records.read_back import read_recap

        if folder is not None:
            from zi_cli.batch.compare_folder import recap_folder
            from zi_cli.batch.registered import open_registration
            from zi_cli.cli.batch import watcher

            pendaftaran = open_registration(data, rule) if data is not None else None
            rekap = recap_folder(folder, instrumen, config, chosen, os.cpu_count() or 1, watcher(), pendaftaran)
        else:
            rekap = read_recap(masukan, instrumen).isi
        failed = len(rekap["gagal"])
        page = folder_page(rekap, instrumen, name, _other_sources(config), _deadline(rekap, rule))
    else:
        from zi_cli.pages.satker_page import satker_page
        from zi_cli.records.score import score_record

        daftar = read_register(data, instrumen) if data is not None else None
        syarat, tindak_lanjut = None, None
        e = evaluate(masukan, config, chosen, password=sandi)
        if daftar is not None:
            syarat, tindak_lanjut = _proposal(masukan, e, daftar, rule)
        selisih = e._replace(pilihan=None).total_differences(masukan, password=sandi)
        page = satker_page(
            [
                score_record(
                    e.ws,
                    p,
                    e.semua,
                    instrumen,
                    e.ambang,
                    e.findings(p, target, detailed=True),
                    selisih.get(p.penilai),
                )
                for p in e.semua
            ],
            e.penentu.penilai,
            instrumen,
            load_kriteria(instrumen),
            config.ambang,
            notes=e.notes(),
            syarat=syarat,
            tindak_lanjut=tindak_lanjut,
            other_source=_other_sources(config, daftar),
        )
    content = page.encode("utf-8", "replace")
    write_file(output, content, overwrite=timpa, inputs=sources)
    keluar.give(
        lambda: [report_record(output, content, masukan, instrumen.nama, failed)],
        tuple,
        lambda: [lines([f"{output} ({-(-len(content) // 1024)} KB)"])],
    )
    end(unread=failed)


def _deadline(rekap: Mapping[str, Any], rules: Aturan) -> date | None:
    """The deadline that the proposals of a recap are made for; None where no register gave them a date."""
    if rekap["daftar"] is None:
        return None
    day = date.fromisoformat(rekap["daftar"]["tanggal"])
    return next_deadline(day, rules.syarat.kalender, rules.konfigurasi.kalender)


def _proposal(file: Path, e: Evaluation, daftar: DaftarSatker, rules: Aturan) -> tuple[Mapping[str, Any], Table | None]:
    """Of the satker of *file*, by the register *daftar*: its zi.check document, and what it has to follow up."""
    from zi_cli.pengajuan.check_register import check_register
    from zi_cli.pengajuan.follow_up import read_follow_ups
    from zi_cli.pengajuan.proofs import with_proofs
    from zi_cli.records.check import check_record
    from zi_cli.tahap.follow_up import merge_notes, tpn_notes, worksheet_notes
    from zi_cli.views.follow_up import follow_up_table

    material = extract_lke_facts(e, rules.syarat, file, file.name)
    result = with_proofs(check_register(rules, daftar, [material], only=file), daftar, rules)
    notes = [*worksheet_notes([material], daftar), *tpn_notes(daftar, e.instrumen)[0]]
    names = {name_key(h.satker.called if h.satker else h.nama) for h in result.satker}
    milik = [f for f in merge_notes(read_follow_ups(daftar), notes).all_rows if name_key(f.satker) in names]
    table = follow_up_table(milik, result.tanggal, e.instrumen) if milik else None
    return check_record(result, e.instrumen, rules.konfigurasi, daftar), table


def _other_sources(config: Config, daftar: DaftarSatker | None = None) -> list[SumberLain]:
    """Configuration and register, where they are used."""
    sources = []
    if config.berkas is not None and config.sha256 is not None:
        sources.append(SumberLain("Konfigurasi", config.berkas.name, config.sha256))
    if daftar is not None:
        sources.append(SumberLain("Daftar satker", daftar.berkas.name, daftar.sha256))
    return sources
