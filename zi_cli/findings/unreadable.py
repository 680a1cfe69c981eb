"""The error that carries a finding."""

from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.findings.record import Temuan


class UnreadableInput(UserError):
    """An input that is missing or can't be read, with its coded finding (exit code 3)."""

    def __init__(self, temuan: Temuan) -> None:
        super().__init__(temuan.line, EXIT_UNREADABLE)
        self.temuan = temuan
