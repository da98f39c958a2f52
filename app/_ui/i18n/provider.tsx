"use client";

import type { ReactNode } from "react";
import { useMemo } from "react";
import { IntlProvider } from "use-intl";
import type { Locale } from "./locale.ts";
import type { Messages } from "./messages.ts";

type Props = {
  locale: Locale;
  /** What this area's interactive components speak, as catalogOf writes it. */
  catalog: string;
  children: ReactNode;
};

/** Gives interactive components their words. Dates are formatted on the server, so none are needed here. */
export function WordsProvider({ locale, catalog, children }: Props) {
  const messages = useMemo((): Partial<Messages> => JSON.parse(catalog), [catalog]);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC" onError={reportMissing}>
      {children}
    </IntlProvider>
  );
}

function reportMissing(error: unknown): void {
  console.error(error);
}
