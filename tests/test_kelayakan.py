"""The verdict of one satker, its cross-checks, and which figure decides."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.pengajuan_helpers import DATE, daftar, lhkpn_figure, lke_facts, rules_for, satker
from zi_cli.config import load_config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.check_register import check_register
from zi_cli.pengajuan.eligibility import HasilSatker, check_satker
from zi_cli.pengajuan.lke_facts import LkeFacts, extract_lke_facts
from zi_cli.pengajuan.notes import Catatan, read_notes
from zi_cli.pengajuan.register.cell_values import read_percent
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.records.kept import decode, encode
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.scoring.survey_notes import read_survey_index
from zi_cli.worksheet.model import Isian
from zi_cli.worksheet.read import read_worksheet

SAMPLE = Path(__file__).parent.parent / "sample_lke" / "lke-wbk.xlsx"


def cek(s: Any = None, b: Any = None, **instansi: Any) -> HasilSatker:
    return check_satker(rules_for(**instansi), s, b, "satker.xlsx")


def codes_of(h: HasilSatker) -> list[str]:
    return [t.temuan.kode for t in h.temuan]


def answer_of(h: HasilSatker, nama: str) -> Any:
    return next(s for s in h.syarat if s.kode == nama)


def test_complete_and_met_means_eligible() -> None:
    h = cek(satker(), lke_facts())
    assert (h.layak, h.nilai_memenuhi, h.alasan, h.kurang) == (True, True, (), (0, 0))
    assert codes_of(h) == []


@pytest.mark.parametrize(
    ("memenuhi", "tlhp", "layak"),
    [
        (True, "12/12", True),
        (True, "", None),
        (True, "11/12", False),
        (None, "12/12", None),
        (None, "", None),
        (None, "11/12", False),
        (False, "12/12", False),
        (False, "", False),
        (False, "11/12", False),
    ],
)
def test_the_joint_putusan(memenuhi: bool | None, tlhp: str, layak: bool | None) -> None:
    h = cek(satker(tlhp=read_percent(tlhp) if tlhp else None), lke_facts(memenuhi=memenuhi))
    assert h.layak is layak
    assert bool(h.alasan) is (layak is not True)
    assert codes_of(h) == {True: [], None: ["SYR404"], False: ["SYR403"]}[memenuhi]


def test_without_file_row_or_proposal() -> None:
    assert (cek(satker()).layak, cek(None, lke_facts()).layak) == (None, None)
    h = cek(satker(usulan=None), lke_facts(usulan=None))
    assert (h.layak, h.syarat, codes_of(h)) == (None, (), ["SYR401"])
    # The worksheet's own cover names the proposal the register leaves blank, but never mends a bad cell.
    assert cek(satker(usulan=None), lke_facts()).usulan == "WBK"
    assert cek(satker(usulan=None, galat=frozenset({"usulan"})), lke_facts()).usulan is None


def test_a_row_twice_is_never_eligible() -> None:
    h = cek(satker(ganda=True), lke_facts())
    assert h.layak is None
    assert h.alasan


@pytest.mark.parametrize(
    ("usulan", "predikat", "ditolak"),
    [
        ("WBK", "Belum ada", False),
        ("WBK", "WBK", True),
        ("WBK", "WBBM", True),
        ("WBBM", "WBK", False),
        ("WBBM", "WBBM", True),
    ],
)
def test_the_same_predikat_or_a_lower_one(usulan: str, predikat: str, ditolak: bool) -> None:
    isi = {"mulai_wbbm": date(2025, 1, 1), "usulan": usulan, "predikat": predikat}
    h = cek(satker(**isi), lke_facts(usulan=usulan))
    assert h.layak is (not ditolak)
    assert ("SYR402" in codes_of(h)) is ditolak


def test_a_revoked_predikat_is_held_no_more() -> None:
    isi = {"usulan": "WBBM", "predikat": "WBK", "mulai_wbbm": date(2020, 1, 1)}
    tanggal = {"tanggal_predikat": date(2020, 1, 1), "tanggal_pencabutan": date(2021, 1, 1)}
    h = cek(satker(**isi, **tanggal), lke_facts(usulan="WBBM"))
    assert answer_of(h, "predikat-wbk").memenuhi is False
    assert "DAT536" in codes_of(h)
    # Decreed again after the revocation: held.
    baru = {"tanggal_predikat": date(2024, 1, 1), "tanggal_pencabutan": date(2021, 1, 1)}
    assert answer_of(cek(satker(**isi, **baru), lke_facts(usulan="WBBM")), "predikat-wbk").memenuhi is True


def test_a_preliminary_result_dated_after_the_proposal_holds_it() -> None:
    h = cek(satker(pendahuluan_tanggal=date(2027, 5, 21)), lke_facts())
    assert (h.layak, codes_of(h)) == (None, ["SYR415"])
    assert cek(satker(pendahuluan_tanggal=DATE), lke_facts()).layak is True


def test_an_assessor_below_tpi_is_named() -> None:
    h = cek(satker(), lke_facts(penilai="kanwil"))
    assert (h.penilai, h.layak, codes_of(h)) == ("kanwil", None, ["SYR416"])
    assert h.alasan[0].startswith("belum dievaluasi TPI")


@pytest.mark.parametrize(
    ("baris", "lke", "temuan", "layak"),
    [
        ({}, {"tahun": 2026}, ["SYR417"], None),
        ({}, {"tahun": None}, ["SYR418"], True),
        ({"sptjm_tanggal": date(2026, 5, 19)}, {}, ["SYR419"], None),
        ({"sptjm_tanggal": date(2026, 5, 20)}, {}, [], True),
        ({"sptjm_tanggal": date(2027, 5, 21)}, {}, ["SYR419"], None),
        ({"pendahuluan_tanggal": None}, {}, ["SYR420"], True),
        ({"pendahuluan_penilai": None}, {}, ["SYR421"], None),
        ({"pendahuluan_penilai": "Tim Penilai Kanwil"}, {}, ["SYR421"], None),
        ({"pendahuluan_penilai": "Ditjen Pemasyarakatan"}, {}, ["SYR421"], None),
        ({"pendahuluan_penilai": "Tim Kanwil dan Ditjen Imigrasi"}, {}, [], True),
        ({"jenis": "Kanwil", "pendahuluan_penilai": "Sekretariat Jenderal"}, {}, [], True),
        ({"jenis": "Unit Eselon I", "pendahuluan_layak": None, "pendahuluan_penilai": None}, {}, [], True),
        ({"pendahuluan_tanggal": date(2024, 12, 31)}, {}, ["DAT536"], None),
        ({}, {"pengungkit": {"eselon1": {"WBK": "belum memenuhi", "WBBM": "belum memenuhi"}}}, ["SYR422"], None),
        ({}, {"pengungkit": {"eselon1": {"WBK": "memenuhi", "WBBM": "belum memenuhi"}}}, [], True),
        ({"predikat": None}, {}, [], None),
        ({"predikat": "Belum ada", "tanggal_predikat": date(2022, 1, 1)}, {}, ["DAT536"], None),
        ({"mulai_wbbm": date(2024, 12, 1)}, {}, ["DAT536"], None),
        ({"tanggal_monev": date(2028, 1, 1)}, {}, ["SYR415"], None),
    ],
)
def test_what_is_not_proven_is_never_eligible(
    baris: dict[str, Any], lke: dict[str, Any], temuan: list[str], layak: bool | None
) -> None:
    h = cek(satker(**baris), lke_facts(**lke))
    assert (codes_of(h), h.layak) == (temuan, layak)
    assert bool(h.alasan) is (layak is not True)


@pytest.mark.parametrize(
    ("day", "where"),
    [(date(2026, 5, 19), "lebih dari 12 bulan sebelum"), (date(2027, 5, 21), "sesudah")],
)
def test_the_reason_says_why_a_date_proves_nothing(day: date, where: str) -> None:
    (alasan,) = cek(satker(sptjm_tanggal=day), lke_facts()).alasan
    assert alasan.endswith(f"Mei {day.year}, {where} tanggal pengajuan")


def test_a_request_of_the_portal_is_only_a_warning() -> None:
    isi = {"usulan": "WBBM", "predikat": "WBK", "mulai_wbbm": date(2026, 1, 1), "tanggal_predikat": date(2025, 12, 1)}
    h = cek(satker(**isi), lke_facts(usulan="WBBM"))
    assert (h.layak, codes_of(h), h.temuan[0].temuan.tingkat) == (True, ["SYR423"], "peringatan")


def test_impossible_counts_of_the_instansi_hold_all() -> None:
    def check_with(satker_: int, berpredikat: int, *baris: Any) -> Any:
        a = rules_for(jumlah_satker=satker_, jumlah_berpredikat=berpredikat)
        a = a._replace(konfigurasi=a.konfigurasi._replace(berkas=Path("zi.toml")))
        return check_register(a, daftar(satker(), *baris), [lke_facts()])

    punya = [satker(9 + n, kode=f"p{n}", nama=f"P{n}", usulan="Tidak", predikat="WBK") for n in range(2)]
    assert check_with(10, 2, *punya).all_eligible is True
    for hasil in (check_with(10, 11), check_with(10, 1, *punya)):
        assert (hasil.satker[0].layak, [t.temuan.kode for t in hasil.temuan]) == (None, ["DAT536"])
        assert hasil.portofolio.melebihi_sebelum is None


def test_a_proposal_other_than_the_lke() -> None:
    h = cek(satker(), lke_facts(usulan="WBBM"))
    assert (h.usulan, h.layak, codes_of(h)) == ("WBK", True, ["SYR408"])


@pytest.mark.parametrize(
    ("di_daftar", "di_lke", "temuan", "memenuhi"),
    [
        ("8/8", "8/8", None, True),
        ("8/8", "7/8", "galat", None),
        ("7/8", "8/8", "galat", None),
        ("8/8", "10/10", "peringatan", True),
        ("100%", "8/8", None, True),
        ("92,35%", "157/170", None, False),
        ("92,4%", "157/170", None, False),
        ("92,3%", "157/170", "galat", False),
        ("100%", "19999/20000", "galat", None),
        ("0/0", "0/0", None, True),
        ("0/0", "8/8", "peringatan", True),
        ("0/0", "7/8", "galat", None),
        ("", "8/8", None, True),
        ("", "7/8", None, False),
    ],
)
def test_lhkpn_of_register_and_lke(di_daftar: str, di_lke: str, temuan: str | None, memenuhi: bool) -> None:
    h = cek(satker(lhkpn=read_percent(di_daftar) if di_daftar else None), lke_facts(angka=lhkpn_figure(di_lke)))
    assert answer_of(h, "lhkpn").memenuhi is memenuhi
    beda = [t.temuan for t in h.temuan if t.temuan.kode == "SYR405"]
    assert [t.tingkat for t in beda] == ([temuan] if temuan else [])
    for t in beda:
        assert "LKE ZI!K174" in t.pesan and str(t.sel).startswith("Satker!")


def test_a_contradiction_names_both_places() -> None:
    beda = answer_of(cek(satker(), lke_facts(angka=lhkpn_figure("7/8"))), "lhkpn")
    assert [str(a) for a in beda.fakta.asal] == ["satker.xlsx:Satker!V3", "lke.xlsx:LKE ZI!K174"]
    assert beda.fakta.asal[1].sha256 == "0" * 64
    # Whichever of the two is right, neither is enough.
    assert (
        answer_of(cek(satker(lhkpn=read_percent("6/8")), lke_facts(angka=lhkpn_figure("7/8"))), "lhkpn").memenuhi
        is False
    )
    assert answer_of(cek(satker(), lke_facts(angka=lhkpn_figure("8/8"))), "lhkpn").sumber.startswith(
        "satker.xlsx:Satker!"
    )


def test_a_damaged_register_cell_is_not_replaced_in_silence() -> None:
    h = cek(satker(lhkpn=None, galat=frozenset({"lhkpn"})), lke_facts(angka=lhkpn_figure("8/8")))
    assert answer_of(h, "lhkpn").memenuhi is None


def _notes(perihal: Any, huruf: str | None, isi: str | None) -> tuple[Catatan, ...]:
    return (Catatan(perihal, huruf, read_percent(isi) if isi else None, huruf or isi or "", Sel("LKE ZI", 66, 11)),)


def test_a_lower_note_of_the_lke_decides() -> None:
    sakip = cek(satker(), lke_facts(catatan=_notes("sakip", "CC", None)))
    assert (answer_of(sakip, "sakip-satker").memenuhi, codes_of(sakip)) == (None, ["SYR406"])
    tinggi = cek(satker(), lke_facts(catatan=_notes("sakip", "AA", None)))
    assert (answer_of(tinggi, "sakip-satker").nilai, tinggi.layak, codes_of(tinggi)) == (None, None, ["SYR406"])
    tlhp = cek(satker(), lke_facts(catatan=_notes("tlhp", None, "95%")))
    assert (answer_of(tlhp, "tlhp").memenuhi, codes_of(tlhp)) == (None, ["SYR406"])
    assert codes_of(cek(satker(), lke_facts(catatan=_notes("tlhp", None, "100%")))) == []


@pytest.mark.parametrize(
    ("teks", "sakip", "tlhp"),
    [
        ("Hasil evaluasi SAKIP tahun 2026: predikat B.", "B", None),
        ("Nilai SAKIP 2026 adalah 72,35 (BB)", "BB", None),
        ("SAKIP 72,35", "BB", None),
        ("SAKIP BB", "BB", None),
        ("Predikat SAKIP “A”", None, None),
        ("LKjIP dan SAKIP sudah disusun pada 2026", None, None),
        ("Rapat SAKIP di Aula B lantai 3", None, None),
        ("TLHP 95,5% selesai", None, Fraction(955, 1000)),
        ("TLHP s.d. Triwulan I: 12 dari 12", None, Fraction(1)),
        ("tindak lanjut hasil pemeriksaan 11/12 selesai", None, Fraction(11, 12)),
        ("TLHP sudah selesai. Realisasi anggaran 95%", None, None),
        ("TLHP 13/12", None, None),
        ("TLHP tanggal 12/12/2026 dibahas", None, None),
        ("", None, None),
    ],
)
def test_notes_are_read_only_when_plain(teks: str, sakip: str | None, tlhp: Fraction | None) -> None:
    hasil = read_notes(Isian(teks, Sel("LKE ZI", 1, 1)), load_syarat(load_instrumen()).skala["sakip"])
    assert {c.perihal: c.huruf or (c.persen and c.persen.nilai) for c in hasil} == {
        k: v for k, v in (("sakip", sakip), ("tlhp", tlhp)) if v is not None
    }


@pytest.mark.parametrize(
    ("teks", "indeks"),
    [
        ("IPAK 3,55 (120 responden)", Fraction(355, 100)),
        ("Indeks hasil survei eksternal: 3.60", Fraction(36, 10)),
        ("IKM 92,25 dengan mutu A", Fraction(369, 100)),
        ("SKM tahun 2026 sebesar 88", Fraction(352, 100)),
        ("Survei oleh 3 surveyor", None),
        ("IPAK dihitung dari 4 unsur", None),
        ("IKM 12", None),
    ],
)
def test_a_survey_index_in_a_note(teks: str, indeks: Fraction | None) -> None:
    hasil = read_survey_index(Isian(teks, Sel("LKE ZI", 1, 1)), Fraction(4))
    assert (hasil and hasil[0]) == indeks


def test_a_lower_survey_in_a_note_changes_the_putusan() -> None:
    instrumen, syarat = load_instrumen(), load_syarat(load_instrumen())
    ws = read_worksheet(SAMPLE, instrumen=instrumen)
    tpi = penentu(score_worksheet(ws, instrumen), instrumen)
    assert tpi is not None and tpi.putusan["WBK"].memenuhi
    sel = tpi.indikator["B.I.a"].sel
    assert sel is not None
    kolom = ws.penilai["tpi"]
    for teks, memenuhi, temuan in (
        ("Indeks 3,59", None, ["SYR407"]),
        ("Indeks 3,99", True, ["SYR407"]),
        ("Indeks cukup baik", True, []),
    ):
        ubah = kolom._replace(catatan={**kolom.catatan, "B.I.a": Isian(teks, sel)})
        ubahan = ws._replace(penilai={**ws.penilai, "tpi": ubah})
        e = Evaluation(ubahan, instrumen, instrumen.ambang, score_worksheet(ubahan, instrumen), None)
        b = extract_lke_facts(e, syarat, SAMPLE)
        assert (b.simpulan["WBK"].memenuhi.tribool, [t.kode for t in b.temuan]) == (memenuhi, temuan)


def test_the_summary_of_the_lke_reads_lhkpn_counts() -> None:
    instrumen = load_instrumen()
    b = extract_lke_facts(evaluate(SAMPLE, load_config(None)), load_syarat(instrumen), SAMPLE)
    assert {k: (a.persen.selesai, a.persen.seluruh) for k, a in b.angka.items()} == {
        "lhkpn": (11, 11),
        "lhkasn": (73, 73),
    }


def test_kept_material_comes_back_equal() -> None:
    catatan = _notes("sakip", "CC", None) + _notes("tlhp", None, "99,995%")
    lke = lke_facts(angka=lhkpn_figure("7/8"), catatan=catatan, memenuhi=None)
    lke = lke._replace(temuan=(make_temuan("SYR416", penentu="TPI", penilai="Unit kerja"),))
    for b in (lke, lke_facts(angka=lhkpn_figure("0/0"), memenuhi=False)):
        assert decode(encode(b), LkeFacts) == b
        assert pickle.loads(pickle.dumps(b)) == b


def test_order_is_by_what_is_lacking() -> None:
    baris = [
        satker(3, kode="a", nama="A", tlhp=read_percent("1/2"), lhkpn=read_percent("1/2")),
        satker(4, kode="b", nama="B", tlhp=read_percent("1/2")),
        satker(5, kode="c", nama="C", tlhp=None, sakip=None),
        satker(6, kode="d", nama="D", tlhp=None),
        satker(7, kode="e", nama="E"),
        satker(8, kode="f", nama="F", usulan="Tidak"),
    ]
    lke = [lke_facts(f"{s.kode}.xlsx", kode_satker=s.kode, satker=s.nama) for s in baris]
    hasil = check_register(rules_for(jumlah_satker=10, jumlah_berpredikat=3), daftar(*baris), lke)
    assert [h.kode for h in hasil.satker] == ["e", "d", "c", "b", "a"]
    assert (hasil.tidak_diusulkan, hasil.all_eligible) == (1, False)
    assert [t.temuan.kode for t in hasil.temuan] == ["SYR411"]
    assert (hasil.portofolio.tambahan, hasil.portofolio.melebihi_sebelum) == (5, False)


def test_portfolio_and_lateness_change_no_kelayakan() -> None:
    terlambat = rules_for(jumlah_satker=10, jumlah_berpredikat=9)._replace(tanggal=date(2027, 6, 1))
    hasil = check_register(terlambat, daftar(satker()), [lke_facts()])
    assert {t.temuan.kode for t in hasil.temuan} == {"SYR411", "SYR412"}
    assert hasil.all_eligible


def test_an_unknown_value_of_the_instansi_is_one_finding() -> None:
    hasil = check_register(rules_for(opini_bpk="Baik"), daftar(satker(), satker(4, kode="2")), [lke_facts()])
    assert [t.temuan.kode for t in hasil.temuan] == ["DAT537"]
    assert all(h.layak is not True for h in hasil.satker)


def test_a_misleading_rounding_is_named() -> None:
    """Tabel 7: 100 % means 100 %; 19999 of 20000 shows as 100,00 and fails."""
    hasil = check_register(
        rules_for(jumlah_satker=10, jumlah_berpredikat=3),
        daftar(satker(tlhp=read_percent("19999/20000"))),
        [lke_facts()],
    )
    assert "SYR410" in {t.temuan.kode for t in hasil.satker[0].temuan}
    full_ambang = check_register(
        rules_for(jumlah_satker=10, jumlah_berpredikat=3), daftar(satker(tlhp=read_percent("1/1"))), [lke_facts()]
    )
    assert "SYR410" not in {t.temuan.kode for t in full_ambang.satker[0].temuan}
