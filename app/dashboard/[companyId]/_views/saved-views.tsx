"use client";

import { Button, DropdownMenu } from "frosted-ui";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answer, callApi } from "#app/_ui/action/api.ts";
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

type Dialog = { act: "save" } | { act: "rename" | "remove"; view: SavedView };

type Views = readonly SavedView[] | "reading" | "failed";

/** The team's views of a list: to go to one, to keep the filters that are set, to rename or remove the one that is shown. */
export function SavedViews({ companyId, page, path, here }: Props) {
  const t = useTranslations("views");
  const router = useRouter();
  const [views, setViews] = useState<Views>("reading");
  const [open, setOpen] = useState<Dialog | null>(null);
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

  /** What was saved, renamed or removed shows at once; the menu is read again whenever it is opened. */
  const change = async (call: Promise<Answer<{ view: SavedView }>>, isGone = false) => {
    const answer = await call;
    if (answer.outcome === "done") {
      const { view } = answer.data;
      const others = known.filter(({ id }) => id !== view.id);
      setViews(isGone ? others : [...others, view]);
    }
    return answer;
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
            <DropdownMenu.Item disabled={address === path} onSelect={() => setOpen({ act: "save" })}>
              {address === path ? t("nothingToSave") : t("save")}
            </DropdownMenu.Item>
          ) : (
            <>
              <DropdownMenu.Item onSelect={() => setOpen({ act: "rename", view: shown })}>
                {t("rename", { name: shown.name })}
              </DropdownMenu.Item>
              <DropdownMenu.Item onSelect={() => setOpen({ act: "remove", view: shown })}>
                {t("remove", { name: shown.name })}
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      {open?.act === "save" ? (
        <NameDialog
          title={t("title")}
          text={t("text")}
          confirm={t("confirm")}
          call={(name) => change(callApi("POST", "/api/v1/saved-views", { companyId, page, name, query }))}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.act === "rename" ? (
        <NameDialog
          title={t("renameTitle", { name: open.view.name })}
          text={t("renameText")}
          confirm={t("renameConfirm")}
          before={open.view.name}
          call={(name) =>
            change(callApi("PATCH", `/api/v1/saved-views/${open.view.id}`, { companyId, name }))
          }
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.act === "remove" ? (
        <ConfirmDialog
          title={t("removeTitle", { name: open.view.name })}
          text={t("removeText")}
          confirm={t("removeConfirm")}
          tone="danger"
          call={() =>
            change(callApi("POST", `/api/v1/saved-views/${open.view.id}/archive`, { companyId }), true)
          }
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}

/** The order in which filters were set makes no other view. */
function inOrder(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
