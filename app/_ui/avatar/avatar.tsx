import styles from "./avatar.module.css";

type Props = { name: string; url: string | null; size?: number };

/** A face, or the first letter of a name. The name stands beside it, so it is silent. */
export function Avatar({ name, url, size = 32 }: Props) {
  return (
    <span className={styles.avatar} style={{ inlineSize: size, blockSize: size }} aria-hidden="true">
      {[...name.replace(/^@/, "")][0]?.toUpperCase() ?? "?"}
      {url === null ? null : (
        // biome-ignore lint/performance/noImgElement: Whop's own small pictures, already sized for this
        <img src={url} alt="" width={size} height={size} loading="lazy" decoding="async" />
      )}
    </span>
  );
}
