import { COMMUNITY } from "#db/seed/community.ts";
import type { Player } from "./player.ts";

const { experienceId, personas, planIds } = COMMUNITY;

/** People of the seeded community who brought others, and buyers of whom no checkout says who brought them. */
export async function openClaimStory(play: Player, sandbox: string) {
  const person = async (name: string) => {
    const { id } = await play.newPerson(name, { experienceId });
    return { id, token: await play.tokenOf(id) };
  };
  const [rosa, kim] = [await person("Rosa Claims"), await person("Kim Links")];
  const ask = async (token: string, path: string) =>
    (await play.api(`${path}?${new URLSearchParams({ experienceId })}`, "GET", token)).body;
  const linkOf = async ({ token }: { token: string }): Promise<string> =>
    (await play.api("/api/v1/referrals/create", "POST", token, { experienceId })).body.url;
  await linkOf(rosa);
  // Both are members before whoever they bring.
  await play.sandbox("/sandbox/clock", { advanceSeconds: 60 });
  return {
    rosa,
    kim,
    owner: { id: personas.owner, token: await play.tokenOf(personas.owner) },
    /** Somebody joins and pays; through a link, or straight from the community's page. */
    async buyer(name: string, link?: string): Promise<string> {
      const { id } = await play.newPerson(name);
      await this.buy(id, link);
      return id;
    },
    async buy(userId: string, link?: string): Promise<void> {
      const plain = `${sandbox}/checkout/${planIds.monthly}/`;
      await play.buy(link ? await play.visitCheckout(link) : plain, userId);
    },
    linkOf,
    referralsOf: async ({
      token,
    }: {
      token: string;
    }): Promise<{ id: string; state: string; evidence: string }[]> =>
      (await ask(token, "/api/v1/referrals")).referrals,
    candidates: async (token: string, search: string): Promise<{ userId: string }[]> => {
      const query = new URLSearchParams({ experienceId, search });
      return (await play.api(`/api/v1/claims/candidates?${query}`, "GET", token)).body.members;
    },
  };
}
