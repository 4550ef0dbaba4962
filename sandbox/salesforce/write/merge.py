"""Merging records of one object: the losers go to the recycle bin, their children to the master."""

from __future__ import annotations

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Field
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.write.bin import children
from sandbox.salesforce.write.writer import Writer

MERGEABLE = frozenset({"Lead", "Contact", "Account", "Case"})


def merge(writer: Writer, kind: ObjectType, master_id: str, loser_ids: list[str]) -> None:
    """The master keeps its own values; a field that it has blank is not filled from a loser."""
    if kind.name not in MERGEABLE:
        raise refuse("INVALID_TYPE", f"entity type cannot be merged: {kind.name}")
    master = writer.live_row(kind, master_id)
    for loser_id in loser_ids:
        loser = writer.live_row(kind, loser_id)
        if loser["Id"] == master["Id"]:
            raise refuse("DUPLICATE_VALUE", "a record cannot be merged with itself")
        _adopt_children(writer, kind, loser["Id"], master["Id"])
        writer.delete(kind, loser["Id"], {"MasterRecordId": master["Id"]})
    writer.change(kind, writer.live_row(kind, master["Id"]), {})


def _adopt_children(writer: Writer, kind: ObjectType, loser_id: str, master_id: str) -> None:
    for child, field, row in children(writer, kind, loser_id):
        if child.name == "CampaignMember" and _is_member(writer, child, field, row["CampaignId"], master_id):
            writer.delete(child, row["Id"])
            continue
        moved = {**row, field.name: master_id, **writer.platform_stamps()}
        if row["Id"] == master_id:
            del moved[field.name]
        writer.transaction.write("UPDATE", child, row, moved)


def _is_member(writer: Writer, kind: ObjectType, field: Field, campaign_id: str, master_id: str) -> bool:
    return any(one["CampaignId"] == campaign_id for one in writer.find(kind, field, master_id))
