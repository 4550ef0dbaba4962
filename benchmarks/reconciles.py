"""What the nightly comparison of all linked records and a resync cost, in step and where some drifted apart."""

from __future__ import annotations

from crmsync.core.record import Side

from benchmarks.desk import API_VERSION
from benchmarks.figures import Row, Section
from benchmarks.imports import run_import
from benchmarks.lab import Lab
from benchmarks.pair_crowd import KINDS, PairCrowd
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.data.people import people
from sandbox.data.shapes import SHAPES

LIMIT, RESYNC_LIMIT = 0.03, 0.04
FULL, QUICK = 5_000, 200
OF_WHOM_ONE_DRIFTED = 10
RESYNCED = 1_000


def measure(lab: Lab) -> Section:
    number = QUICK if lab.samples.is_quick else FULL
    virtual = _linked(number)
    in_step = _calls_a_record(virtual)
    _drift(virtual, "Drifted")
    drifted = _calls_a_record(virtual)
    resynced = _calls_of_a_resync(virtual)
    _drift(virtual, "Drifted again")
    which = f"one of {OF_WHOM_ONE_DRIFTED} drifted apart"
    return Section(
        (
            Row(f"{number} in step", in_step, "calls a record", LIMIT),
            Row(which, drifted, "calls a record", LIMIT),
            Row(f"{number} deals, each with a contact role, in step", _calls_a_deal(number), "calls a record", LIMIT),
            Row(f"resync of {min(number, RESYNCED)} by their ids, in step", resynced, "calls a record", RESYNC_LIMIT),
            Row(f"resync, {which}", _calls_of_a_resync(virtual), "calls a record", RESYNC_LIMIT),
        ),
        _REMARKS,
    )


def _linked(number: int) -> VirtualProduct:
    """By an import, long ago."""
    virtual = VirtualProduct()
    virtual.run(virtual.product.guard)
    records = [SHAPES["salesforce", "contact"].record(person) for person in people(number)]
    virtual.desk.control("salesforce", "load", {"object": "Contact", "records": records, "ids": []})
    run_import(virtual)
    virtual.work()
    virtual.pass_time(5 * MINUTE)
    return virtual


def _drift(virtual: VirtualProduct, title: str) -> None:
    for link in virtual.product.links.all()[::OF_WHOM_ONE_DRIFTED]:
        path = f"/services/data/v{API_VERSION}/sobjects/Contact/{link.salesforce.id}"
        virtual.desk.ask("salesforce", "PATCH", path, {"Title": title})
    virtual.pass_time(5 * MINUTE)


def _calls_a_record(virtual: VirtualProduct) -> float:
    """Of all that were compared, those without link among them."""
    before = sum(virtual.calls(side) for side in Side)
    virtual.run(lambda: virtual.product.reconciles.nightly(MINUTE))
    queue = virtual.product.reconcile_queue
    while (due := queue.next_visible_at()) is not None:
        virtual.pass_time(max(0, due - virtual.now))
        message = queue.take()
        if message is not None:
            virtual.run(lambda message=message: virtual.product.reconciles.run(message, MINUTE))  # type: ignore[misc]
            queue.delete(message)
    counts: dict[str, int] = virtual.product.reconciles.command("report")["result"]["counts"]
    if counts["busy"]:
        raise AssertionError(f"not everything was compared: {counts}")
    return (sum(virtual.calls(side) for side in Side) - before) / counts["total"]


def _calls_a_deal(number: int) -> float:
    """Of deals, and of the contacts and companies that they belong to: whom a deal is about is read on both sides."""
    deals = PairCrowd(next(kind for kind in KINDS if kind.has_roles))
    deals.linked(number)
    return _calls_a_record(deals.virtual)


def _calls_of_a_resync(virtual: VirtualProduct) -> float:
    ids = [link.hubspot.id for link in virtual.product.links.all()][:RESYNCED]
    before = sum(virtual.calls(side) for side in Side)
    answer = virtual.product.reconciles.resync(object="contact", hubspot_ids=ids)
    if not answer["ok"] or answer["result"]["enqueued"] != len(ids):
        raise AssertionError(f"not everybody is looked at: {answer}")
    virtual.work()
    return (sum(virtual.calls(side) for side in Side) - before) / len(ids)


_REMARKS = """
On the virtual clock and in-memory stores, with the people of an import. The bulk queries, the look-ups of records
without link and the walk over all links are in it. An inclusion list costs one call more a hundred.

A round over deals compares the contacts and companies of the deals too, and reads the contact roles of each page on
both sides. What it costs at least, some calls for each object, is shared by few records in a small org.

A resync reads both sides of each record and writes what differs, a hundred at a time.
"""
