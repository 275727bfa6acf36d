"""A photo or a scan made fit for letters to be read: even light, upright, straight, without specks.

Grey pictures are arrays of 0 (black) … 255 (white).
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]

MAX_LEAN = 5.0  # degrees to either side
_STEP = 0.1  # degrees
INK = 165  # of evened light: darker is ink
PAPER = 215  # of evened light: lighter is paper
_SMALL = 700  # pixels of the shorter side on which the lean is measured


def evened(image: Image.Image) -> Image.Image:
    """Shadow and yellowed paper taken away: each place is held against the paper around it."""
    grey = np.asarray(image, dtype=np.float32)
    paper = _paper(image)
    flat = np.clip(grey / np.maximum(paper, 24.0) * 255.0, 0, 255)
    low = float(np.percentile(flat[::7, ::7], 1.0))
    if low > 90:  # faint print
        flat = 255 - (255 - flat) * min(2.5, 215.0 / (255.0 - low + 1e-6))
    return Image.fromarray(np.clip(flat, 0, 255).astype(np.uint8))


def _paper(image: Image.Image) -> NDArray[np.float32]:
    """The brightness of the paper at each place: the lightest nearby, smoothed."""
    width, height = image.size
    small = image.resize((max(8, width // 12), max(8, height // 12)), Image.Resampling.BOX)
    light = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(6))
    return np.asarray(light.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)


def is_even(image: Image.Image) -> bool:
    """A scan from glass or a rendered page: its paper is white everywhere."""
    width, height = image.size
    small = image.resize((max(8, width // 24), max(8, height // 24)), Image.Resampling.BOX)
    light = np.asarray(small.filter(ImageFilter.MaxFilter(7)))
    return bool(np.percentile(light, 2) > 235)


def speckled(image: Image.Image) -> bool:
    """Whether lone dark specks are so many that they would be read as dots and tones."""
    ink = np.asarray(image) < INK
    middle = ink[1:-1, 1:-1]
    around = ink[:-2, 1:-1] | ink[2:, 1:-1] | ink[1:-1, :-2] | ink[1:-1, 2:]
    lone = int(np.count_nonzero(middle & ~around))
    return lone > 0.01 * max(1, int(np.count_nonzero(middle)))


def clean_paper(image: Image.Image) -> Image.Image:
    """Nearly white becomes white: the grain of empty paper is not to be read as letters."""
    return image.point([v if v < PAPER else 255 for v in range(256)])


def without_specks(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.MedianFilter(3))


def lies_on_its_side(image: Image.Image) -> bool:
    """Letters stand close to one another along a line, lines stand apart: closing small gaps makes long runs along."""
    ink = _small_ink(image)
    if ink.sum() < 200:
        return False
    return _run_length(ink.T) > 1.5 * _run_length(ink)


def _run_length(ink: NDArray[np.bool_]) -> float:
    """How long runs along the rows are once gaps of a space's width are closed; ruled lines left out."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded, axis=1).ravel()
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    letters = ends - starts < 40
    starts, ends = starts[letters], ends[letters]
    if len(starts) < 2:
        return 0.0
    breaks = np.flatnonzero(starts[1:] - ends[:-1] > 5)
    first, last = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(ends) - 1]))
    runs = (ends[last] - starts[first]).astype(np.float64)
    return float(np.sum(runs**2) / np.sum(runs))


def _small_ink(image: Image.Image) -> NDArray[np.bool_]:
    width, height = image.size
    by = max(1.0, min(width, height) / _SMALL)
    small = image.resize((max(1, int(width / by)), max(1, int(height / by))), Image.Resampling.BOX)
    return np.asarray(small) < 200


def lean_of(image: Image.Image) -> float:
    """Degrees by which the lines fall to the right (positive: clockwise), within ±MAX_LEAN.

    The lean is the angle along which ink gathers in the fewest rows: the sum of squares of the row counts is
    greatest. Found coarsely, then to a tenth of a degree.
    """
    ink = _small_ink(image)
    ys, xs = np.nonzero(ink)
    if len(ys) < 300:
        return 0.0
    if len(ys) > 60_000:
        every = len(ys) // 60_000 + 1
        ys, xs = ys[::every], xs[::every]
    centred = xs - ink.shape[1] / 2

    def sharpness(angle: float) -> float:
        rows = ys - centred * np.tan(np.radians(angle))
        counts = np.bincount((rows - rows.min()).astype(np.int64))
        return float(np.sum(counts.astype(np.float64) ** 2))

    coarse = max(np.arange(-MAX_LEAN, MAX_LEAN + 0.01, 0.5), key=lambda a: (sharpness(float(a)), -abs(a)))
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, _STEP), key=lambda a: (sharpness(float(a)), -abs(a)))
    return round(float(fine), 2)


def turned(image: Image.Image, degrees: float) -> Image.Image:
    """Turned counter-clockwise by `degrees`, paper white where nothing was."""
    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def straightened(image: Image.Image) -> tuple[Image.Image, float]:
    lean = lean_of(image)
    return (turned(image, lean), lean) if abs(lean) >= 0.1 else (image, 0.0)
