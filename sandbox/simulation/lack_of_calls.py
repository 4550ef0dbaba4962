"""Whether some of the product's work waits, or may have to wait, until the CRMs allow more calls."""

from __future__ import annotations

from crmsync.core.change import CallClass
from crmsync.core.parked import Category
from crmsync.core.record import Side

from sandbox.memory.queue import BULK, LIVE
from sandbox.simulation.product import Product


def lacks_calls(product: Product) -> bool:
    """Bulk work is the first to stop: while it has calls, everybody has."""
    free = product.free_calls
    return (
        any(free.left(side, CallClass.BULK) <= 0 for side in Side)
        or any(row.category == Category.QUOTA for row in product.parking.all())
        or _works(product)
    )


def _works(product: Product) -> bool:
    """An import that ran out of calls comes back to its queue the next day."""
    queues = [product.import_queue.next_visible_at(), product.reconcile_queue.next_visible_at()]
    return any(at is not None for at in (*queues, *map(product.queue.next_visible_at, (LIVE, BULK))))
