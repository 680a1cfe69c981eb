"""Field values from data made safe to print: control characters out, oversize refused."""

import re
from collections.abc import Container, Mapping
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.text import clean_prose, cuplik, is_marked_doubtful

PANJANG_MAKSIMUM = 10_000
_TOTAL_MAKSIMUM = 2_000_000
#: Who signs, who is meant, which number, where and when: what a letter can't leave uncertain.
_PASTI = re.compile(
    r"(?:surat|kop|ttd|kepala|pimpinan|tujuan|satker|instansi|pembina|hadir\[]|tim_penilai\[]|rapat|panel)"
    r"\.(?:nama|jabatan|nip|kota|alamat|nomor|tempat|waktu|hari_tanggal)"
)
_TAK_PASTI = object()


def clean_context(contexts: Mapping[str, Any], optional: Container[str] = ()) -> tuple[dict[str, Any], list[Temuan]]:
    """*contexts* with every text cleaned; findings SRT604 (stripped), SRT605 (too long) and SRT658 (not certain).

    A name or a place such as "?" or "TBC" counts as not filled: absent, or blank for one of *optional*.
    """
    temuan: list[Temuan] = []
    total = 0

    def satu(nilai: Any, field: str) -> Any:
        nonlocal total
        if isinstance(nilai, Mapping):
            content = {k: satu(v, f"{field}.{k}" if field else k) for k, v in nilai.items()}
            return {k: v for k, v in content.items() if v is not _TAK_PASTI}
        if isinstance(nilai, (list, tuple)):
            return [satu(n, f"{field}[]") for n in nilai]
        if not isinstance(nilai, str):
            return nilai
        if len(nilai) > PANJANG_MAKSIMUM:
            temuan.append(make_temuan("SRT605", medan=field, panjang=len(nilai), batas=PANJANG_MAKSIMUM))
            return ""
        total += len(nilai)
        clean = clean_prose(nilai)
        missing = len(nilai) - len(clean) - nilai.count("\r\n")
        if missing > 0:
            temuan.append(make_temuan("SRT604", medan=field, jumlah=missing))
        if clean and _PASTI.fullmatch(field) and is_marked_doubtful(clean):
            temuan.append(make_temuan("SRT658", medan=field, nilai=cuplik(clean)))
            return "" if field in optional else _TAK_PASTI
        return clean

    result = satu(contexts, "")
    if total > _TOTAL_MAKSIMUM:
        temuan.append(make_temuan("SRT605", medan="seluruh isian", panjang=total, batas=_TOTAL_MAKSIMUM))
    return result, temuan
