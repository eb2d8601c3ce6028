/** All that was made of the picture as small pictures, newest first after what is shown now and the original. */
import { useTranslation } from "react-i18next";
import type { Entry } from "./entries";

interface Props {
  entries: readonly Entry[];
  shown: string;
  onlyFavourites: boolean;
  onChoose: (id: string) => void;
  onFilter: (onlyFavourites: boolean) => void;
}

export function HistoryRow({ entries, shown, onlyFavourites, onChoose, onFilter }: Props) {
  const { t } = useTranslation();
  const words = ({ kind, picture }: Entry) =>
    kind === "made" ? picture?.title || t("library.untitled") : t(`viewer.${kind}`);
  return (
    <div className="history-row">
      <label className="check">
        <input
          type="checkbox"
          checked={onlyFavourites}
          onChange={(event) => onFilter(event.target.checked)}
        />
        {t("viewer.onlyFavourites")}
      </label>
      <ul>
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              aria-current={entry.id === shown}
              aria-label={words(entry)}
              title={words(entry)}
              onClick={() => onChoose(entry.id)}
            >
              <img src={entry.thumbnail} alt="" loading="lazy" />
              {entry.kind !== "made" && <span>{words(entry)}</span>}
              {entry.picture?.favourite && <span className="heart">♥</span>}
            </button>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className="soft">{t("viewer.noFavourites")}</p>}
    </div>
  );
}
