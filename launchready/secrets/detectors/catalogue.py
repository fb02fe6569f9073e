"""Every detector."""

from launchready.secrets.detectors import cloud, code, hosting, keys, messages, models, money
from launchready.secrets.detectors.detector import Detector

FORMS: tuple[Detector, ...] = (
    *cloud.DETECTORS,
    *code.DETECTORS,
    *money.DETECTORS,
    *models.DETECTORS,
    *messages.DETECTORS,
    *hosting.DETECTORS,
    *keys.DETECTORS,
)
