"""Reconciling: all linked records compared in bulk, drift repaired by the merge rules and reported. One file a step."""
