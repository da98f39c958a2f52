"use client";

import { useSyncExternalStore } from "react";

export type Step = "copied" | "sent";

const listeners = new Set<() => void>();
/** Serves where the frame may not store anything: then for this visit only. */
const memory = new Map<string, string>();

function keyOf(code: string): string {
  return `referly.steps.${code}`;
}

function read(code: string): string {
  try {
    return localStorage.getItem(keyOf(code)) ?? memory.get(code) ?? "";
  } catch {
    return memory.get(code) ?? "";
  }
}

/** Remembers, in this browser, that a member did the first things with their link. */
export function noteStep(code: string, step: Step): void {
  const noted = new Set(read(code).split(" ").filter(Boolean));
  if (noted.has(step)) return;
  const next = [...noted.add(step)].join(" ");
  memory.set(code, next);
  try {
    localStorage.setItem(keyOf(code), next);
  } catch {
    // Kept in memory.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotedSteps(code: string): ReadonlySet<string> {
  const noted = useSyncExternalStore(
    subscribe,
    () => read(code),
    () => "",
  );
  return new Set(noted.split(" ").filter(Boolean));
}
