/** How pictures are chosen: a try-out, and the numbers behind a choice. */
import { useTranslation } from "react-i18next";
import { mayCurate } from "../shell/roles";
import { recommenderLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { HealthCard } from "./HealthCard";
import { placeIn, searchOf } from "./place";
import { Trending } from "./Trending";
import { TryOut } from "./TryOut";
import { WhySheet } from "./WhySheet";
import "../style/recommender.css";

export function RecommenderPage({ search }: { search: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const isAllowed = me !== null && mayCurate(me.role);
  const { wish, item } = placeIn(search);
  const go = (changes: Partial<ReturnType<typeof placeIn>>) => {
    location.hash = recommenderLink(searchOf({ wish, item, ...changes }));
  };
  const linkTo = (other: string) => recommenderLink(searchOf({ wish, item: other }));
  return (
    <div className="recommender-page">
      <header className="page-head">
        <h1>{t("nav.recommender")}</h1>
        <p className="soft">{t("recommender.lead")}</p>
      </header>
      {me && !isAllowed && <p>{t("data.forCurators")}</p>}
      {isAllowed && (
        <>
          <TryOut
            wish={wish}
            onWish={(after) => go({ wish: after })}
            onWhy={(chosen) => go({ item: chosen })}
          />
          {item && <WhySheet item={item} wish={wish} linkTo={linkTo} />}
          <Trending linkTo={linkTo} />
          <HealthCard />
        </>
      )}
    </div>
  );
}
