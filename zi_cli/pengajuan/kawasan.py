"""A kawasan (BAB III B): each member judged by its own TPI, and the five aspects that make the area one."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from zi_cli.bukti.links import is_link, is_proof, names_a_file
from zi_cli.errors import os_reason
from zi_cli.files import file_sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban, conclude
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import Pasangan, named_path, pairing_doubts
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.register.side_sheets import KAWASAN, SideRow
from zi_cli.tables import read_table
from zi_cli.text import canonical_name, cuplik, is_marked_doubtful, path_text
from zi_cli.worksheet.model import Penilai

_ASPEK = ("1", "2", "3", "4", "5")
_JAWABAN = {"ya": Jawaban.YA, "tidak": Jawaban.TIDAK, "belum": Jawaban.BELUM}


class KawasanPart(NamedTuple):
    """A member or an aspect: what it is, what is known of it, its proof, who judged it."""

    nama: str
    fakta: Fact
    bukti: str
    oleh: str


class Kawasan(NamedTuple):
    """One kawasan: its members, the five aspects of Tabel 6, the joint team. Nothing is weighed or summed."""

    nama: str
    anggota: tuple[KawasanPart, ...]
    aspek: tuple[KawasanPart, ...]
    tim: tuple[str, ...]

    @property
    def fakta(self) -> list[Fact]:
        """All that a conclusion rests on; the joint team must be known, too."""
        tim = Fact("tim", Jawaban.YA) if self.tim else Fact("tim", Jawaban.BELUM, "tim gabungan belum diisi")
        return [*(x.fakta for x in (*self.anggota, *self.aspek)), tim]

    @property
    def jawaban(self) -> Jawaban:
        """Whether every member passes and every aspect is there; not known while anything about it is not known."""
        belum = any(f.jawaban is Jawaban.BELUM for f in self.fakta)
        return Jawaban.BELUM if belum else conclude(self.fakta)


@cache
def aspects() -> dict[str, str]:
    """The five aspects of Tabel 6 by number, in our own words."""
    return {b["nomor"]: b["aspek"] for b in read_table(Path(__file__).with_name("kawasan.csv"))}


def read_kawasan(
    daftar: DaftarSatker, baris: Sequence[Pasangan], tim: Penilai, dikenal: SetPenilai
) -> tuple[Kawasan, ...]:
    """Every kawasan that the register's rows name, in their order; *tim*, one of *dikenal*, decides here."""
    nama = dict.fromkeys(p.satker.kawasan for p in baris if p.satker.kawasan)
    per_kunci: dict[str, str] = {}
    for n in nama:
        per_kunci.setdefault(canonical_name(n or ""), n or "")
    return tuple(_kawasan(n, daftar, baris, tim, dikenal) for n in per_kunci.values())


def kawasan_findings(daftar: DaftarSatker, semua: Iterable[Kawasan]) -> Iterator[Temuan]:
    """What is wrong about the sheet Kawasan: rows that can't be used, and of a kawasan nobody belongs to."""
    yield from daftar.sheet(KAWASAN).temuan
    ada = {canonical_name(k.nama) for k in semua}
    for b in daftar.sheet(KAWASAN).baris:
        if b.text("kawasan") and canonical_name(b.text("kawasan")) not in ada:
            yield make_temuan("THP008", b.sel, kawasan=cuplik(b.text("kawasan")))


def _kawasan(nama: str, daftar: DaftarSatker, baris: Sequence[Pasangan], tim: Penilai, dikenal: SetPenilai) -> Kawasan:
    kunci = canonical_name(nama)
    milik = [b for b in daftar.sheet(KAWASAN).baris if canonical_name(b.text("kawasan")) == kunci]
    sendiri = [_own_member(p, tim, dikenal) for p in baris if canonical_name(p.satker.kawasan or "") == kunci]
    lain = [_other_member(b, daftar) for b in milik if b.text("butir") == "anggota"]
    orang = [
        " – ".join(x for x in (b.text("nama"), b.text("instansi")) if x and not is_marked_doubtful(x))
        for b in milik
        if b.text("butir") == "tim"
    ]
    aspek = tuple(_aspect(n, [b for b in milik if b.text("butir") == n], daftar) for n in _ASPEK)
    return Kawasan(nama, (*sendiri, *lain), aspek, tuple(x for x in orang if x))


