"""Score a worksheet: every node's exact points, what is unanswered or doubtful, and the verdict."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Baris, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.percent import score_percent
from zi_cli.scoring.result import Doubt, NilaiIndikator, Penilaian, Tahap
from zi_cli.scoring.survey_notes import denied_index
from zi_cli.scoring.totals import sum_nodes, with_blanks_at_best
from zi_cli.scoring.verdict import decide
from zi_cli.text import desimal, ringkas
from zi_cli.worksheet.cells import KOSONG, Reading, is_filled, parse_option, parse_survey
from zi_cli.worksheet.model import KolomPenilai, Penilai, Worksheet

_NOL = Fraction(0)

#: Two answer columns of one assessor, two worksheets in one file, a column of answers that nobody claims: whose
#: answers these are is open.
_SEBAB_BERKAS = frozenset({"LKE113", "LKE114", "LKE115"})
#: A row that stands twice, or that may be another one: its answer is open.
_SEBAB_BARIS = frozenset({"LKE121", "LKE128"})


class LayoutDoubts(NamedTuple):
    """What the layout leaves open: codes that make the whole file doubtful, and the indicators it can't place.

    ``teks`` are the texts of rows that differ from the instrument's, by kode.
    """

    sebab: tuple[str, ...] = ()
    indikator: frozenset[str] = frozenset()
    teks: Mapping[str, str] = MappingProxyType({})


TANPA_KERAGUAN = LayoutDoubts()


def layout_doubts(temuan: Iterable[Temuan], teks: Mapping[str, str]) -> LayoutDoubts:
    """What the findings about the layout leave open; *teks* as in :class:`LayoutDoubts`."""
    kode = {t.kode for t in temuan}
    if not kode & (_SEBAB_BERKAS | _SEBAB_BARIS):
        return LayoutDoubts(teks=teks)
    return LayoutDoubts(
        tuple(sorted(kode & _SEBAB_BERKAS)),
        frozenset(t.indikator for t in temuan if t.kode in _SEBAB_BARIS and t.indikator),
        teks,
    )


def list_doubts(
    indikator: Mapping[str, NilaiIndikator],
    kosong: Iterable[str],
    ragu: Mapping[str, tuple[Fraction, ...]],
    instrumen: Instrumen,
    teks: Mapping[str, str],
) -> tuple[Doubt, ...]:
    """The doubtful indicators in sheet order, by the text of their rows; a blank may stand for anything."""
    semua = dict.fromkeys(kosong, True)
    semua.update((k, False) for k in ragu if k not in semua)
    daftar: list[Doubt] = []
    for kode in indikator if len(semua) > 1 else semua:
        if kode not in semua:
            continue
        n, bobot, b = indikator[kode], instrumen.bobot(kode), instrumen.per_kode[kode]
        rendah, tinggi = (_NOL, bobot) if semua[kode] else (min(ragu[kode]) * bobot, max(ragu[kode]) * bobot)
        if rendah < tinggi:
            daftar.append(Doubt(kode, n.sel, teks.get(kode, b.teks), n.mentah, n.skor, rendah, tinggi, semua[kode]))
    return tuple(daftar)


_NOL, _SATU = Fraction(0), Fraction(1)


def score_worksheet(ws: Worksheet, instrumen: Instrumen, ambang: SetAmbang | None = None) -> list[Penilaian]:
    """Score every assessor of *ws* that answered anything, in rising order, each apart.

    When none did, one blank record of the default assessor with finding LKE220. *ambang* defaults to the
    instrument's own thresholds.
    """
    ambang = ambang or instrumen.ambang
    letak = layout_doubts(ws.temuan, ws.teks_lain)
    diisi = [ws.penilai[p] for p in instrumen.penilai.kode if p in ws.penilai and has_answers(ws.penilai[p])]
    if diisi:
        return [score_penilai(k, ws.label_pilihan, instrumen, ambang, letak) for k in diisi]
    bawaan = instrumen.penilai.bawaan
    kosong = score_penilai(ws.penilai.get(bawaan) or KolomPenilai(bawaan), {}, instrumen, ambang)
    kosong.temuan[:] = [make_temuan("LKE220")]
    return [kosong]


def has_answers(kolom: KolomPenilai) -> bool:
    """Whether the assessor wrote anything, usable or not, in any answer cell."""
    return any(is_filled(i.nilai) for i in kolom.jawaban.values())


def penentu(penilaian: Iterable[Penilaian], instrumen: Instrumen, pilihan: Penilai | None = None) -> Penilaian | None:
    """The deciding assessor: *pilihan* when named, else the highest who decides unasked; None if not there."""
    boleh = (pilihan,) if pilihan else instrumen.penilai.memutus
    calon = [p for p in penilaian if p.penilai in boleh]
    return max(calon, key=lambda p: boleh.index(p.penilai), default=None)


def score_penilai(
    kolom: KolomPenilai,
    label_pilihan: Mapping[str, tuple[str, Sel, str]],
    instrumen: Instrumen,
    ambang: SetAmbang,
    letak: LayoutDoubts = TANPA_KERAGUAN,
) -> Penilaian:
    """Score one assessor's cells. *label_pilihan* is as in :class:`Worksheet`; *letak* what its layout leaves open."""
    sebab = (*letak.sebab, *kolom.sebab)
    diragukan = {instrumen.indikator_of(k) for k in letak.indikator | kolom.ragu}
    ragu: dict[str, tuple[Fraction, ...]] = dict.fromkeys(diragukan, (_NOL, _SATU))
    temuan: list[Temuan] = []
    indikator: dict[str, NilaiIndikator] = {}
    kosong: list[str] = []
    jawaban: str | Fraction | None
    mentah: str | None
    tahap = _tahap(kolom, instrumen)
    hasil = instrumen.baris_hasil
    for kode, b, skor in _tabel_skor(instrumen):
        isian = kolom.jawaban.get(kode)
        # Most cells hold an option exactly as the sheet offers it.
        if isian is not None and kode not in label_pilihan:
            baku = skor.baku.get(isian.nilai)
            if baku is not None:
                indikator[kode] = NilaiIndikator(*baku, isian.sel)
                continue
        if b.jenis_jawaban == "persen":
            persen = score_percent(b, kolom, instrumen)
            temuan += persen.temuan
            jawaban, mentah = persen.nilai, persen.mentah
            nilai = persen.nilai if persen.nilai is not None else _NOL
            if persen.lain:
                ragu[kode] = (*ragu.get(kode, ()), nilai, *persen.lain)
            poin = nilai * skor.bobot
        else:
            if b.jenis_jawaban == "nilai_0_4":
                bacaan = parse_survey(isian.nilai, instrumen.survei_maksimum) if isian else KOSONG
                nilai = bacaan.nilai / instrumen.survei_maksimum if isinstance(bacaan.nilai, Fraction) else _NOL
                poin = nilai * skor.bobot
                catatan = kolom.catatan.get(kode)
                if isian and catatan and isinstance(bacaan.nilai, Fraction):
                    lain = denied_index(kode, bacaan.nilai, isian.sel, catatan, instrumen.survei_maksimum)
                    if lain:
                        ragu[kode] = (*ragu.get(kode, ()), nilai, lain[0] / instrumen.survei_maksimum)
                        temuan.append(lain[1])
            else:
                bacaan = parse_option(isian.nilai, skor.pilihan) if isian else KOSONG
                nilai, poin = skor.per_pilihan.get(bacaan.nilai, (_NOL, _NOL))
            jawaban, mentah = bacaan.nilai, bacaan.mentah
            beda: tuple[Fraction, ...] = ()
            if kode in label_pilihan:
                beda, temuan_label = _temuan_label(b, bacaan, label_pilihan[kode], instrumen)
                temuan.append(temuan_label)
                if beda:
                    ragu[kode] = (*ragu.get(kode, ()), nilai, *beda)
            # An answer that follows a wrong label is one mistake: the label's.
            if jawaban is None and isian is not None and not beda:
                ringan = tahap == "pendahuluan" and kode in hasil
                temuan += _temuan_jawaban(b, bacaan, isian.sel, skor.pilihan, instrumen, ringan=ringan)
        if jawaban is None:
            kosong.append(kode)
        indikator[kode] = NilaiIndikator(jawaban, mentah, nilai, poin, isian.sel if isian else None)
    nilai_simpul = sum_nodes({k: n.skor for k, n in indikator.items()}, instrumen)
    terbaik = nilai_simpul
    if kosong:
        terbaik = with_blanks_at_best(nilai_simpul, kosong, instrumen)
    keraguan = list_doubts(indikator, kosong, ragu, instrumen, letak.teks) if kosong or ragu else ()
    return Penilaian(
        penilai=kolom.penilai,
        tahap=tahap,
        nilai=nilai_simpul,
        nilai_maks=terbaik["total"],
        indikator=indikator,
        kosong=tuple(kosong),
        putusan=decide(nilai_simpul, terbaik, instrumen, ambang, tahap=tahap, ragu=keraguan, sebab=sebab),
        temuan=temuan,
        ragu=keraguan,
        sebab=sebab,
    )


