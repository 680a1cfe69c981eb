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
from zi_cli.survei.columns import questionnaire_of
from zi_cli.survei.questionnaire import survey_data
from zi_cli.text import desimal, tanggal

_HARI = 86_400


class Quality(NamedTuple):
    """Findings on the data, and which answer sheets (by position) look made up."""

    temuan: list[Temuan]
    mencurigakan: frozenset[int]


def check_quality(survei: Survey) -> Quality:
    """Look at repeats, bursts, uniform sheets, hours, and who was told to answer (thresholds: ``mutu_data``)."""
    j, batas = survei.jawaban, survei_limits()
    banyak = len(j)
    if not banyak:
        return Quality([], frozenset())
    seragam = uniform(survei)
    berjam = _has_hours(j)
    serbuan = _bursts(j, batas) if berjam else frozenset()
    telepon = _repeated(j.telepon, batas["telepon_berulang"])
    temuan = [
        *_uniform_finding(seragam, banyak, batas),
        *_one_device(survei),
        *_repeats(survei, telepon, batas),
        *_duplicates(survei),
        *(_hours(j, batas) if berjam else ()),
        *_directed(survei, batas),
        *_one_service(survei),
    ]
    if j.telepon_rusak:
        temuan.append(make_temuan("SVY726", jumlah=j.telepon_rusak))
    palsu = _made_up_bursts(j, serbuan, seragam, batas)
    if serbuan:
        temuan.append(make_temuan("SVY719", jumlah=len(serbuan), hari=_days(j, serbuan)))
    mencurigakan = palsu | (telepon & seragam)
    if mencurigakan and (palsu or _share(len(telepon & seragam), banyak) >= batas["telepon_bagian"]):
        temuan.append(make_temuan("SVY720", jumlah=len(mencurigakan), bagian=percent(len(mencurigakan), banyak)))
    else:
        mencurigakan = frozenset()
    return Quality(temuan, mencurigakan)


def survei_limits() -> dict[str, int]:
    """The thresholds of these checks."""
    return survey_data().mutu_data


def percent(bagian: int, dari: int) -> str:
    """A share in words for people ("12,5 persen")."""
    return f"{desimal(Fraction(100 * bagian, dari), 1)} persen"


def _share(bagian: int, dari: int) -> float:
    return 100 * bagian / dari


def uniform(survei: Survey) -> frozenset[int]:
    """Answer sheets that give every question of a questionnaire the same step, at least four questions of it."""
    lurus: set[int] | None = None
    for kode, kuesioner in survei.kuesioner.items():
        kolom = [survei.jawaban.jawaban[u.kode] for u in kuesioner.unsur if questionnaire_of(u.kode) == kode]
        cukup = min(4, len(kolom))
        sama = {
            i
            for i, isi in enumerate(zip(*kolom, strict=True))
            if len(set(isi) - {0}) == 1 and len(isi) - isi.count(0) >= cukup
        }
        lurus = sama if lurus is None else lurus & sama
    return frozenset(lurus or ())


def _uniform_finding(seragam: frozenset[int], banyak: int, batas: dict[str, int]) -> list[Temuan]:
    if _share(len(seragam), banyak) < batas["seragam"]:
        return []
    return [make_temuan("SVY715", jumlah=len(seragam), bagian=percent(len(seragam), banyak))]


def _repeated(jejak: "array[int]", kali: int) -> frozenset[int]:
    hitung = Counter(jejak)
    hitung.pop(0, None)
    sering = {n for n, k in hitung.items() if k >= kali}
    return frozenset(i for i, n in enumerate(jejak) if n in sering)


def _one_device(survei: Survey) -> list[Temuan]:
    ada = Counter(n for n in survei.jawaban.perangkat if n)
    banyak = sum(ada.values())
    if "perangkat" not in survei.ada_kolom or banyak < 2 or ada.most_common(1)[0][1] * 2 < banyak:
        return []
    return [make_temuan("SVY716", jumlah=ada.most_common(1)[0][1])]


def _repeats(survei: Survey, telepon: frozenset[int], batas: dict[str, int]) -> list[Temuan]:
    hasil = []
    banyak = len(survei.jawaban)
    if telepon:
        berat = _share(len(telepon), banyak) >= batas["telepon_bagian"]
        hasil.append(
            make_temuan(
                "SVY717", tingkat="peringatan" if berat else "info", jumlah=len(telepon), kali=batas["telepon_berulang"]
            )
        )
    nama = _repeated(survei.jawaban.nama, batas["nama_berulang"])
    if nama:
        hasil.append(make_temuan("SVY718", jumlah=len(nama), kali=batas["nama_berulang"]))
    return hasil


