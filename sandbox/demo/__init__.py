"""`make demo`: people edit in both CRMs, and each step shows what arrived where, and after how long."""
