"""``zi.toml``: the ministry's own data, letter defaults, calendar and stricter thresholds, strictly read."""

from zi_cli.config.keys import KOP_TINGKAT, SURAT_BERTEMBUSAN, TAHAP_BERJADWAL
from zi_cli.config.load import NAMA_BAKU, ConfigRejected, find_config, load_config, read_settings
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
    "KOP_TINGKAT",
    "NAMA_BAKU",
    "SURAT_BERTEMBUSAN",
    "TAHAP_BERJADWAL",
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
