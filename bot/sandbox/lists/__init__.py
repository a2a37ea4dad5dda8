"""Lists: filters, orders and both kinds of pagination."""
