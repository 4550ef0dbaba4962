"""`python -m sandbox.salesforce --port N --settings FILE.json` serves an org until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import time
from pathlib import Path

from sandbox.salesforce.event_bus import EventBus
from sandbox.salesforce.server import SalesforceServer
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.salesforce", description=__doc__)
    parser.add_argument("--port", type=int, default=7002, help="port on 127.0.0.1; 0: any free one")
    parser.add_argument("--settings", type=Path, help="JSON object with names of SalesforceSettings")
    parser.add_argument("--seed", type=int, default=0, help="seed of tokens and keys")
    return parser.parse_args()


async def _serve(port: int, settings: SalesforceSettings, seed: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    server = SalesforceServer(SalesforceSimulator(time.time, settings, seed), port, EventBus().put)
    await server.run(stop, on_ready=lambda: print(f"Salesforce simulator listens on {server.url}", flush=True))


def main() -> None:
    arguments = _arguments()
    given = json.loads(arguments.settings.read_text("utf-8")) if arguments.settings else {}
    settings = SalesforceSettings(instance_url=f"http://127.0.0.1:{arguments.port}").changed(given)
    asyncio.run(_serve(arguments.port, settings, arguments.seed))


if __name__ == "__main__":
    main()
