import "frosted-ui/styles.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ThemeScript } from "#app/_ui/frame/theme-script.tsx";
import { directionOf } from "#app/_ui/i18n/locale.ts";
import { requestLocale } from "#app/_ui/i18n/request.ts";

export const metadata: Metadata = {
  title: { default: "Referly", template: "%s · Referly" },
  description: "Referrals for Whop communities: links, proof, rewards.",
  robots: { index: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

/** Whop's choice of appearance, so that the first paint is already right. */
async function chosenAppearance(): Promise<string | undefined> {
  const cookie = (await cookies()).get("whop-frosted-theme")?.value ?? "";
  return /^appearance:(light|dark)/.exec(cookie)?.[1];
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={await chosenAppearance()}
      suppressHydrationWarning
    >
      <head>
        <ThemeScript />
      </head>
      <body>{children}</body>
    </html>
  );
}
