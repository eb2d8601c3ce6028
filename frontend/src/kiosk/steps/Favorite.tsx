/** The favorite moment: three rows of four. */
import type { ReactElement } from "react";
import { favoriteOf, type Moment } from "../model/kiosk";
import { Sign } from "../parts/drawings";
import { SEASONS, TIMES, WEATHERS } from "../server/types";
import { type Texts, useTexts } from "../text/texts";

const ROWS = [
  ["season", SEASONS],
  ["weather", WEATHERS],
  ["time", TIMES],
] as const;

interface Wishes {
  moment: Moment;
  onWish: (moment: Partial<Moment>) => void;
  onShow: (anything: boolean) => void;
}

export function Favorite({ moment, onWish, onShow }: Wishes): ReactElement {
  const t = useTexts();
  return (
    <>
      {ROWS.map(([name, words]) => (
        <fieldset key={name} className="row">
          <legend>{t.favorite[name]}</legend>
          {words.map((word) => (
            <button
              type="button"
              key={word}
              aria-pressed={moment[name] === word}
              onClick={() => onWish({ [name]: word })}
            >
              <Sign of={word} />
              <span>{t.favorite[word as keyof Texts["favorite"]]}</span>
            </button>
          ))}
        </fieldset>
      ))}
      <div className="choices">
        <button
          type="button"
          className="primary"
          disabled={favoriteOf(moment) === ""}
          onClick={() => onShow(false)}
        >
          {favoriteOf(moment) === "" ? t.favorite.missing : t.favorite.show}
        </button>
        <button type="button" onClick={() => onShow(true)}>
          {t.favorite.any}
        </button>
      </div>
    </>
  );
}
