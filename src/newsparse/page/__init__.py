"""The page between the reader and the rules: its lines, what a line is, what rows hold."""
