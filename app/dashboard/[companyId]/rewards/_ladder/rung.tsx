import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { ListedReward } from "#lib/rewards/index.ts";
import { MissingPermissions } from "../../missing-permissions.tsx";
import { permissionsNamedIn } from "../../permissions-named-in.ts";
import type { RewardOptions } from "../_form/options.ts";
import { giftOf } from "./gift.ts";
import { shortageOf } from "./groups.ts";
import styles from "./ladder.module.css";
import { RewardActions } from "./ladder-actions.tsx";
import { RefusedCode } from "./refused-code.tsx";
import { termsIn } from "./terms.ts";

type Props = { reward: ListedReward; options: RewardOptions; speech: Speech };

/** One reward: by what it is earned, what it gives, on what terms, and how it goes. */
export function Rung({ reward, options, speech }: Props) {
  const { t, say } = speech;
  const refusal = reward.isActive ? reward.checkoutRefusal : null;
  const gift = giftOf(reward, options.products, speech);
  /** Something of one's own is what it says to the member. */
  const given = reward.data.type === "custom" ? reward.data.instructions : gift;
  const shortage = shortageOf(reward);
  return (
    <li className={styles.rung}>
      <Mark reward={reward} speech={speech} />
      <div className={styles.words}>
        <h3 className={styles.name}>{reward.name}</h3>
        {given === reward.name ? null : <p className={styles.gift}>{given}</p>}
        <p className={styles.terms}>{termsIn(reward, options.campaigns, speech).join(" · ")}</p>
        {shortage === null ? null : (
          <p className={styles.shortage}>
            <Badge tone={shortage.left === 0 ? "danger" : "warning"}>
              {t("owner.rewards.shortage", { left: shortage.left })}
            </Badge>
          </p>
        )}
        <Outcome reward={reward} companyId={options.companyId} speech={speech} />
      </div>
      {refusal === null ? null : (
        <div className={styles.refused}>
          <RefusedCode companyId={options.companyId} reward={reward} why={say(refusal.refused)} />
          <MissingPermissions names={permissionsNamedIn([refusal.refused])} speech={speech} />
        </div>
      )}
      <div className={styles.actions}>
        <RewardActions reward={reward} options={options} />
      </div>
    </li>
  );
}

/** By what it is earned, in a number where it is one. */
function Mark({
  reward: { trigger, threshold, pricePoints },
  speech: { t, format },
}: Omit<Props, "options">) {
  const number = trigger === "purchase" ? (pricePoints ?? 0) : threshold;
  switch (trigger) {
    case "campaign_prize":
    case "manual":
      return (
        <p className={styles.threshold}>
          <Icon name={trigger === "manual" ? "people" : "trophy"} size={20} />
          <span>{t(`owner.rewards.by.${trigger}`)}</span>
        </p>
      );
    case "per_conversion":
    case "per_activation":
    case "first":
      return (
        <p className={styles.threshold}>
          <strong>{trigger === "first" ? "1" : "+1"}</strong>
          <span>{t(`owner.rewards.by.${trigger}`)}</span>
        </p>
      );
    default:
      return (
        <p className={styles.threshold}>
          <strong>{format.number(number)}</strong>
          <span>{t(`owner.rewards.by.${trigger}`, { count: number })}</span>
        </p>
      );
  }
}

function Outcome({
  reward,
  companyId,
  speech: { t },
}: {
  reward: ListedReward;
  companyId: string;
  speech: Speech;
}) {
  const { granted = 0, claimed = 0, pending = 0, approved = 0, held = 0, failed = 0 } = reward.redemptions;
  const given = granted + claimed;
  const waiting = pending + approved + held + failed;
  if (given + waiting === 0) return null;
  return (
    <p className={styles.outcome}>
      <Link href={`/dashboard/${companyId}/rewards?view=given`} prefetch={false}>
        {t("owner.rewards.outcome", { given, waiting })}
      </Link>
    </p>
  );
}
