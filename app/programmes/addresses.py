"""The address that slips tell people to answer at."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

#: The longest address that fits on a slip.
LONGEST_ADDRESS = 100


def shown_address() -> str:
    """Return what is printed as the address: what was asked for, or where this page is."""
    return request.args.get("address", "").strip()[:LONGEST_ADDRESS] or request.host_url.rstrip("/")


def is_only_here(address: str) -> bool:
    """Say whether an address leads every device to itself, so that no phone can open it."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name, or nothing that is an address
        return False
