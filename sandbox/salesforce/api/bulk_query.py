"""Query jobs of the Bulk API 2.0 over HTTP."""

from __future__ import annotations

import base64
import binascii

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.bulk.csv_text import CsvForm, csv_text
from sandbox.salesforce.bulk.query_job import ABORTED, IN_PROGRESS, JOB_COMPLETE, UPLOAD_COMPLETE, QueryJob
from sandbox.salesforce.bulk.selection import check_selection, columns_of
from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.soql.literals import lift
from sandbox.salesforce.soql.parse import parse

_KEY_PREFIX = "750"
_OPERATIONS = ("query", "queryAll")
_UNFINISHED = (UPLOAD_COMPLETE, IN_PROGRESS)


def create(call: Call) -> Response:
    org, body = call.org, call.json_object()
    operation, soql = body.get("operation"), body.get("query")
    if operation not in _OPERATIONS:
        raise refuse_request("INVALIDJOB", f"Unable to find operation: {operation}")
    if not isinstance(soql, str) or not soql:
        raise refuse_request("INVALIDJOB", "A query is required")
    now = org.clock()
    if org.query_jobs.made_today(now) >= org.settings.bulk_query_jobs_a_day:
        raise refuse_request("EXCEEDED_QUOTA", "ApiBatchItems Limit exceeded.")
    job = _job(call, operation, soql, now)
    org.query_jobs.add(job)
    return json_response(200, job.as_json(now))


def _job(call: Call, operation: str, soql: str, now: float) -> QueryJob:
    org, deleted = call.org, operation == "queryAll"
    select = parse(lift(soql)[0])
    check_selection(select)
    result = org.soql.run(soql, is_integration=call.is_integration, now_ms=int(now * 1000), deleted=deleted)
    kind = call.object_type(select.source)
    return QueryJob(
        id=org.ids.next(_KEY_PREFIX),
        operation=operation,
        object_name=kind.name,
        user_id=call.transaction.caller.user_id,
        api_version=float(call.version.removeprefix("v")),
        columns=columns_of(select, kind, org.schema),
        result=result,
        created_at=now,
        ends_at=now + org.settings.bulk_query_s,
    )


def show_all(call: Call) -> Response:
    now = call.org.clock()
    jobs = call.org.query_jobs.of(call.transaction.caller.user_id, now)
    records = [{**job.as_json(now), "jobType": "V2Query"} for job in jobs]
    return json_response(200, {"done": True, "records": records, "nextRecordsUrl": None})


def show(call: Call, job_id: str) -> Response:
    return json_response(200, _found(call, job_id).progress(call.org.clock()))


def abort(call: Call, job_id: str) -> Response:
    job, now = _found(call, job_id), call.org.clock()
    if call.json_object().get("state") != ABORTED:
        raise refuse_request("INVALIDJOB", "state: only Aborted can be set")
    if job.state(now) not in _UNFINISHED:
        raise _wrong_state(f"Aborting already {job.state(now)} Job not allowed")
    job.aborted = True
    return json_response(200, job.as_json(now))


def delete(call: Call, job_id: str) -> Response:
    job = _found(call, job_id)
    if job.state(call.org.clock()) in _UNFINISHED:
        raise _wrong_state("A job that is not yet finished cannot be deleted")
    call.org.query_jobs.remove(job.id)
    return Response(204)


def results(call: Call, job_id: str) -> Response:
    """Sets of results have the locators that the set before named; asking again gives the same set."""
    job, now = _found(call, job_id), call.org.clock()
    if job.state(now) != JOB_COMPLETE:
        raise _wrong_state(f"Results of a job that is {job.state(now)} are not available")
    start, size = _start(call), _size(call)
    rows = job.result.page(start, size, call.base)
    end = start + len(rows)
    settings = call.org.settings
    form = CsvForm(
        with_header=start == 0 or settings.bulk_header_in_every_set,
        quotes_all=settings.bulk_quotes_every_value,
        times_with_z=settings.bulk_times_with_z,
    )
    headers = {
        "Content-Type": "text/csv",
        "Sforce-NumberOfRecords": str(len(rows)),
        "Sforce-Locator": _locator(end) if end < job.result.total else "null",
    }
    return Response(200, csv_text(job.columns, rows, form).encode(), headers)


def _found(call: Call, job_id: str) -> QueryJob:
    job = call.org.query_jobs.get(job_id, call.org.clock())
    if job.user_id != call.transaction.caller.user_id:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    return job


def _size(call: Call) -> int:
    most = call.org.settings.bulk_results_records
    asked = call.request.param("maxRecords")
    if asked is None:
        return most
    if not asked.isdigit() or int(asked) < 1:
        raise refuse_request("INVALID_REQUEST", f"maxRecords: {asked} is not a positive number")
    return min(int(asked), most)


def _locator(end: int) -> str:
    return base64.b64encode(str(end).encode()).decode().rstrip("=")


def _start(call: Call) -> int:
    locator = call.request.param("locator")
    if not locator:
        return 0
    try:
        return int(base64.b64decode(locator + "=" * (-len(locator) % 4), validate=True))
    except (binascii.Error, ValueError) as error:
        raise refuse_request("INVALID_LOCATOR", f"invalid locator: {locator}") from error


def _wrong_state(message: str) -> SalesforceError:
    return refuse_request("INVALIDJOBSTATE", message)
