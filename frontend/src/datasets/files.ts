/** Which data set a file is, by its name. */
import { type Chosen, DATA_SETS, type DataSet } from "../api/datasets";

export interface Sorted {
  readonly chosen: Chosen;
  readonly strange: readonly string[]; // names that say no data set
}

/** `users.csv`, also as `Users (1).csv` or `demo-users.csv`; of several for one data set the last counts. */
export function sorted(files: readonly File[]): Sorted {
  const chosen: Partial<Record<DataSet, File>> = {};
  const strange: string[] = [];
  for (const file of files) {
    const name = DATA_SETS.find((one) => file.name.toLowerCase().includes(one.slice(0, -1)));
    if (name && /\.(csv|txt)$/i.test(file.name)) chosen[name] = file;
    else strange.push(file.name);
  }
  return { chosen, strange };
}
