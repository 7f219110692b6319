"""McDonald's omega: how much of a scale's variance one factor behind its items explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import optimize
from statsmodels.multivariate.factor import Factor
from statsmodels.tools.numdiff import approx_fprime_cs

from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
    Matrix: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]

FEW_ITEMS = N_("omega needs three items or more")
CONSTANT_ITEM = N_("everybody gave one of the items the same answer")
SINGULAR = N_("the answers to some items follow from the others, or too few people answered")
HEYWOOD = N_("one factor would leave an item no variance of its own (a Heywood case)")
NO_MAXIMUM = N_("the model of one factor did not converge")

#: Eigenvalues of a correlation matrix up to this one are zero but for rounding.
SINGULAR_BELOW = 1e-10

#: Smallest share of its variance that a proper solution leaves to an item.
OWN_SHARE = 1e-3

#: What a slope is at most, and a curvature at least, where the likelihood is greatest.
FLAT = 1e-8


def omega(covariances: Sequence[Sequence[Fraction]]) -> float | Message:
    """Return McDonald's omega of a sum or mean of items.

    One factor is fitted by maximum likelihood; with loadings l and own variances u, in units of
    the items, omega = (sum l)^2 / ((sum l)^2 + sum u): the share in the variance of the total, as
    the model implies it. Loadings keep their signs, so that a mis-keyed item lowers omega as it
    lowers the share that the factor has in the total.

    Parameters
    ----------
    covariances
        The k rows of k covariances of the keyed item scores.

    Returns
    -------
    float or Message
        The reason where there is none: fewer than three items, an item without variance, a
        singular matrix, or no maximum where every item has a variance of its own. Checked against
        lavaan 0.6-14 (tests/golden/reliability.json).

    References
    ----------
    McDonald (1999), Test theory: a unified treatment, chapter 6.
    """
    if len(covariances) < 3:
        return FEW_ITEMS
    variances = np.array([float(row[place]) for place, row in enumerate(covariances)])
    if not variances.all():
        return CONSTANT_ITEM
    units = np.sqrt(variances)
    correlations = np.array(covariances, dtype=np.float64) / np.outer(units, units)
    np.fill_diagonal(correlations, 1)
    if np.linalg.eigvalsh(correlations)[0] < SINGULAR_BELOW:
        return SINGULAR
    fitted = _one_factor(correlations)
    if isinstance(fitted, Message):
        return fitted
    loadings, own = fitted
    explained = float(loadings @ units) ** 2
    return explained / (explained + float(own @ variances))


def _one_factor(correlations: Matrix) -> tuple[Floats, Floats] | Message:
    """Return the loadings and own variances of standardised items at the greatest likelihood.

    The likelihood is statsmodels'. Its own `fit` starts at random, and goes astray where the root
    of an own variance turns negative; here the start is fixed, and the search is for logarithms of
    the roots. A step of Newton's makes exact what it found.
    """
    k = len(correlations)
    model = Factor(None, n_factor=1, corr=correlations, method="ml")

    def loss(point: Floats) -> float:
        return -float(model.loglike(_packed(point, k)))

    def slope(point: Floats) -> Floats:
        packed = _packed(point, k)
        by_logarithm = np.concatenate((packed[:k], np.ones(k)))
        return np.asarray(-model.score(packed) * by_logarithm, dtype=np.float64)

    # In a Heywood case an own variance goes to zero, and what is divided by it beyond bounds.
    with np.errstate(all="ignore"):
        search = optimize.minimize(
            loss, _start(correlations), jac=slope, method="BFGS", options={"gtol": 1e-9}
        )
    found = _packed(search.x, k)
    if (found[:k] ** 2).min() < OWN_SHARE:
        return HEYWOOD
    curvature = -np.asarray(approx_fprime_cs(found, model.score), dtype=np.float64)
    if np.linalg.eigvalsh(curvature)[0] < FLAT:
        return NO_MAXIMUM
    found += np.linalg.solve(curvature, model.score(found))
    if np.abs(model.score(found)).max() > FLAT:
        return NO_MAXIMUM
    return found[k:], found[:k] ** 2


def _packed(point: Floats, k: int) -> Floats:
    """Return roots of k own variances and k loadings, as statsmodels has them, from a point."""
    return np.concatenate((np.exp(point[:k]), point[k:]))


def _start(correlations: Matrix) -> Floats:
    """Return where the search begins: half of all variance is the first component's."""
    values, vectors = np.linalg.eigh(correlations)
    k = len(correlations)
    return np.concatenate((np.full(k, np.log(0.5) / 2), vectors[:, -1] * np.sqrt(values[-1] / 2)))
