"""All answers of one or more exports, column by column in compact arrays: a few dozen bytes an answer sheet.

Names, telephones and devices are kept as hashes under a key of this run alone: enough to see repeats, and nothing to
give away.
"""

import hashlib
import re
import secrets
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answer_sheets import Answers, AnswerSettings, Notes, Survey
from zi_cli.survei.answers import Scale, find_scale, is_blank
from zi_cli.survei.columns import (
    BARIS_KEPALA,
    ColumnMap,
    QuestionColumns,
    Recognition,
    find_headings,
    headings_at,
    questionnaire_of,
    with_extra,
)
from zi_cli.survei.map_reader import check_headings
from zi_cli.survei.questionnaire import Kuesioner, survey_data
from zi_cli.survei.rows import Cell, SheetRows, SurveyFile, open_survey
from zi_cli.survei.times import TimeColumn, Urutan
from zi_cli.text import cuplik
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Ways of writing an answer that one question may have; more is no question of a survey.
_RAGAM = 250
_RAGAM_LAYANAN = 500
#: Figures of a number that a spreadsheet rounded, as far as it shows them.
_ANGKA_BULAT = 6
_ILMIAH = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


def read_survey(
    berkas: Sequence[Path], settings: AnswerSettings, progress: Callable[[int], object] = lambda _: None
) -> Survey:
    """Read the answers of *berkas*; *progress* is told the number of rows now and then.

    Raises ``UnreadableInput`` for a file that can't be opened or that holds no survey (SVY701).
    """
    jawaban, temuan = Answers(), Notes()
    kunci = secrets.token_bytes(16)
    terbuka = [open_survey(b) for b in berkas]
    peta: list[ColumnMap] = []
    bagian: list[_Part] = []
    for n, survei in enumerate(terbuka):
        try:
            lembar, pengenalan = _choose_sheet(survei, settings, temuan)
            bagian.append(_read_part(n, survei, lembar, pengenalan, jawaban, kunci, settings, progress, temuan))
        except LimitExceeded as e:
            raise UnreadableInput(make_temuan("LKE110", berkas=survei.nama, sebab=e)) from None
        except Damaged as e:
            raise UnreadableInput(make_temuan("LKE104", berkas=survei.nama, sebab=e)) from None
        peta.append(pengenalan)
    kode = [u.kode for p in peta for u in p.unsur]
    kuesioner = {
        k.kode: with_extra(k, [x for x in kode if questionnaire_of(x) == k.kode])
        for k in survey_data().kuesioner.values()
        if any(questionnaire_of(x) == k.kode for x in kode)
    }
    skala = {k: _resolve(kuesioner[k], bagian, jawaban, settings, temuan) for k in kuesioner}
    ada = frozenset(nama for p in peta for nama in p.peran)
    return Survey(tuple(terbuka), tuple(peta), jawaban, kuesioner, skala, ada, temuan)


def _choose_sheet(survei: SurveyFile, settings: AnswerSettings, temuan: Notes) -> tuple[SheetRows, ColumnMap]:
    """The sheet with the answers and what its columns are."""
    if settings.peta is not None:
        for s in survei.lembar:
            if s.nama == settings.peta.lembar or len(survei.lembar) == 1:
                check_headings(settings.peta, survei.nama, headings_at(s.baris(), settings.peta.kepala))
                return s, settings.peta._replace(lembar=s.nama)
        raise _no_survey(survei.nama, f"lembar “{settings.peta.lembar}” pada peta tidak ada")
    ditemukan: list[tuple[SheetRows, Recognition]] = []
    for s in survei.lembar:
        if settings.lembar is not None and s.nama != settings.lembar:
            continue
        hasil = find_headings(s.nama, list(islice(s.baris(), BARIS_KEPALA)))
        if hasil is not None and not s.tampak and settings.lembar is None:
            tempat = Sel(s.nama, hasil.peta.kepala, 0)
            _note(temuan, survei.nama, make_temuan("SVY727", tempat, berkas=survei.nama))
        elif hasil is not None:
            ditemukan.append((s, hasil))
    if len(ditemukan) > 1:
        nama = ", ".join(cuplik(s.nama) for s, _ in ditemukan)
        raise _no_survey(survei.nama, f"ada lebih dari satu lembar jawaban: {nama}; pilih dengan --lembar")
    if not ditemukan:
        raise _no_survey(survei.nama, "tidak ada baris judul dengan pertanyaan SPAK, SPKP, atau SKM")
    lembar, pengenalan = ditemukan[0]
    for r in pengenalan.ragu:
        tempat = Sel(lembar.nama, pengenalan.peta.kepala, r.kolom)
        judul = cuplik(pengenalan.peta.judul[r.kolom])
        _note(temuan, survei.nama, make_temuan("SVY703", tempat, judul=judul, arti=" atau ".join(r.arti)))
    return lembar, pengenalan.peta


