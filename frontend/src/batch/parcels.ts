/** A folder on its way to the server: which of its files are pictures, and how many go up at once. */

const PICTURE = /\.(png|jpe?g|webp|tiff?|avif|bmp)$/i;

/** The pictures among the files of a folder, in the order of their names as people count: 2 before 10. */
export function picturesIn<Named extends { name: string }>(files: readonly Named[]): Named[] {
  const order = new Intl.Collator("en", { numeric: true });
  return files.filter(({ name }) => PICTURE.test(name)).toSorted((a, b) => order.compare(a.name, b.name));
}

const MOST_BYTES = 48 * 2 ** 20; // well below what a server takes at once
const MOST_FILES = 40;

/** Files in parcels that are sent one after the other. */
export function parcelsOf<Sized extends { size: number }>(files: readonly Sized[]): Sized[][] {
  const parcels: Sized[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = parcels.at(-1);
    const fits = last && last.length < MOST_FILES && bytes + file.size <= MOST_BYTES;
    if (fits) last.push(file);
    else parcels.push([file]);
    bytes = (fits ? bytes : 0) + file.size;
  }
  return parcels;
}

/** What a batch is called at first: the folder's name, or the only file's. */
export function titleOf(files: readonly { name: string; webkitRelativePath?: string }[]): string {
  const [first] = files;
  const folder = first?.webkitRelativePath?.split("/")[0];
  return folder || (files.length === 1 ? (first?.name.replace(/\.[^.]+$/, "") ?? "") : "");
}
