import { provisionCompany, resolveExperience } from "../companies/index.ts";
import { Cached } from "../core/cached.ts";
import { dayMs, hourMs, secondMs } from "../core/clock.ts";
import { transact } from "../core/context.ts";
import { type Services, systemContext } from "../core/services.ts";
import { enqueue } from "../jobs/index.ts";

/** What a page shows of the community it is in. */
export type Place = { id: string; title: string; logoUrl: string | null; route: string | null };

export type Places = {
  companyOf(experienceId: string): Promise<string>;
  /** The company, provisioned on first sight; asked for only after access to it is proven. */
  open(companyId: string): Promise<Place>;
};

const profileFreshForMs = dayMs;

export function createPlaces(services: Services): Places {
  const { clock } = services;
  const experiences = new Cached<string>({
    clock,
    max: 20_000,
    freshForMs: () => hourMs,
    load: (experienceId) => resolveExperience(services, experienceId),
  });
  const refreshAsked = new Cached<true>({
    clock,
    max: 20_000,
    freshForMs: () => hourMs,
    load: async (companyId) => {
      const ctx = systemContext(services, companyId, "identity");
      await transact(ctx, (tx, ctx) => enqueue(ctx, tx, "refresh-catalog", { companyId }));
      return true;
    },
  });
  const places = new Cached<Place>({
    clock,
    max: 20_000,
    freshForMs: () => 30 * secondMs,
    load: async (companyId) => {
      const ctx = systemContext(services, companyId, "identity");
      const company = await provisionCompany(ctx);
      const refreshedAt = company.profileRefreshedAt?.getTime() ?? company.createdAt.getTime() - dayMs;
      if (clock.now().getTime() - refreshedAt > profileFreshForMs) await refreshAsked.get(companyId);
      return { id: companyId, title: company.title, logoUrl: company.logoUrl, route: company.route };
    },
  });
  return {
    companyOf: async (experienceId) => experiences.get(experienceId),
    open: async (companyId) => places.get(companyId),
  };
}
