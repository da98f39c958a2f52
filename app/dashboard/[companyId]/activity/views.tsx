import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { addressOf } from "../query.ts";
import { filters } from "./read-activity.ts";

type View = (typeof filters)[number] | "notifications";

/** Who did what, and who was told of it. */
export function Views({ companyId, current, t }: { companyId: string; current: View; t: Translator }) {
  const here = `/dashboard/${companyId}/activity`;
  const ofActivity = filters.map((name) => ({
    href: name === "all" ? here : addressOf(here, { show: name }),
    label: t(`owner.activity.filter.${name}`),
    current: name === current,
  }));
  const notifications = {
    href: `${here}/notifications`,
    label: t("owner.notifications.tab"),
    current: current === "notifications",
  };
  return <Tabs label={t("owner.activity.filterLabel")} tabs={[...ofActivity, notifications]} />;
}
