import { z } from "zod";

/** Whop retries after 30 s; one fifteenth of that is two seconds, which is as long as a developer likes to wait. */
const DEFAULT_RETRY_SCALE = 1 / 15;

const FAULT_KINDS = [
  "timeout",
  "applied_then_timeout",
  "applied_then_500",
  "500",
  "reset",
  "429",
  "409",
  "403",
  "truncated",
] as const;

export const Fault = z.strictObject({
  /** A method and a path below /api/v1; `*` stands for anything: "POST /promo_codes", "POST /memberships/*", "*". */
  match: z.string().min(1),
  kind: z.enum(FAULT_KINDS),
  rate: z.number().min(0).max(1).default(1),
  times: z.number().int().min(1).optional(),
  seed: z.number().int().default(1),
});
export type Fault = z.infer<typeof Fault>;

export const Delivery = z.strictObject({
  mode: z.enum(["normal", "paused"]),
  /** How many extra copies of every event are sent, with the same id. */
  duplicates: z.number().int().min(0).max(100),
  shuffle: z.boolean(),
  /** Share of events that are never sent; which ones is the same in every run. */
  dropRate: z.number().min(0).max(1),
  /** Event types that are never sent. */
  drop: z.array(z.string()),
  delayMs: z.number().int().min(0).max(600_000),
  badSignature: z.boolean(),
  staleTimestamp: z.boolean(),
  /** Signs with every secret the sandbox was started with, as Whop does while one is being rotated. */
  rotateSecrets: z.boolean(),
  /** Factor on Whop's retry schedule. */
  retryScale: z.number().positive().max(1),
  /** Whop switches an endpoint off when everything has failed for 72 hours. */
  disableFailingEndpoints: z.boolean(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Settings = z.strictObject({
  payloadShape: z.enum(["nested", "flat", "mixed"]),
  delivery: Delivery,
  faults: z.array(Fault),
  revokedPermissions: z.array(z.string()),
  rateLimitPerMinute: z.number().int().min(1),
  /** How long every call takes before it does its work. */
  apiLatencyMs: z.number().int().min(0).max(60_000),
  /**
   * Which POSTs keep their promise about Idempotency-Key: all, only those whose SDK call takes one, or none; with
   * none, a transfer's own idempotence_key is not kept either.
   */
  idempotencyKeys: z.enum(["all", "typed", "none"]),
  /** Users who cannot be sent money, because they have not finished their own sign-up for it. */
  unpayableUsers: z.array(z.string()),
  /** Whop does not document whether a renewal's payment repeats the checkout's metadata. */
  renewalsCarryMetadata: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = z.strictObject({
  payloadShape: Settings.shape.payloadShape.optional(),
  delivery: Delivery.partial().optional(),
  faults: Settings.shape.faults.optional(),
  revokedPermissions: Settings.shape.revokedPermissions.optional(),
  rateLimitPerMinute: Settings.shape.rateLimitPerMinute.optional(),
  apiLatencyMs: Settings.shape.apiLatencyMs.optional(),
  idempotencyKeys: Settings.shape.idempotencyKeys.optional(),
  unpayableUsers: Settings.shape.unpayableUsers.optional(),
  renewalsCarryMetadata: Settings.shape.renewalsCarryMetadata.optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export function defaultSettings(): Settings {
  return {
    payloadShape: "nested",
    delivery: {
      mode: "normal",
      duplicates: 0,
      shuffle: false,
      dropRate: 0,
      drop: [],
      delayMs: 0,
      badSignature: false,
      staleTimestamp: false,
      rotateSecrets: false,
      retryScale: DEFAULT_RETRY_SCALE,
      disableFailingEndpoints: false,
    },
    faults: [],
    revokedPermissions: [],
    rateLimitPerMinute: 600,
    apiLatencyMs: 0,
    idempotencyKeys: "all",
    unpayableUsers: [],
    renewalsCarryMetadata: false,
  };
}

/** A field that is not named keeps its value. */
export function mergeSettings(current: Settings, patch: SettingsPatch): Settings {
  const { delivery, ...rest } = patch;
  return Settings.parse({
    ...current,
    ...dropUndefined(rest),
    delivery: { ...current.delivery, ...dropUndefined(delivery ?? {}) },
  });
}

function dropUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
