"use client";

import { Button } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { RewardOptions } from "../../rewards/_form/options.ts";
import { newPrize, nextKey, type PrizeRow } from "./draft.ts";
import type { FieldsProps, Option } from "./fields.ts";
import styles from "./form.module.css";
import { NumberField } from "./number-field.tsx";
import { Rows } from "./rows.tsx";

const RewardDialog = dynamic(() =>
  import("../../rewards/_form/reward-dialog.tsx").then((m) => m.RewardDialog),
);

type Props = FieldsProps & {
  /** Rewards that can be won. */
  rewards: readonly Option[];
  rewardOptions: RewardOptions;
  onRewardMade: (reward: Option) => void;
};

const kinds = ["rank", "threshold", "raffle"] as const;
const tickets = ["referral", "point", "member"] as const;

/** What can be won, and how. */
export function PrizeFields({ draft, set, problemOf, rewards, rewardOptions, onRewardMade }: Props) {
  const t = useTranslations("owner.campaigns.form.prizes");
  const [making, setMaking] = useState<number | null>(null);
  const change = (key: number, more: Partial<PrizeRow>) =>
    set(
      "prizes",
      draft.prizes.map((prize) => (prize.key === key ? { ...prize, ...more } : prize)),
    );
  return (
    <>
      <Rows
        label={t("label")}
        hint={t("hint")}
        rows={draft.prizes}
        add={t("add")}
        most={20}
        onAdd={() => set("prizes", [...draft.prizes, newPrize(nextKey(draft.prizes), rewards[0]?.id ?? "")])}
        removeLabel={(place) => t("remove", { place })}
        onChange={(rows) => set("prizes", rows)}
      >
        {(prize, index, more) => (
          <>
            <div className={styles.pair} data-narrow>
              <Field label={t("kind")}>
                {(control) => (
                  <Select
                    {...control}
                    value={prize.kind}
                    onChange={(event) => {
                      const kind = kinds.find((one) => one === event.target.value);
                      if (kind) more({ kind });
                    }}
                  >
                    {kinds.map((kind) => (
                      <option key={kind} value={kind}>
                        {t(kind)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <How
                prize={prize}
                more={more}
                problemOf={(name) => problemOf(`terms.prizes.${index}.${name}`)}
              />
            </div>
            <div className={styles.choice}>
              <Field label={t("reward")} problem={problemOf(`terms.prizes.${index}.rewardId`)}>
                {(control) => (
                  <Select
                    {...control}
                    value={prize.rewardId}
                    onChange={(event) => more({ rewardId: event.target.value })}
                  >
                    <option value="">{t("choose")}</option>
                    {rewards.map(({ id, title }) => (
                      <option key={id} value={id}>
                        {title}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Button type="button" size="1" variant="soft" color="gray" onClick={() => setMaking(prize.key)}>
                {t("make")}
              </Button>
            </div>
          </>
        )}
      </Rows>
      {making === null ? null : (
        <RewardDialog
          {...rewardOptions}
          reward={null}
          trigger="campaign_prize"
          onSaved={({ id, name }) => {
            onRewardMade({ id, title: name });
            change(making, { rewardId: id });
          }}
          onClose={() => setMaking(null)}
        />
      )}
    </>
  );
}

type HowProps = Pick<FieldsProps, "problemOf"> & { prize: PrizeRow; more: (more: Partial<PrizeRow>) => void };

/** Which places, how many points, or how the lots are counted. */
function How({ prize, more, problemOf }: HowProps) {
  const t = useTranslations("owner.campaigns.form.prizes");
  const number = (name: "from" | "to" | "points" | "winners" | "minPoints") => (
    <NumberField
      label={t(`number.${name}`)}
      problem={problemOf(name)}
      value={prize[name]}
      onChange={(value) => more({ [name]: value })}
    />
  );
  switch (prize.kind) {
    case "rank":
      return (
        <>
          {number("from")}
          {number("to")}
        </>
      );
    case "threshold":
      return number("points");
    case "raffle":
      return (
        <>
          {number("winners")}
          <Field label={t("ticketPer")}>
            {(control) => (
              <Select
                {...control}
                value={prize.ticketPer}
                onChange={(event) => {
                  const per = tickets.find((one) => one === event.target.value);
                  if (per) more({ ticketPer: per });
                }}
              >
                {tickets.map((per) => (
                  <option key={per} value={per}>
                    {t(`ticket.${per}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {number("minPoints")}
        </>
      );
  }
}
