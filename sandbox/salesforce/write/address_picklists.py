"""States and countries of an org that has picklists for them: names and codes go together, or the record is refused.

See https://help.salesforce.com/s/articleView?id=xcloud.admin_state_country_picklists_field_syncing.htm
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.salesforce.errors import SalesforceError, refuse
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType

_STATE_CODE = "StateCode"


def keep_addresses(kind: ObjectType, row: Row, before: Row) -> None:
    """Completes the row's names and codes. Raises SalesforceError for a state or country that is not listed."""
    if not kind.countries:
        return
    for field in kind.fields.values():
        if field.name.endswith(_STATE_CODE):
            _keep(kind, field.name.removesuffix(_STATE_CODE), row, before)


def _keep(kind: ObjectType, prefix: str, row: Row, before: Row) -> None:
    state, country = kind.fields[f"{prefix}State"], kind.fields[f"{prefix}Country"]
    countries = {found.name: code for code, found in kind.countries.items()}
    _complete(country, countries, row, before)
    found = kind.countries.get(str(row.get(f"{country.name}Code")))
    states = {} if found is None else {name: code for code, name in found.states.items()}
    if _is_changed(state, row, before) and found is None and row.get(state.name):
        what = f"A country/territory must be specified before specifying a state value for field: {state.label}"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", what, state.name)
    if found is None and _is_changed(country, row, before):
        row.pop(state.name, None)
        row.pop(f"{state.name}Code", None)
    _complete(state, states, row, before)
    if _is_changed(country, row, before) and row.get(state.name) and row[state.name] not in states:
        what = f"The existing country/territory doesn't recognize the state value for field: {state.label}"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", what, state.name)


def _is_changed(field: Field, row: Row, before: Row) -> bool:
    return any(row.get(name) != before.get(name) for name in (field.name, f"{field.name}Code"))


def _complete(field: Field, codes: Mapping[str, str], row: Row, before: Row) -> None:
    """What was changed of the two decides; `codes` are by name."""
    code_field = f"{field.name}Code"
    if row.get(code_field) != before.get(code_field):
        names = {code: name for name, code in codes.items()}
        _set(row, field.name, row.get(code_field), names, field)
    elif row.get(field.name) != before.get(field.name):
        _set(row, code_field, row.get(field.name), codes, field)


def _set(row: Row, name: str, value: object, known: Mapping[str, str], field: Field) -> None:
    if not value:
        row.pop(name, None)
    elif str(value) in known:
        row[name] = known[str(value)]
    else:
        raise _unlisted(field)


def _unlisted(field: Field) -> SalesforceError:
    one, many = ("state", "states") if field.name.endswith("State") else ("country/territory", "countries")
    what = (
        f"There's a problem with this {one.split('/', maxsplit=1)[0]}, even though it may appear correct. "
        f"Please select a {one} from the list of valid {many}.: {field.label}"
    )
    return refuse("FIELD_INTEGRITY_EXCEPTION", what, field.name)
