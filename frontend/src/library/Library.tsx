/** The start page: every picture, and those being painted right now. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { Flower } from "../shell/icons";
import { Problem } from "../shell/Problem";
import { AtWork, useWork } from "./AtWork";
import { Lightbox } from "./Lightbox";
import { PictureGrid } from "./PictureGrid";
import { usePictures } from "./usePictures";
import "../style/library.css";

export function Library() {
  const { t } = useTranslation();
  const pictures = usePictures();
  const work = useWork();
  const [open, setOpen] = useState<string | null>(null);
  const shown = (pictures.data?.pages ?? []).flatMap((page) => page.items);
  const total = pictures.data?.pages[0]?.total ?? shown.length;
  const atRest = work.running.length + work.waiting.length === 0;
  const empty = pictures.isSuccess && shown.length === 0 && atRest;
  return (
    <section className="library">
      <div className="page-head">
        <h1>{t("library.title")}</h1>
        {shown.length > 0 && <p className="soft">{t("library.count", { count: total })}</p>}
        <AtWork work={work} />
      </div>
      {pictures.error && <Problem error={pictures.error} onRetry={() => void pictures.refetch()} />}
      {empty && <Empty />}
      <PictureGrid pictures={shown} work={work} onOpen={setOpen} />
      {pictures.hasNextPage && (
        <button type="button" className="more" onClick={() => void pictures.fetchNextPage()}>
          {t("library.more")}
        </button>
      )}
      {open && <OpenLightbox pictures={shown} total={total} id={open} onMove={setOpen} />}
    </section>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <Flower />
      <p>{t("library.empty")}</p>
      <p className="soft">{t("library.emptyHint")}</p>
    </div>
  );
}

interface OpenProps {
  pictures: readonly Picture[];
  total: number;
  id: string;
  onMove: (id: string | null) => void;
}

function OpenLightbox({ pictures, total, id, onMove }: OpenProps) {
  const index = pictures.findIndex((picture) => picture.id === id);
  const picture = pictures[index];
  if (!picture) return null;
  const neighbour = (by: number) => {
    const other = pictures[index + by];
    return other ? () => onMove(other.id) : null;
  };
  return (
    <Lightbox
      picture={picture}
      place={{ index: index + 1, total }}
      onPrevious={neighbour(-1)}
      onNext={neighbour(1)}
      onClose={() => onMove(null)}
    />
  );
}
