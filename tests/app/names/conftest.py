"""A programme that keeps names, its psychologist, and a clock that a test turns."""

from __future__ import annotations

import pytest

from app.models import LinkageMode, Role
from app.names import operations
from app.names.keyring import Keyring
from tests.app.names.way import PASSPHRASE, Clock
from tests.app.world import make_programme, make_school, make_user, signed_in


def _never(_seconds, _action):
    """Wipe nothing by itself: a test asks."""


@pytest.fixture
def clock(app):
    """Return the clock by which names close."""
    turned = Clock()
    Keyring(clock=turned, later=_never).init_app(app)
    return turned


@pytest.fixture
def psychologist(app):
    """Return the psychologist of a school."""
    return make_user(make_school(), Role.PSYCHOLOGIST, login="psychologist")


@pytest.fixture
def programme(psychologist):
    """Return a programme that keeps names, nobody in it yet."""
    return make_programme(psychologist.school, linkage_mode=LinkageMode.CONFIDENTIAL)


@pytest.fixture
def browser(app, clock, psychologist):
    """Return the psychologist's browser."""
    return signed_in(app, psychologist)


@pytest.fixture
def vault(programme, psychologist):
    """Return the recovery key of the programme's vault, and what opens it."""
    return operations.create_vault(programme, PASSPHRASE, by=psychologist)


@pytest.fixture
def recovery_key(vault):
    """Return the recovery key of the programme's vault."""
    return vault[0]


@pytest.fixture
def opened(vault):
    """Return what opens the programme's vault."""
    return vault[1]
