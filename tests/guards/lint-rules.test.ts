import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { DOMAINS } from "#tests/guards/lint/layers.ts";
import { PROJECT, projectFiles, readProjectFile } from "#tests/support/project-files.ts";

const Report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), code: z.string(), filename: z.string() })),
});

/** A rule that nobody has seen fail may be blind: each is shown a violation, in a project of its own. */
const folder = mkdtempSync(join(tmpdir(), "referly-lint-"));
const planted: Record<string, string> = {};
let reports: z.infer<typeof Report>["diagnostics"] = [];

const importing = (specifier: string, kind = "") =>
  `import ${kind}{ x } from "${specifier}";\nexport const y = x;\n`;
const typing = (specifier: string) => `import type { X } from "${specifier}";\nexport type Y = X;\n`;

/** File, what it imports, and a piece of what the rule says. */
const FORBIDDEN: [file: string, specifier: string, says: string][] = [
  ["db/a.ts", "#lib/core/ids.ts", "db is the shape of the data"],
  ["db/b.ts", "../lib/core/ids.ts", "db is the shape of the data"],
  ["lib/core/a.ts", "#db/client.ts", "takes only types from db"],
  ["lib/core/b.ts", "../links/index.ts", "holds no domain words"],
  ["lib/core/c.ts", "next/headers", "knows neither Next nor React"],
  ["lib/whop/a.ts", "../links/index.ts", "may not know lib/links"],
  ["lib/audit/a.ts", "#lib/jobs/index.ts", "may not know lib/jobs"],
  ["lib/jobs/a.ts", "../workflows/index.ts", "may not know lib/workflows"],
  ["lib/identity/a.ts", "../rewards/index.ts", "may not know lib/rewards"],
  ["lib/referrals/a.ts", "../rewards/index.ts", "stands to the right"],
  ["lib/referrals/b.ts", "#lib/workflows/index.ts", "stands to the right"],
  ["lib/referrals/c.ts", "../links/create-link.ts", "import lib/links/index.ts"],
  ["lib/referrals/d.ts", "#app/_edge/context.ts", "is called by app and never calls it"],
  ["lib/referrals/e.ts", "../../webhooks/receive.ts", "is called by webhooks"],
  ["lib/referrals/f.ts", "../runtime/root.ts", "starts the product and nothing knows it"],
  ["lib/referrals/g.ts", "@whop/sdk", "only lib/whop speaks to Whop's SDK"],
  ["lib/referrals/h.ts", "react", "knows neither Next nor React"],
  ["lib/referrals/i.ts", "#tests/sandbox/clock.ts", "never depends on tests"],
  ["lib/fraud/rules/a.ts", "../../rewards/index.ts", "stands to the right"],
  ["lib/workflows/a.ts", "../links/create-link.ts", "import lib/links/index.ts"],
  ["webhooks/a.ts", "#app/_edge/context.ts", "an adapter beside app"],
  ["webhooks/handlers/b.ts", "#lib/links/create-link.ts", "import lib/links/index.ts"],
  ["webhooks/c.ts", "next/server", "knows neither Next nor React"],
  ["app/a.tsx", "#db/client.ts", "never sees SQL"],
  ["app/b.tsx", "drizzle-orm", "never sees SQL"],
  ["app/c.tsx", "#lib/links/create-link.ts", "import lib/links/index.ts"],
  ["app/d.tsx", "#lib/workflows/index.ts", "pages and routes call verbs"],
  ["app/e.tsx", "#lib/runtime/root.ts", "pages take their services from app/_edge"],
  ["app/f.tsx", "#tests/sandbox/clock.ts", "never depends on tests"],
  ["app/g.tsx", "@whop/sdk", "only lib/whop speaks to Whop's SDK"],
];

const ALLOWED: [file: string, text: string][] = [
  ["lib/core/ok-a.ts", typing("#db/client.ts")],
  ["lib/core/ok-b.ts", typing("../whop/platform.ts")],
  ["lib/referrals/ok-a.ts", importing("../links/index.ts")],
  ["lib/referrals/ok-b.ts", importing("./a.ts")],
  ["lib/referrals/ok-c.ts", importing("../jobs/queue.ts")],
  ["lib/whop/ok-a.ts", importing("@whop/sdk")],
  ["lib/workflows/ok-a.ts", importing("../rewards/index.ts")],
  ["lib/runtime/ok-a.ts", importing("#app/_edge/context.ts")],
  ["app/_edge/ok-a.ts", importing("#lib/runtime/services.ts")],
  ["app/api/ok-c.ts", importing("#lib/runtime/services.ts")],
  ["app/ok-d.tsx", importing("#db/enums.ts")],
  ["app/ok-b.tsx", importing("#lib/links/index.ts")],
  ["tests/ok-a.ts", importing("#lib/links/create-link.ts")],
];

const OTHERS: [file: string, text: string, code: string][] = [
  ["lib/links/any.ts", "export const a = (b: any): unknown => b;\n", "no-explicit-any"],
  ["lib/links/bang.ts", "export const a = (b: string | null): string => b!;\n", "no-non-null-assertion"],
  ["lib/links/ignore.ts", "// @ts-ignore\nexport const a: number = 'x';\n", "ban-ts-comment"],
  ["lib/links/one.ts", 'import { b } from "./two.ts";\nexport const a: unknown = () => b;\n', "no-cycle"],
  ["lib/links/two.ts", 'import { a } from "./one.ts";\nexport const b: unknown = () => a;\n', "no-cycle"],
  [
    "lib/links/three.ts",
    'import { b } from "#lib/links/four.ts";\nexport const a: unknown = () => b;\n',
    "no-cycle",
  ],
  ["lib/links/four.ts", 'import { a } from "./three.ts";\nexport const b: unknown = () => a;\n', "no-cycle"],
];

