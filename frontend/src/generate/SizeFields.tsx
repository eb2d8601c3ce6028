/** The size: the usual ones with what each costs beside it, or any by its sides. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SizeRow } from "../api/types";
import { beside } from "../painting/foresight";
import { NumberField } from "../painting/NumberField";
import { TurnIcon } from "../shell/icons";
import { type Draft, isSize, namedFirst, nameOf, permitted, sized, sizeOf, turned } from "./draft";
import { useSizes } from "./usePlan";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function SizeFields({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const sizes = useSizes(draft);
  const size = sizeOf(draft);
  usePermittedSize(draft, onChange, sizes.isPlaceholderData ? [] : (sizes.data?.items ?? []));
  const sides = { isWrong: size === null };
  return (
    <fieldset className="sizes">
      <legend>{t("generate.size")}</legend>
      <div className="usual">
        {namedFirst(sizes.data?.items ?? []).map((row) => (
          <UsualSize
            key={`${row.width}x${row.height}`}
            row={row}
            isChosen={isSize(size, row)}
            onChoose={() => onChange(sized(draft, row))}
          />
        ))}
      </div>
      <div className="sides">
        <NumberField
          label={t("wishes.width")}
          value={draft.width}
          onChange={(width) => onChange({ ...draft, width })}
          {...sides}
        />
        <button type="button" title={t("generate.turn")} onClick={() => onChange(turned(draft))}>
          <TurnIcon />
          <span className="hidden">{t("generate.turn")}</span>
        </button>
        <NumberField
          label={t("wishes.height")}
          value={draft.height}
          onChange={(height) => onChange({ ...draft, height })}
          {...sides}
        />
      </div>
    </fieldset>
  );
}

/** Another checkpoint may not paint the size that is chosen; a size that is typed afterwards is left as it is. */
function usePermittedSize(draft: Draft, onChange: Props["onChange"], rows: readonly SizeRow[]): void {
  const latest = useRef({ draft, onChange });
  latest.current = { draft, onChange };
  const known = JSON.stringify(rows.map(({ width, height, allowed }) => ({ width, height, allowed })));
  useEffect(() => {
    const { draft: before, onChange: change } = latest.current;
    const after = permitted(before, JSON.parse(known));
    if (after !== before) change(after);
  }, [known]);
}

interface UsualProps {
  row: SizeRow;
  isChosen: boolean;
  onChoose: () => void;
}

function UsualSize({ row, isChosen, onChoose }: UsualProps) {
  const { t } = useTranslation();
  const name = nameOf(row);
  return (
    <label className={name ? "named" : undefined}>
      <input
        type="radio"
        name="size"
        className="hidden"
        checked={isChosen}
        disabled={!row.allowed}
        onChange={onChoose}
      />
      <span>
        {name && `${name} `}
        {row.width} × {row.height}
      </span>
      <span className="soft">{beside(t, row)}</span>
    </label>
  );
}
