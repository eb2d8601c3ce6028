/**
 * What a screen keeps for a start without the server: the manifest and its files, in IndexedDB, which plain HTTP has too.
 *
 * Where the store cannot be written (a full disk, a private window) everything stays in memory, and the screen goes on.
 */
const NAME = "hwawon-display";
const VERSION = 1;
const FILES = "files";
const KEPT = "kept";

export interface Store {
  /** The file of that hash; null where there is none. */
  file(sha256: string): Promise<Blob | null>;
  /** Keep a file. Says whether it will be there after a restart. */
  putFile(sha256: string, data: Blob): Promise<boolean>;
  hashes(): Promise<readonly string[]>;
  /** Forget all files but these. */
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<boolean>;
}

export async function openStore(): Promise<Store> {
  const database = await opened().catch(() => null);
  return new KeptStore(database);
}

class KeptStore implements Store {
  readonly #files = new Map<string, Blob>(); // what could not be written
  readonly #kept = new Map<string, unknown>();

  constructor(readonly database: IDBDatabase | null) {}

  async file(sha256: string): Promise<Blob | null> {
    const inMemory = this.#files.get(sha256);
    if (inMemory) return inMemory;
    const found = await this.#read((store) => store.get(sha256), FILES);
    return found instanceof ArrayBuffer ? new Blob([found]) : null;
  }

  async putFile(sha256: string, data: Blob): Promise<boolean> {
    const bytes = await data.arrayBuffer();
    const isWritten = await this.#write(FILES, (store) => store.put(bytes, sha256));
    if (!isWritten) this.#files.set(sha256, data);
    return isWritten;
  }

  async hashes(): Promise<readonly string[]> {
    const found = await this.#read((store) => store.getAllKeys(), FILES);
    return [...this.#files.keys(), ...(Array.isArray(found) ? found.map(String) : [])];
  }

  async keepOnly(hashes: ReadonlySet<string>): Promise<void> {
    for (const sha256 of await this.hashes()) {
      if (hashes.has(sha256)) continue;
      this.#files.delete(sha256);
      await this.#write(FILES, (store) => store.delete(sha256));
    }
  }

  async get(key: string): Promise<unknown> {
    return this.#kept.get(key) ?? (await this.#read((store) => store.get(key), KEPT));
  }

  async put(key: string, value: unknown): Promise<boolean> {
    const isWritten = await this.#write(KEPT, (store) => store.put(value, key));
    if (isWritten) this.#kept.delete(key);
    else this.#kept.set(key, value);
    return isWritten;
  }

  async #read(ask: (store: IDBObjectStore) => IDBRequest, name: string): Promise<unknown> {
    if (!this.database) return null;
    try {
      return await answered(ask(this.database.transaction(name).objectStore(name)));
    } catch {
      return null; // what cannot be read is fetched again
    }
  }

  async #write(name: string, change: (store: IDBObjectStore) => IDBRequest): Promise<boolean> {
    if (!this.database) return false;
    try {
      const transaction = this.database.transaction(name, "readwrite");
      change(transaction.objectStore(name));
      await finished(transaction);
      return true;
    } catch {
      return false; // a full disk: the caller keeps it in memory
    }
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const name of [FILES, KEPT]) {
      if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
    }
  };
  return answered(request) as Promise<IDBDatabase>;
}

function answered(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
