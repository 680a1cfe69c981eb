"""Checks of .ods: repeated rows, columns and spaces are counted before anything writes them out."""

from zi_cli.worksheet.formats.container import Container, susun
from zi_cli.worksheet.formats.limits import Budget, Damaged, LimitExceeded, PasswordNeeded, check_sheet_count, parse_xml

_ISI = "content.xml"
_MANIFES = "META-INF/manifest.xml"
_TIPE = b"application/vnd.oasis.opendocument.spreadsheet"


def siapkan(wadah: Container, takaran: Budget) -> tuple[bytes, list[dict[tuple[int, int], str]]]:
    """Check the document; return the rebuilt file and the error values of each sheet.

    Errors are keyed by (row, column), zero-based. Raises ``Damaged``, ``LimitExceeded`` or ``PasswordNeeded``.
    """
    manifes = wadah.baca(_MANIFES)
    if b"encryption-data" in manifes:
        raise PasswordNeeded("sandi .ods tidak dapat dibuka di sini: simpan tanpa sandi di LibreOffice")
    isi = wadah.baca(_ISI)
    for nama, bita in ((_MANIFES, manifes), (_ISI, isi)):
        if b"\0" in bita:
            raise Damaged(f"bagian {nama} bukan XML UTF-8")
        # Old writers name the manifest's public document type; it declares no entity.
        if b"<!ENTITY" in bita or (nama == _ISI and b"<!DOCTYPE" in bita):
            raise LimitExceeded(f"bagian {nama} memuat deklarasi entitas")
    ukur = _Pengukur(takaran)
    ukur.jalankan(isi)
    return susun((("mimetype", _TIPE, None), (_MANIFES, manifes, None), (_ISI, isi, None))), ukur.galat


class _Pengukur:
    """Walk the tables, counting each row and cell as often as it is repeated."""

    def __init__(self, takaran: Budget) -> None:
        self.galat: list[dict[tuple[int, int], str]] = []
        self._takaran = takaran
        self._tabel = 0
        self._mulai_tabel()

    def _mulai_tabel(self) -> None:
        self._baris = self._baris_akhir = self._kolom_akhir = self._teks = 0
        self._galat: dict[tuple[int, int], str] = {}
        self._mulai_baris(1)

    def _mulai_baris(self, ulang: int) -> None:
        self._ulang_baris = ulang
        self._kolom = self._kolom_isi = self._teks_baris = 0
        self._di_sel = self._berisi = False

    def jalankan(self, isi: bytes) -> None:
        """Parse *isi*; raise ``Damaged`` for XML that is not well formed, ``LimitExceeded`` beyond a limit."""
        parse_xml(isi, self._mulai, self._selesai, self._huruf)

    def _mulai(self, nama: str, atribut: dict[str, str]) -> None:
        if nama in ("table:table-cell", "table:covered-table-cell"):
            self._ulang_sel = _bilangan(atribut.get("table:number-columns-repeated", "1"))
            self._di_sel = True
            self._teks_sel = sum(map(len, atribut.values()))
            self._isi_galat = atribut.get("calcext:value-type") == "error"
            self._berisi = "office:value-type" in atribut or "table:formula" in atribut
            self._tulisan = ""
        elif nama == "table:table-row":
            self._mulai_baris(_bilangan(atribut.get("table:number-rows-repeated", "1")))
        elif nama == "text:s" and self._di_sel:
            self._teks_sel += _bilangan(atribut.get("text:c", "1"))
            self._berisi = True
        elif nama == "table:table":
            self._tabel += 1
            check_sheet_count(self._tabel)
            self._mulai_tabel()
        elif self._di_sel:
            self._teks_sel += 1

    def _huruf(self, teks: str) -> None:
        if self._di_sel and not teks.isspace():
            self._berisi = True
            self._teks_sel += 3 * len(teks)
            if self._isi_galat and len(self._tulisan) < 40:
                self._tulisan += teks

    def _selesai(self, nama: str) -> None:
        if nama in ("table:table-cell", "table:covered-table-cell"):
            if self._berisi:
                if self._isi_galat and self._ulang_sel == 1 and self._ulang_baris == 1:
                    self._galat[self._baris, self._kolom] = self._tulisan.strip() or "#N/A"
                self._kolom_isi = self._kolom + self._ulang_sel
                self._teks_baris += self._teks_sel * self._ulang_sel
            self._kolom += self._ulang_sel
            self._di_sel = self._berisi = False
        elif nama == "table:table-row":
            self._baris += self._ulang_baris
            if self._kolom_isi:
                self._baris_akhir = self._baris
                self._kolom_akhir = max(self._kolom_akhir, self._kolom_isi)
                self._teks += self._teks_baris * self._ulang_baris
                if not self._takaran.muat(self._baris_akhir, self._kolom_akhir, self._teks):
                    self._takaran.tambah_lembar(self._baris_akhir, self._kolom_akhir, self._teks)
            self._mulai_baris(1)
        elif nama == "table:table":
            self._takaran.tambah_lembar(self._baris_akhir, self._kolom_akhir, self._teks)
            self.galat.append(self._galat)
            self._mulai_tabel()


def _bilangan(teks: str) -> int:
    if not (teks.isascii() and teks.isdigit()) or len(teks) > 10:
        raise Damaged(f"jumlah ulangan “{teks[:20]}” tidak berlaku")
    return int(teks)
