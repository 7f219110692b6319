"""What the names refuse.

RefusedError
    WrongPassphraseError
    WrongRecoveryError
    NamesClosedError
"""

from __future__ import annotations

from app.programmes.errors import RefusedError
from instruments.messages import N_


class WrongPassphraseError(RefusedError):
    """The vault does not open with what was typed."""

    def __init__(self) -> None:
        super().__init__(N_("This is not the passphrase of these names."), "passphrase")


class WrongRecoveryError(RefusedError):
    """The vault does not open with the key from the paper."""

    def __init__(self) -> None:
        super().__init__(N_("This key does not open these names."), "recovery")


class NamesClosedError(RefusedError):
    """The key is not held any more, or the vault is another by now."""

    def __init__(self, field: str = "") -> None:
        super().__init__(
            N_("The names are closed. Open them on the page “Names” and try again."), field
        )
