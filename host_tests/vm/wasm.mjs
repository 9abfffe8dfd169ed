// MicroPython for WebAssembly with the given folders copied into its file system.
// node wasm.mjs MICROPYTHON.mjs "python code" HOST_FOLDER=/vm_folder ...
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [wasm, code, ...folders] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(wasm));
const print = (line) => console.log(line);
const mp = await loadMicroPython({ heapsize: 1 << 20, linebuffer: true, stdout: print });

function copy(from, to) {
  mp.FS.mkdirTree(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) copy(source, `${to}/${entry.name}`);
    else if (entry.name.endsWith(".py")) mp.FS.writeFile(`${to}/${entry.name}`, fs.readFileSync(source));
  }
}

for (const folder of folders) copy(...folder.split("="));
try {
  mp.runPython(code);
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
