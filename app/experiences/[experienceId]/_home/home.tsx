import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Trace } from "#app/_ui/referral/trace.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { Activity } from "../_activity/activity.tsx";
import { EarningsCard } from "../_affiliate/earnings-card.tsx";
import { BadgesTeaser } from "../_badges/badges-teaser.tsx";
import { CampaignCards } from "../_campaign/campaign-cards.tsx";
import { ClaimsTeaser } from "../_claims/teaser.tsx";
import { FirstSteps } from "../_first-steps/first-steps.tsx";
import { TestClick } from "../_first-steps/test-click.tsx";
import { condense } from "../_ladder/condense.ts";
import { Ladder } from "../_ladder/ladder.tsx";
import { Leaderboard } from "../_leaderboard/leaderboard.tsx";
import { ChannelLinks } from "../_link/channel-links.tsx";
import { MyLink } from "../_link/my-link.tsx";
import { VouchesTeaser } from "../_vouches/teaser.tsx";
import { type Asked, addressOf } from "./asked-for.ts";
import { Claim } from "./claim.tsx";
import { claimView } from "./claim-view.ts";
import { Clicks } from "./clicks.tsx";
import styles from "./home.module.css";
import { HowItWorks } from "./how-it-works.tsx";
import { JoinedLine } from "./joined-line.tsx";
import { MyChoices } from "./my-choices.tsx";
import { MyData } from "./my-data.tsx";
import { Offer } from "./offer.tsx";
import { RankLine } from "./rank-line.tsx";
import type { Home as HomeData } from "./read-home.ts";
import { Standing } from "./standing.tsx";
import { StreakLine } from "./streak-line.tsx";
import { channelLinks, giftOf, offerView, rankView, standingView } from "./views.ts";

type Props = {
  home: HomeData;
  asked: Asked;
  experienceId: string;
  community: string;
  now: Date;
  speech: Speech;
};

/** What a member sees: first what fits on a phone's screen, below it everything behind it. */
export function Home({ home, asked, experienceId, community, now, speech }: Props) {
  const { t } = speech;
  const here = `/experiences/${experienceId}`;
  const { byClass } = home.stats.clicks;
  const offer = offerView(home, speech);
  const links = channelLinks(home);
  const rank = rankView(home);
  const isNew = home.referrals.referrals.length === 0 && asked.after === undefined;
  const { code, url } = home.link;
  return (
    <main className={styles.page}>
      <div className={styles.first}>
        <div className={styles.pitch}>
          <Offer offer={offer} community={community} t={t} />
          <MyLink
            experienceId={experienceId}
            link={{ code, url }}
            links={links}
            community={community}
            friend={offer.friend}
          />
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
          <Claim experienceId={experienceId} {...claimView(home.ladder.rungs, speech)} />
          {rank === null ? null : <RankLine rank={rank} t={t} />}
          <JoinedLine joining={home.joining} speech={speech} />
          <StreakLine streak={home.stats.streak} speech={speech} />
        </div>
      </div>
      <CampaignCards cards={home.campaigns} here={here} now={now} speech={speech} />
      <div className={styles.more}>
        <Activity page={home.referrals} here={here} asked={asked} speech={speech} />
        <div className={styles.beside}>
          <EarningsCard affiliate={home.affiliate} experienceId={experienceId} speech={speech} />
          <Ladder
            rungs={condense(home.ladder.rungs).map((rung) => ({ ...rung, gift: giftOf(rung, speech) }))}
            more={{ href: `${here}/rewards`, label: t("member.rewards.open") }}
            speech={speech}
          />
          {home.board.isVisible ? (
            <Leaderboard board={home.board} here={here} asked={asked} speech={speech} />
          ) : null}
          <BadgesTeaser here={here} best={home.stats.best} speech={speech} />
        </div>
        <div className={styles.below}>
          <Clicks stats={home.stats} speech={speech}>
            {isNew ? null : <TestClick testUrl={home.testUrl} testClicks={byClass.test} />}
          </Clicks>
          <Card title={t("member.channels.title")} hint={t("member.channels.hint")} id="channels">
            <ChannelLinks experienceId={experienceId} links={links} />
            <Link className={styles.kit} href={`${here}/share`} prefetch={false}>
              {t("member.share.open")}
            </Link>
          </Card>
          <HowItWorks rules={home.rules} t={t} />
          <ClaimsTeaser here={here} t={t} />
          <VouchesTeaser here={here} t={t} />
          <MyChoices here={here} t={t} />
          <MyData here={here} t={t} />
        </div>
      </div>
      {home.trace === null ? null : (
        <SideSheet
          title={home.trace.referred.name}
          closeHref={addressOf(here, { ...asked, trace: undefined })}
        >
          <Trace trace={home.trace} speech={speech} />
        </SideSheet>
      )}
    </main>
  );
}
