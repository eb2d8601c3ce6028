/** The suggestions under an entry, in their groups; chosen by click and touch here, by keys in the entry. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Option, OptionGroup } from "./suggestions";

interface Props {
  id: string;
  label: string;
  groups: readonly OptionGroup[];
  active: number; // of all options in their order; -1: none
  onChoose: (option: Option) => void;
}

export const optionId = (id: string, place: number): string => `${id}-${place}`;

export function Offers({ id, label, groups, active, onChoose }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.scrollIntoView({ block: "nearest" }); // a panel may end above it
  }, []);
  useEffect(() => {
    if (active >= 0)
      list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  let place = 0;
  return (
    // The focus stays in the entry, also on a press here.
    <div ref={list} id={id} className="offers" role="listbox" aria-label={label} onMouseDown={keepFocus}>
      {groups.map(({ name, options }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox may hold groups, a fieldset is none of its own
        <div key={name} role="group" aria-label={t(`wordGroup.${name}`)}>
          <p className="offers-name" aria-hidden="true">
            {t(`wordGroup.${name}`)}
          </p>
          {options.map((option) => {
            const own = place++;
            return (
              <div
                key={option.label}
                id={optionId(id, own)}
                className="offer"
                role="option"
                tabIndex={-1}
                aria-selected={own === active}
                onClick={() => onChoose(option)}
                onKeyDown={undefined}
              >
                <span>{option.label}</span>
                {option.note && <span className="soft">{option.note}</span>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

const keepFocus = (event: { preventDefault: () => void }) => event.preventDefault();
