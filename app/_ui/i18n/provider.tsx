"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import type { Locale } from "./locale.ts";
import type { Messages } from "./messages.ts";

type Props = {
  locale: Locale;
  /** Only the parts that this area's interactive components speak. */
  messages: Partial<Messages>;
  children: ReactNode;
};

/** Gives interactive components their words. Dates are formatted on the server, so none are needed here. */
export function WordsProvider({ locale, messages, children }: Props) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC" onError={reportMissing}>
      {children}
    </IntlProvider>
  );
}

function reportMissing(error: unknown): void {
  console.error(error);
}
