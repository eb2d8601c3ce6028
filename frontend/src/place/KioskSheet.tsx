/** A new kiosk: its key and the address that sets a device up with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getZones } from "../api/displays";
import { createToken } from "../api/tokens";
import { Choice } from "../curate/filterFields";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";
import { LANGUAGES } from "../text/i18n";
import { DeviceLink } from "./DeviceLink";
import { KIOSK_MODES, type KioskWish, kioskAddress } from "./devices";
import { PLACE_LANGUAGES } from "./draft";
import { Switch, Words } from "./fields";

const FIRST: KioskWish = { mode: "kiosk", zone: "", language: "", isLarge: false, isContrasty: false };

export function KioskSheet({ address }: { address: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [wish, setWish] = useState(FIRST);
  const zones = useQuery({ queryKey: ["displays", "zones"], queryFn: getZones });
  const made = useMutation({
    mutationFn: () => createToken("kiosk", name.trim()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }), // it stands in the list below at once
  });
  const change = (changes: Partial<KioskWish>) => setWish({ ...wish, ...changes });
  return (
    <Sheet title={t("place.newKiosk")} hint={t("place.newKioskHint")}>
      <form
        className="place-device"
        onSubmit={(event) => {
          event.preventDefault();
          if (!made.isPending) made.mutate();
        }}
      >
        <div className="place-fields">
          <Words name={t("place.deviceName")} value={name} onChange={setName} />
          <Choice
            name={t("place.mode")}
            value={wish.mode === "kiosk" ? null : wish.mode}
            none={t("place.modes.kiosk")}
            values={KIOSK_MODES.slice(1).map((mode) => [mode, t(`place.modes.${mode}`), undefined])}
            onChange={(mode) => change({ mode: KIOSK_MODES.find((one) => one === mode) ?? "kiosk" })}
          />
          <Choice
            name={t("place.zone")}
            value={wish.zone || null}
            none={t("place.noZone")}
            values={(zones.data?.items ?? []).map((one) => [
              one.name,
              one.settings.title || one.name,
              undefined,
            ])}
            onChange={(zone) => change({ zone: zone ?? "" })}
          />
          <Choice
            name={t("place.firstLanguage")}
            value={wish.language || null}
            none={t("place.usualLanguage")}
            values={PLACE_LANGUAGES.map((one) => [one, LANGUAGES[one], undefined])}
            onChange={(language) => change({ language: language ?? "" })}
          />
        </div>
        <Switch name={t("place.large")} isOn={wish.isLarge} onChange={(isLarge) => change({ isLarge })} />
        <Switch
          name={t("place.contrast")}
          isOn={wish.isContrasty}
          onChange={(isContrasty) => change({ isContrasty })}
        />
        <div className="actions">
          <button type="submit" className="primary" disabled={made.isPending}>
            {t("place.makeKiosk")}
          </button>
        </div>
      </form>
      {made.error && (
        <p className="problem" role="alert">
          {reasonOf(t, made.error)}
        </p>
      )}
      {made.data && <DeviceLink address={kioskAddress(address, wish, made.data.token)} />}
    </Sheet>
  );
}
