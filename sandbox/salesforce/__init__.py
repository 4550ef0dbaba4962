"""A stand-in for a Salesforce org: the REST API, Change Data Capture, Outbound Messages, in memory."""
