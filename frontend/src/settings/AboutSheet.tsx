/** Who is signed in, and which Hwawon this is. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getHealth } from "../api/client";
import type { Me } from "../api/types";
import { Sheet } from "./Sheet";

export function AboutSheet({ me }: { me: Me }) {
  const { t } = useTranslation();
  const health = useQuery({ queryKey: ["health"], queryFn: getHealth, staleTime: 60_000 });
  const via = me.via === "session" ? t("settings.viaSession") : t("settings.viaToken");
  return (
    <Sheet title={t("settings.about")}>
      <dl className="settings-facts">
        <dt>{t("settings.name")}</dt>
        <dd>{me.name}</dd>
        <dt>{t("settings.role")}</dt>
        <dd>{t(`role.${me.role}`)}</dd>
        <dt>{t("settings.signedIn")}</dt>
        <dd>{via}</dd>
        <dt>{t("settings.version")}</dt>
        <dd>Hwawon {health.data?.version}</dd>
      </dl>
    </Sheet>
  );
}
