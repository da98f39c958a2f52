import type { referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import type { Origins } from "../core/context.ts";

/** A referral link as its owner sees it. */
export type Link = {
  id: string;
  userId: string;
  code: string;
  url: string;
  /** Whop's checkout that carries the link's reference; null until it is made. */
  purchaseUrl: string | null;
  channel: string | null;
  campaignId: string | null;
  /** The plan this link sells, where it is not the community's default. */
  planId: string | null;
  isActive: boolean;
  /** Paused by the team, who alone resume it. */
  pausedByTeam: boolean;
  isVanity: boolean;
  expiresAt: Date | null;
  /** How many referrals the link may bring; null is no limit. */
  maxUses: number | null;
  createdAt: Date;
};

export type LinkRow = {
  code: typeof referralCodes.$inferSelect;
  options: Omit<typeof referralCodeOptions.$inferSelect, "earlier"> | null;
  purchaseUrl: string | null;
};

export function linkUrl(origins: Origins, code: string): string {
  return `${origins.app}/r/${code}`;
}

export function linkFromRow(origins: Origins, { code, options, purchaseUrl }: LinkRow): Link {
  return {
    id: code.id,
    userId: code.userId,
    code: code.code,
    url: linkUrl(origins, code.code),
    purchaseUrl,
    channel: options?.channel ?? null,
    campaignId: options?.campaignId ?? null,
    planId: options?.planId ?? null,
    isActive: code.isActive,
    pausedByTeam: options?.pausedByTeam ?? false,
    isVanity: options?.isVanity ?? false,
    expiresAt: options?.expiresAt ?? null,
    maxUses: options?.maxUses ?? null,
    createdAt: code.createdAt,
  };
}

/** The link that a member has without asking for one: nothing restricts it, nothing singles it out. */
export function isPlain(link: Link): boolean {
  return link.channel === null && isUnrestricted(link);
}

/** It sells what all links sell, for whoever comes and as long as it is there. */
export function isUnrestricted({ campaignId, planId, expiresAt, maxUses }: Link): boolean {
  return campaignId === null && planId === null && expiresAt === null && maxUses === null;
}

/** The link of a channel and of nothing else; a code of somebody's own choice is not made for a channel. */
export function isOfChannel(link: Link, channel: string): boolean {
  return link.channel === channel && !link.isVanity && isUnrestricted(link);
}
