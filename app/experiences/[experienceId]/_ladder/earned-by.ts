import type { Translator } from "#app/_ui/i18n/translator.ts";
import type { Rung } from "#lib/rewards/index.ts";

/** By what a reward is, or was, earned: "5 referrals", "each friend who pays", "for joining". */
export function earnedBy({ trigger, every, side }: Pick<Rung, "trigger" | "every" | "side">, t: Translator) {
  if (side === "referee") return t("member.ladder.by.joining");
  switch (trigger) {
    case "milestone":
    case "every_nth":
    case "streak":
      return t(`member.ladder.by.${trigger}`, { count: every });
    default:
      return t(`member.ladder.by.${trigger}`);
  }
}

/** Whether a number stands for what earns it. */
export function hasCount({ trigger, side }: Pick<Rung, "trigger" | "side">): boolean {
  return side === "referrer" && (trigger === "milestone" || trigger === "every_nth" || trigger === "streak");
}
