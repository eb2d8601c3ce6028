/** A small picture of a job: how far it is, what came of it, or what it is to change. */
import { useState } from "react";
import type { Job } from "../api/types";
import { faceOf } from "./facts";

export function Face({ job }: { job: Job }) {
  const source = faceOf(job);
  const [broken, setBroken] = useState<string | null>(null); // that picture has been deleted
  return (
    <span className={job.state === "running" ? "face painting" : "face"}>
      {source && source !== broken && (
        <img src={source} alt="" loading="lazy" decoding="async" onError={() => setBroken(source)} />
      )}
    </span>
  );
}
