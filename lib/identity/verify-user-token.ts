import { decodeProtectedHeader, type JWTPayload, jwtVerify } from "jose";
import { type Clock, secondMs } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import { type Said, say } from "../core/said.ts";
import type { KeySet } from "./key-set.ts";

export const userTokenHeader = "x-whop-user-token";

const issuer = "urn:whopcom:exp-proxy";
const longestToken = 8 * 1024;
const longestCachedToken = 2 * 1024;
const mostCached = 20_000;
const toleranceSeconds = 5;
const userIdShape = /^user_[A-Za-z0-9_-]{1,60}$/;

export type TokenVerifier = {
  /** The Whop user a token proves. @throws AppError unauthenticated, or unavailable when no key can be had */
  verify(token: string | null): Promise<string>;
};

type Proven = { userId: string; expiresAt: number };

/** Verifies what Whop's proxy puts into x-whop-user-token. A token once proven costs nothing until it expires. */
export function createTokenVerifier(options: { appId: string; keySet: KeySet; clock: Clock }): TokenVerifier {
  const { appId, keySet, clock } = options;
  const proven = new Map<string, Proven>();

  return {
    async verify(token) {
      if (!token) throw unauthenticated(say("access.signedOut"));
      if (token.length > longestToken) throw invalid();
      const now = clock.now();
      const known = proven.get(token);
      if (known && known.expiresAt > now.getTime()) return known.userId;
      proven.delete(token);
      const fresh = readClaims(await verified(token, keySet, appId, now));
      if (token.length <= longestCachedToken) remember(proven, token, fresh);
      return fresh.userId;
    },
  };
}

async function verified(token: string, keySet: KeySet, appId: string, now: Date): Promise<JWTPayload> {
  const keys = await keySet.keysFor(kidOf(token));
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ["ES256"],
        issuer,
        audience: appId,
        requiredClaims: ["exp", "sub", "aud", "iss"],
        clockTolerance: toleranceSeconds,
        currentDate: now,
      });
      return payload;
    } catch (error) {
      if (!isSignatureMismatch(error)) throw invalid(error);
    }
  }
  throw invalid();
}

/** Only the key id is taken from the header; addresses of keys in it (jku, x5u) are never followed. */
function kidOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg !== "ES256") throw invalid();
    return typeof kid === "string" ? kid : undefined;
  } catch (error) {
    throw invalid(error);
  }
}

function readClaims({ aud, sub, exp }: JWTPayload): Proven {
  // The library accepts a list that contains the app; Whop sends one text, and a list may name others too.
  if (typeof aud !== "string" || sub === undefined || exp === undefined || !userIdShape.test(sub))
    throw invalid();
  return { userId: sub, expiresAt: (exp + toleranceSeconds) * secondMs };
}

function remember(proven: Map<string, Proven>, token: string, fresh: Proven): void {
  proven.set(token, fresh);
  if (proven.size <= mostCached) return;
  for (const oldest of proven.keys()) {
    proven.delete(oldest);
    return;
  }
}

function isSignatureMismatch(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, "code") === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
}

function invalid(cause?: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return unauthenticated(say("access.badSignIn"), cause);
}

function unauthenticated(message: Said, cause?: unknown): AppError {
  return new AppError("unauthenticated", message, {}, { cause });
}
