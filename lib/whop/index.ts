export {
  eventPermissions,
  manifest,
  neededPermissions,
  operationPermissions,
  permissionReason,
} from "./manifest.ts";
export * from "./platform.ts";
export { createWhopPlatform, type WhopPlatformOptions } from "./sdk.ts";
