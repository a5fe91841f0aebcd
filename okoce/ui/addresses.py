"""Addresses of pages that are asked for on every page, or a hundred times on one; Django takes a while to find each."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address(page: str, *about: str) -> str:
    """The address of a page, as `reverse` finds it, for what is known beforehand: regions, and pages about nothing."""
    return reverse(page, args=about)
