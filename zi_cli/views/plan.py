"""A plan in words: steps, demands, hindrances and outcome, for tables, letters and the LHE alike."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from zi_cli.instrumen.tree import Instrumen, Kriteria
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.plan import SYARAT_BUKTI, Dokumen
from zi_cli.scoring.plan.contract import MAX_STEPS, Langkah, Penghalang, Rencana
from zi_cli.scoring.plan.demand import demand_of, step_note
from zi_cli.scoring.plan.levers import Halangan
from zi_cli.scoring.result import BELUM_PASTI, MEMENUHI
from zi_cli.scoring.words import results_not_assessed, threshold_label
from zi_cli.text import capitalised, decimal_text, dotted, short_number
from zi_cli.views.document import Block, Fields, Heading, Line, Lines
from zi_cli.views.identity import Fact, assessor_fact, rule_facts, satker_facts, short_hash
from zi_cli.views.recommendations import gain_text
from zi_cli.views.table import Cell, Column, Place, Table, Tone, Toned, data_columns, figures
from zi_cli.views.verdict import reason, shortfall, unit

_HINDRANCES: Mapping[Halangan, str] = {
    "terkunci": "terkunci (--kunci)",
    "survei": "perlu --izinkan survei",
    "hitungan": "perlu --izinkan hitungan",
    "tanpa-biaya": "tanpa biaya di berkas biaya",
}
_NADA: Mapping[str, Tone] = {MEMENUHI: "", BELUM_PASTI: "waspada"}
_INDIKATOR_SHOWN = 8


class TeksLangkah(NamedTuple):
    """One step in words, for tables, letters and the LHE.

    ``dari`` and ``ke`` are answers as people write them; ``tuntutan`` is what the new answer
    demands: the rubric, or the count or index needed; ``catatan`` a warning that goes with it.
    """

    nomor: int
    kode: str
    baris: int
    uraian: str
    dari: str
    ke: str
    tambahan: str
    biaya: str
    tuntutan: str
    catatan: str | None


def steps_in_words(
    plan: Rencana, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]
) -> list[TeksLangkah]:
    """The steps of *plan* in words, in sheet order, numbered from 1."""
    return [step_text(number, s, instrumen, kriteria) for number, s in enumerate(plan.langkah, 1)]


def step_text(
    number: int, step: Langkah, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]
) -> TeksLangkah:
    """One step in words, with the number *number*."""
    row = instrumen.per_kode[step.indikator]
    return TeksLangkah(
        number,
        step.indikator,
        row.nomor,
        row.teks,
        answer_text(step.dari, step, instrumen),
        answer_text(step.ke, step, instrumen),
        gain_text(step.tambahan),
        cost_text(step.biaya),
        demand_of(step, instrumen, kriteria),
        step_note(step, instrumen),
    )


def answer_text(jawaban: str | Fraction | None, step: Langkah, instrumen: Instrumen) -> str:
    """An answer for people: option, percentage, survey index, or a dash for none."""
    if jawaban is None:
        return "–"
    if isinstance(jawaban, str):
        return jawaban
    if instrumen.per_kode[step.indikator].jenis_jawaban == "persen":
        return f"{short_number(jawaban * 100, 2)} %"
    return decimal_text(jawaban) if (jawaban * 100).denominator == 1 else short_number(jawaban, 4)


def cost_text(cost: Fraction) -> str:
    """A cost with dots between thousands and at most two decimals ("1.500.000,5")."""
    whole, comma, fraction = short_number(cost, 2).partition(",")
    return dotted(int(whole)) + comma + fraction


def plan_sentences(d: Dokumen) -> list[str]:
    """The outcome in sentences: verdict, proof, stage, what stands in the way, and the condition."""
    r = d.rencana
    drivers = f"ambang {d.instrumen.komponen_words[0]} dan {d.instrumen.all_areas_text}"
    ambang = drivers if r.cakupan == "pengungkit" else "semua ambang"
    sentences: list[str] = []
    putusan = d.penilaian.putusan[r.target]
    opened = f"putusannya sekarang {putusan.keadaan}: {reason(putusan)}" if putusan.keadaan == BELUM_PASTI else ""
    if not r.tercapai:
        sentences.append(f"{r.target} TIDAK TERCAPAI dengan indikator yang boleh dinaikkan.")
        sentences += [f"– {hindrance_text(p)}" for p in r.penghalang]
    elif not r.langkah and opened:
        sentences.append(f"{r.target}: menurut jawaban yang terbaca {ambang} terpenuhi, tetapi {opened}.")
    elif not r.langkah:
        sentences.append(f"{r.target}: {ambang} sudah terpenuhi; tidak ada yang perlu dinaikkan.")
    else:
        cost = f", biaya {cost_text(r.biaya)}" if d.permintaan.biaya is not None else ""
        # Units of counts and indices are no levels anyone would recognise; only options are counted aloud.
        level = f" ({r.levels_climbed} tingkat)" if all(isinstance(s.ke, str) for s in r.langkah) else ""
        trait = "paling murah" if d.permintaan.biaya is not None else "paling sedikit"
        bukti = f"terbukti {trait}" if r.optimal else f"belum terbukti {trait} (batas waktu pencarian)"
        sentences.append(
            f"{r.target} TERCAPAI dengan {len(r.langkah)} langkah{level}{cost}; {bukti}. "
            f"Nilai total {decimal_text(r.nilai_awal)} menjadi {decimal_text(r.nilai_akhir)}."
        )
    if r.cakupan == "pengungkit":
        sentences.append(
            f"Tahap pendahuluan: {results_not_assessed(d.instrumen)}, maka rencana ini hanya untuk {ambang}. "
            "Dengan --izinkan survei rencana mencakup semua ambang."
        )
    missing = [s.indikator for s in r.langkah if s.indikator in d.ws.baris_hilang]
    if missing:
        sentences.append(
            f"Baris {', '.join(map(d.instrumen.in_words, missing))} tidak ada di lembar; "
            "tambahkan dahulu dari LKE resmi."
        )
    if opened and (r.langkah or not r.tercapai):
        sentences.append(f"{capitalised(opened)}.")
    error = sum(t.tingkat == "galat" for t in d.temuan)
    if error:
        sentences.append(f"Berkas ini memuat {error} kesalahan (zi lint); rencana berangkat dari jawaban yang terbaca.")
    if r.langkah:
        sentences.append(SYARAT_BUKTI)
    return sentences


def hindrance_text(p: Penghalang) -> str:
    """One hindrance: how far it gets, what it needs, and what holds it back."""
    if p.kode == MAX_STEPS:
        least, most = short_number(p.minimal), short_number(p.nilai_maks)
        return f"perlu paling sedikit {least} langkah, batasnya {most} (--maks-langkah)"
    text = f"{p.kode}: paling tinggi {shortfall(p.nilai_maks, p.minimal, p.satuan)}"
    for why, label in _HINDRANCES.items():
        codes = [k for k, s in p.halangan.items() if s == why]
        if codes:
            again = f", … ({len(codes)} indikator)" if len(codes) > _INDIKATOR_SHOWN else ""
            text += f"; {label}: {', '.join(codes[:_INDIKATOR_SHOWN])}{again}"
    return text if p.halangan else f"{text}; semua indikatornya sudah pada jawaban terbaik"


def plan_document(d: Dokumen) -> Iterator[Block]:
    """The plan: what it is about, the outcome, the steps, every threshold before and after."""
    yield Heading(f"Rencana menuju {d.rencana.target}: {d.ws.satker or d.ws.nama}", di_layar=False)
    yield Fields(_identity(d))
    main, *others = plan_sentences(d)
    yield Lines(
        [
            Line(main, _tone(d), tebal=True),
            *(Line(k.removeprefix("– "), butir=k.startswith("– "), tingkat=int(k.startswith("– "))) for k in others),
        ]
    )
    if d.rencana.langkah:
        yield _step_table(d)
    yield _threshold_table(d)


def _tone(d: Dokumen) -> Tone:
    if not d.rencana.tercapai:
        return "buruk"
    return "waspada" if d.penilaian.putusan[d.rencana.target].keadaan == BELUM_PASTI else "baik"


def _identity(d: Dokumen) -> list[Fact]:
    """Satker, file, assessor, thresholds, and what was asked."""
    p = d.permintaan
    requested = [
        *([f"kunci {', '.join(p.kunci)}"] if p.kunci else []),
        *([f"izinkan {', '.join(sorted(p.izinkan))}"] if p.izinkan else []),
        *([f"paling banyak {p.maks_langkah} langkah"] if p.maks_langkah is not None else []),
    ]
    return [
        *satker_facts(d.ws),
        assessor_fact(d.penilaian, d.instrumen),
        *rule_facts(d.instrumen, d.ambang),
        *([("Konfigurasi", f"{d.konfigurasi.nama}, {short_hash(d.konfigurasi.sha256)}")] if d.konfigurasi else []),
        *([("Permintaan", "; ".join(requested))] if requested else []),
    ]


def _step_table(d: Dokumen) -> Table:
    berbiaya = d.permintaan.biaya is not None
    columns = [
        *figures("No.", "Baris"),
        *(Column("Indikator", utuh=True), Column("Uraian dan yang dituntut")),
        *(Column("Dari", utuh=True), Column("Ke", utuh=True)),
        *figures("Poin", *(["Biaya"] if berbiaya else [])),
    ]
    steps = steps_in_words(d.rencana, d.instrumen, d.kriteria)
    return Table("", columns, [_step(s, berbiaya=berbiaya) for s in steps])


def _step(s: TeksLangkah, *, berbiaya: bool) -> list[Cell]:
    uraian = "\n".join(x for x in (s.uraian, f"Tuntutan: {s.tuntutan}", s.catatan) if x)
    return [s.nomor, s.baris, s.kode, uraian, s.dari, s.ke, s.tambahan, *([s.biaya] if berbiaya else [])]


def _threshold_table(d: Dokumen) -> Table:
    """Every threshold: name, value before and after, minimum, and how it stands."""
    label = {a.kode: threshold_label(a, d.instrumen) for a in d.ambang.daftar}
    columns = [
        *(Column("Ambang", utuh=True), Column("Uraian")),
        *figures("Awal", "Akhir", "Minimal"),
        Column("Keadaan", utuh=True),
    ]
    rows: list[list[Cell]] = []
    for c in d.rencana.capaian:
        tone: Tone = "redup" if not c.masuk else _NADA.get(c.akhir.keadaan, "buruk")
        mark = c.akhir.keadaan if c.masuk else "tidak direncanakan"
        figure = (f"{decimal_text(n)}{unit(c.awal.satuan)}" for n in (c.awal.nilai, c.akhir.nilai, c.awal.minimal))
        rows.append([Toned(x, tone) for x in (c.awal.kode, label[c.awal.kode], *figure, mark)])
    return Table("", columns, rows)


def plan_table(d: Dokumen, file: Path) -> Table:
    """One row a step (none when there is no plan), for other programs; *file* is the worksheet's file."""
    title = (
        "berkas", "penilai", "target", "nomor", "baris", "indikator", "uraian", "dari", "ke", "hitungan",
        "hitungan_dari", "hitungan_ke", "tingkat", "tambahan", "biaya", "tuntutan", "catatan", "sel",
    )  # fmt: skip
    columns = [k._replace(digit=2) if k.judul == "biaya" else k for k in data_columns(title)]
    rows: list[list[Cell]] = []
    steps = steps_in_words(d.rencana, d.instrumen, d.kriteria)
    for s, t in zip(d.rencana.langkah, steps, strict=True):
        cell = d.penilaian.indikator[s.indikator].sel
        rows.append(
            [
                *(d.ws.nama, d.penilaian.penilai, d.rencana.target, t.nomor, t.baris, t.kode, t.uraian, s.dari, s.ke),
                *((s.hitungan.kode, s.hitungan.dari, s.hitungan.ke) if s.hitungan else (None, None, None)),
                *(s.tingkat, s.tambahan, s.biaya, t.tuntutan, t.catatan, Place(cell, file) if cell else None),
            ]
        )
    return Table("Rencana", columns, rows)
