/** What was asked and not yet answered: each for so long, and the journal, which comes in lines. */

import { t } from "./texts/t.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {{resolve: (record: Message) => void, reject: (error: Error) => void, timer: number}} One */

/** Questions by their number. */
export class Waiting {
  /** @type {Map<number, One>} */
  #questions = new Map();
  /** @type {Message[] | null} the journal's lines that have come */
  #records = null;
  /** @type {((records: Message[]) => void) | null} */
  #journalEnd = null;

  /**
   * The answer to question id; an Error of one line: refused, not understood, none in most_ms.
   * @param {number} id @param {string} doing @param {number} most_ms
   * @returns {Promise<Message>}
   */
  answer(id, doing, most_ms) {
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#questions.delete(id);
        reject(new Error(t("device.silent", { what: doing })));
      };
      this.#questions.set(id, { resolve, reject, timer: window.setTimeout(late, most_ms) });
    });
  }

  /** The lines of a journal from now on to its end; an Error: it does not come in most_ms.
   * @param {number} most_ms @returns {Promise<Message[]>} */
  journal(most_ms) {
    this.#records = [];
    const ended = new Promise((resolve, reject) => {
      this.#journalEnd = resolve;
      window.setTimeout(() => reject(new Error(t("device.journal"))), most_ms);
    });
    ended.catch(() => {}); // the answer to the question may fail first
    return ended;
  }

  /** A line of the journal. @param {Message} record */
  line(record) {
    this.#records?.push(record);
  }

  /** An answer: whoever waits for it hears it. @param {Message} answer */
  take(answer) {
    const asked = this.#questions.get(answer.re);
    this.#questions.delete(answer.re);
    if (asked) window.clearTimeout(asked.timer);
    if (answer.do === "journal" && (answer.end || answer.refused))
      this.#journalEnd?.(this.#records ?? []);
    if (answer.ok) asked?.resolve(answer);
    else asked?.reject(new Error(`${answer.do ?? ""}: ${answer.refused ?? answer.error}`));
  }

  /** Nothing comes any more. @param {string} why what waits for an answer hears this */
  forget(why) {
    for (const { reject, timer } of this.#questions.values()) {
      window.clearTimeout(timer);
      reject(new Error(why));
    }
    this.#questions.clear();
    this.#records = this.#journalEnd = null;
  }
}
