"""Whether a kind can be imported by the configuration as it is."""

from __future__ import annotations

from crmsync.core.configuration import Configuration
from crmsync.core.import_kind import CONTACT, ImportKind
from crmsync.ports.configurations import ConfigurationStore
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.imports.selections import lookups_of, pair_of


def importable(kind: ImportKind, configurations: ConfigurationStore) -> Configuration:
    """The active configuration, if the kind may be imported by it. Raises AdminError `not_possible`."""
    configuration = configurations.active()
    if configuration is None:
        raise AdminError("not_possible", "no configuration is active yet")
    reason = obstacle(kind, configuration)
    if reason is not None:
        raise AdminError("not_possible", reason)
    return configuration


def obstacle(kind: ImportKind, configuration: Configuration) -> str | None:
    """Why nothing of the kind can be imported now; None when it can."""
    pair = pair_of(kind, configuration)
    if configuration.global_settings.paused:
        return "the sync is paused in settings/global: an import would only wait"
    if pair is None:
        return f"the parameter of {kind.subject} is gone"
    if not pair.settings.enabled:
        return f"the sync of {kind.subject} is switched off in {pair.object_pair.parameter}"
    return _missing(kind, configuration)


def _missing(kind: ImportKind, configuration: Configuration) -> str | None:
    """Of what others must bring: without syncing records that it belongs to, there is none."""
    if kind.through is not None and not configuration.pairs[CONTACT].settings.enabled:
        return f"{kind.subject} are those of contacts that sync: that is switched off in settings/{CONTACT}"
    pair = pair_of(kind, configuration)
    references = pair.object_pair.references if pair is not None else ()
    if kind.by_lookups and references and not lookups_of(kind, configuration):
        known = [target for one in references if one.reference is not None for target in one.reference.targets]
        names = ", ".join(dict.fromkeys(f"settings/{target.pair}" for target in known))
        return f"{kind.subject} are those of records that sync, and none does that they refer to: see {names}"
    return None
