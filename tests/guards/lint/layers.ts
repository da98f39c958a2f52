/** The house's rules about who may know whom, as data. The lint rule beside this file holds the code to them. */

/** From left to right: a domain knows those to its left, never one to its right. */
export const DOMAINS: readonly string[] = [
  "companies",
  "members",
  "api-keys",
  "saved-views",
  "facts",
  "links",
  "campaigns",
  "clicks",
  "attribution",
  "referrals",
  "fraud",
  "trust",
  "ledger",
  "streaks",
  "rewards",
  "affiliates",
  "payouts",
  "reconciliation",
  "claims",
  "standings",
  "stats",
  "badges",
  "exports",
  "privacy",
];

/** Folders of lib that serve every domain, and what they may know of lib themselves. */
const SERVICES: Record<string, readonly string[]> = {
  words: [],
  core: ["words"],
  whop: ["core"],
  audit: ["core"],
  jobs: ["core", "audit"],
  notifications: ["core", "whop", "jobs"],
  identity: ["core", "whop", "audit", "jobs", "companies", "members"],
};

const EVERY_DOMAIN_MAY_USE = ["core", "whop", "audit", "jobs", "notifications"];

/** A place in the repository: the top-level folder and, inside lib, the folder that says what it is. */
export type Place = { area: string; part: string; path: string };

export function placeOf(path: string): Place {
  const [area = "", part = ""] = path.split("/");
  return { area, part: area === "lib" ? part : "", path };
}

export function isDomain(part: string): boolean {
  return DOMAINS.includes(part);
}

function partsOpenTo(part: string): readonly string[] {
  const position = DOMAINS.indexOf(part);
  return position < 0 ? (SERVICES[part] ?? []) : [...EVERY_DOMAIN_MAY_USE, ...DOMAINS.slice(0, position)];
}

const throughIndex = (to: Place) =>
  isDomain(to.part) && to.path !== `lib/${to.part}/index.ts`
    ? `import lib/${to.part}/index.ts. What is missing there is not meant for others; export it there if it is.`
    : null;

function insideLib(from: Place, to: Place, typeOnly: boolean): string | null {
  if (from.part === to.part) return null;
  if (to.part === "runtime")
    return "lib/runtime starts the product and nothing knows it. Take what you need from ctx.";
  if (from.part === "workflows") return throughIndex(to);
  if (from.part === "core" && to.part === "whop" && typeOnly) return null;
  if (partsOpenTo(from.part).includes(to.part)) return throughIndex(to);
  if (from.part === "core")
    return "lib/core holds no domain words. Pass what it needs as an argument, or move it into the domain.";
  if (isDomain(from.part) && (isDomain(to.part) || to.part === "workflows")) {
    return `lib/${to.part} stands to the right of lib/${from.part}. Send a job (lib/jobs) and handle it in lib/workflows.`;
  }
  return `lib/${from.part} may not know lib/${to.part}. Hand the value over as an argument, or do this in lib/workflows.`;
}

/** Outside of these stand the configuration files, which may know and be known by anything. */
const AREAS = ["app", "webhooks", "lib", "db", "tests"];

/** Why `from` must not import `to`, and what to do instead; null when it may. Both lie in this repository. */
export function forbiddenImport(from: Place, to: Place, typeOnly: boolean): string | null {
  if (!AREAS.includes(from.area) || !AREAS.includes(to.area)) return null;
  if (from.area === "tests" || from.area === to.area) {
    return from.area === "lib" && from.part !== "runtime" ? insideLib(from, to, typeOnly) : null;
  }
  if (from.area === "lib" && from.part === "runtime") return null;
  if (to.area === "tests")
    return "the product never depends on tests or the sandbox. Move what both need into lib.";
  switch (from.area) {
    case "db":
      return "db is the shape of the data and knows nothing of ours. Move the logic into lib.";
    case "lib":
      if (to.area !== "db")
        return `lib is called by ${to.area} and never calls it. Take what you need from ctx.`;
      return from.part === "core" && !typeOnly
        ? "lib/core takes only types from db: use `import type`."
        : null;
    case "webhooks":
      if (to.area === "app") return "webhooks is an adapter beside app. Move what both need into lib.";
      return throughIndex(to);
    case "app":
      return fromApp(from, to, typeOnly);
    default:
      return null;
  }
}

function fromApp(from: Place, to: Place, typeOnly: boolean): string | null {
  const adapter = /^app\/(_edge|api|r)\//.test(from.path);
  // The closed sets are words, not tables: a form offers them, a label names them.
  if (to.path === "db/enums.ts") return null;
  if (to.area === "db") return "app never sees SQL. Call a verb of lib; add one if it is missing.";
  if (to.part === "workflows")
    return "pages and routes call verbs. Send a job and let the worker run the workflow.";
  if (to.part === "runtime" && !adapter && !typeOnly) return "pages take their services from app/_edge.";
  return to.part === "runtime" ? null : throughIndex(to);
}

const WEB = /^(next|react|react-dom|@whop\/react|frosted-ui)(\/|$)/;
const SQL = /^(drizzle-orm|postgres|pg-boss)(\/|$)/;
const SDK = /^@whop\/sdk(\/|$)/;

/** The same for packages. */
export function forbiddenPackage(from: Place, name: string): string | null {
  if (from.area === "tests" || !AREAS.includes(from.area)) return null;
  if (WEB.test(name) && from.area !== "app" && from.part !== "runtime") {
    return `${from.area} knows neither Next nor React. Do this in app, and hand the result to the verb.`;
  }
  if (SQL.test(name) && from.area === "app")
    return "app never sees SQL. Call a verb of lib; add one if it is missing.";
  if (SDK.test(name) && from.part !== "whop") {
    return "only lib/whop speaks to Whop's SDK. Add what you need to WhopPlatform in lib/whop/platform.ts and use ctx.whop.";
  }
  return null;
}
