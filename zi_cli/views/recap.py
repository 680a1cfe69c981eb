"""What the recap of a folder says: what was done, groups, ranking, unreadable files, satker in several files."""

from collections.abc import Iterator

from zi_cli.batch.recap import Rekap
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.text import record_number
from zi_cli.views.document import Block, Heading, Line, Lines
from zi_cli.views.identity import proposal_day, thresholds
from zi_cli.views.table import Cell, Column, Table, Toned, data_columns, figures
from zi_cli.views.verdict import list_tone

#: Rows and lines on the terminal; rekap.xlsx and Markdown have all.
_RANKS_SHOWN, _ROWS_SHOWN = 40, 10


def recap_document(rekap: Rekap, *, on_screen: bool, written: str = "") -> Iterator[Block]:
    """The recap; *on_screen*: long lists cut. *written* names the folder of the files written."""
    yield Heading("Rekap evaluasi Zona Integritas", 1, di_layar=False)
    yield Lines([Line(x) for x in overview(rekap)])
    yield _group_table(rekap)
    yield _ranking(rekap, _RANKS_SHOWN if on_screen else None)
    limit = _ROWS_SHOWN if on_screen else None
    if rekap.gagal:
        yield Heading(f"Gagal dibaca: {len(rekap.gagal)} berkas")
        yield _lines([f"{g.nama}: {g.temuan.line}" for g in rekap.gagal], limit)
    if rekap.versi:
        yield Heading(f"Satker dengan beberapa berkas: {len(rekap.versi)}")
        copy = sum(1 for v, _ in rekap.versi if v.temuan.tingkat == "info")
        rows = [v.temuan.line for v, _ in rekap.versi if v.temuan.tingkat != "info" or not on_screen]
        yield _lines(rows, limit)
        if on_screen and copy:
            what = f"{copy} satker: berkas yang disebut daftar mempunyai salinan berisi sama (LKE130)"
            yield Lines([Line(what, "redup", tingkat=1)])
    if written:
        yield Lines([Line(f"Ditulis ke {written}: rekap.xlsx, rekap.csv, rekap.json")])


def _lines(texts: list[str], limit: int | None) -> Lines:
    content = [Line(t, tingkat=1) for t in texts[:limit]]
    rest = len(texts) - len(content)
    return Lines([*content, Line(f"… dan {rest} lagi di rekap.xlsx", "redup", tingkat=1)] if rest else content)


def overview(rekap: Rekap) -> list[str]:
    """What was done, under which thresholds, and what was passed over, one line each."""
    rows = [
        f"{rekap.file_count} berkas: {len(rekap.satker)} satker dinilai, {rekap.unused_count} versi lain, "
        f"{len(rekap.gagal)} gagal dibaca",
        f"Instrumen {rekap.instrumen.nama}; ambang {thresholds(rekap.ambang)}",
    ]
    if rekap.konfigurasi.berkas is not None:
        rows.append(f"Konfigurasi {rekap.konfigurasi.berkas}")
    if rekap.kelayakan is not None:
        k = rekap.kelayakan
        eligible = ", ".join(f"{len(rekap.calon(p))} layak {p}" for p in PREDIKAT)
        day = proposal_day(k.tanggal, mentioned=k.tanggal_disebut)
        daftar = f"Daftar satker {k.daftar.berkas}, syarat per {day}"
        rows.append(f"{daftar}: {eligible}, {len(k.tanpa_lke)} tanpa LKE")
    if rekap.pendahuluan:
        rows.append(f"Tahap pendahuluan: hanya {rekap.instrumen.nama_komponen[0]} yang menentukan")
    passed = "; ".join(f"{x.jumlah} {ground}" for ground, x in rekap.dilewati.items())
    return [*rows, f"Dilewati: {passed}"] if passed else rows


def _group_table(rekap: Rekap) -> Table:
    eligible = ["Layak"] if rekap.kelayakan else []
    columns = [
        *(Column("Kanwil"), *figures("Satker", *PREDIKAT, *eligible, "Diteruskan")),
        *(*figures(*rekap.instrumen.nama_komponen, lapang=True), *figures("Total", "Kesalahan", "Gagal dibaca")),
    ]
    rows: list[list[Cell]] = [
        [
            g.nama,
            *(g.satker, *g.memenuhi.values(), *([] if g.layak is None else [g.layak]), g.diteruskan),
            *("–" if n is None else record_number(n) for n in g.rata_rata.values()),
            *(g.galat, g.gagal),
        ]
        for g in rekap.grup
    ]
    return Table("", columns, rows)


def _ranking(rekap: Rekap, limit: int | None) -> Table:
    code = [Column("Kode", utuh=True)] if rekap.kelayakan else []
    columns = [
        *(*figures("No."), *code, Column("Satker"), Column("Kanwil", lapang=True), Column("Penilai", lapang=True)),
        *(*figures(*rekap.instrumen.nama_komponen, lapang=True), *figures("Total"), *(Column(p) for p in PREDIKAT)),
        *figures("Kesalahan"),
    ]
    rows: list[list[Cell]] = []
    for s in rekap.satker[:limit]:
        r = s.ringkas
        putusan = [Toned(rekap.putusan(s, p), list_tone(*rekap.states(s, p))) for p in PREDIKAT]
        rows.append(
            [
                *(
                    s.peringkat,
                    *([s.kode] if rekap.kelayakan else []),
                    s.called,
                    s.grup,
                    rekap.instrumen.penilai.name_of(r.penilai),
                ),
                *map(record_number, (r.pengungkit, r.hasil, r.total)),
                *putusan,
                s.temuan_counts()[0],
            ]
        )
    return Table("", columns, rows, sisa=len(rekap.satker) - len(rows))


def recap_table(rekap: Rekap) -> Table:
    """rekap.csv: one row a satker, in rank order."""
    columns = [k._replace(ringkas=True) for k in data_columns(rekap.columns)]
    return Table(
        "Rekap", columns, ([record_number(x) if isinstance(x, float) else x for x in b] for b in rekap.table_rows())
    )
