"""What is said of gel, oil and drying: both sides of each bound."""

from galva.core.gel import DRY, DRYING, OILY, WET, Gel

from support import no_alloc


def looked(*ohms, ms=250):
    """A new Gel after these impedances, None for nothing that touches; two are half a second."""
    found = Gel()
    for ohm in ohms:
        if ohm is None:
            found.lift()
        else:
            found.look(ohm, ms)
    return found


# ---- while a contact is looked for


def test_from_40_kohm_on_it_is_dry():
    for ohms, state in (
        ((39_999, 39_999), WET),
        ((40_000, 40_000), DRY),
        ((30_000, 40_000), DRY),  # the most of half a second counts
        ((40_000, 30_000), DRY),
        ((30_000, 39_999), WET),
    ):
        assert looked(*ohms).state == state, ohms


def test_more_than_twice_the_least_is_oily():
    for ohms, state in (
        ((40_000, 80_000), DRY),
        ((40_000, 80_001), OILY),
        ((80_000, 40_000), DRY),
        ((80_001, 40_000), OILY),
        ((300_000, 0), OILY),
        ((2, 1), WET),
    ):
        assert looked(*ohms).state == state, ohms


def test_least_and_most_of_three_impedances_in_any_order():
    for ohms in ((50_000, 60_000, 101_000), (60_000, 101_000, 50_000), (101_000, 50_000, 60_000)):
        assert looked(*ohms, ms=167).state == OILY, ohms
    assert looked(51_000, 60_000, 101_000, ms=167).state == DRY


def test_half_a_second_is_looked_at():
    found = Gel()
    found.look(60_000, 250)
    found.look(60_000, 249)
    assert found.state == WET
    found.look(60_000, 1)
    assert found.state == DRY
    found.look(5000, 499)  # the next half second
    assert found.state == DRY
    found.look(5000, 1)
    assert found.state == WET


def test_each_half_second_stands_for_itself():
    assert looked(60_000, 60_000, 300_000, 300_000).state == DRY
    assert looked(20_000, 30_000, 60_000, 60_000).state == DRY
    assert looked(300_000, 80_000, 60_000, 60_000).state == DRY


def test_a_film_that_breaks_three_times_is_oily():
    breaks = (30_000, None)
    for times, state in ((1, WET), (2, WET), (3, OILY), (4, OILY)):
        assert looked(*breaks * times).state == state, times
    assert looked(*(None,) * 10).state == WET  # nothing was there that could break
    assert looked(*breaks, None, None, *breaks).state == WET
    assert looked(1, None, 1, None, 1, None).state == OILY
    held = (30_000, 30_000)
    assert looked(*breaks * 2, *held, *breaks * 2).state == WET  # counted from there
    assert looked(*breaks * 2, *held, *breaks * 3).state == OILY


def test_before_it_lifts_what_was_seen_is_forgotten():
    assert looked(300_000, None, 60_000, 60_000).state == DRY
    assert looked(60_000, None, 60_000).state == WET


def test_a_short_touch_counts_as_one():
    found = Gel()
    for _ in range(3):
        found.look(30_000, 1)
        found.lift()
    assert found.state == OILY


def test_what_conducts_nothing_is_no_contact():
    """10 uA meet no skin: 9 V are the end of front end A, 4 V of B."""
    for ohm in (900_000, 400_000):
        for seen, state in ((ohm - 1, DRY), (ohm, WET)):
            found = Gel(ohm)
            for _ in range(4):
                found.look(seen, 250)
            assert found.state == state, seen
    for seen, state in ((899_999, DRY), (900_000, WET)):
        assert looked(seen, seen).state == state


def test_clear_forgets_all_of_it():
    found = looked(60_000, 60_000)
    found.clear()
    assert found.state == WET
    found = looked(30_000, None, 30_000, None)
    found.clear()
    found.look(30_000, 250)
    found.lift()
    assert found.state == WET
    found = looked(300_000)
    found.clear()
    found.look(60_000, 250)
    assert found.state == WET
    found.look(60_000, 250)
    assert found.state == DRY


