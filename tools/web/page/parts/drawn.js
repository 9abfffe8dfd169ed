/** The handheld device: what it shows is what the emulated pins do, and hands can use it. */

import { h, say } from "../dom.js";
import { t } from "../texts/t.js";
import { colour, glow, word } from "./light.js";
import { oled } from "./oled.js";
import { pressed } from "./press.js";

/** On the caps; s and o are the page's own. @type {Record<string, string>} */
const LETTERS = { START: "t", MODE: "m", PLUS: "p", MINUS: "n" };
const SIGNS = /** @type {Record<string, string>} */ ({ PLUS: "+", MINUS: "\u2212" });
const LIFTED_PX = 34;
const SINKS_PX = 12; // pressed firmly
const MOST_UA = 500;

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
 * @property {import("../lines.js").Message | null} bench
 * @property {string | null} screen
 * @property {number} press
 * @property {number} gel
 * @property {boolean} off no hand reaches it
 */

/** @param {HTMLElement} host @param {Hands} hands @returns {{render: (shown: Shown) => void, letGo: (all: boolean) => void}} */
export function drawn(host, hands) {
  const skin = drawnSkin();
  const handset = h("div", { class: "handset" }, drawnBody());
  const led = h("div", { class: "led" });
  const grip = h("div", { class: "grip", title: t("virtual.drag") });
  handset.append(led, grip);
  const screen = oled(handset);
  const buttons = Object.keys(LETTERS).map((name) => buttonOf(handset, name, hands));
  const told = h("p", { class: "told soft" });
  host.append(h("div", { class: "handheld" }, skin, handset), told);
  let press = 0;
  draggable(grip, () => press, hands.contact);
  return {
    letGo: (all) => buttons.forEach(({ held }) => held.letGo(all)),
    render(shown) {
      const { bench } = shown;
      press = shown.press;
      place(handset, skin, shown);
      lit(led, bench?.light ?? [0, 0, 0]);
      screen.draw(shown.screen);
      handset.classList.toggle("plugged", bench?.usb === true);
      for (const { name, cap, held } of buttons) {
        const down = held.down() || (bench?.held ?? []).includes(name);
        cap.classList.toggle("down", down);
        cap.setAttribute("aria-pressed", String(down));
        cap.disabled = shown.off;
      }
      say(told, inWords(shown));
    },
  };
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
  handset.style.setProperty("--gel", String(press > 0 || gel > 0 ? gel / 100 : 0));
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
  return { name, cap, held: pressed(cap, LETTERS[name], { move, now, latch }) };
}

const HEADS_X = [104, 216];

/** @returns {any} */
function drawnSkin() {
  return h(
    "svg:svg",
    { class: "piece", viewBox: "0 0 320 96", "aria-hidden": "true" },
    h("svg:path", { class: "flesh", d: "M0 0H320V66Q240 80 160 74Q80 68 0 80Z" }),
    h("svg:path", { class: "surface", d: "M0 80Q80 68 160 74Q240 80 320 66" }),
    h("svg:path", { class: "flow", d: "M104 64C116 22 204 22 216 64" }),
  );
}

/** @returns {any} */
function drawnBody() {
  const shine = h(
    "svg:radialGradient",
    { id: "metal", cx: 0.38, cy: 0.3, r: 0.75 },
    ...[0, 0.45, 1].map((offset, at) => h("svg:stop", { offset, class: `metal${at}` })),
  );
  const arms = HEADS_X.map((x) =>
    h("svg:path", { class: "arm", d: `M${x} 50C${x} 90 ${80 + x / 2} 92 ${80 + x / 2} 130` }),
  );
  const heads = HEADS_X.flatMap((x) => [
    h("svg:circle", { class: "sphere", cx: x, cy: 36, r: 34, fill: "url(#metal)" }),
    h("svg:path", { class: "gel-of", d: `M${x - 25} 12Q${x} -10 ${x + 25} 12` }),
  ]);
  return h(
    "svg:svg",
    { class: "body", viewBox: "0 0 320 560", "aria-hidden": "true" },
    h("svg:defs", {}, shine),
    cable(),
    ...arms,
    ...heads,
    h("svg:path", { class: "shell", d: SHELL }),
    h("svg:rect", { class: "window", x: 22, y: 128, width: 276, height: 148, rx: 14 }),
    ...[0, 1, 2, 3, 4].map((k) => h("svg:path", { class: "slot", d: `M${220 + 11 * k} 440v22` })),
  );
}

const SHELL =
  "M48 100H272Q312 100 310 142L300 440Q296 496 240 498H80Q24 496 20 440L10 142Q8 100 48 100Z";

/** Of USB. @returns {any} */
function cable() {
  return h(
    "svg:g",
    { class: "cable" },
    h("svg:rect", { x: 142, y: 494, width: 36, height: 26, rx: 5 }),
    h("svg:path", { d: "M160 520V560" }),
  );
}
