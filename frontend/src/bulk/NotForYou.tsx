/** What those read who may not make pictures in bulk. */
import { useTranslation } from "react-i18next";
import { Flower } from "../shell/icons";

export function NotForYou() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h1>{t("bulk.title")}</h1>
      <Flower />
      <p>{t("bulk.forCurators")}</p>
    </div>
  );
}
