"""Where each satker stands: every stage of its way with its proof, what is missing, who acts, how late it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import NO_DATE, Kalender, Monev, add_years, build_calendar, submission_deadline
from zi_cli.pengajuan.due_letters import by_tpm
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.evidence_proof import EvidenceSeen, evidence_seen
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.letters import Letters, SatkerNames, on_way
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN, SideRow
from zi_cli.pengajuan.sent import letter_sent
from zi_cli.scoring.result import is_passed
from zi_cli.tahap.stages import Jalan, Tahap, load_stages, scheduled
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.text import path_text

#: Under way, sent back to the satker, all done, between two ways, not on any, or not to be told.
Kedudukan = Literal["berjalan", "dikembalikan", "selesai", "dicabut", "pemegang", "belum diketahui"]
#: Stages at which a no sends the satker back to improve.
_ASSESSING = frozenset({"penilai", "evaluasi", "hasil"})


class StageState(NamedTuple):
    """One stage of one satker: its proof, the day it was done, its deadline and how many days late it is (or was)."""

    tahap: Tahap
    fakta: Fact
    tanggal: date | None
    batas: date | None
    hari_terlambat: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where one satker stands on a day.

    ``tahap`` are the stages of its way in order; ``kini`` is the first that is not proven (None: all are, or there is
    no way). ``siapa`` must act. ``terlambat`` are further things overdue, with the days. ``bukti`` is what was kept of
    its evidence (None: no folder): it stands beside the stage and proves none, since a folder here is no upload.
    """

    satker: Satker
    usulan: Predikat | None
    jalan: Jalan | None
    kedudukan: Kedudukan
    tahap: tuple[StageState, ...]
    kini: StageState | None
    siapa: str | None
    kurang: str
    terlambat: tuple[tuple[str, int], ...]
    temuan: tuple[Temuan, ...]
    bukti: EvidenceSeen | None = None

    @property
    def days_overdue(self) -> int:
        """Days that the stage it is in, or anything else of it, is overdue."""
        return max([self.kini.hari_terlambat if self.kini else 0, *(n for _, n in self.terlambat)], default=0)


class _Case(NamedTuple):
    """What one satker's stages are told from."""

    satker: Satker
    usulan: Predikat | None
    bahan: LkeFacts | None
    aturan: Aturan
    surat: Letters
    daftar: DaftarSatker
    hasil: Sequence[SideRow]
    kalender: Kalender
    ragu: str

    @property
    def on_date(self) -> date:
        return self.aturan.tanggal

    @property
    def tpm(self) -> bool:
        """Whether the TPM evaluates."""
        return by_tpm(self.usulan, self.aturan.konfigurasi, self.satker)

    def cell(self, field: str, day: date | None = None) -> Asal:
        """A cell of the satker's row."""
        return Asal(path_text(self.daftar.berkas.name), self.satker.sel.get(field), self.daftar.sha256, day)


def positions(
    daftar: DaftarSatker,
    materials: Mapping[int, LkeFacts],
    surat: Letters,
    rules: Aturan,
    roots: Sequence[Path] = (),
    doubts: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Position, ...]:
    """Where every satker of *daftar* that is proposed or holds a predicate stands on the day of *rules*.

    *materials* are the worksheets by identity of the satker's row, *doubts* why one of them can't be relied on;
    evidence lies below *roots*.
    """
    name = SatkerNames(daftar.satker)
    results: dict[int, list[SideRow]] = {}
    for b in daftar.sheet(HASIL_TPN).baris:
        if (s := name.find(b.text("satker"))) is not None:
            results.setdefault(id(s), []).append(b)
    kalender = build_calendar(
        daftar.satker, rules.tanggal, rules.syarat.kalender, rules.konfigurasi.kalender, rules.deadline
    )
    every = []
    for s in daftar.satker:
        usulan = s.usulan if s.usulan in PREDIKAT else None
        lke, rows, doubt = materials.get(id(s)), results.get(id(s), ()), doubts.get(id(s), "")
        c = _Case(s, usulan, lke, rules, surat, daftar, rows, kalender, doubt)
        if usulan is not None or s.holds_predikat or s.was_revoked or s.usulan is None:
            bukti = evidence_seen(s.kode, s.called, c.bahan, rules, roots)
            every.append(replace(_position(c), bukti=bukti))
    return tuple(every)


