/** The operator app: the gate for strangers, the pages for those who are signed in. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, getMe } from "../api/client";
import { listen } from "../api/events";
import { PowerTrouble } from "../power/PowerTrouble";
import { usePower } from "../power/usePower";
import { atMost } from "./atMost";
import { tellGardenNews } from "./gardenNews";
import { Header } from "./Header";
import { Page } from "./Page";
import { Problem } from "./Problem";
import { mayPaint } from "./roles";
import { useRoute } from "./route";
import { SignedOut } from "./SignedOut";

const COUNTED_MS = 5_000; // counting visits costs more than hearing of one

export function App() {
  const { t } = useTranslation();
  const route = useRoute();
  const me = useQuery({ queryKey: ["me"], queryFn: getMe });
  const signedIn = me.isSuccess;
  useNews(signedIn);
  const machine = usePower(signedIn && mayPaint(me.data.role));
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("app.skip")}
      </button>
      <Header route={signedIn ? route : null} signedIn={signedIn} machine={machine} />
      {machine && <PowerTrouble machine={machine} />}
      <main id="main" tabIndex={-1}>
        {me.error instanceof ApiError && me.error.status === 401 && (
          <SignedOut onRetry={() => void me.refetch()} />
        )}
        {me.error && !(me.error instanceof ApiError && me.error.status === 401) && (
          <Problem error={me.error} onRetry={() => void me.refetch()} />
        )}
        {signedIn && <Page route={route} />}
      </main>
    </>
  );
}

/** While signed in, the server's news make jobs, pictures, the switch and what the engines can do fresh. */
function useNews(signedIn: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    const refresh = (...keys: string[]) => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
    };
    const countAnew = atMost(() => refresh("visits"), COUNTED_MS);
    const end = listen(({ jobs, pictures, power, garden, journals, visits, displays }) => {
      if (jobs) {
        refresh("jobs", "job");
        // A long list is slower to answer than news are to come: asking anew each time, it would never arrive.
        void queries.invalidateQueries({ queryKey: ["queue"] }, { cancelRefetch: false });
      }
      if (pictures) refresh("pictures", "plan", "sizes"); // a finished job teaches how long the next takes
      if (garden || pictures) tellGardenNews(); // a job may have painted for the pool
      if (garden) refresh("promotions");
      if (journals) refresh("journals", "journal", "draft");
      if (power) refresh("power", "engines"); // an engine of that machine comes and goes with it
      if (visits) countAnew();
      if (displays) refresh("displays");
    });
    return () => {
      end();
      countAnew.end();
    };
  }, [signedIn, queries]);
}
