/** Pictures in rows of equal height, each as wide as its own shape asks. */
import { useTranslation } from "react-i18next";
import { previewOf } from "../api/preview";
import type { Job, Picture } from "../api/types";
import { address } from "../base";
import { shareDone } from "./work";

interface Props {
  pictures: readonly Picture[];
  running: readonly Job[];
  waiting: number; // empty frames while the first answer is on its way
  onOpen: (id: string) => void;
}

export function PictureGrid({ pictures, running, waiting, onOpen }: Props) {
  return (
    <ul className="grid">
      {running.map((job) => (
        <li key={job.id} className="card painting" style={{ "--ratio": 1.5 }}>
          <Painting job={job} />
        </li>
      ))}
      {Array.from({ length: waiting }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the frames are all the same
        <li key={index} className="card blank" style={{ "--ratio": index % 3 ? 1.5 : 0.67 }} />
      ))}
      {pictures.map((picture) => (
        <li key={picture.id} className="card" style={{ "--ratio": picture.width / picture.height }}>
          <Thumbnail picture={picture} onOpen={onOpen} />
        </li>
      ))}
      <li className="rest" aria-hidden="true" />
    </ul>
  );
}

function Thumbnail({ picture, onOpen }: { picture: Picture; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const title = picture.title || t("library.untitled");
  return (
    <button type="button" onClick={() => onOpen(picture.id)} aria-label={t("library.open", { title })}>
      <img
        src={address(picture.thumbnail_url)}
        alt=""
        width={picture.width}
        height={picture.height}
        loading="lazy"
        decoding="async"
      />
      <span className="caption">{title}</span>
    </button>
  );
}

function Painting({ job }: { job: Job }) {
  const { t } = useTranslation();
  const preview = previewOf(job);
  return (
    <div className="canvas-in-work">
      {preview && <img src={preview} alt={t("work.preview")} />}
      <progress
        max={1}
        value={shareDone(job)}
        aria-label={t("work.painting", { step: job.step, steps: job.steps })}
      />
    </div>
  );
}
