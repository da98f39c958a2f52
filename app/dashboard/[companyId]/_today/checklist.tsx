import { Button } from "frosted-ui";
import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { CompanySettings } from "#lib/companies/index.ts";
import type { Health } from "#lib/jobs/index.ts";
import type { ListedReward } from "#lib/rewards/index.ts";
import type { Today } from "#lib/stats/index.ts";
import styles from "./checklist.module.css";

type Props = {
  base: string;
  today: Today;
  health: Health;
  settings: CompanySettings;
  rewards: readonly ListedReward[];
  t: Translator;
};

/** Somebody has it: whatever they may still have to do with it. */
function wasDelivered({ redemptions }: ListedReward): boolean {
  return (redemptions.granted ?? 0) + (redemptions.claimed ?? 0) > 0;
}

/** What has to be seen once before everything is known to work. It goes when it is done. */
export function Checklist({ base, today, health, settings, rewards, t }: Props) {
  const clicks = today.last30Days.now.clicks + today.last30Days.before.clicks;
  const steps = [
    { name: "plan", done: settings.defaultPlanId !== null, href: `${base}/settings` },
    { name: "reward", done: rewards.length > 0, href: `${base}/start` },
    {
      name: "link",
      done: clicks > 0 || today.recent.some(({ action }) => action === "link_created"),
      href: null,
    },
    { name: "click", done: clicks > 0, href: null },
    { name: "webhook", done: health.webhooks.lastAt !== null, href: `${base}/health` },
    { name: "delivered", done: rewards.some(wasDelivered), href: null },
  ] as const;
  const missing = steps.filter(({ done }) => !done).length;
  if (missing === 0) return null;
  return (
    <Card
      title={t("owner.today.checklist.title")}
      hint={t("owner.today.checklist.hint", { count: missing })}
      action={
        rewards.length > 0 ? undefined : (
          <Button asChild size="2" variant="solid">
            <Link href={`${base}/start`}>{t("owner.today.checklist.begin")}</Link>
          </Button>
        )
      }
    >
      <ol className={styles.steps}>
        {steps.map(({ name, done, href }) => (
          <li key={name} className={styles.step} data-done={done ? "" : undefined}>
            <span className={styles.mark}>
              {done ? <Icon name="check" size={14} /> : null}
              <span className="visually-hidden">
                {t(done ? "owner.today.checklist.done" : "owner.today.checklist.open")}
              </span>
            </span>
            <div>
              <p className={styles.title}>
                {href === null || done ? (
                  t(`owner.today.checklist.${name}.title`)
                ) : (
                  <Link href={href}>{t(`owner.today.checklist.${name}.title`)}</Link>
                )}
              </p>
              {done ? null : <p className={styles.hint}>{t(`owner.today.checklist.${name}.text`)}</p>}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
