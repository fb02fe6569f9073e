"""The sum that promises when people hear of an outage knows how long its channels may take."""

from launchready.config.alerts import Alert
from launchready.config.watch import Watch
from launchready.watch import alert_sum
from launchready.watch.channels import open_channels
from launchready.world.settings import Network
from tests.watch.engine_world import page

QUICK = {"slack": {"url": "https://hooks.example.com/a"}}
MAIL = {"email": {"server": "mx.example.com", "from": "w@acme.test", "to": "a@acme.test"}}


def test_each_channels_limit_is_in_the_sum() -> None:
    for given in ([QUICK], [QUICK, MAIL], [MAIL]):
        alerts = tuple(Alert.model_validate(one) for one in given)
        slowest = max(one.limit for one in open_channels(alerts, Network()))
        (told,) = [
            one.seconds
            for one in alert_sum.terms(page(), Watch(alerts=alerts))
            if one.what == "to tell people"
        ]

        assert told == slowest
