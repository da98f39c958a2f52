import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ShopItem } from "#lib/rewards/index.ts";
import { giftOf } from "../../_home/views.ts";
import type { RewardsData } from "../read-rewards.ts";
import { Buy } from "./buy.tsx";
import styles from "./shop.module.css";

type Props = { shop: RewardsData["shop"]; experienceId: string; here: string; speech: Speech };

/** The member's points, what they are made of, and what they buy. */
export function Shop({ shop, experienceId, here, speech }: Props) {
  const { t, format } = speech;
  const points = Number(shop.points);
  return (
    <Card title={t("member.points.title")} hint={t("member.points.hint")} id="shop">
      <p className={styles.balance}>
        <strong>{format.number(points)}</strong> {t("member.points.unit", { count: points })}
        <Link className={styles.entries} href={`${here}?points=entries`} scroll={false} prefetch={false}>
          {t("member.points.open")}
        </Link>
      </p>
      {shop.items.length === 0 ? <p className={styles.hint}>{t("member.points.noShop")}</p> : null}
      <ul className={styles.items}>
        {shop.items.map((item) => (
          <Item key={item.id} item={item} points={points} experienceId={experienceId} speech={speech} />
        ))}
      </ul>
    </Card>
  );
}

type ItemProps = { item: ShopItem; points: number; experienceId: string; speech: Speech };

function Item({ item, points, experienceId, speech }: ItemProps) {
  const { t, format } = speech;
  const { pricePoints, left } = item;
  const gift = giftOf(item, speech);
  return (
    <li className={styles.item}>
      <div className={styles.words}>
        <h3 className={styles.name}>{item.name}</h3>
        {gift === item.name ? null : <p>{gift}</p>}
        {item.description === null ? null : <p className={styles.hint}>{item.description}</p>}
        <p className={styles.hint}>
          {t("member.points.price", { count: pricePoints })}
          {left === null || left === 0 ? null : ` · ${t("member.points.left", { count: left })}`}
        </p>
      </div>
      {left === 0 ? (
        <p className={styles.state}>{t("member.points.soldOut")}</p>
      ) : item.isAffordable ? (
        <Buy
          experienceId={experienceId}
          rewardId={item.id}
          name={item.name}
          price={pricePoints}
          rest={format.number(points - pricePoints)}
        />
      ) : (
        <p className={styles.state}>{t("member.points.missing", { count: pricePoints - points })}</p>
      )}
    </li>
  );
}
