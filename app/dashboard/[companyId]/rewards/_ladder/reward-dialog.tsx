"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import type { Reward } from "#lib/rewards/index.ts";
import { byField, changesTo, type Defaults, type Draft, draftOf, newDraft, payloadOf } from "./draft.ts";
import { problemsOf } from "./draft-problems.ts";
import { GiftFields } from "./gift-fields.tsx";
import { Preview } from "./preview.tsx";
import styles from "./reward-form.module.css";
import { TermsFields } from "./terms-fields.tsx";

export type ProductOption = { productId: string; title: string };

type Props = {
  companyId: string;
  /** Null for a new one. */
  reward: Reward | null;
  defaults: Defaults;
  products: readonly ProductOption[];
  onClose: () => void;
};

export function RewardDialog({ companyId, reward, defaults, products, onClose }: Props) {
  const t = useTranslations("owner.rewards.form");
  const action = useAction();
  const [draft, setDraft] = useState<Draft>(() => (reward ? draftOf(reward, defaults) : newDraft(defaults)));
  const [checked, setChecked] = useState(false);

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
    setChecked(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    const changes = reward === null ? payloadOf(draft) : changesTo(reward, draft, defaults);
    if (Object.keys(changes).length === 0) return onClose();
    const body = { companyId, ...changes };
    const saved = await action.run(() =>
      reward === null
        ? callApi("POST", "/api/v1/rewards", body)
        : callApi("PATCH", `/api/v1/rewards/${reward.id}`, body),
    );
    if (saved !== null) onClose();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        <DialogHead
          title={reward === null ? t("newTitle") : t("editTitle")}
          description={reward === null ? t("newHint") : t("editHint")}
        />
        <form className={styles.form} onSubmit={save} noValidate>
          <GiftFields
            draft={draft}
            set={set}
            problems={problems}
            products={products}
            isNew={reward === null}
          />
          <TermsFields draft={draft} set={set} problems={problems} />
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
