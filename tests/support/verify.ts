import { FAST_STAGES, runStages } from "./stages.ts";

await runStages(FAST_STAGES);