def _position(c: _Case) -> Position:
    dicabut = _revoked(c)
    jalan = _way(c)
    other = tuple(_overdue(c))
    if dicabut is not None:
        return Position(c.satker, c.usulan, jalan, "dicabut", (), None, "satker", dicabut, other, ())
    if tanpa_jalan := _no_way(c, jalan):
        return Position(c.satker, c.usulan, None, "belum diketahui", (), None, "satker", tanpa_jalan, other, ())
    tahap = [t for t in load_stages() if jalan in t.satker and (t.jalur != "tpm" or c.tpm)]
    states = tuple(_state(t, c) for t in tahap)
    now = next((k for k in states if not k.fakta.proven), None)
    if now is None:
        end: Kedudukan = "pemegang" if jalan == "pemegang" else "selesai"
        return Position(c.satker, c.usulan, jalan, end, states, None, None, "", other, ())
    temuan = tuple(_skipped(c, states, now))
    kembali = now.fakta.jawaban is Jawaban.TIDAK and now.tahap.bukti in _ASSESSING
    who = "satker" if kembali else now.tahap.pelaku
    if who == "tpn" and c.tpm:
        who = "panrb"
    kedudukan: Kedudukan = "dikembalikan" if kembali else "pemegang" if jalan == "pemegang" else "berjalan"
    return Position(c.satker, c.usulan, jalan, kedudukan, states, now, who, now.fakta.sebab, other, temuan)


def _way(c: _Case) -> Jalan | None:
    if c.usulan is None:
        return "pemegang" if c.satker.holds_predikat else None
    if c.satker.jenis is None:
        return None
    return {"Kanwil": "kanwil", "Unit Eselon I": "eselon1"}.get(c.satker.jenis, "upt")  # type: ignore[return-value]


def _no_way(c: _Case, jalan: Jalan | None) -> str:
    """Why it can't be told which way the satker goes; "" when it can."""
    if jalan is None:
        return "usulan belum diisi" if c.usulan is None else "jenis satker belum diisi atau tidak terbaca"
    if c.usulan is not None and c.satker.content("jalur").keadaan == "tidak terbaca":
        return "kolom Jalur tidak terbaca"
    if c.usulan == "WBBM" and c.satker.jalur == "tpm":
        return "TPM hanya mengevaluasi WBK; perbaiki kolom Jalur"
    return ""


def _revoked(c: _Case) -> str | None:
    """That the satker may not be proposed yet after a revocation (BAB IV D), in words."""
    cabut = c.satker.tanggal_pencabutan
    if cabut is None or cabut > c.on_date or not c.satker.was_revoked:
        return None
    allowed = add_years(cabut, c.aturan.syarat.kalender.monev_predikat_tahun)
    if c.on_date >= allowed:
        return None
    return f"predikat dicabut {tulis_tanggal(cabut)}; dapat diusulkan lagi mulai {tulis_tanggal(allowed)}"


def _overdue(c: _Case) -> Iterator[tuple[str, int]]:
    """Evidence and monev that are overdue beside the stage the satker is in."""
    if any(s is c.satker for s, _ in c.kalender.pembaruan.belum):
        yield "pembaruan data dukung triwulan", (c.on_date - c.kalender.pembaruan.terakhir).days
    m = _monev_of(c)
    # Of one that is not proposed the monev is the stage itself.
    if m is not None and m.status == "terlambat" and m.sisa_hari is not None and c.usulan and c.satker.holds_predikat:
        yield "monev predikat", -m.sisa_hari


def _monev_of(c: _Case) -> Monev | None:
    return next((m for m in c.kalender.monev if m.satker is c.satker), None)


def _skipped(c: _Case, states: Sequence[StageState], now: StageState) -> Iterator[Temuan]:
    """THP007 for stages that are proven although an earlier one is not."""
    after = [k for k in states[states.index(now) + 1 :] if k.fakta.proven]
    if after:
        name = ", ".join(k.tahap.pendek for k in after)
        content = {"tahap": now.tahap.judul, "sesudah": name, "sebab": now.fakta.sebab}
        yield make_temuan("THP007", c.satker.sel.get("nama"), level=None, **content)


