"""Notices what administrators changed in Salesforce, and has what it may have mended tried again."""
