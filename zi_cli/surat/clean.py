"""Field values from data made safe to print: control characters out, oversize refused."""

from collections.abc import Mapping
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.text import clean_prose

PANJANG_MAKSIMUM = 10_000
_TOTAL_MAKSIMUM = 2_000_000


def clean_context(konteks: Mapping[str, Any]) -> tuple[dict[str, Any], list[Temuan]]:
    """*konteks* with every text cleaned; findings SRT604 (stripped) and SRT605 (too long)."""
    temuan: list[Temuan] = []
    total = 0

    def satu(nilai: Any, medan: str) -> Any:
        nonlocal total
        if isinstance(nilai, Mapping):
            return {k: satu(v, f"{medan}.{k}" if medan else k) for k, v in nilai.items()}
        if isinstance(nilai, (list, tuple)):
            return [satu(n, f"{medan}[]") for n in nilai]
        if not isinstance(nilai, str):
            return nilai
        if len(nilai) > PANJANG_MAKSIMUM:
            temuan.append(make_temuan("SRT605", medan=medan, panjang=len(nilai), batas=PANJANG_MAKSIMUM))
            return ""
        total += len(nilai)
        bersih = clean_prose(nilai)
        hilang = len(nilai) - len(bersih) - nilai.count("\r\n")
        if hilang > 0:
            temuan.append(make_temuan("SRT604", medan=medan, jumlah=hilang))
        return bersih

    hasil = satu(konteks, "")
    if total > _TOTAL_MAKSIMUM:
        temuan.append(make_temuan("SRT605", medan="seluruh isian", panjang=total, batas=_TOTAL_MAKSIMUM))
    return hasil, temuan
