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
from zi_cli.pengajuan.calendar import Kalender, Monev, build_calendar, submission_deadline
from zi_cli.pengajuan.due_letters import by_tpm
from zi_cli.pengajuan.eligibility import Aturan
from zi_cli.pengajuan.evidence_proof import EvidenceSeen, evidence_seen
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.letters import Letters, SatkerNames, on_way
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.pengajuan.register.side_sheets import HASIL_TPN, SideRow
from zi_cli.pengajuan.sent import letter_sent
from zi_cli.scoring.result import is_passed
from zi_cli.tahap.stages import Jalan, Tahap, load_stages, scheduled
from zi_cli.text import add_years, path_text
from zi_cli.text import tanggal as tulis_tanggal

#: Under way, sent back to the satker, all done, between two ways, not on any, or not to be told.
Kedudukan = Literal["berjalan", "dikembalikan", "selesai", "dicabut", "pemegang", "belum diketahui"]
#: Stages at which a no sends the satker back to improve.
_MENILAI = frozenset({"penilai", "evaluasi", "hasil"})


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
    def hari_terlambat(self) -> int:
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
    def pada(self) -> date:
        return self.aturan.tanggal

    @property
    def tpm(self) -> bool:
        """Whether the TPM evaluates."""
        return by_tpm(self.usulan, self.aturan.konfigurasi, self.satker)

    def cell(self, field: str, hari: date | None = None) -> Asal:
        """A cell of the satker's row."""
        return Asal(path_text(self.daftar.berkas.name), self.satker.sel.get(field), self.daftar.sha256, hari)


def positions(
    daftar: DaftarSatker,
    bahan: Mapping[int, LkeFacts],
    surat: Letters,
    aturan: Aturan,
    akar: Sequence[Path] = (),
    ragu: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Position, ...]:
    """Where every satker of *daftar* that is proposed or holds a predicate stands on the day of *aturan*.

    *bahan* are the worksheets by identity of the satker's row, *ragu* why one of them can't be relied on; evidence
    lies below *akar*.
    """
    nama = SatkerNames(daftar.satker)
    hasil: dict[int, list[SideRow]] = {}
    for b in daftar.sheet(HASIL_TPN).baris:
        if (s := nama.find(b.text("satker"))) is not None:
            hasil.setdefault(id(s), []).append(b)
    kalender = build_calendar(
        daftar.satker, aturan.tanggal, aturan.syarat.kalender, aturan.konfigurasi.kalender, aturan.batas
    )
    semua = []
    for s in daftar.satker:
        usulan = s.usulan if s.usulan in PREDIKAT else None
        c = _Case(
            s, usulan, bahan.get(id(s)), aturan, surat, daftar, hasil.get(id(s), ()), kalender, ragu.get(id(s), "")
        )
        if usulan is not None or s.memegang or s.dicabut or s.usulan is None:
            bukti = evidence_seen(s.kode, s.sebutan, c.bahan, aturan, akar)
            semua.append(replace(_position(c), bukti=bukti))
    return tuple(semua)


def _position(c: _Case) -> Position:
    dicabut = _revoked(c)
    jalan = _way(c)
    lain = tuple(_overdue(c))
    if dicabut is not None:
        return Position(c.satker, c.usulan, jalan, "dicabut", (), None, "satker", dicabut, lain, ())
    if tanpa_jalan := _no_way(c, jalan):
        return Position(c.satker, c.usulan, None, "belum diketahui", (), None, "satker", tanpa_jalan, lain, ())
    tahap = [t for t in load_stages() if jalan in t.satker and (t.jalur != "tpm" or c.tpm)]
    keadaan = tuple(_state(t, c) for t in tahap)
    kini = next((k for k in keadaan if not k.fakta.proven), None)
    if kini is None:
        akhir: Kedudukan = "pemegang" if jalan == "pemegang" else "selesai"
        return Position(c.satker, c.usulan, jalan, akhir, keadaan, None, None, "", lain, ())
    temuan = tuple(_skipped(c, keadaan, kini))
    kembali = kini.fakta.jawaban is Jawaban.TIDAK and kini.tahap.bukti in _MENILAI
    siapa = "satker" if kembali else kini.tahap.pelaku
    if siapa == "tpn" and c.tpm:
        siapa = "panrb"
    kedudukan: Kedudukan = "dikembalikan" if kembali else "pemegang" if jalan == "pemegang" else "berjalan"
    return Position(c.satker, c.usulan, jalan, kedudukan, keadaan, kini, siapa, kini.fakta.sebab, lain, temuan)


def _way(c: _Case) -> Jalan | None:
    if c.usulan is None:
        return "pemegang" if c.satker.memegang else None
    if c.satker.jenis is None:
        return None
    return {"Kanwil": "kanwil", "Unit Eselon I": "eselon1"}.get(c.satker.jenis, "upt")  # type: ignore[return-value]


