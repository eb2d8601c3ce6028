/** One picture as large as its place allows; the next ones lie below it already, so that a key shows them at once. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PoolPicture } from "../api/pool";
import { address } from "../base";
import { Marks } from "../pool/Marks";
import { spokenName } from "../pool/names";
import type { Lens } from "./lens";
import { usePointing } from "./usePointing";

interface Props {
  picture: PoolPicture;
  around: readonly PoolPicture[]; // likely to come next
  lens: Lens;
  isAt: boolean; // among several, the one that the keys speak of
  isPinned: boolean;
  onLens: (change: (before: Lens) => Lens) => void;
  onSwipe: (step: -1 | 1) => void;
  onPoint: (() => void) | null;
  onUnpin: (() => void) | null;
}

export function Pane({ picture, around, lens, isAt, isPinned, onLens, onSwipe, onPoint, onUnpin }: Props) {
  const { t } = useTranslation();
  const pane = useRef<HTMLDivElement>(null);
  const pointing = usePointing(pane, { lens, onLens, onSwipe });
  const stack = [picture, ...around.filter(({ id }) => id !== picture.id)].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const isClose = lens.scale > 1;
  const style = { transform: `translate(${lens.x * 100}%, ${lens.y * 100}%) scale(${lens.scale})` };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page takes the keys
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to look at; every act has a key and a button
    <div
      ref={pane}
      className="pane"
      data-at={isAt || undefined}
      data-pinned={isPinned || undefined}
      data-close={isClose || undefined}
      data-state={picture.state}
      {...pointing}
      onClick={() => onPoint?.()}
    >
      <div className="pane-sheet" style={style}>
        {stack.map((one) => {
          const isShown = one.id === picture.id;
          return (
            <img
              key={one.id}
              src={address(one.view_url)}
              alt={isShown ? spokenName(t, picture) : ""}
              className={isShown ? "shown" : "ahead"}
              aria-hidden={!isShown}
              data-id={one.id}
              draggable={false}
            />
          );
        })}
        {isClose && <img key="close" className="shown" src={address(picture.url)} alt="" draggable={false} />}
      </div>
      <Marks picture={picture} />
      {onUnpin && (
        <button type="button" className="pane-pin" onClick={onUnpin}>
          {t("curate.unpin")}
        </button>
      )}
    </div>
  );
}
