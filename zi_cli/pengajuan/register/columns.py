"""The columns of the satker register: heading, kind of value, and what to tell who fills it."""

from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.words import choices
from zi_cli.text import canonical_name

JenisIsian = Literal["teks", "nip", "pilihan", "ya_tidak", "tanggal", "persen", "sakip"]

#: The sheet of a register that zi init writes.
JUDUL_LEMBAR = "Satker"
BELUM_ADA = "Belum ada"

#: A row whose kode is this is the example of a new register; the reader passes over it.
KODE_CONTOH = "CONTOH"


class Kolom(NamedTuple):
    """One column: field of ``Satker``, heading, kind, comment for people, and the example's value.

    ``alias`` are other headings that mean the same.
    """

    field: str
    judul: str
    jenis: JenisIsian
    kelompok: str
    keterangan: str
    contoh: str
    alias: tuple[str, ...] = ()

    @property
    def pilihan(self) -> tuple[str, ...]:
        """What the list of a list column offers; () for the others."""
        return choices(self.field) if self.jenis == "pilihan" else ()

    @property
    def menentukan(self) -> bool:
        """Whether eligibility may rest on the column."""
        return self.field not in _TAK_MENENTUKAN

    @property
    def menyebut_nama(self) -> bool:
        """Whether the column says which satker it is, or which office assessed or supervises it."""
        return self.field in ("kode", "nama", "kanwil", "eselon1", "pendahuluan_penilai")

    @property
    def pelengkap(self) -> bool:
        """Whether a register without the column lacks nothing."""
        return self.field in _PELENGKAP


#: Columns for letters, grouping and the calendar: a fault there leaves eligibility as it is.
_TAK_MENENTUKAN = frozenset(
    {
        "kanwil", "alamat", "kota", "kawasan", "kepala_nama", "kepala_nip", "kepala_jabatan", "tanggal_data_dukung",
        "sptjm_nomor", "berkas_survei", "afirmasi", "jalur", "keterangan",
    }
)  # fmt: skip
_PELENGKAP = frozenset({"berkas_survei", "afirmasi", "jalur"})
_IDENTITAS, _KEPALA, _USULAN = "Identitas satker", "Kepala satker", "Usulan dan predikat"
_SYARAT, _AWAL, _LAIN = "Syarat pengajuan (Tabel 7)", "Penilaian pendahuluan dan SPTJM", "Lain-lain"
_PERSEN = (
    " Tulis 100%, atau cacahnya 12/12 (selesai/seluruhnya); 12 dari 12 juga boleh. 0/0 berarti tidak ada kewajiban. "
    "Sel ini berformat teks agar 12/12 tidak berubah menjadi tanggal."
)

