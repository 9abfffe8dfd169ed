import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOWN_MS, Watch } from "../../../tools/web/page/watch.js";

const bench = (ms, changes) => ({ ms, ohm: 5000, net_nc: 0, abs_nc: 0, trace: [], ...changes });
const status = (ms, changes) => ({
  ms,
  state: "RUN",
  ua: 0,
  contact: "GOOD",
  ohm: 4900,
  net_uc: 0,
  abs_uc: 0,
  ...changes,
});
const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-6, `${found} ${wanted}`);

test("the last seconds are kept, each row holds until the next", () => {
  const watch = new Watch();
  for (let ms = 0; ms <= 20_000; ms += 50)
    watch.hear(bench(ms, { trace: ms % 1000 ? [] : [[ms, ms / 100, ms / 50]] }));
  const [t_s, ua, set_ua] = watch.columns();
  assert.ok(t_s[0] >= -SHOWN_MS / 1000 && t_s.at(-1) === 0);
  assert.deepEqual(
    t_s,
    t_s.toSorted((a, b) => a - b),
  );
  const before = t_s.findIndex((s) => s >= -1) - 1;
  near(ua[before], 180); // of 18 s, until 19 s
  near(ua[before + 1], 190);
  assert.equal(set_ua.at(-1), 400);
});

test("what the firmware says stands in the plot from when it is heard", () => {
  const watch = new Watch();
  watch.hear(bench(1000, { trace: [[999, 150, 151]] }));
  watch.listen(status(990, { ua: 148 }));
  watch.hear(bench(1050, { trace: [[1040, 150, 151]] }));
  assert.deepEqual(watch.columns()[3].slice(0, 1).concat(watch.columns()[3].slice(-1)), [0, 148]);
});

test("the mean current is that of the charge", () => {
  const watch = new Watch();
  for (let ms = 0; ms <= 3000; ms += 50) watch.hear(bench(ms, { abs_nc: 0.2 * ms * 1000 }));
  near(watch.beside().ua[0], 200);
});

test("charge counts from the session's begin, at the instant of the status line", () => {
  const watch = new Watch();
  watch.hear(bench(1000, { abs_nc: 5e6, net_nc: 7000 })); // of an earlier session
  watch.listen(status(990, { state: "SELF_TEST" }));
  watch.hear(bench(2000, { abs_nc: 5e6, net_nc: 7000 }));
  watch.hear(bench(2100, { abs_nc: 5e6 + 20_000, net_nc: 7000 - 4000 }));
  watch.listen(status(2050, { abs_uc: 9, net_uc: -3 }));
  const { abs_uc, net_uc } = watch.beside();
  assert.ok(watch.whole);
  near(abs_uc[0], 10);
  near(net_uc[0], -2);
  assert.deepEqual([abs_uc[1], net_uc[1]], [9, -3]);
});

test("a page that comes later compares from then on, and says so", () => {
  const watch = new Watch();
  watch.hear(bench(9000, { abs_nc: 8e6 }));
  watch.listen(status(9000, { abs_uc: 3000 }));
  watch.hear(bench(9100, { abs_nc: 8e6 + 50_000 }));
  watch.listen(status(9100, { abs_uc: 3049 }));
  assert.equal(watch.whole, false);
  near(watch.beside().abs_uc[0], 50);
  assert.equal(watch.beside().abs_uc[1], 49);
});

test("impedance: truth and report, open where nothing touches", () => {
  const watch = new Watch();
  assert.deepEqual(watch.beside().ohm, [null, null]);
  watch.hear(bench(50, { ohm: null }));
  watch.listen(status(50, { contact: "OPEN" }));
  assert.deepEqual(watch.beside().ohm, [Infinity, Infinity]);
  watch.hear(bench(100));
  watch.listen(status(100));
  assert.deepEqual(watch.beside().ohm, [5000, 4900]);
});

test("off and on: nothing of before is shown", () => {
  const watch = new Watch();
  watch.hear(bench(5000, { screen: "AA==", trace: [[5000, 1, 1]], events: [[1, "usb", "x"]] }));
  watch.listen(status(5000));
  watch.hear(bench(50));
  assert.deepEqual(watch.columns(), [[], [], [], []]);
  assert.equal(watch.screen, null);
  assert.deepEqual(watch.events, []);
  assert.equal(watch.beside().abs_uc[0], null);
});

test("the screen stays until it is told anew; events are kept, but not for ever", () => {
  const watch = new Watch();
  watch.hear(bench(50, { screen: "AA==" }));
  for (let ms = 100; ms < 9000; ms += 50) watch.hear(bench(ms, { events: [[ms, "touch", "5"]] }));
  assert.equal(watch.screen, "AA==");
  assert.equal(watch.events.length, 60);
  watch.hear(bench(9050, { screen: null }));
  assert.equal(watch.screen, null);
});
