"""Pure text: who is named, and what they did."""
