"""The zones are those of Russia, and their labels tell the truth."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.auth.time_zones import MOSCOW, TIME_ZONES


@pytest.mark.parametrize("name", TIME_ZONES)
@pytest.mark.parametrize("month", [1, 7])
def test_a_zone_is_as_far_from_utc_as_its_label_says(app, name, month):
    """In winter and in summer."""
    moment = datetime(2027, month, 15, tzinfo=UTC).astimezone(ZoneInfo(name))
    hours = moment.utcoffset().total_seconds() / 3600
    assert str(TIME_ZONES[name]).endswith(f"(UTC+{hours:.0f})")


def test_there_are_eleven_and_moscow_is_one():
    """From Kaliningrad to Kamchatka."""
    assert len(TIME_ZONES) == 11
    assert MOSCOW in TIME_ZONES
