/** The skin panel: what the electrodes touch, and what is said of it to the emulator. */

import { h, say } from "../dom.js";
import { dcOhm } from "../skin.js";
import { t } from "../texts/t.js";
import { ohms, slider } from "./fields.js";

/** @typedef {import("../skin.js").MadeSkin} MadeSkin */

/** name: of MadeSkin.hand; the ranges of its slider */
const SLIDERS = /** @type {const} */ ([
  { name: "press", min: 0, max: 100, step: 1 },
  { name: "gel", min: 0, max: 100, step: 1 },
  { name: "drying", min: 0, max: 200, step: 5 },
  { name: "area_cm2", min: 0.2, max: 6, step: 0.1 },
]);
const PRESSED = [0, 30, 70, 100];

/** @param {string} name @param {number} value @returns {string} */
function inWords(name, value) {
  if (name === "press") return t(`virtual.pressed${PRESSED.findIndex((most) => value <= most)}`);
  return t(`virtual.${name}_is`, {
    value: name === "area_cm2" ? value.toFixed(1) : Math.round(value),
  });
}

/**
 * @param {HTMLElement} host @param {MadeSkin} skin @param {() => void} changed by a hand
 * @returns {{render: (bench: import("../lines.js").Message | null) => void, names: (names: string[]) => void}}
 */
export function skinPanel(host, skin, changed) {
  const presets = h("div", { class: "presets", role: "group", "aria-label": t("virtual.presets") });
  const sent = h("p", { class: "sent" });
  const truth = h("p", { class: "truth soft" });
  host.append(h("h2", {}, t("virtual.skin")), presets);
  const sliders = slidersOf(host, skin, changed);
  host.append(sent, truth);
  /** @type {{name: string, button: HTMLButtonElement}[]} */
  let rows = [];
  return {
    names(names) {
      rows = ["", ...names].map((name) => ({ name, button: preset(name, skin, changed) }));
      presets.replaceChildren(...rows.map(({ button }) => button));
    },
    render(bench) {
      for (const show of sliders) show();
      const now = skin.hand.press > 0 ? skin.hand.name : "";
      for (const { name, button } of rows)
        button.setAttribute("aria-pressed", String(name === now));
      say(sent, figures(skin));
      say(truth, bench ? t("virtual.touches", { ohm: ohms(bench.ohm ?? Infinity) }) : "");
    },
  };
}

/** @param {HTMLElement} host @param {MadeSkin} skin @param {() => void} changed @returns {(() => void)[]} each shows its value */
function slidersOf(host, { hand }, changed) {
  return SLIDERS.map(({ name, ...range }) => {
    const made = slider(host, t(`virtual.${name}`), range, (value) => {
      hand[name] = value;
      changed();
    });
    return () => made.show(hand[name], inWords(name, hand[name]));
  });
}

/** @param {string} name "": lift off @param {MadeSkin} skin @param {() => void} changed */
function preset(name, skin, changed) {
  const key = `virtual.skin_${name || "open"}`;
  const text = t(key) === key ? name : t(key); // a skin that no text names
  return h(
    "button",
    {
      type: "button",
      onclick: () => {
        skin.choose(name);
        changed();
      },
    },
    text,
  );
}

/** @param {MadeSkin} skin @returns {string} */
function figures(skin) {
  const cole = skin.figures();
  if (!cole) return t("virtual.sendsOpen");
  const [rs, rp, nf] = cole;
  const dc = ohms(dcOhm(cole));
  if (!rp) return t("virtual.sendsPlain", { dc });
  return t("virtual.sends", { rs: ohms(rs), rp: ohms(rp), nf: String(nf), dc });
}
