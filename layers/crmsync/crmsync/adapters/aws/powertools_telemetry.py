"""Structured logs and CloudWatch metrics by Powertools for AWS Lambda."""

from __future__ import annotations

from collections import defaultdict

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

_Dimensions = tuple[tuple[str, str], ...]


class PowertoolsTelemetry:
    """The Telemetry. Counts are summed over the invocation: call `flush` at its end, also after an error.

    `namespace` is of one stage: metrics of two that share one would ring each other's alarms.
    """

    def __init__(self, service: str, namespace: str) -> None:
        self.logger = Logger(service=service)
        self._service = service
        self._namespace = namespace
        self._sums: defaultdict[_Dimensions, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))

    def count(self, metric: str, value: float = 1, **dimensions: str) -> None:
        self._sums[tuple(sorted(dimensions.items()))][metric] += value

    def note(self, message: str, **facts: str | float | None) -> None:
        # Nested: a fact called like an attribute of a log record would raise.
        self.logger.info(message, extra={"facts": facts})

    def flush(self) -> None:
        """Prints one embedded metric line a set of dimensions, which CloudWatch turns into metrics."""
        sums, self._sums = self._sums, defaultdict(lambda: defaultdict(float))
        for dimensions, metrics in sums.items():
            line = EphemeralMetrics(namespace=self._namespace, service=self._service)
            for name, value in dimensions:
                line.add_dimension(name, value)
            for metric, total in metrics.items():
                line.add_metric(metric, MetricUnit.Count, total)
            line.flush_metrics()
