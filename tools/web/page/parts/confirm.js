/** A button that asks before it does something. Not a dialog: STOP must stay within reach. */

import { h } from "../dom.js";

/**
 * @param {{label: string, question: string, yes: string, no: string}} texts
 * @param {() => void} act
 * @returns {{element: HTMLElement, button: HTMLButtonElement}}
 */
export function confirmed(texts, act) {
  const question = h("span", { class: "question" }, texts.question);
  const yes = h("button", { class: "yes", onclick: () => answer(true) }, texts.yes);
  const no = h("button", { onclick: () => answer(false) }, texts.no);
  const asking = h("span", { class: "asking", hidden: true, role: "group" }, question, yes, no);
  const button = h("button", { onclick: () => ask(true) }, texts.label);
  const element = h("div", { class: "confirm" }, button, asking);
  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !asking.hidden) answer(false);
  });

  /** @param {boolean} on */
  function ask(on) {
    asking.hidden = !on;
    button.hidden = on;
    (on ? no : button).focus();
  }

  /** @param {boolean} sure */
  function answer(sure) {
    ask(false);
    if (sure) act();
  }
  return { element, button };
}
