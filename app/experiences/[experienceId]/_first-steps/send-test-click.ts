"use client";

/** Follows the member's own link as a test. The answer is a redirect to the checkout, which is not followed. */
export async function sendTestClick(code: string): Promise<boolean> {
  try {
    const response = await fetch(`/r/${encodeURIComponent(code)}?test=1`, { redirect: "manual" });
    return response.type === "opaqueredirect" || response.ok;
  } catch {
    return false;
  }
}
