// The database driver loses a process or a connection when the server ends one in the middle of a transaction
// (github.com/porsager/postgres, issues 1154 and 1208, open as of version 3.4.9): what is sent on such a
// connection is written to nothing, which ends the process, or stays behind and spoils the next use of its
// place in the pool. So that a database may restart, what is installed is mended, here and nowhere else.
// Plain JavaScript, and no import but Node's own modules: it runs before anything else does.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES = ["src/connection.js", "cjs/src/connection.js"];

/** What stands there, and what has to. */
const EDITS = [
  [
    "    if (q.cancelled)\n      return\n\n    try {\n      q.state = backend",
    "    if (q.cancelled)\n      return\n\n    if (socket === null)\n      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true\n\n    try {\n      q.state = backend",
  ],
  [
    "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)",
  ],
  // Nobody waits for this one: a connection that breaks while it asks for the types is made again like any other.
  ["        return fetchArrayTypes()", "        return fetchArrayTypes().catch(() => {})"],
  [
    "    clearImmediate(nextWriteTimer)\n    if (socket) {",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    if (socket) {",
  ],
];

/** @throws Error when the driver is another than the one these edits were written for */
export function mend(text, name) {
  return EDITS.reduce((mended, [before, after]) => {
    if (mended.includes(after)) return mended;
    if (mended.split(before).length === 2) return mended.replace(before, () => after);
    throw new Error(
      `${name} is not the version that lib/runtime/mend-driver.mjs knows. See whether the new one still ` +
        "needs mending, then change or remove it.",
    );
  }, text);
}

export function mendDriver(modules) {
  for (const file of FILES) {
    const path = join(modules, "postgres", file);
    const text = readFileSync(path, "utf8");
    const mended = mend(text, path);
    if (mended === text) continue;
    // Renamed into place, so that a command that starts at the same time reads one or the other whole.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, mended);
    renameSync(draft, path);
  }
}
