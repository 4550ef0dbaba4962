"""The endpoints under `/__sim__/`, which no Salesforce has: tests and the demo set the scene with them."""
