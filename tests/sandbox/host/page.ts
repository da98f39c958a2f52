import { document } from "#tests/sandbox/checkout/pages.ts";
import { html } from "#tests/sandbox/http/escape.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
export function hostPage(sandbox: Sandbox): string {
  return document("Sandbox", html`<main>${sandbox.proxyOrigin}</main>`);
}
