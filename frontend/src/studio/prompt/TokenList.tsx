/** The tokens of one box: chosen by click or keys, dragged into another order, darker the more they weigh. */
import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Token } from "../model/sheet";
import { CrossIcon } from "./icons";
import { type TokenKey, tokenKey } from "./keys";
import { type Drag, useDrag } from "./useDrag";

interface Props {
  label: string;
  hint: string; // id of the words that tell the keys
  tokens: readonly Token[];
  chosen: number | null;
  reasonFor: (token: Token) => string | null; // why the engine will not heed it
  onChoose: (place: number | null) => void;
  onKey: (place: number, key: TokenKey) => void;
  onDrop: (from: number, to: number) => void;
  onRemove: (place: number) => void;
}

export function TokenList({
  label,
  hint,
  tokens,
  chosen,
  reasonFor,
  onChoose,
  onKey,
  onDrop,
  onRemove,
}: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const byKey = useRef(false); // the keyboard's focus follows its token through every change
  const { drag, ...pointer } = useDrag(list, onDrop);
  useEffect(() => {
    if (!byKey.current || chosen === null) return;
    list.current?.querySelector<HTMLElement>(`[data-place="${chosen}"] > button`)?.focus();
    byKey.current = false;
  });
  const press = (event: KeyboardEvent, place: number) => {
    const key = tokenKey(event);
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    byKey.current = true;
    onKey(place, key);
  };
  return (
    <ul ref={list} className={drag ? "tokens dragging" : "tokens"} aria-label={label} {...pointer}>
      {tokens.map((token, place) => {
        const reason = reasonFor(token);
        const values = { text: token.text, weight: token.weight.toFixed(1) };
        return (
          <li
            key={token.text.toLowerCase()}
            data-place={place}
            className={classesOf(token, place, chosen, drag, reason)}
            style={{ "--weight": token.weight } as CSSProperties}
            title={reason ?? undefined}
          >
            <button
              type="button"
              className="word"
              tabIndex={place === (chosen ?? 0) ? 0 : -1}
              aria-pressed={place === chosen}
              aria-label={`${t(token.on ? "words.token" : "words.tokenOff", values)}${reason ? `. ${reason}` : ""}`}
              aria-describedby={hint}
              onFocus={(event) => event.target.matches(":focus-visible") && onChoose(place)}
              onClick={() => onChoose(place)}
              onKeyDown={(event) => press(event, place)}
            >
              {token.text}
              {token.weight !== 1 && <span className="weight" data-weight={values.weight} />}
            </button>
            <button
              type="button"
              className="cross"
              tabIndex={-1} // the keyboard has Delete
              aria-label={t("words.remove", { text: token.text })}
              onClick={() => onRemove(place)}
            >
              <CrossIcon />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function classesOf(
  token: Token,
  place: number,
  chosen: number | null,
  drag: Drag | null,
  reason: string | null,
): string {
  const over = drag?.over === place && drag.from !== place;
  return [
    "token",
    !token.on && "off",
    reason && "unheard",
    place === chosen && "chosen",
    drag?.from === place && "dragged",
    over && (drag.isAfter ? "drop-after" : "drop-before"),
  ]
    .filter(Boolean)
    .join(" ");
}
