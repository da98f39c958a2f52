import { messages } from "#app/_ui/i18n/messages.ts";
import type { Translator } from "#app/_ui/i18n/translator.ts";

type Known = keyof typeof messages.en.owner.activity.action;

/** "created a reward" for reward.created. An action of a newer version is named as it is. */
export function actionWords(action: string, t: Translator): string {
  const key = action.replaceAll(".", "_");
  return isKnown(key) ? t(`owner.activity.action.${key}`) : action;
}

function isKnown(key: string): key is Known {
  return Object.hasOwn(messages.en.owner.activity.action, key);
}
