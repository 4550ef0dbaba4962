"""What imports of a million and of ten million people would take: computed from figures measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.quota import SMALLEST_VENDOR_LIMIT, allowance, calls_per_second
from crmsync.core.record import Side

from benchmarks import runs
from benchmarks.dynamodb_meter import TableUse
from benchmarks.figures import Row, Section
from benchmarks.import_process import Measured, measured_apart
from benchmarks.imports import Imported, imported
from benchmarks.lab import Lab
from benchmarks.prices import LAMBDA_GB_SECOND, READ_UNIT, WRITE_UNIT, price_list

MEASURED, QUICK = 10_000, 200
SIZES = (1_000_000, 10_000_000)
FUNCTION, MEGABYTES_A_GIGABYTE, SECONDS_AN_HOUR = "ImportRecordsFunction", 1_024, 3_600


@dataclass(frozen=True, slots=True)
class Basis:
    """What was measured: calls, the process within HubSpot's limit, and DynamoDB units a created record."""

    calls: Imported
    paced: Measured
    write_units: float
    read_units: float
    gigabytes: float


def measure(lab: Lab) -> Section:
    basis = _basis(lab)
    measured = [
        Row("measured: DynamoDB write units", basis.write_units, "WRU a created record"),
        Row("measured: DynamoDB read units", basis.read_units, "RRU a created record"),
        Row(
            "measured: pace of one worker within HubSpot's limit",
            basis.paced.records / basis.paced.seconds,
            "records/s",
        ),
    ]
    rows = [*measured, *(row for size in SIZES for row in _rows(size, basis))]
    return Section(tuple(rows), f"{_REMARKS}\n{price_list()}")


def _basis(lab: Lab) -> Basis:
    number = QUICK if lab.samples.is_quick else MEASURED
    newcomers = runs.newcomers(lab)[runs.NEWCOMERS]
    use, records = TableUse(), sum(one.outcomes.total() for one in newcomers)
    for spent in newcomers:
        for part in spent.items.values():
            use.add(part)
    function = lab.stack.physical_ids[FUNCTION]
    memory = lab.stack.aws.functions.get_function_configuration(FunctionName=function)["MemorySize"]
    return Basis(
        imported(number, filled=False),
        measured_apart(number, paced=True),
        use.write_units / records,
        use.read_units / records,
        memory / MEGABYTES_A_GIGABYTE,
    )


def _rows(size: int, basis: Basis) -> list[Row]:
    calls = {
        Side.HUBSPOT: size * basis.calls.hubspot / basis.calls.records,
        Side.SALESFORCE: size * basis.calls.salesforce / basis.calls.records,
    }
    seconds = calls[Side.HUBSPOT] / calls_per_second(CallClass.BULK)
    name = f"{size} people"
    return [
        Row(f"{name}: HubSpot calls", calls[Side.HUBSPOT], "calls"),
        Row(f"{name}: Salesforce calls", calls[Side.SALESFORCE], "calls"),
        Row(f"{name}: the connector's own estimate, Salesforce alone", 3 * size, "calls"),
        Row(f"{name}: hours at HubSpot's pace for bulk work", seconds / SECONDS_AN_HOUR, "h"),
        *(
            Row(f"{name}: share of a day of the smallest {_NAMES[side]}", _share(calls[side], side), "%")
            for side in Side
        ),
        Row(f"{name}: DynamoDB", _dynamodb(size, basis), "USD"),
        Row(f"{name}: Lambda", _lambda(size, basis), "USD"),
    ]


def _share(calls: float, side: Side) -> float:
    """Of what bulk work may use of a day: above 100 the import needs more than one."""
    whole = allowance(QuotaSettings(), SMALLEST_VENDOR_LIMIT[side], CallClass.BULK, side)
    return 100 * calls / whole.cap


def _dynamodb(size: int, basis: Basis) -> float:
    return size * (basis.write_units * WRITE_UNIT.dollars + basis.read_units * READ_UNIT.dollars)


def _lambda(size: int, basis: Basis) -> float:
    """Of one worker that waits for its turn within the limit; more workers share the same time."""
    return size * basis.paced.seconds / basis.paced.records * basis.gigabytes * LAMBDA_GB_SECOND.dollars


_NAMES = {Side.HUBSPOT: "HubSpot edition", Side.SALESFORCE: "Salesforce edition"}

_REMARKS = """
Computed, not measured: calls a record, seconds a record within HubSpot's limit and DynamoDB units a created record were
measured in this run, with 10,000 people and with a batch of 100 newcomers, and are multiplied; growth is linear (see
“Imports of 100,000 people”). Into an empty portal, without inclusion list.

The share of a day is of the calls that bulk work may use by the default quota in the smallest editions: 250,000 a day
in HubSpot, 15,000 in Salesforce. Real CRMs answer more slowly than the simulators: more workers then share an import.

Not in the cost: logs, queues, what the events of the writes cost that come back (see “Cost of a million changes”).
"""
