"use client";

import { Theme } from "frosted-ui";
import type { ReactNode } from "react";

/** The look without the line to Whop: for pages that anybody may open. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return <Theme>{children}</Theme>;
}
