/** A device at a serial port of this computer, by Web Serial. */

import { t } from "../texts/t.js";

/** @import {Port} from "../device.js" */

const BAUD = 115200;

/** @implements {Port} */
export class SerialPortOf {
  kind = "serial";
  name = "serial port";
  /** @type {((bytes: Uint8Array) => void) | undefined} */
  ondata;
  /** @type {((why: string) => void) | undefined} */
  ongone;
  /** @type {SerialPort | null} */
  #port = null;
  /** @type {WritableStreamDefaultWriter<Uint8Array> | null} */
  #writer = null;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
  #reader = null;

  /** The person chooses the port in the browser's own window. */
  async open() {
    if (!("serial" in navigator)) throw new Error(t("port.noSerial"));
    const port = await navigator.serial.requestPort().catch(() => {
      throw new Error(t("port.notChosen"));
    });
    await port.open({ baudRate: BAUD }).catch(() => {
      throw new Error(t("port.busy"));
    });
    if (!port.readable || !port.writable) throw new Error(t("port.unplugged"));
    this.#port = port;
    this.#writer = port.writable.getWriter();
    this.#reader = port.readable.getReader();
    this.#listen();
  }

  async #listen() {
    const gone = { value: undefined, done: true };
    for (;;) {
      const { value, done } = (await this.#reader?.read().catch(() => gone)) ?? gone;
      if (done) break;
      if (value) this.#pass(value);
    }
    if (this.#port) this.ongone?.(t("port.unplugged"));
  }

  /** What the page makes of it may fail; the port goes on. @param {Uint8Array} value */
  #pass(value) {
    try {
      this.ondata?.(value);
    } catch (error) {
      reportError(error);
    }
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  write(bytes) {
    this.#writer?.write(bytes).catch(() => this.ongone?.(t("port.unplugged")));
  }

  async close() {
    const port = this.#port;
    this.#port = null;
    await this.#reader?.cancel().catch(() => {});
    this.#reader?.releaseLock();
    this.#writer?.releaseLock();
    await port?.close().catch(() => {}); // one that is unplugged is closed
  }
}
