"""Findings DAT5xx: satker register and configuration."""

from zi_cli.findings.entri import Entri

ENTRI: tuple[Entri, ...] = ()
