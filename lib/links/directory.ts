import type { Sql } from "postgres";
import type { Origins } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Generations } from "../core/generations.ts";
import type { Logger } from "../core/log.ts";
import { say } from "../core/said.ts";
import { communityPage, isAllowedDestination } from "./destinations.ts";
import { linksChanged } from "./update-link.ts";

/** What answering a visitor needs to know of a link. */
export type DirectoryEntry = {
  code: string;
  companyId: string;
  codeId: string;
  userId: string;
  isActive: boolean;
  expiresAt: Date | null;
  maxUses: number | null;
  uses: number;
  /** Null while no checkout was made for the link's plan. */
  purchaseUrl: string | null;
  /** The community's page on Whop, where a visitor can still buy. */
  communityUrl: string | null;
  title: string;
  /** The community lets visitors be recognised by a cookie. */
  usesCookie: boolean;
};

export type CodeDirectory = {
  /**
   * The link of a normalised code, null when there is none. What is known and fresh is answered at once; while
   * the database does not answer, what was last known is. @throws AppError unavailable for a code never seen
   */
  find(code: string): DirectoryEntry | null | Promise<DirectoryEntry | null>;
  /** Reads a code again, because it changed. */
  refresh(code: string): void;
  /** Hears of changes by other processes. Resolves once it does. */
  listen(): Promise<void>;
  /** Reads the newest links, so that they work even if the database is lost before they are asked for. */
  preload(most: number): Promise<void>;
  close(): Promise<void>;
};

type Slot = { entry: DirectoryEntry | null; readAt: number; isRenewed: boolean };
/** A code whose turn to be read has not come; `waiting` counts those who can be told nothing until then. */
type Wanted = { waiting: number; done(entry: DirectoryEntry | null): void; fail(error: unknown): void };
type Row = Omit<DirectoryEntry, "communityUrl" | "usesCookie"> & {
  route: string | null;
  visitorCookie: boolean;
};

/** What nobody announces reaches every link within this: the community's settings, its name, its friends' discount. */
const FRESH_MS = 60_000;
/** A link that is older and still in use is read again beside the visits, so that none of them waits for it. */
const RENEW_AFTER_MS = 30_000;
const RENEW_EVERY_MS = 20;
/** A small part of them at a time: the visits of that moment have to share the machine with it. */
const RENEW_IN_PARTS = 500;
const LEAST_RENEWED = 10;
/** Who waits for a code waits for no more than these. */
const MOST_RENEWED = 100;
/** A link made a moment ago may be asked for before it is there. */
const UNKNOWN_FRESH_MS = 2_000;
const MOST_KNOWN = 100_000;
const MOST_UNKNOWN = 20_000;
const MOST_PER_QUERY = 500;
/** Old knowledge is better than a longer wait than this. */
const WAIT_WITH_OLD_MS = 500;
const WAIT_WITHOUT_MS = 2_000;
/** After a failure, this long nobody who can be helped with old knowledge waits at all. */
const FAILING_MS = 1_000;

