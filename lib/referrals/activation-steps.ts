import { say } from "../core/said.ts";
import { toldName } from "../members/index.ts";
import type { TraceData } from "./trace-data.ts";
import type { TraceStep } from "./trace-step.ts";

/** By the criterion that was met. */
const sentences = {
  activeDays: "trace.activeDays",
  paid: "trace.paidEnough",
  payments: "trace.payments",
  profileComplete: "trace.profileComplete",
  eventAttended: "trace.eventAttended",
} as const;

/** When the person was activated and by what, or when they will be if they stay. */
export function activationSteps({ referral, referred }: TraceData): TraceStep[] {
  if (!referral) return [];
  const member = toldName(referred);
  const { activatedAt, activatedBy, activationDueAt } = referral;
  const step = { kind: "activation" as const, evidence: [] };
  if (activatedAt !== null) {
    const code = isCriterion(activatedBy) ? sentences[activatedBy] : "referral.activated";
    const [title, sentence] = [say("trace.activated"), say(code, { member })];
    return [{ ...step, at: activatedAt, tone: "good", title, sentence }];
  }
  if (activationDueAt === null) return [];
  const [title, sentence] = [say("trace.activates", { member }), say("trace.activatesText", { member })];
  return [{ ...step, at: activationDueAt, tone: "waiting", title, sentence }];
}

function isCriterion(text: string | null): text is keyof typeof sentences {
  return text !== null && Object.hasOwn(sentences, text);
}
