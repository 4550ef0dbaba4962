"""`crmsync import …`: imports of people from Salesforce."""

from __future__ import annotations

from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.estimate import ESTIMATE
from crmsync.cli.commands.imports.failed import FAILED
from crmsync.cli.commands.imports.retry import RETRY
from crmsync.cli.commands.imports.start import CONFIRM, START
from crmsync.cli.commands.imports.status import STATUS
from crmsync.cli.commands.imports.steer import CANCEL, PAUSE, RESUME

IMPORTS: tuple[Command, ...] = (ESTIMATE, START, CONFIRM, STATUS, PAUSE, RESUME, CANCEL, FAILED, RETRY)
