/** A map of where two pictures differ, or of the edges, reckoned from smaller versions of them. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../shell/reason";
import type { Entry } from "./entries";
import { differenceOf, edgesOf, statisticsOf } from "./pixels";

const LARGEST_SIDE_PX = 2048;

interface Props {
  mode: "difference" | "edges";
  shown: Entry;
  original: Entry;
  paper: (child: React.ReactNode) => React.ReactNode;
}

export function Compared({ mode, shown, original, paper }: Props) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const asked = useQuery({
    queryKey: ["compared", mode, shown.url, original.url],
    queryFn: () => comparedPixels(mode, shown.url, original.url),
    gcTime: 0,
  });
  const found = asked.data;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (found && context) context.putImageData(found.image, 0, 0);
  }, [found]);
  if (asked.error) return <p className="warning">{reasonOf(t, asked.error)}</p>;
  if (!found)
    return (
      <p className="viewer-note" role="status">
        {t("viewer.reckoning")}
      </p>
    );
  const { changed, share, mean, largest } = found.statistics;
  return (
    <>
      {paper(
        <canvas
          ref={canvas}
          width={found.image.width}
          height={found.image.height}
          role="img"
          aria-label={t(`viewer.${mode}`)}
        />,
      )}
      <p className="viewer-note" role="status">
        {t("viewer.statistics", {
          changed: changed.toLocaleString(),
          share: (share * 100).toFixed(2),
          mean: mean.toFixed(1),
          largest,
        })}
        {found.isReduced ? ` ${t("viewer.reduced")}` : ""}
      </p>
    </>
  );
}

async function comparedPixels(mode: Props["mode"], shownUrl: string, originalUrl: string) {
  const [shown, original] = [await bitmapOf(shownUrl), await bitmapOf(originalUrl)];
  const scale = Math.min(1, LARGEST_SIDE_PX / Math.max(shown.width, shown.height));
  const size = { width: Math.round(shown.width * scale), height: Math.round(shown.height * scale) };
  const [after, before] = [pixelsOf(shown, size), pixelsOf(original, size)];
  const data = mode === "edges" ? edgesOf(after, size.width, size.height) : differenceOf(after, before);
  return {
    image: new ImageData(data, size.width, size.height),
    statistics: statisticsOf(after, before),
    isReduced: scale < 1,
  };
}

async function bitmapOf(url: string): Promise<ImageBitmap> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return createImageBitmap(await response.blob());
}

function pixelsOf(
  bitmap: ImageBitmap,
  { width, height }: { width: number; height: number },
): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("the browser gave no canvas");
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
