"""Facts of the letters between the desks (BAB III A.1): what was assessed before, and what was sent before."""

import re
from functools import partial

from zi_cli.pengajuan.fact import Fact
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import LetterRow
from zi_cli.pengajuan.sent import letter_sent
from zi_cli.scoring.result import is_passed
from zi_cli.surat.chain import TPM, preliminary_of, team_of
from zi_cli.surat.letter_facts import BELUM, TIDAK, YA, Answer, Case, fact_about
from zi_cli.surat.material import group_name
from zi_cli.worksheet.model import Penilai

_YES: Answer = (YA, "")


def _passed(penilai: Penilai, c: Case) -> Answer:
    """The team's Pengungkit reaches the standard for the predicate proposed."""
    name = c.p.instrumen.penilai.name_of(penilai)
    if c.b.lke is None or c.b.predikat is None:
        return BELUM, c.b.tanpa_lke if c.b.lke is None else "predikat yang diusulkan belum diisi"
    if penilai not in c.b.lke.pengungkit:
        return BELUM, f"{name} belum mengisi LKE"
    state = c.b.lke.pengungkit[penilai][c.b.predikat]
    lulus = is_passed(state)
    if lulus is None:
        return BELUM, f"penilaian {name}: {state}"
    return _YES if lulus else (TIDAK, f"menurut {name} pengungkitnya belum memenuhi {c.b.predikat}")


@fact_about("pendahuluan-lolos")
def _pendahuluan_lolos(c: Case) -> Answer:
    """BAB III A.1.b butir 1 and 2: a Unit Eselon I goes straight to the TPI."""
    penilai, _ = preliminary_of(c.b)
    return _passed(penilai, c) if penilai is not None else _YES


def _kind(kind: str, c: Case) -> Answer:
    milik = c.b.satker.jenis if c.b.satker else None
    if milik is None:
        return BELUM, "jenis satker belum diisi di daftar satker"
    return _YES if milik == kind else (TIDAK, f"jenisnya {milik}, bukan {kind}")


@fact_about("upt")
def _upt(c: Case) -> Answer:
    milik = c.b.satker.jenis if c.b.satker else None
    if milik is None:
        return BELUM, "jenis satker belum diisi di daftar satker"
    return _YES if milik not in ("Kanwil", "Unit Eselon I") else (TIDAK, f"jenisnya {milik}, bukan UPT")


@fact_about("data-dukung-terunggah")
def _data_dukung(c: Case) -> Answer:
    day = c.b.satker.tanggal_data_dukung if c.b.satker else None
    if day is None:
        return BELUM, "tanggal pembaruan data dukung belum diisi di daftar satker"
    if c.p.tanggal is not None and day > c.p.tanggal:
        return BELUM, "tanggal pembaruan data dukung sesudah tanggal surat"
    return _YES


def _sent(kind: str, c: Case) -> Answer:
    """The letter *kind* about this satker went out before this one, with a number and a date of its own."""
    surat: LetterRow | None
    jalur = c.p.jalur if load_kinds()[kind].jalur_tpm else "tpn"
    if load_kinds()[kind].per == "gabungan":
        surat = c.p.letters.find(kind, jalur=jalur)
    else:
        surat = c.p.letters.covering(kind, c.b.satker, jalur) if c.b.satker is not None else None
    if c.p.tanggal is None:
        return BELUM, "tanggal surat ini belum diisi"
    f: Fact = letter_sent(surat, c.p.tanggal, kind)
    return (f.jawaban, f"{kind}: {f.sebab}" if f.sebab else "")


@fact_about("usul-pembina-terkirim")
def _usul_pembina(c: Case) -> Answer:
    return _sent(preliminary_of(c.b)[1], c)


for _penilai in ("kanwil", "eselon1", "setjen"):
    fact_about(f"memenuhi-{_penilai}")(partial(_passed, _penilai))
for _kode, _jenis in (("kantor-wilayah", "Kanwil"), ("unit-eselon1", "Unit Eselon I")):
    fact_about(_kode)(partial(_kind, _jenis))
for _surat in ("usul-kanwil", "lhe", "berita-acara", "nota-biro"):
    fact_about(f"{_surat}-terkirim", common=_surat in ("berita-acara", "nota-biro"))(partial(_sent, _surat))


@fact_about("tim-terisi", common=True)
def _tim_terisi(c: Case) -> Answer:
    """The members of the team are named, one of them its head."""
    name = group_name(c.b, load_kinds()[c.p.jenis].per)
    members = team_of(c.p.konfigurasi, name)
    if not any(a.kedudukan.casefold().startswith("ketua") for a in members):
        return BELUM, f"di [[tim]] zi.toml belum ada ketua untuk unit “{name}”"
    return _YES


@fact_about("tpm-lengkap", common=True)
def _tpm_lengkap(c: Case) -> Answer:
    """BAB III A.1.d butir 1: the least of which a TPM consists."""
    members = [a.jabatan for a in team_of(c.p.konfigurasi, TPM)]
    elements = c.p.instrumen.penilai.jalur["tpm"].panel
    lacking = [u.unsur for u in elements if not any(re.search(u.jabatan, j, re.IGNORECASE) for j in members)]
    return (BELUM, f"di [[tim]] zi.toml (unit TPM) belum ada unsur {', '.join(lacking)}") if lacking else _YES
