"""A kawasan (BAB III B): each member judged by its own TPI, and the five aspects that make the area one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from zi_cli.bukti.text_links import is_link, is_proof, names_a_file
from zi_cli.errors import os_reason
from zi_cli.files import file_sha256, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban, conclude
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import Pasangan, named_path, pairing_doubts
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.register.side_sheets import KAWASAN, SideRow
from zi_cli.tables import read_table
from zi_cli.text import canonical_name, excerpt, is_marked_doubtful, long_date, path_text
from zi_cli.worksheet.model import Penilai

_ASPEK = ("1", "2", "3", "4", "5")
#: The fingerprint of an empty file.
_NOTHING = sha256(b"")
_ANSWERS = {"ya": Jawaban.YA, "tidak": Jawaban.TIDAK, "belum": Jawaban.BELUM}


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
        pending = any(f.jawaban is Jawaban.BELUM for f in self.fakta)
        return Jawaban.BELUM if pending else conclude(self.fakta)


@cache
def aspects() -> dict[str, str]:
    """The five aspects of Tabel 6 by number, in our own words."""
    return {b["nomor"]: b["aspek"] for b in read_table(Path(__file__).with_name("kawasan.csv"))}


class _Sources(NamedTuple):
    """What a kawasan is judged from: see :func:`read_kawasan`."""

    daftar: DaftarSatker
    rows: Sequence[Pasangan]
    tim: Penilai
    known: SetPenilai
    tanggal: date
    tahun: int


def read_kawasan(
    daftar: DaftarSatker, rows: Sequence[Pasangan], tim: Penilai, known: SetPenilai, tanggal: date, tahun: int
) -> tuple[Kawasan, ...]:
    """Every kawasan that the register's rows name, in their order; *tim*, one of *known*, decides here.

    What is dated after *tanggal* proves nothing, nor does the worksheet of a member proposed in *tahun* that states
    another year.
    """
    names = dict.fromkeys(p.satker.kawasan for p in rows if p.satker.kawasan)
    by_key: dict[str, str] = {}
    for n in names:
        by_key.setdefault(canonical_name(n or ""), n or "")
    dari = _Sources(daftar, rows, tim, known, tanggal, tahun)
    return tuple(_kawasan(n, dari) for n in by_key.values())


def kawasan_findings(daftar: DaftarSatker, every: Iterable[Kawasan]) -> Iterator[Temuan]:
    """What is wrong about the sheet Kawasan: rows that can't be used, and of a kawasan nobody belongs to."""
    yield from daftar.sheet(KAWASAN).temuan
    present = {canonical_name(k.nama) for k in every}
    for b in daftar.sheet(KAWASAN).baris:
        if b.text("kawasan") and canonical_name(b.text("kawasan")) not in present:
            yield make_temuan("THP008", b.sel, kawasan=excerpt(b.text("kawasan")))


def _kawasan(name: str, dari: _Sources) -> Kawasan:
    key = canonical_name(name)
    milik = [b for b in dari.daftar.sheet(KAWASAN).baris if canonical_name(b.text("kawasan")) == key]
    own = [_own_member(p, dari) for p in dari.rows if canonical_name(p.satker.kawasan or "") == key]
    others = [_other_member(b, dari) for b in milik if b.text("butir") == "anggota"]
    people = [
        " – ".join(x for x in (b.text("nama"), b.text("instansi")) if x and not is_marked_doubtful(x))
        for b in milik
        if b.text("butir") == "tim"
    ]
    aspek = tuple(_aspect(n, [b for b in milik if b.text("butir") == n], dari) for n in _ASPEK)
    return Kawasan(name, (*own, *others), aspek, tuple(x for x in people if x))


