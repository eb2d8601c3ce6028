/** A pool without a picture: how pictures come into it. The first that comes ends it. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { onGardenNews } from "../shell/gardenNews";
import { Flower } from "../shell/icons";

export function Empty() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  useEffect(() => onGardenNews(() => void queries.invalidateQueries({ queryKey: ["facets"] })), [queries]);
  return (
    <section>
      <h1>{t("nav.curate")}</h1>
      <div className="empty">
        <Flower />
        <p>{t("curate.empty")}</p>
        <p className="soft">{t("curate.emptyHint")}</p>
        <a className="button primary" href="#/bulk">
          {t("curate.emptyLink")}
        </a>
      </div>
    </section>
  );
}
