/** Makes a recording of what comes and goes (recording.js has the format). */

import { MOST_BYTES, header, lasted, lasting } from "./recording.js";

/** @typedef {import("./lines.js").Message} Message */

const PART_BYTES = 1 << 20; // of text that waits to become a part of the file
const HEADER_MOST = 4096;
const TEXT_MOST = 100; // of the header
const encoder = new TextEncoder();

/**
 * Takes all that the device says, at any time. While it records, its own memory holds at most
 * PART_BYTES and a line: full parts are Blobs, which a browser may put on its disk. At MOST_BYTES
 * it is full, and keeps what it has.
 */
export class Recorder {
  /** @type {"idle" | "recording" | "full" | "kept"} */
  state = "idle";
  bytes = 0;
  last_ms = 0;
  #most;
  #now;
  /** @type {Blob[]} */
  #parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #lines = [];
  #waiting = 0; // bytes of lines
  #begun_ms = 0;
  #begun = new Date();
  #about = { firmware: "", board: "", source: "" };
  /** @type {Map<string, [string, Message]>} */
  #known = new Map();

  /** @param {number} [most] bytes of a file @param {() => number} [now] ms that never go back */
  constructor(most = MOST_BYTES, now = () => performance.now()) {
    this.#most = most - HEADER_MOST;
    this.#now = now;
  }

  /** It was begun and not yet ended. */
  get runs() {
    return this.state === "recording" || this.state === "full";
  }

  /** Another device, or none: what the last one said is not of this one. */
  forget() {
    this.#known.clear();
  }

  /** Begin a recording; the one before is forgotten. @param {string} source how the device is reached */
  begin(source) {
    this.#parts = [];
    this.#lines = [];
    this.bytes = this.#waiting = this.last_ms = 0;
    this.#begun_ms = this.#now();
    this.#begun = new Date();
    this.#about = { firmware: "", board: "", source };
    this.state = "recording";
    for (const [kind, record] of this.#known.values()) this.#add(0, kind, lasted(record));
  }

  /** @param {string} kind "link", "said" or "bench" @param {Message} record */
  take(kind, record) {
    const name = lasting(kind, record);
    if (name) this.#known.set(name, [kind, record]);
    if (this.state !== "recording") return;
    this.last_ms = Math.max(this.last_ms, Math.round(this.#now() - this.#begun_ms));
    this.#add(this.last_ms, kind, record);
  }

  /** End it. It stays until the next one begins. */
  end() {
    if (this.runs) this.state = "kept";
  }

  /** The file. @returns {{name: string, blob: Blob}} */
  file() {
    this.#pack();
    const head = header({ ...this.#about, begun: this.#begun.toISOString() });
    const parts = [`${JSON.stringify(head)}\n`, ...this.#parts];
    const when = head.begun.slice(0, 16).replace("T", "-").replace(":", "");
    return { name: `galva-${when}.galva`, blob: new Blob(parts, { type: "application/x-ndjson" }) };
  }

  /** @param {number} t_ms @param {string} kind @param {Message} record */
  #add(t_ms, kind, record) {
    if ("virtual" in record) this.#about.source = "emulator";
    if (record.do === "hello" && record.ok) this.#hello(record);
    const line = encoder.encode(`${JSON.stringify([t_ms, kind, record])}\n`);
    if (this.bytes + line.length > this.#most) {
      this.state = "full";
      return;
    }
    this.#lines.push(line);
    this.bytes += line.length;
    this.#waiting += line.length;
    if (this.#waiting >= PART_BYTES) this.#pack();
  }

  /** @param {Message} hello the first one counts */
  #hello({ version, board }) {
    this.#about.firmware ||= String(version).slice(0, TEXT_MOST);
    this.#about.board ||= String(board).slice(0, TEXT_MOST);
  }

  #pack() {
    if (this.#lines.length) this.#parts.push(new Blob(this.#lines));
    this.#lines = [];
    this.#waiting = 0;
  }
}