KOLOM: tuple[Kolom, ...] = (
    Kolom("kode", "Kode", "teks", _IDENTITAS, "Kode satker, unik di daftar ini. Baris berkode CONTOH diabaikan.",
          KODE_CONTOH, alias=("Kode satker",)),
    Kolom("nama", "Nama satker", "teks", _IDENTITAS, "Nama lengkap resmi, seperti yang akan tertulis di surat.",
          "Kantor Imigrasi Kelas I Contoh", alias=("Nama", "Satker", "Nama unit kerja")),
    Kolom("jenis", "Jenis", "pilihan", _IDENTITAS, "Pilih dari daftar. Unit Eselon I tidak memerlukan penilaian "
          "pendahuluan.", "Kantor Imigrasi", ("Jenis satker",)),
    Kolom("kanwil", "Kanwil", "teks", _IDENTITAS, "Kantor Wilayah pembina; sama dengan nama foldernya.",
          "Kanwil Contoh", alias=("Kantor Wilayah",)),
    Kolom("eselon1", "Unit Eselon I pembina", "teks", _IDENTITAS, "Unit Eselon I pembina satker ini.",
          "Direktorat Jenderal Imigrasi", alias=("Eselon I", "Unit Eselon I", "Eselon I pembina")),
    Kolom("alamat", "Alamat", "teks", _IDENTITAS, "Alamat kantor; dipakai di SPTJM.", "Jalan Contoh Nomor 1"),
    Kolom("kota", "Kota", "teks", _IDENTITAS, "Kota tempat surat satker ditandatangani.", "Contoh"),
    Kolom("kawasan", "Kawasan", "teks", _IDENTITAS, "Nama kawasan strategis bila satker bagian dari kawasan; "
          "selain itu kosong.", ""),
    Kolom("kepala_nama", "Nama kepala", "teks", _KEPALA, "Nama kepala satker dengan gelar.", "Nama Contoh, S.H., M.H.",
          alias=("Kepala", "Kepala satker", "Nama kepala satker")),
    Kolom("kepala_nip", "NIP kepala", "nip", _KEPALA, "18 angka. Sel ini berformat teks: sebagai angka, Excel "
          "membulatkan tiga angka terakhir.", "", alias=("NIP", "NIP kepala satker")),
    Kolom("kepala_jabatan", "Jabatan kepala", "teks", _KEPALA, "Bila kosong, surat memakai “Kepala <nama satker>”.",
          "", alias=("Jabatan", "Jabatan kepala satker")),
    Kolom("usulan", "Usulan", "pilihan", _USULAN, "Predikat yang diusulkan tahun ini. Pilih Tidak bila satker tidak "
          "diusulkan; kosong dianggap belum ada data.", "WBK"),
    Kolom("predikat", "Predikat saat ini", "pilihan", _USULAN, "Predikat yang masih dimiliki.", BELUM_ADA,
          ("Predikat",)),
    Kolom("tanggal_predikat", "Tanggal penetapan predikat", "tanggal", _USULAN, "Tanggal keputusan predikat itu; "
          "awal hitungan monev dua tahunan.", ""),
    Kolom("tanggal_monev", "Tanggal monev terakhir", "tanggal", _USULAN, "Monitoring dan evaluasi predikat yang "
          "terakhir dilaporkan melalui PMPZI.", ""),
    Kolom("tanggal_data_dukung", "Tanggal pembaruan data dukung terakhir", "tanggal", _USULAN, "Pembaruan data dukung "
          "komponen pengungkit, setiap triwulan.", "31 Maret 2027", alias=("Tanggal pembaruan data dukung",)),
    Kolom("tanggal_pencanangan", "Tanggal pencanangan", "tanggal", _USULAN, "Tanggal pencanangan ZI. Tidak pernah "
          "dipakai sebagai tanggal mulai pembangunan.", "2 Februari 2024"),
    Kolom("mulai_wbk", "Tanggal mulai menuju WBK", "tanggal", _SYARAT, "Mulai membangun ZI menuju WBK; wajib genap "
          "satu tahun pada tanggal pengajuan.", "1 Maret 2024", alias=("Tanggal mulai pembangunan menuju WBK",)),
    Kolom("mulai_wbbm", "Tanggal mulai menuju WBBM", "tanggal", _SYARAT, "Mulai membangun ZI menuju WBBM; wajib genap "
          "satu tahun pada tanggal pengajuan.", "", alias=("Tanggal mulai pembangunan menuju WBBM",)),
    Kolom("sakip", "SAKIP", "sakip", _SYARAT, "Hasil evaluasi internal SAKIP satker: huruf (BB) atau angka (72,5). "
          "60 adalah CC; di atas 60 barulah B.", "BB", alias=("SAKIP satker", "Predikat SAKIP")),
    Kolom("tlhp", "TLHP", "persen", _SYARAT, "Tindak lanjut hasil pengawasan APIP/BPK yang selesai, wajib 100 %."
          + _PERSEN, "12/12"),
    Kolom("lhkpn", "LHKPN", "persen", _SYARAT, "Sudah melapor dibanding wajib lapor LHKPN, wajib 100 %." + _PERSEN,
          "8/8"),
    Kolom("lhkasn", "LHKASN", "persen", _SYARAT, "Sudah melapor dibanding wajib lapor LHKASN, wajib 100 %." + _PERSEN,
          "42/42"),
    Kolom("layanan_utama", "Layanan utama", "ya_tidak", _SYARAT, "Apakah satker merupakan core layanan utama "
          "instansi?", "Ya"),
    Kolom("dampak", "Dampak", "ya_tidak", _SYARAT, "Apakah satker berdampak signifikan terhadap persepsi masyarakat "
          "tentang kualitas birokrasi?", "Ya"),
    Kolom("pendahuluan_layak", "Penilaian pendahuluan", "ya_tidak", _AWAL, "Ya bila penilaian pendahuluan menyimpulkan "
          "satker layak dievaluasi TPI.", "Ya", alias=("Penilaian pendahuluan layak",)),
    Kolom("pendahuluan_tanggal", "Tanggal penilaian pendahuluan", "tanggal", _AWAL, "Tanggal simpulan itu.",
          "14 April 2027"),
    Kolom("pendahuluan_penilai", "Penilai pendahuluan", "teks", _AWAL, "Tim yang menyimpulkan, misalnya Tim Penilai "
          "Direktorat Jenderal Imigrasi.", "Tim Penilai Direktorat Jenderal Imigrasi"),
    Kolom("sptjm_nomor", "Nomor SPTJM", "teks", _AWAL, "Nomor SPTJM bila diberi nomor.", ""),
    Kolom("sptjm_tanggal", "Tanggal SPTJM", "tanggal", _AWAL, "Tanggal SPTJM ditandatangani kepala satker; "
          "tanpa tanggal, SPTJM dianggap belum ada.", "3 Mei 2027"),
    Kolom("tanggal_pencabutan", "Tanggal pencabutan", "tanggal", _LAIN, "Tanggal penetapan pencabutan predikat; dua "
          "tahun sejak itu satker tidak dapat diusulkan.", ""),
    Kolom("berkas_lke", "Berkas LKE", "teks", _LAIN, "Letak berkas LKE, dihitung dari folder daftar ini. Bila kosong, "
          "berkas dicari dari kode, lalu nama yang persis sama.", "Kanwil Contoh/lke-contoh.xlsx", alias=("Berkas",)),
    Kolom("berkas_survei", "Berkas survei", "teks", _LAIN, "Letak ekspor jawaban survei (.xlsx atau .csv) di balik "
          "nilai survei LKE, dihitung dari folder daftar ini; dihitung ulang oleh zi check.", ""),
    Kolom("afirmasi", "Afirmasi", "ya_tidak", _LAIN, "Ya bila satker diusulkan WBK lewat jalur afirmasi PortalRB; "
          "hanya dipakai zi portalrb.", ""),
    Kolom("jalur", "Jalur", "pilihan", _LAIN, "Yang mengevaluasi usulan ini: TPN, atau TPM (hanya WBK, dengan "
          "persetujuan KemenPANRB). Bila kosong: TPM untuk WBK selama persetujuannya dicatat, selain itu TPN.", ""),
    Kolom("keterangan", "Keterangan", "teks", _LAIN, "Catatan bebas; tidak dibaca program.",
          "Baris contoh: diabaikan program, boleh dihapus."),
)  # fmt: skip

#: Without these columns a table is not the register.
WAJIB = ("kode", "nama")


def column_of_heading(judul: str) -> Kolom | None:
    """The column whose heading (or alias) is *judul*, levelled by :func:`canonical_name`; None when none is."""
    return _PER_JUDUL.get(canonical_name(judul))


_PER_JUDUL = {canonical_name(teks): k for k in KOLOM for teks in (k.judul, k.field, *k.alias)}
