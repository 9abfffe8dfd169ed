/** Buttons that stay down as long as a finger or a key holds them. */

import { typing } from "../dom.js";

/**
 * Whatever holds one button: it is down while anything does.
 * @param {(down: boolean) => void} move
 */
function holders(move) {
  /** @type {Set<string>} */
  const by = new Set();
  return {
    by,
    /** @param {string} what @param {boolean} down */
    turn(what, down) {
      const before = by.size > 0;
      if (down) by.add(what);
      else by.delete(what);
      if (by.size > 0 !== before) move(by.size > 0);
    },
  };
}

/** @typedef {{letGo: (all: boolean) => void, down: () => boolean}} Pressed letGo: all = latched ones too */

/**
 * Pointer (held where it moves to, let go wherever it ends), Space and Enter on the button, and a
 * letter anywhere while `now()`. While `latch()`, a press holds it until the next one.
 * @param {HTMLButtonElement} button @param {string} letter
 * @param {{move: (down: boolean) => void, now: () => boolean, latch: () => boolean}} does
 * @returns {Pressed}
 */
export function pressed(button, letter, { move, now, latch }) {
  const held = holders(move);
  const press = (/** @type {string} */ what) => {
    if (latch() || held.by.has("latch")) held.turn("latch", !held.by.has("latch"));
    else held.turn(what, true);
  };
  byPointer(button, press, (what) => held.turn(what, false));
  byKey(button, letter, now, press, (what) => held.turn(what, false));
  return {
    down: () => held.by.size > 0,
    letGo(all) {
      for (const what of [...held.by]) if (all || what !== "latch") held.turn(what, false);
    },
  };
}

/** @typedef {(what: string) => void} Act */

/** @param {HTMLButtonElement} button @param {Act} press @param {Act} letGo */
function byPointer(button, press, letGo) {
  button.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    button.setPointerCapture(event.pointerId);
    press(`pointer ${event.pointerId}`);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    button.addEventListener(end, (event) =>
      letGo(`pointer ${/** @type {PointerEvent} */ (event).pointerId}`),
    );
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // of a long touch
}

/** @param {HTMLButtonElement} button @param {string} letter @param {() => boolean} now @param {Act} press @param {Act} letGo */
function byKey(button, letter, now, press, letGo) {
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) press(event.key);
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== letter || event.repeat || !now()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    press("letter");
  });
  addEventListener("keyup", (event) => {
    if (event.key.toLowerCase() === letter) letGo("letter");
    letGo(event.key); // " " and "Enter", wherever the focus is now
  });
}
