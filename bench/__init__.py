"""Benchmarks of the bot: counts, and ratios against a reference in the same run. No time is ever asserted."""
