"""Salesforce behind the ports, through simple-salesforce."""
