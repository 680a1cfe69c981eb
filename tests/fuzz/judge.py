"""``make fuzz-wajah``: what zi reads against what LibreOffice shows, file by file, with a table by class.

Usage: python -m tests.fuzz.judge [--benih N] [--mutasi N] [--dua-muka N] [--lain N] [--biner N]
       [--hanya POLA] [--simpan FOLDER] [--rinci]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.mutations import mutations
from tests.fuzz.shown import Sheets, shown
from tests.fuzz.two_faced import two_faced
from tests.fuzz.two_faced_binary import two_faced_binary
from tests.fuzz.two_faced_ods import two_faced_ods
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.findings.record import Temuan, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.folder.pool import Pengaturan, run_pool
from zi_cli.worksheet.model import NOT_CALCULATED, NilaiSel

Place = tuple[str, int, int]

#: Findings that say a cell is not shown as it is read: any other one at the cell names something else.
RUPA = frozenset({"LKE104", "LKE151", "LKE152", "LKE153", "LKE154", "LKE155"})
_TRUE, _SALAH = ("TRUE", "BENAR", "YA"), ("FALSE", "SALAH", "TIDAK")
#: Findings that say a cell's own figure is not what is reckoned with, but its counts.
_COMPUTED = "LKE204"


class Case(NamedTuple):
    """A file to judge: its class, and the cells that a finding has to name (or the file is refused)."""

    jenis: str
    berkas: Path
    disebut: tuple[str, ...] = ()


class Reading(NamedTuple):
    """What zi made of a file: why it was refused, its answers by place, and the places that findings name."""

    ditolak: str
    jawaban: dict[Place, NilaiSel]
    temuan: frozenset[tuple[str, str]]


class Verdict(NamedTuple):
    """One file judged: "sama", "disebut", "ditolak", "tidak terbuka", or "BEDA" with what differs."""

    kasus: Case
    hasil: str
    sebab: str


def judge(kasus: Sequence[Case], kerja: Path) -> list[Verdict]:
    """Read every file with both and compare."""
    dibaca = {s.butir: s for s in run_pool(read, [k.berkas for k in kasus], Pengaturan(2, _prepare, batas_waktu=30))}
    tampil = shown([k.berkas for k in kasus], kerja)
    hasil = []
    for k in kasus:
        s = dibaca[k.berkas]
        if s.hasil is None:
            hasil.append(Verdict(k, "BEDA", f"pembaca terhenti: {s.galat!r}"))
        else:
            hasil.append(_compare(k, s.hasil, tampil.get(k.berkas)))
    return hasil


def _prepare() -> None:
    """Nothing to prepare in a worker."""


def read(berkas: Path) -> Reading:
    """What zi makes of a file."""
    try:
        e = evaluate(berkas, load_config(None))
    except UnreadableInput as e:
        return Reading(f"{e.temuan.kode}: {e.temuan.pesan}", {}, frozenset())
    temuan = [*e.ws.temuan, *(t for p in e.semua for t in p.temuan)]
    sebutan = frozenset((t.kode, sel) for t in temuan for sel in _named(t))
    # A percentage without a value of its own is worked out from its counts, whatever its cell shows, and so is one
    # that says another figure than they.
    jawaban = {
        (i.sel.lembar, i.sel.baris, i.sel.kolom): i.nilai
        for p in e.ws.penilai.values()
        for kode, i in p.jawaban.items()
        if (i.nilai not in ("", NOT_CALCULATED) or e.instrumen.per_kode[kode].aturan is None)
        and (_COMPUTED, str(i.sel)) not in sebutan
    }
    # A date is no answer, and said so, in whatever words.
    tanggal = {t for t, v in jawaban.items() if not isinstance(v, str | int | float)}
    tanggal_ = {f"{n}!{column_letters(k)}{r}" for n, r, k in tanggal}
    rupa = frozenset(("LKE154" if sel in tanggal_ else kode, sel) for kode, sel in sebutan)
    return Reading("", jawaban, rupa)


def _named(t: Temuan) -> list[str]:
    """The cells that a finding names: its own, and those down to the one that it says it reaches."""
    if t.sel is None:
        return [""]
    m = re.search(r"berikutnya sampai .*![A-Z]+(\d+)\)", t.pesan)
    akhir = int(m[1]) if m else t.sel.baris
    return [str(t.sel._replace(baris=r)) for r in range(t.sel.baris, akhir + 1)]


def _compare(k: Case, r: Reading, tampil: Sheets | None) -> Verdict:
    if r.ditolak:
        return Verdict(k, "ditolak" if tampil else "tidak terbuka", r.ditolak)
    if kurang := unnamed(k.disebut, r):
        return Verdict(k, "BEDA", f"tidak disebut: {', '.join(kurang)}")
    disebut = {sel for kode, sel in r.temuan if kode in RUPA}
    if tampil is None:
        return Verdict(k, "tidak terbuka", "hanya terbaca di sini")
    belum_dihitung = any(c == "LKE112" for c, _ in r.temuan)
    beda = []
    for (lembar, baris, kolom), nilai in r.jawaban.items():
        isi = tampil.get(lembar) or (next(iter(tampil.values())) if len(tampil) == 1 else [])
        teks = isi[baris - 1][kolom] if baris <= len(isi) and kolom < len(isi[baris - 1]) else ""
        if same(nilai, teks) or (nilai == NOT_CALCULATED and belum_dihitung):
            continue
        alamat = f"{lembar}!{column_letters(kolom)}{baris}"
        if alamat not in disebut:
            beda.append(f"{alamat}: terbaca {nilai!r}, tampil {teks!r}")
    if beda and not any(teks_ for isi in tampil.values() for b in isi for teks_ in b if not _numeric(teks_)):
        # No text in the whole workbook: it did not find a part that is there (it compares names to the letter).
        return Verdict(k, "tidak terbuka", "LibreOffice tidak menemukan satu bagian")
    if beda:
        return Verdict(k, "BEDA", f"{len(beda)} sel; {'; '.join(beda[:3])}")
    return Verdict(k, "disebut" if k.disebut else "sama", "")


def unnamed(disebut: Iterable[str], r: Reading) -> list[str]:
    """Those of the cells and codes that no finding about what is shown names."""
    ada = {s for temuan in r.temuan if temuan[0] in RUPA for s in temuan}
    return [s for s in disebut if s not in ada]


def _numeric(teks: str) -> bool:
    return re.fullmatch(r"[-0-9.,%E+]*", teks) is not None


def same(nilai: NilaiSel, teks: str) -> bool:
    """Whether *teks* shows *nilai*: numbers to the last digit shown, texts but for blanks at the ends."""
    if isinstance(nilai, bool):
        # A truth is an answer in any of these words, and in a number that is not nought.
        kata = _TRUE if nilai else _SALAH
        return teks.strip().upper() in kata or re.fullmatch(r"1(?:\.0+)?" if nilai else r"0(?:\.0+)?", teks) is not None
    if isinstance(nilai, str):
        if nilai.strip() != teks.strip() and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", nilai.strip()):
            # LibreOffice takes a text that is a number for one, and shows it by the cell's format.
            return same(float(nilai), teks)
        return " ".join(nilai.split()) == " ".join(teks.split())
    if not isinstance(nilai, int | float):
        # A date is no answer, and said so; whether it is shown as one is all there is to compare.
        return re.search(r"\d[-/:]\d| \d{4}", teks) is not None
    # A sign of money or a word beside a number leaves it what it is.
    angka = re.sub(r"^[^-0-9.]+|[^0-9.%]+$", "", teks.replace(",", ""))
    persen = angka.endswith("%")
    m = re.fullmatch(r"(-?[0-9]*\.?([0-9]*))(?:[Ee]([-+]?\d+))?", angka.rstrip("%"))
    if m is None or not m[1].strip("-."):
        return False
    pangkat = int(m[3] or 0) - len(m[2]) - 2 * persen
    tertulis = float(m[1]) * 10.0 ** (int(m[3] or 0) - 2 * persen)
    return abs(tertulis - nilai) <= 0.5000001 * 10.0**pangkat + 1e-14 * abs(nilai)


def make_cases(
    folder: Path, benih: int, mutasi: int, dua_muka: int, lain: int, biner: int, hanya: str = ""
) -> list[Case]:
    """Write the files into *folder*, the same ones for the same seed; of the kinds that match *hanya*."""
    kasus: list[Case] = []
    for i, m in enumerate(mutations(benih, mutasi)):
        if re.search(hanya, m.jenis):
            kasus.append(Case(m.jenis, folder / f"m{i:05}.xlsx"))
            kasus[-1].berkas.write_bytes(m.data)
    semua = chain(two_faced(benih, dua_muka), two_faced_ods(benih, lain), two_faced_binary(benih, biner))
    for i, f in enumerate(semua):
        if not re.search(hanya, f.jenis):
            continue
        kasus.append(Case(f.jenis, folder / f"d{i:05}.{f.akhiran}", f.disebut))
        kasus[-1].berkas.write_bytes(f.data)
    return kasus


def table(hasil: Iterable[Verdict]) -> list[str]:
    """Lines by class: files, and how many of each outcome."""
    kolom = ("sama", "disebut", "ditolak", "tidak terbuka", "BEDA")
    hitung: dict[str, Counter[str]] = {}
    for v in hasil:
        hitung.setdefault(v.kasus.jenis, Counter())[v.hasil] += 1
    hitung["jumlah"] = sum(hitung.values(), Counter())
    baris = [f"{'jenis':44} {'berkas':>6} " + " ".join(f"{k:>13}" for k in kolom)]
    baris += [f"{j:44} {h.total():6} " + " ".join(f"{h[k]:13}" for k in kolom) for j, h in hitung.items()]
    return baris


def main() -> int:
    """Judge all; 1 when a file differs in silence."""
    opsi = argparse.ArgumentParser(prog="python -m tests.fuzz.judge", description=__doc__)
    opsi.add_argument("--benih", type=int, default=2026, help="seed")
    opsi.add_argument("--mutasi", type=int, default=1505, help="changes of structure")
    opsi.add_argument("--dua-muka", type=int, default=1184, help="two-faced files")
    opsi.add_argument("--lain", type=int, default=603, help="two-faced .ods")
    opsi.add_argument("--biner", type=int, default=1152, help="two-faced .xls and .xlsb")
    opsi.add_argument("--hanya", default="", help="only the kinds whose names match this pattern")
    opsi.add_argument("--simpan", type=Path, help="keep the files that differ, and those refused, here")
    opsi.add_argument("--rinci", action="store_true", help="also list what was refused although LibreOffice opens it")
    pilihan = opsi.parse_args()
    mulai = time.monotonic()
    with tempfile.TemporaryDirectory() as nama:
        folder = Path(nama)
        jumlah = (pilihan.mutasi, pilihan.dua_muka, pilihan.lain, pilihan.biner)
        hasil = judge(make_cases(folder, pilihan.benih, *jumlah, pilihan.hanya), folder)
        for v in hasil:
            if v.hasil == "BEDA" or (pilihan.rinci and v.hasil == "ditolak"):
                print(f"{v.hasil}  {v.kasus.jenis}  {v.kasus.berkas.name}  {v.sebab[:300]}")
                if pilihan.simpan:
                    pilihan.simpan.mkdir(parents=True, exist_ok=True)
                    (pilihan.simpan / v.kasus.berkas.name).write_bytes(v.kasus.berkas.read_bytes())
    print("\n".join(table(hasil)))
    beda = sum(v.hasil == "BEDA" for v in hasil)
    print(f"{len(hasil)} berkas, {beda} berbeda tanpa disebut, {time.monotonic() - mulai:.0f} detik")
    return 1 if beda else 0


if __name__ == "__main__":
    sys.exit(main())
