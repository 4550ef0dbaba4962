"""The estimate of an import of other records than people, part by part."""

from dataclasses import replace

from crmsync.core.configuration import PairConfiguration
from crmsync.core.import_estimate import CALLS_A_QUERY
from crmsync.core.import_kind import ACCOUNTS, CASES, OPPORTUNITIES, ImportKind
from crmsync.core.import_kind_calls import kind_calls
from crmsync.core.pairs.company import COMPANY
from crmsync.core.pairs.deal import DEAL
from crmsync.core.pairs.ticket import TICKET
from crmsync.core.record import Side

PAIRS = {pair.name: PairConfiguration.of(pair) for pair in (COMPANY, DEAL, TICKET)}
QUERY = CALLS_A_QUERY + 1


def calls(kind: ImportKind, records: int, rows: int = 0, pair: PairConfiguration | None = None) -> tuple[int, int]:
    found = kind_calls(kind, pair or PAIRS[kind.pair], records, rows)
    return found[Side.HUBSPOT], found[Side.SALESFORCE]


def test_a_page_of_accounts_and_their_contacts() -> None:
    """HubSpot: by id, by domain, written; the contacts read twice and attached, with one that is tried again.
    Salesforce: who has the domain, what we made a moment ago, whose accounts they are, the contacts themselves.
    """
    assert calls(ACCOUNTS, 500, rows=1_000) == (3 * 5 + 2 * 10 + 5 + 1, QUERY + 4 + 1 + 1 + 1 + 2 + 2)


def test_a_page_of_opportunities_which_nothing_but_ids_tells_apart() -> None:
    assert calls(OPPORTUNITIES, 500, rows=1_000) == (2 * 5, QUERY + 1 + 1 + 1 + 2 + 2)


def test_a_page_of_cases_which_belong_to_contacts_by_themselves() -> None:
    assert calls(CASES, 500) == (2 * 5, QUERY + 1)


def test_what_refers_to_others_is_associated() -> None:
    """An opportunity to its account, and to those who take part in it."""
    pair = replace(PAIRS["deal"], mappings=DEAL.defaults({"contact", "company", "deal"}))
    assert calls(OPPORTUNITIES, 500, pair=pair)[0] == calls(OPPORTUNITIES, 500)[0] + 3 * 2


def test_an_inclusion_list_is_asked_for_each_hundred() -> None:
    listed = replace(PAIRS["company"], settings=replace(COMPANY.settings, inclusion_list_id="7"))
    assert calls(ACCOUNTS, 250, pair=listed)[0] == calls(ACCOUNTS, 250)[0] + 3


def test_each_page_costs_by_itself_and_results_come_in_sets() -> None:
    assert calls(CASES, 1_250) == (2 * (5 + 5 + 3), QUERY + 3)
    assert calls(CASES, 2_501) == (2 * (5 * 5 + 1), QUERY + 1 + 6)
