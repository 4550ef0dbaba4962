"""Wires adapters into use cases: one module a function, so that none imports an SDK that it does not use.

Nothing is read or connected at import; what a module builds is built once a container.
"""
