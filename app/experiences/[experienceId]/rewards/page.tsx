import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import type { Query } from "../_home/asked-for.ts";
import { type MemberParams, openMember } from "../open.ts";
import { Rewards } from "./_parts/rewards.tsx";
import { askedFor } from "./asked-for.ts";
import { readRewards } from "./read-rewards.ts";

type Props = MemberParams & { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.rewards.title") };
}

/** What a member can earn, has earned and can buy with their points, and what they got for joining. */
export default async function RewardsPage({ params, searchParams }: Props) {
  const { experienceId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer } = view;
  const read = await attempt(ctx, () => readRewards(ctx, viewer.userId, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const speech = await speak(read.data.settings.timeZone, ctx.clock.now());
  return <Rewards data={read.data} asked={asked} experienceId={experienceId} speech={speech} />;
}
