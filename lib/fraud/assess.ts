import type { FraudCheckType } from "#db/enums.ts";
import { say } from "../core/said.ts";
import { fraudRules } from "./registry.ts";
import type { Finding, FraudRule, ScreenInput } from "./rule.ts";

/** From here on a person looks at it. Nothing is ever rejected by points. */
export const holdAt = 60;

export type Check = Finding & { type: FraudCheckType; failed: boolean };
export type Assessment = { score: number; held: boolean; checks: Check[] };

/** Asks every rule. One that fails holds the referral: money waits rather than being paid on a broken check. */
export function assess(input: ScreenInput, rules: readonly FraudRule[] = fraudRules): Assessment {
  const checks = rules.map((rule) => run(rule, input));
  const score = checks.reduce((sum, check) => sum + check.points, 0);
  return { score, held: score >= holdAt || checks.some((check) => check.failed), checks };
}

function run(rule: FraudRule, input: ScreenInput): Check {
  try {
    return { type: rule.type, failed: false, ...rule.examine(input) };
  } catch (error) {
    return {
      type: rule.type,
      failed: true,
      points: 0,
      flagged: true,
      evidence: { error: error instanceof Error ? error.name : "unknown" },
      sentence: say("fraud.notCompleted"),
    };
  }
}
