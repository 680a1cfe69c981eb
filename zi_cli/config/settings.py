"""What ``zi.toml`` and the register's sheet Instansi say, as values."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen, Peraturan, SetAmbang
from zi_cli.named_tuple import NamedTuple


class Pejabat(NamedTuple):
    """An official who signs or attends; empty parts are None."""

    nama: str | None = None
    nip: str | None = None
    jabatan: str | None = None


class TeamMember(NamedTuple):
    """A member of an assessing team: of which one (``unit``: a Kanwil, a Unit Eselon I, "TPM"), and as what."""

    unit: str
    nama: str
    jabatan: str
    nip: str | None = None
    kedudukan: str = "Anggota"


class Instansi(NamedTuple):
    """The ministry: what Tabel 7 of SEK-OT.03.02-01 asks of it, as written, and its portfolio.

    ``sakip``, ``indeks_rb``, ``spip`` and ``opini_bpk`` are the text as typed (numbers too); the
    requirement engine reads them. ``jumlah_satker`` counts all its satker, ``jumlah_berpredikat``
    those that hold a WBK or WBBM predicate now.
    """

    nama: str | None = None
    opini_bpk: str | None = None
    sakip: str | None = None
    indeks_rb: str | None = None
    spip: str | None = None
    jumlah_satker: int | None = None
    jumlah_berpredikat: int | None = None


class SuratBaku(NamedTuple):
    """Defaults of letters. ``kop`` are the letterhead's lines, ``tembusan`` the copies, in order.

    ``peraturan`` is what the file says of the regulation in place of the instrument.
    """

    kop: tuple[str, ...] = ()
    kota: str | None = None
    sifat: str = "Penting"
    tembusan: tuple[str, ...] = ()
    peraturan: Mapping[str, Any] = MappingProxyType({})


class NumberedLetter(NamedTuple):
    """A letter on file: KemenPANRB's consent to a TPM (BAB III A.1.d), the ministry's own SPTJM."""

    nomor: str
    tanggal: date


class Correspondence(NamedTuple):
    """What the office's correspondence system fills in by itself: its marks for a letter's number and signature."""

    nomor: str | None = None
    tanda_tangan: str | None = None


class Letterheads(NamedTuple):
    """Lines of the letterhead by the level of who signs, and the pictures: the Minister's, and everybody else's."""

    baris: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    logo: str | None = None
    logo_menteri: str | None = None


class ConfigCalendar(NamedTuple):
    """Dates that replace the instrument's.

    ``batas_pengajuan`` is a full date (for its year alone) or (month, day) for every year;
    ``pembaruan_data_dukung`` are (month, day) pairs in order; None keeps the instrument's.
    """

    batas_pengajuan: date | tuple[int, int] | None = None
    pembaruan_data_dukung: tuple[tuple[int, int], ...] | None = None


class ProposalDefaults(NamedTuple):
    """The year proposed, the date of the proposal, whose assessment decides (kode); None where nobody said."""

    tahun: int | None = None
    tanggal: date | None = None
    penilai: str | None = None


#: What open follow-up does to a proposal: keeps it back, is said, is not looked at.
OpenFollowUp = Literal["tahan", "peringatkan", "abaikan"]


class SurveySettings(NamedTuple):
    """How survey indices are worked out: from the answers' scale to 4, months, and how many of them (None: all).

    ``bobot_skm`` are the weights of the satisfaction survey's elements in order, ratios that sum to 1 (empty: equal).
    """

    rumus: Literal["proporsi", "rentang"] = "proporsi"
    gabungan: Literal["bulan", "semua"] = "bulan"
    bulan: int | None = None
    bobot_skm: tuple[Fraction, ...] = ()


class ConfigSheet(NamedTuple):
    """The same settings from a sheet of a workbook: values as ``zi.toml`` would hold them, and cells by key.

    ``ragu`` are the keys whose cell says something that can't be used, with the finding; ``label`` is what the sheet
    calls each key.
    """

    berkas: Path
    sha256: str
    isi: Mapping[str, Any]
    sel: Mapping[str, Sel]
    temuan: tuple[Temuan, ...] = ()
    ragu: Mapping[str, Temuan] = MappingProxyType({})
    label: Mapping[str, str] = MappingProxyType({})


class Config(NamedTuple):
    """Everything of ``zi.toml`` and of the register's sheet Instansi.

    ``berkas`` and ``sha256`` are None when there is neither; ``temuan`` are what is odd about them but stops nothing.

    ``instrumen`` is the one in force; ``ambang`` are its thresholds, with what the file made stricter.
    ``instrumen_lain`` is the instrument the file names when another one was asked for; ``pesaing`` are the
    other known instruments where nobody named one and it was taken by the form of a worksheet. ``lembar`` is the
    sheet with the cells of what no other file says and all that is in doubt (:meth:`doubts`).
    """

    instrumen: Instrumen
    ambang: SetAmbang
    berkas: Path | None = None
    sha256: str | None = None
    instansi: Instansi = Instansi()
    pimpinan: Pejabat = Pejabat()
    sekretaris_jenderal: Pejabat = Pejabat()
    ketua_tpi: Pejabat = Pejabat()
    panel: tuple[Pejabat, ...] = ()
    surat: SuratBaku = SuratBaku()
    persetujuan_tpm: NumberedLetter | None = None
    sptjm_instansi: NumberedLetter | None = None
    naskah: Correspondence = Correspondence()
    kop: Letterheads = Letterheads()
    tembusan: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    kalender: ConfigCalendar = ConfigCalendar()
    instrumen_lain: str | None = None
    pesaing: tuple[Instrumen, ...] = ()
    usulan: ProposalDefaults = ProposalDefaults()
    survei: SurveySettings = SurveySettings()
    temuan: tuple[Temuan, ...] = ()
    tindak_lanjut: OpenFollowUp = "peringatkan"
    tim: tuple[TeamMember, ...] = ()
    jadwal: Mapping[str, date | tuple[int, int]] = MappingProxyType({})
    lembar: ConfigSheet | None = None

    def doubts(self, *key: str) -> list[Temuan]:
        """What stands against the settings *key* ("usulan.tahun", or a whole section "kop"): written, not usable."""
        doubt = self.lembar.ragu if self.lembar is not None else {}
        return [t for k, t in doubt.items() if k in key or k.partition(".")[0] in key]

    def without_doubt(self, *key: str) -> "Config":
        """The same where *key* are said elsewhere: what the sheet says of them no longer matters."""
        if self.lembar is None:
            return self
        doubts = {k: t for k, t in self.lembar.ragu.items() if k not in key}
        return self._replace(lembar=self.lembar._replace(ragu=doubts))

    @property
    def peraturan(self) -> Peraturan:
        """The regulation that letters rest on: the instrument's, with what the file says otherwise."""
        return self.instrumen.peraturan._replace(**self.surat.peraturan)
