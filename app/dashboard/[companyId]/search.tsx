"use client";

import { Spinner } from "frosted-ui";
import { useRouter, useSearchParams } from "next/navigation";
import type { FormEvent } from "react";
import { useEffect, useRef, useState, useTransition } from "react";
import { Input } from "#app/_ui/field/control.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { addressOf } from "./query.ts";
import styles from "./search.module.css";

type Props = {
  path: string;
  /** What else the address asks for. */
  here: Record<string, string | null | undefined>;
  /** What is searched. */
  label: string;
};

const settleMs = 250;

/**
 * Searches while typing; what is searched for is part of the address. Whoever turns to something else on the page
 * has typed all of it: a search that set out later would close what they have opened.
 */
export function Search({ path, here, label }: Props) {
  const router = useRouter();
  const [text, setText] = useState(here.search ?? "");
  const [isTyping, setTyping] = useState(false);
  const [searching, startSearch] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const address = useSearchParams().toString();
  const [shown, setShown] = useState(address);
  if (shown !== address && !isTyping) {
    setShown(address);
    setText(here.search ?? "");
  }

  const search = (wanted: string) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    startSearch(() => router.replace(addressOf(path, { ...here, search: wanted.trim() }), { scroll: false }));
  };

  return (
    <search className={styles.search}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          search(text);
        }}
      >
        <span className={styles.mark}>{searching ? <Spinner size="1" /> : <Icon name="search" />}</span>
        <Input
          type="search"
          value={text}
          aria-label={label}
          placeholder={label}
          maxLength={100}
          onFocus={() => setTyping(true)}
          onBlur={() => {
            setTyping(false);
            if (timer.current !== undefined) search(text);
          }}
          onChange={(event) => {
            const wanted = event.target.value;
            setText(wanted);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => search(wanted), settleMs);
          }}
        />
      </form>
    </search>
  );
}
