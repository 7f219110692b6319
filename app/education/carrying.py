"""Carries a table from step to step inside the page, sealed: nothing of it lies on the server.

The page belongs to one signed-in member of staff and one programme and is good for half an hour.
"""

from __future__ import annotations

import json
import time
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from app.education.errors import TooLargeError, TooLateError
from app.sealing import SealBrokenError, derived_key, installation_secret, opened, sealed

if TYPE_CHECKING:
    from app.models import Programme, User

#: The steps that a page leads to: what is meant for one opens at no other.
COLUMNS, KEEP = "education/columns", "education/keep"

#: Seconds for which a page may be sent on.
LIFE = 30 * 60

#: The longest parcel, in signs: a form's field may hold half a million.
LARGEST = 400_000


def packed(content: Any, programme: Programme, by: User, *, step: str) -> str:
    """Return what a page carries; without this installation's secret it is noise.

    Raises
    ------
    TooLargeError
        It is more than a page can carry.
    """
    text = json.dumps({"until": time.time() + LIFE, "content": content})
    parcel = urlsafe_b64encode(
        sealed(_key(programme, by), zlib.compress(text.encode()), place=step)
    ).decode()
    if len(parcel) > LARGEST:
        raise TooLargeError
    return parcel


def unpacked(parcel: str, programme: Programme, by: User, *, step: str) -> Any:
    """Return what the page before has carried.

    Raises
    ------
    TooLateError
        Its time is up, or it is of another programme, person or step.
    """
    try:
        content = opened(_key(programme, by), urlsafe_b64decode(parcel.encode()), place=step)
    except (SealBrokenError, ValueError) as error:
        raise TooLateError from error
    carried = json.loads(zlib.decompress(content))
    if carried["until"] < time.time():
        raise TooLateError
    return carried["content"]


def _key(programme: Programme, by: User) -> bytes:
    return derived_key(installation_secret(), "education", str(programme.id), str(by.id))
