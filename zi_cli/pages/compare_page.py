"""The page of a comparison."""

from collections.abc import Sequence
from typing import Any

from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.records.compare import ComparedPair, HasilBanding
from zi_cli.records.score import ambang_record
from zi_cli.report.html.charts import Seri, Sumbu, horizontal_bars
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.text import figure_text
from zi_cli.views.compare import comparison_title, side_name, tables


def compare_page(
    result: HasilBanding, instrumen: Instrumen, ambang: SetAmbang, other_source: Sequence[SumberLain] = ()
) -> str:
    """HTML of a comparison of assessors, files, or a folder."""
    pandangan: dict[str, Any] = {
        "judul": comparison_title(result),
        "jenis": result.jenis,
        "komponen": instrumen.nama_komponen,
        "pasangan": [] if result.ringkasan else [_pair_view(p, result.jenis, instrumen) for p in result.pasangan],
        "tabel": [table_view(t) for t in tables(result, instrumen)],
        "dilewati": result.dilewati,
        "gagal": [{"berkas": n, "kode": t.kode, "pesan": t.pesan} for n, t in result.gagal],
        "sumber": sorted({(s.berkas, s.sha256) for p in result.pasangan for s in (p.dari, p.ke)})
        if not result.ringkasan
        else [],
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "ambang": ambang_record(ambang),
    }
    return make_page("banding.html.j2", v=pandangan, sumber_lain=other_source)


def _pair_view(p: ComparedPair, kind: str, instrumen: Instrumen) -> dict[str, Any]:
    basis = p.banding.part_of(p.banding.dasar)
    names = [side_name(p.dari, kind, instrumen), side_name(p.ke, kind, instrumen)]
    area = [b for b in p.banding.bagian if b.kode.startswith("area-")]
    persen = [[float(b.dari * 100 / b.bobot) for b in area], [float(b.ke * 100 / b.bobot) for b in area]]
    return {
        "nama": names,
        "dari": basis.dari,
        "ke": basis.ke,
        "selisih": basis.selisih,
        "kesepakatan": None if basis.kesepakatan is None else basis.kesepakatan * 100,
        "berbeda": len(p.banding.indikator),
        "pengungkit_saja": p.banding.dasar != "total",
        "grafik": horizontal_bars(
            "Capaian area sebelum dan sesudah",
            "; ".join(
                f"{b.nama}: {figure_text(x, 0)} % menjadi {figure_text(y, 0)} %"
                for b, x, y in zip(area, *persen, strict=True)
            ),
            [b.kode.replace("-", " ").capitalize() for b in area],
            [
                Seri(n, [round(x, 1) for x in content], f"seri-{i}")
                for i, (n, content) in enumerate(zip(names, persen, strict=True), 1)
            ],
            Sumbu(0, 100, [0, 50, 100]),
        ),
    }