def _state(t: Tahap, c: _Case) -> StageState:
    fact = _PROOFS[t.bukti](t, c)
    tanggal = next((a.tanggal for a in fact.asal if a.tanggal is not None), None) if fact.proven else None
    limit = _deadline(t, c)
    until = tanggal or (None if fact.proven else c.on_date)
    terlambat = max(0, (until - limit).days) if limit is not None and until is not None else 0
    return StageState(t, fact, tanggal, limit, terlambat)


def _deadline(t: Tahap, c: _Case) -> date | None:
    if t.batas == "jadwal":
        return scheduled(t.kode, c.aturan.konfigurasi, c.aturan.tahun)
    if t.batas == "pengajuan":
        awal_tahun = date(c.aturan.tahun, 1, 1)
        return submission_deadline(awal_tahun, c.aturan.syarat.kalender, c.aturan.konfigurasi.kalender)
    if t.batas == "monev":
        m = _monev_of(c)
        return m.jatuh_tempo if m else None
    return scheduled(t.kode, c.aturan.konfigurasi, c.aturan.tahun)


# --- proofs ---------------------------------------------------------------------------------------


def _evidence(t: Tahap, c: _Case) -> Fact:
    """Evidence was uploaded since the year before the proposal's; whether this quarter's is there is told beside it."""
    content = c.satker.content("tanggal_data_dukung")
    if content.keadaan != "terisi" or content.nilai > c.on_date:
        what = {"terisi": "bertanggal nanti", "tidak terbaca": "tidak terbaca"}.get(content.keadaan, "belum diisi")
        reason = f"tanggal pembaruan data dukung {what}"
        return Fact(t.kode, Jawaban.BELUM, reason, (c.cell("tanggal_data_dukung"),))
    if content.nilai.year < c.aturan.tahun - 1:
        reason = f"data dukung terakhir diperbarui {tulis_tanggal(content.nilai)}"
        return Fact(t.kode, Jawaban.BELUM, reason, (c.cell("tanggal_data_dukung", content.nilai),))
    return Fact(t.kode, Jawaban.YA, "", (c.cell("tanggal_data_dukung", content.nilai),))


def _worksheet(t: Tahap, c: _Case) -> tuple[LkeFacts | None, str]:
    """The worksheet that may prove *t*, or why none can."""
    if c.ragu:
        return None, c.ragu
    if c.bahan is None:
        return None, "berkas LKE belum ada"
    if doubt := c.bahan.owner_doubt or c.bahan.year_doubt(c.aturan.tahun):
        return None, doubt
    return c.bahan, ""


def _assessed(t: Tahap, c: _Case) -> Fact:
    """The assessor's Pengungkit reaches the standard for the predicate proposed (BAB III A.1.a)."""
    b, reason = _worksheet(t, c)
    if t.acuan == "tpm" and c.aturan.konfigurasi.persetujuan_tpm is None:
        return Fact(t.kode, Jawaban.BELUM, "persetujuan KemenPANRB untuk TPM belum dicatat", (c.cell("jalur"),))
    name = c.aturan.konfigurasi.instrumen.penilai.name_of(t.acuan)
    if b is None or c.usulan is None:
        return Fact(t.kode, Jawaban.BELUM, reason or "usulan belum diisi")
    origin = (Asal(b.nama, None, b.sha256),)
    if t.acuan not in b.pengungkit:
        return Fact(t.kode, Jawaban.BELUM, f"{name} belum mengisi LKE", origin)
    state = (b.pengungkit if t.bukti == "penilai" else b.keadaan)[t.acuan][c.usulan]
    lulus = is_passed(state)
    if lulus is None:
        return Fact(t.kode, Jawaban.BELUM, f"penilaian {name}: {state}", origin)
    if not lulus:
        return Fact(t.kode, Jawaban.TIDAK, f"menurut {name} belum memenuhi {c.usulan}; perlu perbaikan", origin)
    return Fact(t.kode, Jawaban.YA, "", origin)


