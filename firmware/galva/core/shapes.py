"""Waveform shapes: magnitudes of ONE phase (half a period), Q15, into the caller's buffer.

0..32768; the sign is the player's: both phases play the same numbers, so that a period sums to
exactly zero.
"""

ONE_Q15 = 32768


def rectangular(phase_q15: "Buffer", n: int) -> None:
    """n equal samples."""
    for i in range(n):
        phase_q15[i] = ONE_Q15


def raised_sine(phase_q15: "Buffer", n: int) -> None:
    """(1 - cos)/2 over the phase, sampled in the middle of each step: no step at either end.

    It is sin^2, with Bhaskara I's rational sine 4u/(5 - u), u = 4x(1 - x): 0.0025 off at most.
    """
    for i in range(n):
        x_q15 = ((2 * i + 1) << 14) // n
        u_q15 = 4 * ((x_q15 * (ONE_Q15 - x_q15)) >> 15)
        sine_q15 = (u_q15 << 14) // ((5 * ONE_Q15 - u_q15) >> 3)
        phase_q15[i] = (sine_q15 * sine_q15) >> 15


SHAPES = {"rectangular": rectangular, "raised sine": raised_sine}
MEAN_Q15 = {"rectangular": ONE_Q15, "raised sine": ONE_Q15 // 2}  # charge of a phase, peak 1

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array

    Buffer = array[int]
