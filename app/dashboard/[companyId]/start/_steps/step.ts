import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Chosen } from "../choices.ts";

/** What every step is shown with. */
export type StepProps = { base: string; chosen: Chosen; speech: Speech };
