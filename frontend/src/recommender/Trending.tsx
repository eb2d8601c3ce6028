/** What more visitors like now than before. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getTrending } from "../api/recommender";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { PictureRow } from "./PictureRow";

const WINDOWS = { hour: 3_600, day: 86_400, week: 7 * 86_400 } as const;
type Window = keyof typeof WINDOWS;
const NAMES = Object.keys(WINDOWS) as Window[];

export function Trending({ linkTo }: { linkTo: (item: string) => string }) {
  const { t } = useTranslation();
  const [window, setWindow] = useState<Window>("day");
  const asked = useQuery({
    queryKey: ["visits", "trending", window],
    queryFn: () => getTrending(WINDOWS[window]),
  });
  return (
    <Sheet title={t("recommender.trending")} hint={t("recommender.trendingHint")}>
      <fieldset className="segments recommender-windows" aria-label={t("recommender.window")}>
        {NAMES.map((name) => (
          <button key={name} type="button" aria-pressed={window === name} onClick={() => setWindow(name)}>
            {t(`recommender.windows.${name}`)}
          </button>
        ))}
      </fieldset>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && <PictureRow items={asked.data.items} linkTo={linkTo} />}
    </Sheet>
  );
}
