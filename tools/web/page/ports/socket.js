/** A device behind a WebSocket of this computer: `galva sim` or `galva bridge`. */

import { t } from "../texts/t.js";

/** @import {Port} from "../device.js" */

const CODES = /** @type {Record<number, string>} */ ({ 4001: "port.otherTab" });

/** @implements {Port} */
export class SocketPort {
  kind = "socket";
  /** @type {((bytes: Uint8Array) => void) | undefined} */
  ondata;
  /** @type {((why: string) => void) | undefined} */
  ongone;
  /** @type {((message: import("../lines.js").Message) => void) | undefined} */
  onbench;
  /** @type {WebSocket | null} */
  #link = null;
  /** @type {WebSocket | null} */
  #bench = null;
  #base;
  #token;

  #hasBench;

  /**
   * @param {string} base such as "ws://127.0.0.1:8765"
   * @param {string} token
   * @param {string} name
   * @param {boolean} hasBench a real device behind a bridge has none
   */
  constructor(base, token, name, hasBench) {
    this.#base = base;
    this.#token = token;
    this.#hasBench = hasBench;
    this.name = name;
  }

  async open() {
    this.#link = await this.#opened("/link");
    this.#link.onmessage = ({ data }) => this.ondata?.(new Uint8Array(data));
    this.#link.onclose = (event) => this.ongone?.(why(event));
    this.#bench = this.#hasBench ? await this.#opened("/bench").catch(() => null) : null;
    if (this.#bench) this.#bench.onmessage = ({ data }) => this.onbench?.(JSON.parse(data));
  }

  /** @param {string} path @returns {Promise<WebSocket>} */
  #opened(path) {
    const socket = new WebSocket(`${this.#base}${path}?token=${this.#token}`);
    socket.binaryType = "arraybuffer";
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(socket);
      socket.onclose = (event) => reject(new Error(why(event, "port.refused")));
    });
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  write(bytes) {
    if (this.#link?.readyState === WebSocket.OPEN) this.#link.send(bytes);
  }

  /** @param {import("../lines.js").Message} message */
  bench(message) {
    if (this.#bench?.readyState === WebSocket.OPEN) this.#bench.send(JSON.stringify(message));
  }

  async close() {
    for (const socket of [this.#link, this.#bench]) {
      if (!socket) continue;
      socket.onclose = null;
      socket.close();
    }
    this.#link = this.#bench = null;
  }
}

/** @param {CloseEvent} event @param {string} otherwise */
function why(event, otherwise = "port.closed") {
  return CODES[event.code] ? t(CODES[event.code]) : event.reason || t(otherwise);
}
