"""Make a project ready for the bot: see what it has, tell what it lacks, and give it that; nothing twice.

What is to be done is decided from what was read, as a list of steps; `reading` reads, `doing` acts.
"""
