/** Runs of many pictures: a new one and those that were, or one of them as it goes. */
import { mayCurate } from "../shell/roles";
import { useMe } from "../shell/useMe";
import { NewRun } from "./NewRun";
import { NotForYou } from "./NotForYou";
import { RunList } from "./RunList";
import { RunSheet } from "./RunSheet";
import "../style/desk.css";
import "../style/generate.css";
import "../style/prompts.css";
import "../style/bulk.css";

interface Props {
  bulkId: string | null;
  search: string; // what a new run begins with
}

export function BulkPage({ bulkId, search }: Props) {
  const me = useMe();
  if (me && !mayCurate(me.role)) return <NotForYou />;
  if (bulkId !== null) return <RunSheet key={bulkId} id={bulkId} />;
  return (
    <>
      <NewRun key={search} search={search} />
      <RunList />
    </>
  );
}
