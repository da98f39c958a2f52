import { Button } from "frosted-ui";
import Form from "next/form";
import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import choices from "#app/_ui/field/choices.module.css";
import { Input } from "#app/_ui/field/control.tsx";
import field from "#app/_ui/field/field.module.css";
import { fieldsOf, gifts, hrefOf } from "../choices.ts";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

const own: readonly string[] = ["step", "gift", "friends", "days", "hold"];

/** What members get for sharing, and how long it waits. A form of the address: it needs no script. */
export function RewardStep({ base, chosen, speech: { t } }: StepProps) {
  return (
    <Card title={t("owner.start.reward.title")} hint={t("owner.start.reward.hint")}>
      <Form action={`${base}/start`} className={styles.form}>
        {fieldsOf(chosen)
          .filter(([name]) => !own.includes(name))
          .map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
        <input type="hidden" name="step" value="play" />
        <fieldset>
          <legend className={`${field.label} ${choices.legend}`}>{t("owner.start.reward.when")}</legend>
          <div className={choices.choices}>
            {gifts.map((gift) => (
              <label key={gift} className={choices.choice}>
                <input type="radio" name="gift" value={gift} defaultChecked={gift === chosen.gift} />
                <span>{t(`owner.start.reward.${gift}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className={styles.numbers}>
          {(["days", "friends", "hold"] as const).map((name) => (
            <div key={name} className={styles.field}>
              <label htmlFor={`reward-${name}`}>{t(`owner.start.reward.${name}.label`)}</label>
              <Input
                id={`reward-${name}`}
                name={name}
                type="number"
                min={name === "hold" ? 0 : 1}
                max={name === "friends" ? 100 : 365}
                required
                defaultValue={chosen[name]}
                aria-describedby={`reward-${name}-hint`}
              />
              <small id={`reward-${name}-hint`}>{t(`owner.start.reward.${name}.hint`)}</small>
            </div>
          ))}
        </div>
        <div className={styles.onward}>
          <Button type="submit" size="3" variant="solid">
            {t("owner.start.reward.next")}
          </Button>
          <Link
            className={styles.skip}
            href={hrefOf(base, chosen, { gift: "none", step: "play" })}
            prefetch={false}
          >
            {t("owner.start.reward.skip")}
          </Link>
        </div>
      </Form>
    </Card>
  );
}
