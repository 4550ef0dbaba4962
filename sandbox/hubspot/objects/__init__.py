"""CRM objects: schema, records, and the endpoints that read and write them."""
