"""The headline's words and the meter beneath it, for every page that shows a region against its target."""

from okoce.ui.formats import number, percent
from targets import sentences
from targets.progress import Progress


def meter(progress: Progress) -> dict[str, object]:
    """Where a region is, next to where it should be: context for the headline and the meter; empty without a target."""
    standing = progress.standing
    if standing.target is None:
        return {}
    # The headline says the figures themselves: who hears the page is told what the picture adds.
    label = f"{percent(standing.share)} dari target"
    if standing.pace is None or not standing.target:
        return {"of_target": f"dari {number(standing.target)}", "meter_label": label, "expected_share": None}
    expected = f"seharusnya {number(standing.pace.expected_by_now)} {sentences.when(progress)}"
    return {
        "of_target": f"dari {number(standing.target)}",
        "meter_label": f"{label}; {expected}",
        "expected_share": standing.pace.expected_by_now / standing.target,
        "expected_label": expected,
    }
