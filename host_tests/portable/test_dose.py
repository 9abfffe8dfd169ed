"""Charge in whole microcoulombs, and when it is out of balance: to the picocoulomb."""

from galva.core.dose import Dose

UC_PC = 1_000_000


def test_a_session_begins_with_nothing_and_in_balance():
    dose = Dose()
    for _ in range(2):
        assert (dose.absolute_uc, dose.net_uc, dose.unbalanced, dose.owed_pc()) == (0, 0, False, 0)
        for _ in range(400):
            dose.add(UC_PC, True, 10)
        assert (dose.absolute_uc, dose.net_uc, dose.unbalanced) == (400, 400, True)
        dose.clear()


def test_what_flows_back_is_taken_off():
    for pc, absolute_uc, net_uc in (
        (0, 10, 10),
        (-1, 9, 9),
        (-999_999, 9, 9),
        (-UC_PC, 9, 9),
        (-1_500_000, 8, 8),
        (UC_PC - 1, 10, 10),
        (UC_PC, 11, 11),
    ):
        dose = Dose()
        dose.add(10 * UC_PC, True, 10)
        dose.add(pc, True, 10)
        assert dose.absolute_uc == absolute_uc, pc
        assert abs(dose.net_uc - net_uc) <= 1 and dose.owed_pc() == 10 * UC_PC + pc
