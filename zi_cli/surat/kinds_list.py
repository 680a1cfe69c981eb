"""The list of kinds and fields, and copies of the templates to edit in Word."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from zi_cli.files import check_target, csv_text, json_line, write_file
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.template_check import own_template
from zi_cli.version import PROGRAM

SKEMA_DAFTAR: Final = "zi.surat-daftar/1"
_KOLOM_JENIS = ("jenis", "judul", "per", "dasar", "ringkasan", "medan")
_KOLOM_MEDAN = ("jenis", "medan", "wajib", "bentuk", "diisi", "arti", "sumber", "contoh")
_PER = {
    "satker": "satu tiap satker",
    "kanwil": "satu tiap Kantor Wilayah",
    "eselon1": "satu tiap Unit Eselon I",
    "gabungan": "satu untuk semua",
}


def teks_jenis(jenis: Sequence[str], bentuk: str, *, indonesia: bool) -> str:
    """All kinds (or those named) with their compulsory fields, as tabel, json, csv or md."""
    baris = [
        (j.kode, j.judul, j.per, j.dasar, j.ringkasan, _wajib(j.kode))
        for j in load_kinds().values()
        if not jenis or j.kode in jenis
    ]
    if bentuk == "tabel":
        return "\n\n".join(
            f"{kode}  {judul} ({_PER[per]}; {dasar})\n  {ringkasan}\n  medan wajib: {', '.join(medan)}"
            for kode, judul, per, dasar, ringkasan, medan in baris
        )
    return _bentuk(_KOLOM_JENIS, [(*b[:5], " ".join(b[5])) for b in baris], bentuk, indonesia=indonesia)


def teks_medan(jenis: Sequence[str], bentuk: str, *, indonesia: bool) -> str:
    """Every field of all kinds (or those named) with meaning, source and example."""
    baris = [
        (j, m.nama, "ya" if m.wajib else "tidak", m.bentuk, "--isi" if m.bisa_diisi else "", m.arti, m.sumber, m.contoh)
        for j in load_kinds()
        if not jenis or j in jenis
        for m in fields_of_kind(j).values()
    ]
    if bentuk != "tabel":
        return _bentuk(_KOLOM_MEDAN, baris, bentuk, indonesia=indonesia)
    potongan: list[str] = []
    for j in dict.fromkeys(b[0] for b in baris):
        potongan.append(f"{j}: {load_kinds()[j].judul}")
        for _, nama, wajib, _, diisi, arti, sumber, contoh in (b for b in baris if b[0] == j):
            tanda = "*" if wajib == "ya" else " "
            misal = f"; contoh: {contoh}" if contoh else ""
            potongan.append(f" {tanda} {nama}: {arti}. Sumber: {sumber}{misal}" + (" [--isi]" if diisi else ""))
        potongan.append("")
    return "\n".join([*potongan, "* wajib; [--isi] dapat diisi dengan --isi medan=isi"])


def copy_templates(folder: Path, jenis: Sequence[str], *, timpa: bool) -> list[Path]:
    """Copy the packaged templates into *folder* for editing; returns the files written."""
    tujuan = {folder / f"{j}.docx": own_template(j) for j in jenis or load_kinds()}
    for t in tujuan:
        check_target(t, timpa=timpa)
    for t, isi in tujuan.items():
        write_file(t, isi, timpa=timpa)
    return list(tujuan)


def _wajib(jenis: str) -> list[str]:
    return [m.nama for m in fields_of_kind(jenis).values() if m.wajib and "[]" not in m.nama]


def _bentuk(kolom: Sequence[str], baris: Sequence[Sequence[str]], bentuk: str, *, indonesia: bool) -> str:
    if bentuk == "csv":
        return csv_text(kolom, baris, indonesia=indonesia)
    if bentuk == "json":
        kepala = {"skema": SKEMA_DAFTAR, "program": PROGRAM}
        return "\n".join(json_line(kepala | dict(zip(kolom, b, strict=True))) for b in baris)
    sel = [[s.replace("|", "\\|") for s in b] for b in baris]
    return "\n".join(f"| {' | '.join(b)} |" for b in [list(kolom), ["---"] * len(kolom), *sel])
