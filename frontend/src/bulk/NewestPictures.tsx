/** The newest pictures of a run, as they come. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Bulk } from "../api/bulks";
import { getPool } from "../api/pool";
import { address } from "../base";
import { noFilters } from "../pool/filters";
import { Problem } from "../shell/Problem";

const SHOWN = 24;
const POLL_MS = 3_000;

export function NewestPictures({ run }: { run: Bulk }) {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["bulk pictures", run.id, run.done],
    queryFn: () => getPool({ ...noFilters, bulk: run.id }, { position: 0 }, SHOWN),
    enabled: run.done > 0,
    placeholderData: keepPreviousData,
    // The last ones may be counted a moment before they are listed.
    refetchInterval: ({ state }) =>
      (state.data?.items.length ?? 0) < Math.min(run.done, SHOWN) ? POLL_MS : false,
  });
  const pictures = asked.data?.items ?? [];
  if (asked.error) return <Problem error={asked.error} onRetry={() => void asked.refetch()} />;
  return (
    <section aria-label={t("bulk.newest")}>
      <h2>{t("bulk.newest")}</h2>
      {pictures.length === 0 && <p className="soft">{t(run.done > 0 ? "app.coming" : "bulk.noPictures")}</p>}
      <ul className="newest">
        {pictures.map((one) => (
          <li key={one.id}>
            <a href={address(one.url)} target="_blank" rel="noopener">
              <img
                src={address(one.thumbnail_url)}
                alt={[one.emotion, one.favorite, one.title].filter(Boolean).join(", ")}
                width={one.width}
                height={one.height}
                loading="lazy"
              />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
