"""The command line program: one module per command, what they share in the modules beside them."""
