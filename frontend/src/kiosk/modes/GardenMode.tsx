/** The original's garden pages: pictures by emotion and favorite, or recommended ones, three at a time. */
import { type ReactElement, useEffect, useId, useMemo, useState } from "react";
import { Mark } from "../parts/drawings";
import type { Help } from "../parts/Stage";
import type { Ask } from "../server/ask";
import { Outbox } from "../server/outbox";
import { EMOTIONS, type ListedPicture, type Notice, type OriginalFace, type TwoLists } from "../server/types";
import { fill, type Texts, useTexts } from "../text/texts";
import { emotionOf, FAVORITES, keyOf, listOf, nextStart, windowOf } from "./garden";
import { Mode, Sight } from "./Mode";
import { useLook } from "./useLook";

interface Wishes {
  ask: Ask;
  notice: Notice;
  help: Help;
  path: "gardenfromDB" | "garden";
  onAway: (away: boolean) => void;
}

interface Shown {
  pictures: readonly ListedPicture[] | null; // null: not asked for yet
  start: number;
}

/** A name that nothing else has: of somebody whose face nobody looked at, or of a like. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("-");

export function GardenMode({ ask, notice, help, path, onAway }: Wishes): ReactElement {
  const t = useTexts();
  const outbox = useMemo(() => new Outbox(onAway), [onAway]);
  const [face, setFace] = useState<OriginalFace | null>(null);
  const [emotion, setEmotion] = useState<string>("");
  const [favorite, setFavorite] = useState(FAVORITES[0] ?? "");
  const [{ pictures, start }, setShown] = useState<Shown>({ pictures: null, start: 0 });
  const [liked, setLiked] = useState<ReadonlySet<string>>(new Set());
  const [nobody] = useState(newId);
  const id = face?.id ?? nobody;
  const seeing = useLook(ask, null);

  useEffect(() => {
    if (!emotion) return;
    const leaving = new AbortController();
    const { generation = "", gender = "" } = face ?? {};
    const json = { id, emotion: `${emotion}/${favorite}`, generation, gender };
    outbox
      .add((signal) =>
        ask<TwoLists>(path, { method: "POST", json, signal: AbortSignal.any([signal, leaving.signal]) }),
      )
      .then((lists) => setShown({ pictures: listOf(lists), start: 0 }))
      .catch(() => undefined);
    return () => leaving.abort();
  }, [ask, outbox, path, emotion, favorite, id, face]);

  const see = async () => {
    const seen = await seeing.see();
    if (!seen) return;
    setFace(seen);
    setLiked(new Set()); // somebody else
    setEmotion(emotionOf(seen) ?? "");
  };
  const now = windowOf(pictures ?? [], start).map(({ url }) => url);
  const like = (url: string) => {
    if (liked.has(url)) return;
    setLiked(new Set([...liked, url]));
    const json = { id, itemId: keyOf(url), impression: now.map(keyOf) };
    const headers = { "Idempotency-Key": newId() }; // made once, so that a lost answer writes no second row
    outbox.add(() => ask("like", { method: "POST", json, headers }), true).catch(() => undefined);
  };
  const total = pictures?.length ?? 0;

  return (
    <Mode title={path === "garden" ? t.modes.emotionGarden : t.modes.garden} help={help}>
      <Sight seeing={seeing} notice={notice} lines={2} onSee={() => void see()}>
        <button
          type="button"
          disabled={total === 0}
          onClick={() => setShown({ pictures, start: nextStart(start, total) })}
        >
          {t.modes.next}
        </button>
      </Sight>
      <Choosers emotion={emotion} favorite={favorite} onEmotion={setEmotion} onFavorite={setFavorite} />
      {pictures && total === 0 && (
        <p className="lead" role="alert">
          <strong>{t.modes.noImage}</strong> {t.modes.noImageText}
        </p>
      )}
      {total > 0 && (
        <>
          <p className="window">{fill(t.modes.window, { from: start + 1, to: start + now.length, total })}</p>
          <ul className="window-row">
            {now.map((url) => (
              <li key={url}>
                <img src={url} alt="" />
                <button
                  type="button"
                  className="heart"
                  aria-label={liked.has(url) ? t.modes.liked : t.pictures.like}
                  aria-pressed={liked.has(url)}
                  onClick={() => like(url)}
                >
                  <Mark of="heart" />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Mode>
  );
}

interface ChooserWishes {
  emotion: string;
  favorite: string;
  onEmotion: (emotion: string) => void;
  onFavorite: (favorite: string) => void;
}

function Choosers({ emotion, favorite, onEmotion, onFavorite }: ChooserWishes): ReactElement {
  const t = useTexts();
  const [forEmotion, forFavorite] = [useId(), useId()];
  const named = (words: string) =>
    words
      .split(",")
      .map((word) => t.favorite[word as keyof Texts["favorite"]])
      .join(", ");
  return (
    <div className="choosers">
      <div>
        <label htmlFor={forEmotion}>{t.modes.byHand}</label>
        <select id={forEmotion} value={emotion} onChange={(event) => onEmotion(event.target.value)}>
          <option value="">{t.mood.unsure}</option>
          {EMOTIONS.map((word) => (
            <option key={word} value={word}>
              {t.mood[word]}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor={forFavorite}>{t.modes.favorite}</label>
        <select id={forFavorite} value={favorite} onChange={(event) => onFavorite(event.target.value)}>
          {FAVORITES.map((words, index) => (
            <option key={words} value={words}>
              {(index % 16) + 1}. {named(words)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
