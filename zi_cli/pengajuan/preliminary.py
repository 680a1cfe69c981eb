"""Who made the preliminary assessment, when, and whether the worksheet denies what it concluded."""

import re
from collections.abc import Iterable
from datetime import date

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.names import name_key
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read import Satker
from zi_cli.text import canonical_name, cuplik
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.worksheet.model import Penilai

_PEMBINA = re.compile(r"direktorat jenderal (\w+)")


def preliminary_doubt(
    syarat: Syarat, predikat: Predikat, satker: Satker, bahan: LkeFacts | None, tanggal: date, dikenal: SetPenilai
) -> tuple[str, list[Temuan]]:
    """Why the register's "Ya" can't be relied on ("" when it can), and what to say about it.

    The assessment of a UPT is its Eselon I Pembina's, of a Kanwil the Sekretariat Jenderal's or the Eselon I
    Pembina's (BAB III A.1.a butir 7–8 and A.1.b butir 2; *syarat* lists them by kind); it lies after the start of
    building and not after the submission.
    """
    if satker.pendahuluan_layak is not True:
        return "", []
    boleh = assessors_allowed(syarat, satker.jenis)
    sebab, temuan = _penilai(syarat, satker, boleh, dikenal)
    for lain, t in (_tanggal(satker, predikat, tanggal), _disangkal(bahan, boleh, predikat, dikenal)):
        sebab = sebab or lain
        temuan += t
    return sebab, temuan


def assessors_allowed(syarat: Syarat, jenis: str | None) -> tuple[Penilai, ...]:
    """Whose preliminary assessment counts for a satker of kind *jenis*."""
    per_jenis = {canonical_name(k): v for k, v in syarat.penilai.items()}
    return per_jenis.get(canonical_name(jenis or ""), per_jenis.get("", ()))


def named_assessors(teks: str, dikenal: SetPenilai) -> frozenset[Penilai]:
    """The assessors that a text such as "Tim Penilai Kanwil dan Ditjen Imigrasi" names."""
    bagian = re.split(r"\bdan\b|\bserta\b|[,;/&+\n]", teks, flags=re.IGNORECASE)
    return frozenset(p for b in bagian if (p := dikenal.recognise(canonical_name(b))) is not None)


def _penilai(
    syarat: Syarat, satker: Satker, boleh: tuple[Penilai, ...], dikenal: SetPenilai
) -> tuple[str, list[Temuan]]:
    sel = satker.sel.get("pendahuluan_penilai")
    harus = " atau ".join(dikenal.nama(p) for p in boleh)
    teks = satker.pendahuluan_penilai
    if teks is None:
        return f"belum jelas siapa yang menilai (seharusnya {harus})", [
            make_temuan("SYR421", sel, penilai="belum diisi", seharusnya=harus)
        ]
    if not named_assessors(teks, dikenal) & set(boleh):
        isi = {"penilai": f"“{cuplik(teks)}”", "seharusnya": harus}
        return f"dinilai oleh “{cuplik(teks)}”, seharusnya {harus}", [make_temuan("SYR421", sel, tingkat=None, **isi)]
    return _supervisor(syarat, satker, teks, sel)


def _supervisor(syarat: Syarat, satker: Satker, teks: str, sel: Sel | None) -> tuple[str, list[Temuan]]:
    """Whether the Direktorat Jenderal that assessed is the one that supervises the satker."""
    per_jenis = {canonical_name(k): v for k, v in syarat.pembina.items()}
    menurut_jenis = per_jenis.get(canonical_name(satker.jenis or ""))
    kunci = name_key(satker.eselon1 or "")
    tertulis = set(_PEMBINA.findall(kunci))
    if menurut_jenis and kunci and menurut_jenis not in (tertulis or kunci.split()):
        sebab = f"Unit Eselon I pembina “{cuplik(satker.eselon1)}” bukan pembina jenis {satker.jenis}"
        return "pembinanya tidak jelas", [make_temuan("DAT536", satker.sel.get("eselon1"), sebab=sebab)]
    pembina, penilai = tertulis or {menurut_jenis} - {None}, set(_PEMBINA.findall(name_key(teks)))
    if not pembina or not penilai or pembina & penilai:
        return "", []
    seharusnya = f"Direktorat Jenderal {' atau '.join(sorted(str(p).capitalize() for p in pembina))}, pembinanya"
    temuan = make_temuan("SYR421", sel, tingkat=None, penilai=f"“{cuplik(teks)}”", seharusnya=seharusnya)
    return f"dinilai oleh “{cuplik(teks)}”, seharusnya {seharusnya}", [temuan]


def _tanggal(satker: Satker, predikat: Predikat, tanggal: date) -> tuple[str, list[Temuan]]:
    isi = satker.isi("pendahuluan_tanggal")
    if isi.keadaan == "tidak terbaca":
        return "tanggalnya tidak terbaca", []
    hari = satker.pendahuluan_tanggal
    if hari is None:
        return "", [make_temuan("SYR420", isi.sel)]
    if hari > tanggal:
        return f"bertanggal {tulis_tanggal(hari)}, sesudah tanggal pengajuan", []
    mulai = satker.mulai_wbk if predikat == "WBK" else satker.mulai_wbbm
    if mulai is not None and hari <= mulai:
        sebab = f"Penilaian pendahuluan {tulis_tanggal(hari)} tidak sesudah mulai pembangunan {tulis_tanggal(mulai)}"
        return "mendahului mulai pembangunan", [make_temuan("DAT536", isi.sel, sebab=sebab)]
    return "", []


def _disangkal(
    bahan: LkeFacts | None, boleh: Iterable[Penilai], predikat: Predikat, dikenal: SetPenilai
) -> tuple[str, list[Temuan]]:
    """The worksheet's own column of that assessor, where its Pengungkit fails or is open."""
    temuan: list[Temuan] = []
    for p in boleh:
        keadaan = bahan.pengungkit.get(p, {}).get(predikat) if bahan else None
        if bahan is not None and keadaan is not None and keadaan != "memenuhi":
            temuan.append(make_temuan("SYR422", penilai=dikenal.nama(p), predikat=predikat, keadaan=keadaan))
    return (f"LKE menyangkalnya: {temuan[0].pesan.rstrip('.')}" if temuan else ""), temuan
