"use client";

import { WhopIframeSdkProvider } from "@whop/react";
import { Theme } from "frosted-ui";
import type { ReactNode } from "react";
import { hostOrigins } from "./host-origin.ts";

type Props = {
  /** Who may show the app in a frame: origins, or patterns such as https://*.whop.com. */
  allowedHosts: readonly string[];
  children: ReactNode;
};

/** What surrounds every page that Whop embeds: the line to the host, and Whop's own look. */
export function Frame({ allowedHosts, children }: Props) {
  return (
    <WhopIframeSdkProvider options={{ overrideParentOrigins: hostOrigins(allowedHosts) }}>
      <Theme>{children}</Theme>
    </WhopIframeSdkProvider>
  );
}
