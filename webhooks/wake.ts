import type { Database } from "#db/client.ts";

/** The channel on which the worker hears that the inbox has something new. */
export const wakeChannel = "webhooks_received";

/**
 * Wakes the worker, at most once in `everyMs`: a notification serialises commits, and the worker polls besides.
 * The last call of a burst always gets through.
 */
export function createWaker(db: Database, everyMs = 25): () => void {
  let timer: NodeJS.Timeout | null = null;
  let isAsked = false;
  const notify = () => {
    isAsked = false;
    // Nobody waits for it, and a lost one costs a poll.
    db.hot.notify(wakeChannel, "").catch(() => undefined);
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) notify();
    }, everyMs);
    timer.unref();
  };
  return () => {
    if (timer === null) notify();
    else isAsked = true;
  };
}
