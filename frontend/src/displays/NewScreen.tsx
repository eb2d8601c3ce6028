/** A new screen: its key, and the address that makes a browser show one place of the zone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getPlace } from "../api/place";
import { createToken } from "../api/tokens";
import { DeviceLink } from "../place/DeviceLink";
import { deviceAddress } from "../place/devices";
import { reasonOf } from "../shell/reason";
import { ORIENTATIONS, type SlotName, slotsOf } from "./board";

export function NewScreen({ zone }: { zone: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [slot, setSlot] = useState<SlotName | "info">("1h");
  const made = useMutation({
    mutationFn: async (wanted: SlotName | "info") => {
      const { address } = await queries.fetchQuery({ queryKey: ["place"], queryFn: getPlace });
      const { token } = await createToken("display", `${zone} ${wanted}`);
      const place: Record<string, string> =
        wanted === "info" ? { view: "info" } : { slot: wanted.slice(0, -1), orientation: wanted.slice(-1) };
      return deviceAddress(address, "display", { zone, ...place, start: "1" }, token);
    },
  });
  return (
    <form
      className="zone-device"
      onSubmit={(event) => {
        event.preventDefault();
        if (!made.isPending) made.mutate(slot);
      }}
    >
      <label className="field">
        <span>{t("displays.newScreen")}</span>
        <select
          value={slot}
          onChange={({ target }) => {
            setSlot(target.value as SlotName | "info");
            made.reset();
          }}
        >
          {ORIENTATIONS.flatMap((orientation) =>
            slotsOf(orientation).map((one) => (
              <option key={one} value={one}>
                {t("displays.slot", { slot: one, side: t(`garden.orientation.${orientation}`) })}
              </option>
            )),
          )}
          <option value="info">{t("displays.infoScreen")}</option>
        </select>
      </label>
      <button type="submit" disabled={made.isPending}>
        {t("displays.makeScreen")}
      </button>
      {made.error && (
        <p className="problem" role="alert">
          {reasonOf(t, made.error)}
        </p>
      )}
      {made.data && <DeviceLink address={made.data} />}
    </form>
  );
}
