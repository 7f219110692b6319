"""A password is kept as a hash that says nothing of it, and checked for nobody too."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from app.auth import passwords
from app.auth.accounts import is_login, is_long_enough, is_the_login, typed_login
from app.auth.passwords import hash_password, is_outdated, is_password, random_password

PASSWORD = "тихий ёжик й 1"  # noqa: S105 - because nobody has it


def test_a_password_opens_and_another_does_not():
    """Kept as Argon2id, each time with another salt."""
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert kept != hash_password(PASSWORD)
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD.upper(), kept)


def test_keyboards_that_compose_letters_differently_open_the_same_door():
    """A «й» may arrive as one character or as two."""
    assert is_password(unicodedata.normalize("NFD", PASSWORD), hash_password(PASSWORD))


@pytest.mark.parametrize("kept", [None, "", "no hash"])
def test_nobodys_password_is_never_right(kept):
    """Neither of a login that is not there, nor of an account without a password."""
    assert not is_password(PASSWORD, kept)


def test_a_login_nobody_has_costs_as_much_as_a_wrong_password():
    """The same parameters, hence the same work."""
    nobodys = passwords._NOBODYS_HASH  # noqa: SLF001 - because nothing outside shows it
    assert extract_parameters(nobodys) == extract_parameters(hash_password(PASSWORD))


def test_a_hash_of_other_parameters_is_outdated():
    """It is renewed at the next sign-in."""
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD))
    assert not is_outdated(hash_password(PASSWORD))


def test_a_password_that_is_thought_up_is_long_and_easy_to_write_down():
    """No letters that look like each other, and never the same one."""
    made = {random_password() for _ in range(100)}
    assert len(made) == 100
    assert all(is_long_enough(password) for password in made)
    assert not set("".join(made)) & set("il1o0")


@given(st.text())
def test_a_login_is_the_same_however_it_was_typed(text):
    """Typing it as it is kept changes nothing, nor do spaces around it."""
    login = typed_login(text)
    assert typed_login(login) == login
    assert typed_login(f"  {text} ") == login


@pytest.mark.parametrize("login", ["ivanova", "иванова.м", "m.s@school-5.example", "a1"])
def test_letters_of_any_alphabet_make_a_login(login):
    """Also an address."""
    assert is_login(login)
    assert is_the_login(f" {login.upper()} ", login)


@pytest.mark.parametrize("login", ["", "a", "a b", "a\x00b", "a/b", "a" * 65])
def test_anything_else_is_no_login(login):
    """Too short, too long, or with characters that get lost."""
    assert not is_login(login)
