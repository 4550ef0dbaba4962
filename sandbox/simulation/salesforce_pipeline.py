"""Where in HubSpot people find a Salesforce stage: in the pipeline that the set-up made for the org's own stages."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.simulation.crm_user import HubspotUser

LABEL = "Salesforce"


class Place(NamedTuple):
    """HubSpot's ids."""

    pipeline: str
    stage: str


def place_of(stage: str, user: HubspotUser, object_type: str) -> Place | None:
    """None while that pipeline is not there, or HubSpot refuses."""
    answer = user.send("GET", f"/crm/v3/pipelines/{object_type}")
    for pipeline in answer.json()["results"] if answer.status == 200 else ():
        if pipeline["label"] == LABEL:
            ids = {one["label"]: str(one["id"]) for one in pipeline["stages"]}
            return Place(str(pipeline["id"]), ids[stage])
    return None