def half_findings(penilaian: Penilaian, instrumen: Instrumen, ambang: SetAmbang, target: Predikat) -> list[Temuan]:
    """LKE230 for each half (Pemenuhan, Reform) of an area below the area's percentage for *target*."""
    temuan: list[Temuan] = []
    for a in ambang.daftar:
        if a.satuan != "persen":
            continue
        for nama, kode in zip(instrumen.nama_belahan, instrumen.bagian_area(a.simpul), strict=True):
            persen = penilaian.nilai[kode] * 100 / instrumen.bobot(kode)
            if persen < a.minimal[target]:
                temuan.append(
                    make_temuan(
                        "LKE230",
                        None,
                        kode,
                        penilai=instrumen.penilai.nama(penilaian.penilai),
                        bagian=nama,
                        area=f"area {a.simpul} ({instrumen.nama_area[a.simpul]})",
                        persen=desimal(persen),
                        minimal=ringkas(a.minimal[target]),
                        predikat=target,
                    )
                )
    return temuan


class _SkorPilihan(NamedTuple):
    """The weight in points of one indicator, and its options with value (ratio) and points of each.

    ``baku`` has, by an option as a cell holds it, the first four fields of its ``NilaiIndikator``.
    """

    bobot: Fraction
    pilihan: tuple[str, ...]
    per_pilihan: Mapping[object, tuple[Fraction, Fraction]]
    baku: Mapping[object, tuple[str, str, Fraction, Fraction]]


