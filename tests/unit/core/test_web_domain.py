import pytest
from crmsync.core.web_domain import spellings, web_domain


@pytest.mark.parametrize(
    "text",
    [
        "acme.com",
        " Acme.COM ",
        "www.acme.com",
        "http://acme.com",
        "https://www.acme.com/",
        "HTTPS://WWW.ACME.COM/en/about?from=x#top",
        "acme.com:8443",
        "https://user:secret@acme.com/x",
        "acme.com.",
        "acme.com/en",
        "http:acme.com",
    ],
)
def test_one_domain_in_all_its_forms(text: str) -> None:
    assert web_domain(text) == "acme.com"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("shop.acme.com", "shop.acme.com"),
        ("acme.com.au", "acme.com.au"),
        ("www2.acme.com", "www2.acme.com"),
        ("www.com", "www.com"),
        ("my_shop.acme.com", "my_shop.acme.com"),
        ("müller.de", "xn--mller-kva.de"),
        ("https://WWW.Müller.de/über", "xn--mller-kva.de"),
        ("xn--mller-kva.de", "xn--mller-kva.de"),
    ],
)
def test_other_domains_stay_apart(text: str, domain: str) -> None:
    assert web_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    ["", "  ", "n/a", "none", "localhost", "http://", "www.", "10.0.0.1", "http://10.0.0.1:80/", "a..b", "acme .com",
     "-acme.com", "me@", "https://www.", "é" * 300 + ".com", "a." * 200 + "com", "'; DROP.com"],
)  # fmt: skip
def test_what_names_no_host(text: str) -> None:
    assert web_domain(text) is None


def test_a_domain_is_looked_for_in_both_alphabets() -> None:
    assert spellings("xn--mller-kva.de") == ("xn--mller-kva.de", "müller.de")
    assert spellings("acme.com") == ("acme.com",)