def _own_member(p: Pasangan, tim: Penilai, dikenal: SetPenilai) -> KawasanPart:
    s, b = p.satker, p.bahan
    predikat = next((x for x in (s.usulan, s.predikat) if x in PREDIKAT), None)
    ragu = pairing_doubts(p)
    if b is None or ragu:
        sebab = ragu[0].pesan.rstrip(".") if ragu else "berkas LKE belum ada"
        return KawasanPart(s.sebutan, Fact(s.sebutan, Jawaban.BELUM, sebab), "", "")
    asal = (Asal(b.nama, None, b.sha256),)
    if predikat is None:
        fakta = Fact(s.sebutan, Jawaban.BELUM, "predikat yang diusulkan atau dimiliki belum diisi", asal)
    elif b.penilai != tim:
        fakta = Fact(s.sebutan, Jawaban.BELUM, f"belum dievaluasi {dikenal.nama(tim)}", asal)
    else:
        fakta = _verdict(s.sebutan, b, predikat, asal)
    return KawasanPart(s.sebutan, fakta, b.nama, tim)


def _verdict(nama: str, b: LkeFacts, predikat: str, asal: tuple[Asal, ...]) -> Fact:
    s = next(s for p, s in b.simpulan.items() if p == predikat)
    sebab = "" if s.memenuhi is Jawaban.YA else "; ".join(s.gagal) or s.alasan or s.putusan
    return Fact(nama, s.memenuhi, sebab, asal)


def _other_member(b: SideRow, daftar: DaftarSatker) -> KawasanPart:
    """A member of another agency, judged by its own TPI, whose result a person entered."""
    nama = ", ".join(x for x in (b.text("nama"), b.text("instansi")) if x) or str(b.sel)
    return KawasanPart(nama, _typed(nama, b, daftar), b.text("bukti"), b.text("oleh"))


def _aspect(nomor: str, milik: Sequence[SideRow], daftar: DaftarSatker) -> KawasanPart:
    teks = f"{nomor}. {aspects()[nomor]}"
    if len(milik) != 1:
        sebab = "belum diisi di lembar Kawasan" if not milik else f"{len(milik)} baris di lembar Kawasan"
        return KawasanPart(teks, Fact(f"aspek-{nomor}", Jawaban.BELUM, sebab), "", "")
    return KawasanPart(teks, _typed(f"aspek-{nomor}", milik[0], daftar), milik[0].text("bukti"), milik[0].text("oleh"))


def _typed(kode: str, b: SideRow, daftar: DaftarSatker) -> Fact:
    """An answer that a person typed; a yes needs its proof and who judged it."""
    asal = (Asal(path_text(daftar.berkas.name), b.sel, daftar.sha256, b.day("tanggal")),)
    jawaban = _JAWABAN.get(b.text("jawaban"), Jawaban.BELUM)
    if jawaban is Jawaban.YA:
        kurang = [] if is_proof(b.text("bukti")) else ["bukti"]
        kurang += ["yang menilai"] if is_marked_doubtful(b.text("oleh")) else []
        if kurang:
            return Fact(kode, Jawaban.BELUM, f"belum ada {' dan '.join(kurang)}", asal)
        berkas, salah = _named_proof(b.text("bukti"), daftar.berkas)
        return Fact(kode, Jawaban.BELUM if salah else jawaban, salah, (*asal, *berkas))
    return Fact(kode, jawaban, "tidak terpenuhi" if jawaban is Jawaban.TIDAK else "belum diketahui", asal)


def _named_proof(teks: str, daftar: Path) -> tuple[tuple[Asal, ...], str]:
    """The file that a proof names with its hash, and why it is none ("" when it is there, or no file is meant)."""
    if is_link(teks) or not names_a_file(teks):
        return (), ""
    try:
        jalur = named_path(teks, daftar)
        sidik = file_sha256(jalur)
    except ValueError:
        return (), f"bukti “{cuplik(teks)}” menunjuk ke luar folder ini"
    except FileNotFoundError:
        return (), f"bukti “{cuplik(teks)}” tidak ditemukan"
    except OSError as e:
        return (), f"bukti “{cuplik(teks)}”: {os_reason(e)}"
    return (Asal(path_text(jalur.name), None, sidik),), "" if jalur.stat().st_size else f"bukti “{cuplik(teks)}” kosong"
