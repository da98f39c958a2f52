"use client";

/**
 * Follows the member's own link, marked as a test. Asked for under the page's own origin, which answers for
 * links, too; the redirect to the checkout is not followed.
 */
export async function sendTestClick(testUrl: string): Promise<boolean> {
  const { pathname, search } = new URL(testUrl);
  try {
    const response = await fetch(`${pathname}${search}`, { redirect: "manual" });
    return response.type === "opaqueredirect" || response.ok;
  } catch {
    return false;
  }
}
