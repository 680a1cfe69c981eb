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
from zi_cli.survei.answer_steps import Scale, find_scale, is_blank
from zi_cli.survei.export_rows import Cell, SheetRows, SurveyFile, open_survey
from zi_cli.survei.map_reader import check_headings
from zi_cli.survei.question_columns import (
    HEADER_ROWS,
    ColumnMap,
    QuestionColumns,
    Recognition,
    find_headings,
    headings_at,
    questionnaire_of,
    with_extra,
)
from zi_cli.survei.questionnaire import Kuesioner, survey_data
from zi_cli.survei.times import TimeColumn, Urutan
from zi_cli.text import excerpt, long_date
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Ways of writing an answer that one question may have; more is no question of a survey.
_MAX_VARIANTS = 250
_MAX_SERVICES = 500
#: Figures of a number that a spreadsheet rounded, as far as it shows them.
_WHOLE_DIGITS = 6
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


def read_survey(
    files: Sequence[Path], settings: AnswerSettings, progress: Callable[[int], object] = lambda _: None
) -> Survey:
    """Read the answers of *files*; *progress* is told the number of rows now and then.

    Raises ``UnreadableInput`` for a file that can't be opened or that holds no survey (SVY701).
    """
    jawaban, temuan = Answers(), Notes()
    key = secrets.token_bytes(16)
    opened = [open_survey(b) for b in files]
    mappings: list[ColumnMap] = []
    parts: list[_Part] = []
    for n, survei in enumerate(opened):
        try:
            sheet, pengenalan = _choose_sheet(survei, settings, temuan)
            parts.append(_read_part(n, survei, sheet, pengenalan, jawaban, key, settings, progress, temuan))
        except LimitExceeded as e:
            raise UnreadableInput(make_temuan("LKE110", berkas=survei.nama, sebab=e)) from None
        except Damaged as e:
            raise UnreadableInput(make_temuan("LKE104", berkas=survei.nama, sebab=e)) from None
        mappings.append(pengenalan)
    codes = [u.kode for p in mappings for u in p.unsur]
    kuesioner = {
        k.kode: with_extra(k, [x for x in codes if questionnaire_of(x) == k.kode])
        for k in survey_data().kuesioner.values()
        if any(questionnaire_of(x) == k.kode for x in codes)
    }
    skala = {k: _resolve(kuesioner[k], parts, jawaban, settings, temuan) for k in kuesioner}
    present = frozenset(name for p in mappings for name in p.peran)
    return Survey(tuple(opened), tuple(mappings), jawaban, kuesioner, skala, present, temuan)


def _choose_sheet(survei: SurveyFile, settings: AnswerSettings, temuan: Notes) -> tuple[SheetRows, ColumnMap]:
    """The sheet with the answers and what its columns are."""
    if settings.peta is not None:
        for s in survei.lembar:
            if s.nama == settings.peta.lembar or len(survei.lembar) == 1:
                titles = headings_at(s.baris(), settings.peta.kepala)
                check_headings(settings.peta, settings.nama_peta or survei.nama, survei.nama, titles)
                return s, settings.peta._replace(lembar=s.nama)
        raise _no_survey(survei.nama, f"lembar “{settings.peta.lembar}” pada peta tidak ada")
    found: list[tuple[SheetRows, Recognition]] = []
    for s in survei.lembar:
        if settings.lembar is not None and s.nama != settings.lembar:
            continue
        result = find_headings(s.nama, list(islice(s.baris(), HEADER_ROWS)))
        if result is not None and not s.tampak and settings.lembar is None:
            place = Sel(s.nama, result.peta.kepala, 0)
            _note(temuan, survei.nama, make_temuan("SVY727", place, berkas=survei.nama))
        elif result is not None:
            found.append((s, result))
    if len(found) > 1:
        name = ", ".join(excerpt(s.nama) for s, _ in found)
        raise _no_survey(survei.nama, f"ada lebih dari satu lembar jawaban: {name}; pilih dengan --lembar")
    if not found:
        raise _no_survey(survei.nama, "tidak ada baris judul dengan pertanyaan SPAK, SPKP, atau SKM")
    sheet, pengenalan = found[0]
    for r in pengenalan.ragu:
        place = Sel(sheet.nama, pengenalan.peta.kepala, r.kolom)
        title = excerpt(pengenalan.peta.judul[r.kolom])
        _note(temuan, survei.nama, make_temuan("SVY703", place, judul=title, arti=" atau ".join(r.arti)))
    return sheet, pengenalan.peta


def _no_survey(file: str, reason: str, cell: Sel | None = None) -> UnreadableInput:
    return UnreadableInput(make_temuan("SVY701", cell, berkas=file, sebab=reason))


def _note(temuan: Notes, file: str, t: Temuan) -> None:
    temuan.setdefault(t, []).append(file)


