"""May this satker be proposed? Its requirements and the verdict of its worksheet, put together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from zi_cli.config import Config
from zi_cli.files import is_there
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan import proposal_findings as row_says
from zi_cli.pengajuan.calendar import next_deadline, submission_deadline
from zi_cli.pengajuan.fact import Asal, Fact, Jawaban, conclude
from zi_cli.pengajuan.facts import FactSources
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.requirement import HasilSyarat
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.text import capitalised
from zi_cli.worksheet.model import Penilai

#: Kode of the facts beside the requirements, in the order they are told.
USULAN, IDENTITAS, BERKAS, EVALUASI, TAHUN, NILAI, PREDIKAT_HELD, INSTANSI, DATA, FOLLOW_UP = (
    "usulan", "identitas", "berkas-lke", "evaluasi-tpi", "tahun-lke", "nilai", "predikat", "instansi", "data",
    "tindak-lanjut",
)  # fmt: skip
#: Columns that say nothing about eligibility: a kesalahan there is for the letters.
_NOT_DECIDING = frozenset(k.field for k in COLUMNS if not k.menentukan)
#: Findings that a fact tells already, in its own words.
_SAID_ELSEWHERE = frozenset({"SYR401", "SYR402", "SYR405", "SYR406", "SYR419", "SYR421", "SYR422", "THP006"})
#: Findings that leave open which satker, which row or which file is meant.
_DENIES_IDENTITY = frozenset({"DAT519", "DAT520", "DAT525", "DAT531", "DAT532", "DAT533", "DAT534", "DAT535", "SYR425"})
#: Findings about what one cell holds: the fact that rests on the cell tells them.
_ABOUT_FIELDS = frozenset({f"DAT5{n}" for n in (13, 14, 15, 16, 17, 18, 24, 27, 29, 49, 50)})
#: Columns whose facts are no requirements.
_JUDGED_AS_FACTS = frozenset({"usulan", "predikat", "pendahuluan_penilai", "pendahuluan_tanggal"})


#: Short names of the facts that are no requirements.
PART_NAMES: Mapping[str, str] = MappingProxyType(
    {
        USULAN: "usulan",
        IDENTITAS: "identitas",
        BERKAS: "berkas LKE",
        EVALUASI: "evaluasi penilai penentu",
        TAHUN: "tahun LKE",
        NILAI: "nilai LKE",
        PREDIKAT_HELD: "predikat saat ini",
        INSTANSI: "isian instansi",
        FOLLOW_UP: "tindak lanjut yang masih terbuka",
        DATA: "data yang bertentangan atau tidak terbaca (lihat temuan)",
    }
)


def part_label(code: str, syarat: SetSyarat) -> str:
    """What a fact is about, in words: the requirement's label, or its name."""
    label = next((s.label for s in syarat.daftar if s.kode == code), None) or PART_NAMES.get(code, code)
    return capitalised(label)


class TemuanBerkas(NamedTuple):
    """A finding and the file it is about (None: about the proposal as a whole)."""

    berkas: str | None
    temuan: Temuan


class Aturan(NamedTuple):
    """What a check goes by: the configuration, the requirements, the submission date.

    ``opsi`` are values of the ministry given on the command line, by kode of the requirement;
    ``tahun_pengajuan`` is the proposal's year where it is said apart from the date. With a date that nobody
    gave (today), everything looks forward to the next deadline. ``tim`` is whose evaluation counts (None: who
    decides unasked; on the TPM path the TPM's).
    """

    konfigurasi: Config
    syarat: SetSyarat
    tanggal: date
    opsi: Mapping[str, str] = MappingProxyType({})
    tahun_pengajuan: int | None = None
    tanggal_disebut: bool = True
    tim: Penilai | None = None

    @property
    def deadline(self) -> date:
        """The deadline that counts: that of the year of the date given, else the next one."""
        rule, config = self.syarat.kalender, self.konfigurasi.kalender
        limit = submission_deadline(self.tanggal, rule, config)
        return limit if self.tanggal_disebut else next_deadline(self.tanggal, rule, config)

    @property
    def tahun(self) -> int:
        """The proposal's year."""
        return self.tahun_pengajuan or (self.tanggal.year if self.tanggal_disebut else self.deadline.year)