def _no_way(c: _Case, jalan: Jalan | None) -> str:
    """Why it can't be told which way the satker goes; "" when it can."""
    if jalan is None:
        return "usulan belum diisi" if c.usulan is None else "jenis satker belum diisi atau tidak terbaca"
    if c.usulan is not None and c.satker.isi("jalur").keadaan == "tidak terbaca":
        return "kolom Jalur tidak terbaca"
    if c.usulan == "WBBM" and c.satker.jalur == "tpm":
        return "TPM hanya mengevaluasi WBK; perbaiki kolom Jalur"
    return ""


def _revoked(c: _Case) -> str | None:
    """That the satker may not be proposed yet after a revocation (BAB IV D), in words."""
    cabut = c.satker.tanggal_pencabutan
    if cabut is None or cabut > c.pada or not c.satker.dicabut:
        return None
    boleh = add_years(cabut, c.aturan.syarat.kalender.monev_predikat_tahun)
    if c.pada >= boleh:
        return None
    return f"predikat dicabut {tulis_tanggal(cabut)}; dapat diusulkan lagi mulai {tulis_tanggal(boleh)}"


def _overdue(c: _Case) -> Iterator[tuple[str, int]]:
    """Evidence and monev that are overdue beside the stage the satker is in."""
    if any(s is c.satker for s, _ in c.kalender.pembaruan.belum):
        yield "pembaruan data dukung triwulan", (c.pada - c.kalender.pembaruan.terakhir).days
    m = _monev_of(c)
    # Of one that is not proposed the monev is the stage itself.
    if m is not None and m.status == "terlambat" and m.sisa_hari is not None and c.usulan and c.satker.memegang:
        yield "monev predikat", -m.sisa_hari


def _monev_of(c: _Case) -> Monev | None:
    return next((m for m in c.kalender.monev if m.satker is c.satker), None)


def _skipped(c: _Case, keadaan: Sequence[StageState], kini: StageState) -> Iterator[Temuan]:
    """THP007 for stages that are proven although an earlier one is not."""
    sesudah = [k for k in keadaan[keadaan.index(kini) + 1 :] if k.fakta.proven]
    if sesudah:
        nama = ", ".join(k.tahap.pendek for k in sesudah)
        isi = {"tahap": kini.tahap.judul, "sesudah": nama, "sebab": kini.fakta.sebab}
        yield make_temuan("THP007", c.satker.sel.get("nama"), tingkat=None, **isi)


def _state(t: Tahap, c: _Case) -> StageState:
    fakta = _PROOFS[t.bukti](t, c)
    tanggal = next((a.tanggal for a in fakta.asal if a.tanggal is not None), None) if fakta.proven else None
    batas = _deadline(t, c)
    sampai = tanggal or (None if fakta.proven else c.pada)
    terlambat = max(0, (sampai - batas).days) if batas is not None and sampai is not None else 0
    return StageState(t, fakta, tanggal, batas, terlambat)


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
    isi = c.satker.isi("tanggal_data_dukung")
    if isi.keadaan != "terisi" or isi.nilai > c.pada:
        apa = {"terisi": "bertanggal nanti", "tidak terbaca": "tidak terbaca"}.get(isi.keadaan, "belum diisi")
        sebab = f"tanggal pembaruan data dukung {apa}"
        return Fact(t.kode, Jawaban.BELUM, sebab, (c.cell("tanggal_data_dukung"),))
    if isi.nilai.year < c.aturan.tahun - 1:
        sebab = f"data dukung terakhir diperbarui {tulis_tanggal(isi.nilai)}"
        return Fact(t.kode, Jawaban.BELUM, sebab, (c.cell("tanggal_data_dukung", isi.nilai),))
    return Fact(t.kode, Jawaban.YA, "", (c.cell("tanggal_data_dukung", isi.nilai),))


def _worksheet(t: Tahap, c: _Case) -> tuple[LkeFacts | None, str]:
    """The worksheet that may prove *t*, or why none can."""
    if c.ragu:
        return None, c.ragu
    if c.bahan is None:
        return None, "berkas LKE belum ada"
    if c.bahan.tahun_ragu or c.bahan.tahun not in (None, c.aturan.tahun):
        return None, f"LKE menyebut tahun {c.bahan.tahun_ragu or c.bahan.tahun}, usulan tahun {c.aturan.tahun}"
    return c.bahan, ""


