"""The worker: folds changes, leases, reads, plans, applies in batches, commits. One file a step."""
