/** One picture alone, or two or four side by side, which are looked at equally closely; perhaps one that stays. */
import { useTranslation } from "react-i18next";
import type { PoolPicture } from "../api/pool";
import type { Source } from "../pool/source";
import type { Lens } from "./lens";
import { Pane } from "./Pane";
import { type Panes, rowsOf } from "./panes";

const AHEAD = 5;
const BEHIND = 1;

interface Props {
  source: Source;
  at: number;
  panes: Panes;
  pinned: PoolPicture | null;
  lens: Lens;
  shown: (picture: PoolPicture) => PoolPicture;
  onLens: (change: (before: Lens) => Lens) => void;
  onGo: (row: number) => void;
  onUnpin: () => void;
}

export function Closeup({ source, at, panes, pinned, lens, shown, onLens, onGo, onUnpin }: Props) {
  const { t } = useTranslation();
  const rows = rowsOf(panes, source.rows(), pinned ? 1 : 0);
  const pictures = rows.map((row, place) => ({ row, place, picture: source.itemAt(row) }));
  const last = rows.at(-1) ?? at;
  const around = [
    ...Array.from({ length: AHEAD }, (_, index) => last + 1 + index),
    ...Array.from({ length: BEHIND }, (_, index) => (rows[0] ?? at) - 1 - index),
  ]
    .map(source.itemAt)
    .filter((picture) => picture !== null);
  const count = pictures.length + (pinned ? 1 : 0);
  const step = (by: number) => onGo(Math.min(Math.max(0, at + by), source.rows() - 1));
  const common = { lens, onLens, onSwipe: step };
  return (
    <section className="closeup" data-panes={count} aria-label={t("curate.closeup")}>
      {pinned && (
        <Pane
          key="pinned"
          {...common}
          picture={shown(pinned)}
          around={[]}
          isAt={false}
          isPinned
          onPoint={null}
          onUnpin={onUnpin}
        />
      )}
      {pictures.map(({ row, picture, place }) =>
        picture ? (
          <Pane
            key={place}
            {...common}
            picture={shown(picture)}
            around={place === 0 ? around : []}
            isAt={count > 1 && row === at}
            isPinned={false}
            onPoint={count > 1 ? () => onGo(row) : null}
            onUnpin={null}
          />
        ) : (
          <div key={place} className="pane coming-pane" role="status">
            {t("app.loading")}
          </div>
        ),
      )}
    </section>
  );
}
