import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { fraudCaseStatuses, fraudCheckTypes } from "#db/enums.ts";
import {
  ListCasesInput,
  listCases,
  RejectCaseInput,
  ReleaseCaseInput,
  rejectCase,
  releaseCase,
} from "#lib/fraud/index.ts";

const Party = z.object({ userId: id, name: z.string(), avatarUrl: z.string().nullable() });

const CaseOutput = z.object({
  id,
  referralId: id,
  status: z.enum(fraudCaseStatuses),
  score: z.int(),
  openedAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  referrer: Party,
  referred: Party,
  findings: z.array(
    z.object({ type: z.enum(fraudCheckTypes), points: z.int(), failed: z.boolean(), sentence: told }),
  ),
});

export const reviewRoutes = [
  route({
    method: "GET",
    path: "/api/v1/review/cases",
    summary: "Referrals that wait for a person to look at them, or were decided",
    access: "owner",
    input: ListCasesInput,
    output: z.object({ cases: z.array(CaseOutput), nextCursor: id.nullable() }),
    run: listCases,
  }),
  route({
    method: "POST",
    path: "/api/v1/review/cases/{id}/release",
    summary: "Find a referral honest: it counts, whatever the rules say later",
    access: "owner",
    input: ReleaseCaseInput,
    output: CaseOutput,
    run: releaseCase,
  }),
  route({
    method: "POST",
    path: "/api/v1/review/cases/{id}/reject",
    summary: "Find a referral fraudulent: it does not count",
    access: "owner",
    input: RejectCaseInput,
    output: CaseOutput,
    run: rejectCase,
  }),
];
