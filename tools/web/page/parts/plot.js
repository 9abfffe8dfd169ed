/** A plot of lines over time: uPlot in the page's colours, with a key that tells values. */

import uPlot from "uplot";
import { h, say } from "../dom.js";
import { clock } from "../figures.js";

/**
 * colour: a variable of style.css; width in px, dash in px; points: dots, with a line only when
 * it has a width; bars: from zero; top: the axis of its unit, of the first line that has it,
 * reaches at least so far.
 * Each unit has an axis of its own: the first on the left, another on the right.
 * @typedef {{label: string, colour: string, unit: string, width?: number, dash?: number[], points?: boolean, bars?: boolean, top?: number}} Line
 */

/**
 * label: what a screen reader says of the plot; x: "s" = seconds as m:ss, "date" = seconds since
 * 1970 as dates.
 * @typedef {{series: Line[], height: number, label?: string, x?: "s" | "date"}} Options
 */

/** @typedef {(number | null)[][]} Columns x rising, then one column a line; null: a gap */

const LEAST_PX = 120; // narrower: it is not shown yet

/** @param {string} variable such as "--ink" @returns {string} */
const colour = (variable) =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/**
 * @param {HTMLElement} host
 * @param {Options} options
 * @returns {{draw: (columns: Columns) => void, resize: () => void}} draw may be called when hidden
 */
export function makePlot(host, options) {
  const key = h("div", { class: "key", "aria-hidden": "true" });
  const place = h("div", { class: "drawn" });
  host.append(h("div", { class: "plot", role: "img", "aria-label": title(options) }, key, place));
  /** @type {uPlot.AlignedData} */
  const none = [[], ...options.series.map(() => [])];
  const { height } = options;
  const drawn = new uPlot(
    { ...shape(options), hooks: { setLegend: [keyOf(key, options)] } },
    none,
    place,
  );
  const resize = () => {
    const width = place.clientWidth;
    if (width >= LEAST_PX && width !== drawn.width) drawn.setSize({ width, height });
  };
  watch(place, resize, () => drawn.redraw(false));
  return {
    resize,
    draw(columns) {
      resize();
      drawn.setData(/** @type {uPlot.AlignedData} */ (columns));
    },
  };
}

/** @param {HTMLElement} place @param {() => void} resize @param {() => void} redraw in other colours */
function watch(place, resize, redraw) {
  // in a frame of its own: what it changes may not call it again
  new ResizeObserver(() => requestAnimationFrame(resize)).observe(place);
  const theme = { attributeFilter: ["data-theme"] };
  new MutationObserver(redraw).observe(document.documentElement, theme);
}

/** @param {Options} options @returns {string} */
function title({ label, series }) {
  return label ?? series.map((line) => line.label).join(", ");
}

/** @param {Options} options @returns {uPlot.Options} */
function shape(options) {
  const units = [...new Set(options.series.map((line) => line.unit))];
  return {
    width: LEAST_PX,
    height: options.height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
    scales: {
      x: { time: options.x === "date" },
      ...Object.fromEntries(units.map((unit) => [unit, { range: fromZero(topOf(options, unit)) }])),
    },
    axes: [axisOfTime(options.x ?? "s"), ...units.map(axisOf)],
    series: [{}, ...options.series.map(lineOf)],
  };
}

/** @param {Options} options @param {string} unit @returns {number} */
function topOf({ series }, unit) {
  return series.find((line) => line.unit === unit)?.top ?? 1;
}

/** @param {number} top @returns {uPlot.Range.Function} */
function fromZero(top) {
  return (_plot, least, most) => {
    const range = uPlot.rangeNum(Math.min(0, least ?? 0), Math.max(top, most ?? 0), 0.1, true);
    return (least ?? 0) < 0 ? range : [0, range[1]];
  };
}

const RULED = {
  stroke: () => colour("--soft"),
  grid: { stroke: () => colour("--line"), width: 1 },
  ticks: { show: false },
  font: "12px system-ui, sans-serif",
};

/** @param {"s" | "date"} kind @returns {uPlot.Axis} */
function axisOfTime(kind) {
  if (kind === "date") return { ...RULED, size: 40 };
  const incrs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
  return { ...RULED, size: 28, incrs, values: (_plot, splits) => splits.map(clock) };
}

/** @param {string} unit @param {number} at @returns {uPlot.Axis} */
function axisOf(unit, at) {
  const ruled = at ? { ...RULED, grid: { show: false }, side: 1 } : RULED;
  return { ...ruled, scale: unit, size: 46, space: 34 };
}

const BARS = uPlot.paths.bars?.({ size: [0.6, 40] });

/** @param {Line} line @returns {uPlot.Series} */
function lineOf(line) {
  return {
    label: line.label,
    scale: line.unit,
    stroke: () => colour(line.colour),
    width: line.width ?? (line.points ? 0 : 2),
    dash: line.dash,
    ...(line.bars ? { paths: BARS, fill: () => colour(line.colour) } : {}),
    points: line.points
      ? { show: true, size: 7, fill: () => colour(line.colour) }
      : { show: false },
  };
}

/** The names with their lines; under the pointer the values too. @param {HTMLElement} key @param {Options} options */
function keyOf(key, { series, x }) {
  const when = h("span", { class: "when" });
  const values = series.map((line) => {
    const mark = h("i", { class: line.dash ? "mark dashed" : "mark" });
    mark.style.color = `var(${line.colour})`;
    const value = h("b");
    key.append(h("span", {}, mark, `${line.label}, ${line.unit} `, value));
    return value;
  });
  key.append(when);
  return (/** @type {uPlot} */ plot) => {
    const at = plot.cursor.idx;
    const told = at === null || at === undefined ? null : at;
    const s = told === null ? null : plot.data[0][told];
    say(when, s === null ? "" : x === "date" ? new Date(s * 1000).toLocaleString() : clock(s));
    values.forEach((value, line) => {
      const found = told === null ? null : plot.data[line + 1][told];
      say(value, typeof found === "number" ? String(+found.toFixed(2)) : "");
    });
  };
}
