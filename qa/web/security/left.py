"""What is left of the limits of a key, as headers say it."""

from collections.abc import Sequence

from qa.errors import Left


def left_headers(left: Sequence[Left]) -> dict[str, str]:
    """Return the headers that say what is left of some limits; none where there are none.

    They are those of draft-ietf-httpapi-ratelimit-headers-11, which is not a standard yet.
    """
    if not left:
        return {}
    return {
        "RateLimit-Policy": ", ".join(f'"{one.name}";q={one.quota};w={one.window}' for one in left),
        "RateLimit": ", ".join(f'"{one.name}";r={one.left};t={one.resets}' for one in left),
    }


def wait_for(left: Sequence[Left]) -> int:
    """Return the seconds until all of some limits are whole again."""
    return max(one.resets for one in left)
