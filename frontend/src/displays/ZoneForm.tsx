/** How a zone behaves while nobody asks anything of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeZone, saveZone, type Zone, type ZoneSettings } from "../api/displays";
import { Switch, Words } from "../place/fields";
import { Confirm } from "../pool/Confirm";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";
import { displaysLink } from "../shell/route";
import { HoursFields } from "./HoursFields";
import { SourceFields } from "./SourceFields";
import { USUAL_HOURS } from "./settings";

const FIRST_ZONES = ["zone1", "zone2", "zone3"]; // always there

export function ZoneForm({ zone, others }: { zone: Zone; others: readonly string[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<ZoneSettings>(zone.settings);
  const [isSure, setSure] = useState(false);
  const settle = () => queries.invalidateQueries({ queryKey: ["displays"] });
  const saved = useMutation({ mutationFn: () => saveZone(zone.name, draft), onSettled: settle });
  const removed = useMutation({
    mutationFn: () => removeZone(zone.name),
    onSuccess: () => {
      location.hash = displaysLink();
    },
    onSettled: settle,
  });
  const change = (changes: Partial<ZoneSettings>) => setDraft({ ...draft, ...changes });
  const error = saved.error ?? removed.error;
  const isSame = JSON.stringify(draft) === JSON.stringify(zone.settings);
  return (
    <Sheet title={t("displays.settings")}>
      <form
        className="zone-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!saved.isPending) saved.mutate();
        }}
      >
        <Words name={t("displays.title")} value={draft.title} onChange={(title) => change({ title })} />
        <Words
          name={t("displays.timezone")}
          hint={t("displays.timezoneHint")}
          value={draft.timezone}
          onChange={(timezone) => change({ timezone: timezone.trim() })}
        />
        <h3>{t("displays.ownPictures")}</h3>
        <SourceFields source={draft.source} onChange={(source) => change({ source })} />
        <h3>{t("displays.opening")}</h3>
        {draft.opening.length === 0 && <p className="soft">{t("displays.alwaysOpen")}</p>}
        {draft.opening.map((hours, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name of their own
          <div key={index} className="zone-opening">
            <HoursFields
              hours={hours}
              onChange={(after) => change({ opening: draft.opening.with(index, after) })}
            />
            <button
              type="button"
              onClick={() => change({ opening: draft.opening.filter((_, at) => at !== index) })}
            >
              {t("displays.removeHours")}
            </button>
          </div>
        ))}
        <button type="button" onClick={() => change({ opening: [...draft.opening, USUAL_HOURS] })}>
          {t("displays.addHours")}
        </button>
        {others.length > 0 && (
          <>
            <h3>{t("displays.neighbours")}</h3>
            <p className="soft">{t("displays.neighboursHint")}</p>
            {others.map((name) => (
              <Switch
                key={name}
                name={name}
                isOn={draft.neighbours.includes(name)}
                onChange={(isOn) =>
                  change({
                    neighbours: others.filter((one) =>
                      one === name ? isOn : draft.neighbours.includes(one),
                    ),
                  })
                }
              />
            ))}
          </>
        )}
        <div className="actions">
          <button type="submit" className="primary" disabled={isSame || saved.isPending}>
            {t("place.save")}
          </button>
          {!FIRST_ZONES.includes(zone.name) && (
            <button type="button" className="grave" onClick={() => setSure(true)}>
              {t("displays.removeZone")}
            </button>
          )}
          <p className="soft" role="status">
            {saved.isSuccess && isSame ? t("settings.saved") : ""}
          </p>
        </div>
        {error && (
          <p className="problem" role="alert">
            {reasonOf(t, error)}
          </p>
        )}
      </form>
      {isSure && (
        <Confirm
          title={t("displays.sureRemove", { zone: zone.name })}
          answers={[{ name: t("displays.removeZone"), isGrave: true, act: () => removed.mutate() }]}
          onClose={() => setSure(false)}
        >
          <p>{t("displays.sureRemoveHint")}</p>
        </Confirm>
      )}
    </Sheet>
  );
}
