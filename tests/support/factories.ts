import { attributionRules, codeDirectory, companies, referralCodes, users } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Services } from "#lib/core/services.ts";
import type { TestServices } from "./context.ts";
import { asActor, asSystem } from "./context.ts";

let counter = 0;
/** A suffix no other row of this run has, so that tests share a database without meeting. */
export function unique(prefix: string): string {
  counter += 1;
  return `${prefix}${process.pid.toString(36)}${Date.now().toString(36)}${counter.toString(36)}`;
}

export type TestMember = { id: string; whopUserId: string; name: string };

/** A company with rules version 1 (last touch, 30 days), past members already known. */
export async function makeCompany(
  services: Services | TestServices,
  overrides: Partial<typeof companies.$inferInsert> = {},
): Promise<{ companyId: string; system: Ctx }> {
  const companyId = overrides.companyId ?? unique("biz_");
  const system = asSystem(services, companyId);
  const now = services.clock.now();
  await transact(system, async (tx) => {
    await tx.insert(companies).values({
      title: "Test community",
      route: companyId.slice(4).toLowerCase(),
      backfilledAt: now,
      ...overrides,
      companyId,
    });
    await tx.insert(attributionRules).values({
      companyId,
      version: 1,
      touch: "last",
      windowDays: 30,
      creditExistingCustomers: false,
      countTrials: false,
      countFree: false,
      createdBy: "test",
    });
  });
  return { companyId, system };
}

export async function makeMember(
  system: Ctx,
  overrides: Partial<typeof users.$inferInsert> = {},
): Promise<TestMember & { email: string | null }> {
  const whopUserId = overrides.whopUserId ?? unique("user_");
  const member = {
    id: newId(system.clock.now()),
    whopUserId,
    name: `Member ${whopUserId.slice(-4)}`,
    username: whopUserId.slice(5),
    email: `${whopUserId.slice(5)}@inbox.test`,
    joinedAt: system.clock.now(),
    ...overrides,
  };
  await transact(system, async (tx) => {
    await tx.insert(users).values({ ...member, companyId: system.companyId });
  });
  return { id: member.id, whopUserId, name: member.name ?? whopUserId, email: member.email ?? null };
}

/** A link as stored, for tests that do not test its making. */
export async function makeLink(
  system: Ctx,
  userId: string,
  overrides: Partial<typeof referralCodes.$inferInsert> = {},
): Promise<{ id: string; code: string }> {
  const link = { id: newId(system.clock.now()), code: overrides.code ?? randomCode(), ...overrides };
  await transact(system, async (tx) => {
    const at = system.clock.now();
    await tx.insert(referralCodes).values({ createdAt: at, ...link, companyId: system.companyId, userId });
    await tx.insert(codeDirectory).values({ code: link.code, companyId: system.companyId, codeId: link.id });
  });
  return { id: link.id, code: link.code };
}

function randomCode(): string {
  return unique("t").slice(-10);
}

export function asMember(services: Services | TestServices, companyId: string, member: TestMember): Ctx {
  const { id, whopUserId, name } = member;
  return asActor(services, companyId, { kind: "member", userId: id, whopUserId, name });
}

export function asOwner(services: Services | TestServices, companyId: string, owner: TestMember): Ctx {
  const { id, whopUserId, name } = owner;
  return asActor(services, companyId, { kind: "owner", userId: id, whopUserId, name });
}
