"""The questionnaires as data: elements, scales, words that recognise them, bands of quality, sample constants."""

import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files

from zi_cli.named_tuple import NamedTuple


class Unsur(NamedTuple):
    """One element: ``kode`` ("SPAK1"), its name, and the phrases that recognise its question.

    ``khas``: no other questionnaire about services asks this, so it tells which one was used. ``tanya`` is the
    question as our own form asks it; "" for an element that an export added.
    """

    kode: str
    nama: str
    kenal: tuple[str, ...] = ()
    khas: bool = False
    tanya: str = ""


class Kuesioner(NamedTuple):
    """One questionnaire; ``skala`` is the number of steps of an answer (1 to ``skala``) unless an export says other.

    ``ujung`` says what the lowest and the highest answer mean, ``bobot`` the elements' weights as ratios that sum to 1
    (empty: equal ones), ``label`` answers in words from the lowest up that mean so in this questionnaire alone.
    """

    kode: str
    nama: str
    indeks: str
    sumber: str
    skala: int
    awalan: tuple[str, ...]
    unsur: tuple[Unsur, ...]
    ujung: tuple[str, str] = ("", "")
    bobot: tuple[Fraction, ...] = ()
    label: tuple[tuple[str, ...], ...] = ()


class Mutu(NamedTuple):
    """A band of Tabel II of PermenPANRB 14/2017: letter, word, and lowest converted value (25 to 100)."""

    huruf: str
    kinerja: str
    minimal: Fraction


class Other(NamedTuple):
    """Headings that look like what they are not: words, whole headings, what stands before another heading.

    ``selesai`` is the time of completion where one of ``abaikan`` stands beside it.
    """

    bukan_peran: frozenset[str]
    abaikan: frozenset[str]
    awalan: tuple[str, ...]
    selesai: str


class SurveyData(NamedTuple):
    """All of ``kuesioner.toml``: questionnaires by kode, bands from the best down, constants of the sample formula.

    ``peran`` are the phrases in the headings of the other columns, ``label`` answers in words from the lowest up,
    ``mutu_data`` the thresholds of the checks on the data (percent, seconds, hours, counts). ``khi_kuadrat`` is the
    critical chi-square by error in whole percent.
    """

    kuesioner: dict[str, Kuesioner]
    peran: dict[str, tuple[str, ...]]
    label: tuple[tuple[str, ...], ...]
    mutu_data: dict[str, int]
    mutu: tuple[Mutu, ...]
    lain: Other
    p: Fraction
    d: Fraction
    khi_kuadrat: dict[int, Fraction]


@cache
def survey_data() -> SurveyData:
    """The questionnaires that come with the program."""
    text = files(__package__).joinpath("data/kuesioner.toml").read_text("utf-8")
    content = tomllib.loads(text, parse_float=Fraction)
    kuesioner = {
        code: Kuesioner(
            code, k["nama"], k["indeks"], k["sumber"], k["skala"], tuple(k["awalan"]),
            tuple(
                Unsur(f"{code.upper()}{n}", u["nama"], tuple(u["kenal"]), u.get("khas", False), u["tanya"])
                for n, u in enumerate(k["unsur"], 1)
            ),
            (k["ujung"][0], k["ujung"][1]),
            label=tuple(map(tuple, k.get("label", ()))),
        )
        for code, k in content.items() if isinstance(k, dict) and "unsur" in k
    }  # fmt: skip
    sampel, other = content["sampel"], content["lain"]
    return SurveyData(
        kuesioner,
        {name: tuple(phrase) for name, phrase in content["peran"].items()},
        tuple(map(tuple, content["label"]["daftar"])),
        content["mutu_data"],
        tuple(Mutu(m["huruf"], m["kinerja"], m["minimal"]) for m in content["mutu"]),
        Other(frozenset(other["bukan_peran"]), frozenset(other["abaikan"]), tuple(other["awalan"]), other["selesai"]),
        sampel["p"],
        sampel["d"],
        {int(persen): nilai for persen, nilai in sampel["khi_kuadrat"].items()},
    )
