"""The recap: results ranked and grouped, once, for every output."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, Literal

from zi_cli.batch.file_result import Matriks, Ringkas, read_matrix, read_record
from zi_cli.batch.versions import Versi, group_versions
from zi_cli.findings.record import Temuan
from zi_cli.folder.discover import BerkasGagal, Lewat
from zi_cli.folder.result_store import StoredAt
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.kept import findings_of
from zi_cli.records.score import temuan_record
from zi_cli.scoring.result import BELUM_DINILAI, MEMENUHI, Keadaan, preliminary_state
from zi_cli.scoring.words import ELIGIBILITY_WORDS, state_words
from zi_cli.text import escaped

if TYPE_CHECKING:
    from zi_cli.batch.registered import RegisteredAnswers
    from zi_cli.config import Config
    from zi_cli.pengajuan.eligibility import HasilSatker
    from zi_cli.pengajuan.register.read_register import Satker as RegisteredSatker
    from zi_cli.records.types.common import TemuanRecord

#: In the column ``diteruskan``: goes on to the next stage.
YA = "ya"
#: The stage at which Hasil is assessed too.
FINAL_TAHAP = "akhir"


@dataclass(slots=True)
class RankedSatker:
    """One ranked satker: its figures, where its full record is, what the comparison found, its row of the register."""

    ringkas: Ringkas
    letak: StoredAt
    peringkat: int = 0
    temuan: list[Temuan] = field(default_factory=list)
    terdaftar: RegisteredSatker | None = None
    kanwil: str | None = None

    @property
    def kode(self) -> str | None:
        """The satker's kode: the register's, where there is one."""
        return self.terdaftar.kode if self.terdaftar else None

    @property
    def grup(self) -> str:
        """Whose satker it is: by the register where there is one (``register``), else the folder it lies in."""
        return self.kanwil or self.ringkas.grup

    @property
    def called(self) -> str:
        """The satker's name: the register's, else the worksheet's, else its folder or file."""
        if self.terdaftar is not None and self.terdaftar.nama:
            return self.terdaftar.nama
        if self.ringkas.satker:
            return self.ringkas.satker
        parts = self.ringkas.nama.split("/")
        return f"{parts[-2] if len(parts) > 2 else parts[-1]} (tanpa nama satker)"

    def temuan_counts(self) -> tuple[int, int, int]:
        """Findings by severity (galat, peringatan, info), those of the comparison included."""
        extras = [t.tingkat for t in self.temuan]
        g, p, i = self.ringkas.temuan
        return g + extras.count("galat"), p + extras.count("peringatan"), i + extras.count("info")


class GrupRekap(NamedTuple):
    """The figures of a group: counts, and mean points (None where there is nothing to take the mean of).

    Means of Hasil and total are over satker whose Hasil is assessed; ``layak`` counts those that may be proposed, by a
    register; ``gagal`` counts unreadable files.
    """

    nama: str
    satker: int
    memenuhi: dict[Predikat, int]
    layak: int | None
    diteruskan: int
    rata_rata: dict[Literal["pengungkit", "hasil", "total"], float | None]
    galat: int
    peringatan: int
    gagal: int


