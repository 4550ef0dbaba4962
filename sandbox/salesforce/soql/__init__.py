"""SOQL: a real parser, compiled to closures over the org's records."""
