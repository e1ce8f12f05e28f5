"""Whether the line costs by volume: what the officer says, else what the system knows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.preferences import Preferences


class Metered(StrEnum):
    AUTO = "auto"
    YES = "yes"
    NO = "no"


def is_metered(preferences: Preferences) -> bool:
    """Asks the system only where the officer left it to it; a system that cannot tell is taken as free of charge."""
    said = preferences.choices.metered
    return _system_says_so() if said == Metered.AUTO else said == Metered.YES


def _system_says_so() -> bool:
    from PySide6.QtNetwork import QNetworkInformation

    feature = QNetworkInformation.Feature.Metered
    if QNetworkInformation.instance() is None and not QNetworkInformation.loadBackendByFeatures(feature):
        return False
    known = QNetworkInformation.instance()
    return known.supports(feature) and known.isMetered()
