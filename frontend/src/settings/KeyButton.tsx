/** Shows a key; pressed, it waits for the next key, which is then wished for. Escape and Tab leave all as it was. */
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keyName } from "../studio/shortcuts";
import { isModifier } from "./keys";

interface Props {
  act: string;
  value: string;
  isOwn: boolean;
  onKey: (key: string) => void;
}

const SIGNS: Readonly<Record<string, string>> = {
  " ": "␣",
  Delete: "Del",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** A key as it is written on keyboards. */
export const keyText = (key: string): string =>
  SIGNS[key] ??
  key
    .replace(/[^+]+$/, (last) => SIGNS[last] ?? last)
    .replaceAll("+", " + ")
    .replace(/^ \+ $/, "+");

export function KeyButton({ act, value, isOwn, onKey }: Props) {
  const { t } = useTranslation();
  const [isWaiting, setWaiting] = useState(false);
  const press = (event: KeyboardEvent) => {
    if (!isWaiting || isModifier(event.key)) return;
    setWaiting(false);
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== "Escape") onKey(keyName(event.nativeEvent));
  };
  const text = isWaiting ? t("settings.pressKey") : keyText(value);
  return (
    <button
      type="button"
      className={isOwn ? "key own" : "key"}
      aria-label={t("settings.keyOf", { act, key: text })}
      onClick={() => setWaiting((before) => !before)}
      onKeyDown={press}
      onKeyUp={(event) => isWaiting && event.key === " " && event.preventDefault()}
      onBlur={() => setWaiting(false)}
    >
      {text}
    </button>
  );
}
