/** What a small picture shows of its state: a sign in a corner, its stars, whether visitors see it. */
import type { PoolPicture } from "../api/pool";
import { UNSAFE_FROM } from "./filters";

const SIGNS = {
  unreviewed: null,
  kept: "M5 13l4.5 4.5L19 7",
  rejected: "M7 7l10 10M17 7L7 17",
  retouch:
    "M19 5c-3 1.5-7 5-8 7.500l1.500 1.500c2.500-1 6-5 7.500-8M9 14c-2 0-3 1.500-3 3 0 .8-.7 1.500-1.500 1.500 2.500 1.500 6 .5 6-2.500z",
} as const;

export function Marks({ picture }: { picture: PoolPicture }) {
  const { state, stars, published, disputed, cluster_size, unsafe } = picture;
  const lines = SIGNS[state];
  return (
    <span className="marks" aria-hidden="true">
      {lines && (
        <svg className={`mark ${state}`} viewBox="0 0 24 24" aria-hidden="true">
          <path d={lines} />
        </svg>
      )}
      {stars > 0 && <span className="mark stars">{"★".repeat(stars)}</span>}
      {disputed && <span className="mark disputed">≠</span>}
      {unsafe !== null && unsafe >= UNSAFE_FROM && <span className="mark unsafe">!</span>}
      {cluster_size > 1 && <span className="mark alike">≈ {cluster_size}</span>}
      {published && <span className="mark served">●</span>}
    </span>
  );
}
