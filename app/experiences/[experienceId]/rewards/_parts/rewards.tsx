import type { Speech } from "#app/_ui/i18n/request.ts";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import type { Rung } from "#lib/rewards/index.ts";
import { Claim } from "../../_home/claim.tsx";
import { claimView } from "../../_home/claim-view.ts";
import { giftOf } from "../../_home/views.ts";
import { condense } from "../../_ladder/condense.ts";
import { Ladder } from "../../_ladder/ladder.tsx";
import { BackLink } from "../../_page/back-link.tsx";
import page from "../../_page/part-page.module.css";
import type { Asked } from "../asked-for.ts";
import type { RewardsData } from "../read-rewards.ts";
import { Earlier } from "./earlier.tsx";
import { Joined } from "./joined.tsx";
import { PointEntries } from "./point-entries.tsx";
import { Shop } from "./shop.tsx";

type Props = { data: RewardsData; asked: Asked; experienceId: string; speech: Speech };

export function Rewards({ data, asked, experienceId, speech }: Props) {
  const { t } = speech;
  const { ladder, shop, joining, points } = data;
  const home = `/experiences/${experienceId}`;
  const here = `${home}/rewards`;
  const worded = ladder.rungs.map((rung) => ({ ...rung, gift: giftOf(rung, speech) }));
  const joined = worded.filter(({ side }) => side === "referee");
  const own = worded.filter(({ side }) => side === "referrer");
  const given = own.filter(isGiven);
  const steps = condense(own.filter((rung) => !isGiven(rung)));
  const earlier = own.filter((rung) => !isGiven(rung) && !steps.includes(rung));
  return (
    <main className={page.page}>
      <BackLink href={home}>{t("member.campaign.back")}</BackLink>
      <h1 className={page.title}>{t("member.rewards.title")}</h1>
      <div className={page.parts}>
        <Claim experienceId={experienceId} {...claimView(ladder.rungs, speech)} />
        <div className={page.columns}>
          <div className={page.main}>
            {joining === null && joined.length === 0 ? null : (
              <Joined joining={joining} rungs={joined} speech={speech} />
            )}
            {steps.length === 0 && worded.length > 0 ? null : <Ladder rungs={steps} speech={speech} />}
            {given.length === 0 ? null : (
              <Ladder rungs={given} title={t("member.rewards.given")} id="given" speech={speech} />
            )}
            {earlier.length === 0 ? null : <Earlier rungs={earlier} speech={speech} />}
          </div>
          <div className={page.beside}>
            <Shop shop={shop} experienceId={experienceId} here={here} speech={speech} />
          </div>
        </div>
      </div>
      {points === null || asked.entries === null ? null : (
        <SideSheet title={t("member.points.entries")} closeHref={here}>
          <PointEntries
            page={points}
            balance={shop.points}
            isFirst={asked.entries.cursor === undefined}
            here={here}
            speech={speech}
          />
        </SideSheet>
      )}
    </main>
  );
}

/** Bought, won or handed over: no rung of a ladder. */
function isGiven({ trigger }: Pick<Rung, "trigger">): boolean {
  return trigger === "purchase" || trigger === "campaign_prize" || trigger === "manual";
}
