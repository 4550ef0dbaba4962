"""Imports of people from Salesforce: asked for, estimated, confirmed, run page by page, steered. One file a step."""
