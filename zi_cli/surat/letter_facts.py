"""The facts a letter may need: each a yes, a no or not known, about the letter or about one of its satker."""

from collections.abc import Callable
from functools import partial

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import add_years
from zi_cli.pengajuan.eligibility import DATA, IDENTITAS
from zi_cli.pengajuan.fact import Fact, Jawaban, from_tribool
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.requirement import HasilSyarat
from zi_cli.scoring.score import is_blank
from zi_cli.scoring.words import results_not_assessed
from zi_cli.surat.attendance import absent_parties
from zi_cli.surat.material import BahanSatker, PermintaanSurat, not_by_tpm
from zi_cli.text import long_date as tulis_tanggal

YA, TIDAK, BELUM = Jawaban.YA, Jawaban.TIDAK, Jawaban.BELUM


class Case(NamedTuple):
    """What a fact is asked about: the letter, and one satker of it."""

    p: PermintaanSurat
    b: BahanSatker


class Question(NamedTuple):
    """One fact: how to answer it, and the finding of a letter that needs it when it is no, or not known.

    ``umum``: about the letter as a whole. ``tetap``: not even ``--paksa`` overrides it, since what the letter
    speaks of did not happen or was not read.
    """

    ask: Callable[[Case], Fact]
    tidak: str
    belum: str
    umum: bool
    tetap: bool


Answer = tuple[Jawaban, str]
_YES: Answer = (YA, "")
FACTS: dict[str, Question] = {}