def _no_survey(berkas: str, sebab: str, sel: Sel | None = None) -> UnreadableInput:
    return UnreadableInput(make_temuan("SVY701", sel, berkas=berkas, sebab=sebab))


def _note(temuan: Notes, berkas: str, t: Temuan) -> None:
    temuan.setdefault(t, []).append(berkas)


def _noted(temuan: Notes, berkas: str, kode: str, isi: str) -> bool:
    """Whether *berkas* has the finding *kode* that names *isi*."""
    return any(t.kode == kode and isi in t.pesan and berkas in nama for t, nama in temuan.items())


class _Part(NamedTuple):
    """The raw answers of one file: for each question column the ways of writing and which one each row used."""

    awal: int
    berkas: str
    lembar: str
    peta: ColumnMap
    ragam: dict[int, dict[str | float, int]]
    isi: dict[int, "array[int]"]


def _read_part(
    n: int,
    survei: SurveyFile,
    lembar: SheetRows,
    peta: ColumnMap,
    jawaban: Answers,
    kunci: bytes,
    settings: AnswerSettings,
    progress: Callable[[int], object],
    temuan: Notes,
) -> _Part:
    kolom = sorted({k for u in peta.unsur for k in u.kolom})
    bagian = _Part(len(jawaban), survei.nama, lembar.nama, peta, {k: {} for k in kolom}, {k: array("H") for k in kolom})
    waktu, peran = TimeColumn(), peta.peran
    # Each way of writing is looked at once.
    kenal: list[tuple[int, dict[Cell, int]]] = [(k, {}) for k in kolom]
    layanan = {nama: i for i, nama in enumerate(jawaban.nama_layanan)}

    def role(isi: Sequence[Cell], nama: str) -> Cell:
        k = peran.get(nama, len(isi))
        return isi[k] if k < len(isi) and not is_blank(isi[k]) else None

    for nomor, isi in lembar.baris():
        if nomor <= peta.kepala:
            continue
        lebar, dibaca = len(isi), []
        for k, sudah in kenal:
            sel = isi[k] if k < lebar else None
            token = sudah.get(sel)
            if token is None:
                token = 0 if is_blank(sel) else _token(bagian.ragam[k], sel)
                if token > _RAGAM:
                    sebab = f"kolom {column_letters(k)} berisi lebih dari {_RAGAM} jawaban yang berlainan"
                    raise _no_survey(survei.nama, f"{sebab}; itu bukan berskala", Sel(lembar.nama, nomor, k))
                if len(sudah) < _RAGAM:
                    sudah[sel] = token
            dibaca.append(token)
        if not any(dibaca):
            continue
        jawaban.berkas.append(n)
        jawaban.baris.append(nomor)
        for k, token in zip(kolom, dibaca, strict=True):
            bagian.isi[k].append(token)
        waktu.add(role(isi, "waktu"), lembar.geser)
        jawaban.telepon.append(_telephone(role(isi, "telepon"), kunci, jawaban))
        jawaban.nama.append(_hashed(role(isi, "nama"), kunci))
        jawaban.perangkat.append(_hashed(role(isi, "perangkat"), kunci))
        jawaban.layanan.append(_service(role(isi, "layanan"), layanan, jawaban.nama_layanan))
        jawaban.diarahkan.append(_directed(role(isi, "diarahkan")))
        if len(jawaban) % 5000 == 0:
            progress(len(jawaban))
    _settle_times(waktu, bagian, settings, jawaban, temuan)
    return bagian


