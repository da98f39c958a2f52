import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Code, isCode, sentenceOf, wordsOf } from "#lib/core/said.ts";
import { manifest } from "#lib/whop/index.ts";
import { catalogs } from "#lib/words/index.ts";
import { PROJECT, projectFiles } from "#tests/support/project-files.ts";

/** Every sentence of one language by its code. */
function sentencesOf(language: keyof typeof catalogs): Map<string, string> {
  return new Map(
    Object.entries(catalogs[language]).flatMap(([area, names]) =>
      Object.entries(names).map(([name, text]): [string, string] => [`${area}.${name}`, text]),
    ),
  );
}

/** The names in the outermost braces of a message. */
function argumentsOf(message: string): string[] {
  let depth = 0;
  const found: string[] = [];
  for (const [at, sign] of [...message].entries()) {
    if (sign === "{" && depth++ % 2 === 0) found.push(/^\w+/.exec(message.slice(at + 1))?.[0] ?? "");
    if (sign === "}") depth -= 1;
  }
  return [...new Set(found)].toSorted();
}

const english = sentencesOf("en");
const spanish = sentencesOf("es");

test("every code has a sentence in every language", () => {
  expect([...spanish.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  expect([...english, ...spanish].filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("a sentence speaks of the same in every language", () => {
  const told = (sentences: Map<string, string>) =>
    [...sentences].map(([code, text]) => `${code}: ${argumentsOf(text).join(", ")}`).toSorted();
  // What a word of another language follows, such as the state of a thing, English may leave out.
  expect(told(spanish).filter((line) => !told(english).includes(line))).toEqual([]);
});

test("every sentence can be said in every language with what it is told", () => {
  for (const code of english.keys()) {
    if (!isCode(code)) throw new Error(`${code} is no code`);
    const values = Object.fromEntries(
      argumentsOf(english.get(code) ?? "").map((name) => [name, "something"]),
    );
    for (const language of ["en", "es"] as const) {
      const words = wordsOf({ code, values }, language);
      expect(words, code).not.toMatch(/[{}]/);
      expect(words, code).not.toBe(code);
    }
  }
});

test("no sentence is there that nobody says", () => {
  const code = projectFiles(/^(app|lib|webhooks)\/.*\.tsx?$/)
    .filter((path) => !path.startsWith("lib/words/"))
    .map((path) => readFileSync(`${PROJECT}/${path}`, "utf8"))
    .join("\n");
  // Codes of some areas are put together from a stored or a given word; a schema names some by themselves.
  const isMade = (one: string) => new RegExp(`\`${one.split(".")[0]}\\.[^\`]*\\$\\{`).test(code);
  expect([...english.keys()].filter((one) => !code.includes(`"${one}"`) && !isMade(one))).toEqual([]);
});

test("amounts, instants and sentences within a sentence are put into words, and text stays as it is", () => {
  const at = new Date("2026-11-21T12:00:00Z");
  const last: { code: Code; values: Record<string, never> } = { code: "delivery.tooLate", values: {} };
  expect(sentenceOf({ code: "reward.onHold", values: { until: { at: at.toISOString() } } })).toBe(
    "This reward is on hold until 2026-11-21 12:00 UTC. It can be approved after that.",
  );
  const paid = { minor: "1999", currency: "USD" };
  expect(wordsOf({ code: "trace.paidText", values: { member: "Mia", amount: paid } }, "es")).toBe(
    "Mia pagó 19.99 USD.",
  );
  expect(wordsOf({ code: "delivery.triedInVain", values: { used: 10, last } }, "es")).toBe(
    "Se intentó 10 veces sin éxito. La última vez: El proceso estuvo detenido demasiado tiempo y no hizo la llamada.",
  );
  expect(wordsOf("As the owner wrote it", "es")).toBe("As the owner wrote it");
});

test("in English a permission is for what the manifest says it is for", () => {
  const said = manifest.permissions.map(({ name }) => [name, english.get(`permission.${name}`)]);
  expect(said).toEqual(manifest.permissions.map(({ name, reason }) => [name, reason]));
});
