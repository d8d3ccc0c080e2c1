"""Reguläre Ausdrücke, die erst übersetzt werden, wenn sie jemand braucht.

Einen zu übersetzen kostet bis zu einer Millisekunde, bei jedem Start; die meisten braucht nur eine
ungewöhnliche Mappe.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import AnyStr


def muster(ausdruck: AnyStr, schalter: int = 0) -> Callable[[], re.Pattern[AnyStr]]:
    """Der Ausdruck als Aufruf: `_ZAHL = muster("[0-9]+")`, später `_ZAHL().fullmatch(text)`."""
    return cache(partial(re.compile, ausdruck, schalter))
