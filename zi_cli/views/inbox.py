"""What became of a heap of worksheets: files, rows added, decisions that wait."""

from zi_cli.folder.discover import Lewat
from zi_cli.pengajuan.work_folder import Inbox
from zi_cli.text import path_text
from zi_cli.views.table import Column, Table

#: Files of a kind left aside that are named, and endings of those that may hold a worksheet.
_DISEBUT = 3
_BERISI = {".zip", ".rar", ".7z", ".eml", ".msg"}


def inbox_headline(i: Inbox) -> list[tuple[str, str]]:
    """Counts, and what is different since the last look."""
    p = i.perubahan
    baris = [
        ("Kotak", path_text(str(i.kotak))),
        ("Daftar satker", f"{i.daftar.jalur} ({'baru' if i.daftar.baru else 'ditambahi'})"),
        ("LKE", f"{sum(len(r.berkas) for r in i.baris)} berkas, {len(i.baris)} satker"),
        ("Ditambahkan", f"{len(i.daftar.ditambah)} baris, {len(i.daftar.surat)} surat"),
    ]
    if p.berubah or p.hilang:
        baris.append(("Sejak terakhir", f"{len(p.baru)} baru, {len(p.berubah)} berubah, {len(p.hilang)} hilang"))
    ditambah = {b.nama for r in i.daftar.ditambah for b in r.berkas}
    if lain := [nama for nama in p.baru if nama not in ditambah]:
        # Another file of a satker that has its row: which one counts is what the row says.
        baris += [("Baru", f"{nama}: satkernya sudah berbaris; periksa kolom Berkas LKE") for nama in lain]
    baris += [("Berubah", nama) for nama in p.berubah] + [("Hilang", nama) for nama in p.hilang]
    baris += [("Dilewati", _left_aside(alasan, lewat)) for alasan, lewat in i.dilewati.items()]
    if i.disalin:
        baris.append(("Disalin", f"{len(i.disalin)} berkas"))
    return baris


def _left_aside(alasan: str, lewat: Lewat) -> str:
    """Files passed over for one reason; of those that may hold worksheets, what to do."""
    lebih = f", … ({lewat.jumlah} berkas)" if lewat.jumlah > _DISEBUT else ""
    isi = "; bila memuat LKE, simpan isinya ke kotak" if _BERISI & set(alasan.strip(")").split("(")) else ""
    return f"{', '.join(lewat.contoh[:_DISEBUT])}{lebih}: {alasan}{isi}"


def file_table(i: Inbox) -> Table:
    """One row a file: whose it is, and whether its satker is new to the register."""
    baru = {r.sebutan for r in i.daftar.ditambah}
    return Table(
        "Berkas",
        [Column(j) for j in ("Berkas", "Satker", "Kanwil", "Usulan", "Di daftar")],
        [
            (
                b.nama,
                r.sebutan,
                r.isi.get("kanwil"),
                r.isi.get("usulan"),
                "baris baru" if r.sebutan in baru else "sudah ada",
            )
            for r in i.baris
            for b in r.berkas
        ],
    )


def decision_table(i: Inbox) -> Table:
    """What a person has to decide, one row a question; what several satker share stands once, after the others."""
    per: dict[str, list[str]] = {}
    for nama, semua in i.daftar.menunggu.items():
        for apa in semua:
            per.setdefault(apa, []).append(nama)
    satu = [(milik[0], apa) for apa, milik in per.items() if len(milik) == 1]
    bersama = [(f"{len(milik)} satker", apa) for apa, milik in per.items() if len(milik) > 1]
    return Table("Perlu diputuskan", [Column("Satker"), Column("Apa")], [*satu, *bersama])
