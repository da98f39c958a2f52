"use client";

import { useRef } from "react";
import { type Answer, isSettled } from "./api.ts";

/**
 * Names what is asked for by an id of its own, which the API does only once. It keeps the id until it is known what
 * became of it: asked again after an answer that was lost, it is the same; after that it is another.
 */
export function useOnce(): <T>(ask: (id: string) => Promise<Answer<T>>) => Promise<Answer<T>> {
  const id = useRef<string | null>(null);
  return async (ask) => {
    id.current ??= crypto.randomUUID();
    const answer = await ask(id.current);
    if (isSettled(answer)) id.current = null;
    return answer;
  };
}
