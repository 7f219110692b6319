"""What counts as a strong or a weak side: one rule for pages, SWOT lines and conclusions."""

from __future__ import annotations

from analysis.disclosure import FEW
from instruments.messages import N_

#: A mean from this on is high, if this share of people gave one of the highest marks.
HIGH_MEAN, HIGH_SHARE = 8, 70

#: A mean up to this is low, and so is any where this share of people gave one of the lowest marks.
LOW_MEAN, LOW_SHARE = 6, 20

#: The rule in words, for a page and for the method of a report.
RULE = N_(
    "A topic rated from 1 to 10 counts as a strong side where its mean is %(high)s or more and "
    "%(high_share)s %% of people or more gave 8–10; as a weak side where its mean is %(low)s or "
    "less, or %(low_share)s %% or more gave 1–4. Where the marks 8–10 are not shown apart, a high "
    "mean is enough. A topic that is neither counts as strong where the gap between reality and "
    "expectation is wholly above zero with its 95 %% interval, as weak where it is wholly below "
    "(from %(few)s people on).",
    high=HIGH_MEAN,
    high_share=HIGH_SHARE,
    low=LOW_MEAN,
    low_share=LOW_SHARE,
    few=FEW,
)