export function createCodeDirectory(
  services: { hot: Sql; origins: Origins; log: Logger },
  renewAfterMs = RENEW_AFTER_MS,
): CodeDirectory {
  const { hot, origins, log } = services;
  const known = new Generations<Slot>(MOST_KNOWN);
  const unknown = new Generations<Slot>(MOST_UNKNOWN);
  const loading = new Map<string, Promise<DirectoryEntry | null>>();
  const changedMeanwhile = new Set<string>();
  const queue = new Map<string, Wanted>();
  const aging = new Set<string>();
  let renewTimer: NodeJS.Timeout | null = null;
  let isQuerying = false;
  let failingUntil = 0;
  /** What was read before this instant may miss a change that nobody told us of. */
  let doubtedBefore = 0;
  let stopListening = async () => {};

  const store = (code: string, entry: DirectoryEntry | null) => {
    const slot = { entry, readAt: performance.now(), isRenewed: false };
    if (entry === null) {
      known.delete(code);
      unknown.set(code, slot);
    } else {
      unknown.delete(code);
      known.set(code, slot);
    }
  };

  const query = async (codes: string[]): Promise<Map<string, DirectoryEntry>> => {
    const rows = await hot<Row[]>`
      SELECT code, company_id AS "companyId", code_id AS "codeId", user_id AS "userId", is_active AS "isActive",
             expires_at AS "expiresAt", max_uses AS "maxUses", uses, purchase_url AS "purchaseUrl", title, route,
             visitor_cookie AS "visitorCookie"
      FROM resolve_codes(${codes})`;
    const found = new Map<string, DirectoryEntry>();
    for (const { route, visitorCookie, purchaseUrl: stored, ...row } of rows) {
      // Whatever got into the table, a visitor is only ever sent to Whop.
      const purchaseUrl = stored !== null && isAllowedDestination(origins, stored) ? stored : null;
      const communityUrl = communityPage(origins, route);
      found.set(row.code, { ...row, purchaseUrl, communityUrl, usesCookie: visitorCookie });
    }
    return found;
  };

  const nextBatch = (): [string, Wanted][] => {
    const batch: [string, Wanted][] = [];
    for (const next of queue) {
      batch.push(next);
      if (batch.length === MOST_PER_QUERY) break;
    }
    for (const [code] of batch) queue.delete(code);
    return batch;
  };

  /** One query at a time; codes asked for meanwhile share the next one. */
  const pump = async () => {
    isQuerying = true;
    // Codes asked for in this turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.size > 0) {
      const batch = nextBatch();
      try {
        const found = await query(batch.map(([code]) => code));
        failingUntil = 0;
        for (const [code, { done }] of batch) {
          const entry = found.get(code) ?? null;
          store(code, entry);
          loading.delete(code);
          done(entry);
          if (changedMeanwhile.delete(code)) load(code).catch(() => {});
        }
      } catch (error) {
        failingUntil = performance.now() + FAILING_MS;
        log.warn({ error }, "The code directory cannot be read; links go on with what is known");
        for (const [code, { fail }] of batch) {
          loading.delete(code);
          changedMeanwhile.delete(code);
          fail(error);
        }
      }
    }
    isQuerying = false;
  };

  const load = (code: string): Promise<DirectoryEntry | null> => {
    const already = loading.get(code);
    if (already !== undefined) return already;
    const promise = new Promise<DirectoryEntry | null>((done, fail) => {
      queue.set(code, { waiting: 0, done, fail });
    });
    loading.set(code, promise);
    if (!isQuerying) void pump();
    return promise;
  };

  /** The answer for somebody who can be told nothing without it; a code that nobody waits for any more is not read. */
  const awaited = (code: string, answer: Promise<DirectoryEntry | null>) => {
    const wanted = queue.get(code);
    if (wanted !== undefined) wanted.waiting += 1;
    return within(answer, WAIT_WITHOUT_MS, () => {
      if (wanted === undefined || queue.get(code) !== wanted) return;
      wanted.waiting -= 1;
      if (wanted.waiting > 0) return;
      queue.delete(code);
      loading.delete(code);
      changedMeanwhile.delete(code);
    });
  };

  const refresh = (code: string) => {
    const slot = known.get(code) ?? unknown.get(code);
    if (slot !== undefined) slot.readAt = Number.NEGATIVE_INFINITY;
    // A query under way may have read what was before the change.
    if (loading.has(code)) changedMeanwhile.add(code);
    else load(code).catch(() => {});
  };

  const isFresh = ({ entry, readAt }: Slot, now: number) =>
    readAt >= doubtedBefore && now - readAt < (entry === null ? UNKNOWN_FRESH_MS : FRESH_MS);

  const renewSome = () => {
    renewTimer = null;
    if (queue.size === 0) {
      const part = Math.max(LEAST_RENEWED, Math.ceil(aging.size / RENEW_IN_PARTS));
      const many = Math.min(part, MOST_RENEWED);
      for (const code of aging) {
        aging.delete(code);
        load(code).catch(() => {});
        if (queue.size >= many) break;
      }
    }
    if (aging.size > 0) renewTimer = setTimeout(renewSome, RENEW_EVERY_MS);
  };

  const renew = (code: string, slot: Slot) => {
    slot.isRenewed = true;
    aging.add(code);
    renewTimer ??= setTimeout(renewSome, RENEW_EVERY_MS);
  };

  const find = (code: string): DirectoryEntry | null | Promise<DirectoryEntry | null> => {
    const slot = known.get(code) ?? unknown.get(code);
    const now = performance.now();
    if (slot !== undefined && isFresh(slot, now)) {
      if (!slot.isRenewed && slot.entry !== null && now - slot.readAt > renewAfterMs) renew(code, slot);
      return slot.entry;
    }
    const answer = load(code);
    if (slot === undefined || slot.entry === null) return awaited(code, answer);
    const { entry } = slot;
    if (now < failingUntil) {
      answer.catch(() => {});
      return entry;
    }
    return within(answer, WAIT_WITH_OLD_MS).catch(() => {
      failingUntil = performance.now() + FAILING_MS;
      return entry;
    });
  };

  return {
    find,
    refresh,
    async listen() {
      const { unlisten } = await hot.listen(linksChanged, refresh, () => {
        // Also after a broken connection was made again: changes in between were missed.
        doubtedBefore = performance.now();
      });
      stopListening = unlisten;
    },
    async preload(most) {
      const rows = await hot.begin(async (tx) => {
        await tx`SET LOCAL app.scope = 'machinery'`;
        return tx<{ code: string }[]>`SELECT code FROM code_directory ORDER BY code_id DESC LIMIT ${most}`;
      });
      for (let start = 0; start < rows.length; start += MOST_PER_QUERY) {
        const codes = rows.slice(start, start + MOST_PER_QUERY).map(({ code }) => code);
        for (const [code, entry] of await query(codes)) {
          if (known.get(code) === undefined) store(code, entry);
        }
      }
    },
    async close() {
      aging.clear();
      if (renewTimer !== null) clearTimeout(renewTimer);
      await stopListening();
    },
  };
}

/** The answer, or an error when it takes too long; a load that is under way goes on and is remembered. */
function within<T>(answer: Promise<T>, ms: number, onLate = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate();
      reject(unavailable());
    }, ms);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    answer.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(unavailable(error))),
    );
  });
}

function unavailable(cause?: unknown): AppError {
  const message = say("busy.link");
  return new AppError("unavailable", message, { retryAfterSeconds: 2 }, { cause });
}
