"""Pure text: outlets and the labels that name them."""
