/** Pictures with a number each, as ways to their own numbers. */
import { useTranslation } from "react-i18next";
import type { Scored } from "../api/recommender";
import { address } from "../base";
import { decimal } from "../dashboard/charts/numbers";
import { nameOfItem } from "../displays/pictures";

interface Props {
  items: Scored["items"];
  linkTo: (item: string) => string;
}

export function PictureRow({ items, linkTo }: Props) {
  const { t, i18n } = useTranslation();
  if (items.length === 0) return <p className="soft">{t("dashboard.nothingHere")}</p>;
  return (
    <ul className="recommender-row">
      {items.map(({ item, score }) => (
        <li key={item}>
          <a href={linkTo(item)}>
            <img src={address(encodeURI(item))} alt={nameOfItem(t, item)} loading="lazy" />
            <span className="soft">{decimal(i18n.language, score, 2)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
