/** The box with the dimmed rest of the picture, and the brush's ring, drawn over the picture in its own pixels. */
import type { Box, Point, Size } from "./geometry";

interface Props {
  picture: Size;
  box: Box | null;
  brush: { centre: Point; width_px: number } | null;
}

const rectangle = ({ x, y, width, height }: Box): string => `M${x} ${y}h${width}v${height}h${-width}z`;

export function Overlay({ picture, box, brush }: Props) {
  const outside = rectangle({ x: 0, y: 0, ...sizeOf(picture) });
  return (
    <svg className="overlay" viewBox={`0 0 ${picture.width} ${picture.height}`} aria-hidden="true">
      {box && <path className="dim" fillRule="evenodd" d={outside + rectangle(box)} />}
      {box && <rect className="box-shadow" {...box} />}
      {box && <rect className="box" {...box} />}
      {brush && (
        <circle className="ring-shadow" cx={brush.centre.x} cy={brush.centre.y} r={brush.width_px / 2} />
      )}
      {brush && <circle className="ring" cx={brush.centre.x} cy={brush.centre.y} r={brush.width_px / 2} />}
    </svg>
  );
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });
