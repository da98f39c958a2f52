import en from "../messages/en.json" with { type: "json" };
import es from "../messages/es.json" with { type: "json" };
import type { Locale } from "./locale.ts";

export type Messages = typeof en;

/** Typed by the English catalog: a key that another language lacks does not compile. */
export const messages: Record<Locale, Messages> = { en, es };

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
