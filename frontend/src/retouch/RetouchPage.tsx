/** The retouch desk: a picture with box and mask at the left, what to paint at the right. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { useTranslation } from "react-i18next";
import { getPicture } from "../api/client";
import { Problem } from "../shell/Problem";
import { retouchLink } from "../shell/route";
import { OpenPicture } from "../studio/open/OpenPicture";
import { Easel } from "./Easel";
import { Result } from "./Result";
import { RetouchBar } from "./RetouchBar";
import { useShortcuts } from "./shortcuts";
import { emptyDesk, next } from "./state";
import { Toolbar } from "./Toolbar";
import { useWork } from "./useWork";
import { WishesForm } from "./WishesForm";
import "../style/desk.css";
import "../style/retouch.css";

export function RetouchPage({ pictureId }: { pictureId: string | null }) {
  const { t } = useTranslation();
  const [desk, tell] = useReducer(next, emptyDesk);
  const work = useWork(desk, tell);
  const wanted = useQuery({
    queryKey: ["picture", pictureId],
    queryFn: () => getPicture(pictureId ?? ""),
    enabled: pictureId !== null,
  });
  const arrived = wanted.data;
  useEffect(() => {
    if (arrived) tell({ type: "open", picture: arrived });
  }, [arrived]);
  useShortcuts(tell, work.execute);
  const { picture, phase } = desk;
  const open = (id: string) => {
    location.hash = retouchLink(id);
  };
  return (
    <section className="desk">
      <h1 className="page-title">{t("desk.title")}</h1>
      <div className="stage">
        {wanted.error && <Problem error={wanted.error} onRetry={() => void wanted.refetch()} />}
        {!picture && <OpenPicture onOpen={open} />}
        {picture && phase.at === "choosing" && work.result && (
          <Result
            picture={picture}
            candidates={work.result}
            chosen={phase.chosen}
            tell={tell}
            onContinue={open}
          />
        )}
        {picture && phase.at !== "choosing" && (
          <>
            <Toolbar desk={desk} tell={tell} />
            <Easel key={picture.id} picture={picture} desk={desk} tell={tell} />
          </>
        )}
      </div>
      <aside className="panel" aria-label={t("wishes.label")}>
        <WishesForm desk={desk} tell={tell} />
        {picture && <OpenPicture small onOpen={open} />}
        <RetouchBar desk={desk} work={work} />
      </aside>
    </section>
  );
}
