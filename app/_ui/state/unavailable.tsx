import type { Translator } from "../i18n/translator.ts";
import { RetryButton } from "./retry-button.tsx";
import { State } from "./state.tsx";

type Props = { t: Translator; message?: string | undefined; requestId?: string };

/** Whop or the database does not answer. */
export function Unavailable({ t, message, requestId }: Props) {
  return (
    <State
      icon="clock"
      title={t("state.unavailable.title")}
      action={<RetryButton label={t("state.retry")} />}
      reference={requestId === undefined ? null : t("state.reference", { id: requestId })}
    >
      {message ?? t("state.unavailable.text")}
    </State>
  );
}
