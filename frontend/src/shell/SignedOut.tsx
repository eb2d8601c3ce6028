/** What a browser without a session sees: how to come in. */
import { useTranslation } from "react-i18next";
import { Flower } from "./icons";

export function SignedOut({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="gate">
      <Flower />
      <p className="soft">{t("app.tagline")}</p>
      <h1>{t("signedOut.title")}</h1>
      <p>{t("signedOut.lead")}</p>
      <ol>
        <li>{t("signedOut.step1")}</li>
        <li>{t("signedOut.step2")}</li>
        <li>{t("signedOut.step3")}</li>
      </ol>
      <button type="button" className="primary" onClick={onRetry}>
        {t("signedOut.again")}
      </button>
    </section>
  );
}
