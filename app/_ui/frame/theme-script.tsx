/**
 * Whop's own rule for the appearance: its cookie, else the system's. It runs before the first paint; the
 * frame then hears of changes from the host.
 */
const script = `(function(){var m=document.cookie.match(/whop-frosted-theme=appearance(?::|%3A)(light|dark)/),e=document.documentElement,t=m?m[1]:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";e.classList.remove("light","dark");e.classList.add(t);e.style.colorScheme=t})()`;

export function ThemeScript() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}
