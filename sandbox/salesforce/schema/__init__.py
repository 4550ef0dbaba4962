"""Object types and their fields, as data; how they are described and changed."""