/** Sentences in one language, each where it would reach a reader. */
const SPOKEN: [file: string, text: string][] = [
  ["lib/links/say-a.ts", 'throw new AppError("conflict", "This link has ended.");\n'],
  ["lib/links/say-b.ts", `export const reason = (id: string) => \`Nobody knows \${id} here\`;\n`],
  ["lib/links/say-c.ts", `export const said = (name: string) => \`\${name}: \${name} again\`;\n`],
  ["lib/links/say-d.ts", 'export const Input = z.string().min(3, "must have three letters");\n'],
  ["lib/links/say-e.ts", 'export const Input = z.string().refine(isOk, { message: "is too odd" });\n'],
  ["lib/links/say-f.ts", 'await tx.update(runs).set({ message: "It was interrupted." });\n'],
  ["lib/workflows/say-g.ts", 'await suspend(ctx, { reason: "The member left." });\n'],
  ["webhooks/say-h.ts", 'export const parked = { reason: "It names no community." };\n'],
  ["app/_edge/say-i.ts", 'throw new AppError("not_found", "There is nothing here.");\n'],
];

/** Words for developers, machines and terminals. */
const SILENT: [file: string, text: string][] = [
  ["lib/links/mute-a.ts", 'ctx.log.warn({ at }, "A link was not found");\n'],
  ["lib/links/mute-b.ts", 'throw new Error("A row vanished inside a transaction");\n'],
  ["lib/links/mute-c.ts", 'export const Id = z.uuid().meta({ description: "Of one link" });\n'],
  ["lib/links/mute-d.ts", 'await query.for("no key update");\n'],
  ["lib/links/mute-e.ts", "await tx.execute(sql`SELECT count FROM links`);\n"],
  ["lib/links/mute-f.ts", 'throw new AppError("conflict", say("link.taken"));\n'],
  ["lib/words/en/mute-g.ts", 'export const link = { over: "This link has ended." };\n'],
  ["lib/runtime/mute-h.ts", 'export const hint = "Run npm run db:migrate.";\n'],
];

beforeAll(() => {
  for (const [file, specifier] of FORBIDDEN) planted[file] = importing(specifier);
  for (const [file, text] of [...ALLOWED, ...OTHERS, ...SPOKEN, ...SILENT]) planted[file] = text;
  for (const [i, from] of DOMAINS.entries()) {
    for (const to of DOMAINS.slice(i + 1))
      planted[`lib/${from}/to-${to}.ts`] = importing(`../${to}/index.ts`);
  }
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const config = JSON.parse(readProjectFile(".oxlintrc.json"));
  config.jsPlugins = config.jsPlugins.map((plugin: string) => join(PROJECT, plugin));
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), readProjectFile("package.json"));
  const oxlint = join(PROJECT, "node_modules", ".bin", "oxlint");
  const run = spawnSync(oxlint, ["-f", "json"], { cwd: folder, encoding: "utf8", maxBuffer: 50_000_000 });
  reports = Report.parse(JSON.parse(run.stdout)).diagnostics;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const foundIn = (file: string) => reports.filter((report) => report.filename === file);
const spokenIn = (file: string) => foundIn(file).filter((report) => report.code.includes("spoken-words"));
const directionsIn = (file: string) =>
  foundIn(file).filter((report) => report.code.includes("import-direction"));

describe("the linter", () => {
  it.each(FORBIDDEN)("refuses that %s imports %s, and says what to do", (file, _specifier, says) => {
    expect(directionsIn(file).map((report) => report.message)).toEqual([expect.stringContaining(says)]);
  });

  it.each(ALLOWED)("lets %s import what it may", (file) => {
    expect(directionsIn(file)).toEqual([]);
  });

  it("refuses every domain the domains to its right", () => {
    const pairs = Object.keys(planted).filter((file) => /^lib\/[\w-]+\/to-[\w-]+\.ts$/.test(file));
    expect(pairs).toHaveLength((DOMAINS.length * (DOMAINS.length - 1)) / 2);
    expect(pairs.filter((file) => directionsIn(file).length !== 1)).toEqual([]);
  });

  it.each(OTHERS)("finds what is wrong in %s", (file, _text, code) => {
    expect(foundIn(file).map((report) => report.code)).toEqual(
      expect.arrayContaining([expect.stringContaining(code)]),
    );
  });

  it.each(SPOKEN)("refuses in %s a sentence that only its author's language has", (file) => {
    expect(spokenIn(file).map((report) => report.message)).toEqual([
      expect.stringContaining("say it by a code of lib/words"),
    ]);
  });

  it.each(SILENT)("lets %s use words that are for no reader of ours", (file) => {
    expect(spokenIn(file)).toEqual([]);
  });

  it("knows every folder of lib", () => {
    const known = new Set([
      "words",
      "core",
      "whop",
      "audit",
      "jobs",
      "notifications",
      "identity",
      "workflows",
      "runtime",
      ...DOMAINS,
    ]);
    const folders = new Set(projectFiles(/^lib\//).map((path) => path.split("/")[1] ?? ""));
    expect(
      [...folders].filter((name) => !known.has(name)),
      "give it a place in tests/guards/lint/layers.ts",
    ).toEqual([]);
  });
});