# ---- in a session


def followed(*runs, found=None):
    """After runs of (ohm, looks of 100 ms each)."""
    found = found or Gel()
    for ohm, looks in runs:
        for _ in range(looks):
            found.follow(ohm, 100)
    return found


def test_it_is_drying_60_percent_and_3_kohm_over_the_least():
    """The trend comes within 31 Ohm of a steady impedance."""
    for least, bound in ((5000, 6000), (0, 3000), (10_000, 9000)):
        for more, state in ((bound, WET), (bound + 40, DRYING)):
            found = followed((least or 1, 1), (least + more, 280))
            assert found.state == state, (least, more)


def test_to_the_ohm_and_for_5_s():
    """The first impedance is the trend itself; a lift begins a new one, the least stays."""
    for more, state in ((5999, WET), (6000, DRYING)):
        found = followed((5000, 1))
        found.lift()
        found.follow(5000 + more, 4999)
        assert found.state == WET
        found.follow(5000 + more, 1)
        assert found.state == state, more
    found = followed((5000, 1))
    found.lift()
    for ms, ohm, state in ((4999, 11_000, WET), (1, 5000, WET), (4999, 11_000, WET)):
        found.follow(ohm, ms)
        assert found.state == state


def test_a_trend_that_falls_back_begins_its_5_s_anew():
    found = followed((5000, 1))
    for _ in range(2):
        found.lift()
        found.follow(11_000, 4999)
        assert found.state == WET
        found.lift()
        found.follow(10_999, 1)
        assert found.state == WET
        found.lift()
        found.follow(11_000, 5000)
        assert found.state == DRYING
        found.lift()
        found.follow(5000, 1)
        assert found.state == WET


def test_a_touch_begins_its_5_s_anew():
    found = followed((5000, 1))
    for ms in (4999, 4999, 4999):
        found.lift()
        found.follow(11_000, ms)
        assert found.state == WET
    found.follow(11_000, 1)
    assert found.state == DRYING


def test_an_ohm_less_begins_its_5_s_anew():
    """The trend is 11.000 k, then 10.999 k, then 11.000 k again."""
    found = followed((5000, 1))
    found.lift()
    for ohm, ms, state in ((11_000, 4999, WET), (10_999, 4999, WET), (11_031, 4999, WET)):
        found.follow(ohm, ms)
        assert found.state == state, ohm
    found.follow(11_000, 1)
    assert found.state == DRYING


def test_the_trend_takes_one_32nd_of_each_look():
    """From 5 k, 37 k more each look: 1 k after the first, so 6 k are passed with the 7th."""
    for looks, state in ((6, WET), (7, DRYING)):
        found = followed((5000, 1))
        for _ in range(looks - 1):
            found.follow(37_000, 1)
        found.follow(37_000, 5000)
        assert found.state == state, looks


def test_a_least_that_falls_is_followed():
    """After 20 k the least is the trend's lowest, 5 k, and 12 k more are drying."""
    found = followed((20_000, 10), (5000, 250), (12_000, 150))
    assert found.state == DRYING
    assert followed((20_000, 10), (12_000, 250)).state == WET
    assert followed((20_000, 10), (5000, 20), (19_000, 250)).state == WET


def test_a_new_session_has_a_least_of_its_own():
    found = followed((5000, 100))
    found.clear()
    assert followed((15_000, 100), found=found).state == WET
    found = followed((5000, 1))
    found.lift()
    found.follow(11_000, 4000)
    found.clear()
    found.follow(5000, 32)
    found.lift()
    found.follow(11_000, 4999)
    assert found.state == WET


def test_it_allocates_nothing():
    found = Gel()
    no_alloc(lambda: found.look(60_000, 250), 5)
    no_alloc(found.lift, 5)
    no_alloc(lambda: found.follow(60_000, 250), 5)
