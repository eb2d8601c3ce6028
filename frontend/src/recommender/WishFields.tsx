/** A mood and a favorite. */
import { useTranslation } from "react-i18next";
import { Choice } from "../curate/filterFields";
import { favoriteName } from "../pool/names";
import { EMOTIONS, favoritesWith } from "../pool/words";
import type { Wish } from "./context";

export function WishFields({ wish, onChange }: { wish: Wish; onChange: (wish: Wish) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Choice
        name={t("recommender.mood")}
        value={wish.emotion || null}
        none={t("recommender.notSure")}
        values={EMOTIONS.map((word) => [word, t(`garden.emotion.${word}`), undefined])}
        onChange={(emotion) => onChange({ ...wish, emotion: emotion ?? "" })}
      />
      <Choice
        name={t("recommender.favorite")}
        value={wish.favorite || null}
        none={t("recommender.noFavorite")}
        values={favoritesWith(null, null, null).map((word) => [word, favoriteName(t, word), undefined])}
        onChange={(favorite) => onChange({ ...wish, favorite: favorite ?? "" })}
      />
    </>
  );
}
