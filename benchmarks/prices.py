"""AWS's public prices in us-east-1, in US dollars, without free tiers and without the fixed costs of a month."""

from __future__ import annotations

from dataclasses import dataclass

REGION, AS_OF = "us-east-1", "November 2026"
MILLION, GIGABYTE = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """`dollars` for one unit; `quoted` is how AWS puts it."""

    service: str
    unit: str
    dollars: float
    quoted: str
    page: str


def _a_million(service: str, unit: str, dollars: float, page: str) -> Price:
    return Price(service, unit, dollars / MILLION, f"${dollars:.3f} a million", page)


LAMBDA_GB_SECOND = Price("Lambda", "GB-seconds on arm64", 0.0000133334, "$0.0000133334", "lambda/pricing")
LAMBDA_REQUEST = _a_million("Lambda", "requests", 0.20, "lambda/pricing")
SQS_REQUEST = _a_million("SQS", "requests to a standard queue", 0.40, "sqs/pricing")
WRITE_UNIT = _a_million("DynamoDB", "write request units on demand", 0.625, "dynamodb/pricing/on-demand")
READ_UNIT = _a_million("DynamoDB", "read request units on demand", 0.125, "dynamodb/pricing/on-demand")
HTTP_API_REQUEST = _a_million("API Gateway", "requests to an HTTP API", 1.00, "api-gateway/pricing")
PARTNER_EVENT = _a_million("EventBridge", "partner events", 1.00, "eventbridge/pricing")
LOG_BYTE = Price("CloudWatch Logs", "bytes taken in", 0.50 / GIGABYTE, "$0.50 a GB", "cloudwatch/pricing")
TRACE = _a_million("X-Ray", "traces recorded", 5.00, "xray/pricing")

PRICES = (
    LAMBDA_GB_SECOND, LAMBDA_REQUEST, SQS_REQUEST, WRITE_UNIT, READ_UNIT, HTTP_API_REQUEST, PARTNER_EVENT, LOG_BYTE,
    TRACE,
)  # fmt: skip


def price_list() -> str:
    """Every price with its source."""
    lines = [f"{one.service}, {one.unit}: {one.quoted} (<https://aws.amazon.com/{one.page}/>)" for one in PRICES]
    return f"Prices in {REGION} as of {AS_OF}: {'; '.join(lines)}."