def _noted(temuan: Notes, file: str, code: str, content: str) -> bool:
    """Whether *file* has the finding *code* that names *content*."""
    return any(t.kode == code and content in t.pesan and file in name for t, name in temuan.items())


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
    sheet: SheetRows,
    mapping: ColumnMap,
    jawaban: Answers,
    key: bytes,
    settings: AnswerSettings,
    progress: Callable[[int], object],
    temuan: Notes,
) -> _Part:
    columns = sorted({k for u in mapping.unsur for k in u.kolom})
    part = _Part(
        len(jawaban), survei.nama, sheet.nama, mapping, {k: {} for k in columns}, {k: array("H") for k in columns}
    )
    moment, roles = TimeColumn(), mapping.peran
    # Each way of writing is looked at once.
    kenal: list[tuple[int, dict[Cell, int]]] = [(k, {}) for k in columns]
    services = {name: i for i, name in enumerate(jawaban.nama_layanan)}

    def role(content: Sequence[Cell], name: str) -> Cell:
        k = roles.get(name, len(content))
        return content[k] if k < len(content) and not is_blank(content[k]) else None

    for number, content in sheet.baris():
        if number <= mapping.kepala:
            continue
        width, dibaca = len(content), []
        for k, sudah in kenal:
            cell = content[k] if k < width else None
            token = sudah.get(cell)
            if token is None:
                token = 0 if is_blank(cell) else _token(part.ragam[k], cell)
                if token > _MAX_VARIANTS:
                    reason = f"kolom {column_letters(k)} berisi lebih dari {_MAX_VARIANTS} jawaban yang berlainan"
                    raise _no_survey(survei.nama, f"{reason}; itu bukan berskala", Sel(sheet.nama, number, k))
                if len(sudah) < _MAX_VARIANTS:
                    sudah[cell] = token
            dibaca.append(token)
        if not any(dibaca):
            continue
        jawaban.berkas.append(n)
        jawaban.baris.append(number)
        for k, token in zip(columns, dibaca, strict=True):
            part.isi[k].append(token)
        moment.add(role(content, "waktu"), sheet.geser)
        jawaban.telepon.append(_telephone(role(content, "telepon"), key, jawaban))
        jawaban.nama.append(_hashed(role(content, "nama"), key))
        jawaban.perangkat.append(_hashed(role(content, "perangkat"), key))
        jawaban.layanan.append(_service(role(content, "layanan"), services, jawaban.nama_layanan))
        jawaban.diarahkan.append(_directed(role(content, "diarahkan")))
        if len(jawaban) % 5000 == 0:
            progress(len(jawaban))
    _settle_times(moment, part, settings, jawaban, temuan)
    return part


def _token(variants: dict[str | float, int], cell: Cell) -> int:
    """The number of a way of writing, a new one for a new way."""
    writing = cell.isoformat(" ") if isinstance(cell, datetime) else cell.strip() if isinstance(cell, str) else cell
    assert writing is not None
    return variants.setdefault(writing, len(variants) + 1)


def _hashed(cell: Cell, key: bytes) -> int:
    if cell is None:
        return 0
    text = " ".join(str(cell).casefold().split())
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), key=key, digest_size=8).digest(), "big") or 1


def _telephone(cell: Cell, key: bytes, jawaban: Answers) -> int:
    """A telephone number whatever its writing; one that a spreadsheet rounded (6,28E+12) tells nothing."""
    if cell is None:
        return 0
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if _SCIENTIFIC.fullmatch(text):
        jawaban.telepon_rusak += 1
        return 0
    figure = re.sub(r"\D", "", text)
    if isinstance(cell, float) and len(figure) > 9 and len(figure.rstrip("0")) <= _WHOLE_DIGITS:
        # 6,28E+12 read back as a number.
        jawaban.telepon_rusak += 1
        return 0
    figure = figure.removeprefix("62").lstrip("0")
    return _hashed(figure, key) if len(figure) >= 6 else 0


def _service(cell: Cell, numbers: dict[str | None, int], names: list[str | None]) -> int:
    if cell is None:
        return 0
    text = excerpt(" ".join(str(cell).split()), 80)
    if text not in numbers:
        if len(names) > _MAX_SERVICES:
            return 0
        numbers[text] = len(names)
        names.append(text)
    return numbers[text]


def _directed(cell: Cell) -> int:
    word = "" if cell is None else str(cell).strip().casefold()
    return 1 if word.startswith("ya") else 0 if word.startswith(("tidak", "tdk")) else -1


