"""How far the answers can be trusted: repeats, bursts, uniform sheets. Nothing is ever left out by itself.

An honest office has many sheets with the best answer throughout, one kiosk for all, and a busy day. None of these
alone is more than an info; together with telephones that return, or in bursts that hold little else, they are.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answer_sheets import Answers, Survey
from zi_cli.survei.question_columns import questionnaire_of
from zi_cli.survei.questionnaire import survey_data
from zi_cli.text import decimal_text, long_date

_DAY = 86_400


class Quality(NamedTuple):
    """Findings on the data, and which answer sheets (by position) look made up."""

    temuan: list[Temuan]
    mencurigakan: frozenset[int]


def check_quality(survei: Survey) -> Quality:
    """Look at repeats, bursts, uniform sheets, hours, and who was told to answer (thresholds: ``mutu_data``)."""
    j, limit = survei.jawaban, survei_limits()
    count = len(j)
    if not count:
        return Quality([], frozenset())
    seragam = uniform(survei)
    berjam = _has_hours(j)
    serbuan = _bursts(j, limit) if berjam else frozenset()
    telepon = _repeated(j.telepon, limit["telepon_berulang"])
    temuan = [
        *_uniform_finding(seragam, count, limit),
        *_one_device(survei),
        *_repeats(survei, telepon, limit),
        *_duplicates(survei),
        *(_hours(j, limit) if berjam else ()),
        *_directed(survei, limit),
        *_one_service(survei),
    ]
    if j.telepon_rusak:
        temuan.append(make_temuan("SVY726", jumlah=j.telepon_rusak))
    palsu = _made_up_bursts(j, serbuan, seragam, limit)
    if serbuan:
        temuan.append(make_temuan("SVY719", jumlah=len(serbuan), hari=_days(j, serbuan)))
    mencurigakan = palsu | (telepon & seragam)
    if mencurigakan and (palsu or _share(len(telepon & seragam), count) >= limit["telepon_bagian"]):
        temuan.append(make_temuan("SVY720", jumlah=len(mencurigakan), bagian=percent(len(mencurigakan), count)))
    else:
        mencurigakan = frozenset()
    return Quality(temuan, mencurigakan)


def survei_limits() -> dict[str, int]:
    """The thresholds of these checks."""
    return survey_data().mutu_data


def percent(part: int, dari: int) -> str:
    """A share in words for people ("12,5 persen")."""
    return f"{decimal_text(Fraction(100 * part, dari), 1)} persen"


def _share(part: int, dari: int) -> float:
    return 100 * part / dari


def uniform(survei: Survey) -> frozenset[int]:
    """Answer sheets that give every question of a questionnaire the same step, at least four questions of it."""
    straight: set[int] | None = None
    for code, kuesioner in survei.kuesioner.items():
        columns = [survei.jawaban.jawaban[u.kode] for u in kuesioner.unsur if questionnaire_of(u.kode) == code]
        enough = min(4, len(columns))
        same = {
            i
            for i, content in enumerate(zip(*columns, strict=True))
            if len(set(content) - {0}) == 1 and len(content) - content.count(0) >= enough
        }
        straight = same if straight is None else straight & same
    return frozenset(straight or ())


def _uniform_finding(seragam: frozenset[int], count: int, limits: dict[str, int]) -> list[Temuan]:
    if _share(len(seragam), count) < limits["seragam"]:
        return []
    return [make_temuan("SVY715", jumlah=len(seragam), bagian=percent(len(seragam), count))]


def _repeated(trail: "array[int]", times: int) -> frozenset[int]:
    compute = Counter(trail)
    compute.pop(0, None)
    frequent = {n for n, k in compute.items() if k >= times}
    return frozenset(i for i, n in enumerate(trail) if n in frequent)


def _one_device(survei: Survey) -> list[Temuan]:
    present = Counter(n for n in survei.jawaban.perangkat if n)
    count = sum(present.values())
    if "perangkat" not in survei.ada_kolom or count < 2 or present.most_common(1)[0][1] * 2 < count:
        return []
    return [make_temuan("SVY716", jumlah=present.most_common(1)[0][1])]


def _repeats(survei: Survey, telepon: frozenset[int], limits: dict[str, int]) -> list[Temuan]:
    results = []
    count = len(survei.jawaban)
    if telepon:
        weight = _share(len(telepon), count) >= limits["telepon_bagian"]
        results.append(
            make_temuan(
                "SVY717", level="peringatan" if weight else "info", jumlah=len(telepon), kali=limits["telepon_berulang"]
            )
        )
    name = _repeated(survei.jawaban.nama, limits["nama_berulang"])
    if name:
        results.append(make_temuan("SVY718", jumlah=len(name), kali=limits["nama_berulang"]))
    return results


def _duplicates(survei: Survey) -> list[Temuan]:
    """The same person with the same answers within one hour: a form sent twice."""
    j = survei.jawaban
    columns = [*j.jawaban.values()]
    last: dict[tuple[int, ...], int] = {}
    duplicate = 0
    for i in range(len(j)):
        who = j.telepon[i] or j.nama[i]
        if not who or j.waktu[i] < 0:
            continue
        key = (who, j.layanan[i], *(k[i] for k in columns))
        if key in last and abs(j.waktu[i] - last[key]) <= 3600:
            duplicate += 1
        last[key] = j.waktu[i]
    return [make_temuan("SVY722", jumlah=duplicate)] if duplicate else []


def _has_hours(j: Answers) -> bool:
    """Whether the times carry hours: a column of dates has midnight everywhere."""
    dengan = [w for w in j.waktu if w >= 0]
    return sum(1 for w in dengan if w % _DAY) * 2 > len(dengan) > 0


def _bursts(j: Answers, limits: dict[str, int]) -> frozenset[int]:
    """Sheets that stand in a window of ``serbuan_jendela`` seconds with ``serbuan_jawaban`` sheets or more."""
    ordered = sorted((w, i) for i, w in enumerate(j.waktu) if w >= 0)
    results: set[int] = set()
    start = sudah = 0
    for end in range(len(ordered)):
        while ordered[end][0] - ordered[start][0] > limits["serbuan_jendela"]:
            start += 1
        if end - start + 1 >= limits["serbuan_jawaban"]:
            results.update(i for _, i in ordered[max(start, sudah) : end + 1])
            sudah = end + 1
    return frozenset(results)


def _days(j: Answers, rows: frozenset[int]) -> str:
    days = sorted({j.waktu[i] // _DAY for i in rows})
    written = [long_date(datetime.fromtimestamp(h * _DAY, UTC).date()) for h in days[:3]]
    return ", ".join(written) + (f" dan {len(days) - 3} hari lain" if len(days) > 3 else "")


def _made_up_bursts(
    j: Answers, serbuan: frozenset[int], seragam: frozenset[int], limits: dict[str, int]
) -> frozenset[int]:
    """Bursts that hold hardly anything but uniform sheets, on several days or most of the survey."""
    by_day: dict[int, list[int]] = {}
    for i in serbuan:
        by_day.setdefault(j.waktu[i] // _DAY, []).append(i)
    straight = {
        day: row
        for day, row in by_day.items()
        if _share(sum(1 for i in row if i in seragam), len(row)) >= limits["serbuan_seragam"]
    }
    content = frozenset(i for row in straight.values() for i in row)
    malam = sum(1 for i in content if not _open(j.waktu[i], limits))
    enough = (
        len(straight) >= limits["serbuan_hari"]
        or _share(len(content), len(j)) >= limits["serbuan_bagian"]
        or malam >= limits["serbuan_jawaban"]
    )
    return content if enough else frozenset()


def _open(moment: int, limits: dict[str, int]) -> bool:
    return limits["jam_buka"] <= moment % _DAY // 3600 < limits["jam_tutup"]


def _hours(j: Answers, limits: dict[str, int]) -> list[Temuan]:
    dengan = [w for w in j.waktu if w >= 0]
    outside = sum(1 for w in dengan if not _open(w, limits))
    if _share(outside, len(dengan)) < limits["luar_jam"]:
        return []
    hour = f"{limits['jam_buka']:02}.00–{limits['jam_tutup']:02}.00"
    return [make_temuan("SVY721", jumlah=outside, bagian=percent(outside, len(dengan)), jam=hour)]


def _directed(survei: Survey, limits: dict[str, int]) -> list[Temuan]:
    answered = [n for n in survei.jawaban.diarahkan if n >= 0]
    ya = sum(answered)
    if not answered or _share(ya, len(answered)) < limits["diarahkan"]:
        return []
    return [make_temuan("SVY723", jumlah=ya, bagian=percent(ya, len(answered)))]


def _one_service(survei: Survey) -> list[Temuan]:
    names = [n for n in survei.jawaban.nama_layanan if n is not None]
    if "layanan" not in survei.ada_kolom or len(names) != 1:
        return []
    return [make_temuan("SVY724", layanan=names[0])]


def kept(survei: Survey, tanpa: frozenset[int]) -> Sequence[bool]:
    """For each answer sheet whether it is none of *tanpa*."""
    return [i not in tanpa for i in range(len(survei.jawaban))]
