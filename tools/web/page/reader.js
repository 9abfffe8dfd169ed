/** Reads recordings out of their files (recording.js has the format). */

import { LF, LINE_MOST, MOST_BYTES, header, lasted, lasting } from "./recording.js";
import { parsed, split, wrongHeader, wrongLine } from "./recording.js";
import { t } from "./texts/t.js";

/** @typedef {import("./recording.js").Header} Header */
/** @typedef {import("./recording.js").Line} Line */
/** @typedef {import("./recording.js").Range} Range */
/** @typedef {{line: number, why: string}} Damage */
/** @typedef {{range: Range, t_ms: number, known: Record<string, Range>}} Block whole lines; t_ms: of the first; known: lines before it */

/** @param {Blob} file @param {Range} range @returns {Promise<Uint8Array>} */
async function bytesOf(file, [begin, end]) {
  const bytes = file.slice(begin, end).arrayBuffer();
  return new Uint8Array(
    await bytes.catch(() => {
      throw new Error(t("record.changed"));
    }),
  );
}

/** A recording in its file: only where its blocks lie is kept, a block is read when it is asked for. */
export class Recording {
  /** @type {Header} */
  header = header({ firmware: "", board: "", begun: "", source: "" });
  /** Whole lines, without the header. */
  lines = 0;
  end_ms = 0;
  /** @type {Damage | null} where it ends early */
  damage = null;
  /** @type {Block[]} */
  blocks = [];
  #file;

  /** @param {Blob} file */
  constructor(file) {
    this.#file = file;
  }

  /** The lines of block `at`; none: it has none so late. An Error: the file is gone or changed. @param {number} at @returns {Promise<Line[]>} */
  async block(at) {
    return at < this.blocks.length ? this.#at(this.blocks[at].range) : [];
  }

  /** What was known when block `at` began. @param {number} at @returns {Promise<Line[]>} */
  async known(at) {
    const ranges = Object.values(this.blocks[at]?.known ?? {});
    const lines = await Promise.all(ranges.map((range) => this.#at(range)));
    return lines.flat().map(([t_ms, kind, record]) => [t_ms, kind, lasted(record)]);
  }

  /** The last block that begins before t_ms, or the first. @param {number} t_ms */
  blockBefore(t_ms) {
    const after = this.blocks.findIndex((block) => block.t_ms >= t_ms);
    return Math.max(0, (after < 0 ? this.blocks.length : after) - 1);
  }

  /** @param {Range} range @returns {Promise<Line[]>} */
  async #at(range) {
    const bytes = await bytesOf(this.#file, range);
    const lines = [...split(bytes)].map(([begin, end]) => parsed(bytes.subarray(begin, end)));
    if (lines.length === 0 || lines.some((line) => wrongLine(line, 0)))
      throw new Error(t("record.changed"));
    return lines;
  }
}

/** Reads a file once, from its beginning to its end or to the first line that is none. */
class Reader {
  #recording;
  #begun = false; // the header was read
  /** @type {Record<string, Range>} */
  #known = {};

  /** @param {Recording} recording */
  constructor(recording) {
    this.#recording = recording;
  }

  /** Whole lines. @param {Uint8Array} bytes @param {number} at of the file */
  take(bytes, at) {
    const known = { ...this.#known };
    let first = -1;
    for (const [begin, end] of split(bytes)) {
      const value = parsed(bytes.subarray(begin, end));
      const isHeader = !this.#begun;
      const why = isHeader ? this.#head(value) : this.#line(value, [at + begin, at + end]);
      if (why) return this.damaged(why);
      if (isHeader) continue;
      if (first < 0) {
        first = at + begin;
        this.#recording.blocks.push({ range: [first, first], t_ms: value[0], known });
      }
      this.#recording.blocks[this.#recording.blocks.length - 1].range[1] = at + end;
    }
  }

  /** @param {string} why the line after the last good one is none */
  damaged(why) {
    if (!this.#begun) throw new Error(why);
    this.#recording.damage = { line: this.#recording.lines + 2, why };
  }

  /** @param {any} value @returns {string} */
  #head(value) {
    const why = wrongHeader(value);
    if (why) return why;
    this.#recording.header = value;
    this.#begun = true;
    return "";
  }

  /** @param {any} value @param {Range} range @returns {string} */
  #line(value, range) {
    if (value === undefined) return t("record.noJson");
    const why = wrongLine(value, this.#recording.end_ms);
    if (why) return why;
    const name = lasting(value[1], value[2]);
    if (name) this.#known[name] = range;
    this.#recording.lines++;
    this.#recording.end_ms = value[0];
    return "";
  }
}

/**
 * Open a recording. What is whole before a damage is kept, `damage` says where and why.
 * @param {Blob} file @param {(part: number) => void} [progress] 0..1
 * @returns {Promise<Recording>} an Error of one line: it is none, or too large
 */
export async function read(file, progress = () => {}) {
  const size = file.size;
  if (size > MOST_BYTES) throw new Error(t("record.large", { most: MOST_BYTES / 1e6 }));
  const recording = new Recording(file);
  const reader = new Reader(recording);
  let at = 0;
  while (at < size && !recording.damage) {
    const bytes = await bytesOf(file, [at, at + LINE_MOST]);
    const length = at + bytes.length < size ? bytes.lastIndexOf(LF) + 1 : bytes.length;
    if (length) reader.take(bytes.subarray(0, length), at);
    else reader.damaged(t("record.long"));
    at += length;
    progress(at / size);
  }
  if (!recording.header.begun) throw new Error(t("record.foreign"));
  return recording;
}
