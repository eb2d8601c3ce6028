/** Many frames, one set of wishes: the batches there are and a new one, or one of them at work. */
import { BatchDesk } from "./BatchDesk";
import { BatchList } from "./BatchList";
import "../style/desk.css";
import "../style/batch.css";

export function BatchPage({ batchId }: { batchId: string | null }) {
  return batchId ? <BatchDesk key={batchId} id={batchId} /> : <BatchList />;
}