def proposal_rules(config: Config, tanggal: date | None = None, tahun: int | None = None) -> Aturan:
    """What a check goes by: *tanggal* and *tahun* as given, else as the configuration has them, else today."""
    day = tanggal or config.usulan.tanggal
    return Aturan(
        config,
        load_syarat(config.instrumen),
        day or date.today(),
        tahun_pengajuan=tahun or config.usulan.tahun,
        tanggal_disebut=day is not None,
    )


def proposal_year(config: Config, tahun: int | None = None, stated: int | None = None) -> int:
    """The proposal's year: *tahun* or the configuration's, else its date's, else *stated*, else the next deadline's.

    *stated* is what the worksheets at hand agree on. An instrument without requirements has no deadline: this year.
    """
    if tahun or config.usulan.tahun:
        return tahun or config.usulan.tahun or 0
    if stated is not None and config.usulan.tanggal is None:
        return stated
    if not is_there(config.instrumen.folder / "syarat.toml"):
        return (config.usulan.tanggal or date.today()).year
    return proposal_rules(config).tahun


@dataclass(frozen=True, slots=True)
class HasilSatker:
    """The answer for one satker: what each part of it rests on, and the findings.

    ``fakta`` are all parts, the requirements' among them; ``alasan`` and ``layak`` follow from them alone.
    """

    satker: Satker | None
    bahan: LkeFacts | None
    kode: str | None
    nama: str
    usulan: Predikat | None
    fakta: tuple[Fact, ...]
    syarat: tuple[HasilSyarat, ...]
    temuan: tuple[TemuanBerkas, ...]

    @property
    def jawaban(self) -> Jawaban:
        """May it be proposed: no as soon as one part fails for certain, else not known while one is."""
        return conclude(self.fakta)

    @property
    def layak(self) -> bool | None:
        """The answer as records have it: True eligible, False not, None when it is not known."""
        return self.jawaban.tribool

    def fact(self, code: str) -> Fact:
        """One part of the answer; not known when nothing was found out about *code*."""
        return next((f for f in self.fakta if f.kode == code), Fact(code, Jawaban.BELUM, "belum diperiksa"))

    @property
    def nilai_memenuhi(self) -> bool | None:
        """What the worksheet's figures say, whoever assessed it."""
        return self.bahan.simpulan[self.usulan].memenuhi.tribool if self.bahan and self.usulan else None

    @property
    def penilai(self) -> Penilai | None:
        """Whose figures these are."""
        return self.bahan.penilai if self.bahan else None

    @property
    def alasan(self) -> tuple[str, ...]:
        """Why it is not eligible, in words: what fails, then what is not known; empty when it is."""
        ordered = (Jawaban.TIDAK, Jawaban.BELUM)
        return tuple(f.sebab for j in ordered for f in self.fakta if f.jawaban is j)

    @property
    def kurang(self) -> tuple[int, int]:
        """How many parts fail, and how many are not known."""
        every = [f.jawaban for f in self.fakta]
        return every.count(Jawaban.TIDAK), every.count(Jawaban.BELUM)


