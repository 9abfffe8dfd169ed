// What the page reads out of each recording that is named: one line of JSON each.
import { openAsBlob } from "node:fs";
import { read } from "../../../tools/web/page/reader.js";

for (const name of process.argv.slice(2)) {
  try {
    const recording = await read(await openAsBlob(name));
    const blocks = await Promise.all(recording.blocks.map((_, at) => recording.block(at)));
    const { galva, version, ...header } = recording.header;
    console.log(JSON.stringify([header, blocks.flat(), recording.damage?.line ?? 0]));
  } catch (error) {
    console.log(JSON.stringify(error.message));
  }
}
