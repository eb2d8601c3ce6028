/** The operator app: the gate for strangers, the pages for those who are signed in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, getMe } from "../api/client";
import { listen } from "../api/events";
import { Library } from "../library/Library";
import { RetouchPage } from "../retouch/RetouchPage";
import { ModelsPage } from "../weights/ModelsPage";
import { Header } from "./Header";
import { Problem } from "./Problem";
import { useRoute } from "./route";
import { SignedOut } from "./SignedOut";

export function App() {
  const { t } = useTranslation();
  const route = useRoute();
  const me = useQuery({ queryKey: ["me"], queryFn: getMe });
  const signedIn = me.isSuccess;
  useNews(signedIn);
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("app.skip")}
      </button>
      <Header route={signedIn ? route : null} signedIn={signedIn} />
      <main id="main" tabIndex={-1}>
        {me.error instanceof ApiError && me.error.status === 401 && (
          <SignedOut onRetry={() => void me.refetch()} />
        )}
        {me.error && !(me.error instanceof ApiError && me.error.status === 401) && (
          <Problem error={me.error} onRetry={() => void me.refetch()} />
        )}
        {signedIn && route.page === "library" && <Library />}
        {signedIn && route.page === "models" && <ModelsPage />}
        {signedIn && route.page === "retouch" && <RetouchPage pictureId={route.picture} />}
      </main>
    </>
  );
}

/** While signed in, the server's news make jobs and pictures fresh. */
function useNews(signedIn: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    return listen(({ pictures }) => {
      void queries.invalidateQueries({ queryKey: ["jobs"] });
      void queries.invalidateQueries({ queryKey: ["job"] });
      if (pictures) void queries.invalidateQueries({ queryKey: ["pictures"] });
    });
  }, [signedIn, queries]);
}
