"""What the bot thinks about: surveys, issues, actions, labels, marks, the calendar. Pure: no I/O and no clock."""
