import { z } from "zod";
import { evidenceKinds, touchModels } from "#db/enums.ts";

const source = z.object({ type: z.enum(["membership", "payment", "claim"]), id: z.string() });

const Details = z.object({
  weighed: z
    .array(
      z.object({
        purchaseKey: z.string(),
        membershipId: z.string().nullable(),
        startedAt: z.string(),
        kind: z.enum(evidenceKinds),
        source,
        codeId: z.string().nullable(),
        code: z.string().nullable(),
        referrerId: z.string().nullable(),
        clickedAt: z.string().nullable(),
        verdict: z.enum(["won", "lost", "refused"]),
        reason: z.string(),
        weaker: z.array(z.object({ kind: z.enum(evidenceKinds), source })).default([]),
      }),
    )
    .default([]),
  withoutEvidence: z.array(z.object({ purchaseKey: z.string(), startedAt: z.string() })).default([]),
  windowDays: z.number().default(0),
  touch: z.enum(touchModels).default("last"),
  problem: z.string().nullable().default(null),
  historyUnchecked: z.boolean().default(false),
});

/** As stored, where a reason may be one of an older version. */
export type ReadDetails = z.output<typeof Details>;

/** What a stored decision weighed. Parts of an older form that cannot be read are left out. */
export function readDetails(stored: unknown): ReadDetails {
  const result = Details.safeParse(stored);
  return result.success ? result.data : Details.parse({});
}
