"""Answers as written ("6 - Sangat setuju", "★★★★☆☆", "Setuju") as steps of a scale, decided over all of a question."""

import re
from collections.abc import Iterable, Mapping

from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.columns import QuestionColumns, normalised
from zi_cli.survei.questionnaire import Kuesioner, survey_data

#: Scales that surveys of this kind use.
SKALA = (4, 6)
_BINTANG = "★⭐🌟*"
_KOSONG_BINTANG = "☆✩"
_BERBINTANG = r"\s*(?:bintang|stars?)?"
_ANGKA = re.compile(
    rf"(?:bintang\s*)?(\d{{1,2}})(?:[.,]0+)?{_BERBINTANG}(?:\s*(?:/|dari|out of)\s*(\d{{1,2}}){_BERBINTANG})?", re.I
)
_DEPAN = re.compile(r"\(?(\d{1,2})\s*(?:[-–—:=.)]|\s\()\s*(\D*[A-Za-z].*)")
_BELAKANG = re.compile(r"([^\d]+?)\s*[(\-–—:=]\s*(\d{1,2})\)?")
_TANPA_JAWABAN = frozenset({"", "-", "–", "—"})
#: What asks about corruption is answered best by that there is none.
_TIADA = re.compile(r"\b(?:tidak (?:ada|pernah)|bebas|nihil)\b")
Labels = Iterable[tuple[str, ...]]
_BURUK = re.compile(r"\b(?:tidak|kurang|buruk)\b")


class Token(NamedTuple):
    """One way of writing an answer: its number and its words, whichever it has, and the scale it names."""

    angka: int | None
    label: str
    skala: int | None = None


class Scale(NamedTuple):
    """How the answers of one question read: ``nilai`` gives the step (1 to ``skala``) of each way of writing.

    What can't be read is not in it. ``sebab`` says why the scale is not certain (then ``nilai`` is empty).
    ``balik``: the best answer is the lowest one, and ``nilai`` is turned round already.
    """

    skala: int | None
    nilai: dict[str | float, int]
    balik: bool = False
    sebab: str | None = None


def is_blank(sel: object) -> bool:
    """Whether a cell holds no answer."""
    return sel is None or (isinstance(sel, str) and sel.strip() in _TANPA_JAWABAN)


def read_token(sel: str | float) -> Token | None:
    """The parts of one way of writing; None when it is no answer at all."""
    if isinstance(sel, float):
        return Token(int(sel), "") if sel.is_integer() and 0 <= sel < 100 else None
    teks = " ".join(sel.split())[:200]
    polos = teks.replace("\ufe0f", "").replace(" ", "")
    if polos and not polos.strip(_BINTANG + _KOSONG_BINTANG):
        isi = len(polos.rstrip(_KOSONG_BINTANG))
        if any(c in _KOSONG_BINTANG for c in polos[:isi]):
            return None
        return Token(isi, "", len(polos) if len(polos) > isi else None)
    if cocok := _ANGKA.fullmatch(teks):
        return Token(int(cocok[1]), "", int(cocok[2]) if cocok[2] else None)
    if cocok := _DEPAN.fullmatch(teks):
        return Token(int(cocok[1]), normalised(cocok[2]))
    if cocok := _BELAKANG.fullmatch(teks):
        return Token(int(cocok[2]), normalised(cocok[1]))
    label = normalised(teks)
    return Token(None, label) if label and len(label) <= 60 else None


def find_scale(
    tulisan: Iterable[str | float], kuesioner: Kuesioner, kolom: QuestionColumns, diminta: int | None
) -> Scale:
    """The scale of all ways of writing that a question (or, better, a questionnaire) holds.

    *diminta* is the scale the user named; the map's own comes first. Never a guess: when the answers fit a scale of 4
    as well as one of 6, ``sebab`` says so.
    """
    dibaca, label = {t: read_token(t) for t in tulisan}, (*survey_data().label, *kuesioner.label)
    ada = {t: b for t, b in dibaca.items() if b is not None}
    if kolom.label:
        return _by_labels(ada, (tuple(map(normalised, kolom.label)),), bool(kolom.balik))
    if ada and all(b.angka is None for b in ada.values()):
        return _by_labels(ada, label, bool(kolom.balik))
    angka = {t: b.angka for t, b in ada.items() if b.angka is not None}
    if not angka:
        return Scale(kolom.skala or diminta or kuesioner.skala, {})
    mulai = kolom.mulai if kolom.mulai is not None else 0 if min(angka.values()) == 0 else 1
    tertinggi = max(angka.values()) + 1 - mulai
    pasangan = {(b.angka + 1 - mulai, b.label) for b in ada.values() if b.angka is not None and b.label}
    menurut_label = _by_numbered_labels(pasangan, label)
    if menurut_label is None and kolom.balik is None and (sebab := _doubtful_direction(pasangan, kuesioner)):
        return Scale(None, {}, sebab=sebab)
    diminta = kolom.skala or diminta or (menurut_label[0] if menurut_label else None)
    skala, sebab = _decide(tertinggi, ada, kuesioner, diminta, mulai)
    if skala is None:
        return Scale(None, {}, sebab=sebab)
    balik = kolom.balik if kolom.balik is not None else bool(menurut_label and menurut_label[1])
    nilai = {t: n + 1 - mulai for t, n in angka.items()}
    sah = {t: n for t, n in nilai.items() if 1 <= n <= skala}
    return Scale(skala, {t: skala + 1 - n for t, n in sah.items()} if balik else sah, balik)


