"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import styles from "./nav.module.css";

export type NavItem = {
  href: string;
  /** A page that belongs to it without being below it. */
  also?: string | undefined;
  label: string;
  count?: number;
  countLabel?: string;
};

/** The areas of the dashboard. On a phone it scrolls sideways, with the current one in view. */
export function Nav({ items, label }: { items: readonly NavItem[]; label: string }) {
  const path = usePathname();
  // A page below an area belongs to it; the first area's address begins all of them, and has none below it.
  const current = items.find(
    ({ href, also }, place) => path === href || path === also || (place > 0 && path.startsWith(`${href}/`)),
  )?.href;
  const shown = useRef<HTMLAnchorElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current item changes with the path
  useEffect(() => {
    shown.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return (
    <nav className={styles.nav} aria-label={label}>
      <ul className={styles.list}>
        {items.map((item) => {
          const here = item.href === current;
          return (
            <li key={item.href}>
              <Link
                ref={here ? shown : undefined}
                className={styles.link}
                href={item.href}
                aria-current={here ? (path === item.href ? "page" : "true") : undefined}
              >
                {item.label}
                {item.count ? (
                  <span className={styles.count}>
                    {item.count}
                    <span className="visually-hidden"> {item.countLabel}</span>
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