def _token(ragam: dict[str | float, int], sel: Cell) -> int:
    """The number of a way of writing, a new one for a new way."""
    tulisan = sel.isoformat(" ") if isinstance(sel, datetime) else sel.strip() if isinstance(sel, str) else sel
    assert tulisan is not None
    return ragam.setdefault(tulisan, len(ragam) + 1)


def _hashed(sel: Cell, kunci: bytes) -> int:
    if sel is None:
        return 0
    teks = " ".join(str(sel).casefold().split())
    return (
        int.from_bytes(hashlib.blake2b(teks.encode("utf-8", "replace"), key=kunci, digest_size=8).digest(), "big") or 1
    )


def _telephone(sel: Cell, kunci: bytes, jawaban: Answers) -> int:
    """A telephone number whatever its writing; one that a spreadsheet rounded (6,28E+12) tells nothing."""
    if sel is None:
        return 0
    teks = str(int(sel)) if isinstance(sel, float) and sel.is_integer() else str(sel).strip()
    if _ILMIAH.fullmatch(teks):
        jawaban.telepon_rusak += 1
        return 0
    angka = re.sub(r"\D", "", teks)
    if isinstance(sel, float) and len(angka) > 9 and len(angka.rstrip("0")) <= _ANGKA_BULAT:
        # 6,28E+12 read back as a number.
        jawaban.telepon_rusak += 1
        return 0
    angka = angka.removeprefix("62").lstrip("0")
    return _hashed(angka, kunci) if len(angka) >= 6 else 0


def _service(sel: Cell, nomor: dict[str | None, int], nama: list[str | None]) -> int:
    if sel is None:
        return 0
    teks = cuplik(" ".join(str(sel).split()), 80)
    if teks not in nomor:
        if len(nama) > _RAGAM_LAYANAN:
            return 0
        nomor[teks] = len(nama)
        nama.append(teks)
    return nomor[teks]


def _directed(sel: Cell) -> int:
    kata = "" if sel is None else str(sel).strip().casefold()
    return 1 if kata.startswith("ya") else 0 if kata.startswith(("tidak", "tdk")) else -1


def _settle_times(waktu: TimeColumn, b: _Part, settings: AnswerSettings, jawaban: Answers, temuan: Notes) -> None:
    """Take the column's times into *jawaban*, in the order of day and month that is said or found."""
    peta, lembar = b.peta, b.lembar
    kolom = peta.peran.get("waktu")
    if kolom is None:
        _note(temuan, b.berkas, make_temuan("SVY706", Sel(lembar, peta.kepala, 0), sebab="tidak ada kolom waktu"))
    urutan: Urutan | None = peta.urutan or settings.urutan
    if urutan is None and kolom is not None:
        ditemukan = waktu.order()
        urutan = ditemukan.urutan
        if urutan is None:
            sebab = (
                "sebagian tanggal hanya dapat dibaca hari-bulan dan sebagian hanya bulan-hari"
                if ditemukan.bertentangan
                else "hari dan bulan tidak dapat dibedakan; sebutkan dengan --tanggal-survei dmy atau mdy"
            )
            _note(temuan, b.berkas, make_temuan("SVY706", Sel(lembar, peta.kepala, kolom), sebab=sebab))
    buruk = waktu.unreadable(urutan)
    if buruk and kolom is not None:
        baris = jawaban.baris[len(jawaban.waktu) + buruk[0]]
        _note(temuan, b.berkas, make_temuan("SVY707", Sel(lembar, baris, kolom), jumlah=len(buruk)))
    jawaban.waktu.extend([-1] * len(waktu.dmy) if urutan is None else waktu.seconds(urutan))


