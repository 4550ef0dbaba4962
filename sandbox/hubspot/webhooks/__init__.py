"""Webhooks: which changes become events, how events become signed requests, and what goes wrong on the way."""
