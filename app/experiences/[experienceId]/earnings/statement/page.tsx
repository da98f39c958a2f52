import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { getEarnings, getStatement } from "#lib/payouts/index.ts";
import type { Query } from "../../_home/asked-for.ts";
import { type MemberParams, openMember } from "../../open.ts";
import { currencyOf } from "../asked-for.ts";
import { Controls } from "./_parts/controls.tsx";
import { Sheet } from "./_parts/sheet.tsx";
import styles from "./_parts/statement.module.css";
import { TooLong } from "./_parts/too-long.tsx";
import { periodOf } from "./period.ts";

type Props = MemberParams & { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("earnings.statement.title") };
}

/** A member's account in one currency as a document to print or to keep. */
export default async function StatementPage({ params, searchParams }: Props) {
  const { experienceId } = await params;
  const query = await searchParams;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const around = await attempt(ctx, () => readAround(ctx, currencyOf(query.currency)));
  if (around.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { timeZone, currency, currencies } = around.data;
  const now = ctx.clock.now();
  const period = periodOf(query, timeZone, now);
  const { from, until } = period;
  const read = await attempt(ctx, () =>
    getStatement(ctx, {
      currency,
      ...(from === null ? {} : { from: from.toISOString() }),
      ...(until === null ? {} : { until: until.toISOString() }),
    }),
  );
  if (read.outcome === "failed") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const speech = await speak(timeZone, now);
  return (
    <main className={styles.page}>
      <Controls
        experienceId={experienceId}
        currency={currency}
        currencies={currencies}
        period={period}
        timeZone={timeZone}
        now={now}
        t={speech.t}
      />
      {read.outcome === "ok" ? (
        <Sheet statement={read.data} timeZone={timeZone} now={now} speech={speech} />
      ) : (
        <TooLong t={speech.t} />
      )}
    </main>
  );
}

async function readAround(ctx: Ctx, asked: string | undefined) {
  const [{ timeZone }, earnings] = await Promise.all([getSettings(ctx), getEarnings(ctx)]);
  const currencies = earnings.currencies.map(({ currency }) => currency);
  const currency = currencies.find((known) => known === asked) ?? currencies[0] ?? "USD";
  return { timeZone, currency, currencies };
}
