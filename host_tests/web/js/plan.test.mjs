import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceClock } from "../../../tools/web/page/clock.js";
import { FACTS } from "../../../tools/web/page/facts.js";
import { begin, secondsOf } from "../../../tools/web/page/journal.js";
import { Plan, STAGES, stageOf } from "../../../tools/web/page/plan.js";
import { of, session } from "./sessions.mjs";

const FIRST = 9575; // 2026-03-20, a Friday
const days = (...numbers) => of("pico", ...numbers.map((day, at) => session(at + 1, FIRST + day)));

test("the stages are the firmware's, and change after their weeks", () => {
  const [build, keep] = FACTS.usage.plan;
  assert.deepEqual(STAGES.length, FACTS.usage.plan.length);
  assert.equal(stageOf(build.weeks - 1), STAGES[0]);
  assert.equal(stageOf(build.weeks), STAGES[1]);
  assert.equal(stageOf(5000), STAGES[1]);
  assert.deepEqual([STAGES[0].least, STAGES[0].most], [build.least, build.most]);
  assert.deepEqual([STAGES[1].least, STAGES[1].most], [keep.least, keep.most]);
});

test("weeks count in sevens from the first dated session that treated", () => {
  const more = of(
    "pico",
    session(20, FIRST - 9, { bench: true }),
    session(21, FIRST - 8, { treated_s: 0 }),
    session(22, 0, { t: -1 }),
  );
  const plan = new Plan([...more, ...days(0, 1, 6, 7, 13, 14)]);
  assert.equal(plan.first, FIRST);
  assert.equal(plan.undated, 1);
  assert.deepEqual(
    plan.weeks().map(({ week, begin, sessions }) => [week, begin - FIRST, sessions]),
    [
      [0, 0, 3],
      [1, 7, 2],
      [2, 14, 1],
    ],
  );
  assert.deepEqual(
    [FIRST - 1, FIRST, FIRST + 6, FIRST + 7].map((day) => plan.weekOf(day)),
    [...[null, 0, 0, 1]],
  );
});

test("the calendar ends with this week, and knows what is past", () => {
  const calendar = new Plan(days(0, 1, 1, 8)).calendar(FIRST + 9);
  assert.deepEqual(
    calendar.map(({ week }) => week),
    [null, null, null, 0, 1],
  );
  assert.deepEqual(
    calendar[3].days.map(({ sessions }) => sessions),
    [1, 2, 0, 0, 0, 0, 0],
  );
  assert.equal(calendar[3].days[1].treated_s, 600);
  assert.deepEqual(
    calendar[4].days.map(({ when }) => when),
    [...["past", "past", "today", "to come", "to come", "to come", "to come"]],
  );
  assert.deepEqual([calendar[3].over, calendar[3].under], [false, false]);
});

test("too many and too few sessions of a week; this week may still become enough", () => {
  const { least, most } = STAGES[0];
  const week = (n, today) =>
    new Plan(days(...Array(n).fill(0))).calendar(FIRST + today)[today < 7 ? 4 : 3];
  assert.deepEqual([week(most, 7).over, week(most + 1, 7).over], [false, true]);
  assert.deepEqual([week(least, 7).under, week(least - 1, 7).under], [false, true]);
  assert.equal(week(least - 1, 6).under, false);
});

test("seven days count as the device's: this one and the six before", () => {
  const plan = new Plan(days(0, 3, 6));
  assert.deepEqual(
    [6, 7, 9, 10, 12, 13].map((day) => plan.inSeven(FIRST + day)),
    [3, 2, 2, 1, 1, 0],
  );
});

test("a day is full when nothing more may begin", () => {
  const { day_s, least_s } = FACTS.usage;
  const on = (treated_s) => new Plan(of("pico", session(1, FIRST, { treated_s })));
  const left = (treated_s) => on(treated_s).left_s(FIRST);
  assert.deepEqual(
    [left(300), left(day_s - least_s), left(day_s - least_s + 1), left(day_s + 99)],
    [...[day_s - 300, least_s, 0, 0]],
  );
  const full = (treated_s) => on(treated_s).calendar(FIRST)[4].days[0].full;
  assert.deepEqual([full(day_s - least_s), full(day_s - least_s + 1)], [false, true]);
});

test("the next session: not on a rest day, a full day, in a full week", () => {
  const { most } = STAGES[0];
  assert.equal(new Plan([]).next(FIRST), FIRST);
  assert.equal(new Plan([], [FIRST]).next(FIRST), FIRST + 1);
  const full = of("pico", session(1, FIRST, { treated_s: FACTS.usage.day_s }));
  assert.equal(new Plan(full).next(FIRST), FIRST + 1);
  const week = days(...Array.from({ length: most }, (_, day) => day));
  assert.equal(new Plan(week).next(FIRST + most - 1), FIRST + 7); // the first one is seven days ago
  assert.equal(new Plan(week).calendar(FIRST)[4].days[3].rest, false);
  assert.equal(new Plan(week, [FIRST + 3]).calendar(FIRST)[4].days[3].rest, true);
});

test("a journal from another time breaks nothing", () => {
  const far = of("pico", session(1, 0, { t: 252455615999 }), session(2, 0, { t: 2 ** 53 - 1 }));
  assert.equal(begin(far[0].record), "9999-12-31 23:59:59");
  assert.equal(begin(far[1].record), "");
  const plan = new Plan([...far, ...days(0)]);
  assert.equal(plan.undated, 1);
  assert.equal(plan.weeks().length, 2);
  assert.equal(plan.calendar(FIRST)[4].sessions, 1);
  assert.deepEqual(
    new Plan(far).calendar(FIRST).map(({ week }) => week),
    Array(5).fill(null),
  );
});

test("without a session the calendar's weeks begin on Monday", () => {
  const [week] = new Plan([]).calendar(FIRST); // a Friday
  assert.equal((FIRST - week.begin) % 7, 4);
});

test("the device's clock goes on with its ms, and is gone with its power", () => {
  const clock = new DeviceClock();
  const hello = { seconds: 1000 };
  const look = (ms, more = {}) => clock.look({ hello, status: { ms }, link: "live", ...more });
  assert.equal(clock.seconds(), null);
  clock.look({ hello, status: null, link: "live" });
  assert.equal(clock.seconds(), 1000);
  look(5000);
  look(8999);
  assert.equal(clock.seconds(), 1003);
  look(100);
  assert.equal(clock.seconds(), null); // it was off
  look(200, { hello: { seconds: 7 } });
  assert.equal(clock.seconds(), 7);
  look(300, { hello: { seconds: null } });
  assert.equal(clock.seconds(), null);
  for (const seconds of ["7", NaN, 1.5, -1, 1e15, {}]) {
    look(400, { hello: { seconds } });
    assert.equal(clock.seconds(), null);
  }
  look(500, { hello: { seconds: 7 } });
  look("x");
  assert.equal(clock.seconds(), null);
  look(300, { link: "lost" });
  assert.equal(clock.seconds(), null);
  assert.equal(clock.today(new Date(2026, 2, 20, 23, 59)), FIRST);
});

test("this computer's time is told as the device counts it", () => {
  assert.equal(secondsOf(new Date(2000, 0, 1, 0, 0, 5)), 5);
  assert.equal(begin({ t: secondsOf(new Date(2026, 2, 15, 21, 0, 0)) }), "2026-03-15 21:00:00");
});
