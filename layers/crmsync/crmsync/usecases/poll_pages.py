"""Reads a page of each feed, so that an object that crmsync is not shown any more stops its own feed alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crmsync.core.failure import CrmError, Failure
from crmsync.core.object_refusal import may_be_of_one_object
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed

ReadPages = Callable[[CrmAccess, Sequence[Feed]], list[Page]]
"""Reads one page of each feed, in the order of the feeds. Raises CrmError."""


def pages_of_each(read_pages: ReadPages, access: CrmAccess, feeds: Sequence[Feed]) -> list[Page | Failure]:
    """Together; where that is refused for what may be one object's sake, each alone. Raises CrmError when none can be
    read.
    """
    try:
        return list(read_pages(access, feeds))
    except CrmError as error:
        if len(feeds) == 1 or not may_be_of_one_object(error.failure):
            raise
        pages = [_alone(read_pages, access, feed) for feed in feeds]
        if all(isinstance(page, Failure) for page in pages):
            raise
        return pages


def _alone(read_pages: ReadPages, access: CrmAccess, feed: Feed) -> Page | Failure:
    try:
        (page,) = read_pages(access, [feed])
    except CrmError as error:
        if not may_be_of_one_object(error.failure):
            raise
        return error.failure
    return page