def check_satker(
    rules: Aturan,
    satker: Satker | None,
    material: LkeFacts | None,
    list_name: str,
    temuan_awal: Iterable[Temuan] = (),
    *,
    sha256_daftar: str | None = None,
    shared: Sequence[Fact] = (),
) -> HasilSatker:
    """Check one satker: *satker* is its register row, *material* its worksheet; either may be missing.

    *list_name* prints before the register's cells, *sha256_daftar* is its hash; *temuan_awal* are findings
    about the row, its pairing and its calendar; *shared* are facts that all satker share.
    """
    milik_daftar = [*temuan_awal]
    milik_lke: list[Temuan] = []
    usulan = _usulan(satker, material)
    dari = FactSources(rules.konfigurasi, satker, list_name, sha256_daftar, material, rules.opsi, rules.tanggal)
    results: list[HasilSyarat] = []
    if usulan is None:
        state = _no_usulan_reason(satker)
        milik_daftar.append(make_temuan("SYR401", satker.sel.get("usulan") if satker else None, keadaan=state))
    else:
        for s in rules.syarat.applicable(usulan):
            jawaban, temuan = row_says.check_requirement(s, usulan, dari)
            results.append(jawaban)
            milik_daftar += temuan
        milik_daftar += row_says.further_warnings(rules.syarat.warning_only(usulan), usulan, dari)
    if satker is not None:
        milik_daftar += row_says.row_findings(satker, usulan, rules.tanggal)
    if material is not None:
        milik_lke = row_says.worksheet_findings(satker, material, usulan, dari, rules.tahun)
    facts = [
        _usulan_fact(usulan, dari),
        _identity_fact(satker, [*temuan_awal, *milik_lke], dari),
        *_lke_facts(material, usulan, rules, dari),
        *([_predikat_fact(satker, usulan, dari)] if usulan else []),
        *(x.fakta for x in results),
        *shared,
        *_data_facts(
            row_says.not_told(milik_daftar, satker, results),
            {s.syarat.isian[usulan].partition(".")[2] for s in results} if usulan else set(),
            dari,
        ),
    ]
    return HasilSatker(
        satker=satker,
        bahan=material,
        kode=(satker.kode if satker else None) or (material.kode_satker if material else None),
        nama=_satker_name(satker, material),
        usulan=usulan,
        fakta=tuple(facts),
        syarat=tuple(results),
        temuan=(
            *(TemuanBerkas(list_name or None, t) for t in milik_daftar),
            *(TemuanBerkas(material.nama if material else None, t) for t in milik_lke),
        ),
    )


def _usulan_fact(usulan: Predikat | None, dari: FactSources) -> Fact:
    if usulan is None:
        return Fact(USULAN, Jawaban.BELUM, f"Usulan {_no_usulan_reason(dari.satker)}", (dari.cell_origin("usulan"),))
    dari_daftar = dari.satker is not None and dari.satker.usulan is not None
    return Fact(USULAN, Jawaban.YA, "", (dari.cell_origin("usulan") if dari_daftar else dari.lke_origin(),))


def _identity_fact(satker: Satker | None, temuan_awal: Iterable[Temuan], dari: FactSources) -> Fact:
    """Whether row, worksheet and satker are one: what pairing and the register found against it."""
    origin = (dari.cell_origin("kode"), dari.cell_origin("nama"))
    lawan = [t for t in temuan_awal if t.tingkat == "galat" and t.kode in _DENIES_IDENTITY]
    if satker is not None and (satker.ganda or not satker.nama):
        reason = (
            "Satker atau kodenya ada di lebih dari satu baris daftar" if satker.ganda else "Nama satker belum diisi"
        )
        return Fact(IDENTITAS, Jawaban.BELUM, lawan[0].pesan.rstrip(".") if lawan else reason, origin)
    if lawan:
        return Fact(IDENTITAS, Jawaban.BELUM, lawan[0].pesan.rstrip("."), origin)
    return Fact(IDENTITAS, Jawaban.YA, "", origin)


