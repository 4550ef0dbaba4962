"""What the use cases need from the world, as Protocols whose docstrings state the failure contract."""
