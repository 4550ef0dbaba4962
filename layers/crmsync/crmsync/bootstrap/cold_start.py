"""Garbage collection rests while a function is loaded, from the import of this module on: what is imported lives as
long as the container, and to look through it again and again is a tenth of a cold start.
"""

from __future__ import annotations

import gc

gc.disable()


def loaded() -> None:
    """To be called when all is imported, which is never looked through again."""
    gc.freeze()
    gc.enable()
