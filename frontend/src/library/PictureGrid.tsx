/** Pictures in rows of equal height, each as wide as its own shape asks. */
import { useTranslation } from "react-i18next";
import { previewOf } from "../api/preview";
import type { Job, Picture } from "../api/types";
import { address } from "../base";
import type { Work } from "./AtWork";
import { ratioOf, shareDone } from "./work";

interface Props {
  pictures: readonly Picture[];
  work: Work;
  onOpen: (id: string) => void;
}

const MOST_FRAMES = 6; // empty frames for pictures that wait for their turn

export function PictureGrid({ pictures, work, onOpen }: Props) {
  return (
    <ul className="grid">
      {work.running.map((job) => (
        <li key={job.id} className="card painting" style={{ "--ratio": ratioOf(job) }}>
          <Painting job={job} />
        </li>
      ))}
      {work.waiting.slice(0, MOST_FRAMES).map((job) => (
        <li key={job.id} className="card blank" style={{ "--ratio": ratioOf(job) }} aria-hidden="true" />
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
