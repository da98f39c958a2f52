"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import styles from "./countdown.module.css";

type Unit = "days" | "hours" | "minutes" | "seconds";

type Props = {
  until: string;
  /** The server's clock, to the minute. */
  now: string;
  words: Record<Unit | "label" | "over", string>;
};

const units = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const satisfies readonly (readonly [Unit, number])[];

/** Farther apart than this, the reader's clock is not to be trusted. */
const mostApartMs = 120_000;
const secondMs = 1_000;
const dayMs = 86_400 * secondMs;
/** Whoever looks on as it ends does not ask at the same moment as everybody else. */
const spreadMs = 15_000;

/**
 * What is left, second by second. It stands there without a script, to the minute; the room for the seconds is kept
 * until they are known.
 */
export function Countdown({ until, now, words }: Props) {
  const router = useRouter();
  const [left, setLeft] = useState<number | null>(null);
  const end = Date.parse(until);
  const shown = Math.max(left ?? end - Date.parse(now), 0);

  useEffect(() => {
    const served = Date.parse(now);
    const opened = Date.now();
    const behind = Math.abs(opened - served) > mostApartMs ? opened - served : 0;
    const tick = () => setLeft(end - (Date.now() - behind));
    tick();
    const timer = setInterval(tick, secondMs);
    return () => clearInterval(timer);
  }, [end, now]);

  const isOver = left !== null && left <= 0;
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => router.refresh(), 2 * secondMs + Math.random() * spreadMs);
    return () => clearTimeout(timer);
  }, [isOver, router]);

  let rest = Math.floor(shown / secondMs);
  return (
    <div className={styles.countdown}>
      <p className={styles.label} id="countdown">
        {isOver ? words.over : words.label}
      </p>
      <div className={styles.boxes} role="timer" aria-labelledby="countdown" aria-live="off">
        {units.map(([unit, size]) => {
          if (unit === "days" && shown < dayMs) return null;
          const count = Math.floor(rest / size);
          rest -= count * size;
          return (
            <span
              key={unit}
              className={styles.box}
              data-unknown={unit === "seconds" && left === null ? "" : undefined}
            >
              <span className={styles.count}>{unit === "days" ? count : String(count).padStart(2, "0")}</span>{" "}
              <span className={styles.unit}>{words[unit]}</span>
            </span>
          );
        })}
      </div>
    </div>
  );
}
