"""A name opens with the passphrase or the paper, in its place and unchanged; not otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import SealedName, Vault
from app.names.facts import LONGEST_NAME, can_be_name, typed_name
from app.names.passphrases import (
    LANES,
    MEMORY_KIB,
    PASSES,
    SALT,
    is_strong_enough,
    new_salt,
    passphrase_key,
)
from app.names.recovery import new_recovery_key
from app.names.vaults import (
    BLOCK,
    key_by_passphrase,
    key_by_recovery,
    mark_of,
    new_vault,
    opened_name,
    sealed_name,
)
from app.sealing import SealBrokenError, new_key
from tests.app.names.way import OTHER, PASSPHRASE

PAPER = new_recovery_key()

#: Making one takes its time, and nothing here changes it.
VAULT, OPENED = new_vault(7, PASSPHRASE, PAPER)

NAMES = st.text(min_size=1, max_size=LONGEST_NAME).map(typed_name).filter(can_be_name)


def changed(content):
    """Return bytes of which one bit is another."""
    return content[:-1] + bytes([content[-1] ^ 1])


def vault_with(**more):
    """Return the vault with something changed."""
    kept = {name: getattr(VAULT, name) for name in ("salt", "by_passphrase", "by_recovery")}
    return Vault(**({"programme_id": 7} | kept | more))


def test_the_key_is_made_as_rfc_9106_recommends():
    """Its second recommended option, for memory that is not plenty."""
    assert (MEMORY_KIB, PASSES, LANES, SALT) == (2**16, 3, 4, 16)
    assert len(passphrase_key(PASSPHRASE, new_salt())) == 32


def test_the_vault_opens_with_passphrase_and_paper():
    """Both give the same key."""
    assert key_by_passphrase(VAULT, PASSPHRASE) == OPENED.key
    assert key_by_recovery(VAULT, PAPER) == OPENED.key


@pytest.mark.parametrize("typed", [f"  {PASSPHRASE}\n", "кот  забор синева метель"])
def test_a_passphrase_may_be_typed_with_other_spaces(typed):
    """Nobody sees them."""
    assert key_by_passphrase(VAULT, typed) == OPENED.key


def test_a_passphrase_is_the_same_on_every_keyboard():
    """«й» and «ё» are composed in two ways."""
    salt = new_salt()
    composed, apart = "зелёный чайник", "зеле\u0308ныи\u0306 чаи\u0306ник"
    assert passphrase_key(composed, salt) == passphrase_key(apart, salt)


@pytest.mark.parametrize(
    "wrong", [OTHER, PASSPHRASE.upper(), "", PAPER], ids=["other", "capitals", "empty", "paper"]
)
def test_another_passphrase_opens_nothing(wrong):
    """Capitals count."""
    with pytest.raises(SealBrokenError):
        key_by_passphrase(VAULT, wrong)


def test_another_paper_opens_nothing():
    """Nor does the passphrase in its place."""
    for wrong in (new_recovery_key(), PASSPHRASE, ""):
        with pytest.raises(SealBrokenError):
            key_by_recovery(VAULT, wrong)


@pytest.mark.parametrize("part", ["salt", "by_passphrase", "programme_id"])
def test_a_changed_vault_does_not_open(part):
    """One bit is enough, and so is another programme."""
    broken = vault_with(**{part: 8 if part == "programme_id" else changed(getattr(VAULT, part))})
    with pytest.raises(SealBrokenError):
        key_by_passphrase(broken, PASSPHRASE)


@pytest.mark.parametrize("part", ["salt", "by_passphrase", "by_recovery"])
def test_whatever_changes_in_a_vault_changes_its_mark(part):
    """So that a key opened before has to be opened again."""
    assert mark_of(vault_with(**{part: changed(getattr(VAULT, part))})) != OPENED.mark
    assert mark_of(vault_with()) == OPENED.mark


@given(NAMES)
def test_a_name_comes_back_as_it_was(name):
    """In any script."""
    kept = SealedName(programme_id=7, person=1, sealed=sealed_name(OPENED.key, 7, 1, name))
    assert opened_name(OPENED.key, kept) == name


@given(NAMES, NAMES)
def test_equal_names_look_different_and_all_are_of_equal_length(one, other):
    """A nonce each, and filled up: the length tells no name from another in Russian."""
    key = OPENED.key
    assert sealed_name(key, 7, 1, one) != sealed_name(key, 7, 1, one)
    lengths = {
        len(sealed_name(key, 7, 1, name)) for name in (one, other) if len(name.encode()) <= BLOCK
    }
    assert len(lengths) < 2


def test_a_name_opens_in_its_place_only():
    """Not with another key, of another person, in another programme, or changed."""
    kept = sealed_name(OPENED.key, 7, 1, "Вымыслова Небылица")
    for key, place, content in (
        (new_key(), (7, 1), kept),
        (OPENED.key, (7, 2), kept),
        (OPENED.key, (8, 1), kept),
        (OPENED.key, (7, 1), changed(kept)),
        (OPENED.key, (7, 1), b""),
    ):
        with pytest.raises(SealBrokenError):
            opened_name(key, SealedName(programme_id=place[0], person=place[1], sealed=content))


@pytest.mark.parametrize(
    ("passphrase", "is_good"),
    [
        (PASSPHRASE, True),
        ("двенадцать12", True),
        ("одиннадцать", False),
        ("кот кот кот кот", False),
        ("аааааааааааааааа", False),
        (" " * 20, False),
        ("коты      да  еж", False),
    ],
)
def test_a_passphrase_has_to_be_long_and_varied(passphrase, is_good):
    """Twelve characters, six of them different; spaces beyond one do not count."""
    assert is_strong_enough(passphrase) is is_good
