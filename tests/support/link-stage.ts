import postgres from "postgres";
import { addCompany, addUser, joinQuietly } from "#tests/sandbox/world/arrivals.ts";
import { type AppOptions, type RunningApp, startApp } from "./app.ts";
import { unique } from "./factories.ts";
import { createPlayer, type Player, safari } from "./player.ts";
import { type RawAnswer, rawRequest } from "./raw-http.ts";

export const unfurler = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

export type Community = {
  companyId: string;
  experienceId: string;
  title: string;
  route: string;
  ownerToken: string;
  memberToken: string;
};
export type StoredLink = { id: string; code: string };
export type StoredClick = {
  class: string;
  visitor_key: string;
  network_key: string | null;
  by_cookie: boolean;
  to_fallback: boolean;
};

export type LinkStage = {
  app: RunningApp;
  play: Player;
  admin: postgres.Sql;
  community(member?: { name?: string; username?: string | null }, title?: string): Promise<Community>;
  link(community: Community, wish?: object): Promise<StoredLink>;
  /** A visit to a path, by a phone unless the headers say otherwise. */
  ask(path: string, headers?: Record<string, string>, method?: string): Promise<RawAnswer>;
  /** The clicks of a link, as soon as there are so many: an answer may come a moment before its click is on disk. */
  clicks(link: StoredLink, atLeast?: number): Promise<StoredClick[]>;
  close(): Promise<void>;
};

/** The server without a worker, communities as Whop knows them, and links made through the API. */
export async function openLinkStage(options: AppOptions = {}): Promise<LinkStage> {
  const app = await startApp({ worker: false, ...options });
  const play = createPlayer(app.origin, app.sandbox.origin);
  const admin = postgres(app.database.superUrl, { max: 2, onnotice: () => {} });
  return {
    app,
    play,
    admin,
    async community(member = {}, title = unique("Community ")) {
      const { world } = app.sandbox;
      const made = addCompany(world, title, unique("c"));
      const handle = unique("mona");
      const person = { name: "Mona Story", username: handle, email: `${handle}@inbox.test`, ...member };
      const user = addUser(world, person);
      joinQuietly(world, user, made.experience);
      return {
        companyId: made.company.id,
        experienceId: made.experience.id,
        title: made.company.title,
        route: made.company.route,
        ownerToken: await play.tokenOf(made.owner.id),
        memberToken: await play.tokenOf(user.id),
      };
    },
    async link({ experienceId, memberToken }, wish = { channel: unique("c").toLowerCase() }) {
      const body = { experienceId, ...wish };
      const made = await play.api("/api/referrals/create", "POST", memberToken, body);
      if (made.status !== 201) throw new Error(`no link was made: ${JSON.stringify(made.body)}`);
      return { id: made.body.id, code: made.body.code };
    },
    ask: (path, headers = {}, method = "GET") =>
      rawRequest(app.origin, path, { "user-agent": safari, accept: "text/html", ...headers }, method),
    clicks: ({ id }, atLeast = 1) =>
      play.eventually(
        () => admin<StoredClick[]>`
          SELECT class, visitor_key::text, network_key::text, by_cookie, to_fallback
          FROM referral_clicks WHERE code_id = ${id} ORDER BY clicked_at, id`,
        ({ length }) => length >= atLeast,
      ),
    async close() {
      await admin.end({ timeout: 5 });
      await app.stop();
    },
  };
}
