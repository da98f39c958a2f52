import type { Speech } from "#app/_ui/i18n/request.ts";
import { State } from "#app/_ui/state/state.tsx";

/** In place of every page of somebody who was erased. */
export function Forgotten({ at, speech: { t, format } }: { at: Date; speech: Speech }) {
  return (
    <State icon="check" title={t("privacy.me.erase.done.title")}>
      {t("privacy.me.erase.done.text", { at: format.fullDay(at) })}
    </State>
  );
}
