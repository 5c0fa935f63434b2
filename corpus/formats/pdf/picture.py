"""A part of a page of a PDF, drawn to see what can be seen on it."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from corpus.formats.pdf.characters import Box

_SCALE = 1.5  # pixels of a point; a guess: letters of five points are seen at that
_MOST_PIXELS = 4_000_000  # a guess: four times a page of A4 at that scale
_DIFFERENT = 10  # of 255 in one color, as `LIGHT`


class Picture:
    """A part of a page, drawn."""

    def __init__(self, page: pdfium.PdfPage, extent: Box, part: Box) -> None:
        self.part = part
        scale = min(_SCALE, (_MOST_PIXELS / max(area(part), 1)) ** 0.5)
        crop = (
            part.left - extent.left, part.bottom - extent.bottom,
            extent.right - part.right, extent.top - part.top,
        )  # fmt: skip
        bitmap = page.render(scale=scale, crop=crop)
        self._scale, self._channels = scale, bitmap.n_channels
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._bytes = bytes(bitmap.buffer)
        bitmap.close()

    def rows(self, box: Box) -> Iterator[bytes]:
        """Yield the rows of pixels in a box."""
        left = max(0, round((box.left - self.part.left) * self._scale))
        right = min(self._width, max(left + 1, round((box.right - self.part.left) * self._scale)))
        top = max(0, round((self.part.top - box.top) * self._scale))
        bottom = min(self._height, round((self.part.top - box.bottom) * self._scale))
        for row in range(top, bottom):
            begin = row * self._stride
            yield self._bytes[begin + left * self._channels : begin + right * self._channels]

    def is_flat(self, box: Box) -> bool:
        """Tell whether nothing is to be seen in the middle of a box but one color."""
        return not (colors := self._colors(box)) or self._are_alike(colors)

    def color(self, box: Box) -> tuple[int, ...] | None:
        """Return the one color in the middle of a box; None where there are several."""
        colors = self._colors(box)
        if not colors or not self._are_alike(colors):
            return None
        return tuple(sum(color) // len(color) for color in colors)

    @staticmethod
    def _are_alike(colors: list[bytes]) -> bool:
        return all(max(color) - min(color) < _DIFFERENT for color in colors)

    def _colors(self, box: Box) -> list[bytes]:
        quarter = (box.top - box.bottom) / 4
        pixels = b"".join(
            self.rows(box._replace(top=box.top - quarter, bottom=box.bottom + quarter))
        )
        return [pixels[number :: self._channels] for number in range(self._channels) if pixels]

    def difference(self, other: "Picture", box: Box) -> float:
        """Return the share of a box that looks otherwise in another picture of the same part."""
        size = found = 0
        for mine, others in zip(self.rows(box), other.rows(box), strict=True):
            size += len(mine)
            if mine != others:
                found += sum(abs(a - b) >= _DIFFERENT for a, b in zip(mine, others, strict=True))
        return found / max(size, 1)


def area(box: Box) -> float:
    """Return how large a box is."""
    return (box.right - box.left) * (box.top - box.bottom)
