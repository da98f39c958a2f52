import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { Generations } from "../core/generations.ts";
import type { Told } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import { type DirectoryEntry, linkUrl } from "../links/index.ts";
import { displayName, getMember } from "../members/index.ts";
import type { CardFacts } from "./card-drawing.ts";

const FRESH_MS = 30_000;
const WAIT_MS = 1_000;

type CardServices = Services & { offerOf?: (ctx: Ctx) => Promise<Told | null> };
type Slot = { facts: Promise<CardFacts>; readAt: number };

/**
 * What a link's card says. Read at most every 30 seconds per link, so that no crowd of unfurlers reaches the
 * database; while that does not answer, the card goes without its member's name.
 */
export function createCardFacts(services: CardServices) {
  const { log, origins } = services;
  const slots = new Generations<Slot>(5_000);

  const read = async (entry: DirectoryEntry): Promise<CardFacts> => {
    const ctx = systemContext(services, entry.companyId, "visit");
    const [member, settings] = await Promise.all([
      getMember(ctx, { userId: entry.userId }),
      getSettings(ctx),
    ]);
    const names = [displayName(member), ...(member.username === null ? [] : [member.username])];
    const offer = settings.offerText ?? (await services.offerOf?.(ctx)) ?? null;
    return { ...nameless(entry), names, offer };
  };

  const nameless = (entry: DirectoryEntry): CardFacts => {
    const address = linkUrl(origins, entry.code).replace(/^https?:\/\//, "");
    return { names: [], title: entry.title, offer: null, address };
  };

  return async (entry: DirectoryEntry): Promise<CardFacts> => {
    const now = performance.now();
    let slot = slots.get(entry.code);
    if (slot === undefined || now - slot.readAt > FRESH_MS) {
      const facts = read(entry);
      facts.catch(() => slots.delete(entry.code));
      slot = { facts, readAt: now };
      slots.set(entry.code, slot);
    }
    try {
      return await Promise.race([slot.facts, tooLong()]);
    } catch (error) {
      log.warn({ error }, "A card is shown without its member's name");
      return nameless(entry);
    }
  };
}

function tooLong(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("The database took too long")), WAIT_MS).unref();
  });
}
