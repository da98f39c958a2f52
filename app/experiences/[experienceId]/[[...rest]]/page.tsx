import { readData } from "#app/_edge/reading.ts";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { askedFor, namedInPath, type Query } from "../_home/asked-for.ts";
import { Home } from "../_home/home.tsx";
import { KeepHabits } from "../_home/keep-habits.tsx";
import { readHome } from "../_home/read-home.ts";
import { ScrollTo } from "../_home/scroll-to.tsx";
import { type MemberParams, openMember } from "../open.ts";

type Props = MemberParams & { searchParams: Promise<Query> };

/** The member's view. What follows in the path is a part of it to begin at, as notifications link to. */
export default async function ExperiencePage({ params, searchParams }: Props) {
  const { experienceId, rest } = await params;
  const asked = askedFor({ ...(await searchParams), ...namedInPath(rest) });
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer, company } = view;
  const read = await attempt(ctx, async () => readData("home") ?? readHome(ctx, viewer.userId, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const speech = await speak(read.data.settings.timeZone, ctx.clock.now());
  return (
    <>
      <Home
        home={read.data}
        asked={asked}
        experienceId={experienceId}
        community={company.title}
        now={ctx.clock.now()}
        speech={speech}
      />
      <ScrollTo part={rest?.[0]} />
      <KeepHabits experienceId={experienceId} known={read.data.habits} locale={speech.locale} />
    </>
  );
}
