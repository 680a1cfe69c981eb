"""Which column asks what: headings recognised by code or words, or a map that a person made."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.questionnaire import Kuesioner, Unsur, survey_data
from zi_cli.survei.times import Urutan

#: Rows from the top among which the headings are looked for.
BARIS_KEPALA = 20
#: Elements of one questionnaire that make a row its headings.
_CUKUP = 3


class QuestionColumns(NamedTuple):
    """The columns (zero-based) that ask one element, and how its answers are written.

    Several columns: the form asked it apart for each service. ``skala`` None: found from the answers.
    ``mulai`` is the lowest answer as written (None: found), ``balik`` a question whose best answer is the lowest
    (None: told by its labels), ``label`` answers in words from the lowest up.
    """

    kode: str
    kolom: tuple[int, ...]
    skala: int | None = None
    mulai: int | None = None
    balik: bool | None = None
    label: tuple[str, ...] = ()


class ColumnMap(NamedTuple):
    """What a sheet's columns are. ``kepala`` is the one-based row of the (last) headings."""

    lembar: str
    kepala: int
    judul: tuple[str, ...]
    unsur: tuple[QuestionColumns, ...]
    peran: dict[str, int]
    urutan: Urutan | None = None


class DoubtfulColumn(NamedTuple):
    """A column whose heading fits more than one thing."""

    kolom: int
    arti: tuple[str, ...]


class Recognition(NamedTuple):
    """A map, and the columns that stay in doubt."""

    peta: ColumnMap
    ragu: tuple[DoubtfulColumn, ...]


def questionnaire_of(kode: str) -> str:
    """The questionnaire an element belongs to: "spak" of "SPAK3"."""
    return kode.rstrip("0123456789").lower()


def with_extra(kuesioner: Kuesioner, kode: Sequence[str]) -> Kuesioner:
    """*kuesioner* with the further elements among *kode* that a unit added (PermenPANRB 14/2017 allows that)."""
    dikenal = {u.kode for u in kuesioner.unsur}
    tambahan = tuple(Unsur(k, f"unsur tambahan {k}") for k in dict.fromkeys(kode) if k not in dikenal)
    return kuesioner._replace(unsur=kuesioner.unsur + tambahan)


def find_headings(lembar: str, baris: Sequence[tuple[int, Sequence[object]]]) -> Recognition | None:
    """The row of *baris* (the first of a sheet) that recognises most columns; None when none is a survey's.

    Headings over two rows are read together: a group's name above, its questions below.
    """
    terbaik: Recognition | None = None
    for i, (nomor, isi) in enumerate(baris[:BARIS_KEPALA]):
        bawah = _texts(isi)
        calon = [bawah]
        if i and baris[i - 1][0] == nomor - 1:
            calon.append(_combined(_texts(baris[i - 1][1]), bawah))
        for judul in calon:
            hasil = recognise(lembar, nomor, judul)
            cukup = len(hasil.peta.unsur) + len(hasil.ragu) >= _CUKUP
            if cukup and (terbaik is None or _clarity(hasil) > _clarity(terbaik)):
                terbaik = hasil
    return terbaik


def headings_at(baris: Iterable[tuple[int, Sequence[object]]], kepala: int) -> tuple[str, ...]:
    """The cells of row *kepala* as text."""
    for nomor, isi in baris:
        if nomor >= kepala:
            return _texts(isi) if nomor == kepala else ()
    return ()


def _clarity(hasil: Recognition) -> tuple[int, int]:
    return len(hasil.peta.unsur), -len(hasil.ragu)


def _texts(isi: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if sel is None else " ".join(_as_text(sel).split()) for sel in isi)


def _as_text(sel: object) -> str:
    return str(int(sel)) if isinstance(sel, float) and sel.is_integer() else str(sel)


def _combined(atas: Sequence[str], bawah: Sequence[str]) -> tuple[str, ...]:
    """Headings of two rows joined; a group's name stands over all columns up to the next one."""
    hasil, grup = [], ""
    for n in range(max(len(atas), len(bawah))):
        a = atas[n] if n < len(atas) else ""
        b = bawah[n] if n < len(bawah) else ""
        grup = a or grup
        hasil.append(f"{grup} {b}".strip() if b else a)
    return tuple(hasil)


def recognise(lembar: str, kepala: int, judul: Sequence[str]) -> Recognition:
    """The map that the headings *judul* by themselves give."""
    arti: dict[int, list[str]] = {}
    semua_kata = [normalised(teks) for teks in judul]
    semua_kode = [_code(kata) for kata in semua_kata]
    berkode = {questionnaire_of(k) for k in semua_kode if k}
    calon: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for n, kata in enumerate(semua_kata):
        kode = semua_kode[n]
        if not kata or _ignored(kata, semua_kata):
            continue
        if kode is None and (dikenal := _role(kata, semua_kata)) is not None:
            nama, urutan = dikenal
            calon[nama].append((urutan, len(kata.split()), n))
        # Of a questionnaire whose questions carry codes, words name none.
        elif semua := [kode] if kode else [k for k in _by_words(kata) if questionnaire_of(k) not in berkode]:
            arti[n] = semua
    peran = {nama: min(semua)[2] for nama, semua in calon.items()}
    if "waktu" not in peran and "waktu" in semua_kata and not _asks_services(arti, semua_kata.index("waktu")):
        peran["waktu"] = semua_kata.index("waktu")
        arti.pop(peran["waktu"], None)
    _settle_services(arti)
    per_unsur: dict[str, list[int]] = defaultdict(list)
    ragu = []
    for n, semua in arti.items():
        if len({questionnaire_of(k) for k in semua}) < len(semua):
            ragu.append(DoubtfulColumn(n, tuple(semua)))
            continue
        for kode in semua:
            per_unsur[kode].append(n)
    unsur = []
    for kode, kolom in sorted(per_unsur.items(), key=lambda p: _kode_order(p[0])):
        if len({normalised(judul[n]) for n in kolom}) > 1:
            ragu += [DoubtfulColumn(n, (kode,)) for n in kolom]
        else:
            unsur.append(QuestionColumns(kode, tuple(kolom)))
    return Recognition(ColumnMap(lembar, kepala, tuple(judul), tuple(unsur), peran), tuple(ragu))


