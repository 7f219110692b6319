"""The recovery key: thirty signs on paper that open the names without the passphrase.

No two of its signs look alike on paper, and those that look the same in Russian may be typed in
Russian. Twenty-nine are random (131 bits); the last is a check sign of the kind that ISO/IEC 7064
calls a pure system, which catches every wrong sign and every swap of neighbours.
"""

from __future__ import annotations

import secrets

#: Without 0 O Q, 1 I L, 5 S, 2's Z, 6's G, 8's B, and U V; their number is prime.
SIGNS = "2346789ACDEFHJKMNPRTWXY"

#: Signs of a key, and of a group of them.
LENGTH, GROUP = 30, 5

#: Each place counts so many times the next; a primitive root of the number of signs.
_RADIX = 5

#: Russian capitals that look like a sign of the key.
_TWINS = str.maketrans("АЕЗКМНРСТУХ", "AE3KMHPCTYX")


def new_recovery_key() -> str:
    """Return a random key."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return signs + SIGNS[-_RADIX * _remainder(signs) % len(SIGNS)]


def typed_recovery_key(text: str) -> str:
    """Return what was typed as it is kept: capitals without spaces and dashes."""
    signs = "".join(sign for sign in text if not sign.isspace() and sign not in "-–—.")
    return signs.upper().translate(_TWINS)


def is_recovery_key(key: str) -> bool:
    """Say whether this can be a key: thirty of its signs, the last of which fits the others."""
    return len(key) == LENGTH and set(key) <= set(SIGNS) and _remainder(key) == 0


def shown_recovery_key(key: str) -> str:
    """Return a key as it stands on paper, in groups of five."""
    return " ".join(key[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def _remainder(signs: str) -> int:
    """Return the number the signs stand for, by the radix, modulo their number."""
    remainder = 0
    for sign in signs:
        remainder = (remainder * _RADIX + SIGNS.index(sign)) % len(SIGNS)
    return remainder
