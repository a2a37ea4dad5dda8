"""A real program for part of the same job, on the same trackers: qontract-reconcile, from the package index."""
