"""Particles of names: what stands small between the words of one, as in Ursula von der Leyen."""

PARTICLES = tuple(
    "abu al bin da de del della den der di dos du el ibn la le ter van von zu".split()
)
"""Of all languages together: names travel."""

ASSIMILATED = tuple("ad an ar as ash at".split())
"""The Arabic article before some letters; in English texts these are words of their own, so they
count only where a name surely goes on."""

PARTICLE = rf"(?:{'|'.join(PARTICLES)})"
"""One of `PARTICLES`, as a pattern."""

ANY_PARTICLE = rf"(?:{'|'.join((*PARTICLES, *ASSIMILATED))})"
"""One of both, as a pattern."""