def fact_about(
    code: str, tidak: str = "SRT640", pending: str = "SRT641", *, common: bool = False, fixed: bool = False
) -> Callable[[Callable[[Case], Answer]], Callable[[Case], Answer]]:
    """Register how the fact *code* is answered, with the findings of a letter that needs it (see :class:`Question`)."""

    def register(function: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
        FACTS[code] = Question(lambda c: Fact(code, *function(c)), tidak, pending, common, fixed)
        return function

    return register


# --- the letter as a whole ------------------------------------------------------------------------


@fact_about("tahun-surat", common=True)
def _tahun_surat(c: Case) -> Answer:
    """The proposal's year agrees with the date: the same year, for a report also the year before."""
    if c.p.tahun is None or c.p.tanggal is None:
        return _YES
    passed = c.p.tanggal.year - c.p.tahun
    if passed == 0 or (passed == 1 and load_kinds()[c.p.jenis].tahun == "laporan"):
        return _YES
    return TIDAK, f"tahun usulan {c.p.tahun} bertentangan dengan tanggal surat {tulis_tanggal(c.p.tanggal)}"


@fact_about("persetujuan-tpm", tidak="SRT624", pending="SRT624", common=True)
def _persetujuan_tpm(c: Case) -> Answer:
    """BAB III A.1.d: KemenPANRB consented before."""
    permission = c.p.konfigurasi.persetujuan_tpm
    if permission is None:
        return BELUM, "isi nomor dan tanggal persetujuan TPM di lembar Instansi (atau [persetujuan_tpm] zi.toml)"
    if c.p.tanggal is not None and permission.tanggal >= c.p.tanggal:
        return TIDAK, f"persetujuan bertanggal {tulis_tanggal(permission.tanggal)}, tidak sebelum tanggal surat"
    return _YES


@fact_about("jalur-tpn", common=True)
def _jalur_tpn(c: Case) -> Answer:
    """The letter speaks of the TPI and its path to the TPN."""
    return _YES if c.p.jalur == "tpn" else (TIDAK, "surat ini hanya untuk jalur TPN")


@fact_about("panel-lengkap", common=True)
def _panel_lengkap(c: Case) -> Answer:
    lacking = absent_parties(c.p)
    if lacking:
        return (
            BELUM,
            f"di Peserta rapat panel (lembar Instansi, atau [[panel]] zi.toml) belum ada unsur {', '.join(lacking)}",
        )
    return _YES


@fact_about("kawasan-tidak-memenuhi", common=True)
def _kawasan_tidak_memenuhi(c: Case) -> Answer:
    """BAB III B, Tabel 6: a kawasan is judged on its members and on the integration of its business processes."""
    if not c.p.kawasan:
        return _YES
    kawasan = c.p.judged_kawasan
    if kawasan is None or kawasan.jawaban is BELUM:
        return BELUM, "anggota atau aspek kawasan (Tabel 6) belum semuanya diketahui; lihat zi check --kawasan"
    return _YES if kawasan.jawaban is TIDAK else (TIDAK, "semua anggota dan aspek kawasan memenuhi")


# --- the worksheet and who assessed ---------------------------------------------------------------


@fact_about("lke", pending="SRT631", fixed=True)
def _lke(c: Case) -> Answer:
    return _YES if c.b.evaluasi is not None else (BELUM, c.b.tanpa_lke)


@fact_about("dinilai-tim", tidak="SRT633", pending="SRT633", fixed=True)
def _dinilai_tim(c: Case) -> Answer:
    """The team the letter speaks of assessed (BAB III A.1.b), and it is plain whose answers these are."""
    penentu = c.b.penentu
    if penentu is None:
        return BELUM, c.b.tanpa_lke
    name = c.p.instrumen.penilai.name_of
    tim = c.p.tim.nama
    if penentu.penilai != c.p.tim.kode or is_blank(penentu):
        return TIDAK, f"belum dievaluasi {tim}; yang menentukan penilaian {name(penentu.penilai)}"
    if penentu.sebab:
        return BELUM, f"belum jelas jawaban mana yang milik {tim} ({', '.join(penentu.sebab)})"
    return _YES


@fact_about("hasil-dinilai", tidak="SRT622", pending="SRT622")
def _hasil_dinilai(c: Case) -> Answer:
    if c.b.penentu is None:
        return BELUM, c.b.tanpa_lke
    return _YES if c.b.penentu.tahap == "akhir" else (TIDAK, f"komponen {results_not_assessed(c.p.instrumen)}")


@fact_about("tahun-lke")
def _tahun_lke(c: Case) -> Answer:
    """The worksheet's year is the letter's; one that states none takes it."""
    tahun, written = c.p.tahun_surat(c.b), c.b.lke.tahun if c.b.lke else None
    if written is None or tahun is None:
        return _YES
    if written != tahun:
        return TIDAK, f"lembar kerja evaluasinya bertahun {written}, suratnya tahun {tahun}"
    if c.p.tanggal is not None and not 0 <= c.p.tanggal.year - tahun <= 1:
        return TIDAK, f"lembar kerja evaluasinya bertahun {written}, suratnya {tulis_tanggal(c.p.tanggal)}"
    return _YES


@fact_about("identitas")
def _identitas(c: Case) -> Answer:
    """It is plain whose row and whose worksheet this is."""
    if c.b.satker is None and c.p.daftar is not None:
        return BELUM, "tidak ada di daftar satker"
    if c.b.cocok is None or c.b.evaluasi is None:
        return BELUM, c.b.tanpa_lke
    # A kesalahan about the row leaves open all that rests on it.
    milik = [f for f in c.b.cocok.fakta if f.kode in (IDENTITAS, DATA)]
    f = next((f for f in milik if not f.proven), milik[0])
    return f.jawaban, f.sebab


# --- the proposal ---------------------------------------------------------------------------------


@fact_about("diusulkan")
def _diusulkan(c: Case) -> Answer:
    usulan = c.b.satker.usulan if c.b.satker else None
    if usulan == "Tidak":
        return TIDAK, "daftar satker menyatakan tidak diusulkan"
    return _YES if c.b.predikat else (BELUM, "predikat yang diusulkan belum diisi")


@fact_about("layak", tidak="SRT621", pending="SRT622")
def _layak(c: Case) -> Answer:
    """The criteria (BAB III A.2) and the requirements (Tabel 7)."""
    k = c.b.kelayakan
    if k is None:
        return BELUM, "syarat pengajuan belum diperiksa"
    reason = k.sebab or (c.b.cocok.alasan if c.b.cocok and not k.layak else ())
    return from_tribool(k.layak), "; ".join(reason)


@fact_about("belum-layak")
def _belum_layak(c: Case) -> Answer:
    eligible, reason = _layak(c)
    if eligible is YA:
        return TIDAK, "nilai dan semua syaratnya terpenuhi"
    return (YA, "") if eligible is TIDAK else (BELUM, reason)


@fact_about("wbk-saja", tidak="SRT625", pending="SRT625")
def _wbk_saja(c: Case) -> Answer:
    """BAB III A.1.d: a TPM decides on WBK only, and on those whose column Jalur does not name the TPN."""
    if c.b.predikat == "WBK":
        return (TIDAK, reason) if (reason := not_by_tpm(c.b)) else _YES
    return (TIDAK if c.b.predikat else BELUM), f"diusulkan menuju {c.b.predikat or 'predikat yang belum diisi'}"


# --- the verdict ----------------------------------------------------------------------------------


def _figures_meet(c: Case) -> Answer:
    if c.b.lke is None or c.b.predikat is None:
        return BELUM, c.b.tanpa_lke if c.b.lke is None else "predikatnya belum diketahui"
    s = c.b.lke.simpulan[c.b.predikat]
    return s.memenuhi, "; ".join(s.gagal) if s.memenuhi is TIDAK else s.alasan or s.putusan


@fact_about("nilai-pasti", pending="SRT622")
def _nilai_pasti(c: Case) -> Answer:
    jawaban, reason = _figures_meet(c)
    return (BELUM, reason) if jawaban is BELUM else _YES


@fact_about("nilai-memenuhi", tidak="SRT623", pending="SRT622")
def _nilai_memenuhi(c: Case) -> Answer:
    jawaban, reason = _figures_meet(c)
    return jawaban, "" if jawaban is YA else reason


@fact_about("nilai-tidak-memenuhi", tidak="SRT623", pending="SRT622")
def _nilai_tidak_memenuhi(c: Case) -> Answer:
    jawaban, reason = _figures_meet(c)
    if jawaban is YA:
        return TIDAK, f"semua ambang {c.b.predikat} tercapai"
    return (YA, "") if jawaban is TIDAK else (BELUM, reason)


@fact_about("simpulan-cocok", tidak="SRT623", pending="SRT622")
def _simpulan_cocok(c: Case) -> Answer:
    """What ``--simpulan`` says is what the figures say; of a kawasan nothing is concluded."""
    if c.p.simpulan is None:
        return _YES
    if c.p.kawasan:
        return BELUM, "tanpa penilaian Tabel 6 tidak ada simpulan atas kawasan"
    return (_nilai_memenuhi if c.p.simpulan else _nilai_tidak_memenuhi)(c)


@fact_about("rencana-cocok", tidak="SRT634", pending="SRT634", fixed=True)
def _rencana_cocok(c: Case) -> Answer:
    """A plan speaks of one worksheet, byte for byte, and of one predicate."""
    r, lke = c.p.rencana, c.b.lke
    if r is None or (lke is not None and (r.sha256_lke, r.target) == (lke.sha256, c.b.predikat)):
        return _YES
    return TIDAK, f"rencana “{r.sumber.nama}” dibuat dari LKE atau untuk predikat yang lain"


# --- the predicate held ---------------------------------------------------------------------------


@fact_about("berpredikat", tidak="SRT626", pending="SRT626")
def _berpredikat(c: Case) -> Answer:
    if c.b.satker is None or c.b.satker.predikat is None:
        return BELUM, "predikat saat ini belum tercatat di daftar satker"
    if c.b.satker.predikat == c.b.predikat:
        return _YES
    return TIDAK, f"predikat saat ini menurut daftar satker: {c.b.satker.predikat}"


@fact_about("tidak-dicabut")
def _tidak_dicabut(c: Case) -> Answer:
    """The predicate it holds was not revoked."""
    s = c.b.satker
    if s is not None and s.tanggal_pencabutan is not None and s.was_revoked:
        return TIDAK, f"predikatnya telah dicabut {tulis_tanggal(s.tanggal_pencabutan)}"
    jawaban, reason = _met(c, "pencabutan")
    return (BELUM, reason) if jawaban is BELUM else _YES


# --- what an SPTJM and a clearance declare ----------------------------------------------------------


def _judged(c: Case, code: str) -> HasilSyarat | None:
    return next((s for s in c.b.cocok.syarat if s.kode == code), None) if c.b.cocok else None


def _met(c: Case, code: str) -> Answer:
    """One requirement as the check judged it."""
    s = _judged(c, code)
    return (s.fakta.jawaban, s.fakta.sebab) if s else (BELUM, "syarat pengajuan belum diperiksa")


def _undenied(c: Case, code: str) -> Answer:
    """The register's figure is there, and the worksheet's counts and notes do not deny it.

    A figure that misses the minimum is true all the same.
    """
    s = _judged(c, code)
    if s is not None and c.b.cocok is not None:
        for t in (t.temuan for t in c.b.cocok.temuan):
            if s.label in t.pesan and (t.kode == "SYR406" or (t.kode == "SYR405" and t.tingkat == "galat")):
                return TIDAK, t.pesan.rstrip(".")
    jawaban, reason = _met(c, code)
    return (BELUM, reason) if jawaban is BELUM else _YES


for _kode in ("tlhp", "lhkpn", "lhkasn", "sakip-satker", "lama-pembangunan", "layanan-utama", "dampak"):
    fact_about(f"{_kode}-cocok")(partial(_undenied, code=_kode))

fact_about("tlhp-tuntas")(partial(_met, code="tlhp"))
#: Not within two years of a revocation (BAB IV D).
fact_about("boleh-diusulkan")(partial(_met, code="pencabutan"))


@fact_about("survei-cocok")
def _survei_cocok(c: Case) -> Answer:
    rejected = [t.pesan.rstrip(".") for t in (c.b.lke.temuan if c.b.lke else ()) if t.kode == "SYR407"]
    return (TIDAK, "; ".join(rejected)) if rejected else _YES


@fact_about("sptjm-berlaku")
def _sptjm_berlaku(c: Case) -> Answer:
    """The SPTJM's own date lies within the twelve months up to the proposal."""
    day = c.b.satker.sptjm_tanggal if c.b.satker else None
    if c.b.satker is not None and c.b.satker.content("sptjm_tanggal").keadaan == "tidak terbaca":
        return BELUM, "Tanggal SPTJM di daftar satker tidak terbaca"
    if day is None or c.p.tanggal is None or add_years(day, 1) >= c.p.tanggal >= day:
        return _YES
    return TIDAK, f"Tanggal SPTJM di daftar satker {tulis_tanggal(day)}, surat ini {tulis_tanggal(c.p.tanggal)}"
