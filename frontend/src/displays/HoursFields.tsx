/** Days of the week and a part of the day. */
import { useTranslation } from "react-i18next";
import type { Hours } from "../api/displays";
import { DAYS, dayName } from "./settings";

export function HoursFields({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="zone-hours">
      <fieldset className="filter-many">
        <legend className="hidden">{t("displays.days")}</legend>
        {DAYS.map((day) => (
          <label key={day} className="pill">
            <input
              type="checkbox"
              className="hidden"
              checked={hours.days.includes(day)}
              onChange={({ target }) =>
                onChange({
                  ...hours,
                  days: DAYS.filter((one) => (one === day ? target.checked : hours.days.includes(one))),
                })
              }
            />
            <span>{dayName(i18n.language, day)}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{t("displays.from")}</span>
        <input
          type="time"
          required
          value={hours.start.slice(0, 5)}
          onChange={({ target }) => onChange({ ...hours, start: target.value })}
        />
      </label>
      <label className="field">
        <span>{t("displays.to")}</span>
        <input
          type="time"
          required
          value={hours.to.slice(0, 5)}
          onChange={({ target }) => onChange({ ...hours, to: target.value })}
        />
      </label>
    </div>
  );
}
