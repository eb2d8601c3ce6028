/** How pictures are chosen: a try-out, and the numbers behind a choice. */
import { useTranslation } from "react-i18next";
import { Problem } from "../shell/Problem";
import { mayCurate } from "../shell/roles";
import { recommenderLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { EarnedSheet } from "./EarnedSheet";
import { EvaluationSheet } from "./EvaluationSheet";
import { HealthCard } from "./HealthCard";
import { PoliciesSheet } from "./PoliciesSheet";
import { placeIn, searchOf } from "./place";
import { TrainingSheet } from "./TrainingSheet";
import { Trending } from "./Trending";
import { TryOut } from "./TryOut";
import { useEvaluation } from "./useEvaluation";
import { WhySheet } from "./WhySheet";
import "../style/charts.css";
import "../style/place.css";
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
          <Judged />
          <HealthCard />
        </>
      )}
    </div>
  );
}

/** Policies and the deeper model beside what is known of how well pictures are chosen. */
function Judged() {
  const { evaluation, error, again, anew } = useEvaluation();
  return (
    <>
      <PoliciesSheet evaluation={evaluation} />
      {error && <Problem error={error} onRetry={again} />}
      {evaluation && <EvaluationSheet evaluation={evaluation} onAnew={anew} />}
      {evaluation && <EarnedSheet evaluation={evaluation} />}
      <TrainingSheet />
    </>
  );
}
