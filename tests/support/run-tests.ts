import { ALL_STAGES, runStages } from "./stages.ts";

await runStages(ALL_STAGES);
