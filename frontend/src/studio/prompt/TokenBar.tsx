/** What can be done with the chosen token, by press. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Token } from "../model/sheet";
import {
  CrossIcon,
  EarlierIcon,
  EyeIcon,
  EyeOffIcon,
  LaterIcon,
  LessIcon,
  MoreIcon,
  StarIcon,
} from "./icons";
import type { TokenKey } from "./keys";
import { LEAST_WEIGHT, MOST_WEIGHT } from "./weight";

interface Props {
  token: Token;
  isFirst: boolean;
  isLast: boolean;
  onDo: (key: TokenKey) => void;
  onKeep: (() => void) | null; // null: presets cannot be kept now
}

export function TokenBar({ token, isFirst, isLast, onDo, onKeep }: Props) {
  const { t } = useTranslation();
  const { text, weight, on } = token;
  const button = (label: string, icon: ReactNode, act: () => void, disabled = false) => (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={act}>
      {icon}
    </button>
  );
  const weigh = (by: number) => () => onDo({ does: "weigh", by });
  return (
    <div className="token-bar" role="toolbar" aria-label={t("words.chosen", { text })}>
      {button(t("words.lighter"), <LessIcon />, weigh(-1), weight <= LEAST_WEIGHT)}
      <output>{weight.toFixed(1)}</output>
      {button(t("words.heavier"), <MoreIcon />, weigh(1), weight >= MOST_WEIGHT)}
      {button(t(on ? "words.off" : "words.on"), on ? <EyeIcon /> : <EyeOffIcon />, () =>
        onDo({ does: "switch" }),
      )}
      {button(t("words.earlier"), <EarlierIcon />, () => onDo({ does: "move", by: -1 }), isFirst)}
      {button(t("words.later"), <LaterIcon />, () => onDo({ does: "move", by: 1 }), isLast)}
      {onKeep && button(t("words.keep"), <StarIcon />, onKeep)}
      {button(t("words.remove", { text }), <CrossIcon />, () => onDo({ does: "remove" }))}
    </div>
  );
}
