// rp2040js knows no flash command but "read status": a write fails with OSError 28.

const SSI = 0x18000;
const IO_QSPI = 0x40018;
const SS_CTRL = 0x0c;
const [TXFLR, RXFLR, SR, DR0] = [0x20, 0x24, 0x28, 0x60];
const NOT_FULL_EMPTY = 0b110; // of SR: the transmit FIFO takes a byte, and has none
const NOT_EMPTY = 0b1000; // of SR: the receive FIFO has one
const [PROGRAM, READ, STATUS, ENABLE, SECTOR, STATUS_2, JEDEC, BLOCK] = [
  0x02, 0x03, 0x05, 0x06, 0x20, 0x35, 0x9f, 0xd8,
];
const ERASED = { [SECTOR]: 4096, [BLOCK]: 65536 };
const MAKER = [0xef, 0x40, 0x15];
const QUAD_ENABLED = 2;
const WRITE_ENABLED = 2;

/** A NOR flash behind the SSI, selected by the override of QSPI_SS as the bootrom does. */
export function writable(mcu) {
  const chip = new NorFlash(mcu.flash);
  const ssi = mcu.peripherals[SSI];
  const [read, write] = [ssi.readUint32.bind(ssi), ssi.writeUint32.bind(ssi)];
  const answers = {
    [TXFLR]: () => 0,
    [RXFLR]: () => chip.answers.length,
    [SR]: () => NOT_FULL_EMPTY | (chip.answers.length ? NOT_EMPTY : 0),
    [DR0]: () => chip.answers.shift() ?? 0,
  };
  ssi.readUint32 = (offset) => (answers[offset] ?? (() => read(offset)))();
  ssi.writeUint32 = (offset, value) =>
    offset === DR0 ? chip.shift(value & 0xff) : write(offset, value);
  pads(mcu.peripherals[IO_QSPI], chip);
}

function pads(bank, chip) {
  const registers = new Uint32Array(16);
  bank.readUint32 = (offset) => registers[offset >> 2];
  bank.writeUint32 = (offset, value) => {
    registers[offset >> 2] = value;
    if (offset === SS_CTRL) chip.select(((value >>> 8) & 3) !== 3); // OUTOVER 3: driven high
  };
}

class NorFlash {
  constructor(cells) {
    this.cells = cells;
    this.selected = true;
    this.writeEnabled = false;
    this.sent = [];
    this.answers = [];
  }

  select(selected) {
    if (selected && !this.selected) this.answers = [];
    if (!selected && this.selected) this.apply();
    if (selected !== this.selected) this.sent = [];
    this.selected = selected;
  }

  shift(byte) {
    if (this.selected) this.sent.push(byte);
    this.answers.push(this.selected && this.sent.length > 1 ? this.answer() : 0xff);
    if (this.sent.length === 1 && byte === ENABLE) this.writeEnabled = true;
  }

  answer() {
    const at = this.sent.length - 2; // of the bytes after the command
    switch (this.sent[0]) {
      case STATUS:
        return this.writeEnabled ? WRITE_ENABLED : 0;
      case STATUS_2:
        return QUAD_ENABLED;
      case JEDEC:
        return MAKER[at] ?? 0;
      case READ:
        return at < 3 ? 0xff : this.cells[this.address + at - 3];
      default:
        return 0xff;
    }
  }

  get address() {
    return (this.sent[1] << 16) | (this.sent[2] << 8) | this.sent[3];
  }

  /** The end of a command is where an erase or a program happens; here it takes no time. */
  apply() {
    const command = this.sent[0];
    const size = ERASED[command];
    if (command === ENABLE || command === STATUS) return;
    if (this.writeEnabled && size) {
      const from = this.address - (this.address % size);
      this.cells.fill(0xff, from, from + size);
    }
    if (this.writeEnabled && command === PROGRAM) {
      this.sent.slice(4).forEach((byte, k) => (this.cells[this.address + k] &= byte));
    }
    this.writeEnabled = false;
  }
}
