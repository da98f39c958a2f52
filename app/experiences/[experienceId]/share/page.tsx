import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type MemberParams, openMember } from "../open.ts";
import { Kit } from "./_parts/kit.tsx";
import { readKit } from "./read-kit.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.share.title") };
}

/** Words, places, a card and a code: all it takes to share a link. */
export default async function SharePage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer, company } = view;
  const read = await attempt(ctx, () => readKit(ctx, viewer.userId));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const speech = await speak(read.data.settings.timeZone, ctx.clock.now());
  return <Kit kit={read.data} experienceId={experienceId} community={company.title} speech={speech} />;
}