def _own_member(p: Pasangan, dari: _Sources) -> KawasanPart:
    s, b = p.satker, p.bahan
    predikat = next((x for x in (s.usulan, s.predikat) if x in PREDIKAT), None)
    doubts = pairing_doubts(p)
    if b is None or doubts:
        reason = doubts[0].pesan.rstrip(".") if doubts else "berkas LKE belum ada"
        return KawasanPart(s.called, Fact(s.called, Jawaban.BELUM, reason), "", "")
    origin = (Asal(b.nama, None, b.sha256),)
    if predikat is None:
        fact = Fact(s.called, Jawaban.BELUM, "predikat yang diusulkan atau dimiliki belum diisi", origin)
    elif doubt := b.owner_doubt or (b.year_doubt(dari.tahun) if s.usulan in PREDIKAT else ""):
        fact = Fact(s.called, Jawaban.BELUM, doubt, origin)
    elif b.penilai != dari.tim:
        fact = Fact(s.called, Jawaban.BELUM, f"belum dievaluasi {dari.known.name_of(dari.tim)}", origin)
    else:
        fact = _verdict(s.called, b, predikat, origin)
    return KawasanPart(s.called, fact, b.nama, dari.tim)


def _verdict(name: str, b: LkeFacts, predikat: str, origins: tuple[Asal, ...]) -> Fact:
    s = next(s for p, s in b.simpulan.items() if p == predikat)
    reason = "" if s.memenuhi is Jawaban.YA else "; ".join(s.gagal) or s.alasan or s.putusan
    return Fact(name, s.memenuhi, reason, origins)


def _other_member(b: SideRow, dari: _Sources) -> KawasanPart:
    """A member of another agency, judged by its own TPI, whose result a person entered."""
    name = ", ".join(x for x in (b.text("nama"), b.text("instansi")) if x) or str(b.sel)
    return KawasanPart(name, _typed(name, b, dari), b.text("bukti"), b.text("oleh"))


def _aspect(number: str, milik: Sequence[SideRow], dari: _Sources) -> KawasanPart:
    text = f"{number}. {aspects()[number]}"
    if len(milik) != 1:
        reason = "belum diisi di lembar Kawasan" if not milik else f"{len(milik)} baris di lembar Kawasan"
        return KawasanPart(text, Fact(f"aspek-{number}", Jawaban.BELUM, reason), "", "")
    return KawasanPart(text, _typed(f"aspek-{number}", milik[0], dari), milik[0].text("bukti"), milik[0].text("oleh"))


def _typed(code: str, b: SideRow, dari: _Sources) -> Fact:
    """An answer that a person typed; a yes needs its proof, who judged it, and a day that has come if it has one."""
    daftar, day = dari.daftar, b.day("tanggal")
    origin = (Asal(path_text(daftar.berkas.name), b.sel, daftar.sha256, day),)
    jawaban = _ANSWERS.get(b.text("jawaban"), Jawaban.BELUM)
    if jawaban is Jawaban.YA:
        lacking = [] if is_proof(b.text("bukti")) else ["bukti"]
        lacking += ["yang menilai"] if is_marked_doubtful(b.text("oleh")) else []
        if lacking:
            return Fact(code, Jawaban.BELUM, f"belum ada {' dan '.join(lacking)}", origin)
        if day is not None and day > dari.tanggal:
            return Fact(code, Jawaban.BELUM, f"bertanggal {long_date(day)}, sesudah tanggal pengajuan", origin)
        file, wrong = _named_proof(b.text("bukti"), daftar.berkas)
        return Fact(code, Jawaban.BELUM if wrong else jawaban, wrong, (*origin, *file))
    return Fact(code, jawaban, "tidak terpenuhi" if jawaban is Jawaban.TIDAK else "belum diketahui", origin)


def _named_proof(text: str, daftar: Path) -> tuple[tuple[Asal, ...], str]:
    """The file that a proof names with its hash, and why it is none ("" when it is there, or no file is meant)."""
    if is_link(text) or not names_a_file(text):
        return (), ""
    try:
        jalur = named_path(text, daftar)
        digest = file_sha256(jalur)
    except ValueError:
        return (), f"bukti “{excerpt(text)}” menunjuk ke luar folder ini"
    except FileNotFoundError:
        return (), f"bukti “{excerpt(text)}” tidak ditemukan"
    except OSError as e:
        return (), f"bukti “{excerpt(text)}”: {os_reason(e)}"
    return (Asal(path_text(jalur.name), None, digest),), "" if digest != _NOTHING else f"bukti “{excerpt(text)}” kosong"
