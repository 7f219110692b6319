"""McDonald's omega: how much of a scale's variance one factor behind its items explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import optimize
from threadpoolctl import ThreadpoolController

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

#: On matrices of so few items its threads would only wait for each other.
LINEAR_ALGEBRA = ThreadpoolController()

#: A step that is nothing beside any figure, and still far from the smallest float.
TINY = 1e-100


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

    The search is for logarithms of the roots of own variances, so that none turns negative; the
    best loadings follow from them. A step of Newton's makes exact what it found.
    """
    k = len(correlations)

    def loss(logarithms: Floats) -> tuple[float, Floats]:
        packed = _with_loadings(np.exp(logarithms), correlations)
        slope = _slope(packed, correlations) * packed
        return _discrepancy(packed, correlations), slope[:k]

    # In a Heywood case an own variance would go to zero: it stops at the bound, below the share.
    lowest = np.log(OWN_SHARE) / 2 - 1
    with LINEAR_ALGEBRA.limit(limits=1):
        search = optimize.minimize(
            loss,
            _start(correlations).clip(lowest),
            jac=True,
            method="L-BFGS-B",
            bounds=[(lowest, None)] * k,
            options={"ftol": 0, "gtol": 1e-7},
        )
    found = _with_loadings(np.exp(search.x), correlations)
    if (found[:k] ** 2).min() < OWN_SHARE:
        return HEYWOOD
    curvature = _curvature(found, correlations)
    if np.linalg.eigvalsh(curvature)[0] < FLAT:
        return NO_MAXIMUM
    found -= np.linalg.solve(curvature, _slope(found, correlations))
    if np.abs(_slope(found, correlations)).max() > FLAT:
        return NO_MAXIMUM
    return found[k:], found[:k] ** 2


def _with_loadings(roots: Floats, correlations: Matrix) -> Floats:
    """Return roots of own variances and behind them the loadings that are best with these.

    With items in units of these roots, they lie along the first principal component (Jöreskog 1967,
    Psychometrika 32, 443).
    """
    values, vectors = np.linalg.eigh(correlations / np.outer(roots, roots))
    loadings: Floats = roots * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0))
    return np.concatenate((roots, loadings))


def _discrepancy(packed: Floats, correlations: Matrix) -> float:
    """Return -log likelihood per item, but for what does not depend on the model.

    It is (log det S + tr(R S^-1)) / 2k of the model's S = l l' + diag(u), of which determinant and
    inverse are known (Sherman and Morrison).
    """
    k = len(correlations)
    own, loadings = packed[:k] ** 2, packed[k:]
    scaled = loadings / own
    common = 1 + loadings @ scaled
    trace = np.sum(1 / own) - scaled @ correlations @ scaled / common
    return float(np.sum(np.log(own)) + np.log(common) + trace) / (2 * k)


def _slope(packed: Floats, correlations: Matrix) -> Floats:
    """Return the derivatives of the discrepancy by the roots of own variances, and by loadings."""
    k = len(correlations)
    roots, loadings = packed[:k], packed[k:]
    scaled = loadings / roots**2
    inverse = np.diag(1 / roots**2) - np.outer(scaled, scaled) / (1 + loadings @ scaled)
    pull = inverse - inverse @ correlations @ inverse
    slope: Floats = np.concatenate((roots * np.diag(pull), pull @ loadings)) / k
    return slope


def _curvature(packed: Floats, correlations: Matrix) -> Matrix:
    """Return the second derivatives; an imaginary step costs no digits, however small."""
    steps = packed + TINY * 1j * np.eye(len(packed))
    curvature: Matrix = np.array([_slope(step, correlations).imag for step in steps]) / TINY
    return curvature


def _start(correlations: Matrix) -> Floats:
    """Return where the search begins: own variances a little below what other items leave open."""
    share = 1 - 0.5 / len(correlations)
    start: Floats = np.log(share / np.diag(np.linalg.inv(correlations))) / 2
    return start
