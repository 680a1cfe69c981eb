"""Findings SRT6xx: letters."""

from zi_cli.findings.entri import Entri

ENTRI: tuple[Entri, ...] = ()
