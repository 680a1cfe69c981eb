"""What became of a heap of worksheets: files, rows added, decisions that wait."""

from zi_cli.folder.discover import Lewat
from zi_cli.pengajuan.work_folder import Inbox
from zi_cli.text import path_text
from zi_cli.views.table import Column, Table

#: Files of a kind left aside that are named, and endings of those that may hold a worksheet.
_MAX_NAMED = 3
_CONTAINERS = {".zip", ".rar", ".7z", ".eml", ".msg"}


def inbox_headline(i: Inbox) -> list[tuple[str, str]]:
    """Counts, and what is different since the last look."""
    p = i.perubahan
    rows = [
        ("Kotak", path_text(str(i.kotak))),
        ("Daftar satker", f"{i.daftar.jalur} ({'baru' if i.daftar.baru else 'ditambahi'})"),
        ("Tahun usulan", f"{i.tahun}; bila bukan, isi di lembar Instansi"),
        ("LKE", f"{sum(len(r.berkas) for r in i.baris)} berkas, {len(i.baris)} satker"),
        ("Ditambahkan", f"{len(i.daftar.ditambah)} baris, {len(i.daftar.surat)} surat"),
    ]
    if p.berubah or p.hilang:
        rows.append(("Sejak terakhir", f"{len(p.baru)} baru, {len(p.berubah)} berubah, {len(p.hilang)} hilang"))
    added = {b.nama for r in i.daftar.ditambah for b in r.berkas}
    if others := [name for name in p.baru if name not in added]:
        # Another file of a satker that has its row: which one counts is what the row says.
        rows += [("Baru", f"{name}: satkernya sudah berbaris; periksa kolom Berkas LKE") for name in others]
    rows += [("Berubah", name) for name in p.berubah] + [("Hilang", name) for name in p.hilang]
    rows += [("Dilewati", _left_aside(ground, passed)) for ground, passed in i.dilewati.items()]
    if i.disalin:
        rows.append(("Disalin", f"{len(i.disalin)} berkas"))
    return rows


def _left_aside(ground: str, passed: Lewat) -> str:
    """Files passed over for one reason; of those that may hold worksheets, what to do."""
    excess = f", … ({passed.jumlah} berkas)" if passed.jumlah > _MAX_NAMED else ""
    content = "; bila memuat LKE, simpan isinya ke kotak" if _CONTAINERS & set(ground.strip(")").split("(")) else ""
    return f"{', '.join(passed.contoh[:_MAX_NAMED])}{excess}: {ground}{content}"


def file_table(i: Inbox) -> Table:
    """One row a file: whose it is, and whether its satker is new to the register."""
    new = {r.called for r in i.daftar.ditambah}
    return Table(
        "Berkas",
        [Column(j) for j in ("Berkas", "Satker", "Kanwil", "Usulan", "Di daftar")],
        [
            (
                b.nama,
                r.called,
                r.isi.get("kanwil"),
                r.isi.get("usulan"),
                "baris baru" if r.called in new else "sudah ada",
            )
            for r in i.baris
            for b in r.berkas
        ],
    )


def decision_table(i: Inbox) -> Table:
    """What a person has to decide, one row a question; what several satker share stands once, after the others."""
    per: dict[str, list[str]] = {}
    for name, every in i.daftar.menunggu.items():
        for what in every:
            per.setdefault(what, []).append(name)
    one = [(milik[0], what) for what, milik in per.items() if len(milik) == 1]
    shared = [(f"{len(milik)} satker", what) for what, milik in per.items() if len(milik) > 1]
    return Table("Perlu diputuskan", [Column("Satker"), Column("Apa")], [*one, *shared])