@dataclass
class Rekap:
    """All that the outputs show. ``baca`` fetches a satker's line from disk."""

    folder: Path
    instrumen: Instrumen
    konfigurasi: Config
    satker: list[RankedSatker]
    versi: list[tuple[Versi, list[RankedSatker]]]
    gagal: list[BerkasGagal]
    dilewati: dict[str, Lewat]
    pendahuluan: bool
    baca: Callable[[StoredAt], bytes]
    kelayakan: RegisteredAnswers | None = None

    def register(self, kelayakan: RegisteredAnswers) -> None:
        """Take over what the register says of each satker; ranks stay, of equal ones the order of names does not."""
        from zi_cli.batch.registered import kanwil_reader

        self.kelayakan = kelayakan
        kanwil = kanwil_reader(kelayakan.daftar)
        for s in (*self.satker, *(s for _, member in self.versi for s in member)):
            h = self.hasil_syarat(s)
            s.terdaftar = h.satker if h else None
            s.kanwil = kanwil(s.terdaftar, s.ringkas.grup)
        self.gagal = [g._replace(grup=kanwil(None, g.grup)) for g in self.gagal]
        _rank(self.satker, self.pendahuluan)

    @property
    def ambang(self) -> SetAmbang:
        """The thresholds in force."""
        return self.konfigurasi.ambang

    @property
    def file_count(self) -> int:
        """Workbooks found: scored (other versions included) and unreadable."""
        return len(self.satker) + self.unused_count + len(self.gagal)

    @property
    def unused_count(self) -> int:
        """Scored files that another version of the same satker stands for."""
        return sum(len(member) - 1 for _, member in self.versi)

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns of rekap.csv and of the sheet Rekap."""
        return _column_names(self)

    def table_rows(self) -> Iterator[tuple[Any, ...]]:
        """One row a satker, in rank order, in these columns."""
        return _satker_rows(self)

    @cached_property
    def grup(self) -> list[GrupRekap]:
        """The groups by name, those with unreadable files only included."""
        members: dict[str, list[RankedSatker]] = {g.grup: [] for g in self.gagal}
        for s in self.satker:
            members.setdefault(s.grup, []).append(s)
        failed = Counter(g.grup for g in self.gagal)
        # Of names that differ only by capitals the order is fixed too.
        return [self._group_figures(n, members[n], failed[n]) for n in sorted(members, key=lambda n: (n.casefold(), n))]

    @cached_property
    def everyone(self) -> GrupRekap:
        """All satker as one group."""
        return self._group_figures("", self.satker, len(self.gagal))

    def _group_figures(self, name: str, satker: Sequence[RankedSatker], failed: int) -> GrupRekap:
        # Where Hasil is not yet assessed its 0 is no figure: such satker stay out of those means.
        complete = [s.ringkas for s in satker if s.ringkas.tahap == FINAL_TAHAP]
        temuan = [s.temuan_counts() for s in satker]
        return GrupRekap(
            name,
            len(satker),
            {p: sum(self.putusan(s, p) == MEMENUHI for s in satker) for p in PREDIKAT},
            sum(1 for s in satker if (h := self.hasil_syarat(s)) and h.layak) if self.kelayakan else None,
            sum(map(self.is_forwarded, satker)),
            {
                "pengungkit": _mean(s.ringkas.pengungkit for s in satker),
                "hasil": _mean(r.hasil for r in complete),
                "total": _mean(r.total for r in complete),
            },
            sum(t[0] for t in temuan),
            sum(t[1] for t in temuan),
            failed,
        )

    def awal(self, s: RankedSatker) -> bool:
        """Whether the satker is judged on Pengungkit alone."""
        return self.pendahuluan or s.ringkas.tahap == "pendahuluan"

    def states(self, s: RankedSatker, predikat: Predikat) -> tuple[Keadaan, Keadaan]:
        """The verdict for *predikat* and that of Pengungkit alone; with ``--pendahuluan`` as if Hasil were blank."""
        p = s.ringkas.putusan[predikat]
        return preliminary_state(p.keadaan_pengungkit) if self.pendahuluan else p.keadaan, p.keadaan_pengungkit

    def putusan(self, s: RankedSatker, predikat: Predikat) -> str:
        """The verdict for *predikat* in words."""
        return state_words(*self.states(s, predikat), self.instrumen)

    def hasil_syarat(self, s: RankedSatker) -> HasilSatker | None:
        """The requirement check's answer for a satker; None without a register."""
        return self.kelayakan.per_berkas.get(s.ringkas.nama) if self.kelayakan else None

    def calon(self, predikat: Predikat) -> list[RankedSatker]:
        """Satker to propose for *predikat*.

        With a register those the check finds eligible; without one those whose figures reach it and
        who do not propose the other predicate.
        """
        if self.kelayakan is not None:
            results = ((s, self.hasil_syarat(s)) for s in self.satker)
            return [s for s, h in results if h is not None and h.usulan == predikat and h.layak]
        return [
            s for s in self.satker if self.putusan(s, predikat) == MEMENUHI and s.ringkas.usulan in (None, predikat)
        ]

    def forwarded(self) -> list[RankedSatker]:
        """Satker at the preliminary stage whose Pengungkit reaches what they propose."""
        return [s for s in self.satker if self.is_forwarded(s)]

    def is_forwarded(self, s: RankedSatker) -> bool:
        """Whether Pengungkit alone reaches the standard of the predicate proposed (BAB III A.1.a butir 4 and 6).

        The proposal is the register's, else the worksheet's own, else WBK.
        """
        h = self.hasil_syarat(s)
        usulan = (h.usulan if h else None) or s.ringkas.usulan
        return self.states(s, "WBBM" if usulan == "WBBM" else "WBK") == (BELUM_DINILAI, MEMENUHI)

    def indikator_ratios(self, s: RankedSatker) -> Matriks:
        """Value of each of the satker's indicators, a ratio."""
        return read_matrix(self.baca(s.letak))

    def satker_record(self, s: RankedSatker) -> str:
        """The satker's JSON record (one line, nothing raw), its group and findings of the comparison added."""
        text = escaped(read_record(self.baca(s.letak)).decode())
        if not s.temuan and s.grup == s.ringkas.grup:
            return text
        content = json.loads(text)
        content["temuan"] += map(temuan_record, s.temuan)
        content["grup"] = s.grup
        return json.dumps(content, separators=(",", ":"))

    def temuan(self, s: RankedSatker) -> list[TemuanRecord]:
        """The findings in the satker's JSON record, those of the comparison added."""
        return [*findings_of(read_record(self.baca(s.letak))), *map(temuan_record, s.temuan)]