def _resolve(
    kuesioner: Kuesioner, bagian: Iterable[_Part], jawaban: Answers, settings: AnswerSettings, temuan: Notes
) -> int | None:
    """Turn the ways of writing of *kuesioner* into steps; the scale of its answers, None when it is not certain."""
    bagian = list(bagian)
    skala: set[int | None] = set()
    for kode in (u.kode for u in kuesioner.unsur):
        jawaban.jawaban[kode] = array("b", bytes(len(jawaban)))
    for b in bagian:
        unsur = [u for u in b.peta.unsur if questionnaire_of(u.kode) == kuesioner.kode]
        if not unsur:
            continue
        for u, tulisan in zip(unsur, _written_together(b, unsur), strict=True):
            s = find_scale(tulisan, kuesioner, u, settings.skala.get(kuesioner.kode))
            skala.add(s.skala)
            tempat = Sel(b.lembar, b.peta.kepala, u.kolom[0])
            if s.sebab is not None:
                if not _noted(temuan, b.berkas, "SVY705", kuesioner.nama):
                    _note(temuan, b.berkas, make_temuan("SVY705", tempat, kuesioner=kuesioner.nama, sebab=s.sebab))
                continue
            if s.balik:
                _note(temuan, b.berkas, make_temuan("SVY728", tempat, unsur=u.kode))
            _fill(u, s, b, jawaban, temuan)
    if len(skala) == 1:
        return skala.pop()
    if None not in skala:
        macam = ", ".join(f"1–{n}" for n in sorted(n for n in skala if n))
        sebab = f"unsurnya dijawab dengan skala yang berbeda-beda: {macam}"
        temuan.setdefault(make_temuan("SVY705", kuesioner=kuesioner.nama, sebab=sebab), [])
    return None


def _written_together(b: _Part, unsur: Sequence[QuestionColumns]) -> Iterator[list[str | float]]:
    """For each element the ways of writing to judge its scale by: of the whole questionnaire where they hold numbers.

    One question that nobody answered with the best step has the scale of its neighbours all the same.
    """
    sendiri = [[t for k in u.kolom for t in b.ragam[k]] for u in unsur]
    berangka = [any(isinstance(t, float) or any(c.isdigit() or c in "★⭐" for c in t) for t in s) for s in sendiri]
    bersama = [t for s, ya, u in zip(sendiri, berangka, unsur, strict=True) if ya and not u.label for t in s]
    for s, ya, u in zip(sendiri, berangka, unsur, strict=True):
        if u.label or not ya or u.balik is not None or u.mulai is not None:
            yield s
        else:
            yield [*dict.fromkeys([*s, *bersama])]


def _fill(u: QuestionColumns, skala: Scale, b: _Part, jawaban: Answers, temuan: Notes) -> None:
    tujuan = jawaban.jawaban[u.kode]
    buruk: Counter[int] = Counter()
    pertama: dict[int, tuple[int, str]] = {}
    for k in u.kolom:
        langkah = [0, *(skala.nilai.get(t, -1) for t in b.ragam[k])]
        tulisan = ["", *map(str, b.ragam[k])]
        for i, nomor in enumerate(b.isi[k], b.awal):
            nilai = langkah[nomor]
            if nilai < 0:
                buruk[k] += 1
                pertama.setdefault(k, (jawaban.baris[i], tulisan[nomor]))
            elif nilai and tujuan[i] and tujuan[i] != nilai:
                temuan_lain = make_temuan("SVY708", Sel(b.lembar, jawaban.baris[i], k), unsur=u.kode)
                if not _noted(temuan, b.berkas, "SVY708", u.kode):
                    _note(temuan, b.berkas, temuan_lain)
                tujuan[i] = 0
            elif nilai:
                tujuan[i] = nilai
    for k, jumlah in buruk.items():
        baris, teks = pertama[k]
        tempat, macam = Sel(b.lembar, baris, k), f"1–{skala.skala}"
        t = make_temuan("SVY704", tempat, unsur=u.kode, isi=cuplik(teks), jumlah=jumlah, skala=macam)
        _note(temuan, b.berkas, t)
