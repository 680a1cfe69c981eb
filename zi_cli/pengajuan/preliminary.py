"""Who made the preliminary assessment, when, and whether the worksheet denies what it concluded."""

import re
from collections.abc import Iterable
from datetime import date

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.names import name_key
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.text import canonical_name, excerpt
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.worksheet.model import Penilai

_SUPERVISOR = re.compile(r"direktorat jenderal (\w+)")


def preliminary_doubt(
    syarat: Syarat, predikat: Predikat, satker: Satker, material: LkeFacts | None, tanggal: date, instrumen: Instrumen
) -> tuple[str, list[Temuan]]:
    """Why the register's "Ya" can't be relied on ("" when it can), and what to say about it.

    The assessment of a UPT is its Eselon I Pembina's, of a Kanwil the Sekretariat Jenderal's or the Eselon I
    Pembina's (BAB III A.1.a butir 7–8 and A.1.b butir 2; *syarat* lists them by kind); it lies after the start of
    building and not after the submission.
    """
    if satker.pendahuluan_layak is not True:
        return "", []
    allowed = assessors_allowed(syarat, satker.jenis)
    reason, temuan = _penilai(syarat, satker, allowed, instrumen.penilai)
    for other, t in (_date_doubts(satker, predikat, tanggal), _denied_by_lke(material, allowed, predikat, instrumen)):
        reason = "; ".join(s for s in (reason, other) if s)
        temuan += t
    return reason, temuan


def assessors_allowed(syarat: Syarat, kind: str | None) -> tuple[Penilai, ...]:
    """Whose preliminary assessment counts for a satker of kind *kind*."""
    by_kind = {canonical_name(k): v for k, v in syarat.penilai.items()}
    return by_kind.get(canonical_name(kind or ""), by_kind.get("", ()))


def named_assessors(text: str, known: SetPenilai) -> frozenset[Penilai]:
    """The assessors that a text such as "Tim Penilai Kanwil dan Ditjen Imigrasi" names."""
    parts = re.split(r"\bdan\b|\bserta\b|[,;/&+\n]", text, flags=re.IGNORECASE)
    return frozenset(p for b in parts if (p := known.recognise(canonical_name(b))) is not None)


def _penilai(
    syarat: Syarat, satker: Satker, allowed: tuple[Penilai, ...], known: SetPenilai
) -> tuple[str, list[Temuan]]:
    cell = satker.sel.get("pendahuluan_penilai")
    required = " atau ".join(known.name_of(p) for p in allowed)
    text = satker.pendahuluan_penilai
    if text is None:
        return f"belum jelas siapa yang menilai (seharusnya {required})", [
            make_temuan("SYR421", cell, penilai="belum diisi", seharusnya=required)
        ]
    if not named_assessors(text, known) & set(allowed):
        content = {"penilai": f"“{excerpt(text)}”", "seharusnya": required}
        return f"dinilai oleh “{excerpt(text)}”, seharusnya {required}", [
            make_temuan("SYR421", cell, level=None, **content)
        ]
    return _supervisor(syarat, satker, text, cell)


def _supervisor(syarat: Syarat, satker: Satker, text: str, cell: Sel | None) -> tuple[str, list[Temuan]]:
    """Whether the Direktorat Jenderal that assessed is the one that supervises the satker."""
    per_jenis = {canonical_name(k): v for k, v in syarat.pembina.items()}
    by_kind = per_jenis.get(canonical_name(satker.jenis or ""))
    key = name_key(satker.eselon1 or "")
    written = set(_SUPERVISOR.findall(key))
    if by_kind and key and by_kind not in (written or key.split()):
        reason = f"Unit Eselon I pembina “{excerpt(satker.eselon1)}” bukan pembina jenis {satker.jenis}"
        return "pembinanya tidak jelas", [make_temuan("DAT536", satker.sel.get("eselon1"), sebab=reason)]
    pembina, penilai = written or {by_kind} - {None}, set(_SUPERVISOR.findall(name_key(text)))
    if not pembina or not penilai or pembina & penilai:
        return "", []
    expected = f"Direktorat Jenderal {' atau '.join(sorted(str(p).capitalize() for p in pembina))}, pembinanya"
    temuan = make_temuan("SYR421", cell, level=None, penilai=f"“{excerpt(text)}”", seharusnya=expected)
    return f"dinilai oleh “{excerpt(text)}”, seharusnya {expected}", [temuan]


def _date_doubts(satker: Satker, predikat: Predikat, tanggal: date) -> tuple[str, list[Temuan]]:
    content = satker.content("pendahuluan_tanggal")
    if content.keadaan == "tidak terbaca":
        return "tanggalnya tidak terbaca", []
    day = satker.pendahuluan_tanggal
    if day is None:
        return "", [make_temuan("SYR420", content.sel)]
    if day > tanggal:
        return f"bertanggal {tulis_tanggal(day)}, sesudah tanggal pengajuan", []
    begin = satker.mulai_wbk if predikat == "WBK" else satker.mulai_wbbm
    if begin is not None and day <= begin:
        reason = f"Penilaian pendahuluan {tulis_tanggal(day)} tidak sesudah mulai pembangunan {tulis_tanggal(begin)}"
        return "mendahului mulai pembangunan", [make_temuan("DAT536", content.sel, sebab=reason)]
    return "", []


def _denied_by_lke(
    material: LkeFacts | None, allowed: Iterable[Penilai], predikat: Predikat, instrumen: Instrumen
) -> tuple[str, list[Temuan]]:
    """The worksheet's own column of that assessor, where its Pengungkit fails or is open."""
    temuan: list[Temuan] = []
    for p in allowed:
        state = material.pengungkit.get(p, {}).get(predikat) if material else None
        if material is not None and state is not None and state != "memenuhi":
            who, drivers = instrumen.penilai.name_of(p), instrumen.komponen_words[0]
            temuan.append(make_temuan("SYR422", penilai=who, komponen=drivers, predikat=predikat, keadaan=state))
    return (f"LKE menyangkalnya: {temuan[0].pesan.rstrip('.')}" if temuan else ""), temuan
