/** The picture as the browser shows it: the base, and each step's patch over it. */
import type { Picture } from "../../api/types";
import { address } from "../../base";
import { viewOf } from "../api/files";
import { plannedFeather, type Step } from "../api/journals";
import { useCell } from "../model/cell";
import type { StepLook } from "../model/sheet";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useRoom } from "./room";

const SHARP_ZOOM = 3; // from here on pixels are shown as squares

export function Paper({ picture }: { picture: Picture }) {
  const room = useRoom();
  const { zoom, x, y } = useCell(room.view);
  const look = useStudio((studio) => studio.layers.picture);
  const style = {
    width: picture.width,
    height: picture.height,
    transform: `translate(${x}px, ${y}px) scale(${zoom})`,
    opacity: look.visible ? look.opacity / 100 : 0,
  };
  return (
    <div className={zoom >= SHARP_ZOOM ? "paper sharp" : "paper"} style={style}>
      <img src={viewOf(picture)} alt={picture.title} draggable={false} />
      <Patches />
    </div>
  );
}

function Patches() {
  const journal = useStudio((studio) => studio.journal);
  const looks = useStudio((studio) => sheetOf(studio).steps);
  const isBefore = useCell(useRoom().before);
  if (!journal || isBefore) return null;
  const known = new Map([...journal.aside, ...journal.steps].map((step) => [step.id, step]));
  return looks
    .filter(({ muted }) => !muted)
    .map((look) => {
      const step = known.get(look.id);
      return step && <Patch key={look.id} step={step} look={look} />;
    });
}

function Patch({ step, look }: { step: Step; look: StepLook }) {
  const [left, top, width, height] = step.patch.bounds;
  const style = { left, top, width, height, opacity: look.opacity };
  return <img className="patch" src={patchUrl(step, look)} alt="" style={style} draggable={false} />;
}

/** Where the patch is to be had; one whose feather is just being changed is asked for with the new one. */
export function patchUrl(step: Step, { feather_px }: StepLook): string {
  const url = new URL(address(step.patch_url));
  if (feather_px !== step.feather_px)
    url.searchParams.set("feather_px", String(feather_px ?? plannedFeather(step)));
  return url.href;
}
