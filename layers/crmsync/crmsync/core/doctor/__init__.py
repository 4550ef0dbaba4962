"""What is checked about an installation: each check is a pure function from what was found to a verdict."""
