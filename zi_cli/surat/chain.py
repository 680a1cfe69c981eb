"""Fields of the letters between the desks (BAB III A.1): whose letter it is, who signs, what it refers to."""

import re
from collections.abc import Sequence
from typing import Any

from zi_cli.config import Config, Pejabat
from zi_cli.names import name_key
from zi_cli.pengajuan.follow_up import read_follow_ups
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import LetterRow, Letters
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.surat import spelling as ejaan
from zi_cli.surat.material import BahanSatker, PermintaanSurat, group_name, official_name
from zi_cli.text import decimal_text
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.worksheet.model import Penilai

#: Which team's Pengungkit the letter passes on.
PENILAI_SURAT: dict[str, Penilai] = {"usul-kanwil": "kanwil", "usul-eselon1": "eselon1", "usul-setjen": "setjen"}
#: By the kind of satker: whose preliminary assessment opens the TPI's evaluation, and whose letter brings it there.
PRELIMINARY: dict[str, tuple[Penilai | None, str]] = {
    "Kanwil": ("setjen", "usul-setjen"),
    "Unit Eselon I": (None, "usul-sendiri"),
}
_UPT: tuple[Penilai | None, str] = ("eselon1", "usul-eselon1")
_BIRO = re.compile(r"\bbiro perencanaan dan keuangan\b", re.IGNORECASE)
TPM = "TPM"


def preliminary_of(b: BahanSatker) -> tuple[Penilai | None, str]:
    """Who assesses *b* before the TPI (None: nobody), and the kind of letter that proposes it to the TPI."""
    return PRELIMINARY.get((b.satker.jenis or "") if b.satker else "", _UPT)


def step_before(kind: str, b: BahanSatker, surat: Letters, jalur: str = "tpn") -> bool:
    """Whether the step before letter *kind* was taken for *b*: its team assessed it, or the letter before went out.

    What the letter itself must prove (scores that suffice, dates, names) is left to its claims: it is due, and says
    what it lacks.
    """
    if b.predikat is None or b.satker is None:
        return False
    tim, usul = preliminary_of(b)
    assessed = {x.penilai for x in b.evaluasi.semua} if b.evaluasi else set()
    if kind in ("usul-kanwil", "usul-eselon1"):
        return (tim, usul) == _UPT and PENILAI_SURAT[kind] in assessed
    if kind in ("usul-setjen", "usul-sendiri"):
        return usul == kind and (tim is None or tim in assessed)
    if kind == "daftar-tpi":
        return tim is None or tim in assessed
    before = surat.find("lhe", b.satker, jalur) if kind == "undangan-panel" else surat.find("berita-acara", jalur=jalur)
    return before is not None and before.gone_out


def preliminary_score(p: PermintaanSurat, b: BahanSatker) -> str:
    """Points of Pengungkit by the team that the letter speaks of, as people read them; "" without any."""
    penilai = PENILAI_SURAT.get(p.jenis) or preliminary_of(b)[0]
    if penilai is None:
        return "–"
    milik = next((x for x in b.evaluasi.semua if x.penilai == penilai), None) if b.evaluasi else None
    return decimal_text(milik.nilai[p.instrumen.peran.pengungkit]) if milik is not None else ""


def bureau_head(k: Config) -> Pejabat | None:
    """The head of the planning bureau, as the panel's list has him."""
    return next((x for x in k.panel if x.jabatan and _BIRO.search(x.jabatan)), None)


def group_row(p: PermintaanSurat, name: str) -> Satker | None:
    """The register's row of the Kantor Wilayah or Unit Eselon I itself."""
    return next((s for s in (p.daftar.satker if p.daftar else ()) if name_key(s.nama or "") == name_key(name)), None)


def group_head(p: PermintaanSurat, b: BahanSatker | None) -> Pejabat | None:
    """The head of the satker, or of the group, whose letter this is: of its own row of the register."""
    per = load_kinds()[p.jenis].per
    if b is None or per == "gabungan":
        return None
    if per == "satker":
        s = b.satker
        jabatan = (s.kepala_jabatan if s else None) or f"Kepala {b.nama}"
        return Pejabat(s.kepala_nama if s else None, s.kepala_nip if s else None, jabatan)
    s = group_row(p, group_name(b, per))
    name = official_name(group_name(b, per))
    jabatan = (s.kepala_jabatan if s else None) or (f"Kepala {name}" if per == "kanwil" else f"Pimpinan {name}")
    return Pejabat(s.kepala_nama if s else None, s.kepala_nip if s else None, jabatan)


def chain_fields(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> dict[str, Any]:
    """The fields of these letters alone; those that are not known are absent."""
    per = load_kinds()[p.jenis].per
    rata: dict[str, Any] = {}
    name = group_name(materials[0], per) if materials else ""
    if name:
        rata["kelompok.nama"] = official_name(name)
        s = group_row(p, name)
        if s is not None and s.kota and not p.kota:
            rata["surat.kota"] = s.kota
    pembina = [x for x in dict.fromkeys(group_name(b, "eselon1") for b in materials) if x]
    if pembina:
        rata["pembina.nama"] = " dan ".join(pembina)
    if materials and materials[0].satker is not None and (day := materials[0].satker.tanggal_data_dukung) is not None:
        rata["satker.data_dukung"] = tulis_tanggal(day)
    for field, kind in (("rujukan.berita_acara", "berita-acara"), ("rujukan.nota_biro", "nota-biro")):
        if (text := _reference(p.letters.find(kind, jalur=p.jalur))) is not None:
            rata[field] = text
    permission = p.konfigurasi.persetujuan_tpm
    if permission is not None:
        rata["rujukan.persetujuan"] = f"Nomor {permission.nomor} tanggal {tulis_tanggal(permission.tanggal)}"
    members = team_of(p.konfigurasi, name or TPM)
    if members:
        rata["tim_penilai"] = [
            {"nama": a.nama, "nip": ejaan.nip(a.nip) if a.nip else "", "jabatan": a.jabatan, "kedudukan": a.kedudukan}
            for a in members
        ]
    return rata


def open_notes(p: PermintaanSurat, b: BahanSatker) -> list[dict[str, str]]:
    """What is still open of the satker's follow-up, as the register's sheet has it."""
    known = p.instrumen.penilai
    return [
        {
            "indikator": f.indikator or "umum",
            "catatan": f.catatan,
            "sumber": known.name_of(f.sumber) if f.sumber in known.codes else f.sumber,
            "status": f.status or "tidak terbaca",
        }
        for f in read_follow_ups(p.daftar)
        if f.is_open and b.satker is not None and name_key(f.satker) == name_key(b.satker.called)
    ]


def team_of(k: Config, unit: str) -> list[Any]:
    """The members of *unit*'s team, in the order they were given."""
    return [a for a in k.tim if unit and name_key(a.unit) == name_key(unit)]


def _reference(surat: LetterRow | None) -> str | None:
    """Number and date of a letter, as another one refers to it."""
    if surat is None or not surat.nomor or surat.tanggal is None:
        return None
    return f"Nomor {surat.nomor} tanggal {tulis_tanggal(surat.tanggal)}"