def _lke_facts(material: LkeFacts | None, usulan: Predikat | None, rules: Aturan, dari: FactSources) -> Iterator[Fact]:
    """The worksheet: that it is there, that the team evaluated it, for the right year, and what it concludes."""
    origin = (dari.lke_origin(),)
    if material is None:
        yield Fact(BERKAS, Jawaban.BELUM, "Berkas LKE belum ada")
        return
    yield Fact(BERKAS, Jawaban.YA, "", origin)
    known, tahun = dari.konfigurasi.instrumen.penilai, rules.tahun
    tim = rules.tim or known.penentu
    penentu, reader = known.name_of(tim), known.name_of(material.penilai)
    if material.penilai == tim:
        yield Fact(EVALUASI, Jawaban.YA, "", origin)
    else:
        reason = f"belum dievaluasi {penentu}: yang dibaca penilaian {reader}"
        yield Fact(EVALUASI, Jawaban.BELUM, reason, origin)
    year = material.year_doubt(tahun)
    yield Fact(TAHUN, Jawaban.BELUM if year else Jawaban.YA, year, origin)
    if usulan is None:
        return
    s = material.simpulan[usulan]
    if material.penilai != tim:
        # The evaluation is the team's: another's figures prove neither a yes nor a no.
        yield Fact(NILAI, Jawaban.BELUM, f"nilai {penentu} belum ada (menurut {reader}: {s.putusan})", origin)
    elif s.memenuhi is Jawaban.TIDAK:
        yield Fact(NILAI, s.memenuhi, f"Nilai LKE belum memenuhi {usulan}: {'; '.join(s.gagal)}", origin)
    elif s.memenuhi is Jawaban.BELUM:
        detailed = f": {s.alasan}" if s.alasan else ""
        yield Fact(NILAI, s.memenuhi, f"Nilai LKE untuk {usulan} {s.putusan}{detailed}", origin)
    else:
        yield Fact(NILAI, s.memenuhi, "", origin)


def _predikat_fact(satker: Satker | None, usulan: Predikat, dari: FactSources) -> Fact:
    """That the predicate proposed is above the one held."""
    origin = (dari.cell_origin("predikat"),)
    content = satker.content("predikat") if satker else None
    if satker is None or content is None or content.keadaan != "terisi":
        state = content.keadaan if content else "tanpa kolom"
        return Fact(PREDIKAT_HELD, Jawaban.BELUM, f"Predikat saat ini tidak diketahui ({state})", origin)
    owned = content.nilai
    if owned in PREDIKAT and not satker.was_revoked and PREDIKAT.index(usulan) <= PREDIKAT.index(owned):
        return Fact(PREDIKAT_HELD, Jawaban.TIDAK, f"Diusulkan {usulan}, padahal sudah berpredikat {owned}", origin)
    return Fact(PREDIKAT_HELD, Jawaban.YA, "", origin)


def _data_facts(temuan: Iterable[Temuan], assessed: Set[str], dari: FactSources) -> Iterator[Fact]:
    """Every other kesalahan about the row: while it stands, nothing that rests on the row is known.

    Columns that a requirement judges (*assessed*) and columns that eligibility never rests on speak for themselves.
    """
    field = {cell: f for f, cell in dari.satker.sel.items()} if dari.satker else {}
    for t in temuan:
        column = field.get(t.sel) if t.sel else None
        if t.tingkat != "galat" or t.kode in _SAID_ELSEWHERE | _DENIES_IDENTITY or column in _NOT_DECIDING:
            continue
        if column in assessed | _JUDGED_AS_FACTS and t.kode in _ABOUT_FIELDS:
            continue
        yield Fact(DATA, Jawaban.BELUM, t.pesan.rstrip("."), (Asal(dari.nama_daftar if column else None, t.sel),))


def _usulan(satker: Satker | None, material: LkeFacts | None) -> Predikat | None:
    """The register's proposal; where it is blank, the one the worksheet itself names."""
    if satker is not None and satker.usulan is not None:
        return satker.usulan if satker.usulan != "Tidak" else None
    if satker is not None and "usulan" in satker.galat:
        return None
    return material.usulan if material is not None and material.usulan in PREDIKAT else None


def _no_usulan_reason(satker: Satker | None) -> str:
    """Why a row proposes nothing, as the predicate of "usulan"."""
    if satker is not None and satker.usulan == "Tidak":
        return "dinyatakan Tidak"
    return "tidak dapat dibaca" if satker is not None and "usulan" in satker.galat else "belum diisi"


def _satker_name(satker: Satker | None, material: LkeFacts | None) -> str:
    if satker is not None:
        return satker.called
    return (material.satker or material.jalur.stem) if material else ""
