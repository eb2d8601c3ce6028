/** The tools at the side of the picture: what the pointer does. */
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../shell/usePreferences";
import { useStore, useStudio } from "../model/store";
import type { Tool } from "../model/studio";
import { STANDARD_KEYS } from "../shortcuts";
import { ToolIcon } from "./toolIcons";

const GROUPS: readonly (readonly Tool[])[] = [
  ["box"],
  ["brush", "eraser", "lasso", "rectangle", "ellipse", "select"],
  ["pencil", "rubber", "line"],
  ["strength"],
  ["hand"],
];
const PANEL_OF: Readonly<Partial<Record<Tool, "mask" | "lines">>> = {
  box: "mask",
  pencil: "lines",
  rubber: "lines",
  line: "lines",
  lasso: "mask",
  rectangle: "mask",
  ellipse: "mask",
  select: "mask",
};

export function ToolColumn() {
  const { t } = useTranslation();
  const store = useStore();
  const tool = useStudio((studio) => studio.tool);
  const own = usePreferences().data.shortcuts ?? {};
  const take = (name: Tool) => {
    store.tell({ type: "take", tool: name });
    const panel = PANEL_OF[name];
    if (panel && store.get().panel !== panel) store.tell({ type: "panel", panel });
  };
  return (
    <div className="tool-column" role="toolbar" aria-label={t("tools.label")} aria-orientation="vertical">
      {GROUPS.map((names) => (
        <div key={names[0]} className="tool-group">
          {names.map((name) => {
            const key = own[`tool.${name}`] ?? STANDARD_KEYS[`tool.${name}`];
            return (
              <button
                key={name}
                type="button"
                className="tool"
                title={`${t(`tool.${name}`)} (${key})`}
                aria-label={t(`tool.${name}`)}
                aria-keyshortcuts={key}
                aria-pressed={tool === name}
                onClick={() => take(name)}
              >
                <ToolIcon name={name} />
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
