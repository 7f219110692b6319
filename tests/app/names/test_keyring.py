"""Keys are held for ten minutes, per browser and programme, and overwritten afterwards."""

from __future__ import annotations

import pytest

from app.names.keyring import LIFE, Keyring
from app.names.vaults import OpenVault
from app.sealing import new_key
from tests.app.names.way import Clock

VAULT = OpenVault(key=new_key(), mark=b"mark")


@pytest.fixture
def clock():
    """Return a clock."""
    return Clock()


@pytest.fixture
def planned():
    """Return what is to be done later."""
    return []


@pytest.fixture
def keyring(clock, planned):
    """Return a keyring."""
    return Keyring(clock=clock, later=lambda seconds, action: planned.append((seconds, action)))


def test_a_key_is_held_for_ten_minutes_from_its_opening(keyring, clock):
    """Reading does not make it longer."""
    assert LIFE == 600
    keyring.hold("a", 1, VAULT)
    clock.now += 599
    assert keyring.held("a", 1) == VAULT
    assert keyring.seconds_left("a", 1) == 1
    clock.now += 1
    assert keyring.held("a", 1) is None
    assert keyring.seconds_left("a", 1) == 0


def test_another_browser_and_another_programme_hold_nothing(keyring):
    """Each is opened by itself."""
    keyring.hold("a", 1, VAULT)
    assert keyring.held("b", 1) is None
    assert keyring.held("a", 2) is None


def test_closing_closes_one_and_signing_out_all(keyring):
    """Of this browser only."""
    for browser, programme_id in (("a", 1), ("a", 2), ("a", 3), ("b", 1)):
        keyring.hold(browser, programme_id, VAULT)
    keyring.close("a", 1)
    assert [keyring.held("a", number) for number in (1, 2, 3)] == [None, VAULT, VAULT]
    keyring.close_all("a")
    assert [keyring.held("a", number) for number in (1, 2, 3)] == [None, None, None]
    assert keyring.held("b", 1) == VAULT


@pytest.mark.parametrize("end", ["expiry", "close", "close_all", "again"])
def test_a_key_is_overwritten_when_it_is_over(keyring, clock, planned, end):
    """Also when nobody asks any more: that is planned at the opening."""
    keyring.hold("a", 1, VAULT)
    [(seconds, wipe)] = planned
    assert seconds == LIFE
    [inside] = [held.key for held in vars(keyring)["_held"].values()]
    assert bytes(inside) == VAULT.key
    if end == "expiry":
        clock.now += LIFE
        wipe()
    elif end == "again":
        keyring.hold("a", 1, VAULT)
    else:
        getattr(keyring, end)(*(("a", 1) if end == "close" else ("a",)))
    assert bytes(inside) == bytes(len(VAULT.key))


def test_a_key_is_in_no_text(keyring):
    """What may come into a traceback does not show it."""
    keyring.hold("a", 1, VAULT)
    assert repr(VAULT.key) not in repr(VAULT)
    assert repr(VAULT.key) not in repr(keyring)
