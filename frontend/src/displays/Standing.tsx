/** Why a zone shows what it shows, until when, and the way back to its own pictures. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getInfo, type Zone } from "../api/displays";
import { emotionName } from "../pool/names";
import { isSeason, isTime, isWeather } from "../pool/words";
import { clock } from "../shell/time";

const BY_HAND = ["standing", "curator", "updateDisplay"] as const; // what can be taken down
const CAUSES = [...BY_HAND, "visit", "filled", "default", "cleared"] as const;

interface Props {
  zone: Zone;
  isBusy: boolean;
  onClear: () => void;
}

export function Standing({ zone, isBusy, onClear }: Props) {
  const { t, i18n } = useTranslation();
  const cause = CAUSES.find((one) => one === zone.cause) ?? "programme";
  const until = zone.until === null ? null : new Date(zone.until * 1_000).toISOString();
  return (
    <div className="zone-standing">
      <p role="status">
        {zone.off ? (
          <strong>
            {zone.off === "closed" ? t("displays.closed") : t("displays.dark", { why: zone.off })}
          </strong>
        ) : (
          t(`displays.cause.${cause}`)
        )}
        {until && <span className="soft"> {t("displays.until", { when: clock(i18n.language, until) })}</span>}
      </p>
      <Visitor zone={zone.name} />
      {!zone.off && BY_HAND.some((one) => one === cause) && (
        <button type="button" disabled={isBusy} onClick={onClear}>
          {t("displays.clear")}
        </button>
      )}
    </div>
  );
}

/** The words on the info screen. */
function Visitor({ zone }: { zone: string }) {
  const { t } = useTranslation();
  const asked = useQuery({ queryKey: ["displays", "info", zone], queryFn: () => getInfo(zone) });
  const info = asked.data;
  if (!info?.emotion) return null;
  const words = [
    emotionName(t, info.emotion),
    isSeason(info.season) && t(`garden.season.${info.season}`),
    isWeather(info.weather) && t(`garden.weather.${info.weather}`),
    isTime(info.time) && t(`garden.time.${info.time}`),
  ];
  return (
    <p className="soft">
      {t(info.present ? "displays.present" : "displays.before")} {words.filter(Boolean).join(" · ")}
    </p>
  );
}
