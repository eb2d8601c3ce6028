/** The original's emotion test: what a face looks like, in three lines, and the frame to keep on one's own device. */
import type { ReactElement } from "react";
import { jpegOf } from "../camera/camera";
import type { Help } from "../parts/Stage";
import type { Ask } from "../server/ask";
import type { Notice } from "../server/types";
import { useTexts } from "../text/texts";
import { captureName } from "./garden";
import { Mode, Sight } from "./Mode";
import { useLook } from "./useLook";

export function EmotionMode({ ask, notice, help }: { ask: Ask; notice: Notice; help: Help }): ReactElement {
  const t = useTexts();
  const seeing = useLook(ask, null);
  const { look, canvas } = seeing;
  const isTaken = look.kind === "seen" || look.kind === "nobody";

  const download = async () => {
    if (!canvas.current) return;
    const address = URL.createObjectURL(await jpegOf(canvas.current));
    const link = document.createElement("a");
    link.href = address;
    link.download = captureName(look.kind === "seen" ? look.face : null, new Date());
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  };

  return (
    <Mode title={t.modes.emotion} help={help}>
      <Sight seeing={seeing} notice={notice} lines={3} onSee={() => void seeing.see()}>
        <button type="button" disabled={!isTaken} onClick={() => void download()}>
          {t.modes.download}
        </button>
      </Sight>
    </Mode>
  );
}
