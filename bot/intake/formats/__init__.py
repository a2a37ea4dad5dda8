"""The formats files come in: CSV, JSON and spreadsheets, each read row by row."""