def _kode_order(kode: str) -> tuple[str, int]:
    huruf = kode.rstrip("0123456789")
    return huruf, int(kode[len(huruf) :])


def normalised(teks: str) -> str:
    """*teks* in lower case without accents, signs and idle spaces."""
    polos = unicodedata.normalize("NFKD", teks[:400]).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", polos))


@cache
def _code_pattern() -> re.Pattern[str]:
    awalan = {a for k in survey_data().kuesioner.values() for a in k.awalan}
    return re.compile(
        rf"(?:pertanyaan |nilai |unsur )?({'|'.join(sorted(awalan, key=len, reverse=True))}) ?0?(\d{{1,2}})\b"
    )


def _code(kata: str) -> str | None:
    """The element that a heading names by code ("spkp 3 prosedur", "u1"); None when it names none that exists."""
    cocok = _code_pattern().match(kata)
    if cocok is None:
        return None
    kuesioner = next(k for k in survey_data().kuesioner.values() if cocok[1] in k.awalan)
    nomor = int(cocok[2])
    # Only the satisfaction survey may have elements of the unit's own.
    boleh = nomor <= len(kuesioner.unsur) or kuesioner.kode == "skm"
    return f"{kuesioner.kode.upper()}{nomor}" if nomor and boleh else None


def _role(kata: str, semua_kata: Sequence[str]) -> tuple[str, int] | None:
    """The role that a heading names, and how far down the list of its phrases: the first are the surest."""
    banyak, lain = len(kata.split()), survey_data().lain
    if kata == lain.selesai and not lain.abaikan.isdisjoint(semua_kata):
        return "waktu", 0
    for nama, frasa in survey_data().peran.items():
        for urutan, f in enumerate(map(normalised, frasa)):
            # A single word such as "nama" or "layanan" makes a heading only where hardly anything else stands in it.
            muat = banyak <= 3 if " " not in f else banyak <= 12
            if nama == "diarahkan" and f" {f}" in f" {kata}":
                return nama, urutan
            if muat and f" {f} " in f" {kata} " and lain.bukan_peran.isdisjoint(kata.split()):
                return nama, urutan
    return None


def _ignored(kata: str, semua_kata: Sequence[str]) -> bool:
    """Whether a heading is another program's own, or marks another question ("Points – …")."""
    lain = survey_data().lain
    sisa = [kata.removeprefix(f"{a} ") for a in lain.awalan if kata.startswith(f"{a} ")]
    return kata in lain.abaikan or any(s in semua_kata for s in sisa)


def _asks_services(arti: dict[int, list[str]], kecuali: int) -> bool:
    """Whether headings other than *kecuali* name enough elements by words of a questionnaire that asks about time."""
    milik = {questionnaire_of(k) for k in arti.get(kecuali, ())}
    return sum(1 for n, semua in arti.items() if n != kecuali and milik & set(map(questionnaire_of, semua))) >= _CUKUP


def _by_words(kata: str) -> list[str]:
    """Elements whose phrases a heading holds: of each questionnaire those with the longest phrase."""
    hasil = []
    for kuesioner in survey_data().kuesioner.values():
        panjang = {u.kode: max((len(f) for f in u.kenal if f" {f}" in f" {kata}"), default=0) for u in kuesioner.unsur}
        puncak = max(panjang.values())
        if puncak:
            hasil += [kode for kode, n in panjang.items() if n == puncak]
            if kuesioner.kode == "spak":
                # What asks about corruption asks about nothing else, whatever other words it holds.
                return hasil
    return hasil


def _settle_services(arti: dict[int, list[str]]) -> None:
    """Decide between the two questionnaires about services, which share most of their words.

    The one of which no peculiar question is there was not used. With both in one form a question asked twice
    belongs to the one whose peculiar questions stand nearer; asked once it serves both.
    """
    khas = {u.kode for k in survey_data().kuesioner.values() for u in k.unsur if u.khas}
    tempat: dict[str, list[int]] = defaultdict(list)
    berkode = {n for n, semua in arti.items() if len(semua) == 1}
    for n, semua in arti.items():
        for kode in semua:
            if kode in khas or n in berkode:
                tempat[questionnaire_of(kode)].append(n)
    pusat = {k: sum(n) / len(n) for k, n in tempat.items()}
    for n, semua in arti.items():
        arti[n] = [k for k in semua if questionnaire_of(k) in pusat]
    sama: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, semua in arti.items():
        if len(semua) > 1:
            sama[tuple(semua)].append(n)
    for semua_kode, kolom in sama.items():
        if len(kolom) > 1:
            for n in kolom:
                arti[n] = [min(semua_kode, key=lambda k: abs(pusat[questionnaire_of(k)] - n))]
    for n in [n for n, semua in arti.items() if not semua]:
        del arti[n]
