import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { EN } from "../../../tools/web/page/texts/en.js";

const PAGE = new URL("../../../tools/web/page/", import.meta.url);

/** The names of texts in all modules: whole ones in t("..."), and one for each tab. */
function asked() {
  const files = readdirSync(PAGE, { recursive: true }).filter((file) => file.endsWith(".js"));
  const names = files.flatMap((file) => [
    ...readFileSync(new URL(file, PAGE), "utf-8").matchAll(/\bt\(\s*"(\w+\.\w+)"/g),
  ]);
  const views = readFileSync(new URL("views/index.js", PAGE), "utf-8");
  const tabs = [...views.matchAll(/\{ name: "(\w+)"/g)].map((found) => `page.${found[1]}`);
  assert.ok(names.length > 100 && tabs.length > 3);
  return [...names.map((found) => found[1]), ...tabs];
}

test("every text that a module asks for is there", () => {
  const missing = asked().filter((name) => {
    const [section, key] = name.split(".");
    return !(key in (EN[section] ?? {}));
  });
  assert.deepEqual(missing, []);
});
