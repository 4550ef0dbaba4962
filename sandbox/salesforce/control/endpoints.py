"""The simulator's own control endpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.frame.http import NotJsonError, Request, Response, json_response
from sandbox.salesforce.control.reading import BadControlError, mapping, number, rows, text, texts
from sandbox.salesforce.control.schema_changes import change_schema
from sandbox.salesforce.control.schema_reading import BadSchemaChangeError
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org
from sandbox.salesforce.push.change_events import event_name
from sandbox.salesforce.push.outbound import Subscription
from sandbox.salesforce.push.relay import Chaos, Relay
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.settings import BadSettingError
from sandbox.salesforce.store.transaction import Transaction
from sandbox.salesforce.write.convert import Conversion, convert
from sandbox.salesforce.write.load import load
from sandbox.salesforce.write.merge import merge
from sandbox.salesforce.write.writer import Writer

PREFIX = "/__sim__/"
Answer = dict[str, Any]


def _body(request: Request) -> Mapping[str, Any]:
    body = request.json() or {}
    if not isinstance(body, Mapping):
        raise BadControlError("the body must be an object")
    return body


class Endpoints:
    """`org` gives the org of the moment: a reset replaces it."""

    def __init__(self, org: Callable[[], Org]) -> None:
        self._org = org
        self._routes: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "GET settings": lambda _: self._org().settings.as_json(),
            "POST settings": self._change_settings,
            "POST limits": self._change_limits,
            "POST schema": self._change_schema,
            "POST expire_sessions": lambda _: {"expired": self._org().sessions.expire_all()},
            "POST event_relay": self._set_relay,
            "POST events/chaos": self._set_chaos,
            "POST events/replay": self._replay,
            "POST outbound_messages": self._set_outbound,
            "POST merge": self._merge,
            "POST convert": self._convert,
            "POST undelete": self._undelete,
            "POST load": self._load,
            "POST bulk_query_failure": self._fail_query_job,
        }

    def answer(self, request: Request) -> Response | None:
        """None when the path is no control endpoint of this simulator."""
        route = self._routes.get(f"{request.method} {request.path.removeprefix(PREFIX)}")
        if route is None:
            return None
        try:
            return json_response(200, route(_body(request)))
        except (NotJsonError, BadControlError, BadSchemaChangeError, BadSettingError, SalesforceError) as error:
            return json_response(400, {"error": str(error)})
        except KeyError as error:
            return json_response(400, {"error": f"{error.args[0]}: missing or unknown"})

    def _change_settings(self, body: Mapping[str, Any]) -> Answer:
        org = self._org()
        org.settings = org.settings.changed(body)
        return org.settings.as_json()

    def _change_limits(self, body: Mapping[str, Any]) -> Answer:
        org = self._org()
        org.settings = org.settings.changed({name: body[name] for name in ("daily_max", "daily_used") if name in body})
        return {"daily_max": org.settings.daily_max, "daily_used": org.daily_used()}

    def _change_schema(self, body: Mapping[str, Any]) -> Answer:
        change_schema(self._org(), body)
        return {"version": self._org().schema.version}

    def _set_relay(self, body: Mapping[str, Any]) -> Answer:
        bus = text(body, "bus", "") or None
        entities = self._change_events(texts(body, "entities") if bus else [])
        relay = Relay(bus, text(body, "source", ""), entities)
        self._org().relay.relay = relay
        return {"bus": relay.bus, "source": relay.source, "entities": sorted(entities)}

    def _change_events(self, names: Sequence[str]) -> frozenset[str]:
        """The names of the events of the objects, or of events, that are selected."""
        capable = {event_name(kind.name): kind for kind in self._org().schema if kind.change_events}
        chosen = {name if name.endswith("ChangeEvent") else event_name(name) for name in names}
        unknown, most = sorted(chosen - capable.keys()), self._org().settings.change_event_objects
        if unknown:
            raise BadControlError(f"entities: no change events of {', '.join(unknown)}")
        if len(chosen) > most:
            raise BadControlError(f"entities: at most {most} objects (setting change_event_objects)")
        return frozenset(chosen)

    def _set_chaos(self, body: Mapping[str, Any]) -> Answer:
        chaos = Chaos(
            duplicate=number(body, "duplicate", 0),
            reorder=bool(body.get("reorder", False)),
            delay_s=number(body, "delay_s", 0),
            lose=number(body, "lose", 0),
            seed=int(number(body, "seed", 0)),
        )
        self._org().relay.set_chaos(chaos)
        return dict(body)

    def _replay(self, body: Mapping[str, Any]) -> Answer:
        return {"sent": self._org().relay.replay(int(number(body, "last", 1)), self._org().clock())}

    def _set_outbound(self, body: Mapping[str, Any]) -> Answer:
        url, wanted = text(body, "url", "") or None, mapping(body, "objects")
        objects = {name: tuple(texts(wanted, name)) for name in wanted}
        for name, fields in objects.items():
            unknown = [field for field in fields if self._kind(name).field(field) is None]
            if unknown:
                raise BadControlError(f"{name}: no such fields: {', '.join(unknown)}")
        self._org().outbound.subscription = Subscription(url, objects)
        return {"url": url, "objects": {name: list(fields) for name, fields in objects.items()}}

    def _merge(self, body: Mapping[str, Any]) -> Answer:
        kind, master, losers = self._kind(text(body, "object")), text(body, "master"), texts(body, "losers")
        self._as_person(lambda writer: merge(writer, kind, master, losers))
        return {"master": master, "losers": losers}

    def _convert(self, body: Mapping[str, Any]) -> Answer:
        wish = Conversion(
            lead_id=text(body, "lead"),
            status=text(body, "status", "Closed - Converted"),
            create_opportunity=bool(body.get("create_opportunity", False)),
            account_id=text(body, "account", ""),
            contact_id=text(body, "contact", ""),
            opportunity_id=text(body, "opportunity", ""),
        )
        done = self._as_person(lambda writer: convert(writer, wish))
        return {
            "lead": done.lead_id,
            "account": done.account_id,
            "contact": done.contact_id,
            "opportunity": done.opportunity_id,
        }

    def _undelete(self, body: Mapping[str, Any]) -> Answer:
        def restore(writer: Writer) -> list[str]:
            ids = texts(body, "ids")
            for record_id in ids:
                kind = writer.org.schema.of_id(record_id)
                if kind is None:
                    raise BadControlError(f"{record_id}: no object has such ids")
                writer.undelete(kind, record_id)
            return ids

        return {"ids": self._as_person(restore)}

    def _load(self, body: Mapping[str, Any]) -> Answer:
        records, ids = rows(body, "records"), body.get("ids") or []
        if not isinstance(ids, list) or len(ids) not in {0, len(records)}:
            raise BadControlError("ids: one for each record, or none")
        return load(self._org(), self._kind(text(body, "object")), records, ids, self._org().person().user_id)

    def _fail_query_job(self, body: Mapping[str, Any]) -> Answer:
        """The next query job of the Bulk API that is made will fail."""
        self._org().query_jobs.next_failure = text(body, "message", "InternalServerError : the query failed")
        return {"failing": True}

    def _kind(self, name: str) -> ObjectType:
        kind = self._org().schema.find(name)
        if kind is None:
            raise BadControlError(f"object: {name!r} is none of this org")
        return kind

    def _as_person(self, act: Callable[[Writer], Any]) -> Any:  # noqa: ANN401 - whatever the act gives
        """One transaction of the person: all of it, or nothing."""
        org = self._org()
        transaction: Transaction = org.begin(org.person())
        try:
            result = act(Writer(org, transaction))
        except (SalesforceError, BadControlError):
            transaction.roll_back()
            raise
        org.commit(transaction)
        return result
