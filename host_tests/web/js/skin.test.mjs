import assert from "node:assert/strict";
import { test } from "node:test";
import { MadeSkin, alike, dcOhm, dried, named, touched } from "../../../tools/web/page/skin.js";

const SKINS = { short: [1, 0, 0], good: [1000, 2000, 200], dry: [1000, 150_000, 20] };
const hand = (changes) => ({ area_cm2: 1, gel: 100, press: 100, ...changes });

test("all gel, pressed firmly, on 1 cm2: the skin as it was named", () => {
  for (const cole of Object.values(SKINS)) assert.deepEqual(touched(cole, hand({})), cole);
});

test("area and pressure divide rp and multiply c", () => {
  assert.deepEqual(touched(SKINS.good, hand({ area_cm2: 4 })), [1000, 500, 800]);
  assert.deepEqual(touched(SKINS.good, hand({ press: 25 })), [1000, 8000, 50]);
  assert.deepEqual(touched(SKINS.good, hand({ area_cm2: 4, press: 25 })), SKINS.good);
});

test("without gel it is dry, half way in equal ratios", () => {
  assert.deepEqual(touched(SKINS.good, hand({ gel: 0 })), SKINS.dry);
  const [, rp, nf] = touched(SKINS.good, hand({ gel: 50 }));
  assert.ok(Math.abs(rp - Math.sqrt(2000 * 150_000)) < 1);
  assert.ok(Math.abs(nf - Math.sqrt(200 * 20)) < 0.1);
  assert.deepEqual(touched([1000, 900_000, 5], hand({ gel: 0 })), [1000, 900_000, 5]);
});

test("a resistor stays one, and lifted it is open", () => {
  assert.deepEqual(touched(SKINS.short, hand({ gel: 0, area_cm2: 3 })), [1, 0, 0]);
  for (const nothing of [hand({ press: 0 }), hand({ area_cm2: NaN })])
    assert.equal(touched(SKINS.good, nothing), null);
});

test("whatever hands do, the emulator takes the figures", () => {
  for (const fresh of Object.values(SKINS))
    for (const area_cm2 of [0.2, 6])
      for (const gel of [0, 100])
        for (const press of [1, 100]) {
          const [rs, rp, nf] = touched(fresh, { area_cm2, gel, press });
          assert.ok(rs >= 1 && rp <= 1e8 && nf <= 1e5);
          assert.equal(rp === 0, nf === 0);
          assert.ok(rp === 0 || (rp >= 1 && nf >= 0.1));
        }
});

test("gel dries with the device's time, never below nothing, and never back", () => {
  assert.equal(dried(100, 30, 60_000), 70);
  assert.equal(dried(10, 30, 60_000), 0);
  assert.equal(dried(50, 30, -5000), 50); // off and on: its clock began anew
});

test("resistance, likeness and names", () => {
  assert.equal(dcOhm(SKINS.good), 5000);
  assert.equal(dcOhm(null), null);
  assert.ok(alike([1000, 2000, 200], [1000, 2009, 200]));
  assert.ok(!alike([1000, 2000, 200], [1000, 2020, 200]));
  assert.ok(alike(null, null) && !alike(null, SKINS.good) && !alike(SKINS.good, null));
  assert.equal(named(SKINS, 5001), "good");
  assert.equal(named(SKINS, 1), "short");
  assert.equal(named(SKINS, 7000), "");
});

test("nothing is said of a skin that is as it was found", () => {
  for (const ohm of [null, 5000]) {
    const skin = new MadeSkin();
    skin.meet(SKINS);
    skin.adopt(ohm);
    assert.equal(skin.hand.press, ohm === null ? 0 : 100);
    assert.equal(skin.news(), null);
  }
});

test("what hands change is said once", () => {
  const skin = new MadeSkin();
  skin.meet(SKINS);
  skin.adopt(null);
  Object.assign(skin.hand, { gel: 10, area_cm2: 3, press: 5 });
  skin.choose("good");
  assert.deepEqual(skin.news(), { do: "skin", ohm: [1000, 2000, 200] });
  assert.equal(skin.news(), null);
  skin.choose("");
  assert.deepEqual(skin.news(), { do: "skin", name: "open" });
});

test("drying is said when it is news, and ends where the skin is dry", () => {
  const skin = new MadeSkin();
  skin.meet(SKINS);
  skin.choose("good");
  skin.news();
  assert.equal(skin.wait(50), false);
  skin.hand.drying = 60;
  let said = 0;
  let last = null;
  for (let ms = 0; ms < 120_000; ms += 50) {
    const news = skin.wait(50) ? skin.news() : null;
    if (news) [said, last] = [said + 1, news];
  }
  assert.deepEqual(last, { do: "skin", ohm: SKINS.dry });
  assert.ok(said > 300 && said < 1000, `${said}`);
});
