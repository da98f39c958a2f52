"use client";

import { Button } from "frosted-ui";
import type { KeyboardEvent } from "react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type Choice, ClaimCard } from "./claim-card.tsx";
import type { ClaimItem } from "./claim-view.ts";
import styles from "./claims.module.css";
import { DecideClaims, type Decision } from "./decide-claims.tsx";

type Props = {
  companyId: string;
  items: readonly ClaimItem[];
  /** They wait for a decision, so several can be decided at once. */
  canChoose: boolean;
};

/** What was not decided, with the name of whom it is about: it may have left the list. */
type Refusal = { id: string; referred: string; reason: string };

/** Claims one by one by their buttons, or many at once by checkbox and by key. */
export function ClaimQueue({ companyId, items, canChoose }: Props) {
  const t = useTranslations("claim.owner");
  const list = useRef<HTMLUListElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [decision, setDecision] = useState<Decision | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  // What was decided meanwhile is no longer here.
  const selected = items.filter(({ id }) => chosen.has(id));
  const approvable = selected.filter(({ canApprove }) => canApprove);
  const isAll = items.length > 0 && selected.length === items.length;

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  const begin = (choice: Choice, of: readonly ClaimItem[]) => {
    if (of.length > 0) setDecision({ choice, items: of });
  };

  const press = (event: KeyboardEvent) => {
    if (!canChoose || event.ctrlKey || event.metaKey || event.altKey || decision !== null) return;
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("li[data-id]") : null;
    switch (event.key) {
      case "x":
        if (row?.dataset.id) toggle(row.dataset.id);
        return;
      case "j":
      case "k":
        moveFocus(list.current, row, event.key === "j" ? 1 : -1);
        return;
      case "a":
        begin("approve", approvable);
        return;
      case "r":
        begin("reject", selected);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys work wherever in the list the focus is; each has its button
    <div className={styles.queue} onKeyDown={press}>
      {canChoose ? (
        <div className={styles.bar}>
          <label className={styles.all}>
            <input
              type="checkbox"
              checked={isAll}
              ref={(box) => {
                if (box) box.indeterminate = selected.length > 0 && !isAll;
              }}
              onChange={() => setChosen(new Set(isAll ? [] : items.map(({ id }) => id)))}
            />
            {selected.length === 0 ? t("all") : t("selected", { count: selected.length })}
          </label>
          <Button
            type="button"
            size="2"
            disabled={approvable.length === 0}
            onClick={() => begin("approve", approvable)}
          >
            {t("approve.button")}
          </Button>
          <Button
            type="button"
            size="2"
            variant="soft"
            color="danger"
            disabled={selected.length === 0}
            onClick={() => begin("reject", selected)}
          >
            {t("reject.button")}
          </Button>
          <p className={styles.keys}>{t("keys")}</p>
        </div>
      ) : null}
      <div role="status" className={styles.done}>
        {done}
        {refused.length === 0 ? null : (
          <ul>
            {refused.map(({ id, referred, reason }) => (
              <li key={id}>{t("refused", { referred, reason })}</li>
            ))}
          </ul>
        )}
      </div>
      <ul className={styles.list} ref={list}>
        {items.map((item) => (
          <li key={item.id} data-id={item.id}>
            <ClaimCard
              item={item}
              onChoose={(choice) => begin(choice, [item])}
              before={
                canChoose ? (
                  <input
                    type="checkbox"
                    className={styles.box}
                    aria-label={t("select", { claimer: item.claimer.name, referred: item.referred.name })}
                    checked={chosen.has(item.id)}
                    onChange={() => toggle(item.id)}
                  />
                ) : null
              }
            />
          </li>
        ))}
      </ul>
      {decision === null ? null : (
        <DecideClaims
          companyId={companyId}
          decision={decision}
          onDone={(decided) => {
            if (decision.choice !== "revoke")
              setDone(t(`done.${decision.choice}`, { count: decided.done.length }));
            const names = new Map(decision.items.map(({ id, referred }) => [id, referred.name]));
            setRefused(decided.refused.map((one) => ({ ...one, referred: names.get(one.id) ?? "" })));
            setChosen(new Set(decided.refused.map(({ id }) => id)));
          }}
          onClose={() => setDecision(null)}
        />
      )}
    </div>
  );
}

/** To the claim after or before the one that has the focus; into the list where none has. */
function moveFocus(list: HTMLElement | null, from: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>("li[data-id]") ?? [])];
  const at = from === null ? (by === 1 ? -1 : rows.length) : rows.indexOf(from);
  rows[at + by]?.querySelector<HTMLElement>("input")?.focus();
}
