"""The administrator's parameters: their JSON Schemas, and the compilation to one validated configuration."""
