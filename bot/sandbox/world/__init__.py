"""The tracker itself: people, labels, issues and what changing them brings about."""
