/** The bar on top: name, pages, the machine's switch, language, appearance, sign-out. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/client";
import { PowerSwitch } from "../power/PowerSwitch";
import type { Switch } from "../power/usePower";
import { LanguageChoice, ThemeChoice } from "./choices";
import { Flower } from "./icons";
import { Navigation } from "./Navigation";
import { libraryLink, type Route } from "./route";

interface Props {
  route: Route | null;
  signedIn: boolean;
  machine: Switch | null; // null: there is no switch
}

export function Header({ route, signedIn, machine }: Props) {
  const { t } = useTranslation();
  return (
    <header className="bar">
      <a className="brand" href={libraryLink}>
        <Flower />
        <span>{t("app.name")}</span>
      </a>
      {signedIn && <Navigation route={route} />}
      {machine && <PowerSwitch machine={machine} />}
      <div className="bar-end">
        <LanguageChoice />
        <ThemeChoice />
        {signedIn && <SignOut />}
      </div>
    </header>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => queries.resetQueries() });
  return (
    <button type="button" className="quiet" disabled={leave.isPending} onClick={() => leave.mutate()}>
      {t("nav.signOut")}
    </button>
  );
}
