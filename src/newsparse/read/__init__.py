"""Readers turn what a caller has into a `Page`. Nothing behind them knows a parser."""
