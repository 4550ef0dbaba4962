import time

from benchmarks.cpu_meter import REST, CpuMeter, charged


class Store:
    name = "links"

    def __init__(self, inner: "Store | None" = None) -> None:
        self._inner = inner

    def work(self, seconds: float) -> str:
        until = time.process_time() + seconds
        while time.process_time() < until:
            pass
        if self._inner is not None:
            self._inner.work(seconds)
        return "done"


def test_each_moment_is_charged_to_the_innermost_part() -> None:
    meter = CpuMeter()
    inner = charged(Store(), "inner", meter)
    outer = charged(Store(inner), "outer", meter)
    meter.start()
    assert outer.work(0.02) == "done"
    spent = meter.stop()
    assert 18 < spent["outer"] < 35
    assert 18 < spent["inner"] < 35
    assert spent[REST] < 10


def test_attributes_are_the_real_ones() -> None:
    assert charged(Store(), "stores", CpuMeter()).name == "links"
