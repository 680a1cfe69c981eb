"""Field values from data made safe to print: control characters out, oversize refused."""

import re
from collections.abc import Container, Mapping
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.text import clean_prose, excerpt, is_marked_doubtful

MAX_LENGTH = 10_000
_MAX_TOTAL = 2_000_000
#: Who signs, who is meant, which number, where and when: what a letter can't leave uncertain.
_SURE = re.compile(
    r"(?:surat|kop|ttd|kepala|pimpinan|tujuan|satker|instansi|pembina|hadir\[]|tim_penilai\[]|rapat|panel)"
    r"\.(?:nama|jabatan|nip|kota|alamat|nomor|tempat|waktu|hari_tanggal)"
)
_UNSURE = object()


def clean_context(contexts: Mapping[str, Any], optional: Container[str] = ()) -> tuple[dict[str, Any], list[Temuan]]:
    """*contexts* with every text cleaned; findings SRT604 (stripped), SRT605 (too long) and SRT658 (not certain).

    A name or a place such as "?" or "TBC" counts as not filled: absent, or blank for one of *optional*.
    """
    temuan: list[Temuan] = []
    total = 0

    def clean_one(nilai: Any, field: str) -> Any:
        nonlocal total
        if isinstance(nilai, Mapping):
            content = {k: clean_one(v, f"{field}.{k}" if field else k) for k, v in nilai.items()}
            return {k: v for k, v in content.items() if v is not _UNSURE}
        if isinstance(nilai, (list, tuple)):
            return [clean_one(n, f"{field}[]") for n in nilai]
        if not isinstance(nilai, str):
            return nilai
        if len(nilai) > MAX_LENGTH:
            temuan.append(make_temuan("SRT605", medan=field, panjang=len(nilai), batas=MAX_LENGTH))
            return ""
        total += len(nilai)
        clean = clean_prose(nilai)
        missing = len(nilai) - len(clean) - nilai.count("\r\n")
        if missing > 0:
            temuan.append(make_temuan("SRT604", medan=field, jumlah=missing))
        if clean and _SURE.fullmatch(field) and is_marked_doubtful(clean):
            temuan.append(make_temuan("SRT658", medan=field, nilai=excerpt(clean)))
            return "" if field in optional else _UNSURE
        return clean

    result = clean_one(contexts, "")
    if total > _MAX_TOTAL:
        temuan.append(make_temuan("SRT605", medan="seluruh isian", panjang=total, batas=_MAX_TOTAL))
    return result, temuan
