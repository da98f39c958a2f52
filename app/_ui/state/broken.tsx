"use client";

import { Button } from "frosted-ui";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { brokenWords } from "./broken-words.ts";
import { State } from "./state.tsx";

type Props = { requestId: string | undefined; retry: () => void };

/** A page that failed. It stands on nothing but itself: what failed may be the words, too. */
export function Broken({ requestId, retry }: Props) {
  const router = useRouter();
  const said = brokenWords[directLanguage()];
  return (
    <State
      icon="warning"
      title={said.title}
      reference={requestId === undefined ? null : `${said.reference} ${requestId}`}
      action={
        <Button
          size="3"
          variant="solid"
          onClick={() =>
            startTransition(() => {
              router.refresh();
              retry();
            })
          }
        >
          {said.retry}
        </Button>
      }
    >
      {said.text}
    </State>
  );
}

function directLanguage(): keyof typeof brokenWords {
  const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
  return language === "es" ? "es" : "en";
}