@lru_cache(maxsize=8)
def _tabel_skor(instrumen: Instrumen) -> tuple[tuple[str, Baris, _SkorPilihan], ...]:
    """Every indicator with what each of its options is worth; those of one kind and weight share one entry."""
    per_jenis: dict[tuple[object, Fraction], _SkorPilihan] = {}
    for b in instrumen.indikator:
        bobot, pilihan = instrumen.bobot(b.kode), instrumen.pilihan(b.kode)
        if (b.jenis_jawaban, bobot) not in per_jenis:
            poin = {p: n * bobot for p, n in pilihan.items()}
            per_jenis[b.jenis_jawaban, bobot] = _SkorPilihan(
                bobot,
                tuple(pilihan),
                {p: (n, poin[p]) for p, n in pilihan.items()},
                {p: (p, p, n, poin[p]) for p, n in pilihan.items()},
            )
    return tuple((b.kode, b, per_jenis[b.jenis_jawaban, instrumen.bobot(b.kode)]) for b in instrumen.indikator)


def _tahap(kolom: KolomPenilai, instrumen: Instrumen) -> Tahap:
    """Preliminary when every Hasil cell is blank (Kanwil and Eselon I assess Pengungkit only)."""
    for kode in instrumen.baris_hasil:
        isian = kolom.jawaban.get(kode)
        if isian is not None and not (isinstance(isian.nilai, str) and parse_option(isian.nilai, ()).kosong):
            return "akhir"
    return "pendahuluan"


def _temuan_jawaban(
    b: Baris, bacaan: Reading, sel: Sel, pilihan: tuple[str, ...], instrumen: Instrumen, *, ringan: bool
) -> list[Temuan]:
    if bacaan.kosong:
        return [
            make_temuan("LKE202", sel, b.kode, tingkat="info" if ringan else None, indikator=instrumen.sebutan(b.kode))
        ]
    if bacaan.masalah is None or bacaan.masalah == "LKE112":
        return []
    anjuran = ""
    if bacaan.masalah == "LKE209":
        maks = ringkas(instrumen.survei_maksimum)
        anjuran = f" 0–{maks}; mungkin indeks skala 100 yang belum dikonversi"
    return [
        make_temuan(
            bacaan.masalah,
            sel,
            b.kode,
            akibat="dihitung tanpa jawaban",
            jawaban=bacaan.mentah,
            indikator=instrumen.sebutan(b.kode),
            pilihan="/".join(pilihan),
            anjuran=anjuran,
        )
    ]


def _temuan_label(
    b: Baris, bacaan: Reading, label: tuple[str, Sel, str], instrumen: Instrumen
) -> tuple[tuple[Fraction, ...], Temuan]:
    """LKE203: the label's scale against the instrument's, with the value of the answer under each.

    First the ratios that the answer may stand for by its label, none when they agree; an answer that
    its label does not offer may stand for anything.
    """
    jenis, sel, tertulis = label
    resmi = instrumen.pilihan(b.kode)
    menurut_label = instrumen.skala.get(jenis, {})
    dibaca_label = parse_option(bacaan.mentah, tuple(menurut_label)).nilai if bacaan.mentah else None
    nilai_resmi = resmi.get(bacaan.nilai) if isinstance(bacaan.nilai, str) else None
    nilai_label = menurut_label.get(dibaca_label) if isinstance(dibaca_label, str) else None
    beda: tuple[Fraction, ...] = ()
    if nilai_resmi != nilai_label:
        beda = (nilai_label,) if nilai_label is not None else (_NOL, _SATU)
    return beda, make_temuan(
        "LKE203",
        sel,
        b.kode,
        tingkat=None if beda else "info",
        label=tertulis,
        resmi="/".join(resmi) or b.jenis_jawaban,
        indikator=instrumen.sebutan(b.kode),
        jawaban=f"“{bacaan.mentah}”" if bacaan.mentah else "kosong",
        nilai_resmi=desimal(nilai_resmi) if nilai_resmi is not None else "tidak ada",
        nilai_label=desimal(nilai_label) if nilai_label is not None else "tidak ada",
    )
