import { Loading, Skeleton } from "../skeleton/skeleton.tsx";
import styles from "./page.module.css";

/** Stands for a page of the dashboard until it arrives: its name, a row of figures, a list. */
export function PageSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label}>
      <div className={styles.page}>
        <div className={styles.parts}>
          <Skeleton block={52} inline={280} />
          <Skeleton block={104} />
          <Skeleton block={360} />
        </div>
      </div>
    </Loading>
  );
}
