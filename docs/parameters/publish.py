"""Writes the JSON Schema of every parameter beside this file: `python docs/parameters/publish.py`."""  # noqa: INP001

from pathlib import Path

from crmsync.core.parameters.schemas import published_schemas


def main() -> None:
    for name, text in published_schemas().items():
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
