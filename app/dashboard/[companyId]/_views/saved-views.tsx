"use client";

import { Button, DropdownMenu } from "frosted-ui";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { SavedView } from "#lib/saved-views/index.ts";
import { addressOf } from "../query.ts";
import { NameDialog } from "./name-dialog.tsx";
import styles from "./saved-views.module.css";

type Props = {
  companyId: string;
  page: SavedView["page"];
  path: string;
  /** What the address asks for now. */
  here: Record<string, string | null | undefined>;
};

type Views = readonly SavedView[] | "reading" | "failed";

/** The team's views of a list: to go to one, to keep the filters that are set, to remove the one that is shown. */
export function SavedViews({ companyId, page, path, here }: Props) {
  const t = useTranslations("views");
  const router = useRouter();
  const [views, setViews] = useState<Views>("reading");
  const [open, setOpen] = useState<"save" | SavedView | null>(null);
  const query = Object.fromEntries(
    Object.entries(here).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const address = addressOf(path, query);
  const known = typeof views === "string" ? [] : views;
  const shown = known.find(
    (view) => addressOf(path, inOrder(view.query)) === addressOf(path, inOrder(query)),
  );

  const read = async (isOpen: boolean) => {
    if (!isOpen) return;
    const asked = new URLSearchParams({ companyId, page });
    const answer = await callApi<{ views: SavedView[] }>("GET", `/api/v1/saved-views?${asked}`);
    setViews(answer.outcome === "done" ? answer.data.views : "failed");
  };

  return (
    <>
      <DropdownMenu.Root onOpenChange={read} modal={false}>
        <DropdownMenu.Trigger>
          <Button type="button" size="3" variant="soft" color="gray" className={styles.trigger}>
            <span className={styles.name}>{shown?.name ?? t("button")}</span> <Icon name="down" size={14} />
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content align="end" className={styles.menu}>
          {known.map((view) => (
            <DropdownMenu.Item
              key={view.id}
              onSelect={() => router.push(addressOf(path, view.query), { scroll: false })}
            >
              {view.name}
              {view === shown ? <Icon name="check" size={14} /> : null}
            </DropdownMenu.Item>
          ))}
          {views === "failed" ? <DropdownMenu.Item disabled>{t("failed")}</DropdownMenu.Item> : null}
          {known.length === 0 && views !== "failed" ? (
            <DropdownMenu.Item disabled>{views === "reading" ? "…" : t("empty")}</DropdownMenu.Item>
          ) : null}
          <DropdownMenu.Separator />
          {shown === undefined ? (
            <DropdownMenu.Item disabled={address === path} onSelect={() => setOpen("save")}>
              {address === path ? t("nothingToSave") : t("save")}
            </DropdownMenu.Item>
          ) : (
            <DropdownMenu.Item onSelect={() => setOpen(shown)}>
              {t("remove", { name: shown.name })}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      {open === "save" ? (
        <NameDialog
          create={(name) => callApi("POST", "/api/v1/saved-views", { companyId, page, name, query })}
          onClose={() => setOpen(null)}
        />
      ) : open === null ? null : (
        <ConfirmDialog
          title={t("removeTitle", { name: open.name })}
          text={t("removeText")}
          confirm={t("removeConfirm")}
          tone="danger"
          call={async () => {
            const answer = await callApi("POST", `/api/v1/saved-views/${open.id}/archive`, { companyId });
            if (answer.outcome === "done") setViews(known.filter((view) => view !== open));
            return answer;
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** The order in which filters were set makes no other view. */
function inOrder(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
