"""The survey against the index that a worksheet carries."""

from fractions import Fraction

from zi_cli.evaluation import Evaluation
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.scoring.result import Penilaian
from zi_cli.survei.summary import Result, reading_name
from zi_cli.text import cuplik, desimal, ringkas

#: Half a unit of the second decimal, to which indices are typed.
_SETENGAH = Fraction(5, 1000)


def check_against_lke(hasil: Result, e: Evaluation, p: Penilaian, satker: str | None) -> list[Temuan]:
    """Indices that assessor *p* typed and the survey does not give; and a survey of another satker than *satker*."""
    temuan = []
    if satker is not None and e.ws.satker is not None and satker.casefold().split() != e.ws.satker.casefold().split():
        temuan.append(make_temuan("SVY732", survei=cuplik(satker), satker=cuplik(e.ws.satker)))
    for kuesioner, simpul in e.instrumen.survei.items():
        nilai = p.indikator[simpul]
        if not isinstance(nilai.jawaban, Fraction):
            continue
        indeks = hasil.indeks.get(kuesioner)
        nama = f"indeks {kuesioner.upper()}" if indeks is None else indeks.kuesioner.indeks
        if indeks is None or indeks.dipakai is None:
            temuan.append(make_temuan("SVY731", nilai.sel, simpul, indeks=nama, diisi=ringkas(nilai.jawaban)))
        elif abs(indeks.dipakai - nilai.jawaban) > _SETENGAH:
            temuan.append(
                make_temuan(
                    "SVY730",
                    nilai.sel,
                    simpul,
                    indeks=nama,
                    diisi=ringkas(nilai.jawaban),
                    nilai=desimal(indeks.dipakai, 4),
                    cara=reading_name(hasil.pilihan.rumus, hasil.pilihan.gabungan),
                )
            )
    return temuan
