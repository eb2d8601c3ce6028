/** The place in a long list, and a field to go to another one. */
import { useTranslation } from "react-i18next";

interface Props {
  at: number;
  rows: number;
  onGo: (row: number) => void;
}

export function Jump({ at, rows, onGo }: Props) {
  const { t } = useTranslation();
  const go = (text: string) => {
    const place = Math.round(Number(text));
    if (Number.isFinite(place) && place >= 1) onGo(Math.min(place, rows) - 1);
  };
  return (
    <form
      className="jump"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("place");
        if (field instanceof HTMLInputElement) {
          go(field.value);
          field.blur();
        }
      }}
    >
      <input
        key={`${at} ${rows > 0}`}
        name="place"
        type="text"
        inputMode="numeric"
        aria-label={t("curate.position")}
        defaultValue={rows === 0 ? 0 : at + 1}
        onFocus={({ target }) => target.select()}
      />
      <span className="soft">{t("curate.ofRows", { rows: rows.toLocaleString() })}</span>
    </form>
  );
}
