"""`python -m sandbox.hubspot --port N [--settings FILE.json]` serves the simulator on 127.0.0.1."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
from pathlib import Path

from sandbox.frame.gateway import Gateway
from sandbox.frame.server import Server
from sandbox.hubspot.settings import BadSettingError, HubspotSettings, with_changes
from sandbox.hubspot.simulator import HubspotSimulator


def settings_of(file: Path | None) -> HubspotSettings:
    """Raises BadSettingError, OSError or ValueError (not JSON)."""
    changes = json.loads(file.read_text()) if file else {}
    return with_changes(HubspotSettings(), changes)


async def serve(port: int, settings: HubspotSettings, seed: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = Server(Gateway(HubspotSimulator(time.time, settings, seed)), port)
    await server.run(stop, on_ready=lambda: print(f"hubspot simulator on {server.url}", flush=True))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox.hubspot", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--settings", type=Path, help="a JSON object of settings")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    try:
        settings = settings_of(asked.settings)
    except (BadSettingError, OSError, ValueError) as error:
        print(f"--settings {asked.settings}: {error}", file=sys.stderr)
        return 2
    asyncio.run(serve(asked.port, settings, asked.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