def make_recap(
    results: Sequence[tuple[Ringkas, StoredAt]],
    *,
    folder: Path,
    instrumen: Instrumen,
    config: Config,
    failed: list[BerkasGagal],
    skipped: dict[str, Lewat],
    pendahuluan: bool,
    readers: Callable[[StoredAt], bytes],
    mentioned: frozenset[str] = frozenset(),
) -> Rekap:
    """Choose versions and rank: by total points, at the preliminary stage by Pengungkit.

    *mentioned* are files that a register names: of several of one satker they count.
    """
    ordered = sorted(results, key=lambda x: x[0].nama)
    every = [RankedSatker(r, position) for r, position in ordered]
    versions: list[tuple[Versi, list[RankedSatker]]] = []
    gugur: set[int] = set()
    for v in group_versions([r for r, _ in ordered], instrumen.penilai, mentioned):
        every[v.indeks[0]].temuan.append(v.temuan)
        gugur.update(v.indeks[1:])
        versions.append((v, [every[i] for i in v.indeks]))
    selected = [s for i, s in enumerate(every) if i not in gugur]
    _rank(selected, pendahuluan)
    return Rekap(
        folder, instrumen, config, selected, versions, sorted(failed, key=lambda x: x[0]), skipped, pendahuluan, readers
    )


def _rank(satker: list[RankedSatker], pendahuluan: bool) -> None:
    """Sort in place, best first, and number; equal figures share a rank."""

    def sort_key(s: RankedSatker) -> float:
        return s.ringkas.pengungkit if pendahuluan else s.ringkas.total

    satker.sort(key=lambda s: (-sort_key(s), -s.ringkas.pengungkit, s.called.casefold(), s.ringkas.nama))
    for i, s in enumerate(satker):
        same = i > 0 and sort_key(satker[i - 1]) == sort_key(s)
        s.peringkat = satker[i - 1].peringkat if same else i + 1


def area_columns(instrumen: Instrumen) -> list[str]:
    """Names of the area columns (percent of the area's weight)."""
    return [f"area_{n}" for n in instrumen.nama_area]


def _column_names(rekap: Rekap) -> list[str]:
    return [
        "peringkat",
        *(("kode",) if rekap.kelayakan else ()),
        *("satker", "grup", "tahun", "tahap", "penilai"),
        *area_columns(rekap.instrumen),
        *("pengungkit", "hasil", "total"),
        *(p.lower() for p in PREDIKAT),
        *(("usulan", "layak") if rekap.kelayakan else ()),
        *("nilai_maks", "kosong"),
        *(f"gagal_{p.lower()}" for p in PREDIKAT),
        *("galat", "peringatan", "info", "diteruskan"),
        *(("alasan",) if rekap.kelayakan else ()),
        *("berkas", "sha256"),
    ]


def _satker_rows(rekap: Rekap) -> Iterator[tuple[Any, ...]]:
    for s in rekap.satker:
        r, kelayakan = s.ringkas, _eligibility_cells(rekap.hasil_syarat(s))
        yield (
            s.peringkat,
            *((s.kode,) if rekap.kelayakan else ()),
            s.called,
            s.grup,
            r.tahun,
            r.tahap,
            r.penilai,
            *r.area,
            r.pengungkit,
            r.hasil,
            r.total,
            *(rekap.putusan(s, p) for p in PREDIKAT),
            *(kelayakan[:2] if rekap.kelayakan else ()),
            r.nilai_maks,
            r.kosong,
            *("; ".join(r.putusan[p].gagal) for p in PREDIKAT),
            *s.temuan_counts(),
            YA if rekap.is_forwarded(s) else None,
            *(kelayakan[2:] if rekap.kelayakan else ()),
            r.nama,
            r.sha256,
        )


def _eligibility_cells(h: HasilSatker | None) -> tuple[str | None, str | None, str | None]:
    """Proposal, answer and reasons of the requirement check, for a table."""
    if h is None:
        return None, None, None
    return h.usulan, ELIGIBILITY_WORDS[h.layak], "; ".join(h.alasan) or None


def _mean(nilai: Iterable[float]) -> float | None:
    daftar = list(nilai)
    return fmean(daftar) if daftar else None
