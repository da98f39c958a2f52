import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import table from "#app/_ui/table/table.module.css";
import type { ApplicationPolicy } from "#db/enums.ts";

type Props = {
  /** What stands between this community and its first affiliate. */
  kind: "noPlan" | ApplicationPolicy;
  href: string;
  t: Speech["t"];
};

export function Nobody({ kind, href, t }: Props) {
  return (
    <Card>
      <Empty
        icon="people"
        title={t(`affiliates.nobody.${kind}.title`)}
        action={
          <Link className={table.way} href={href}>
            {t(`affiliates.nobody.${kind}.action`)}
          </Link>
        }
      >
        {t(`affiliates.nobody.${kind}.text`)}
      </Empty>
    </Card>
  );
}
