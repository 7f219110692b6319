"""How often something may be tried: one counter for the whole application."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: Passwords that may be mistyped before one has to wait.
FAILED_TRIES = "10 per minute"

#: The same under whatever logins, from one address: a school's computers share one.
FAILED_TRIES_OF_ADDRESS = "60 per minute"

limiter = Limiter(get_remote_address)
