/** A button that asks the device; what came of it stands beside it, on one line. */

import { h, say } from "../../dom.js";

/**
 * @typedef {object} Asker
 * @property {HTMLElement} element the button and its line
 * @property {HTMLButtonElement} button
 * @property {() => Promise<void>} run as if it was pressed
 * @property {(text: string, well?: boolean) => void} tell
 */

/**
 * @param {string} label
 * @param {() => Promise<string | void>} call what it gives is said; its Error too
 * @param {Record<string, any>} [attributes] of the button
 * @returns {Asker}
 */
export function asker(label, call, attributes = {}) {
  const line = h("span", { class: "told", role: "status" });
  /** @param {string} text @param {boolean} [well] */
  const tell = (text, well = true) => {
    say(line, text);
    line.className = `told ${well ? "good" : "bad"}`;
  };
  let busy = false;
  const run = async () => {
    if (busy) return;
    busy = true;
    button.setAttribute("aria-busy", "true");
    tell("");
    try {
      tell((await call()) || "");
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error), false);
    }
    button.removeAttribute("aria-busy");
    busy = false;
  };
  const button = h("button", { type: "button", onclick: run, ...attributes }, label);
  return { element: h("div", { class: "asker" }, button, line), button, run, tell };
}

/** A line of a form: label, control, and what may be given. @param {string} text @param {HTMLElement} control @param {...(Node | string)} more @returns {HTMLElement} */
export function field(text, control, ...more) {
  return h("div", { class: "field" }, h("label", { for: control.id }, text), control, ...more);
}

/** Enter in this input presses the button. @param {HTMLElement} input @param {Asker} ask */
export function entering(input, ask) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // or it presses the button that gets the focus
    ask.run();
  });
}

/** An empty table. @param {string} kind its class @param {string[]} heads @returns {{table: HTMLElement, body: HTMLElement}} */
export function grid(kind, heads) {
  const body = h("tbody");
  const cells = heads.map((text) => h("th", { scope: "col" }, text));
  return { table: h("table", { class: kind }, h("thead", {}, h("tr", {}, ...cells)), body), body };
}
