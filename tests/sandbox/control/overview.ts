import { z } from "zod";
import { somebodyNew } from "#tests/sandbox/checkout/suggestion.ts";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import { formatMoney } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { type ControlRoute, read } from "./route.ts";

const SHOWN = 12;

const Visit = z.strictObject({ url: z.string().min(1) });

const Links = z.object({ links: z.array(z.object({ url: z.string() })) });

/** As long as the one call takes that it is made for. */
const TOKEN_SECONDS = 60;

/** Each visit looks like another person's browser. */
function browser(): string {
  const version = 120 + Math.floor(Math.random() * 30);
  return `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
}

function recentPayments(world: World) {
  const newest = world.payments.all().sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return newest.slice(0, SHOWN).map((payment) => {
    const membership = world.memberships.find(payment.membershipId);
    return {
      id: payment.id,
      membershipId: payment.membershipId,
      membershipStatus: membership?.status ?? null,
      cancels: membership?.cancelAtPeriodEnd ?? false,
      renews: world.plans.get(payment.planId).planType === "renewal",
      buyer: world.users.get(payment.userId).name,
      plan: world.plans.get(payment.planId).title,
      amount: formatMoney(payment.total, payment.currency),
      isWorth: payment.total > 0,
      status: payment.status,
      substatus: payment.substatus,
      billingReason: payment.billingReason,
      viaLink: payment.metadata !== null,
      at: payment.createdAt,
    };
  });
}

export const overviewRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/sandbox/world",
    run({ sandbox }) {
      const { world } = sandbox;
      return {
        appId: sandbox.appId,
        appOrigin: sandbox.appOrigin,
        proxyOrigin: sandbox.proxyOrigin,
        personas: world.personas,
        companies: world.companies.all().map((company) => ({
          id: company.id,
          title: company.title,
          route: company.route,
          installed: company.installed,
          experienceIds: world.experiences.where((row) => row.companyId === company.id).map((row) => row.id),
          productIds: world.products.where((row) => row.companyId === company.id).map((row) => row.id),
          planIds: world.plans.where((row) => row.companyId === company.id).map((row) => row.id),
        })),
        counts: Object.fromEntries(Object.entries(world.tables()).map(([name, table]) => [name, table.size])),
      };
    },
  },
  {
    /** Clicks a link as a browser would; says where it leads and who might have clicked. */
    method: "POST",
    path: "/sandbox/visit",
    async run({ sandbox, body }) {
      const { url } = read(Visit, body);
      const target = new URL(url, sandbox.appOrigin);
      if (target.origin === new URL(sandbox.origin).origin)
        return { purchaseUrl: target.href, somebody: somebodyNew(sandbox.world) };
      if (target.origin !== new URL(sandbox.appOrigin).origin)
        throw badRequest(`${target.origin} is neither the app nor this sandbox.`);
      const response = await fetch(target, {
        redirect: "manual",
        headers: { "user-agent": browser(), accept: "text/html" },
      });
      const location = response.headers.get("location");
      if (!location) throw badRequest(`The link answered ${response.status} and led nowhere.`);
      return { purchaseUrl: new URL(location, target).href, somebody: somebodyNew(sandbox.world) };
    },
  },
  {
    /** The link that the app shows to somebody, asked of the app itself; null for who has none. */
    method: "GET",
    path: "/sandbox/link",
    async run({ sandbox, query }) {
      const user = sandbox.world.users.find(query.get("userId"));
      const experience = sandbox.world.experiences.all()[0];
      if (!user || !experience) return { url: null };
      const url = new URL(`/api/v1/links?experienceId=${experience.id}`, sandbox.appOrigin);
      const token = await sandbox.tokens.mint(user.id, TOKEN_SECONDS);
      const answer = await fetch(url, { headers: { "x-whop-user-token": token } });
      return { url: answer.ok ? (Links.parse(await answer.json()).links[0]?.url ?? null) : null };
    },
  },
  {
    method: "GET",
    path: "/sandbox/story",
    run({ sandbox }) {
      const { world } = sandbox;
      const configurations = world.checkoutConfigurations.all();
      const latest = configurations.at(-1);
      return {
        latestPurchaseUrl: latest
          ? `${sandbox.origin}/checkout/${latest.planId}/?session=${latest.id}`
          : null,
        payments: recentPayments(world),
      };
    },
  },
];
