import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { redemptionTones } from "#app/_ui/reward/redemption-tones.ts";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import table from "#app/_ui/table/table.module.css";
import type { ListedRedemption } from "#lib/rewards/index.ts";
import { addressOf } from "../../query.ts";
import type { ProductOption } from "../_form/options.ts";
import { Decide } from "./decide.tsx";
import { subjectOf } from "./decision-subject.ts";
import { Queue } from "./queue.tsx";
import { filters, type GivenList } from "./read-given.ts";
import { RedemptionSheet } from "./redemption-sheet.tsx";

type Props = {
  given: GivenList;
  products: readonly ProductOption[];
  speech: Speech;
  companyId: string;
};

const pathOf = (companyId: string) => `/dashboard/${companyId}/rewards`;

export function GivenFilter({
  given,
  companyId,
  t,
}: Pick<Props, "given" | "companyId"> & { t: Speech["t"] }) {
  return (
    <Tabs
      label={t("owner.rewards.given.filterLabel")}
      tabs={filters.map((filter) => ({
        href: addressOf(pathOf(companyId), { view: "given", status: filter === "all" ? null : filter }),
        label: t(`owner.rewards.given.filter.${filter}`),
        current: filter === given.filter,
      }))}
    />
  );
}

/** Who earned what, and how each delivery went. */
export function Given({ given, products, speech, companyId }: Props) {
  const { t, format } = speech;
  const path = pathOf(companyId);
  const here = { view: "given", status: given.filter === "all" ? null : given.filter };
  const { opened } = given;
  const sheetOf = (id: string) => addressOf(path, { ...here, cursor: given.cursor, open: id });
  return (
    <>
      <Card flush>
        {given.filter === "decision" && given.items.length > 0 ? (
          <Queue
            companyId={companyId}
            items={given.items.map((item) => ({
              subject: subjectOf(item),
              href: sheetOf(item.id),
              earned: format.day(item.earnedAt),
              state: t(`reward.status.${item.status}`),
              tone: redemptionTones[item.status],
              reason: reasonOf(item, speech),
            }))}
            openId={opened?.id ?? null}
          />
        ) : given.items.length === 0 ? (
          <Empty icon="gift" title={t(`owner.rewards.given.empty.${emptyKey(given.filter)}`)}>
            {given.filter === "all" ? t("owner.rewards.given.empty.text") : undefined}
          </Empty>
        ) : (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t("owner.rewards.given.member")}</th>
                <th scope="col" className={table.wide}>
                  {t("owner.rewards.given.reward")}
                </th>
                <th scope="col" className={table.edge}>
                  {t("owner.rewards.given.state")}
                </th>
                <th scope="col" className={table.wide}>
                  {t("owner.rewards.given.earned")}
                </th>
                <th scope="col" className={`${table.wide} ${table.end}`}>
                  <span className="visually-hidden">{t("owner.rewards.given.decide")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {given.items.map((item) => (
                <tr key={item.id} data-open={item.id === opened?.id ? "" : undefined}>
                  <td>
                    <Link data-row href={sheetOf(item.id)} scroll={false} prefetch={false}>
                      {item.memberName}
                    </Link>
                    <span className={table.folded}>{item.terms.name}</span>
                  </td>
                  <td className={table.wide}>{item.terms.name}</td>
                  <td className={table.edge}>
                    <Badge tone={redemptionTones[item.status]}>{t(`reward.status.${item.status}`)}</Badge>
                    <span className={table.folded}>{format.day(item.earnedAt)}</span>
                  </td>
                  <td className={table.wide}>{format.day(item.earnedAt)}</td>
                  <td className={`${table.wide} ${table.end} ${table.above}`}>
                    <Decide companyId={companyId} subject={subjectOf(item)} most={1} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager
          first={t("owner.pager.latest")}
          next={t("owner.pager.older")}
          firstHref={given.cursor ? addressOf(path, here) : null}
          nextHref={given.nextCursor ? addressOf(path, { ...here, cursor: given.nextCursor }) : null}
        />
      </Card>
      {opened ? (
        <SideSheet title={opened.terms.name} closeHref={addressOf(path, { ...here, cursor: given.cursor })}>
          <RedemptionSheet
            redemption={opened}
            trust={given.trust}
            products={products}
            speech={speech}
            companyId={companyId}
          />
        </SideSheet>
      ) : null}
    </>
  );
}

/** Why it waits, where something stands in its way. */
function reasonOf({ grant, takeBack, statusReason }: ListedRedemption, { say }: Speech): string | null {
  const held = [grant, takeBack].find((delivery) => delivery?.state === "held");
  const reason = held?.heldReason ?? statusReason;
  return reason === null ? null : say(reason);
}

function emptyKey(filter: GivenList["filter"]): "all" | "decision" | "filtered" {
  return filter === "all" || filter === "decision" ? filter : "filtered";
}
