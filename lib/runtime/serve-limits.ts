/** How much the server takes on. What exceeds it is told to come back, so that what it has taken on ends well. */
export const limits = {
  /** Requests under way at once. Links and webhooks are small and wait for one batch; pages are rendered. */
  links: 6_000,
  webhooks: 3_000,
  api: 3_000,
  pages: 300,
  connections: 20_000,
  apiBodyBytes: 64 * 1024,
  /** A sign-in token of 100 kB is refused by whoever reads tokens, not by a dropped connection. */
  headerBytes: 144 * 1024,
  headersWithinMs: 10_000,
  requestWithinMs: 20_000,
  /** A connection on which nothing moves. Longer than what proxies keep theirs open for. */
  idleWithinMs: 65_000,
  /** Connections that wait to be taken on when the server is told to end. */
  takeOnWithinMs: 2_000,
  /** Requests under way when the server is told to end. */
  drainWithinMs: 10_000,
} as const;

export type Kind = "links" | "webhooks" | "api" | "pages";

export type Gate = {
  /** False when there is no room; otherwise `leave` must follow. */
  enter(kind: Kind): boolean;
  leave(kind: Kind): void;
  underWay(): number;
  /** How often it was entered, ever. */
  entered(): number;
};

export function createGate(): Gate {
  const inside: Record<Kind, number> = { links: 0, webhooks: 0, api: 0, pages: 0 };
  let entered = 0;
  return {
    enter(kind) {
      if (inside[kind] >= limits[kind]) return false;
      inside[kind] += 1;
      entered += 1;
      return true;
    },
    leave(kind) {
      inside[kind] -= 1;
    },
    underWay: () => inside.links + inside.webhooks + inside.api + inside.pages,
    entered: () => entered,
  };
}
