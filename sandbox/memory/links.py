"""The LinkStore in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.adapters.aws.link_codec import link_document, link_from
from crmsync.core.link import Lease, Link
from crmsync.core.record import Millis, RecordRef
from crmsync.core.suppression import marker
from crmsync.ports.clock import Clock
from crmsync.ports.link_walk import LinkPage
from crmsync.ports.links import Claim, Commit, Held, Reservation

SALT = b"a salt of the sandbox"


class MemoryLinks:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._links: dict[RecordRef, Link] = {}
        """By HubSpot record, as they read back from the table."""
        self._hubspot_of: dict[RecordRef, RecordRef] = {}
        """By Salesforce record."""
        self._reserved: dict[str, tuple[str, Millis]] = {}
        self._markers: dict[str, Millis] = {}

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        return {ref: link for ref in refs if (link := self._find(ref)) is not None}

    def _find(self, ref: RecordRef) -> Link | None:
        return self._links.get(self._hubspot_of.get(ref, ref))

    def all(self) -> list[Link]:
        """Every link, in the order of its HubSpot record."""
        return [self._links[ref] for ref in sorted(self._links, key=lambda ref: ref.key)]

    def page(self, limit: int, after: str | None) -> LinkPage:
        """Also the LinkWalk."""
        waiting = [link for link in self.all() if after is None or link.hubspot.key > after]
        following = waiting[limit - 1].hubspot.key if len(waiting) > limit else None
        return LinkPage(tuple(waiting[:limit]), following)

    def claim(self, claims: Sequence[Claim]) -> list[Held]:
        return [self._claim(claim) for claim in claims]

    def _claim(self, claim: Claim) -> Held:
        present = self._as_read(claim.link)
        if present is None or present.is_leased(self._clock.now()):
            return Held.BUSY
        lease = Lease(claim.token, claim.until)
        self._store(replace(present, version=present.version + 1, lease=lease, intents=claim.intents))
        return Held.DONE

    def commit(self, commits: Sequence[Commit]) -> list[Held]:
        return [self._commit(commit) for commit in commits]

    def _commit(self, commit: Commit) -> Held:
        present = self._find(commit.link.hubspot)
        if present is None or present.lease is None or present.lease.token != commit.token:
            return Held.BUSY
        self._store(
            replace(
                present,
                base=commit.base,
                version=present.version + 1,
                lease=Lease(commit.token, commit.hold_until) if commit.hold_until else None,
                intents=present.intents if commit.keep_intents else None,
                seen={**commit.link.seen, **commit.seen},
                parked=commit.parked,
                writes=commit.writes,
                states=commit.states,
            )
        )
        return Held.DONE

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        return [self._reserve(reservation) for reservation in reservations]

    def _reserve(self, reservation: Reservation) -> Held:
        now = self._clock.now()
        if self.suppressed(reservation.keys):
            return Held.SUPPRESSED
        if any(self._reserved.get(key, ("", 0))[1] > now for key in reservation.keys):
            return Held.BUSY
        self._reserved |= dict.fromkeys(reservation.keys, (reservation.token, reservation.until))
        return Held.DONE

    def release(self, reservations: Sequence[Reservation]) -> None:
        for reservation in reservations:
            for key in reservation.keys:
                if self._reserved.get(key, ("", 0))[0] == reservation.token:
                    del self._reserved[key]

    def suppress(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._markers.setdefault(marker(SALT, key), self._clock.now())

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:
        return frozenset(key for key in keys if marker(SALT, key) in self._markers)

    def suppressed_at(self, key: str) -> Millis | None:
        """When it was marked; None when it is not."""
        return self._markers.get(marker(SALT, key))

    def reserved(self, now: Millis) -> list[str]:
        """Every key whose reservation has not lapsed."""
        return sorted(key for key, (_, until) in self._reserved.items() if until > now)

    def create(self, links: Sequence[Link]) -> list[Held]:
        return [self._create(link) for link in links]

    def _create(self, link: Link) -> Held:
        if link.hubspot in self._links or link.salesforce in self._hubspot_of:
            return Held.BUSY
        self._store(link)
        return Held.DONE

    def move(self, link: Link, successor: Link) -> Held:
        if self._as_read(link) is None or self._is_taken(link, successor):
            return Held.BUSY
        self._remove(link)
        self._store(replace(successor, version=link.version + 1, lease=None))
        return Held.DONE

    def _is_taken(self, link: Link, successor: Link) -> bool:
        owners = {self._hubspot_of.get(successor.salesforce, link.hubspot)}
        if successor.hubspot in self._links:
            owners.add(successor.hubspot)
        return owners != {link.hubspot}

    def delete(self, link: Link) -> Held:
        if self._as_read(link) is None:
            return Held.BUSY
        self._remove(link)
        return Held.DONE

    def _as_read(self, link: Link) -> Link | None:
        """The stored link if nothing changed since `link` was read."""
        present = self._find(link.hubspot)
        if present is None or present.salesforce != link.salesforce or present.linked_at != link.linked_at:
            return None
        return present if present.version == link.version else None

    def _store(self, link: Link) -> None:
        self._links[link.hubspot] = link_from(unpack(pack(link_document(link))))
        self._hubspot_of[link.salesforce] = link.hubspot

    def _remove(self, link: Link) -> None:
        del self._links[link.hubspot]
        del self._hubspot_of[link.salesforce]
