"use client";

import { Button, Checkbox, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import type { ApiArea, ApiScope } from "#lib/api-keys/index.ts";
import styles from "./developers.module.css";

type Props = {
  companyId: string;
  areas: readonly ApiArea[];
  /** By the community's clock. */
  now: number;
  onClose: () => void;
};

const rights = ["read", "write"] as const;
const lives = ["30", "90", "365", "ever"] as const;
const dayMs = 86_400_000;

/** What a key is for and what it may do; then its text, this once. */
export function KeyDialog({ companyId, areas, now, onClose }: Props) {
  const t = useTranslations("owner.developers");
  const action = useAction();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<ApiScope>>(new Set());
  const [life, setLife] = useState<(typeof lives)[number]>("90");
  const [checked, setChecked] = useState(false);
  const [text, setText] = useState<string | null>(null);

  const toggle = (scope: ApiScope) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };

  const make = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === "" || scopes.size === 0) return;
    const expiresAt = life === "ever" ? null : new Date(now + Number(life) * dayMs).toISOString();
    const body = { companyId, name: name.trim(), scopes: [...scopes], expiresAt };
    const made = await action.run(() => callApi<{ text: string }>("POST", "/api/v1/api-keys", body));
    if (made) setText(made.text);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        {text === null ? (
          <>
            <DialogHead title={t("form.title")} description={t("form.hint")} />
            <form className={styles.form} onSubmit={make} noValidate>
              <Field
                label={t("form.name.label")}
                hint={t("form.name.hint")}
                problem={checked && name.trim() === "" ? t("form.name.missing") : action.fields.name}
              >
                {(control) => (
                  <Input
                    {...control}
                    value={name}
                    maxLength={60}
                    onChange={(event) => setName(event.target.value)}
                  />
                )}
              </Field>
              <fieldset className={styles.scopes}>
                <legend>{t("form.scopes")}</legend>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{t("form.area")}</th>
                      {rights.map((right) => (
                        <th key={right} scope="col">
                          {t(`form.${right}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {areas.map((area) => (
                      <tr key={area}>
                        <th scope="row">{t(`area.${area}`)}</th>
                        {rights.map((right) => (
                          <td key={right}>
                            <Checkbox
                              checked={scopes.has(`${area}:${right}`)}
                              onCheckedChange={() => toggle(`${area}:${right}`)}
                              aria-label={t(`scope.${area}_${right}`)}
                            />
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
                {checked && scopes.size === 0 ? <Problem>{t("form.noScope")}</Problem> : null}
              </fieldset>
              <Field label={t("form.life.label")} hint={t("form.life.hint")}>
                {(control) => (
                  <Select
                    {...control}
                    value={life}
                    onChange={(event) => setLife(lives.find((one) => one === event.target.value) ?? "90")}
                  >
                    {lives.map((one) => (
                      <option key={one} value={one}>
                        {t(`form.life.${one}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Problem>{action.problem}</Problem>
              <div className={styles.foot}>
                <Dialog.Close>
                  <Button type="button" size="3" variant="soft" color="gray">
                    {t("form.cancel")}
                  </Button>
                </Dialog.Close>
                <Button type="submit" size="3" variant="solid" loading={action.pending}>
                  {t("form.make")}
                </Button>
              </div>
            </form>
          </>
        ) : (
          <>
            <DialogHead title={t("shown.title")} description={t("shown.hint")} />
            <p className={styles.text}>
              <code dir="ltr">{text}</code>
            </p>
            <div className={styles.foot}>
              <CopyButton text={text} size="3" variant="soft" />
              <Dialog.Close>
                <Button type="button" size="3" variant="solid">
                  {t("shown.done")}
                </Button>
              </Dialog.Close>
            </div>
          </>
        )}
      </Dialog.Content>
    </Dialog.Root>
  );
}
