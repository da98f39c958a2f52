import type { Figure } from "./table.ts";
import { formatTable, isMet } from "./table.ts";

/**
 * `npm run bench -- clicks storage`; without a name, all of them. A suite that has parts measures one of them alone as
 * `boards:page`. Ends non-zero when a target is missed.
 */
const suites = ["start", "clicks", "webhooks", "stats", "boards", "storage", "ledger", "books", "faults"];

type Suite = { run(parts?: readonly string[]): Promise<Figure[]>; parts?: object };

const asked = process.argv
  .slice(2)
  .filter((argument) => argument !== "--")
  .map((argument) => {
    const [name = "", part] = argument.split(":");
    return { name, part };
  });

/** Each suite is opened only when it is asked for. */
async function figuresOf(name: string): Promise<Figure[]> {
  const suite: Suite = await import(`./${name}.ts`);
  const parts = asked.flatMap(({ name: of, part }) => (of === name && part !== undefined ? [part] : []));
  const known = Object.keys(suite.parts ?? {});
  const unknown = parts.filter((part) => !known.includes(part));
  if (unknown.length > 0) {
    throw new Error(`It has no part ${unknown.join(", ")}. Known are: ${known.join(", ") || "none"}.`);
  }
  return suite.run(parts);
}

const unknown = asked.flatMap(({ name }) => (suites.includes(name) ? [] : [name]));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. Known are: ${suites.join(", ")}.`);
  process.exit(2);
}

const missed: string[] = [];
for (const name of suites) {
  if (asked.length > 0 && !asked.some((one) => one.name === name)) continue;
  const began = performance.now();
  try {
    const figures = await figuresOf(name);
    console.log(`\n${name}, in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    console.log(formatTable(figures));
    missed.push(...figures.filter((figure) => !isMet(figure)).map((figure) => `${name}: ${figure.what}`));
  } catch (error) {
    console.error(`\n${name} failed:`, error);
    missed.push(`${name}: did not run`);
  }
}
if (missed.length > 0) {
  console.error(`\nMissed:\n${missed.map((line) => `  ${line}`).join("\n")}`);
  process.exit(1);
}
console.log("\nAll targets are met.");
