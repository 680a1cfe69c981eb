"""The file's own figures against ours: each score, percentage and total that it holds.

One mistake is one finding, at the lowest node that explains it: a sum that follows from figures below it,
from an answer that has a finding of its own, or from blank answers left out of a mean says nothing more.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.totals import TOLERANSI, total_cells
from zi_cli.text import decimal_text, short_number
from zi_cli.worksheet.cells import cell_figure, shown_text
from zi_cli.worksheet.model import NOT_CALCULATED, Isian, KolomPenilai


class _Angka(NamedTuple):
    """One figure of the file: as it stands and as ours would (the cell's unit), and the cell's unit in points."""

    berkas: Fraction
    kami: Fraction
    satuan: Fraction

    @property
    def poin(self) -> Fraction:
        return self.berkas * self.satuan

    @property
    def toleransi(self) -> Fraction:
        """In points."""
        return TOLERANSI * self.satuan

    @property
    def differs(self) -> bool:
        return abs(self.berkas - self.kami) > TOLERANSI


class _Lembar(NamedTuple):
    """What the comparison of one assessor's figures goes by.

    ``simpul`` are our points by kode, total rows included; ``rusak`` score cells that are no number; ``bersebab``
    the rows whose figure may differ for a reason that has its own finding, with the codes of those findings.
    """

    kolom: KolomPenilai
    penilaian: Penilaian
    instrumen: Instrumen
    simpul: Mapping[str, Fraction]
    rusak: Mapping[str, Isian]
    bersebab: Mapping[str, set[str]]


class _Harapan(NamedTuple):
    """What a sum should be (points) by the figures below it: blanks as 0, blanks left out; and their rounding."""

    nol: Fraction
    tanpa_kosong: Fraction
    toleransi: Fraction

    def explains(self, a: _Angka) -> bool:
        """Whether *a* follows from the figures below."""
        limit = a.toleransi + self.toleransi
        return abs(a.poin - self.nol) <= limit or abs(a.poin - self.tanpa_kosong) <= limit


def reconcile(
    column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen, layouts: Iterable[Temuan] = ()
) -> list[Temuan]:
    """Findings LKE301–LKE305 about the figures that *column* holds, total last; *layouts* are those of the layout."""
    nodes = _simpul_points(penilaian, instrumen)
    nilai: dict[str, _Angka] = {}
    groups: dict[tuple[bool, str], dict[str, Isian]] = {}
    for code, isian in column.nilai.items():
        if code in nodes:
            # Sheets write the ratio on questions and points on the three rows of Hasil, which bear a weight.
            groups.setdefault((code in penilaian.indikator, code.partition(".")[0]), {})[code] = isian
    for content in groups.values():
        nilai |= _read_nilai(content, nodes, instrumen)
    persen = _read_percents(column.persen, nodes, instrumen)
    damaged = {k: i for k, i in column.nilai.items() if k in nodes and k not in nilai and i.nilai != NOT_CALCULATED}
    sheet = _Lembar(
        column, penilaian, instrumen, nodes, damaged, _rows_with_reason((*penilaian.temuan, *layouts), instrumen)
    )
    temuan = [*_broken_cells(sheet), *_compare_nilai(nilai, sheet), *_compare_percents(persen, nilai, sheet)]
    if temuan:
        return temuan
    # Whether the file's total can be trusted: nothing else differs.
    total = _file_total(column, penilaian, instrumen)
    return [] if total is None or total[2].differs else [_temuan_total("LKE305", *total, penilaian, instrumen)]


def differing_total(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> list[Temuan]:
    """LKE304 when the file's total differs from ours; nothing when it agrees or there is none."""
    total = _file_total(column, penilaian, instrumen)
    return [] if total is None or not total[2].differs else [_temuan_total("LKE304", *total, penilaian, instrumen)]


def _file_total(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> tuple[str, Isian, _Angka] | None:
    """The row, the cell and the figure of the file's total; None when it holds none or leaves out blanks.

    A blank total is no statement; where only components have one, the first that differs speaks for them.
    """
    # Asked of every assessor of every file: our points of these few rows, not of all.
    total = total_cells(column, instrumen) or [
        b.kode for j in ("total", "komponen") for b in instrumen.baris if b.jenis == j
    ]
    present = [
        (k, i, _Angka(n, _node_points(instrumen.per_kode[k], penilaian), Fraction(1)))
        for k in total
        if (i := column.nilai.get(k)) and (n := cell_figure(i.nilai)) is not None
    ]
    if not present:
        return None
    code, isian, a = next((x for x in present if x[2].differs), present[0])
    if a.differs and penilaian.kosong:
        nodes = _simpul_points(penilaian, instrumen)
        if _expectations({}, _Lembar(column, penilaian, instrumen, nodes, {}, {}))[code].explains(a):
            return None
    return code, isian, a


def _temuan_total(
    temuan: str, code: str, isian: Isian, a: _Angka, penilaian: Penilaian, instrumen: Instrumen
) -> Temuan:
    return make_temuan(
        temuan,
        isian.sel,
        code,
        penilai=f"{instrumen.penilai.name_of(penilaian.penilai)} ({instrumen.per_kode[code].teks})",
        berkas=short_number(a.berkas, 4),
        kami=short_number(a.kami, 4),
    )


def _simpul_points(penilaian: Penilaian, instrumen: Instrumen) -> dict[str, Fraction]:
    """Our points by kode, total rows included ("A.TOTAL" is A, "TOTAL" the whole)."""
    nodes = dict(penilaian.nilai)
    nodes.update((b.kode, _node_points(b, penilaian)) for b in instrumen.baris if b.jenis == "total")
    return nodes


def _node_points(row: Baris, penilaian: Penilaian) -> Fraction:
    """Our points of a node or a total row."""
    nilai = penilaian.nilai
    if row.jenis == "total":
        return nilai.get(row.kode.rpartition(".")[0] or "total", nilai["total"])
    return nilai[row.kode]


def _read_nilai(content: Mapping[str, Isian], nodes: Mapping[str, Fraction], instrumen: Instrumen) -> dict[str, _Angka]:
    """The numbers of a group of score cells; the sheet may write points or the ratio of the weight, all alike."""
    figures = {k: n for k, i in content.items() if (n := cell_figure(i.nilai)) is not None}
    ratios = {k: nodes[k] / _bobot(k, instrumen) for k in figures}
    sebagai_poin = sum(abs(n - nodes[k]) <= TOLERANSI for k, n in figures.items())
    sebagai_rasio = sum(abs(n - ratios[k]) <= TOLERANSI for k, n in figures.items())
    if sebagai_poin >= sebagai_rasio:
        return {k: _Angka(n, nodes[k], Fraction(1)) for k, n in figures.items()}
    return {k: _Angka(n, ratios[k], _bobot(k, instrumen)) for k, n in figures.items()}


def _read_percents(
    content: Mapping[str, Isian], nodes: Mapping[str, Fraction], instrumen: Instrumen
) -> dict[str, _Angka]:
    """The percentage cells, written as ratios or, all alike, as numbers up to 100."""
    figures = {k: n for k, i in content.items() if k in nodes and (n := cell_figure(i.nilai)) is not None}
    skala = 100 if any(n > 1 + TOLERANSI for n in figures.values()) else 1
    return {
        k: _Angka(n, nodes[k] * skala / _bobot(k, instrumen), _bobot(k, instrumen) / skala) for k, n in figures.items()
    }


def _bobot(code: str, instrumen: Instrumen) -> Fraction:
    return instrumen.per_kode[code].bobot or Fraction(1)


def _rows_with_reason(temuan: Iterable[Temuan], instrumen: Instrumen) -> dict[str, set[str]]:
    """Rows whose figure may differ for a reason that has its own finding, with the codes of those findings.

    These are answers (LKE2xx, a count's under its indicator) and weights of the sheet's own (LKE125).
    """
    results: dict[str, set[str]] = {}
    for t in temuan:
        row = instrumen.per_kode.get(t.indikator or "")
        if row is None or not t.kode.startswith(("LKE20", "LKE21", "LKE125")):
            continue
        code = row.induk if row.jenis == "jumlah" and row.induk else row.kode
        # A label of no consequence changes no number, but may keep the sheet from finding one.
        results.setdefault(code, set()).add(f"{t.kode} {t.tingkat}" if t.tingkat == "info" else t.kode)
    return results


def _has_reason(code: str, bersebab: Mapping[str, set[str]]) -> bool:
    return bool(bersebab.get(code, set()) - {"LKE203 info"})


def _node_content(instrumen: Instrumen, nodes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The rows each sum adds up, in the order in which they can be worked out: contents before their sum."""
    present = set(nodes)
    ordered = {
        b.kode: tuple(k for k in instrumen.anak.get(b.kode, ()) if k in present)
        for b in reversed(instrumen.baris)
        if b.kode in present and b.jenis != "total"
    }
    total = [b.kode for b in instrumen.baris if b.jenis == "total"]
    for code in total:
        parent = code.rpartition(".")[0]
        ordered[code] = (parent,) if parent else tuple(k for k in total if k != code)
    return ordered


def _expectations(figures: Mapping[str, _Angka], sheet: _Lembar) -> dict[str, _Harapan]:
    """What every node should be by the file's own figures below it, ours where it holds none."""
    _, penilaian, instrumen, node, damaged, _ = sheet
    harapan: dict[str, _Harapan] = {}
    used: dict[str, _Harapan] = {}
    for code, content in _node_content(instrumen, node).items():
        if not content:
            h = _Harapan(node[code], node[code], Fraction(0))
        else:
            counted = content
            if all(k in penilaian.indikator for k in content):
                # A mean skips text: a blank answer, or a score that the sheet could not find.
                counted = tuple(k for k in content if k in figures or not (k in penilaian.kosong or k in damaged))
            without_empty = _sum(used[k].tanpa_kosong for k in counted)
            if counted and counted != content:
                part, every = (_sum(_bobot(k, instrumen) for k in daftar) for daftar in (counted, content))
                without_empty = without_empty * every / part if part else without_empty
            h = _Harapan(_sum(used[k].nol for k in content), without_empty, _sum(used[k].toleransi for k in content))
        harapan[code] = h
        a = figures.get(code)
        if a is None:
            used[code] = h
        elif a.differs:
            used[code] = _Harapan(a.poin, a.poin, a.toleransi)
        else:
            used[code] = _Harapan(node[code], node[code], Fraction(0))
    return harapan


def _sum(nilai: Iterable[Fraction]) -> Fraction:
    """The sum of *nilai*, exact; over one denominator in whole numbers, a third of the time of adding fractions."""
    fractions = [n.as_integer_ratio() for n in nilai]
    denominator = lcm(*{d for _, d in fractions})
    return Fraction(sum(n * (denominator // d) for n, d in fractions), denominator)


def _broken_cells(sheet: _Lembar) -> Iterator[Temuan]:
    """LKE303 for each score cell that is no number, unless what it adds up is no number either."""
    _, penilaian, instrumen, node, damaged, bersebab = sheet
    content = _node_content(instrumen, node)
    for code, isian in damaged.items():
        text = shown_text(isian.nilai)
        label_saja = code in bersebab and not text.startswith("#")
        mewarisi = any(k in damaged for k in content[code]) or (
            content[code] and set(content[code]) <= set(penilaian.kosong)
        )
        if not (_has_reason(code, bersebab) or label_saja or mewarisi):
            yield make_temuan("LKE303", isian.sel, code, indikator=instrumen.in_words(code), isi=f"“{text}”")


def _compare_nilai(nilai: Mapping[str, _Angka], sheet: _Lembar) -> Iterator[Temuan]:
    """LKE301 (a total row: LKE304) at each node whose figure nothing else explains."""
    if not any(a.differs for a in nilai.values()):
        return
    column, penilaian, instrumen, bersebab = sheet.kolom, sheet.penilaian, sheet.instrumen, sheet.bersebab
    harapan, content = _expectations(nilai, sheet), _node_content(instrumen, sheet.simpul)
    for code, a in nilai.items():
        if not a.differs or _has_reason(code, bersebab) or harapan[code].explains(a):
            continue
        if not a.berkas and any(k in sheet.rusak for k in content[code]):
            # IFERROR(…, 0) over an error, which has a finding of its own.
            continue
        isian = column.nilai[code]
        if instrumen.per_kode[code].jenis == "total":
            yield _temuan_total("LKE304", code, isian, a, penilaian, instrumen)
        else:
            yield make_temuan(
                "LKE301",
                isian.sel,
                code,
                indikator=instrumen.in_words(code),
                berkas=short_number(a.berkas, 4),
                kami=short_number(a.kami, 4),
            )


def _compare_percents(persen: Mapping[str, _Angka], nilai: Mapping[str, _Angka], sheet: _Lembar) -> Iterator[Temuan]:
    """LKE302 at each node whose percentage neither its own score nor the figures below it explain."""
    if not any(a.differs for a in persen.values()):
        return
    harapan = _expectations({**nilai, **persen}, sheet)
    for code, a in persen.items():
        own = nilai.get(code)
        mengikuti = own is not None and abs(a.poin - own.poin) <= a.toleransi + own.toleransi
        if not a.differs or mengikuti or _has_reason(code, sheet.bersebab) or harapan[code].explains(a):
            continue
        skala = a.satuan / _bobot(code, sheet.instrumen) * 100
        yield make_temuan(
            "LKE302",
            sheet.kolom.persen[code].sel,
            code,
            indikator=sheet.instrumen.in_words(code),
            berkas=f"{decimal_text(a.berkas * skala)} %",
            kami=f"{decimal_text(a.kami * skala)} %",
        )
