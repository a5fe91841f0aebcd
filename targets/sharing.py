"""Sharing a number out so that the parts add up to it exactly: by largest remainder, ties by code. Pure."""

from collections.abc import Iterable, Mapping


class NothingToShareBy(ValueError):
    """No part has any weight: there is no fair share."""


def share(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` shared out in proportion to `weights`, by code (PRODUCT, "Targets": the fair target).

    Each gets the whole part of its exact share; what is left over goes one by one to the largest remainders, ties to
    the lower code. Raises NothingToShareBy when all weights are 0, ValueError for anything below 0.
    """
    if total < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("neither a total nor a weight may be below 0")
    whole = sum(weights.values())
    if not whole:
        raise NothingToShareBy("all weights are 0")
    # Whole numbers throughout: a remainder that two hold must be equal, not nearly so.
    parts = {code: total * weight // whole for code, weight in weights.items()}
    remainders = {code: total * weight % whole for code, weight in weights.items()}
    left_over = total - sum(parts.values())
    for code in sorted(parts, key=lambda code: (-remainders[code], code))[:left_over]:
        parts[code] += 1
    return parts


def share_evenly(total: int, codes: Iterable[str]) -> dict[str, int]:
    """`total` shared out alike (*rata*): 53,400 among 267 kelurahan is 200 each; what is left over goes by code."""
    return share(total, dict.fromkeys(codes, 1))


def fair(total: int | None, registered: Mapping[str, int]) -> dict[str, int]:
    """`total` shared out by registered participants (*adil*); nothing where there is no total or nobody."""
    try:
        return {} if total is None else share(total, registered)
    except NothingToShareBy:
        return {}
