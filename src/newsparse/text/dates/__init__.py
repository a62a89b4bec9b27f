"""Pure text: dates and times."""