def _settle_times(moment: TimeColumn, b: _Part, settings: AnswerSettings, jawaban: Answers, temuan: Notes) -> None:
    """Take the column's times into *jawaban*, in the order of day and month that is said or found."""
    mapping, sheet = b.peta, b.lembar
    column = mapping.peran.get("waktu")
    if column is None:
        _note(temuan, b.berkas, make_temuan("SVY706", Sel(sheet, mapping.kepala, 0), sebab="tidak ada kolom waktu"))
    order: Urutan | None = mapping.urutan or settings.urutan
    if order is None and column is not None:
        found = moment.order()
        order = found.urutan
        if order is None:
            reason = (
                "sebagian tanggal hanya dapat dibaca hari-bulan dan sebagian hanya bulan-hari"
                if found.bertentangan
                else "hari dan bulan tidak dapat dibedakan; sebutkan dengan --tanggal-survei dmy atau mdy"
            )
            _note(temuan, b.berkas, make_temuan("SVY706", Sel(sheet, mapping.kepala, column), sebab=reason))
    worst = moment.unreadable(order)
    if worst and column is not None:
        row = jawaban.baris[len(jawaban.waktu) + worst[0]]
        _note(temuan, b.berkas, make_temuan("SVY707", Sel(sheet, row, column), jumlah=len(worst)))
    late = [] if order is None or settings.hingga is None else moment.later(order, settings.hingga)
    if late and column is not None and settings.hingga is not None:
        place = Sel(sheet, jawaban.baris[len(jawaban.waktu) + late[0]], column)
        t = make_temuan("SVY737", place, jumlah=len(late), hingga=long_date(settings.hingga))
        _note(temuan, b.berkas, t)
    jawaban.waktu.extend([-1] * len(moment.dmy) if order is None else moment.seconds(order))


def _resolve(
    kuesioner: Kuesioner, parts: Iterable[_Part], jawaban: Answers, settings: AnswerSettings, temuan: Notes
) -> int | None:
    """Turn the ways of writing of *kuesioner* into steps; the scale of its answers, None when it is not certain."""
    parts = list(parts)
    skala: set[int | None] = set()
    for code in (u.kode for u in kuesioner.unsur):
        jawaban.jawaban[code] = array("b", bytes(len(jawaban)))
    for b in parts:
        elements = [u for u in b.peta.unsur if questionnaire_of(u.kode) == kuesioner.kode]
        if not elements:
            continue
        for u, writing in zip(elements, _written_together(b, elements), strict=True):
            s = find_scale(writing, kuesioner, u, settings.skala.get(kuesioner.kode))
            skala.add(s.skala)
            place = Sel(b.lembar, b.peta.kepala, u.kolom[0])
            if s.sebab is not None:
                if not _noted(temuan, b.berkas, "SVY705", kuesioner.nama):
                    _note(temuan, b.berkas, make_temuan("SVY705", place, kuesioner=kuesioner.nama, sebab=s.sebab))
                continue
            if s.balik:
                _note(temuan, b.berkas, make_temuan("SVY728", place, unsur=u.kode))
            _fill(u, s, b, jawaban, temuan)
    if len(skala) == 1:
        return skala.pop()
    if None not in skala:
        macam = ", ".join(f"1–{n}" for n in sorted(n for n in skala if n))
        reason = f"unsurnya dijawab dengan skala yang berbeda-beda: {macam}"
        temuan.setdefault(make_temuan("SVY705", kuesioner=kuesioner.nama, sebab=reason), [])
    return None


def _written_together(b: _Part, elements: Sequence[QuestionColumns]) -> Iterator[list[str | float]]:
    """For each element the ways of writing to judge its scale by: of the whole questionnaire where they hold numbers.

    One question that nobody answered with the best step has the scale of its neighbours all the same.
    """
    own = [[t for k in u.kolom for t in b.ragam[k]] for u in elements]
    berangka = [any(isinstance(t, float) or any(c.isdigit() or c in "★⭐" for c in t) for t in s) for s in own]
    shared = [t for s, ya, u in zip(own, berangka, elements, strict=True) if ya and not u.label for t in s]
    for s, ya, u in zip(own, berangka, elements, strict=True):
        if u.label or not ya or u.balik is not None or u.mulai is not None:
            yield s
        else:
            yield [*dict.fromkeys([*s, *shared])]


def _fill(u: QuestionColumns, skala: Scale, b: _Part, jawaban: Answers, temuan: Notes) -> None:
    target = jawaban.jawaban[u.kode]
    worst: Counter[int] = Counter()
    first: dict[int, tuple[int, str]] = {}
    for k in u.kolom:
        steps = [0, *(skala.nilai.get(t, -1) for t in b.ragam[k])]
        writings = ["", *map(str, b.ragam[k])]
        for i, number in enumerate(b.isi[k], b.awal):
            nilai = steps[number]
            if nilai < 0:
                worst[k] += 1
                first.setdefault(k, (jawaban.baris[i], writings[number]))
            elif nilai and target[i] and target[i] != nilai:
                other_findings = make_temuan("SVY708", Sel(b.lembar, jawaban.baris[i], k), unsur=u.kode)
                if not _noted(temuan, b.berkas, "SVY708", u.kode):
                    _note(temuan, b.berkas, other_findings)
                target[i] = 0
            elif nilai:
                target[i] = nilai
    for k, count in worst.items():
        row, text = first[k]
        place, macam = Sel(b.lembar, row, k), f"1–{skala.skala}"
        t = make_temuan("SVY704", place, unsur=u.kode, isi=excerpt(text), jumlah=count, skala=macam)
        _note(temuan, b.berkas, t)
