"""Tests of launchready watch: an outage is heard of, once, and its end too."""
