"""``zi.toml``: the ministry's own data, letter defaults, calendar and stricter thresholds, strictly read."""

from zi_cli.config.keys import KOP_TINGKAT, SCHEDULED_TAHAP, SURAT_WITH_TEMBUSAN
from zi_cli.config.load import DEFAULT_NAME, ConfigRejected, find_config, load_config, read_settings
from zi_cli.config.settings import (
    Config,
    ConfigCalendar,
    ConfigSheet,
    Correspondence,
    Instansi,
    Letterheads,
    NumberedLetter,
    OpenFollowUp,
    Pejabat,
    ProposalDefaults,
    SuratBaku,
    SurveySettings,
    TeamMember,
)

__all__ = [
    "DEFAULT_NAME",
    "KOP_TINGKAT",
    "SCHEDULED_TAHAP",
    "SURAT_WITH_TEMBUSAN",
    "Config",
    "ConfigCalendar",
    "ConfigRejected",
    "ConfigSheet",
    "Correspondence",
    "Instansi",
    "Letterheads",
    "NumberedLetter",
    "OpenFollowUp",
    "Pejabat",
    "ProposalDefaults",
    "SuratBaku",
    "SurveySettings",
    "TeamMember",
    "find_config",
    "load_config",
    "read_settings",
]
