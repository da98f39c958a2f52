"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again while something on it is under way, unless nobody looks. */
export function Live({ everyMs = 2_000 }: { everyMs?: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
