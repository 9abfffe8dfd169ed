/** A skin that a person makes up: area, gel and pressure, and a gel that dries. No DOM. */

/** rs_ohm in series with two electrodes, each rp_ohm parallel to c_nf. @typedef {[number, number, number]} Cole */

/** A skin without gel, 1 cm2 of electrode (DRY of tools/sim/skin.py). @type {Cole} */
const DRY = [1_000, 150_000, 20];
const MINUTE_MS = 60_000;
const SAME = 0.005; // a change that is less than this part is no news

/**
 * What the electrodes of area_cm2 touch. Gel and pressure are in %: pressed less, less of the area
 * touches; without gel the skin is as `dry`, in between in equal ratios. A resistor (rp 0) stays one.
 * @param {Cole} fresh with all gel, pressed firmly, 1 cm2
 * @param {{area_cm2: number, gel: number, press: number}} hand
 * @param {Cole} [dry]
 * @returns {Cole | null} null: nothing touches
 */
export function touched(fresh, { area_cm2, gel, press }, dry = DRY) {
  const cm2 = (area_cm2 * press) / 100;
  if (!(cm2 > 0)) return null;
  const [rs_ohm, rp_ohm, c_nf] = fresh;
  if (!rp_ohm) return [rs_ohm, 0, 0];
  const between = (/** @type {number} */ wet, /** @type {number} */ none) =>
    wet ** (gel / 100) * none ** (1 - gel / 100);
  const rp = between(rp_ohm, Math.max(dry[1], rp_ohm)) / cm2;
  const c = between(c_nf, Math.min(dry[2], c_nf)) * cm2;
  return [rs_ohm, Math.max(1, Math.round(rp)), Math.max(0.1, Math.round(10 * c) / 10)];
}

/**
 * The gel that is left, in %.
 * @param {number} gel @param {number} a_minute what dries in a minute, in % @param {number} ms
 */
export function dried(gel, a_minute, ms) {
  return Math.max(0, gel - (a_minute * Math.max(0, ms)) / MINUTE_MS);
}

/** For direct current; null: nothing touches. @param {Cole | null} cole @returns {number | null} */
export function dcOhm(cole) {
  return cole && cole[0] + 2 * cole[1];
}

/** Whether they differ by no more than a part. @param {Cole | null} one @param {Cole | null} other @param {number} [part] */
export function alike(one, other, part = SAME) {
  if (!one || !other) return one === other;
  return one.every((value, at) => Math.abs(value - other[at]) <= part * Math.abs(other[at]));
}

/**
 * The named skin of this resistance; "" when none has it.
 * @param {Record<string, Cole>} skins @param {number} ohm
 */
export function named(skins, ohm) {
  const near = (/** @type {Cole} */ cole) =>
    Math.abs((dcOhm(cole) ?? Infinity) - ohm) <= SAME * ohm + 1;
  return Object.keys(skins).find((name) => near(skins[name])) ?? "";
}

/** The skin that a person makes up, and what is to be said of it to the emulator. */
export class MadeSkin {
  /** press, gel in %, drying in % of gel a minute; name: of bench_hello.skins */
  hand = { name: "good", area_cm2: 1, gel: 100, press: 0, drying: 0 };
  /** What was said last; undefined: it is as it was found. @type {Cole | null | undefined} */
  #said;
  /** @type {Record<string, Cole>} */
  #skins = {};

  /** A device, whose skin is as it is. @param {Record<string, Cole>} skins */
  meet(skins) {
    this.#skins = skins;
    this.#said = undefined;
    if (!(this.hand.name in skins)) this.hand.name = Object.keys(skins)[0] ?? "";
  }

  /** Show what it touches already. @param {number | null} ohm */
  adopt(ohm) {
    const name = ohm === null ? "" : named(this.#skins, ohm);
    if (ohm === null) this.hand.press = 0;
    else if (name) this.choose(name);
    else this.hand.press ||= 100;
    this.#said = ohm === null ? null : name ? this.figures() : undefined;
  }

  /** A named skin just as it is: all gel, pressed firmly, 1 cm2. @param {string} name "": lift off */
  choose(name) {
    if (name) Object.assign(this.hand, { name, gel: 100, press: 100, area_cm2: 1 });
    else this.hand.press = 0;
  }

  /** @returns {Cole | null} */
  figures() {
    return touched(this.#skins[this.hand.name] ?? DRY, this.hand, this.#skins.dry);
  }

  /** ms of the device's time pass. @param {number} ms @returns {boolean} whether that changed it */
  wait(ms) {
    const before = this.hand.gel;
    this.hand.gel = dried(before, this.hand.drying, ms);
    return this.hand.gel !== before;
  }

  /** What is to be said, null: nothing new. @returns {import("./lines.js").Message | null} */
  news() {
    const now = this.figures();
    const part = this.hand.gel > 0 ? SAME : 0; // where drying ends, to the last ohm
    if (this.#said !== undefined && alike(now, this.#said, part)) return null;
    this.#said = now;
    return now ? { do: "skin", ohm: now } : { do: "skin", name: "open" };
  }
}
