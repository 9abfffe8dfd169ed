// What rp2040js 1.4.1 gets wrong or leaves out, mended from outside: one entry a shim.

import { writable } from "./flash.mjs";
import { clocked, join } from "./pio.mjs";

const [UART_DR, UART_TX] = [0x00, 1 << 5];
const I2C_TX_EMPTY = 1 << 4;

/** name: [what upstream does, the mend] */
export const SHIMS = {
  "pio clock": ["steps a PIO 1000 times a turn of Node's event loop, CLKDIV ignored", clocked],
  "fifo join": ["a change of FJOIN neither empties nor resizes the FIFOs", join],
  "pads read back": ["GPIO_IN shows only what drives a pin from outside, no pull-up", readBack],
  "uart tx": ["raises the TX interrupt again at each write to ICR: UART() never returns", uartTx],
  "i2c abort": ["an abort leaves TX_EMPTY low: an absent screen costs 50 ms a try", i2cAbort],
  "flash writes": ["knows no erase and no program: OSError 28 (here both take no time)", writable],
  watchdog: ["when the watchdog bites it bites for ever: here that ends the run", watchdog],
};

/** A driven pin is its own input; an input that nobody drives follows its pull-up. */
function readBack(mcu) {
  for (const pin of mcu.gpio) {
    pin.outside = 2; // 0, 1: driven from outside
    Object.defineProperty(pin, "inputValue", {
      get: () => pin.inputEnable && level(pin),
    });
  }
}

function level(pin) {
  if (pin.outputEnable) return !!pin.outputValue;
  return pin.outside === 2 ? pin.pullupEnabled : pin.outside === 1;
}

/** From outside: 0, 1, or 2, which lets go. */
export function pull(pin, value) {
  pin.outside = value;
  pin.setInputValue(level(pin));
}

/** The TX interrupt rises when a byte has gone out. */
function uartTx(mcu) {
  for (const uart of mcu.uart) {
    const write = uart.writeUint32.bind(uart);
    uart.checkInterrupts = () =>
      mcu.setInterrupt(uart.irq, !!(uart.interruptStatus & uart.interruptMask));
    uart.writeUint32 = (offset, value) => {
      write(offset, value);
      if (offset !== UART_DR) return;
      uart.interruptStatus |= UART_TX;
      uart.checkInterrupts();
    };
  }
}

function i2cAbort(mcu) {
  for (const i2c of mcu.i2c) {
    const abort = i2c.abort.bind(i2c);
    i2c.abort = (reason) => {
      abort(reason);
      i2c.setInterrupts(I2C_TX_EMPTY);
    };
  }
}

function watchdog(mcu) {
  mcu.peripherals[0x40058].onWatchdogTrigger = () => {
    throw new Error("the watchdog bit");
  };
}
