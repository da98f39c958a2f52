import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import type { Query } from "../_home/asked-for.ts";
import { type MemberParams, openMember } from "../open.ts";
import { Earnings } from "./_parts/earnings.tsx";
import { askedFor } from "./asked-for.ts";
import { readEarnings } from "./read-earnings.ts";

type Props = MemberParams & { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("earnings.title") };
}

/** What a member has earned as an affiliate, what of it is theirs when, and why. */
export default async function EarningsPage({ params, searchParams }: Props) {
  const { experienceId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readEarnings(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const now = ctx.clock.now();
  const speech = await speak(read.data.affiliate.settings.timeZone, now);
  return <Earnings page={read.data} asked={asked} experienceId={experienceId} now={now} speech={speech} />;
}
