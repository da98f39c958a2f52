import type { IconName } from "#app/_ui/icon/icon.tsx";

/** Where a link can be sent with one tap. `name` is the channel the link is told apart by. */
export type Channel = {
  name: "whatsapp" | "telegram" | "x" | "discord" | "email" | "sms";
  icon: IconName;
  /** The address that opens the service with the message in it; null where the message is copied instead. */
  compose: ((message: string, url: string, subject: string) => string) | null;
};

const q = encodeURIComponent;

export const channels: readonly Channel[] = [
  {
    name: "whatsapp",
    icon: "whatsapp",
    compose: (message, url) => `https://wa.me/?text=${q(`${message} ${url}`)}`,
  },
  {
    name: "telegram",
    icon: "telegram",
    compose: (message, url) => `https://t.me/share/url?url=${q(url)}&text=${q(message)}`,
  },
  {
    name: "x",
    icon: "x",
    compose: (message, url) => `https://x.com/intent/post?text=${q(message)}&url=${q(url)}`,
  },
  { name: "discord", icon: "discord", compose: null },
  {
    name: "email",
    icon: "mail",
    compose: (message, url, subject) => `mailto:?subject=${q(subject)}&body=${q(`${message}\n\n${url}`)}`,
  },
  { name: "sms", icon: "message", compose: (message, url) => `sms:?&body=${q(`${message} ${url}`)}` },
];