def _decide(
    tertinggi: int, ada: Mapping[str | float, Token], kuesioner: Kuesioner, diminta: int | None, mulai: int
) -> tuple[int | None, str | None]:
    tertulis = {b.skala for b in ada.values() if b.skala is not None}
    if diminta is not None:
        return diminta, None
    if len(tertulis) == 1:
        return tertulis.pop(), None
    if tertulis:
        return None, "jawaban menyebut skala yang berbeda-beda"
    if mulai == 0 and tertinggi not in SKALA:
        return None, "ada jawaban 0, yang dapat berarti terendah atau tidak dijawab"
    if tertinggi in SKALA and (tertinggi == max(SKALA) or tertinggi == kuesioner.skala or _names_top(ada)):
        return tertinggi, None
    if kuesioner.skala == min(SKALA) and tertinggi <= kuesioner.skala:
        return kuesioner.skala, None
    if tertinggi > max(SKALA):
        # The answers beyond the largest scale are named one by one.
        return max(SKALA), None
    puncak = tertinggi + mulai - 1
    mungkin = [f"1–{n}" for n in range(max(min(SKALA), puncak), max(SKALA) + 1)]
    mungkin += [f"0–{max(SKALA) - 1}"] if puncak == max(SKALA) - 1 else []
    return None, f"jawaban tertinggi {puncak}, sehingga skalanya dapat {', '.join(mungkin[:-1])} atau {mungkin[-1]}"


def _names_top(ada: Mapping[str | float, Token]) -> bool:
    """Whether the highest number carries the words of a highest answer ("4 - Sangat setuju")."""
    puncak = max((b for b in ada.values() if b.angka is not None), key=lambda b: (b.angka or 0, b.label), default=None)
    return puncak is not None and puncak.label.startswith("sangat ") and not _BURUK.search(puncak.label)


def _doubtful_direction(pasangan: set[tuple[int, str]], kuesioner: Kuesioner) -> str | None:
    """Why the highest number may be the worst answer, by words at both ends that no list knows; None when it is not."""
    if len({n for n, _ in pasangan}) < 2:
        return None
    terendah, tertinggi = min(pasangan)[1], max(pasangan)[1]
    if kuesioner.kode == "spak":
        terbalik = _TIADA.search(terendah) and not _TIADA.search(tertinggi)
    else:
        terbalik = _BURUK.search(tertinggi) and not _BURUK.search(terendah)
    return f"jawaban terendah “{terendah}”, tertinggi “{tertinggi}”; tentukan Terbalik di peta" if terbalik else None


def _by_numbered_labels(pasangan: set[tuple[int, str]], daftar: Labels) -> tuple[int, bool] | None:
    """The scale that numbers with words tell, and whether it runs from best to worst; None when they don't."""
    arti = set()
    for d in daftar:
        if pasangan and all(label in d for _, label in pasangan):
            if all(d.index(label) + 1 == n for n, label in pasangan):
                arti.add((len(d), False))
            elif all(len(d) - d.index(label) == n for n, label in pasangan):
                arti.add((len(d), True))
    return arti.pop() if len(arti) == 1 else None


def _by_labels(ada: Mapping[str | float, Token], daftar: Labels, balik: bool) -> Scale:
    label = {b.label for b in ada.values() if b.angka is None}
    cocok = [d for d in daftar if label <= set(d)]
    arti = {(len(d), *((x, d.index(x)) for x in sorted(label))) for d in cocok}
    if not cocok:
        return Scale(None, {}, sebab="jawaban berupa kata yang tidak dikenal; tuliskan labelnya di peta")
    if len(arti) > 1:
        return Scale(
            None, {}, sebab="jawaban berupa kata yang dapat berarti lebih dari satu nilai; tuliskan labelnya di peta"
        )
    skala = len(cocok[0])
    nilai = {t: cocok[0].index(b.label) + 1 for t, b in ada.items() if b.angka is None}
    return Scale(skala, {t: skala + 1 - n for t, n in nilai.items()} if balik else nilai, balik)
