/** A pool without a picture: how pictures come into it. */
import { useTranslation } from "react-i18next";
import { Flower } from "../shell/icons";

export function Empty() {
  const { t } = useTranslation();
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
