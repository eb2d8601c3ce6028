/** What may be done with the chosen pictures, and how far that is. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromotionWish } from "../api/promotions";
import { Confirm } from "../pool/Confirm";
import { type Filters, fieldsOf } from "../pool/filters";
import { Outcome } from "../pool/Outcome";
import { isEmpty, sizeOf } from "../pool/selection";
import type { Source } from "../pool/source";
import { usePromotion } from "../pool/usePromotion";
import { CloseIcon } from "../shell/icons";
import { reasonOf } from "../shell/reason";
import type { DeskNow } from "./useDesk";

interface Props {
  desk: DeskNow;
  source: Source;
  filters: Filters;
}

const VERDICTS = ["keep", "reject", "retouch", "clear"] as const;

export function ForChosen({ desk, source, filters }: Props) {
  const { t } = useTranslation();
  const { selection, forAll } = desk;
  const [asking, setAsking] = useState<"promote" | "remove" | null>(null);
  const promoting = usePromotion(() => void source.again());
  const count = sizeOf(selection, source.rows());
  const about = (): Pick<PromotionWish, "pictures" | "filter"> =>
    selection.isAll ? { filter: fieldsOf(filters) } : { pictures: [...selection.ids] };
  const order = (kind: PromotionWish["kind"]) => {
    promoting.order({ kind, ...about() });
    desk.clearSelection();
  };
  const hasOutcome = promoting.promotion !== null || promoting.error !== null;
  if (isEmpty(selection) && !forAll.told && !hasOutcome && !asking) return null;
  return (
    <div className="orders-bar">
      {hasOutcome && (
        <div className="orders-sheet told">
          <Outcome promoting={promoting} />
          <Close label={t("jobs.close")} onClick={promoting.forget} />
        </div>
      )}
      {forAll.told && <AllTold desk={desk} />}
      {!isEmpty(selection) && (
        <div className="orders-sheet" role="toolbar" aria-label={t("jobs.orders")}>
          <strong>{t("jobs.chosen", { count })}</strong>
          {VERDICTS.map((what) => (
            <button key={what} type="button" onClick={() => desk.verdict(what, null)}>
              {t(`curate.act.${what}`)}
            </button>
          ))}
          <button type="button" onClick={() => setAsking("promote")}>
            {t("curate.promote")}
          </button>
          <button type="button" className="grave" onClick={() => setAsking("remove")}>
            {t("curate.remove")}
          </button>
          <Close label={t("jobs.clear")} onClick={desk.clearSelection} />
        </div>
      )}
      {asking && (
        <Confirm
          title={t(asking === "promote" ? "curate.surePromote" : "curate.sureRemove", { count })}
          answers={[
            {
              name: t(asking === "promote" ? "curate.promoteNow" : "curate.removeNow"),
              isGrave: asking === "remove",
              act: () => order(asking),
            },
          ]}
          onClose={() => setAsking(null)}
        >
          <p>{t(asking === "promote" ? "curate.surePromoteHint" : "curate.sureRemoveHint")}</p>
        </Confirm>
      )}
    </div>
  );
}

function AllTold({ desk: { forAll } }: { desk: DeskNow }) {
  const { t } = useTranslation();
  const { told, error } = forAll;
  return (
    <div className="orders-sheet told">
      <p role="status">
        {t(told?.isOver ? "curate.allDone" : "curate.allInWork", { count: told?.done ?? 0 })}
      </p>
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
      {!told?.isOver && (
        <button type="button" onClick={forAll.stop}>
          {t("curate.stop")}
        </button>
      )}
    </div>
  );
}

const Close = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <button type="button" className="quiet only-icon" aria-label={label} title={label} onClick={onClick}>
    <CloseIcon />
  </button>
);
