// rp2040js runs a PIO 1000 instructions a turn of the event loop, whatever the time and CLKDIV.

const SHIFTCTRL = 0x08; // of a state machine's registers
const JOIN_SHIFT = 30; // FJOIN_TX, FJOIN_RX

/** Each enabled state machine steps at its own time: cycles x CLKDIV after the step before. */
export function clocked(mcu) {
  for (const pio of mcu.pio) {
    pio.run = () => {};
    pio.machines.forEach((machine) => new Stepper(mcu, pio, machine));
  }
}

class Stepper {
  constructor(mcu, pio, machine) {
    let on = false;
    this.cycleNs = 1e9 / mcu.clkSys;
    this.alarm = mcu.clock.createAlarm(() => this.step(pio, machine));
    Object.defineProperty(machine, "enabled", {
      get: () => on,
      set: (wanted) => {
        if (wanted && !on) this.alarm.schedule(this.turnNs(machine));
        if (!wanted) this.alarm.cancel();
        on = wanted;
      },
    });
  }

  turnNs(machine) {
    const divisor = (machine.clockDivInt || 65536) + machine.clockDivFrac / 256;
    return divisor * this.cycleNs;
  }

  step(pio, machine) {
    const before = machine.cycles;
    machine.step();
    pio.checkChangedPins();
    const turns = Math.max(1, machine.cycles - before); // a machine that waits looks each cycle
    if (machine.enabled) this.alarm.schedule(turns * this.turnNs(machine));
  }
}

/** A change of FJOIN empties both FIFOs and gives their places to one of them. */
export function join(mcu) {
  for (const machine of mcu.pio.flatMap((pio) => pio.machines)) {
    const Fifo = machine.txFIFO.constructor;
    const write = machine.writeUint32.bind(machine);
    machine.writeUint32 = (offset, value) => {
      const changed = (value ^ machine.shiftCtrl) >>> JOIN_SHIFT;
      write(offset, value);
      if (offset !== SHIFTCTRL || !changed) return;
      const joined = value >>> JOIN_SHIFT;
      machine.txFIFO = new Fifo(joined === 1 ? 8 : 4);
      machine.rxFIFO = new Fifo(joined === 2 ? 8 : 4);
      machine.updateDMATx();
      machine.updateDMARx();
      machine.pio.checkInterrupts();
    };
  }
}