def _assessed(t: Tahap, c: _Case) -> Fact:
    """The assessor's Pengungkit reaches the standard for the predicate proposed (BAB III A.1.a)."""
    b, sebab = _worksheet(t, c)
    if t.acuan == "tpm" and c.aturan.konfigurasi.persetujuan_tpm is None:
        return Fact(t.kode, Jawaban.BELUM, "persetujuan KemenPANRB untuk TPM belum dicatat", (c.cell("jalur"),))
    nama = c.aturan.konfigurasi.instrumen.penilai.nama(t.acuan)
    if b is None or c.usulan is None:
        return Fact(t.kode, Jawaban.BELUM, sebab or "usulan belum diisi")
    asal = (Asal(b.nama, None, b.sha256),)
    if t.acuan not in b.pengungkit:
        return Fact(t.kode, Jawaban.BELUM, f"{nama} belum mengisi LKE", asal)
    keadaan = (b.pengungkit if t.bukti == "penilai" else b.keadaan)[t.acuan][c.usulan]
    lulus = is_passed(keadaan)
    if lulus is None:
        return Fact(t.kode, Jawaban.BELUM, f"penilaian {nama}: {keadaan}", asal)
    if not lulus:
        return Fact(t.kode, Jawaban.TIDAK, f"menurut {nama} belum memenuhi {c.usulan}; perlu perbaikan", asal)
    return Fact(t.kode, Jawaban.YA, "", asal)


def _letter(t: Tahap, c: _Case) -> Fact:
    jalur = t.jalur or "tpn"
    surat = c.surat.covering(t.acuan, c.satker, jalur)
    if c.surat.refused(t.acuan, c.satker, jalur):
        sebab = f"baris surat {on_way(t.acuan, jalur)} di lembar Surat tidak dapat dipakai; lihat temuannya"
        return Fact(t.kode, Jawaban.BELUM, sebab)
    f = letter_sent(surat, c.pada, t.kode, sha256=c.daftar.sha256)
    if surat is not None and surat.tanggal is not None and surat.tanggal.year != c.aturan.tahun:
        sebab = (
            f"surat {on_way(t.acuan, jalur)} bertanggal {tulis_tanggal(surat.tanggal)}, usulan tahun {c.aturan.tahun}"
        )
        return Fact(t.kode, Jawaban.BELUM, sebab, f.asal)
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
    hasil = {b.text("hasil") for b in milik}
    asal = tuple(Asal(path_text(c.daftar.berkas.name), b.sel, c.daftar.sha256, b.day("tanggal")) for b in milik)
    hari = [b.day("tanggal") for b in milik]
    if any(h is None for h in hari) or any(h is not None and h > c.pada for h in hari):
        return Fact(t.kode, Jawaban.BELUM, "hasil di lembar Hasil TPN belum bertanggal atau bertanggal nanti", asal)
    if len(hasil) > 1:
        return Fact(t.kode, Jawaban.BELUM, "lembar Hasil TPN memuat dua hasil yang berbeda", asal)
    if hasil == {"belum memenuhi"}:
        return Fact(t.kode, Jawaban.TIDAK, f"hasil evaluasi belum memenuhi {c.usulan}", asal)
    return Fact(t.kode, Jawaban.YA, "", asal)


def _decreed(t: Tahap, c: _Case) -> Fact:
    s, hari = c.satker, c.satker.tanggal_predikat
    asal = (c.cell("tanggal_predikat", hari),)
    if s.predikat != c.usulan or hari is None or hari > c.pada or hari < date(c.aturan.tahun, 1, 1) or s.dicabut:
        return Fact(t.kode, Jawaban.BELUM, "penetapan predikat belum tercatat di daftar satker", asal)
    return Fact(t.kode, Jawaban.YA, "", asal)


def _monitored(t: Tahap, c: _Case) -> Fact:
    """The two-yearly monev of a predicate held is not due (BAB IV B)."""
    m = _monev_of(c)
    asal = (c.cell("tanggal_monev", m.sejak if m else None),)
    if m is None or m.jatuh_tempo is None:
        return Fact(t.kode, Jawaban.BELUM, "tanggal penetapan predikat belum diisi", asal)
    if m.status in ("terlambat", "jatuh tempo"):
        sebab = f"monev predikat {m.predikat} jatuh tempo {tulis_tanggal(m.jatuh_tempo)}"
        return Fact(t.kode, Jawaban.BELUM, sebab, asal)
    return Fact(t.kode, Jawaban.YA, "", asal)


_PROOFS = {
    "data-dukung": _evidence,
    "penilai": _assessed,
    "evaluasi": _assessed,
    "surat": _letter,
    "hasil": _result,
    "predikat": _decreed,
    "monev": _monitored,
}


def acting(semua: Iterable[Position], siapa: str | None) -> list[Position]:
    """Those in which *siapa* must act (None: all)."""
    return [p for p in semua if siapa is None or p.siapa == siapa]
