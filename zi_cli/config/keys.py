"""The sections of ``zi.toml`` and their keys, each with the kind of value it takes (``instrumen/strict_toml.py``)."""

SECTIONS = {
    "instrumen": "teks",
    "instansi": "bagian",
    "pimpinan": "bagian",
    "sekretaris_jenderal": "bagian",
    "ketua_tpi": "bagian",
    "panel": "daftar_bagian",
    "surat": "bagian",
    "persetujuan_tpm": "bagian",
    "sptjm_instansi": "bagian",
    "naskah": "bagian",
    "kop": "bagian",
    "tembusan": "bagian",
    "kalender": "bagian",
    "usulan": "bagian",
    "survei": "bagian",
    "ambang": "bagian",
    "judul_penilai": "bagian",
    "tindak_lanjut": "bagian",
    "tim": "daftar_bagian",
    "jadwal": "bagian",
}
FOLLOW_UP = {"terbuka": "teks"}
TIM = {"unit": "teks", "nama": "teks", "nip": "teks", "jabatan": "teks", "kedudukan": "teks"}
#: Stages that the Sekretaris Jenderal's schedule may give a day (``zi_cli/tahap/data/tahap.csv``).
SCHEDULED_TAHAP = (
    *("nilai-kanwil", "usul-kanwil", "nilai-eselon1", "usul-eselon1", "nilai-setjen", "usul-setjen", "usul-sendiri"),
    *("daftar-tpi", "evaluasi-tpi", "lhe", "panel", "nota-biro", "nota-sekjen", "evaluasi-tpm"),
    *("lhe-tpm", "panel-tpm", "nota-biro-tpm", "nota-sekjen-tpm", "pengajuan-tpm", "penetapan"),
)
INSTANSI = {
    "nama": "teks",
    "opini_bpk": "teks",
    "sakip": "teks_angka",
    "indeks_rb": "teks_angka",
    "spip": "teks_angka",
    "jumlah_satker": "cacah",
    "jumlah_berpredikat": "cacah",
}
PEJABAT = {"nama": "teks", "nip": "teks", "jabatan": "teks"}
SURAT = {
    "kop": "daftar_teks",
    "kota": "teks",
    "sifat": "teks",
    "tembusan": "daftar_teks",
    "peraturan": "bagian",
}
REGULATION = {
    "nomor": "teks_angka",
    "tahun": "cacah",
    "judul": "teks",
    "pedoman": "teks",
    "judul_pedoman": "teks",
    "perubahan_nomor": "teks_angka",
    "perubahan_tahun": "cacah",
}
NUMBERED = {"nomor": "teks", "tanggal": "hari"}
LETTER_KEYS = {"nomor": "teks", "tanda_tangan": "teks"}
#: Levels of signatories that have a letterhead of their own.
KOP_TINGKAT = ("menteri", "inspektorat_jenderal", "sekretariat_jenderal", "eselon1", "kanwil", "upt")
KOP = {**dict.fromkeys(KOP_TINGKAT, "daftar_teks"), "logo": "teks", "logo_menteri": "teks"}
#: Kinds of letters that say who gets a copy.
SURAT_WITH_TEMBUSAN = (
    *("pengajuan", "rekomendasi", "pencabutan", "perbaikan", "usul-kanwil", "usul-eselon1", "usul-setjen"),
    *("usul-sendiri", "daftar-tpi", "nota-biro", "nota-sekjen"),
)
USULAN = {"tahun": "cacah", "tanggal": "hari", "penilai": "teks"}
SURVEI = {"rumus": "teks", "gabungan": "teks", "bulan": "cacah", "bobot_skm": "daftar_teks"}
SURVEI_CHOICES = {"rumus": ("proporsi", "rentang"), "gabungan": ("bulan", "semua")}
CALENDAR = {"batas_pengajuan": "batas", "pembaruan_data_dukung": "daftar_bulan_hari"}
