"""Not a test of Galva: it shows that a failure inside a VM is seen outside. Not collected."""


def test_sound():
    assert 1 + 1 == 2


def test_unsound():
    assert 1 == 2, "one is two"
