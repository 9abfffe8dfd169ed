// An RP2040 of rp2040js that another process drives: commands on stdin, events on stdout.
//
//   node chip.mjs RP2040JS BOOTROM FLASH GPIO,GPIO,...      the pins that are told
//
// in   R cycle        run to this cycle (125 MHz, from power-on)
//      L gpio level   drive an input: 0, 1, or 2 = let go
//      S hex          type on the USB console
// out  H json         once: {shim: what upstream does}
//      P cycle gpio level    a pin's new level; 2 = not driven
//      U cycle hex    printed on the USB console
//      A cycle channel       a conversion ends: the next line on stdin is its counts
//      D cycle        ran to there

import { readFileSync, readSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { pull, SHIMS } from "./shims.mjs";
import { host } from "./usb.mjs";

const CYCLE_NS = 8;
const ADC_NS = 2000; // 96 clocks of 48 MHz
const FLASH_BASE = 0x10000000;
const [modules, bootrom, flash, told] = process.argv.slice(2);
const { RP2040, USBCDC } = await import(pathToFileURL(`${modules}/dist/esm/index.js`));

const mcu = new RP2040();
const { clock, core } = mcu;
let unsaid = "";
let unread = "";

function say(kind, ...words) {
  unsaid += `${kind} ${words.join(" ")}\n`;
}

function flush() {
  const bytes = Buffer.from(unsaid);
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
  unsaid = "";
}

/** The next line of stdin; null at its end. */
function hear() {
  const buffer = Buffer.alloc(65536);
  while (!unread.includes("\n")) {
    const count = readSync(0, buffer);
    if (!count) return null;
    unread += buffer.toString("latin1", 0, count);
  }
  const end = unread.indexOf("\n");
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return line;
}

const now = () => Math.round(clock.nanos / CYCLE_NS);

function build() {
  const quiet = () => {};
  const error = (name, text) => process.stderr.write(`${name}: ${text}\n`);
  mcu.logger = { debug: quiet, info: quiet, warn: quiet, error };
  mcu.loadBootrom(new Uint32Array(new Uint8Array(readFileSync(bootrom)).buffer));
  mcu.flash.set(readFileSync(flash));
  Object.values(SHIMS).forEach(([, mend]) => mend(mcu));
  for (const gpio of told.split(",").map(Number)) {
    mcu.gpio[gpio].addListener((value) => say("P", now(), gpio, value < 2 ? value : 2));
  }
  converter();
  core.PC = FLASH_BASE;
  const hex = (bytes) => Buffer.from(bytes).toString("hex");
  return host(mcu, USBCDC, (bytes) => bytes.length && say("U", now(), hex(bytes)));
}

/** What a conversion gives is asked for at its end. */
function converter() {
  let channel = 0;
  const alarm = clock.createAlarm(() => {
    say("A", now(), channel);
    flush();
    mcu.adc.completeADCRead(Number(hear()), false);
  });
  mcu.adc.onADCRead = (which) => {
    channel = which;
    alarm.schedule(ADC_NS);
  };
}

function run(untilNs) {
  while (clock.nanos < untilNs) {
    const ns = core.waiting ? idleNs(untilNs) : core.executeInstruction() * CYCLE_NS;
    clock.tick(ns);
  }
}

function idleNs(untilNs) {
  const next = clock.nextAlarm;
  return (next && next.nanos < untilNs ? next.nanos : untilNs) - clock.nanos;
}

const send = build();
const told_ = Object.fromEntries(Object.entries(SHIMS).map(([name, [why]]) => [name, why]));
say("H", JSON.stringify({ ...told_, "usb nak": "answers an empty endpoint for ever" }));
flush();
const does = {
  R: (cycle) => {
    run(Number(cycle) * CYCLE_NS);
    say("D", now());
    flush();
  },
  L: (gpio, level) => pull(mcu.gpio[Number(gpio)], Number(level)),
  S: (hex) => send([...Buffer.from(hex, "hex")]),
};
for (let line = hear(); line !== null; line = hear()) {
  const [kind, ...words] = line.split(" ");
  does[kind](...words);
}
