/** What has been decided, and the two acts that carry it out. Nothing is published or deleted before. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { getCommit } from "../api/pool";
import { Confirm } from "../pool/Confirm";
import { type Filters, fieldsOf, onesOn } from "../pool/filters";
import { Outcome } from "../pool/Outcome";
import { usePromotion } from "../pool/usePromotion";
import { Problem } from "../shell/Problem";
import { servingLink } from "../shell/route";
import { chipWords } from "./Chips";

interface Props {
  filters: Filters;
  onMoved: () => void;
  onClose: () => void;
}

export function Commit({ filters, onMoved, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [asking, setAsking] = useState<"promote" | "remove" | null>(null);
  const about = { ...filters, state: [], stars: 0 };
  const asked = useQuery({
    queryKey: ["commit", fieldsOf(about)],
    queryFn: () => getCommit(about),
    staleTime: 0,
  });
  const promoting = usePromotion(() => {
    void asked.refetch();
    onMoved();
  });
  const counts = asked.data;
  const on = onesOn(about).map((name) => chipWords(t, about, name));
  const scope = on.length > 0 ? t("curate.scopeSome", { filters: on.join(" · ") }) : t("curate.scopeAll");
  const isWider = filters.state.length > 0 || filters.stars > 0; // than the list
  return (
    <>
      <dialog ref={dialog} className="sheet-dialog commit" aria-labelledby="commit-title" onClose={onClose}>
        <h2 id="commit-title">{t("curate.commit")}</h2>
        <p className="commit-scope">
          <strong>{scope}</strong> {isWider && t("curate.scopeWider")}
        </p>
        {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
        {counts && (
          <>
            <dl className="tally">
              {(["kept", "rejected", "retouch", "unreviewed"] as const).map((state) => (
                <div key={state} data-state={state}>
                  <dt>{t(`garden.state.${state}`)}</dt>
                  <dd>{counts[state].toLocaleString()}</dd>
                </div>
              ))}
            </dl>
            {counts.unsafe_kept > 0 && (
              <p className="problem" role="alert">
                {t("curate.unsafeKept", { count: counts.unsafe_kept })}
              </p>
            )}
            <p className="soft">{t("curate.commitHint")}</p>
            <div className="actions">
              <button
                type="button"
                className="primary"
                disabled={promoting.isBusy || counts.kept_not_published === 0}
                onClick={() => setAsking("promote")}
              >
                {t("curate.promoteKept", { count: counts.kept_not_published })}
              </button>
              <button
                type="button"
                className="grave"
                disabled={promoting.isBusy || counts.rejected_in_pool === 0}
                onClick={() => setAsking("remove")}
              >
                {t("curate.removeRejected", { count: counts.rejected_in_pool })}
              </button>
            </div>
          </>
        )}
        <Outcome promoting={promoting} />
        <div className="actions">
          <a href={servingLink()}>{t("curate.toServing")}</a>
          <button type="button" onClick={() => dialog.current?.close()}>
            {t("lightbox.close")}
          </button>
        </div>
      </dialog>
      {counts && asking === "promote" && (
        <Confirm
          title={t("curate.surePromote", { count: counts.kept_not_published })}
          answers={[
            {
              name: t("curate.promoteNow"),
              act: () =>
                promoting.order({
                  kind: "promote",
                  filter: { ...fieldsOf(about), state: ["kept"], published: false },
                }),
            },
          ]}
          onClose={() => setAsking(null)}
        >
          <p>{scope}</p>
          <p>{t("curate.surePromoteHint")}</p>
        </Confirm>
      )}
      {counts && asking === "remove" && (
        <Confirm
          title={t("curate.sureRemove", { count: counts.rejected_in_pool })}
          answers={[
            {
              name: t("curate.removeNow"),
              isGrave: true,
              act: () =>
                promoting.order({ kind: "remove", filter: { ...fieldsOf(about), state: ["rejected"] } }),
            },
          ]}
          onClose={() => setAsking(null)}
        >
          <p>{scope}</p>
          <p>{t("curate.sureRemoveHint")}</p>
        </Confirm>
      )}
    </>
  );
}
