"""Every write to a vault: made, opened, given another passphrase or paper, and erased.

Argon2id takes its time before the transaction begins; inside it the vault must still be the one
that was opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from app.audit import record
from app.database import db, writing
from app.models import SealedName, Vault
from app.names.errors import NamesClosedError, WrongPassphraseError, WrongRecoveryError
from app.names.recovery import new_recovery_key
from app.names.vaults import (
    OpenVault,
    key_by_passphrase,
    key_by_recovery,
    mark_of,
    new_vault,
    under_passphrase,
    under_recovery,
)
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.programmes.modes import mode_of
from app.sealing import SealBrokenError
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User


def create_vault(
    programme: Programme, passphrase: str, *, by: User | None
) -> tuple[str, OpenVault]:
    """Make a place for names, and return its recovery key, which is kept nowhere.

    Raises
    ------
    RefusedError
        The programme keeps no names, or has a vault.
    """
    recovery_key = new_recovery_key()
    vault, opened = new_vault(programme.id, passphrase, recovery_key)
    with writing() as session:
        lock(session, programme)
        if not mode_of(programme).has_names:
            raise RefusedError(N_("This programme keeps no names."))
        if session.get(Vault, programme.id) is not None:
            raise RefusedError(N_("The names of this programme have a passphrase already."))
        session.add(vault)
        _record_open(programme, "vault.create", by)
    return recovery_key, opened


def unlock(programme: Programme, passphrase: str, *, by: User | None) -> OpenVault:
    """Open the names.

    Raises
    ------
    WrongPassphraseError
        It is another; this is written down.
    NamesClosedError
        There is no vault, or it has just become another.
    """
    opened = _opened_by_passphrase(programme, passphrase, by)
    with writing() as session:
        open_vault(session, programme, opened)
        record("names.open", programme.id, school_id=programme.school_id, by=by)
    return opened


def change_passphrase(
    programme: Programme, passphrase: str, *, new: str, by: User | None
) -> OpenVault:
    """Give the vault another passphrase; other browsers have to open it anew.

    Raises
    ------
    WrongPassphraseError, NamesClosedError
        As for `unlock`.
    """
    opened = _opened_by_passphrase(programme, passphrase, by)
    return _with_passphrase(programme, opened, new, action="vault.passphrase", by=by)


def unlock_with_recovery(
    programme: Programme, recovery_key: str, *, new: str, by: User | None
) -> OpenVault:
    """Open the names by the paper; whoever needs it has lost the passphrase and gives another.

    Raises
    ------
    WrongRecoveryError
        The key is another; this is written down.
    NamesClosedError
        As for `unlock`.
    """
    try:
        opened = _opened(programme, lambda vault: key_by_recovery(vault, recovery_key), by)
    except SealBrokenError as error:
        raise WrongRecoveryError from error
    return _with_passphrase(programme, opened, new, action="vault.recover", by=by)


def renew_recovery_key(
    programme: Programme, passphrase: str, *, by: User | None
) -> tuple[str, OpenVault]:
    """Return another recovery key; the one on the old paper opens nothing from now on.

    Raises
    ------
    WrongPassphraseError, NamesClosedError
        As for `unlock`.
    """
    opened = _opened_by_passphrase(programme, passphrase, by)
    recovery_key = new_recovery_key()
    with writing() as session:
        vault = open_vault(session, programme, opened)
        vault.by_recovery = under_recovery(programme.id, opened.key, recovery_key)
        _record_open(programme, "vault.paper", by)
        mark = mark_of(vault)
    return recovery_key, OpenVault(key=opened.key, mark=mark)


def erase_names(programme: Programme, *, by: User | None) -> None:
    """Erase all names with their vault: for whoever has lost both keys and begins anew."""
    with writing() as session:
        lock(session, programme)
        for table in (SealedName, Vault):
            session.execute(delete(table).filter_by(programme_id=programme.id))
        record("names.erase", programme.id, school_id=programme.school_id, by=by)


def open_vault(session: scoped_session[Session], programme: Programme, opened: OpenVault) -> Vault:
    """Return the vault inside an operation, locked, as long as it is the one that was opened.

    Raises
    ------
    NamesClosedError
        It is another, or there is none any more.
    """
    lock(session, programme)
    vault = session.get(Vault, programme.id, populate_existing=True)
    if vault is None or mark_of(vault) != opened.mark:
        raise NamesClosedError
    return vault


def _opened_by_passphrase(programme: Programme, passphrase: str, by: User | None) -> OpenVault:
    try:
        return _opened(programme, lambda vault: key_by_passphrase(vault, passphrase), by)
    except SealBrokenError as error:
        raise WrongPassphraseError from error


def _opened(programme: Programme, key_of: Callable[[Vault], bytes], by: User | None) -> OpenVault:
    """Return what opens the vault, or write down that it did not open."""
    vault = db.session.get(Vault, programme.id)
    if vault is None:
        raise NamesClosedError
    mark = mark_of(vault)
    try:
        key = key_of(vault)
    except SealBrokenError:
        with writing():
            record("names.refuse", programme.id, school_id=programme.school_id, by=by)
        raise
    return OpenVault(key=key, mark=mark)


def _with_passphrase(
    programme: Programme, opened: OpenVault, passphrase: str, *, action: str, by: User | None
) -> OpenVault:
    salt, by_passphrase = under_passphrase(programme.id, opened.key, passphrase)
    with writing() as session:
        vault = open_vault(session, programme, opened)
        vault.salt, vault.by_passphrase = salt, by_passphrase
        _record_open(programme, action, by)
        mark = mark_of(vault)
    return OpenVault(key=opened.key, mark=mark)


def _record_open(programme: Programme, action: str, by: User | None) -> None:
    """Write down what was done, and that the names are open by it."""
    for one in (action, "names.open"):
        record(one, programme.id, school_id=programme.school_id, by=by)
