"""Pure text cores: what a string says, with no page, no parser and no state around it."""
