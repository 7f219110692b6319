"""The two papers of consent: which text is current, and what a programme fills into it."""

from __future__ import annotations

#: The version of the texts in `templates/programmes/papers`; a text that was given out stays.
PAPER_VERSION = 1
