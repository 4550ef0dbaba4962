"""Seeds that found a bug, and what it was; they are run with every simulation.

A change of the code gives a seed another course, so what was found is also told as stories in the unit tests.
"""

from __future__ import annotations

from collections.abc import Mapping

REGRESSIONS: Mapping[int, str] = {
    2: "the event of a covered edit came again, by a worker that had died, when the counterpart was deleted",
    12: "a company that another worker had just linked by its contacts with its account was created a second time",
    17: "an edit was hidden by the echo of the write that covered it",
    24: "an opportunity whose link waited for a day was taken for a flow's, and its deal was created twice",
    30: "a deal that could not be created woke the call that waited for it, which had the deal tried again, for ever",
    43: "a task that was made of a note without an answer was made twice, since all of them were called Note",
    46: "an interrupted first link kept no intents",
    66: "what a contact was to join was asked of its company and of its deal too, where the worker fell over",
    75: "a link was committed without what an interrupted worker had written",
    86: "an account that another worker had just linked with its company was created a second time",
    121: "another event of the record took the place of a parked erasure",
    105: "an edit that set a value again in the second of our read was taken for the event of what we had read",
    161: "a covered edit was looked for in the windows of another side",
    164: "the people of a company whose account was merged away were refused for ever, with all their fields",
    165: "the event of a covered edit was parked, and lost its value",
    207: "one crash made a change forget the value that its event had shown",
    214: "a deal's contact was gone and its link did not tell yet: looks at the deal followed each other for ever",
    265: "a worker died between the commit and the row of a deletion that waits for confirmation",
    297: "intents were dropped while the outcome of their write was unknown",
    313: "a second company was made for the survivor of a merge, and nobody was told of it",
    325: "what a write without answer had overruled was forgotten when its record was deleted, and taken back later",
    332: "late echoes of two writes of ours brought each other back for ever",
    415: "the row of a field was resumed for ever after its record had been merged away",
    439: "a deal was to have the role of a person who was merged away, and its roles were parked for ever",
    477: "of two covered edits of one second only one was told of",
    716: "a crash lost the time of the installation, and the poll began too late",
    811: "what a lead had become waited for a link that waits for a person, and was looked at every minute",
    843: "a task that Salesforce made after the answer was given up was not seen by the next worker, and made twice",
    849: "as 30: a meeting waited for a deal that could not be created, and both were looked at for ever",
    972: "the simulation missed a task that had gone with the person whom it was told of, whose place another took",
    982: "as 30, with the look of a reconcile",
    1458: "two crashes lost what Salesforce's event told of a covered edit",
    1598: "a write that took effect after its timeout undid a later edit",
    1811: "a worker died between the commit and the row of a parked field",
}
