"""The command line program: one module per command, what they share in the modules beside them.

A command's module has `add_to`, which adds it to the program, and `run`, which does it and gives the exit code.
"""
