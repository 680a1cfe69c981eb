"""Findings DAT5xx: satker register and configuration."""

from zi_cli.findings.entri import Entri

ENTRI: tuple[Entri, ...] = (
    # --- DAT56x: costs of improvements (zi plan --biaya) -----------------------------------------
    Entri(
        "DAT560",
        "galat",
        "Berkas biaya tidak terbaca",
        "Berkas biaya “{berkas}” tidak terbaca: {sebab}.",
        "Tanpa biaya yang terbaca, rencana termurah tidak dapat dihitung.",
        "Simpan biayanya sebagai CSV UTF-8 berkolom kode,biaya atau kode,ke,biaya.",
        "biaya.xlsx diberikan sebagai CSV.",
    ),
    Entri(
        "DAT561",
        "galat",
        "Kolom berkas biaya tidak dikenal",
        "{berkas} baris 1: kolom harus kode,biaya atau kode,ke,biaya, bukan “{kolom}”.",
        "Kolom yang ditebak dapat menukar kode dengan biaya.",
        "Tulis judul kolom persis kode,biaya atau kode,ke,biaya.",
        "Judul kolom “indikator,harga”.",
    ),
    Entri(
        "DAT562",
        "galat",
        "Baris biaya tidak sesuai kolomnya",
        "{berkas} baris {nomor}: {ada} kolom, seharusnya {seharusnya}.",
        "Koma desimal di dalam CSV berkoma memecah satu angka menjadi dua kolom.",
        "Pakai titik desimal atau pemisah titik koma.",
        "“A.I.1.i.b,1,5” pada CSV berpemisah koma.",
    ),
    Entri(
        "DAT563",
        "galat",
        "Kode biaya tidak dikenal",
        "{berkas} baris {nomor}: kode “{kode}” bukan indikator, bukan kelompok indikator, dan bukan *.",
        "Biaya untuk kode yang salah ketik tidak akan terpakai.",
        "Pakai kode seperti pada zi score --format csv, kode di atasnya (A.I.5), atau * untuk semua.",
        "“A.1.1.i.b”, seharusnya “A.I.1.i.b”.",
    ),
    Entri(
        "DAT564",
        "galat",
        "Biaya bukan angka",
        "{berkas} baris {nomor}: biaya “{biaya}” bukan angka 0 atau lebih tanpa pemisah ribuan.",
        "“1.500” dapat berarti 1,5 atau 1500; menebaknya mengubah rencana.",
        "Tulis 1500000 atau 1500000,50 (paling banyak dua desimal).",
        "“Rp1.500.000”.",
    ),
    Entri(
        "DAT565",
        "galat",
        "Tingkat tujuan biaya bukan pilihan indikator",
        "{berkas} baris {nomor}: “{ke}” bukan pilihan {indikator} (pilihan: {pilihan}).",
        "Biaya per tingkat hanya berlaku bagi pilihan jawaban yang ada pada indikator itu.",
        "Isi kolom ke dengan pilihan jawaban indikator, atau kosongkan untuk tingkat mana pun.",
        "“D” pada indikator A/B/C.",
    ),
    Entri(
        "DAT566",
        "galat",
        "Biaya ganda",
        "{berkas} baris {nomor}: biaya {kode} sudah ditulis di baris sebelumnya.",
        "Dua biaya untuk hal yang sama: salah satunya pasti bukan yang dimaksud.",
        "Sisakan satu baris.",
        "A.I.1.i.b ditulis dua kali.",
    ),
    # --- DAT59x: recaps given to reports -------------------------------------------------------
    Entri(
        "DAT590",
        "galat",
        "Rekap tidak dapat dibaca",
        "Rekap “{berkas}” tidak dapat dibaca: {sebab}.",
        "Laporan hanya dibuat dari rekap yang utuh; bagian yang hilang tidak boleh ditebak.",
        "Buat ulang rekapnya dengan zi batch, dan jangan menyunting rekap.json.",
        "rekap.json terpotong saat disalin.",
    ),
)
