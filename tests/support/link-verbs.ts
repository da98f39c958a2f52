import type { Ctx } from "#lib/core/context.ts";
import type { WhopPlatform } from "#lib/whop/platform.ts";
import { openTestServices, type TestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { asMember, asOwner, makeCompany, makeMember, type TestMember } from "./factories.ts";

export type LinkVerbStage = {
  services: TestServices;
  companyId: string;
  system: Ctx;
  mona: Ctx;
  kai: Ctx;
  team: Ctx;
  /** A member of another community, who has nothing to find in this one. */
  stranger: Ctx;
  strangersTeam: Ctx;
  monaId: string;
  kaiId: string;
  close(): Promise<void>;
};

/** Two members and the team of one community, and somebody of another. */
export async function openLinkVerbStage(options: { whop?: WhopPlatform } = {}): Promise<LinkVerbStage> {
  const database = await createTestDatabase();
  const services = openTestServices(database.appUrl, options);
  const { companyId, system } = await makeCompany(services);
  const other = await makeCompany(services);
  const [mona, kai, owner] = await membersOf(system);
  const [stranger, , otherOwner] = await membersOf(other.system);
  return {
    services,
    companyId,
    system,
    mona: asMember(services, companyId, mona),
    kai: asMember(services, companyId, kai),
    team: asOwner(services, companyId, owner),
    stranger: asMember(services, other.companyId, stranger),
    strangersTeam: asOwner(services, other.companyId, otherOwner),
    monaId: mona.id,
    kaiId: kai.id,
    async close() {
      await services.db.close();
      await database.drop();
    },
  };
}

async function membersOf(system: Ctx): Promise<[TestMember, TestMember, TestMember]> {
  return Promise.all([makeMember(system), makeMember(system), makeMember(system)]);
}
