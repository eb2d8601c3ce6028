/** What is asked for often, each one press; a second press takes its words away. */
import { useTranslation } from "react-i18next";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { COMMON_WISHES, isWished, wishedFor } from "./commonWishes";

export function CommonWishes() {
  const { t } = useTranslation();
  const store = useStore();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  return (
    <details className="common-wishes" open>
      <summary>{t("words.common")}</summary>
      <div className="wish-buttons">
        {COMMON_WISHES.map((wish) => (
          <button
            key={wish.name}
            type="button"
            aria-pressed={isWished(wishes, wish)}
            onClick={() => store.tell({ type: "wish", wishes: wishedFor(wishes, wish) })}
          >
            {t(`commonWish.${wish.name}`)}
          </button>
        ))}
      </div>
    </details>
  );
}
