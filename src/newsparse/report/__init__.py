"""What `newsparse explain` shows: how a page was read, as data, as one HTML file, as a folder of static files."""
