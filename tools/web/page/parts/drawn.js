/** The handheld device: what it shows is what the emulated pins do, and hands can use it. */

import { h, say } from "../dom.js";
import { t } from "../texts/t.js";
import { drawnBody, drawnSkin } from "./body.js";
import { colour, glow, word } from "./light.js";
import { oled } from "./oled.js";
import { pressed } from "./press.js";

/** On the caps; s and o are the page's own. @type {Record<string, string>} */
const LETTERS = { START: "t", MODE: "m", PLUS: "p", MINUS: "n" };
const SIGNS = /** @type {Record<string, string>} */ ({ PLUS: "+", MINUS: "\u2212" });
const LIFTED_PX = 34;
const SINKS_PX = 12; // pressed firmly
const MOST_UA = 500;

/** @typedef {import("../lines.js").Message} Message */

/**
 * What hands do. contact: pressed with 0..100 %; 0: lifted.
 * @typedef {object} Hands
 * @property {(button: string, down: boolean) => void} press
 * @property {(press: number) => void} contact
 * @property {() => boolean} now whether keys are meant for it
 * @property {() => boolean} latch whether a press holds until the next one
 */

/**
 * @typedef {object} Shown
 * @property {Message | null} bench
 * @property {string | null} screen
 * @property {number} press
 * @property {number} gel
 * @property {boolean} off no hand reaches it
 */

/** @param {HTMLElement} host @param {Hands} hands @returns {{render: (shown: Shown) => void, letGo: (all: boolean) => void}} */
export function drawn(host, hands) {
  const skin = drawnSkin();
  const led = h("div", { class: "led" });
  const grip = h("div", { class: "grip", title: t("virtual.drag") });
  const handset = h("div", { class: "handset" }, drawnBody(), led, grip);
  const screen = oled(handset);
  const buttons = Object.keys(LETTERS).map((name) => buttonOf(handset, name, hands));
  const told = h("p", { class: "told soft" });
  const named = { class: "handheld", role: "group", "aria-label": t("page.virtual") };
  host.append(h("div", named, skin, handset), told);
  const holds = new Holds();
  let press = 0;
  draggable(grip, () => press, hands.contact);
  return {
    letGo: (all) => buttons.forEach(({ held }) => held.letGo(all)),
    render(shown) {
      const { bench } = shown;
      holds.follow(bench);
      press = shown.press;
      place(handset, skin, shown);
      lit(led, bench?.light ?? [0, 0, 0]);
      screen.draw(shown.screen);
      handset.classList.toggle("plugged", bench?.usb === true);
      for (const { show } of buttons) show(shown);
      say(told, `${holds.inWords(bench)} ${inWords(shown)}`.trim());
    },
  };
}

/** How long buttons are down by the device's clock, which may be slower than the person's. */
class Holds {
  /** @type {Map<string, number>} ms at which it was seen down */
  #since = new Map();

  /** @param {Message | null} bench */
  follow(bench) {
    const held = bench?.held ?? [];
    for (const name of this.#since.keys()) if (!held.includes(name)) this.#since.delete(name);
    for (const name of held)
      if (!((this.#since.get(name) ?? Infinity) <= bench?.ms)) this.#since.set(name, bench?.ms);
  }

  /** @param {Message | null} bench @returns {string} */
  inWords(bench) {
    const told = [...this.#since].map(([name, since_ms]) =>
      t("virtual.holds", { name, s: (((bench?.ms ?? 0) - since_ms) / 1000).toFixed(1) }),
    );
    return told.join(" ");
  }
}

/** @param {Shown} shown @returns {string} */
function inWords({ bench, screen }) {
  const { word: name, dim } = word(bench?.light ?? [0, 0, 0]);
  return t("virtual.told", {
    light: t(dim ? "virtual.dim" : "virtual.bright", { colour: t(`virtual.${name}`) }),
    tone: bench?.tone_hz ? t("virtual.tone", { hz: bench.tone_hz }) : t("virtual.silent"),
    screen: t(screen ? "virtual.lit" : "virtual.unlit"),
  });
}

/** @param {HTMLElement} led @param {number[]} light */
function lit(led, light) {
  const shown = colour(light);
  led.style.background = shown;
  led.style.boxShadow = `0 0 ${Math.round(34 * glow(light))}px ${Math.round(7 * glow(light))}px ${shown}`;
}

/** @param {HTMLElement} handset @param {SVGElement} skin @param {Shown} shown */
function place(handset, skin, { bench, press, gel }) {
  const y_px = press > 0 ? -(SINKS_PX * press) / 100 : LIFTED_PX;
  handset.style.transform = `translateY(${y_px}px)`;
  handset.style.setProperty("--gel", String(gel / 100));
  const ua = Math.min(MOST_UA, Math.abs(bench?.ua ?? 0));
  skin.style.setProperty("--flow", String(ua ? 0.25 + (0.75 * ua) / MOST_UA : 0));
}

/** Up presses, down lifts. @param {HTMLElement} grip @param {() => number} now @param {(press: number) => void} contact */
function draggable(grip, now, contact) {
  let [from_y, from] = [0, 0];
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    from_y = event.clientY;
    from = now() || -LIFTED_PX;
  });
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    contact(Math.min(100, Math.max(0, Math.round(from + from_y - event.clientY))));
  });
}

/** @param {HTMLElement} handset @param {string} name @param {Hands} hands */
function buttonOf(handset, name, hands) {
  const cap = h(
    "button",
    { class: `cap ${name.toLowerCase()}`, type: "button", "aria-label": name },
    h("span", { class: "sign" }, SIGNS[name] ?? name),
    h("kbd", {}, LETTERS[name].toUpperCase()),
  );
  cap.setAttribute("aria-keyshortcuts", LETTERS[name].toUpperCase());
  handset.append(cap);
  const { now, latch } = hands;
  const move = (/** @type {boolean} */ down) => {
    cap.classList.toggle("down", down);
    hands.press(name, down);
  };
  const held = pressed(cap, LETTERS[name], { move, now, latch });
  const show = (/** @type {Shown} */ { bench, off }) => {
    const down = held.down() || (bench?.held ?? []).includes(name);
    cap.classList.toggle("down", down);
    cap.setAttribute("aria-pressed", String(down));
    cap.disabled = off;
  };
  return { held, show };
}
