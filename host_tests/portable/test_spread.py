from galva.core.spread import Spread, bucket, middle_ohm

from support import no_alloc


def test_buckets_rise_and_their_middle_is_close():
    before = 0
    for ohm in range(0, 140_000, 7):
        at = bucket(ohm)
        assert before <= at <= before + 1, ohm
        before = at
        if 512 <= ohm < 131_072:
            assert abs(middle_ohm(at) - ohm) * 1000 <= 32 * ohm, ohm
    assert bucket(0) == 0 and bucket(999_999) == 127 == before


def test_nothing_added_is_nothing_told():
    spread = Spread()
    assert (spread.least_ohm, spread.median_ohm(), spread.most_ohm) == (0, 0, 0)


def test_least_median_and_most():
    spread = Spread()
    for ohm in (20_000, 900, 5000, 5000, 4900, 60_000, 5100):
        spread.add(ohm)
    assert spread.least_ohm == 900 and spread.most_ohm == 60_000
    assert abs(spread.median_ohm() - 5000) <= 160
    spread.clear()
    spread.add(7000)
    assert spread.least_ohm == spread.median_ohm() == spread.most_ohm == 7000


def test_a_session_begins_with_nothing_of_the_one_before():
    spread = Spread()
    for _ in range(9):
        spread.add(1000)
    spread.clear()
    assert (spread.least_ohm, spread.median_ohm(), spread.most_ohm) == (0, 0, 0)
    for ohm in (900, 5000, 60_000):
        spread.add(ohm)
    assert abs(spread.median_ohm() - 5000) <= 160


def test_of_two_in_the_middle_the_lower_is_told():
    spread = Spread()
    for ohm in (900, 5000, 20_000, 60_000):
        spread.add(ohm)
    assert abs(spread.median_ohm() - 5000) <= 160


def test_half_of_them_are_below_the_median():
    spread = Spread()
    for k in range(1000):
        spread.add(1000 + 90 * k)
    assert abs(spread.median_ohm() - 46_000) * 1000 <= 32 * 46_000


def test_a_full_bucket_stays_full():
    spread = Spread()
    for _ in range(65_600):
        spread.add(0)
    assert spread.median_ohm() == 0
    spread.add(999_999)
    assert spread.most_ohm == 999_999 and spread.median_ohm() == middle_ohm(0)


def test_twenty_minutes_of_one_impedance_outweigh_less_of_others():
    """60 000 at most, one every 20 ms: none of them may be lost."""
    spread = Spread()
    for ohm in (1000, 5000, 20_000):
        for _ in range(60_000 if ohm == 1000 else 29_990):
            spread.add(ohm)
    assert abs(spread.median_ohm() - 1000) <= 32


def test_adding_allocates_nothing():
    spread = Spread()

    def add():
        spread.add(31_234)

    no_alloc(add, 100)
