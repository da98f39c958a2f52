import { formatMoney } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import type { ControlRoute } from "./route.ts";

const SHOWN = 12;

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
    method: "GET",
    path: "/sandbox/story",
    run({ sandbox }) {
      const { world } = sandbox;
      const configurations = world.checkoutConfigurations.all();
      const latest = configurations.at(-1);
      return {
        latestPurchaseUrl: latest ? `${sandbox.origin}/checkout/${latest.planId}/?session=${latest.id}` : null,
        payments: recentPayments(world),
      };
    },
  },
];
