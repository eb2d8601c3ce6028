/** A picture of the garden goes back to its pool as it shows now; then there is a way back to it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getPicture } from "../api/client";
import { sendToPool } from "../api/pool";
import type { Picture } from "../api/types";
import { reasonOf } from "../shell/reason";
import { mayCurate } from "../shell/roles";
import { curateLink } from "../shell/route";
import { useMe } from "../shell/useMe";
import { useStudio } from "./model/store";
import { sheetOf } from "./model/studio";

export function ToPool({ picture, isSaved }: { picture: Picture; isSaved: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const isCurator = me !== null && mayCurate(me.role);
  const journal = useStudio((studio) => studio.journal?.id ?? null);
  const hasSteps = useStudio((studio) => sheetOf(studio).steps.length > 0);
  const asked = useQuery({ queryKey: ["picture", picture.id], queryFn: () => getPicture(picture.id) });
  const sent = useMutation({ mutationFn: sendToPool });
  if (!asked.data?.in_pool) return null; // not of the garden
  const back = sent.data?.id ?? picture.id;
  return (
    <>
      {sent.error && (
        <span className="problem" role="alert">
          {reasonOf(t, sent.error)}
        </span>
      )}
      {journal && hasSteps && (
        <button type="button" disabled={sent.isPending || !isSaved} onClick={() => sent.mutate(journal)}>
          {t("studio.toPool")}
        </button>
      )}
      {sent.isSuccess && <span role="status">{t("studio.isInPool")}</span>}
      {isCurator && (
        <a className="button" href={curateLink(`picture=${encodeURIComponent(back)}`)}>
          {t("studio.inPool")}
        </a>
      )}
    </>
  );
}
