import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { Checks } from "../_claims/checks.tsx";
import { MyClaims } from "../_claims/my-claims.tsx";
import { askedPage, readClaims } from "../_claims/read-claims.ts";
import { BackLink } from "../_page/back-link.tsx";
import styles from "../_page/part-page.module.css";
import { type MemberParams, openMember } from "../open.ts";

type Props = MemberParams & { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("claim.member.title") };
}

/** What a member can do about a referral that is missing, and what became of what they did. */
export default async function ClaimsPage({ params, searchParams }: Props) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const cursor = askedPage((await searchParams).cursor);
  const read = await attempt(ctx, () => readClaims(ctx, cursor));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { claims, nextCursor, rules, timeZone, today } = read.data;
  const speech = await speak(timeZone, ctx.clock.now());
  const { t } = speech;
  const here = `/experiences/${experienceId}/claims`;
  return (
    <main className={styles.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("claim.member.back")}</BackLink>
      <h1 className={styles.title}>{t("claim.member.title")}</h1>
      <p className={styles.lead}>{t("claim.member.lead")}</p>
      <div className={`${styles.parts} ${styles.columns}`}>
        <MyClaims
          claims={claims}
          experienceId={experienceId}
          today={today}
          firstHref={cursor ? here : null}
          nextHref={nextCursor ? `${here}?${new URLSearchParams({ cursor: nextCursor })}` : null}
          speech={speech}
        />
        <Checks rules={rules} t={t} />
      </div>
    </main>
  );
}
