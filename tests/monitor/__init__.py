"""Tests of the room that asks who hears of an outage first."""
