/** The lines of the link: a JSON object each, `crc` last (docs/link.md). */

import { crc32 } from "./crc.js";

/** @typedef {Record<string, any>} Message */

const LONGEST = 4096; // bytes of a line; what is longer is garbage
const NEWLINE = 10;
const CRC = /^(\{.*), "crc": (\d{1,10})\}$/s;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The text as MicroPython's and Python's json write it, so that a line reads alike everywhere.
 * @param {any} value
 * @returns {string}
 */
function dumped(value) {
  if (Array.isArray(value)) return `[${value.map(dumped).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${dumped(each)}`,
  );
  return `{${pairs.join(", ")}}`;
}

/**
 * The line of a record, with its crc and the newline.
 * @param {Message} record with one field at least
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function sealed(record) {
  const text = dumped(record);
  return encoder.encode(`${text.slice(0, -1)}, "crc": ${crc32(encoder.encode(text))}}\n`);
}

/**
 * The record of a line, without crc; null for one that is torn, or is for a person.
 * @param {Uint8Array} line
 * @returns {Message | null}
 */
export function opened(line) {
  try {
    const found = CRC.exec(decoder.decode(line).trim());
    if (!found) return null;
    const text = `${found[1]}}`;
    if (crc32(encoder.encode(text)) !== Number(found[2])) return null;
    return JSON.parse(text);
  } catch {
    return null; // no UTF-8, or no JSON: garbage
  }
}

/** Bytes in, records out, whatever comes: garbage is counted and forgotten. */
export class LineReader {
  #part = new Uint8Array(0);
  #lost = false; // the line so far is too long: it is dropped up to its end
  /** Lines that began as an object and whose crc was wrong, and lines that were too long. */
  torn = 0;

  /**
   * @param {Uint8Array} bytes as they came
   * @returns {Message[]} the valid lines that they end
   */
  take(bytes) {
    const records = [];
    let begin = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, begin)) {
      const record = this.#whole(bytes.subarray(begin, at));
      if (record) records.push(record);
      begin = at + 1;
    }
    this.#keep(bytes.subarray(begin));
    return records;
  }

  /** @param {Uint8Array} end of the line that began before */
  #whole(end) {
    this.#keep(end);
    const line = this.#part;
    const lost = this.#lost;
    this.#part = new Uint8Array(0);
    this.#lost = false;
    const record = lost ? null : opened(line);
    if (!record && (lost || line[0] === 0x7b)) this.torn++;
    return record;
  }

  /** @param {Uint8Array} more */
  #keep(more) {
    if (this.#lost || this.#part.length + more.length > LONGEST) {
      this.#lost = true;
      this.#part = new Uint8Array(0);
      return;
    }
    const joined = new Uint8Array(this.#part.length + more.length);
    joined.set(this.#part);
    joined.set(more, this.#part.length);
    this.#part = joined;
  }
}
