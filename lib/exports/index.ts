export { cancelExport } from "./cancel-export.ts";
export { type ExportKind, exportKinds } from "./kinds.ts";
export { GetExportInput, getExport, ListExportsInput, listExports } from "./list-exports.ts";
export { failExport, makeExport } from "./make-export.ts";
export { openExport } from "./open-export.ts";
export { endExports, removeExports } from "./remove-exports.ts";
export type { ExportRun } from "./run.ts";
export { StartExportInput, startExport } from "./start-export.ts";
