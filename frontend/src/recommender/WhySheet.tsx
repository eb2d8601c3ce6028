/** The numbers behind one picture for an imagined visitor, and the pictures that go with it. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getSimilar, getWhy, PARTS, type Why } from "../api/recommender";
import { address } from "../base";
import { decimal } from "../dashboard/charts/numbers";
import { nameOfWord } from "../dashboard/words";
import { nameOfItem } from "../displays/pictures";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { contextOf, likedBy, type Wish } from "./context";
import { PictureRow } from "./PictureRow";

interface Props {
  item: string;
  wish: Wish;
  linkTo: (item: string) => string;
}

export function WhySheet({ item, wish, linkTo }: Props) {
  const { t } = useTranslation();
  const context = contextOf(wish);
  const why = useQuery({ queryKey: ["visits", "why", item, wish], queryFn: () => getWhy(item, context) });
  const similar = useQuery({ queryKey: ["visits", "similar", item], queryFn: () => getSimilar(item) });
  return (
    <Sheet title={t("recommender.whyThis", { name: nameOfItem(t, item) })} hint={t("recommender.whyHint")}>
      {why.error && <Problem error={why.error} onRetry={() => void why.refetch()} />}
      <div className="recommender-why">
        <img src={address(encodeURI(item))} alt={nameOfItem(t, item)} />
        {why.data && <Numbers why={why.data} />}
      </div>
      <h3>{t("recommender.similar")}</h3>
      {similar.error && <Problem error={similar.error} onRetry={() => void similar.refetch()} />}
      {similar.data && <PictureRow items={similar.data.items} linkTo={linkTo} />}
    </Sheet>
  );
}

function Numbers({ why }: { why: Why }) {
  const { t, i18n } = useTranslation();
  const largest = Math.max(0.01, ...PARTS.map((part) => Math.abs(why.parts[part])));
  const liked = likedBy(why.liked_by);
  return (
    <div className="recommender-numbers">
      <table className="chart-table">
        <caption className="hidden">{t("recommender.why")}</caption>
        <tbody>
          {PARTS.map((part) => (
            <tr key={part}>
              <th scope="row">{t(`recommender.part.${part}`)}</th>
              <td>
                <Part value={why.parts[part]} largest={largest} />
              </td>
              <td>{decimal(i18n.language, why.parts[part], 2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t("recommender.score")}</th>
            <td />
            <td>
              <strong>{decimal(i18n.language, why.score, 2)}</strong> ±{" "}
              {decimal(i18n.language, why.spread, 2)}
            </td>
          </tr>
        </tbody>
      </table>
      <p>
        {t("recommender.tally", {
          shown: why.shown.toLocaleString(i18n.language),
          likes: why.likes.toLocaleString(i18n.language),
          dislikes: why.dislikes.toLocaleString(i18n.language),
        })}
      </p>
      <p className="soft">
        {[
          why.fresh && t("recommender.fresh"),
          why.stars > 0 && t("garden.stars", { count: why.stars }),
          !why.served && t("recommender.notServed"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {liked.length > 0 && (
        <>
          <h3>{t("recommender.likedBy")}</h3>
          <ul className="recommender-words">
            {liked.map(([word, count]) => (
              <li key={word}>
                {nameOfWord(t, word)} <span className="soft">{decimal(i18n.language, count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** To the right what speaks for the picture, to the left what speaks against it. */
function Part({ value, largest }: { value: number; largest: number }) {
  const long = (50 * Math.abs(value)) / largest;
  return (
    <svg
      className="recommender-part"
      viewBox="0 0 100 12"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <line x1="50" x2="50" y1="0" y2="12" />
      <rect
        x={value < 0 ? 50 - long : 50}
        y="2"
        width={long}
        height="8"
        data-against={value < 0 || undefined}
      />
    </svg>
  );
}
