import { z } from "zod";
import {
  checked,
  databaseUrlProblem,
  isLoopbackUrl,
  isPublishedValue,
  originPatternProblem,
  originProblem,
  secretProblem,
  splitList,
  trustedUrlProblem,
  webhookSecretProblem,
} from "./env-checks.ts";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const databaseUrl = checked((value) => [databaseUrlProblem(value)]);
const trustedUrl = checked((value) => [trustedUrlProblem(value)]);
const secret = checked((value) => [secretProblem(value)]);

const webhookSecrets = checked((value) => {
  const secrets = splitList(value);
  return secrets.length <= 2
    ? secrets.map(webhookSecretProblem)
    : [`holds ${secrets.length} secrets; one, or two while one replaces the other, are accepted.`];
}).transform((value): readonly string[] => splitList(value));

const originPatterns = checked((value) => splitList(value).map(originPatternProblem)).transform(
  (value): readonly string[] => splitList(value),
);

const port = z.string().transform(Number).pipe(z.int().min(1).max(65_535));

const variables = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_ADMIN_URL: databaseUrl.optional(),
  WHOP_API_KEY: checked((v) => [
    v.length >= 16 ? null : "is too short to be an API key: it was not copied whole.",
  ]),
  WHOP_APP_ID: checked((v) => [
    /^app_[A-Za-z0-9_-]{3,64}$/.test(v) ? null : `must begin with app_; it is "${v}".`,
  ]),
  WHOP_API_BASE_URL: checked((v) => [
    trustedUrlProblem(v),
    v.endsWith("/api/v1") ? null : "must end with /api/v1.",
  ]),
  WHOP_JWKS_URL: trustedUrl,
  WHOP_WEBHOOK_SECRET: webhookSecrets,
  WHOP_ORIGINS: originPatterns,
  APP_ORIGIN: checked((v) => [originProblem(v)]),
  REFERLY_SECRET: secret,
  JOBS_SECRET: secret,
  PORT: port.catch(Number.NaN).refine(Number.isFinite, "must be a number from 1 to 65535.").default(3000),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}.`).default("info"),
  /** Set by npm start and by tests only: processes then follow the sandbox's clock. */
  REFERLY_SANDBOX_URL: checked((v) => [
    isLoopbackUrl(v) ? originProblem(v) : "must be on this machine.",
  ]).optional(),
});

/** Said after the problem: what the variable is, and where its value comes from. */
const PURPOSE: Record<string, string> = {
  DATABASE_URL: "The app's own role in Postgres 15 or newer: postgres://referly_app:…@host:5432/referly.",
  DATABASE_ADMIN_URL: "The owner of the database, used by npm run db:migrate only.",
  WHOP_API_KEY: "The app's API key, from Whop's dashboard under Developer.",
  WHOP_APP_ID: "The app's id, from Whop's dashboard under Developer.",
  WHOP_API_BASE_URL: "Whop's API: https://api.whop.com/api/v1.",
  WHOP_JWKS_URL: "The keys that sign user tokens: https://api.whop.com/.well-known/jwks.json.",
  WHOP_WEBHOOK_SECRET: "The webhook's secret, ws_…, shown once when the webhook is made in Whop's dashboard.",
  WHOP_ORIGINS: "Who may show the app in a frame: https://whop.com,https://*.whop.com.",
  APP_ORIGIN: "Where this app is reached from outside; referral links begin with it.",
  REFERLY_SECRET: "Signs links and keys visitor hashes; changing it later breaks both.",
  JOBS_SECRET: "Proves that a call to POST /api/jobs/run comes from your scheduler.",
};

const Env = variables.superRefine((env, context) => {
  if (isLoopbackUrl(env.WHOP_API_BASE_URL)) return;
  for (const name of ["WHOP_API_KEY", "REFERLY_SECRET", "JOBS_SECRET", "WHOP_WEBHOOK_SECRET"] as const) {
    if (!isPublishedValue(String(env[name]))) continue;
    const message = "is the sandbox's, which everybody knows; a real Whop needs your own.";
    context.addIssue({ code: "custom", path: [name], message });
  }
  if (env.REFERLY_SANDBOX_URL === undefined) return;
  context.addIssue({
    code: "custom",
    path: ["REFERLY_SANDBOX_URL"],
    message: "must not be set beside a real Whop.",
  });
});

const MigrationEnv = z
  .object({ DATABASE_ADMIN_URL: databaseUrl.optional(), DATABASE_URL: databaseUrl.optional() })
  .superRefine((env, context) => {
    if (env.DATABASE_ADMIN_URL !== undefined || env.DATABASE_URL !== undefined) return;
    context.addIssue({ code: "custom", path: ["DATABASE_ADMIN_URL"], message: "is missing." });
  });

/** Everything the app is told from outside. Parsed once at boot; lists are lists, numbers are numbers. */
export type Env = z.output<typeof Env>;
export type MigrationEnv = z.output<typeof MigrationEnv>;
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** Written for the person who starts the server; it never quotes a secret. */
export class ConfigurationError extends Error {
  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "one variable is" : `${problems.length} variables are`;
    const lines = problems.map((problem) => `  ${problem}`).join("\n");
    super(
      `Referly did not start: ${count} missing or wrong.\n\n${lines}\n\n` +
        "Set them in the environment or in a file named .env; .env.example lists them all with an explanation.",
    );
    this.name = "ConfigurationError";
  }
}

const NOTHING = new Set(["", "undefined", "null"]);

/** What shells and deploy scripts write for a variable that is not there counts as not there. */
function given(source: EnvSource): EnvSource {
  const trimmed = Object.entries(source).map(([name, value]) => [name, value?.trim() ?? ""] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => !NOTHING.has(value)));
}

function parse<S extends z.ZodType>(schema: S, source: EnvSource): z.output<S> {
  const result = schema.safeParse(given(source));
  if (result.success) return result.data;
  const problems = new Map<string, string>();
  for (const issue of result.error.issues) {
    const name = issue.path.join(".");
    const raw = source[name]?.trim() ?? "";
    const said =
      raw !== "" && NOTHING.has(raw)
        ? `is the word "${raw}", so what it was taken from is not set.`
        : issue.message;
    if (!problems.has(name)) problems.set(name, [name, said, PURPOSE[name]].filter(Boolean).join(" "));
  }
  throw new ConfigurationError([...problems.values()]);
}

/** What serve and worker need. @throws ConfigurationError naming every wrong variable, why, and what to do */
export function loadEnv(source: EnvSource = process.env): Env {
  return parse(Env, source);
}

/** What migrations need: the owner's address, or the only one there is. @throws ConfigurationError */
export function loadMigrationEnv(source: EnvSource = process.env): MigrationEnv {
  return parse(MigrationEnv, source);
}