def _duplicates(survei: Survey) -> list[Temuan]:
    """The same person with the same answers within one hour: a form sent twice."""
    j = survei.jawaban
    kolom = [*j.jawaban.values()]
    terakhir: dict[tuple[int, ...], int] = {}
    ganda = 0
    for i in range(len(j)):
        siapa = j.telepon[i] or j.nama[i]
        if not siapa or j.waktu[i] < 0:
            continue
        kunci = (siapa, j.layanan[i], *(k[i] for k in kolom))
        if kunci in terakhir and abs(j.waktu[i] - terakhir[kunci]) <= 3600:
            ganda += 1
        terakhir[kunci] = j.waktu[i]
    return [make_temuan("SVY722", jumlah=ganda)] if ganda else []


def _has_hours(j: Answers) -> bool:
    """Whether the times carry hours: a column of dates has midnight everywhere."""
    dengan = [w for w in j.waktu if w >= 0]
    return sum(1 for w in dengan if w % _HARI) * 2 > len(dengan) > 0


def _bursts(j: Answers, batas: dict[str, int]) -> frozenset[int]:
    """Sheets that stand in a window of ``serbuan_jendela`` seconds with ``serbuan_jawaban`` sheets or more."""
    urut = sorted((w, i) for i, w in enumerate(j.waktu) if w >= 0)
    hasil: set[int] = set()
    awal = sudah = 0
    for akhir in range(len(urut)):
        while urut[akhir][0] - urut[awal][0] > batas["serbuan_jendela"]:
            awal += 1
        if akhir - awal + 1 >= batas["serbuan_jawaban"]:
            hasil.update(i for _, i in urut[max(awal, sudah) : akhir + 1])
            sudah = akhir + 1
    return frozenset(hasil)


def _days(j: Answers, baris: frozenset[int]) -> str:
    hari = sorted({j.waktu[i] // _HARI for i in baris})
    tertulis = [tanggal(datetime.fromtimestamp(h * _HARI, UTC).date()) for h in hari[:3]]
    return ", ".join(tertulis) + (f" dan {len(hari) - 3} hari lain" if len(hari) > 3 else "")


def _made_up_bursts(
    j: Answers, serbuan: frozenset[int], seragam: frozenset[int], batas: dict[str, int]
) -> frozenset[int]:
    """Bursts that hold hardly anything but uniform sheets, on several days or most of the survey."""
    per_hari: dict[int, list[int]] = {}
    for i in serbuan:
        per_hari.setdefault(j.waktu[i] // _HARI, []).append(i)
    lurus = {
        hari: baris
        for hari, baris in per_hari.items()
        if _share(sum(1 for i in baris if i in seragam), len(baris)) >= batas["serbuan_seragam"]
    }
    isi = frozenset(i for baris in lurus.values() for i in baris)
    malam = sum(1 for i in isi if not _open(j.waktu[i], batas))
    cukup = (
        len(lurus) >= batas["serbuan_hari"]
        or _share(len(isi), len(j)) >= batas["serbuan_bagian"]
        or malam >= batas["serbuan_jawaban"]
    )
    return isi if cukup else frozenset()


def _open(waktu: int, batas: dict[str, int]) -> bool:
    return batas["jam_buka"] <= waktu % _HARI // 3600 < batas["jam_tutup"]


def _hours(j: Answers, batas: dict[str, int]) -> list[Temuan]:
    dengan = [w for w in j.waktu if w >= 0]
    luar = sum(1 for w in dengan if not _open(w, batas))
    if _share(luar, len(dengan)) < batas["luar_jam"]:
        return []
    jam = f"{batas['jam_buka']:02}.00–{batas['jam_tutup']:02}.00"
    return [make_temuan("SVY721", jumlah=luar, bagian=percent(luar, len(dengan)), jam=jam)]


def _directed(survei: Survey, batas: dict[str, int]) -> list[Temuan]:
    dijawab = [n for n in survei.jawaban.diarahkan if n >= 0]
    ya = sum(dijawab)
    if not dijawab or _share(ya, len(dijawab)) < batas["diarahkan"]:
        return []
    return [make_temuan("SVY723", jumlah=ya, bagian=percent(ya, len(dijawab)))]


def _one_service(survei: Survey) -> list[Temuan]:
    nama = [n for n in survei.jawaban.nama_layanan if n is not None]
    if "layanan" not in survei.ada_kolom or len(nama) != 1:
        return []
    return [make_temuan("SVY724", layanan=nama[0])]


def kept(survei: Survey, tanpa: frozenset[int]) -> Sequence[bool]:
    """For each answer sheet whether it is none of *tanpa*."""
    return [i not in tanpa for i in range(len(survei.jawaban))]
