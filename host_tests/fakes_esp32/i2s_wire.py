"""What I2S puts on its three wires, and what a DAC takes whose /CS is WS.

Philips timing, 16 bits a slot: WS low is the left slot, and changes one SCK before the first bit
of a slot; the receiver takes SD on SCK's rising edge. Frame: left in bits 15..0, right above.
"""


def bits(frames, before=0):
    """(WS, SD) at each rising edge of SCK. before: last bit of what went out before."""
    out = []
    for frame in frames:
        slots = (frame & 0xFFFF, frame >> 16)
        for ws in (0, 1):
            out.append((ws, before))
            out += [(ws, slots[ws] >> bit & 1) for bit in range(15, 0, -1)]
            before = slots[ws] & 1
    return out


def dac_words(frames, before=0):
    """The word that each frame latches: the bits of `bits` while WS is low, the first highest."""
    words = []
    for frame in frames:
        words.append(before << 15 | (frame & 0xFFFF) >> 1)
        before = frame >> 16 & 1
    return words
