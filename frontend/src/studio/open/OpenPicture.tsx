/** Ways to bring a picture: choose a file, drop it, paste it, or take one from the library. */
import { useMutation } from "@tanstack/react-query";
import { type ChangeEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { upload } from "../../api/client";
import { address } from "../../base";
import { usePictures } from "../../library/usePictures";
import { Flower } from "../../shell/icons";
import { Problem } from "../../shell/Problem";

interface Props {
  small?: boolean;
  onOpen: (id: string) => void;
}

export function OpenPicture({ small = false, onOpen }: Props) {
  const { t } = useTranslation();
  const sending = useMutation({
    mutationFn: (file: File) => upload(file, file.name),
    onSuccess: (picture) => onOpen(picture.id),
  });
  const over = useIncoming(sending.mutate);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) sending.mutate(file);
    event.target.value = "";
  };
  return (
    <div className={`open-picture ${small ? "small" : ""} ${over ? "over" : ""}`}>
      {!small && <Flower />}
      {!small && <p>{t("desk.drop")}</p>}
      <label className={small ? "button" : "button primary"}>
        {t(small ? "desk.another" : "desk.open")}
        <input type="file" className="hidden" accept="image/*,.tif,.tiff,.avif" onChange={choose} />
      </label>
      {!small && <p className="soft">{t("desk.dropHint")}</p>}
      {sending.isPending && <p role="status">{t("desk.opening")}</p>}
      {sending.error && <Problem error={sending.error} />}
      {!small && <FromLibrary onOpen={onOpen} />}
    </div>
  );
}

/** A file dropped or pasted anywhere on the page; gives back whether one hovers over it. */
function useIncoming(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    const take = (files: FileList | undefined) => {
      const [file] = files ?? [];
      if (file) onFile(file);
    };
    const hover = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer?.files);
    };
    addEventListener("dragover", hover, { signal });
    addEventListener("dragleave", (event) => setOver(event.relatedTarget !== null), { signal });
    addEventListener("drop", drop, { signal });
    addEventListener("paste", (event) => take(event.clipboardData?.files), { signal });
    return () => ends.abort();
  }, [onFile]);
  return over;
}

const OFFERED = 12;

function FromLibrary({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const pictures = usePictures();
  const offered = pictures.data?.pages[0]?.items.slice(0, OFFERED) ?? [];
  if (offered.length === 0) return null;
  return (
    <section className="from-library">
      <h2>{t("desk.fromLibrary")}</h2>
      <ul>
        {offered.map((picture) => (
          <li key={picture.id}>
            <button
              type="button"
              onClick={() => onOpen(picture.id)}
              aria-label={t("library.open", { title: picture.title || t("library.untitled") })}
            >
              <img src={address(picture.thumbnail_url)} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
