import { messages } from "#app/_ui/i18n/messages.ts";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import type { Activity } from "#lib/audit/index.ts";

type Known = keyof typeof messages.en.owner.activity.action;
type Done = Pick<Activity, "action" | "details">;

/** "created a reward" for reward.created. An action of a newer version is named as it is. */
export function actionWords(done: Done, t: Translator): string {
  const key = keyOf(done);
  return isKnown(key) ? t(`owner.activity.action.${key}`) : done.action;
}

/** A referral that counts already does not begin to: its payment is in doubt, or no longer. */
function keyOf({ action, details }: Done): string {
  if (action === "referral.converted" && details.before === "activated") return "referral_deactivated";
  if (action === "referral.converted" && details.waitsFor) return "referral_waits";
  if (action === "referral.converted" && details.before === details.after) return "referral_continues";
  return action.replaceAll(".", "_");
}

function isKnown(key: string): key is Known {
  return Object.hasOwn(messages.en.owner.activity.action, key);
}
