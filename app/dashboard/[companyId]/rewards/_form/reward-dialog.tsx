"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import type { RewardTrigger } from "#db/enums.ts";
import type { Reward } from "#lib/rewards/index.ts";
import { byField, type Draft, draftOf, newDraft } from "./draft.ts";
import { problemsOf } from "./draft-problems.ts";
import { EarnedFields } from "./earned-fields.tsx";
import { GiftFields } from "./gift-fields.tsx";
import type { RewardOptions } from "./options.ts";
import { Preview } from "./preview.tsx";
import styles from "./reward-form.module.css";
import { type SavedReward, saveReward } from "./save-reward.ts";
import { TermsFields } from "./terms-fields.tsx";

type Props = RewardOptions & {
  /** Null for a new one. */
  reward: Reward | null;
  /** What a new one is made for, where that is not to be chosen. */
  trigger?: RewardTrigger;
  onSaved?: (reward: SavedReward) => void;
  onClose: () => void;
};

export function RewardDialog({ reward, trigger, onSaved, onClose, ...options }: Props) {
  const { companyId, defaults, products, campaigns } = options;
  const t = useTranslations("owner.rewards.form");
  const action = useAction();
  const [draft, setDraft] = useState<Draft>(() =>
    reward ? draftOf(reward, defaults) : newDraft(defaults, trigger),
  );
  const [checked, setChecked] = useState(false);
  /** It was saved, and its codes were not. */
  const [saved, setSaved] = useState<SavedReward | null>(null);

  const found = checked ? problemsOf(draft) : {};
  const said = Object.fromEntries(
    Object.entries(found).map(([field, problem]) => [field, t(`problem.${problem}`)]),
  );
  const problems = { ...byField(action.fields), ...said };

  const set = <K extends keyof Draft>(name: K, value: Draft[K]) => {
    action.clear();
    setDraft((before) => ({ ...before, [name]: value }));
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    // The form that it may stand in is another one.
    event.stopPropagation();
    setChecked(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    const done = await action.run(() =>
      saveReward({ companyId, reward: reward ?? saved, draft, before: reward, defaults, onMade: setSaved }),
    );
    if (done === null) return;
    onSaved?.(done);
    onClose();
  };

  const fields = { draft, set, problems };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        <DialogHead
          title={reward === null ? t("newTitle") : t("editTitle")}
          description={reward === null ? t("newHint") : t("editHint")}
        />
        <form className={styles.form} onSubmit={save} noValidate>
          <Field label={t("name.label")} problem={problems.name}>
            {(control) => (
              <Input
                {...control}
                value={draft.name}
                maxLength={80}
                placeholder={t("name.placeholder")}
                onChange={(event) => set("name", event.target.value)}
              />
            )}
          </Field>
          <EarnedFields
            {...fields}
            campaigns={campaigns}
            holdDays={defaults.holdDays}
            isNew={reward === null}
            isFixed={trigger !== undefined}
          />
          <GiftFields {...fields} products={products} isNew={reward === null} />
          <TermsFields {...fields} />
          <Preview draft={draft} products={products} />
          <Problem>{Object.keys(action.fields).length > 0 ? t("problem.see") : action.problem}</Problem>
          <div className={styles.foot}>
            <Dialog.Close>
              <Button type="button" size="3" variant="soft" color="gray">
                {t("cancel")}
              </Button>
            </Dialog.Close>
            <Button type="submit" size="3" variant="solid" loading={action.pending}>
              {reward === null ? t("create") : t("save")}
            </Button>
          </div>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
