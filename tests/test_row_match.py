"""Rows of a sheet find their rows of the instrument: small sheets, one difficulty each."""

from __future__ import annotations

from collections.abc import Sequence

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.worksheet.recognise.labels import split_marker
from zi_cli.worksheet.recognise.row_match import LabelRow, MatchResult, match_rows

INSTRUMEN = load_instrumen()


def label(kode: str, **lain: str) -> LabelRow:
    """The sheet row of *kode* as it is officially; *lain* replaces its text, marker or ID."""
    b = INSTRUMEN.per_kode[kode]
    penanda = "-" if b.jenis == "jumlah" else b.marker
    isi = {"penanda": penanda, "teks": b.teks, "pengenal": ""} | lain
    return LabelRow(0, 0, 5, isi["penanda"], isi["teks"], b.jenis_jawaban, isi["pengenal"])


def matched(baris: Sequence[LabelRow]) -> MatchResult:
    return match_rows([b._replace(baris=n) for n, b in enumerate(baris)], INSTRUMEN)


def codes_of(hasil: MatchResult, banyak: int) -> list[str | None]:
    return [hasil.cocok[r].kode if r in hasil.cocok else None for r in range(banyak)]


def is_below(*induk: str) -> list[str]:
    return [b.kode for b in INSTRUMEN.baris if b.kode.startswith(tuple(f"{i}." for i in induk)) or b.kode in induk]


def test_both_halves_of_an_area_on_one_sheet() -> None:
    """Sheets of one area each: Reform of area 1 comes before Pemenuhan of area 2, twins included."""
    urutan = [k for n in "123456" for k in [*is_below(f"A.I.{n}"), *is_below(f"A.II.{n}")]]
    hasil = matched([label(k) for k in urutan])
    assert codes_of(hasil, len(urutan)) == urutan
    assert {c.cara for c in hasil.cocok.values()} == {"persis"}


def test_twins_stay_in_place_when_a_neighbour_is_mistyped() -> None:
    """Rows 127 and 129 share their text: retyping 127 and 128 must not pull 129 up."""
    urutan = is_below("A.II.1.i")
    baris = [label(k) for k in urutan]
    baris[3] = label("A.II.1.i.a.2", teks="Jumlah Perubahan yang diubat")
    baris[4] = label("A.II.1.i.b", teks="Perubahan yang dibuat Agen Perubahan telah terintegrasi dlm sistem manajemen")
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == urutan
    assert hasil.ganda == {}


def test_a_mistyped_twin_at_the_end_of_an_area_sheet() -> None:
    """Row 186, a twin of 179, retyped and last of its area; the next sheet starts at area 6 of Pemenuhan."""
    urutan = [*is_below("A.I.5"), *is_below("A.II.5"), *is_below("A.I.6"), *is_below("A.II.6")]
    baris = [label(k) for k in urutan]
    for k in ("A.II.5.iii.a.5", "A.II.5.iii.b.5"):
        baris[urutan.index(k)] = label(k, teks="Jumlah yang sudah melaprokan")
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == urutan


def test_twins_both_mistyped_are_no_doubt() -> None:
    urutan = is_below("A.II.1.i")
    baris = [label(k) for k in urutan]
    baris[3] = label("A.II.1.i.a.2", teks="Jumlah Preubahan yang dibuat")
    baris[4] = label("A.II.1.i.b", teks="Perubahan yang dibuat Agen Perubahan telah terintgrasi dalam sistem manajemen")
    baris[5] = label("A.II.1.i.b.1", teks="Jumlah Peaubahan yang dibuat")
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == urutan
    assert {c.ragu for c in hasil.cocok.values()} == {None}


