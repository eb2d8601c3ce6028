/** The pictures of a job, each with its seed and the ways to go on. */
import { useTranslation } from "react-i18next";
import { fileOf } from "../api/files";
import type { Job } from "../api/types";
import { ratioOf } from "../library/work";
import { retouchLink } from "../shell/route";

interface Made {
  readonly pictures: readonly string[];
  readonly seeds: readonly number[];
}

export function Pictures({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { pictures = [], seeds = [] } = (job.result ?? {}) as Partial<Made>;
  return (
    <section aria-label={t("result.label")}>
      <ul className={pictures.length === 1 ? "made alone" : "made"} style={{ "--ratio": ratioOf(job) }}>
        {pictures.map((id, index) => (
          <li key={id}>
            <Made id={id} seed={seeds[index] ?? 0} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Made({ id, seed }: { id: string; seed: number }) {
  const { t } = useTranslation();
  return (
    <figure>
      <a href={fileOf(id)} target="_blank" rel="noopener" aria-label={t("generate.open", { seed })}>
        <img src={fileOf(id)} alt={t("generate.picture", { seed })} />
      </a>
      <figcaption>
        <span className="soft">{t("result.seed", { seed })}</span>
        <span className="actions">
          <a className="button" href={retouchLink(id)}>
            {t("generate.retouch")}
          </a>
          <a className="button" href={fileOf(id)} download>
            {t("result.download")}
          </a>
        </span>
      </figcaption>
    </figure>
  );
}
