"""How often a person may ask, and anybody try to sign in."""

from __future__ import annotations

import time

import pytest

from tests.ui.people.clock import Clock
from ui.people.errors import TooMany
from ui.people.limits import Limits, network
from ui.people.person import Person

ANNA, BELA = Person("user:Anna", "Anna"), Person("user:Béla", "Béla")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(time, "time", found)
    return found


def test_more_questions_than_are_taken_wait(clock: Clock) -> None:
    limits = Limits(3)
    for _ in range(3):
        limits.question(ANNA)
        clock.now += 10
    with pytest.raises(TooMany, match=r"More than 3 questions .* wait 30 seconds, and") as caught:
        limits.question(ANNA)
    assert caught.value.seconds == 30
    limits.question(BELA)
    clock.now += 30.5
    limits.question(ANNA)
    with pytest.raises(TooMany, match="wait 10 seconds"):
        limits.question(ANNA)


def test_browsers_of_one_address_are_counted_together() -> None:
    limits = Limits(1)
    limits.question(Person("browser:1", counted="address:192.0.2.1"))
    with pytest.raises(TooMany):
        limits.question(Person("browser:2", counted="address:192.0.2.1"))
    limits.question(Person("browser:1", counted="address:192.0.2.2"))


def test_one_second_is_one(clock: Clock) -> None:
    limits = Limits(1)
    limits.question(ANNA)
    clock.now += 59.9
    with pytest.raises(TooMany, match="wait 1 second, and"):
        limits.question(ANNA)


def test_a_name_is_tried_five_times_from_an_address(clock: Clock) -> None:
    limits = Limits()
    for _ in range(5):
        limits.sign_in("anna", "192.0.2.1")
    with pytest.raises(TooMany):
        limits.sign_in("anna", "192.0.2.1")
    limits.sign_in("anna", "192.0.2.2")
    limits.sign_in("béla", "192.0.2.1")
    clock.now += 61
    limits.sign_in("anna", "192.0.2.1")


def test_an_address_tries_twenty_times_whatever_the_names(clock: Clock) -> None:
    limits = Limits()
    for n in range(20):
        limits.sign_in(f"name {n}", "192.0.2.1")
    with pytest.raises(TooMany):
        limits.sign_in("another", "192.0.2.1")


def test_the_addresses_of_one_network_count_as_one() -> None:
    limits = Limits()
    for n in range(20):
        limits.sign_in(f"name {n}", f"2001:db8::{n:x}")
    with pytest.raises(TooMany):
        limits.sign_in("another", "2001:db8::ffff")
    limits.sign_in("another", "2001:db8:0:1::1")


def test_an_address_of_ipv4_is_the_same_on_a_socket_of_ipv6() -> None:
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"


def test_who_gets_in_begins_anew(clock: Clock) -> None:
    limits = Limits()
    for _ in range(12):
        limits.sign_in("anna", "192.0.2.1")
        limits.signed_in("anna", "192.0.2.1")