def test_alike_rows_swapped_are_doubtful() -> None:
    """Two retyped questions without markers, each more like the other's text than its own place."""
    x, y = "A.I.5.v.d", "A.I.5.v.e"
    baris = [label(k) for k in [*is_below("A.I.5.v"), "A.I.6"]]
    baris[4] = label(x, penanda="", teks="Hsil evaluasi atas Penanganan Benturan Kepentingan telah ditindaklanjuti")
    baris[5] = label(y, penanda="", teks="Telah dilakukan evaluasi atas Pnanganan Benturan Kepentingan")
    hasil = matched(baris)
    benar = {4: y, 5: x}
    for r, k in benar.items():
        c = hasil.cocok.get(r)
        assert c is None or k in (c.kode, c.ragu, c.teks_milik)


def test_a_moved_row_is_not_doubtful_when_its_place_is_taken() -> None:
    """A.I.3.i.a moved below its group, right before a retyped row with the same marker."""
    urutan = ["A.I.3", "A.I.3.i", "A.I.3.i.b", "A.I.3.i.c", "A.I.3.i.a", *is_below("A.I.3.ii"), "A.I.3.iii"]
    baris = [label(k) for k in urutan]
    baris[6] = label("A.I.3.ii.a", teks="Dalm melakukan pengembangan karier pegawai telah dilakukan mutasi pegawai")
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == urutan
    assert (hasil.cocok[4].cara, hasil.cocok[4].ragu) == ("pindah", None)


def test_a_short_title_within_a_question_is_no_likeness() -> None:
    baris = [label(k) for k in is_below("A.I.5.i", "A.I.5.ii")]
    baris[1] = label("A.I.5.i.a", teks="Telah dilakukan pubilc campaign tentang pengendalian gratifikasi")
    hasil = matched(baris)
    assert (hasil.cocok[1].kode, hasil.cocok[1].ragu) == ("A.I.5.i.a", None)


def test_questions_that_begin_alike_are_no_doubt() -> None:
    baris = [label(k) for k in is_below("A.II.4.i")]
    baris[2] = label("A.II.4.i.a.1", teks="Jumlah Sasaran Kinerrja")
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == is_below("A.II.4.i")
    assert hasil.cocok[2].ragu is None


def test_a_copy_loses_to_the_row_with_the_right_marker() -> None:
    asli = [label(k) for k in is_below("A.I.5.i")]
    hasil = matched([*asli, label("A.I.5.i.b", penanda="c"), label("A.I.5.ii")])
    assert hasil.cocok[2].kode == "A.I.5.i.b"
    assert hasil.ganda == {3: "A.I.5.i.b"}


def test_the_text_of_another_row_is_named() -> None:
    """Row c carries the text of row b: placed by marker, but whose text it is must be said."""
    urutan = [*is_below("A.I.2.i"), "A.I.2.ii"]
    baris = [label(k) for k in urutan]
    baris[3] = label("A.I.2.i.c", teks=INSTRUMEN.per_kode["A.I.2.i.b"].teks)
    hasil = matched(baris)
    assert codes_of(hasil, len(baris)) == urutan
    assert hasil.cocok[3].teks_milik == "A.I.2.i.b"


def test_an_id_that_contradicts_the_text_is_named() -> None:
    x, y = "A.I.4.ii.a", "A.I.4.ii.c"
    baris = [label(k, pengenal=k) for k in is_below("A.I.4.ii")]
    baris[1] = label(x, pengenal=x, teks=INSTRUMEN.per_kode[y].teks)
    baris[3] = label(y, pengenal=y, teks=INSTRUMEN.per_kode[x].teks)
    hasil = matched(baris)
    assert (hasil.cocok[1].teks_milik, hasil.cocok[3].teks_milik) == (y, x)


def test_a_marker_without_a_dot_before_the_text() -> None:
    assert split_marker("a Telah dilakukan public campaign") == ("a", "Telah dilakukan public campaign")
    assert split_marker("iv Perubahan pola pikir") == ("iv", "Perubahan pola pikir")
    assert split_marker("b.Target capaian") == ("b", "Target capaian")
    assert split_marker("SOP mengacu") == ("", "SOP mengacu")
    assert split_marker("Indikator kinerja") == ("", "Indikator kinerja")
