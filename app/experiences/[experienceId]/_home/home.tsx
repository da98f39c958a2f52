import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Trace } from "#app/_ui/referral/trace.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { Activity } from "../_activity/activity.tsx";
import { EarningsCard } from "../_affiliate/earnings-card.tsx";
import { FirstSteps } from "../_first-steps/first-steps.tsx";
import { TestClick } from "../_first-steps/test-click.tsx";
import { Ladder } from "../_ladder/ladder.tsx";
import { Leaderboard } from "../_leaderboard/leaderboard.tsx";
import { ChannelLinks } from "../_link/channel-links.tsx";
import { MyLink } from "../_link/my-link.tsx";
import type { Asked } from "./asked-for.ts";
import { Claim } from "./claim.tsx";
import { Clicks } from "./clicks.tsx";
import styles from "./home.module.css";
import { HowItWorks } from "./how-it-works.tsx";
import { MyData } from "./my-data.tsx";
import { Offer } from "./offer.tsx";
import { RankLine } from "./rank-line.tsx";
import type { Home as HomeData } from "./read-home.ts";
import { Standing } from "./standing.tsx";
import { channelLinks, giftOf, offerView, rankView, standingView } from "./views.ts";

type Props = { home: HomeData; asked: Asked; experienceId: string; community: string; speech: Speech };

/** What a member sees: first what fits on a phone's screen, below it everything behind it. */
export function Home({ home, asked, experienceId, community, speech }: Props) {
  const { t, format } = speech;
  const here = `/experiences/${experienceId}`;
  const { byClass } = home.stats.clicks;
  const ready = home.ladder.rungs.filter(
    ({ state, redemptionId }) => state === "ready" && redemptionId !== null,
  );
  const [first] = ready;
  const claimed = home.ladder.rungs.flatMap((rung) =>
    rung.state === "delivered" && rung.redemptionId !== null
      ? [
          {
            redemptionId: rung.redemptionId,
            gift: giftOf(rung, speech),
            code: rung.code,
            useUrl: rung.useUrl,
          },
        ]
      : [],
  );
  const rank = rankView(home);
  const isNew = home.referrals.referrals.length === 0 && asked.after === undefined;
  const { code, url } = home.link;
  return (
    <main className={styles.page}>
      <div className={styles.first}>
        <div className={styles.pitch}>
          <Offer offer={offerView(home, speech)} community={community} t={t} />
          <MyLink experienceId={experienceId} link={{ code, url }} community={community} />
          {isNew ? (
            <FirstSteps
              code={code}
              testUrl={home.testUrl}
              seen={byClass.human > 0}
              unfurled={byClass.preview > 0}
              testClicks={byClass.test}
            />
          ) : null}
        </div>
        <div className={styles.now}>
          <Standing standing={standingView(home, speech)} speech={speech} />
          <Claim
            experienceId={experienceId}
            ready={
              first?.redemptionId
                ? {
                    redemptionId: first.redemptionId,
                    gift: giftOf(first, speech),
                    until: first.expiresAt === null ? null : format.day(first.expiresAt),
                  }
                : null
            }
            others={ready.length - 1}
            claimed={claimed}
          />
          {rank === null ? null : <RankLine rank={rank} t={t} />}
        </div>
      </div>
      <div className={styles.more}>
        <Activity page={home.referrals} here={here} isFirst={asked.after === undefined} speech={speech} />
        <div className={styles.beside}>
          <EarningsCard affiliate={home.affiliate} experienceId={experienceId} speech={speech} />
          <Ladder
            rungs={home.ladder.rungs.map((rung) => ({ ...rung, gift: giftOf(rung, speech) }))}
            speech={speech}
          />
          {home.board.isVisible ? <Leaderboard board={home.board} here={here} speech={speech} /> : null}
        </div>
        <div className={styles.below}>
          <Clicks stats={home.stats} speech={speech}>
            {isNew ? null : <TestClick testUrl={home.testUrl} testClicks={byClass.test} />}
          </Clicks>
          <Card title={t("member.channels.title")} hint={t("member.channels.hint")} id="channels">
            <ChannelLinks experienceId={experienceId} links={channelLinks(home)} />
          </Card>
          <HowItWorks rules={home.rules} t={t} />
          <MyData here={here} t={t} />
        </div>
      </div>
      {home.trace === null ? null : (
        <SideSheet title={home.trace.referred.name} closeHref={here}>
          <Trace trace={home.trace} speech={speech} />
        </SideSheet>
      )}
    </main>
  );
}
