import type { Secrets } from "../core/secrets.ts";

const prefix = "user_erased_";

/**
 * Under which a member is kept once they were erased. It cannot be turned back into the Whop user, but whatever
 * arrives about them later finds it, so that it ends there and never makes them known again.
 */
export function pseudonymOf(secrets: Secrets, companyId: string, whopUserId: string): string {
  return isPseudonym(whopUserId)
    ? whopUserId
    : prefix + secrets.sign("erased-member", `${companyId}:${whopUserId}`);
}

export function isPseudonym(whopUserId: string): boolean {
  return whopUserId.startsWith(prefix);
}
