/** A face as in a mirror, in lines: where the electrodes are, and which way they go. */

import { h } from "../dom.js";

const HEAD =
  "M62 142C56 62 102 20 150 20S244 62 238 142C237 178 233 206 222 234C210 264 182 300 150 302" +
  "C118 300 90 264 78 234C67 206 63 178 62 142Z";
const HAIR = ["M64 128C80 92 108 70 150 66C192 70 220 92 236 128", "M150 66C138 54 126 44 112 38"];
const MIDDLE = ["M151 158C149 178 142 194 139 204C144 212 156 212 161 204"];
const LIPS = [
  "M122 245C134 238 144 238 150 241C156 238 166 238 178 245",
  "M122 245C138 259 162 259 178 245",
];
// of the left half; the right one is its mirror image
const HALF = [
  "M60 152C46 142 42 170 50 192C54 206 66 208 71 202",
  "M86 140C98 129 118 129 132 137",
  "M90 166C100 175 120 175 130 166",
  "M98 270C100 300 98 330 92 350C76 366 44 372 14 386",
  "M104 284C115 312 125 344 138 376", // the big muscle: the neck's zone is behind it
];

/**
 * zone: its ground; path: of the stroke, outwards and up; its end is the lift point.
 * @type {Record<string, {zone: string, path: string, lift: [number, number]}>}
 */
const ZONES = {
  neck: {
    zone: "M101 282C103 306 101 332 91 351C97 361 109 367 124 369C120 340 112 308 101 282Z",
    path: "M108 358C110 340 108 318 104 298",
    lift: [104, 298],
  },
  jawline: {
    zone: "M147 301C119 298 92 266 79 234L69 205L83 203L93 228C104 254 124 276 147 280Z",
    path: "M141 291C116 284 94 254 77 212",
    lift: [77, 212],
  },
  cheek: {
    zone: "M118 238C104 233 86 214 72 184C90 178 114 190 126 208C129 220 127 233 118 238Z",
    path: "M117 229C106 219 94 205 84 190",
    lift: [84, 190],
  },
  brow: {
    zone: "M136 130C116 120 98 121 80 131L66 127C68 104 100 90 136 104Z",
    path: "M129 119C114 111 98 110 81 114",
    lift: [81, 114],
  },
};
const SIDES = ["left", "right"];
let drawn = 0; // faces: each has an arrow of its own, for one in a hidden face is not drawn
const MIRRORED = "translate(300 0) scale(-1 1)";

/** @param {string} d @param {string} name @returns {SVGPathElement} */
const line = (d, name) => h("svg:path", { d, class: name });

/**
 * @param {HTMLElement} host
 * @returns {{show: (now: {zone: string, side: string, stroke: number, holding: boolean} | null, words: string) => void}}
 * now: null = no zone; stroke: 0..1 of the way; words: for who does not see it
 */
export function makeFace(host) {
  const drawing = h("svg:svg", { viewBox: "0 0 300 392", class: "face", role: "img" });
  const tip = `face-arrow-${(drawn += 1)}`;
  drawing.append(arrow(tip), line(HEAD, "skin"), ...[...HAIR, ...MIDDLE, ...LIPS].map(outline));
  for (const side of SIDES) drawing.append(half(side, HALF.map(outline)));
  const zones = SIDES.flatMap((side) =>
    Object.keys(ZONES).map((zone) => makeZone(zone, side, tip)),
  );
  for (const { node } of zones) drawing.append(node);
  host.append(drawing);
  return {
    show(now, words) {
      if (drawing.getAttribute("aria-label") !== words) drawing.setAttribute("aria-label", words);
      for (const { zone, side, show } of zones)
        show(now?.zone === zone && now.side === side ? now : null);
    },
  };
}

/** @param {string} d */
const outline = (d) => line(d, "outline");

/** @param {string} side @param {Node[]} parts @returns {SVGGElement} */
function half(side, parts) {
  const transform = side === SIDES[0] ? null : MIRRORED;
  return h("svg:g", { transform }, ...parts);
}

/** The head of a stroke's arrow. @param {string} id @returns {SVGElement} */
function arrow(id) {
  const box = { viewBox: "0 0 10 10", refX: 6, refY: 5, markerWidth: 5, markerHeight: 5 };
  const marker = h("svg:marker", { id, orient: "auto", ...box });
  marker.append(line("M1 1L9 5L1 9Z", "tip"));
  return h("svg:defs", {}, marker);
}

/** @param {string} zone @param {string} side @param {string} tip id of an arrow's head */
function makeZone(zone, side, tip) {
  const { zone: ground, path, lift } = ZONES[zone];
  const way = h("svg:path", { d: path, class: "way", "marker-end": `url(#${tip})` });
  const stroke = h("svg:path", { d: path, class: "stroke", pathLength: 1 });
  const point = h("svg:circle", { cx: lift[0], cy: lift[1], r: 7, class: "lift" });
  const node = half(side, [line(ground, "zone"), way, stroke, point]);
  node.dataset.zone = `${zone} ${side}`;
  return {
    node,
    zone,
    side,
    /** @param {{stroke: number, holding: boolean} | null} now */
    show(now) {
      node.setAttribute("class", now ? (now.holding ? "on holding" : "on") : "");
      stroke.style.strokeDashoffset = String(now ? 1 - now.stroke : 1);
    },
  };
}
