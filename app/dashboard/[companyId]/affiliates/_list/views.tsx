import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";

type Props = { base: string; current: "people" | "plans"; t: Speech["t"] };

/** The people, and what they are promised. */
export function Views({ base, current, t }: Props) {
  return (
    <Tabs
      label={t("owner.nav.affiliates")}
      tabs={[
        { href: base, label: t("affiliates.view.people"), current: current === "people" },
        { href: `${base}/plans`, label: t("affiliates.view.plans"), current: current === "plans" },
      ]}
    />
  );
}
