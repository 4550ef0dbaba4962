"""The ports carried out with AWS and the CRMs; the only code that imports vendor SDKs."""
