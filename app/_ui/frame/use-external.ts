"use client";

import { WhopIframeSdkContext } from "@whop/react";
import { use } from "react";

/** Opens an address outside of the frame; inside Whop the host has to do it. */
export function useExternal(): (url: string) => void {
  const sdk = use(WhopIframeSdkContext);
  return (url) => {
    if (sdk && window.parent !== window) {
      sdk.openExternalUrl({ url, newTab: true }).catch(() => undefined);
      return;
    }
    window.open(url, "_blank", "noopener");
  };
}
