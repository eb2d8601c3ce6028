/** Where this installation stands and what it may do there; the sign for the door; the devices before visitors. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getPlace } from "../api/place";
import { Problem } from "../shell/Problem";
import { useMe } from "../shell/useMe";
import { KeyList } from "./KeyList";
import { KioskSheet } from "./KioskSheet";
import { PlaceForm } from "./PlaceForm";
import { SignSheet } from "./SignSheet";
import "../style/place.css";

export function PlacePage() {
  const { t } = useTranslation();
  const me = useMe();
  const isAllowed = me?.role === "admin";
  const asked = useQuery({ queryKey: ["place"], queryFn: getPlace, enabled: isAllowed });
  return (
    <div className="place-page">
      <header className="page-head">
        <h1>{t("nav.place")}</h1>
        <p className="soft">{t("place.lead")}</p>
      </header>
      {me && !isAllowed && <p>{t("place.forAdministrators")}</p>}
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <>
          {!asked.data.answered && <p className="place-first">{t("place.unanswered")}</p>}
          <PlaceForm place={asked.data} />
          <SignSheet languages={asked.data.languages} />
          <KioskSheet address={asked.data.address} />
          <KeyList />
        </>
      )}
    </div>
  );
}
