/** The most liked pictures, side by side in columns; looked at again by themselves. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getTopLiked } from "../api/statistics";
import { address } from "../base";
import { cellName } from "../pool/names";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { recommenderLink } from "../shell/route";

const SHOWN = 20; // as many as the original has
const REFRESH_MS = 180_000; // where no news come

export function GallerySheet() {
  const { t, i18n } = useTranslation();
  const asked = useQuery({
    queryKey: ["visits", "top-liked"],
    queryFn: () => getTopLiked(SHOWN),
    refetchInterval: REFRESH_MS,
  });
  if (asked.error) return <Problem error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return null;
  if (asked.data.items.length === 0)
    return (
      <div className="empty">
        <Flower />
        <p>{t("dashboard.nothingLiked")}</p>
      </div>
    );
  return (
    <ol className="dashboard-gallery" aria-label={t("dashboard.sheet.gallery")}>
      {asked.data.items.map((one) => {
        const likes = one.likes.toLocaleString(i18n.language);
        return (
          <li key={one.item}>
            <a href={recommenderLink(new URLSearchParams({ item: one.item }).toString())}>
              <img
                src={address(one.thumbnail_url)}
                width={one.width}
                height={one.height}
                alt={cellName(t, one)}
                loading="lazy"
              />
              <span className="dashboard-likes">
                <span aria-hidden="true">♥ {likes}</span>
                <span className="hidden">{t("dashboard.likes", { count: one.likes, number: likes })}</span>
              </span>
            </a>
          </li>
        );
      })}
    </ol>
  );
}
