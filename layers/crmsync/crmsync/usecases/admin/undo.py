"""`undo`: has values that crmsync wrote put back, where the fields still hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.instant import read_instant
from crmsync.core.record import Millis, RecordRef
from crmsync.core.undo_scope import UndoScope
from crmsync.ports.history_walk import HistoryWalk
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments
from crmsync.usecases.admin.arguments import flag_of, only_one_of, required_text_of, text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.preview_changes import preview_changes
from crmsync.usecases.admin.references import asked_ref
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.undo import MOST_ROWS, undoable

CAUSE = "undo"
ROWS_A_PAGE = 500
PAGES_A_TURN = 10
JOBS = ("import", "reconcile")

Found = tuple[Mapping[RecordRef, UndoScope], str | None]
"""Records with what is to be undone of them, and for `after` what continues; None when it was the last."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The worker does the work: it alone leases, writes and keeps history."""

    ports: SyncPorts
    walk: HistoryWalk

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"hubspot_id" | "salesforce_id", "object"?, "since"?}`, `{"since"}` or `{"job", "since"?}`, with `preview`
        and `after` → `{"enqueued", "next"}`, or what would be put back (see `preview_changes`) and `next`. Of a record
        without `since` the last write is undone. A job is the id of an import or a reconcile.
        """
        if self.ports.configurations.active() is None:
            raise AdminError("not_ready", "there is no active configuration yet: see config.show")
        found, following = self._found(args)
        changes = [self._change(ref, scope) for ref, scope in found.items()]
        if flag_of(args, "preview"):
            return {**preview_changes(changes, self.ports), "next": following}
        if changes:
            self.ports.queue.send(changes)
        return {"enqueued": len(changes), "next": following}

    def _found(self, args: Args) -> Found:
        names = [name for name in ("hubspot_id", "salesforce_id", "job") if args.get(name) is not None]
        name = only_one_of(args, *(names or ["since"]))
        text, scope = required_text_of(args, name), UndoScope(_since(args), self.ports.clock.now())
        if name in {"hubspot_id", "salesforce_id"}:
            return self._of(asked_ref(args, name, self.ports.configurations.active()), scope), None
        causes = [f"{kind} {text}" for kind in JOBS] if name == "job" else [""]
        return self._walked([UndoScope(scope.since, scope.until, cause) for cause in causes], text_of(args, "after"))

    def _of(self, ref: RecordRef, scope: UndoScope) -> Mapping[RecordRef, UndoScope]:
        if scope.since:
            return {ref: scope}
        rows = [row for row in self.ports.history.of(ref, MOST_ROWS) if undoable(row)]
        return {ref: UndoScope(rows[0].at, rows[0].at)} if rows else {}

    def _walked(self, scopes: list[UndoScope], after: str | None) -> Found:
        """A record once a turn."""
        found: dict[RecordRef, UndoScope] = {}
        for _ in range(PAGES_A_TURN):
            page = self.walk.page(scopes[0].since, ROWS_A_PAGE, after)
            for row in page.rows:
                scope = next((one for one in scopes if one.takes(row.at, row.cause)), None)
                if scope is not None and undoable(row):
                    found[row.hubspot] = scope
            after = page.following
            if after is None or len(found) >= ROWS_A_PAGE:
                break
        return found, after

    def _change(self, ref: RecordRef, scope: UndoScope) -> Change:
        now = self.ports.clock.now()
        return Change(ref, ChangeKind.LOOK, now, CAUSE, CallClass.BULK, undo=scope.text)


def _since(args: Args) -> Millis:
    """0 when it is not given."""
    text = text_of(args, "since")
    if text is None:
        return 0
    moment = read_instant(text)
    if moment is None:
        raise bad_arguments("since must be a date or time, such as 2026-11-22T08:00Z")
    return int(moment.timestamp() * 1_000)
