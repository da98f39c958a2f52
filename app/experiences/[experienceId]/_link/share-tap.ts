"use client";

import { callApi } from "#app/_ui/action/api.ts";

/** Counts the intent to share. Sharing itself never waits for it. */
export function recordShareTap(experienceId: string, channel: string): void {
  void callApi("POST", "/api/v1/share-taps", { experienceId, channel });
}