def _letter(t: Tahap, c: _Case) -> Fact:
    jalur = t.jalur or "tpn"
    surat = c.surat.covering(t.acuan, c.satker, jalur)
    if c.surat.refused(t.acuan, c.satker, jalur):
        reason = f"baris surat {on_way(t.acuan, jalur)} di lembar Surat tidak dapat dipakai; lihat temuannya"
        return Fact(t.kode, Jawaban.BELUM, reason)
    f = letter_sent(surat, c.on_date, t.kode, sha256=c.daftar.sha256)
    if surat is not None and surat.tanggal is not None and surat.tanggal.year != c.aturan.tahun:
        reason = (
            f"surat {on_way(t.acuan, jalur)} bertanggal {tulis_tanggal(surat.tanggal)}, usulan tahun {c.aturan.tahun}"
        )
        return Fact(t.kode, Jawaban.BELUM, reason, f.asal)
    return f


def _result(t: Tahap, c: _Case) -> Fact:
    """The result in the sheet Hasil TPN of the one who evaluates, of the proposal's year and predicate."""
    tahun, penilai = str(c.aturan.tahun), "tpm" if c.tpm else "tpn"
    milik = [
        b
        for b in c.hasil
        if b.text("hasil")
        and b.text("penilai") == penilai
        and b.text("tahun") in ("", tahun)
        and b.text("predikat") in ("", c.usulan)
        and ((tgl := b.day("tanggal")) is None or tgl.year == c.aturan.tahun)
    ]
    if not milik:
        return Fact(t.kode, Jawaban.BELUM, f"hasil {penilai.upper()} belum ada di lembar Hasil TPN")
    results = {b.text("hasil") for b in milik}
    origin = tuple(Asal(path_text(c.daftar.berkas.name), b.sel, c.daftar.sha256, b.day("tanggal")) for b in milik)
    days = [b.day("tanggal") for b in milik]
    if any(h is None for h in days) or any(h is not None and h > c.on_date for h in days):
        return Fact(t.kode, Jawaban.BELUM, "hasil di lembar Hasil TPN belum bertanggal atau bertanggal nanti", origin)
    if len(results) > 1:
        return Fact(t.kode, Jawaban.BELUM, "lembar Hasil TPN memuat dua hasil yang berbeda", origin)
    if results == {"belum memenuhi"}:
        return Fact(t.kode, Jawaban.TIDAK, f"hasil evaluasi belum memenuhi {c.usulan}", origin)
    return Fact(t.kode, Jawaban.YA, "", origin)


def _decreed(t: Tahap, c: _Case) -> Fact:
    s, day = c.satker, c.satker.tanggal_predikat
    origin = (c.cell("tanggal_predikat", day),)
    if s.predikat != c.usulan or day is None or day > c.on_date or day < date(c.aturan.tahun, 1, 1) or s.was_revoked:
        return Fact(t.kode, Jawaban.BELUM, "penetapan predikat belum tercatat di daftar satker", origin)
    return Fact(t.kode, Jawaban.YA, "", origin)


def _monitored(t: Tahap, c: _Case) -> Fact:
    """The two-yearly monev of a predicate held is not due (BAB IV B)."""
    m = _monev_of(c)
    origin = (c.cell("tanggal_monev", m.sejak if m else None),)
    if m is None or m.jatuh_tempo is None:
        return Fact(t.kode, Jawaban.BELUM, m.sebab if m else NO_DATE, origin)
    if m.status in ("terlambat", "jatuh tempo"):
        reason = f"monev predikat {m.predikat} jatuh tempo {tulis_tanggal(m.jatuh_tempo)}"
        return Fact(t.kode, Jawaban.BELUM, reason, origin)
    return Fact(t.kode, Jawaban.YA, "", origin)


_PROOFS = {
    "data-dukung": _evidence,
    "penilai": _assessed,
    "evaluasi": _assessed,
    "surat": _letter,
    "hasil": _result,
    "predikat": _decreed,
    "monev": _monitored,
}


def acting(every: Iterable[Position], who: str | None) -> list[Position]:
    """Those in which *who* must act (None: all)."""
    return [p for p in every if who is None or p.siapa == who]
