"""Honest and stuffed surveys by seed: an honest one never raises a peringatan, a stuffed one always does.

python -m tests.survei.seeds [200]
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.survei.exports import HEADINGS, Sheet, rows, write_csv
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect_answers import read_survey
from zi_cli.survei.summary import Choice, summarise

_AWAL = datetime(2026, 1, 5)
_DAYS = 80


def _answers(acak: random.Random, puncak: float, unsur: int = 13) -> tuple[int, ...]:
    """All-top with the chance *puncak*, else mostly good."""
    if acak.random() < puncak:
        return (6,) * unsur
    return tuple(max(1, 6 - acak.choice((0, 0, 0, 1, 1, 2, 3))) for _ in range(unsur))


def _person(acak: random.Random, waktu: datetime, jawaban: tuple[int, ...]) -> Sheet:
    nama = f"Responden {acak.randrange(10**6)}"
    return Sheet(waktu, acak.choice(("Paspor", "Izin tinggal")), nama, f"08{acak.randrange(10**10):010}", jawaban)


def honest_office(seed: int) -> list[Sheet]:
    """30 to 600 people, half to nine in ten all-top, event days with a queue at one kiosk, families on one phone."""
    acak = random.Random(seed)
    puncak = acak.uniform(0.5, 0.9)
    lembar = []
    for _ in range(acak.randrange(30, 600)):
        waktu = _AWAL + timedelta(days=acak.randrange(_DAYS), hours=7, seconds=acak.randrange(9 * 3600))
        lembar.append(_person(acak, waktu, _answers(acak, puncak)))
    for _ in range(acak.randrange(3)):
        waktu = _AWAL + timedelta(days=acak.randrange(_DAYS), hours=9)
        for _ in range(acak.randrange(20, 60)):
            waktu += timedelta(seconds=acak.randrange(15, 90))
            lembar.append(_person(acak, waktu, _answers(acak, puncak)))
    for _ in range(len(lembar) // 100):
        n = acak.randrange(len(lembar))
        lembar.append(lembar[n]._replace(waktu=lembar[n].waktu + timedelta(days=1), nama="Keluarga"))
    return sorted(lembar)


def night_script(acak: random.Random) -> list[Sheet]:
    """A loop at night."""
    awal = _AWAL + timedelta(days=acak.randrange(_DAYS), hours=acak.choice((0, 1, 2, 22)))
    jeda = acak.randrange(2, 25)
    return [_person(acak, awal + timedelta(seconds=jeda * n), (6,) * 13) for n in range(acak.randrange(60, 400))]


def office_hours_script(acak: random.Random) -> list[Sheet]:
    """A loop by day, on several days, beginning where people are."""
    hari = acak.sample(range(_DAYS), acak.randrange(2, 6))
    awal = [_AWAL + timedelta(days=h, hours=acak.randrange(8, 15)) for h in hari]
    return [
        _person(acak, a + timedelta(seconds=12 * n), (6,) * 13) for a in awal for n in range(acak.randrange(50, 90))
    ]


def few_telephones(acak: random.Random) -> list[Sheet]:
    """A clerk with a handful of numbers, all over the months."""
    nomor = [f"0812{acak.randrange(10**8):08}" for _ in range(acak.randrange(3, 12))]
    hasil = []
    for _ in range(acak.randrange(100, 300)):
        waktu = _AWAL + timedelta(days=acak.randrange(_DAYS), hours=8, seconds=acak.randrange(8 * 3600))
        hasil.append(_person(acak, waktu, (6,) * 13)._replace(telepon=acak.choice(nomor)))
    return hasil


STUFFERS: tuple[Callable[[random.Random], list[Sheet]], ...] = (night_script, office_hours_script, few_telephones)


def stuffed_office(seed: int) -> list[Sheet]:
    """An honest office's answers with a stuffer's on top."""
    acak = random.Random(-seed - 1)
    return sorted([*honest_office(seed)[: acak.randrange(60, 300)], *STUFFERS[seed % len(STUFFERS)](acak)])


def warnings_of(lembar: list[Sheet], folder: Path) -> set[str]:
    """Codes of the peringatan and kesalahan that the survey raises."""
    berkas = write_csv(folder / "a.csv", HEADINGS, rows(lembar))
    hasil = summarise(read_survey([berkas], AnswerSettings()), Choice(), load_instrumen())
    return {t.kode for t in hasil.temuan if t.tingkat != "info"}


def main() -> None:
    banyak = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    alarm: Counter[str] = Counter()
    lolos = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(banyak):
            alarm.update(f"{seed}:{k}" for k in warnings_of(honest_office(seed), Path(folder)) - {"SVY711"})
            if "SVY720" not in warnings_of(stuffed_office(seed), Path(folder)):
                lolos.append(f"{seed} ({STUFFERS[seed % len(STUFFERS)].__name__})")
    print(f"{banyak} survei jujur, {len(alarm)} peringatan: {', '.join(alarm) or '-'}")
    print(f"{banyak} survei titipan, {len(lolos)} tidak ditemukan: {', '.join(lolos) or '-'}")
    sys.exit(1 if alarm or lolos else 0)


if __name__ == "__main__":
    main()
