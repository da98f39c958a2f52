import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getBadges } from "#lib/badges/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import { getReferralStats } from "#lib/stats/index.ts";
import { Badges } from "../_badges/badges.tsx";
import { type MemberParams, openMember } from "../open.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.badges.title") };
}

/** What a member has earned for good, by what, and what is still to be earned. */
export default async function BadgesPage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer } = view;
  const read = await attempt(ctx, () =>
    Promise.all([getSettings(ctx), getBadges(ctx), getReferralStats(ctx, { userId: viewer.userId })]),
  );
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [settings, badges, stats] = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  return <Badges badges={badges} stats={stats} home={`/experiences/${experienceId}`} speech={speech} />;
}
