"""Lists (segments): what is in them and the endpoints around them."""
