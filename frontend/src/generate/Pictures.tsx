/** The pictures of a job, each with its seed and the ways to go on. */
import { useTranslation } from "react-i18next";
import { fileOf } from "../api/files";
import type { Job } from "../api/types";
import { ratioOf } from "../library/work";
import { mayCurate } from "../shell/roles";
import { bulkLink, retouchLink } from "../shell/route";
import { duration } from "../shell/time";
import { useMe } from "../shell/useMe";
import { madeBy, promptOf, secondsOf, sizeIn } from "./made";

export function Pictures({ job }: { job: Job }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("result.label")}>
      <Facts job={job} />
      <PictureList job={job} />
    </section>
  );
}

/** What was painted, at which size, by which engine, in which time. */
export function Facts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [size, seconds] = [sizeIn(job), secondsOf(job)];
  const facts = [
    size && `${size.width} × ${size.height}`,
    seconds !== null && duration(t, seconds),
    job.engine,
  ];
  return (
    <div className="made-facts">
      <p className="made-prompt">{promptOf(job)}</p>
      <p className="soft">{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

export function PictureList({ job }: { job: Job }) {
  const { pictures, seeds } = madeBy(job);
  return (
    <ul className={pictures.length === 1 ? "made alone" : "made"} style={{ "--ratio": ratioOf(job) }}>
      {pictures.map((id, index) => (
        <li key={id}>
          <Made id={id} seed={seeds[index] ?? 0} prompt={promptOf(job)} />
        </li>
      ))}
    </ul>
  );
}

function Made({ id, seed, prompt }: { id: string; seed: number; prompt: string }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <figure>
      <a href={fileOf(id)} target="_blank" rel="noopener" aria-label={t("generate.open", { seed })}>
        <img src={fileOf(id)} alt={t("generate.picture", { seed })} loading="lazy" />
      </a>
      <figcaption>
        <span className="soft">{t("result.seed", { seed })}</span>
        <span className="actions">
          <a className="button" href={retouchLink(id)}>
            {t("generate.retouch")}
          </a>
          {me && mayCurate(me.role) && (
            <a className="button" href={bulkLink(undefined, { prompt })}>
              {t("generate.asBulk")}
            </a>
          )}
          <a className="button" href={fileOf(id)} download>
            {t("result.download")}
          </a>
        </span>
      </figcaption>
    </figure>
  );
}
