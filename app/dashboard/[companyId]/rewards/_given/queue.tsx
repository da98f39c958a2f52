"use client";

import { Button } from "frosted-ui";
import Link from "next/link";
import type { KeyboardEvent } from "react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import table from "#app/_ui/table/table.module.css";
import { type Bulk, BulkDialog } from "./bulk-dialog.tsx";
import { Decide } from "./decide.tsx";
import type { DecisionSubject } from "./decision-subject.ts";
import styles from "./queue.module.css";

export type QueueItem = {
  subject: DecisionSubject;
  /** Its sheet. */
  href: string;
  earned: string;
  state: string;
  tone: Tone;
  /** Why it waits. */
  reason: string | null;
};

type Props = { companyId: string; items: readonly QueueItem[]; openId: string | null };

/** What was not decided, with the name of whose it is: it may have left the list. */
type Refusal = { id: string; member: string; reason: string };

/** What needs a decision: many at once by checkbox or by key, one by one by its button. */
export function Queue({ companyId, items, openId }: Props) {
  const t = useTranslations("owner.rewards.queue");
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<Bulk | null>(null);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  const [done, setDone] = useState<string | null>(null);
  const decidable = items.filter(({ subject }) =>
    subject.actions.some((one) => one === "approve" || one === "reject"),
  );
  // What was decided meanwhile is no longer here.
  const selected = decidable.filter(({ subject }) => chosen.has(subject.id));
  const approvable = selected.filter(({ subject }) => subject.actions.includes("approve"));
  const isAll = decidable.length > 0 && selected.length === decidable.length;

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const toggleAll = () => setChosen(new Set(isAll ? [] : decidable.map(({ subject }) => subject.id)));

  const begin = (kind: Bulk["kind"]) => {
    const of = kind === "approve" ? approvable : selected;
    if (of.length > 0) setBulk({ kind, subjects: of.map(({ subject }) => subject) });
  };

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || bulk !== null) return;
    const { currentTarget, target } = event;
    // What is typed in a dialog of a row comes by here, too.
    if (!(target instanceof HTMLElement && currentTarget.contains(target))) return;
    const row = target.closest<HTMLElement>("tr[data-id]");
    const id = row?.dataset.id;
    switch (event.key) {
      case "x":
        if (id && decidable.some(({ subject }) => subject.id === id)) toggle(id);
        return;
      case "j":
      case "k":
        moveFocus(body.current, row, event.key === "j" ? 1 : -1);
        return;
      case "a":
        begin("approve");
        return;
      case "r":
        begin("reject");
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys work wherever in the list the focus is; each has its button
    <div onKeyDown={press}>
      <div className={styles.bar}>
        <label className={styles.all}>
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box) box.indeterminate = selected.length > 0 && !isAll;
            }}
            disabled={decidable.length === 0}
            onChange={toggleAll}
          />
          {selected.length === 0 ? t("all") : t("selected", { count: selected.length })}
        </label>
        <Button type="button" size="2" disabled={approvable.length === 0} onClick={() => begin("approve")}>
          {t("approve")}
        </Button>
        <Button
          type="button"
          size="2"
          variant="soft"
          color="danger"
          disabled={selected.length === 0}
          onClick={() => begin("reject")}
        >
          {t("reject")}
        </Button>
        <p className={styles.keys}>{t("keys")}</p>
      </div>
      <div role="status" className={styles.done}>
        {done}
        {refused.length === 0 ? null : (
          <ul>
            {refused.map(({ id, member, reason }) => (
              <li key={id}>{t("refused", { member, reason })}</li>
            ))}
          </ul>
        )}
      </div>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.check}>
              <span className="visually-hidden">{t("select")}</span>
            </th>
            <th scope="col">{t("member")}</th>
            <th scope="col" className={table.edge}>
              {t("state")}
            </th>
            <th scope="col" className={table.wide}>
              {t("earned")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              <span className="visually-hidden">{t("decide")}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map(({ subject, href, earned, state, tone, reason }) => (
            <tr key={subject.id} data-id={subject.id} data-open={subject.id === openId ? "" : undefined}>
              <td className={`${styles.check} ${table.above}`}>
                <input
                  type="checkbox"
                  aria-label={t("selectOne", { member: subject.memberName, reward: subject.rewardName })}
                  checked={chosen.has(subject.id)}
                  disabled={decidable.every((item) => item.subject.id !== subject.id)}
                  onChange={() => toggle(subject.id)}
                />
              </td>
              <td>
                <Link data-row href={href} scroll={false} prefetch={false}>
                  {subject.memberName}
                </Link>
                <span className={table.second}>{subject.rewardName}</span>
                {reason === null ? null : <span className={table.second}>{reason}</span>}
              </td>
              <td className={table.edge}>
                <Badge tone={tone}>{state}</Badge>
                <span className={table.folded}>{earned}</span>
              </td>
              <td className={table.wide}>{earned}</td>
              <td className={`${table.wide} ${table.end} ${table.above}`}>
                <Decide companyId={companyId} subject={subject} most={1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {bulk === null ? null : (
        <BulkDialog
          companyId={companyId}
          bulk={bulk}
          onDone={(decided) => {
            setDone(t(`done.${bulk.kind}`, { count: decided.done.length }));
            const members = new Map(bulk.subjects.map(({ id, memberName }) => [id, memberName]));
            setRefused(decided.refused.map((one) => ({ ...one, member: members.get(one.id) ?? "" })));
            setChosen(new Set(decided.refused.map(({ id }) => id)));
          }}
          onClose={() => setBulk(null)}
        />
      )}
    </div>
  );
}

/** To the row after or before the one that has the focus; into the list where none has. */
function moveFocus(body: HTMLElement | null, from: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(body?.querySelectorAll<HTMLElement>("tr[data-id]") ?? [])];
  const at = from === null ? (by === 1 ? -1 : rows.length) : rows.indexOf(from);
  rows[at + by]?.querySelector<HTMLElement>("a[data-row]")?.focus();
}
