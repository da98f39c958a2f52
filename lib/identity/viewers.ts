import { Cached } from "../core/cached.ts";
import { dayMs, hourMs, minuteMs } from "../core/clock.ts";
import { type Ctx, transact } from "../core/context.ts";
import { type Services, systemContext } from "../core/services.ts";
import { enqueue } from "../jobs/index.ts";
import { displayName, ensureMember, findMemberByWhopId, type Member } from "../members/index.ts";
import { WhopError, type WhopUser } from "../whop/platform.ts";

/** The person who looks, as known in one community. */
export type Viewer = {
  userId: string;
  whopUserId: string;
  displayName: string;
  avatarUrl: string | null;
  erasedAt: Date | null;
};

export type Viewers = { open(companyId: string, whopUserId: string): Promise<Viewer> };

/** Members are made on first sight and refreshed daily; without Whop, the stored profile serves. */
export function createViewers(services: Services): Viewers {
  const { clock } = services;
  const asked = new Cached<true>({
    clock,
    max: 50_000,
    freshForMs: () => hourMs,
    load: async (key) => {
      const { companyId, whopUserId } = parts(key);
      const ctx = systemContext(services, companyId, "identity");
      await transact(ctx, (tx, ctx) => enqueue(ctx, tx, "refresh-profile", { companyId, whopUserId }));
      return true;
    },
  });
  const viewers = new Cached<Viewer>({
    clock,
    max: 50_000,
    freshForMs: () => minuteMs,
    load: async (key) => {
      const { companyId, whopUserId } = parts(key);
      const ctx = systemContext(services, companyId, "identity");
      const member = (await findNamed(ctx, whopUserId)) ?? (await meet(ctx, whopUserId));
      const refreshedAt = member.profileRefreshedAt?.getTime() ?? 0;
      if (!member.erasedAt && clock.now().getTime() - refreshedAt > dayMs) await asked.get(key);
      return {
        userId: member.id,
        whopUserId,
        displayName: displayName(member),
        avatarUrl: member.avatarUrl,
        erasedAt: member.erasedAt,
      };
    },
  });
  return { open: async (companyId, whopUserId) => viewers.get(`${companyId} ${whopUserId}`) };
}

/** A member met through a webhook only may have no name yet, and is then read like a new one. */
async function findNamed(ctx: Ctx, whopUserId: string): Promise<Member | null> {
  const member = await findMemberByWhopId(ctx, { whopUserId });
  if (!member) return null;
  return member.name || member.username || member.profileRefreshedAt || member.erasedAt ? member : null;
}

async function meet(ctx: Ctx, whopUserId: string): Promise<Member> {
  const profile = await readProfile(ctx, whopUserId);
  if (!profile) return ensureMember(ctx, { whopUserId });
  const { username, name, avatarUrl } = profile;
  return ensureMember(ctx, { whopUserId, username, name, avatarUrl, profileReadAt: ctx.clock.now() });
}

async function readProfile(ctx: Ctx, whopUserId: string): Promise<WhopUser | null> {
  try {
    return await ctx.whop.getUser(whopUserId);
  } catch (error) {
    if (!(error instanceof WhopError)) throw error;
    ctx.log.warn({ companyId: ctx.companyId, error }, "A member's profile could not be read");
    return null;
  }
}

function parts(key: string): { companyId: string; whopUserId: string } {
  const [companyId = "", whopUserId = ""] = key.split(" ");
  return { companyId, whopUserId };
}
