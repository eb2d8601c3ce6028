/** Three pictures with hearts; the one that is touched is chosen. */
import type { CSSProperties, ReactElement } from "react";
import { Mark } from "../parts/drawings";
import type { Live, Opinion, ShownPicture, Slate } from "../server/types";
import { fill, type Texts, useTexts } from "../text/texts";

export interface Opinions {
  opinions: Readonly<Record<string, Opinion>>;
  onLike: (picture: ShownPicture, slate: string) => void;
  onDislike: (picture: ShownPicture, slate: string) => void;
}

interface Wishes extends Opinions {
  slate: Slate | null;
  live: Live;
  onChoose: (picture: ShownPicture) => void;
  onMore: () => void;
}

export function Pictures({ slate, live, onChoose, onMore, ...opinions }: Wishes): ReactElement {
  const t = useTexts();
  if (slate?.pictures.length === 0) return <p className="lead">{t.empty}</p>;
  const isHere = slate?.pictures.some(({ item }) => item === live.picture);
  return (
    <>
      <p className="hint">{t.pictures.hint}</p>
      <Row
        slate={slate}
        painted={live.picture}
        says={(picture, number) => fill(t.pictures.choose, { number, about: aboutOf(picture, t) })}
        onChoose={onChoose}
        {...opinions}
      />
      <div className="choices">
        <button type="button" onClick={onMore} disabled={!slate}>
          {t.pictures.next}
          <Mark of="next" />
        </button>
        {live.state === "ready" && !isHere && (
          <button type="button" className="primary" onClick={onMore} disabled={!slate}>
            {t.pictures.liveReady}
          </button>
        )}
        {live.state === "painting" && <p className="painting">{t.pictures.painting}</p>}
      </div>
    </>
  );
}

interface RowWishes extends Opinions {
  slate: Slate | null;
  lead?: string; // the item that stands out
  painted?: string | null; // the item that was painted for this visitor
  says: (picture: ShownPicture, number: number) => string;
  onChoose: (picture: ShownPicture) => void;
}

/** The pictures of a slate side by side, each in its own shape, all of one height. */
export function Row({
  slate,
  lead,
  painted,
  says,
  onChoose,
  opinions,
  onLike,
  onDislike,
}: RowWishes): ReactElement {
  const t = useTexts();
  if (!slate) {
    return (
      <div className="trio waiting" role="status">
        <span className="unseen">{t.wait}</span>
        {[1, 2, 3].map((place) => (
          <i key={place} />
        ))}
      </div>
    );
  }
  return (
    <ul className="trio">
      {slate.pictures.map((picture, index) => {
        const ratio = { "--ratio": picture.width / picture.height } as CSSProperties;
        const opinion = opinions[picture.item] ?? 0;
        return (
          <li key={picture.item} style={ratio} className={picture.item === lead ? "lead-one" : ""}>
            <button type="button" className="picture" onClick={() => onChoose(picture)}>
              <img src={picture.url} alt={says(picture, index + 1)} />
            </button>
            {picture.item === painted && <span className="mark">{t.pictures.live}</span>}
            <div className="opinion">
              <p>{reasonOf(picture, t)}</p>
              <div>
                <button
                  type="button"
                  className="heart"
                  aria-label={t.pictures.like}
                  aria-pressed={opinion === 1}
                  onClick={() => onLike(picture, slate.id)}
                >
                  <Mark of="heart" />
                </button>
                <button
                  type="button"
                  className="no"
                  aria-label={t.pictures.dislike}
                  aria-pressed={opinion === -1}
                  onClick={() => onDislike(picture, slate.id)}
                >
                  <Mark of="no" />
                </button>
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What is on a picture, in the visitor's words. */
export function aboutOf({ emotion, favorite }: ShownPicture, t: Texts): string {
  const words = [emotion in t.mood ? t.mood[emotion as keyof Texts["mood"]] : emotion];
  for (const word of favorite.split(",")) {
    if (word in t.favorite) words.push(t.favorite[word as keyof Texts["favorite"]]);
  }
  return words.join(", ");
}

/** Why a picture is shown; a reason that we do not know is none. */
export function reasonOf({ reason, emotion }: ShownPicture, t: Texts): string {
  if (!(reason.code in t.reason)) return "";
  const named = reason.values.emotion ?? emotion;
  const mood = named in t.mood ? t.mood[named as keyof Texts["mood"]] : named;
  return fill(t.reason[reason.code as keyof Texts["reason"]], { mood });
}
